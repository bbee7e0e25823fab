"""What a finished document says and how it is built, as text that a person can compare line by line.

One function per format, in ``DUMPS``; the texts that are right stand in ``golden/<report>.<format>.txt``.
``python -m tests.writers.renew`` writes them anew and shows what changed.
"""

import functools
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pypdfium2
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from lxml import html
from openpyxl import load_workbook

from core.export import draw
from core.writers.pdf.pages import page_pieces
from tests.writers import specimens

GOLDEN = Path(__file__).parent / "golden"
LONGEST = 60  # characters of a text that stand in a dump whole


def short(text: str) -> str:
    """A text, a long one by its ends, its length and a sum over all of it."""
    text = text.replace("\n", "⏎")
    if len(text) <= LONGEST:
        return text
    return f"{text[:24]}…{text[-12:]} [{len(text)} characters, {digest(text.encode())}]"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def of_pdf(data: bytes) -> Iterator[str]:
    """Where every line stands, in points from the lower left corner; the outline; the properties."""
    book = pypdfium2.PdfDocument(data)
    yield from (f"{key}: {value}" for key, value in book.get_metadata_dict().items() if value)
    yield from (f"outline {mark.level}: {mark.get_title()}" for mark in book.get_toc())
    book.close()
    for number, pieces in enumerate(page_pieces(data), 1):
        yield f"page {number}"
        yield from (f"{piece.left:5.0f} {piece.bottom:4.0f}  {piece.text}".rstrip() for piece in pieces)


def of_xlsx(data: bytes) -> Iterator[str]:
    """Every cell with its formula and the value stored with it, merged ranges, names."""
    formulas, values = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    yield f"title: {formulas.properties.title}"
    for sheet in formulas:
        yield f"sheet {sheet.title}"
        yield f"merged: {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    stored = values[sheet.title][cell.coordinate].value
                    shown = "" if stored == cell.value else f" → {stored}"
                    yield f"{cell.coordinate} {short(str(cell.value))}{shown}"
    yield from (f"{name} {formulas.defined_names[name].attr_text}" for name in sorted(formulas.defined_names))


def of_docx(data: bytes) -> Iterator[str]:
    """Paragraphs with their styles, tables with their measures and cells; sums over the other parts."""
    read = docx.Document(io.BytesIO(data))
    yield f"title: {read.core_properties.title}"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        others = (name for name in parts.namelist() if name != "word/document.xml")
        yield from (f"{name} {digest(parts.read(name))}" for name in others)
    for item in read.element.body.inner_content_elements:
        if isinstance(item, CT_Tbl):
            yield from _table(item)
        else:
            yield f"{item.style}: {short(_said(item))}"
    (page,) = read.sections
    sides = page.top_margin, page.right_margin, page.bottom_margin, page.left_margin
    yield f"page {[round(side.mm) for side in sides if side]}"


def _table(table: CT_Tbl) -> Iterator[str]:
    yield f"table {[column.w.twips if column.w else 0 for column in table.tblGrid.gridCol_lst]}"
    for row in table.tr_lst:
        head = " heading" if row.find(f".//{qn('w:tblHeader')}") is not None else ""
        yield f" row {row.trHeight_val.twips if row.trHeight_val else 0}{head}"
        for cell in row.tc_lst:
            yield f"  {cell.grid_span} {cell.vMerge or '-'} {_said(cell)}".rstrip()


def _said(element: object) -> str:
    tags = qn("w:t"), qn("w:br")
    return "".join(
        item.text or "" if item.tag == tags[0] else "⏎"
        for item in element.iter(*tags)  # type: ignore[attr-defined]
    )


def of_html(data: bytes) -> Iterator[str]:
    """Headings, paragraphs and the rows of tables in order, each cell with what it spans and is for."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    yield from (
        f"{meta.get('name')}: {short(meta.get('content', ''))}" for meta in root.iterfind("head/meta[@name]")
    )
    yield from (f"{name}: {short(root.findtext(f'head/{name}') or '')}" for name in ("title", "style"))
    for part in root.iter("h1", "h2", "h3", "h4", "p", "caption", "thead", "tbody", "tr"):
        if part.tag == "tr":
            yield from map(_html_cell, part)
        else:
            text = "" if part.tag in {"thead", "tbody"} else short(part.text_content())
            yield f"{part.tag!s} {text}".strip()


def _html_cell(cell: html.HtmlElement) -> str:
    spans = f"{cell.get('rowspan', '1')}×{cell.get('colspan', '1')}"
    kept = (cell.get(name) for name in ("scope", "class", "id", "data-key", "headers"))
    return f" {cell.tag!s} {spans} {' · '.join(filter(None, kept))} | {cell.text_content()}".rstrip()


def of_json(data: bytes) -> Iterator[str]:
    """The file as it is; long texts by their ends."""
    yield from map(short, data.decode().splitlines())


DUMPS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": of_pdf,
    "xlsx": of_xlsx,
    "docx": of_docx,
    "html": of_html,
    "json": of_json,
}


@functools.cache
def written(name: str, kind: str) -> bytes:
    """One of the three reports in a format, read back by the writer itself."""
    return draw(specimens.REPORTS[name](), specimens.document(name), kind)


def dump(name: str, kind: str) -> str:
    """The same as text."""
    return "".join(f"{line}\n" for line in DUMPS[kind](written(name, kind)))


def path(name: str, kind: str) -> Path:
    """Where the text that is right stands."""
    return GOLDEN / f"{name}.{kind}.txt"

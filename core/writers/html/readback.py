"""The page read back by a parser that is not ours, and compared with the document it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree, html

from core.errors import DocumentDiffers
from core.form import Role
from core.writers.blocks import Chart, ChartBlock, Document, GridCell, TableBlock
from core.writers.html import figures, tables
from core.writers.html.outline import BODY, ranked
from core.writers.html.page import LANGUAGE, description

_HINT = "请重新导出；如果仍然这样，请改用其他格式。"
_SHOWN = 12  # characters of a text that a message shows
_MOST = 100  # rows or columns that a cell can span
_READ = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "figcaption"}


class _Said(NamedTuple):
    """One thing the page says: where, which element says it, and what."""

    place: str
    tag: str
    text: str


_Ids = dict[str | None, html.HtmlElement]


def verify(data: bytes, document: Document) -> None:
    """Raise ``DocumentDiffers``, naming the first place, unless the page says what the document says.

    Compares every heading with its rank, every paragraph, every cell of every table with its place, its size
    and the headings it is tied to, every figure by its key, and all that the charts say.
    """
    root = _parsed(data)
    stands, meant = list(_stands(root)), list(_meant(document))
    for here, there in zip(stands, meant, strict=False):
        if here[1:] != there[1:]:
            raise _differs(there, here)
    if len(stands) < len(meant):
        raise DocumentDiffers(f"写好的网页中，缺少{meant[len(stands)].place}。", _HINT)
    if len(stands) > len(meant):
        extra = stands[len(meant)].text
        raise DocumentDiffers(f"写好的网页中，末尾多出“{_shown(extra)}”。", _HINT)


def _parsed(data: bytes) -> html.HtmlElement:
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError) as reason:
        raise DocumentDiffers("写好的网页读不出来。", _HINT) from reason


def _differs(meant: _Said, stands: _Said) -> DocumentDiffers:
    if meant.tag != stands.tag:
        return DocumentDiffers(f"写好的网页中，{meant.place}的位置或格式不对。", _HINT)
    least = min(len(meant.text), len(stands.text))
    same = next((n for n, (a, b) in enumerate(zip(meant.text, stands.text, strict=False)) if a != b), least)
    first = max(0, same - _SHOWN // 2) if len(meant.text) > _SHOWN else 0
    here, there = (_shown(text[first:]) or "空白" for text in (stands.text, meant.text))
    return DocumentDiffers(f"写好的网页中，{meant.place}应为“{there}”，读回来是“{here}”。", _HINT)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


# What the document means.


def _meant(document: Document) -> Iterator[_Said]:
    yield _Said("语言", "html", LANGUAGE)
    yield _Said("网页标题", "title", document.title)
    yield _Said("网页说明", "meta", description(document))
    for block, rank in ranked(document):
        if isinstance(block, TableBlock):
            yield from _table(block)
        elif isinstance(block, ChartBlock):
            yield _Said(f"“{block.title}”", f"h{rank}", block.title)
            for chart in block.charts:
                yield from _chart(chart)
        else:
            place = f"“{_shown(block.text)}”" + ("一段" if rank == BODY else "")
            yield _Said(place, f"h{rank}" if rank != BODY else "p", block.text)


def _table(block: TableBlock) -> Iterator[_Said]:
    yield _Said(f"{block.title}的表名", "caption", tables.named(block))
    heads = tables.tied(block)
    for cell in tables.in_order(block):
        tied = heads.get((cell.row, cell.column), [])
        yield _Said(f"{block.title}的{cell.name or f'“{_shown(cell.text)}”'}", *_cell(cell, tied))


def _cell(cell: GridCell, heads: list[GridCell]) -> tuple[str, str]:
    box = f"{cell.row} {cell.column} {cell.row_span} {cell.column_span}"
    if cell.role is not Role.VALUE:
        return f"th {box}", cell.text
    beside = "|".join(head.text for head in heads)
    return f"td {box} {cell.key} {beside}", cell.text


def _chart(chart: Chart) -> Iterator[_Said]:
    place = f"“{chart.title}”图"
    yield _Said(place, "figcaption", chart.title)
    drawn = [chart.title, figures.DESCRIBED, *chart.groups]
    for label, bars in chart.by_label():
        drawn += [label, *(bar.text for bar in bars)]
    yield from (_Said(f"{place}中的“{text}”", "svg", text) for text in drawn)
    heads = [figures.ITEM, *(chart.groups or (figures.AMOUNT,))]
    rows = [(label, *(bar.text for bar in bars)) for label, bars in chart.by_label()]
    for row, cells in enumerate([heads, *rows]):
        for column, text in enumerate(cells):
            tag = "th" if not row or not column else "td"
            yield _Said(f"{place}的表中“{text}”", f"{tag} {row} {column} 1 1", text)
    if chart.note:
        yield _Said(f"{place}下的说明", "p", chart.note)


# What stands on the page.


def _stands(root: html.HtmlElement) -> Iterator[_Said]:
    yield _Said("", "html", root.get("lang", ""))
    yield _Said("", "title", root.findtext("head/title") or "")
    yield from (
        _Said("", "meta", one.get("content", "")) for one in root.iterfind("head/meta[@name='description']")
    )
    ids = {element.get("id"): element for element in root.iter("th")}
    for body in root.iterfind("body"):
        yield from _inside(body, ids)


def _inside(element: html.HtmlElement, ids: _Ids) -> Iterator[_Said]:
    """Yield what an element holds, in order; text beside our elements is something it should not hold."""
    yield from _stray(element.text)
    for part in element:
        tag = part.tag
        if tag == "table":
            yield from _printed(part, ids)
        elif tag == "svg":
            texts = part.iter("title", "desc", "text")
            yield from (_Said("", "svg", text.text_content()) for text in texts)
        elif tag in _READ:
            yield _Said("", tag, part.text_content())
        else:
            yield from _inside(part, ids)
        yield from _stray(part.tail)


def _stray(text: str | None) -> Iterator[_Said]:
    if text and (said := text.strip()):
        yield _Said("", "", said)


def _span(text: str) -> int:
    return min(int(text), _MOST) if text.isdecimal() else 0


def _printed(table: html.HtmlElement, ids: _Ids) -> Iterator[_Said]:
    """Yield a table's caption and its cells, each where its own and the others' spans put it."""
    yield from (_Said("", "caption", caption.text_content()) for caption in table.iterfind("caption"))
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            high, broad = _span(cell.get("rowspan", "1")), _span(cell.get("colspan", "1"))
            taken |= {(row + down, column + right) for down in range(high) for right in range(broad)}
            box = f"{cell.tag!s} {row} {column} {high} {broad}"
            if key := str(cell.get("data-key", "")):
                heads = (ids.get(name) for name in cell.get("headers", "").split())
                beside = "|".join("?" if head is None else head.text_content() for head in heads)
                box = f"{box} {key} {beside}"
            yield _Said("", box, cell.text_content())

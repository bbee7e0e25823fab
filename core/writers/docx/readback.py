"""The file read back as a stranger's program reads it, and compared with the document it was made from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import zip_longest
from zipfile import BadZipFile

import docx
from docx.document import Document as Opened
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import XMLSyntaxError

from core.writers.blocks import Block, Document, Heading, Paragraph, TableBlock, Title
from core.writers.docx import styles
from core.writers.refusals import differs, unreadable

KIND = "Word"
_UNREADABLE = (BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError)
_TEXT, _BREAK, _MERGE, _VALUE = (qn(name) for name in ("w:t", "w:br", "w:vMerge", "w:val"))
_CALLED = {
    styles.TITLE: "标题",
    styles.BODY: "正文",
    styles.heading(1): "一级标题",
    styles.heading(2): "二级标题",
    styles.heading(3): "三级标题",
}
_SHOWN = 12  # characters of a text that name its place

_Comparison = tuple[str, str, str]  # place, what the file says, what the report says


def verify(data: bytes, document: Document) -> None:
    """Compare every heading with its level, every paragraph and every cell with its span.

    Raises ``DocumentDiffers`` naming the first place.
    """
    try:
        read = docx.Document(io.BytesIO(data))
    except _UNREADABLE as reason:
        raise unreadable(KIND) from reason
    for place, stands, meant in _comparisons(read, document):
        if stands != meant:
            raise differs(KIND, place, stands, meant)


def _comparisons(read: Opened, document: Document) -> Iterator[_Comparison]:
    yield "文件属性中的标题", read.core_properties.title, document.title
    stand = [item for item in read.element.body.inner_content_elements if _said(item)]
    meant = [block for block in document.blocks if _is_drawn(block)]
    for item, block in zip_longest(stand, meant):
        if isinstance(block, TableBlock):
            yield from _table(item, block)
        else:
            yield from _words(item, block)


def _is_drawn(block: Block) -> bool:
    return isinstance(block, Title | Heading | Paragraph | TableBlock)


def _words(item: CT_Tbl | CT_P | None, block: Block | None) -> Iterator[_Comparison]:
    """Compare a paragraph: its text, its style, and what at its beginning is a heading run in."""
    text = _said(item) if isinstance(item, CT_P) else ""
    meant = block.text if isinstance(block, Title | Heading | Paragraph) else ""
    text = text.replace("\n", "") if isinstance(block, Title) else text
    place = f"“{(meant or text)[:_SHOWN]}”一段"
    yield place, text or _kind(item), meant
    if isinstance(item, CT_P):
        yield f"{place}的样式", _CALLED.get(item.style or "", "其他样式"), _CALLED[_style(block)]
        led = "".join(_said(run) for run in item.r_lst if run.style == styles.LEAD)
        yield f"{place}的段首小标题", led, meant[: block.lead] if isinstance(block, Paragraph) else ""


def _kind(item: CT_Tbl | CT_P | None) -> str:
    return "一张表" if isinstance(item, CT_Tbl) else ""


def _style(block: Block | None) -> str:
    if isinstance(block, Title):
        return styles.TITLE
    level = block.level if isinstance(block, Heading | Paragraph) else 0
    return styles.heading(level) if level else styles.BODY


def _table(item: CT_Tbl | CT_P | None, block: TableBlock) -> Iterator[_Comparison]:
    """Compare a table cell by cell: what it says, and over how many rows and columns."""
    stands = _cells(item) if isinstance(item, CT_Tbl) else {}
    for cell in block.cells:
        place = f"{block.title}的{cell.name or f'“{cell.text}”'}"
        text, rows, columns = stands.pop((cell.row, cell.column), ("", 0, 0))
        yield place, text if cell.key else text.replace("\n", ""), cell.text
        yield f"{place}所占的行列", f"{rows}×{columns}", f"{cell.row_span}×{cell.column_span}"
    for (row, column), (text, _, _) in stands.items():
        yield f"{block.title}的第{row + 1}行第{column + 1}列", text or "多出来的一格", ""
    heads = len(item.xpath("./w:tr[w:trPr/w:tblHeader]")) if isinstance(item, CT_Tbl) else 0
    yield f"{block.title}每页重复的行数", str(heads), str(block.heading_rows)


def _cells(table: CT_Tbl) -> dict[tuple[int, int], tuple[str, int, int]]:
    """Return what every cell says and its span, by row and column.

    The library's own cells would be looked for from the beginning each time.
    """
    found: dict[tuple[int, int], tuple[str, int, int]] = {}
    above: dict[int, int] = {}  # column -> row of the merged cell that reaches down
    for row, line in enumerate(table.tr_lst):
        column = 0
        for cell in line.tc_lst:
            text, wide, goes_on = _cell(cell)
            if goes_on and column in above:
                begun, high, _ = found[above[column], column]
                found[above[column], column] = begun + text, high + 1, wide
            else:
                above[column] = row
                found[row, column] = text, 1, wide
            column += wide
    return found


def _cell(cell: CT_Tc) -> tuple[str, int, int]:
    """Return a cell's text, its columns, and whether it goes on from the cell above."""
    look = cell.tcPr
    span, merge = (None, None) if look is None else (look.gridSpan, look.find(_MERGE))
    goes_on = merge is not None and merge.get(_VALUE, "continue") == "continue"
    return _said(cell), 1 if span is None else span.val, goes_on


def _said(element: BaseOxmlElement) -> str:
    """Return the text of a paragraph, a run or a cell; the library's own way takes five times as long."""
    return "".join([item.text or "" if item.tag == _TEXT else "\n" for item in element.iter(_TEXT, _BREAK)])

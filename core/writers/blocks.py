"""The neutral document: what every writer draws, with numbers and texts already decided.

HOUSE.md 4: per table cell key, value, display text, ``sum_of`` and whether it is typed; per table its
equations. Writers draw; they never add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from core.form import Role
from core.rules import Equation
from core.values import Kind, Value


class Title(NamedTuple):
    """The report's title."""

    text: str


class Heading(NamedTuple):
    """A heading; level 1 is 一、, level 2 （一）, level 3 1."""

    level: int
    text: str
    id: str = ""  # of the section it opens


class Paragraph(NamedTuple):
    """One paragraph of prose, plain text without line breaks."""

    text: str
    level: int = 0  # 0 body; 2 and 3: the paragraph is itself a heading line of that level
    lead: int = 0  # so many characters at its beginning are a run-in heading of level 2


class GridCell(NamedTuple):
    """One placed cell of a table."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str  # what is printed
    role: Role
    align: str
    vertical: bool
    key: str = ""  # empty for headings and labels
    value: Value = None
    sum_of: tuple[str, ...] = ()  # keys this cell adds up; empty for a typed cell
    agrees: bool = True  # False: the printed total differs from its parts
    kind: Kind = Kind.COUNT
    unit: str = ""
    name: str = ""  # Chinese name of the cell for comments and messages

    @property
    def editable(self) -> bool:
        """Tell whether a person types this cell."""
        return bool(self.key) and not self.sum_of


class TableBlock(NamedTuple):
    """One table as printed."""

    id: str
    title: str
    rows: int
    columns: int
    heading_rows: int
    heading_columns: int
    widths: tuple[int, ...]
    cells: tuple[GridCell, ...]
    equations: tuple[Equation, ...]


class Bar(NamedTuple):
    """One bar of a chart; bars of the same label stand together, one per group."""

    label: str
    value: int | Decimal | None  # its length; None where the report gives no figure, then there is no bar
    text: str  # written on it
    group: str = ""  # one of the chart's groups, such as the year; empty in a chart without groups


class Chart(NamedTuple):
    """Horizontal bars on one scale that begins at 0."""

    title: str
    bars: tuple[Bar, ...]
    groups: tuple[str, ...] = ()  # in the order of the legend; empty: one bar per label
    note: str = ""  # one line below

    def by_label(self) -> Iterator[tuple[str, list[Bar]]]:
        """Yield the bars label by label; without groups every bar stands alone."""
        if not self.groups:
            yield from ((bar.label, [bar]) for bar in self.bars)
            return
        for label, bars in groupby(self.bars, key=lambda bar: bar.label):
            yield label, list(bars)


class ChartBlock(NamedTuple):
    """The annex 数据图解: charts that stand together, on paper on one page of their own."""

    title: str
    charts: tuple[Chart, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text in the order it is set: titles, legends, labels, figures, notes."""
        yield self.title
        for chart in self.charts:
            yield chart.title
            yield from chart.groups
            for label, bars in chart.by_label():
                yield label
                yield from (bar.text for bar in bars)
            if chart.note:
                yield chart.note


Block = Title | Heading | Paragraph | TableBlock | ChartBlock

PAGES = "\ue000"  # in a slip: how many pages the whole paper has; every writer puts the number there


class SlipKind(StrEnum):
    """How a text of a slip is set."""

    HEADING = "heading"
    CENTRED = "centred"
    BODY = "body"
    SMALL = "small"


class SlipText(NamedTuple):
    """A text of a slip, smaller than a report's."""

    text: str
    kind: SlipKind = SlipKind.BODY


class SlipCell(NamedTuple):
    """One cell of a slip's table."""

    text: str = ""
    align: str = "left"
    strong: bool = False  # a label or heading
    span: int = 1  # columns
    foot: str = ""  # at the lower right of the cell: 签名：　　年　月　日


class SlipTable(NamedTuple):
    """A table of a slip: rows of cells, each as wide as the widths of its columns together."""

    title: str  # for messages
    widths: tuple[int, ...]  # relative
    rows: tuple[tuple[SlipCell, ...], ...]
    heights: tuple[float, ...] = ()  # least heights of the rows in millimetres; empty: as their texts need
    heading_rows: int = 0


class Slip(NamedTuple):
    """A page that goes with a draft and is no part of the report: 核对单, 审签单, 备注."""

    name: str
    blocks: tuple[Title | SlipText | SlipTable, ...]

    def texts(self) -> Iterator[str]:
        """Yield every text in the order it is set."""
        for block in self.blocks:
            if isinstance(block, SlipTable):
                for cell in (cell for row in block.rows for cell in row):
                    yield from (text for text in (cell.text, cell.foot) if text)
            else:
                yield block.text


class Stamp(NamedTuple):
    """What stands at the foot of every page of a draft, below the text area."""

    code: str  # 校验码: M8YM-R55H-XAF1-B
    record: str  # the journal's head, 7Q2K-0F9D, or why there is none
    draft: str  # 第 2 稿
    qr: tuple[str, str]  # the QR code's text in two parts: words, and the digest
    watermark: str = ""  # across the page, behind everything: 送审稿

    def first(self) -> tuple[str, str, str]:
        """Return the first line: a name, the code, which stands out, and what it is not."""
        return "校验码 ", self.code, "（不是电子签名）"

    def second(self, page: int | str, pages: int | str) -> str:
        """Return the second line of a page."""
        return f"修改记录 {self.record}　{self.draft} 第 {page}/{pages} 页"


class Document(NamedTuple):
    """A whole report, ready to be drawn in any format; of a draft also what goes with it."""

    title: str
    unit: str
    year: int
    form: str
    blocks: tuple[Block, ...]
    slips: tuple[Slip, ...] = ()  # before the report
    annex: tuple[Slip, ...] = ()  # behind it
    stamp: Stamp | None = None

    def tables(self) -> Iterator[TableBlock]:
        """Yield the tables in order."""
        return (block for block in self.blocks if isinstance(block, TableBlock))

    def cells(self) -> dict[str, GridCell]:
        """Return every figure by its key."""
        return {cell.key: cell for table in self.tables() for cell in table.cells if cell.key}

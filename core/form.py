"""The official form as frozen data: tables, rows, columns, the placed grid, sums; what it asks, on demand.

A year is data: nothing here knows a year. ``formfile`` builds these from ``resources/forms/<id>`` and proves
them consistent; screen, documents, checks and readers all read the same objects. What holds mappings is equal
to itself alone: a form is read once, and things are remembered by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from core.values import Kind

if TYPE_CHECKING:
    from core.rules import CheckSpec, Equation, Rules, Sentence


PREAMBLE = "preamble"  # id of the paragraph above the first section


class Part(StrEnum):
    """The parts of a help text, in the order shown."""

    COUNTS = "counts"  # what counts
    EXCLUDES = "excludes"  # what does not count, and where it belongs instead
    ARTICLE = "article"  # the article or notice it rests on
    MISTAKE = "mistake"  # one frequent mistake


class Help(NamedTuple):
    """What a person may want to know about a row, a column or a section; every text may be empty."""

    counts: str = ""
    excludes: str = ""
    article: str = ""
    mistake: str = ""
    ours: frozenset[Part] = frozenset()  # our own reading, shown as 供参考
    county: frozenset[Part] = frozenset()  # written by the county, shown as 县里补充

    @property
    def written(self) -> tuple[tuple[Part, str], ...]:
        """Return the parts that hold a text, in the order shown."""
        texts = zip(Part, (self.counts, self.excludes, self.article, self.mistake), strict=True)
        return tuple((part, text) for part, text in texts if text)


NO_HELP = Help()


class Helps(NamedTuple):
    """The help texts of a form, as far as they are written."""

    rows: Mapping[str, Help]  # by ``table.row``
    columns: Mapping[str, Help]  # by ``table.column``
    sections: Mapping[str, Help]  # by id, the preamble among them

    def row(self, table: str, row: str) -> Help:
        """Return the help for a row, empty where none is written."""
        return self.rows.get(f"{table}.{row}", NO_HELP)

    def column(self, table: str, column: str) -> Help:
        """Return the help for a column, empty where none is written."""
        return self.columns.get(f"{table}.{column}", NO_HELP)

    def section(self, section: str) -> Help:
        """Return the help for a text, empty where none is written."""
        return self.sections.get(section, NO_HELP)


class Row(NamedTuple):
    """One row of figures: its id, the printed label and the short name used in sentences."""

    id: str
    label: str  # verbatim, as printed
    name: str  # short, for messages: 新收, 结转下年
    group: str = ""  # printed label of the group it stands under, such as （三）不予公开
    place: str = ""  # how a sentence points at the row: （三）1.国家秘密
    sum_of: tuple[str, ...] = ()  # rows whose sum this row is
    carry_from: str = ""  # row of last year's report that this row repeats
    aliases: tuple[str, ...] = ()  # other labels seen in published reports


class Column(NamedTuple):
    """One column of figures: what it counts, in which unit."""

    id: str
    label: str
    name: str
    kind: Kind = Kind.COUNT
    unit: str = ""
    sum_of: tuple[str, ...] = ()  # columns whose sum this column is
    aliases: tuple[str, ...] = ()


class Block(NamedTuple):
    """Rows and columns that belong together; its cells are all their crossings."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    caption: str = ""


class Cell(NamedTuple):
    """One figure of the form."""

    key: str
    table: str
    row: Row
    column: Column
    parts: tuple[str, ...] = ()  # keys whose sum this cell is; empty for a typed cell
    carry_from: str = ""  # key in last year's report that this cell repeats

    @property
    def computed(self) -> bool:
        """Tell whether the program adds this cell up."""
        return bool(self.parts)

    @property
    def kind(self) -> Kind:
        """Return what the cell counts."""
        return self.column.kind

    @property
    def unit(self) -> str:
        """Return the unit the figure is given in, or the empty string."""
        return self.column.unit

    @property
    def name(self) -> str:
        """Return ``row name·column name`` for sentences."""
        return f"{self.row.name}·{self.column.name}"


class Role(StrEnum):
    """What a placed cell is for, so that every writer and the screen draw it alike."""

    CAPTION = "caption"  # full-width line such as 第二十条第（一）项
    HEADING = "heading"  # names columns
    LABEL = "label"  # names a row or a group of rows
    VALUE = "value"  # holds a figure


class Placed(NamedTuple):
    """One cell of the printed grid; exactly one of ``text`` and ``key`` is given."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str = ""
    key: str = ""
    role: Role = Role.LABEL
    vertical: bool = False  # printed one character below the other
    align: str = "center"  # left, center, right


class Grid(NamedTuple):
    """The printed grid of a table; tiles its rectangle exactly."""

    rows: int
    columns: int
    placed: tuple[Placed, ...]
    heading_rows: int  # rows at the top that stay in view and repeat on every page
    heading_columns: int  # columns at the left that stay in view
    widths: tuple[int, ...]  # relative widths of the columns (sum is arbitrary)


class Layout(NamedTuple):
    """A proven grid and where each figure stands in it."""

    grid: Grid
    placement: dict[str, Placed]


class KeyFigure(NamedTuple):
    """One of the few figures that sum a year up, set beside last year's."""

    name: str  # 本年新收申请
    short: str  # for narrow places: 新收申请
    unit: str  # 件, or empty
    cells: tuple[str, ...]  # the figure is their sum
    ask: tuple[str, ...]  # cells to copy where last year's report is at hand on paper only
    show: bool = True  # among the key figures shown; else it is only asked for


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """One statistical table."""

    id: str
    title: str  # 三、收到和处理政府信息公开申请情况
    name: str  # 表三
    blocks: tuple[Block, ...]
    cells: dict[str, Cell]
    read_layout: Callable[[], Layout]  # how it is printed; called once, by ``layout``

    @cached_property
    def layout(self) -> Layout:
        """Return how the table is printed, read when first asked for; raises ``FormBroken``."""
        return self.read_layout()

    @property
    def grid(self) -> Grid:
        """Return the printed grid."""
        return self.layout.grid

    @property
    def placement(self) -> dict[str, Placed]:
        """Return where each figure is printed, by its key."""
        return self.layout.placement


class Section(NamedTuple):
    """One of the six parts, in the order printed; a text or a table."""

    id: str  # overview, disclosure, ...
    heading: str  # verbatim: 一、总体情况
    tab: str  # short name on the tab: 一、总体情况
    kind: str  # text or table
    aliases: tuple[str, ...] = ()  # other headings seen in published reports
    outline: tuple[str, ...] = ()  # official aspects offered while writing
    hint: str = ""  # instruction printed in the blank form
    may_be_none: bool = True  # 五 may not be 无
    fees: str = ""  # cell that the fees stated in this text are compared with; empty: it states none


@dataclass(frozen=True, eq=False, repr=False)
class FormDef:
    """A whole official form."""

    id: str
    name: str
    source: str  # the notice: 国办公开办函〔2021〕30号
    title_pattern: str  # 〈unit〉〈year〉年政府信息公开工作年度报告 with {unit} and {year}
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    read_rules: Callable[[], Rules]  # what is asked of a report; called once, by ``rules``
    read_helps: Callable[[], Helps]  # called once, by ``helps``
    first_year: int = 0  # first report year the form is for
    signs: tuple[str, ...] = ()  # labels that only this form has, for recognising it
    key_figures: tuple[KeyFigure, ...] = ()  # in the order shown
    nothing_received: tuple[str, ...] = ()  # tables that are all zero where nobody applied for anything

    @cached_property
    def rules(self) -> Rules:
        """Return what the form asks and offers, read when first asked for; raises ``FormBroken``."""
        return self.read_rules()

    @cached_property
    def helps(self) -> Helps:
        """Return the help texts, read when first asked for; raises ``FormBroken``."""
        return self.read_helps()

    def prove(self) -> None:
        """Read everything now, not in the middle of a change; raises ``FormBroken``."""
        _ = self.rules, self.helps
        for table in self.tables:
            _ = table.layout

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Return the arithmetic rules."""
        return self.rules.equations

    @property
    def checks(self) -> tuple[CheckSpec, ...]:
        """Return the declared checks."""
        return self.rules.checks

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences offered while writing."""
        return self.rules.sentences

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Return every cell by its key, in printed order of the tables' data."""
        return {key: cell for table in self.tables for key, cell in table.cells.items()}

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """Return the keys that a person types, in order."""
        return tuple(key for key, cell in self.cells.items() if not cell.computed)

    @cached_property
    def computed(self) -> tuple[str, ...]:
        """Return the keys the program computes, parts before the sums that need them."""
        ordered: list[str] = []
        waiting = [key for key, cell in self.cells.items() if cell.computed]
        while waiting:
            ready = [key for key in waiting if not set(self.cells[key].parts) & set(waiting)]
            ordered += ready
            waiting = [key for key in waiting if key not in set(ready)]
        return tuple(ordered)

    @cached_property
    def sums_with(self) -> dict[str, tuple[str, ...]]:
        """Return, for every cell, all sums that change with it, directly or through another sum."""
        above: dict[str, set[str]] = {key: set() for key in self.cells}
        for key in self.computed:
            for part in self.leaves(key):
                above[part].add(key)
            for part in self.cells[key].parts:
                above[part].add(key)
        return {key: tuple(total for total in self.computed if total in sums) for key, sums in above.items()}

    @cached_property
    def _leaves(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key in self.computed:
            found[key] = tuple(leaf for part in self.cells[key].parts for leaf in found.get(part, (part,)))
        return found

    def leaves(self, key: str) -> tuple[str, ...]:
        """Return the typed cells a cell is made of; a typed cell is made of itself."""
        return self._leaves.get(key, (key,))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return the ids of the prose sections, the preamble first."""
        return (PREAMBLE, *(section.id for section in self.sections if section.kind == "text"))

    def table(self, table_id: str) -> Table:
        """Return a table by id; ``KeyError`` if the form has none."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)

    def title(self, unit: str, year: int) -> str:
        """Return the report's title in the official pattern."""
        return self.title_pattern.format(unit=unit, year=year)

"""What a paste would do, said before it does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.form import Table
from core.values import Value, show


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that was copied and has no place, or that a person should look at."""

    text: str  # as copied; nothing is lost
    reason: str  # in plain words
    where: str = ""  # 第 3 行第 2 列 of what was copied
    key: str = ""  # the cell it is about, if there is one


@dataclass(frozen=True, slots=True)
class Overwrite:
    """A cell that holds another value now."""

    key: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class TotalOff:
    """A copied total that is not what the program will add up."""

    key: str
    copied: Value
    computed: Value
    missing: int = 0  # parts that are still blank

    @property
    def sentence(self) -> str:
        """Return the disagreement in words."""
        more = f"（还有 {self.missing} 格未填）" if self.missing else ""
        return f"复制的合计是 {show(self.copied)}，各格相加是 {show(self.computed) or '空白'}{more}"


@dataclass(frozen=True)
class Placement:
    """The cells that would change, and everything else that was copied, by what becomes of it."""

    table: Table
    values: Mapping[str, Value] = field(default_factory=dict)  # what to apply, in printed order
    covered: tuple[str, ...] = ()  # every cell the copied block covers, computed and unchanged ones too
    overwritten: tuple[Overwrite, ...] = ()
    left: tuple[Leftover, ...] = ()  # has no place
    elsewhere: tuple[Leftover, ...] = ()  # whole tables that belong on another page
    locked: tuple[Leftover, ...] = ()  # its cell was carried over from last year's report
    blanks: tuple[Leftover, ...] = ()  # strokes: seen as blank, never as zero
    remarks: tuple[Leftover, ...] = ()  # placed, but to be looked at
    totals: int = 0  # computed cells that the block covers
    totals_off: tuple[TotalOff, ...] = ()
    by_labels: bool = False

    @property
    def to_ask(self) -> bool:
        """Tell whether a person should see this before it is done."""
        return bool(self.overwritten or self.left or self.locked or self.totals_off or self.remarks)

    @property
    def untold(self) -> tuple[Leftover, ...]:
        """Return everything that does not stand in the table afterwards, and what to look at."""
        off = tuple(Leftover(show(one.copied), one.sentence, "", one.key) for one in self.totals_off)
        return (*self.left, *self.locked, *off, *self.remarks, *self.blanks, *self.elsewhere)

    @property
    def area(self) -> str:
        """Return the block's name and size for the step and its notice: 表三 6×3 格."""
        return area(self.table, self.covered)

    @property
    def label(self) -> str:
        """Return the Chinese name of the step."""
        return f"粘贴 {self.area}"


def area(table: Table, keys: tuple[str, ...]) -> str:
    """Return what some cells of a table are called: 表三 6×3 格, 表三 12 格, 表三 新收·自然人."""
    if len(keys) == 1:
        return f"{table.name} {table.cells[keys[0]].name}"
    places = [table.placement[key] for key in keys]
    rows, columns = {place.row for place in places}, {place.column for place in places}
    if len(rows) * len(columns) == len(places):
        return f"{table.name} {len(rows)}×{len(columns)} 格"
    return f"{table.name} {len(places)} 格"

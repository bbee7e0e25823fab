"""What one cell shows at this moment, ready to be painted: read from the session, never written back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from core import keys
from core.findings import Finding, Level, Verdict
from core.form import Cell
from core.report import OriginKind, Report
from core.session import Session
from core.values import Raw, is_number, show


class Mark(IntEnum):
    """How badly a cell needs attention; the higher the worse."""

    NONE = 0
    EXPLAIN = 1
    ERROR = 2


class Side(IntEnum):
    """Which part a cell has in the equation that is being shown."""

    NONE = 0
    LEFT = 1
    RIGHT = 2
    REPAIR = 3  # on neither side, but changing this cell alone would satisfy the arithmetic


class Look(NamedTuple):
    """Everything a painter needs to know about a cell; texts are ready to be drawn."""

    key: str
    text: str = ""
    before: str = ""  # last year's figure
    origin: str = ""  # 来自2024年, for a figure carried over; such a cell is locked
    note: str = ""  # where the figure came from, in the person's words
    computed: bool = False
    missing: int = 0  # parts of a sum that are not filled in, where some are
    raw: bool = False
    mark: Mark = Mark.NONE
    side: Side = Side.NONE

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands in the cell."""
        return not self.text

    @property
    def locked(self) -> bool:
        """Tell whether the figure was carried over and waits for a reason before it is changed."""
        return bool(self.origin)


MARKED = {Level.ERROR: Mark.ERROR, Level.FAULT: Mark.ERROR, Level.EXPLAIN: Mark.EXPLAIN}


def look(session: Session, cell: Cell, mark: Mark, side: Side) -> Look:
    """Return what a cell shows now."""
    report = session.report
    value = report.value(cell.key)
    origin = report.origin(cell.key)
    carried = origin is not None and origin.kind is OriginKind.CARRIED
    return Look(
        cell.key,
        show(value),
        last_years(session.last_year, cell.key),
        f"来自{origin.detail}年" if carried and origin is not None else "",
        report.string(keys.note(cell.key)),
        cell.computed,
        missing_parts(report, cell) if cell.computed and value is not None else 0,
        isinstance(value, Raw),
        Mark.NONE if value is None else mark,  # a blank is hatched, that is its sign
        side,
    )


def last_years(last_year: Report | None, key: str) -> str:
    """Return last year's final figure of a cell; empty where there is none."""
    if last_year is None or key not in last_year.form.cells or not last_year.complete(key):
        return ""
    return show(last_year.figure(key))


def missing_parts(report: Report, cell: Cell) -> int:
    """Return how many typed parts of a sum hold no number; 0 where the total is stated."""
    if report.complete(cell.key):
        return 0
    return sum(not is_number(report.stated(leaf)) for leaf in report.form.leaves(cell.key))


def marks(verdict: Verdict) -> dict[str, Mark]:
    """Return the cells that findings are about in person.

    An equation over many cells marks none of them (the problems panel shows its sides); a finding with one
    cell on a side that stands for the whole, such as a misstated total, marks that cell.
    """
    found: dict[str, Mark] = {}
    for finding in verdict.findings:
        mark = MARKED.get(finding.level, Mark.NONE)
        if mark and len(finding.left_places) == 1 and not finding.explanation:
            key = finding.left_places[0]
            found[key] = max(mark, found.get(key, Mark.NONE))
    return found


def sides(finding: Finding | None) -> dict[str, Side]:
    """Return the part that every cell of a finding has; empty for None."""
    if finding is None:
        return {}
    return {
        **{item.cell: Side.REPAIR for item in finding.suggestions if item.value is not None},
        **dict.fromkeys(finding.right_places, Side.RIGHT),
        **dict.fromkeys(finding.left_places, Side.LEFT),
    }


def differing(before: Mapping[str, IntEnum], after: Mapping[str, IntEnum], among: Iterable[str]) -> set[str]:
    """Return the keys whose mark or side is another now."""
    if before == after:
        return set()
    return {key for key in among if before.get(key) != after.get(key)}

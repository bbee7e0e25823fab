"""C05: blank is not zero, and a report with blanks is not finished."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.registry import rule
from core.findings import Finding, Level
from core.form import Table
from core.report import Report
from core.rules import CheckSpec


@rule("blank")
def blank(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find the blank cells: one finding per table, its places in printed order."""
    for table in report.form.tables:
        places = _printed_order(table, report.blanks(table.id))
        if places:
            yield Finding(
                code=spec.code,
                level=Level(spec.level),
                text=_sentence(table, places),
                title=f"{table.name}还有 {len(places)} 格未填",
                left_places=places,
                left=len(places),
                waiting=True,
            )


def _printed_order(table: Table, places: tuple[str, ...]) -> tuple[str, ...]:
    """Sort by where the cells are printed: down the grid, then across."""
    spots = {key: table.placement[key] for key in places if key in table.placement}
    if len(spots) < len(places):  # a form made by hand without a grid keeps the order of its data
        return places
    return tuple(sorted(places, key=lambda key: (spots[key].row, spots[key].column)))


def _sentence(table: Table, places: tuple[str, ...]) -> str:
    typed = sum(not cell.computed for cell in table.cells.values())
    first = table.cells[places[0]].name
    if len(places) == typed and typed > 1:
        return f"{table.name}的 {typed} 格都还没有填；确实没有的请填 0。"
    if len(places) == 1:
        return f"{table.name}“{first}”未填；确实没有的请填 0。"
    return f"{table.name}还有 {len(places)} 格未填，第一格是“{first}”；确实没有的请填 0。"

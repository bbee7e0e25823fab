"""C08: one figure typed into two cells, 1 and 2 where 12 was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.checks.balances import State
from core.checks.wording import cell_name
from core.findings import Figure, Finding, Level
from core.report import OriginKind, Report
from core.rules import CheckSpec
from core.values import MAX_DIGITS, Kind, show

SPLIT = "split_digits"


def split_digits(spec: CheckSpec, state: State, report: Report) -> Iterator[Finding]:
    """Find neighbours in a row whose digits in one cell, and 0 in the other, make failing sums hold."""
    failing = frozenset(state.failing())
    if not failing:
        return
    wrong = {cell for index in failing for cell in state.system.supports[index]}
    digits = {cell for cell in wrong if state.figures[cell] and _digits(report, cell)}
    for one, (_, other) in state.system.shape.roles.beside.items():
        if one in digits and other in digits:
            joined = int(show(state.figures[one]) + show(state.figures[other]))
            for keep, empty in ((one, other), (other, one)):
                if _mends(state, {keep: joined, empty: 0}):
                    yield _said(spec, report, (one, other), (keep, empty), joined)
                    break


def _digits(report: Report, key: str) -> bool:
    """Tell whether a cell holds typed digits that may be part of a longer figure."""
    figure, entry = report.figures.get(key), report.entry(key)
    return (
        isinstance(figure, int)
        and 0 < figure < 10 ** (MAX_DIGITS // 2)
        and entry is not None
        and entry.origin.kind is not OriginKind.CARRIED
        and not report.form.cells[key].computed
        and report.form.cells[key].kind is Kind.COUNT
    )


def _mends(state: State, figures: Mapping[str, Figure]) -> bool:
    """Tell whether the changes make every rule on their cells, each of which is in a failing one, hold."""
    system = state.system
    shared: dict[int, Figure] = dict.fromkeys(frozenset.intersection(*map(system.rules, figures)), 0)
    for cell, figure in figures.items():
        old = state.figures[cell]
        if old is None:
            return False
        for index, coefficient in system.column(cell):
            move = coefficient * (figure - old)
            if index in shared:
                shared[index] += move
            elif not _holds(state, index, move):
                return False
    return all(_holds(state, index, move) for index, move in shared.items())


def _holds(state: State, index: int, move: Figure) -> bool:
    residual = state.residual[index] + move
    return (residual >= 0 or state.may_rise[index]) and (residual <= 0 or state.may_fall[index])


def _said(
    spec: CheckSpec, report: Report, places: tuple[str, str], change: tuple[str, str], joined: int
) -> Finding:
    cells = report.form.cells
    first, second = (f"{cells[key].column.name} {show(report.figures[key])}" for key in places)
    keep, empty = (cells[key].column.name for key in change)
    row = cell_name(report.form, cells[places[0]]).partition("·")[0]
    return Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{row}”一行：{first}、{second}，像是 {joined} 拆在了两格；"
        f"{keep}填 {joined}、{empty}填 0，就都对得上。",
        title=f"{joined} 像是拆在了两格",
        left_places=change,
        left=joined,
    )

"""One wrong cell gives one message: what follows is folded under the finding that names the cause best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.checks.balances import State
from core.checks.repairs import Cause, Repair, causes
from core.checks.suggest import ranked, suggestions
from core.findings import Finding
from core.report import Report


def folded(
    state: State,
    failing: Mapping[int, Finding],
    blamed: Mapping[str, Finding],
    report: Report,
    recent: Sequence[str],
) -> tuple[list[Finding], dict[str, Finding]]:
    """Return the arithmetic findings, folded and with suggestions, and the blamed ones that now lead some.

    ``failing`` gives the finding of every failing rule; ``blamed`` the findings about single cells (a
    negative figure, a count that is not whole) that may be the cause of failing sums. Their changed versions
    come back under the same keys.
    """
    done: dict[int, Finding] = {}
    leading: dict[str, Finding] = {}
    found = causes(state)
    for cause in found:
        order = ranked(cause.repairs, report, state.system.shape.roles, recent)
        members = [index for index in sorted(cause.mends) if index in failing]
        guilty = next((repair for repair in cause.repairs if repair.cell in blamed), None)
        if guilty:
            lead = leading.get(guilty.cell, blamed[guilty.cell])
            lead = replace(lead, suggestions=suggestions([r for r in order if r.cell == guilty.cell]))
            leading[guilty.cell] = lead
            done |= {index: failing[index].under(lead) for index in members}
        elif members:
            best = order[0] if order else cause.repairs[0]
            first = min(members, key=lambda index: _merit(state, index, best))
            lead = replace(failing[first], suggestions=suggestions(order))
            done |= {index: failing[index].under(lead) for index in members} | {first: lead}
    _fold_rest(state, failing, found, done)
    return [done[index] for index in sorted(done)], leading


def _merit(state: State, index: int, best: Repair | None) -> tuple[bool, bool, bool, bool, int, int]:
    """Sort rules by how well they name the cause, the best first."""
    balance = state.system.shape.balances[index]
    cells = state.system.shape.form.cells
    alone = {side[0].key for side in (balance.left, balance.right) if len(side) == 1}
    return (
        bool(balance.total),
        best is not None and best.cell not in balance.names,
        best is not None and best.computed and best.cell not in alone,
        all(cells[key].computed for key in balance.names),
        len(balance.names),
        index,
    )


def _fold_rest(
    state: State, failing: Mapping[int, Finding], found: Sequence[Cause], done: dict[int, Finding]
) -> None:
    """Fold what no cause mends under what it goes with; the others stand by themselves."""
    rest = sorted(
        (index for index in failing if index not in done), key=lambda index: _merit(state, index, None)
    )
    implied = state.system.implied
    for index in rest:
        lead = _goes_with(state, index, done, found) if index in implied else _same_total(state, index, done)
        done[index] = failing[index].under(lead) if lead else failing[index]


def _goes_with(
    state: State, index: int, done: Mapping[int, Finding], found: Sequence[Cause]
) -> Finding | None:
    """Return the lead for a rule that is a sum of others: that of a cause that touches it, or of a part."""
    for cause in found:
        if index in cause.reach:
            return _lead(done, cause.mends)
    touched = frozenset(
        other for other in done if set(state.system.supports[other]) & set(state.system.supports[index])
    )
    return _lead(done, touched)


def _same_total(state: State, index: int, done: Mapping[int, Finding]) -> Finding | None:
    """Return the lead for a recomputed total: an equation that names the same total."""
    total = state.system.shape.balances[index].total
    if not total:
        return None
    return _lead(
        done, frozenset(other for other in done if total in state.system.shape.balances[other].names)
    )


def _lead(done: Mapping[int, Finding], indices: frozenset[int]) -> Finding | None:
    return next(
        (done[index] for index in sorted(indices) if index in done and done[index].follows is None), None
    )

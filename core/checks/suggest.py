"""Which repairs are offered, and in which order: at most three, likely slips first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from core.checks.repairs import Repair
from core.checks.roles import Roles
from core.findings import Figure, Suggestion
from core.report import OriginKind, Report
from core.values import show

AT_MOST = 3

_LATEST, _COMPUTED, _SLIP, _LOST, _LARGEST, _CARRY, _REST = range(7)


def ranked(repairs: Sequence[Repair], report: Report, roles: Roles, recent: Sequence[str]) -> list[Repair]:
    """Return the repairs that may be offered, the most likely first.

    The cell edited last, a stated total that gives way to its parts, digit slips, the largest outcome, carry
    cells, then the rest. A figure carried in from last year is locked and never offered.
    """
    open_to_change = [_slipped(repair) for repair in repairs if not _locked(report, repair.cell)]
    if not open_to_change:
        return []
    among = {repair.cell for repair in open_to_change}
    latest = next((cell for cell in recent if cell in among), "")
    largest = max(
        (repair for repair in open_to_change if repair.cell in roles.outcomes),
        key=lambda repair: repair.old,
        default=None,
    )

    def rank(repair: Repair) -> tuple[int, bool, Figure, int]:
        if repair.cell == latest:
            group = _LATEST
        elif repair.computed:
            group = _COMPUTED
        elif repair.fixed and _is_slip(report, roles, repair):
            group = _SLIP
        elif repair.fixed and _is_shortened(repair):
            group = _LOST
        elif largest and repair.cell == largest.cell and repair.old > 0:
            group = _LARGEST
        elif repair.cell in roles.carry:
            group = _CARRY
        else:
            group = _REST
        return group, repair.cell in roles.outcomes, -repair.old, roles.place[repair.cell]

    return sorted(open_to_change, key=rank)


def suggestions(order: Sequence[Repair]) -> tuple[Suggestion, ...]:
    """Return what is offered by click, from repairs already ranked."""
    return tuple(Suggestion(repair.cell, repair.new) for repair in order[:AT_MOST])


def _locked(report: Report, cell: str) -> bool:
    entry = report.entry(cell)
    return entry is not None and entry.origin.kind is OriginKind.CARRIED


def _slipped(repair: Repair) -> Repair:
    """Where more than one figure would do, prefer one that a slip of the finger explains."""
    if repair.fixed:
        return repair
    likely = (
        figure
        for figure in _unslipped(repair.old)
        if (repair.low is None or figure >= repair.low) and (repair.high is None or figure <= repair.high)
    )
    figure = next(likely, None)
    return repair if figure is None else replace(repair, new=figure, low=figure, high=figure)


def _unslipped(figure: Figure) -> Iterator[int]:
    """Yield what may have been meant where two digits were exchanged or one was doubled."""
    if not isinstance(figure, int) or figure < 0:
        return
    digits = str(figure)
    for place, (one, other) in enumerate(pairwise(digits)):
        changed = digits[:place] + (other + one if one != other else one) + digits[place + 2 :]
        if not changed.startswith("0"):
            yield int(changed)


def _is_slip(report: Report, roles: Roles, repair: Repair) -> bool:
    """Tell whether one slip of the finger turns the new figure into the old one."""
    if repair.old <= 0 or repair.new <= 0:
        return False
    old, new = show(repair.old), show(repair.new)
    return _transposed(old, new) or _doubled(old, new) or _split(report, roles.beside[repair.cell], old, new)


def _is_shortened(repair: Repair) -> bool:
    """Tell whether one digit was left out, which is likely too but fits many figures."""
    return repair.old > 0 and _shortened(show(repair.new), show(repair.old))


def _transposed(old: str, new: str) -> bool:
    return len(old) == len(new) and any(
        old[:place] + old[place + 1] + old[place] + old[place + 2 :] == new for place in range(len(old) - 1)
    )


def _doubled(old: str, new: str) -> bool:
    return len(old) == len(new) + 1 and any(
        one == other and old[:place] + old[place + 1 :] == new
        for place, (one, other) in enumerate(pairwise(old))
    )


def _shortened(longer: str, shorter: str) -> bool:
    """Tell whether leaving one digit out of ``longer`` gives ``shorter``."""
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def _split(report: Report, beside: tuple[str, str], old: str, new: str) -> bool:
    """Tell whether the rest of the figure stands in the next or the previous cell of the row."""
    before, after = (show(report.value(key)) if key else "" for key in beside)
    return new != old and new in {old + after, before + old}

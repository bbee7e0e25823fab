"""Which single cell, set to which figure, makes failing rules hold; and the fewest causes of all failures.

A repair sets a typed cell to another figure, or lets a stated total give way to the computed one. It never
breaks a rule that held. Rules are linear, so what a rule asks of one cell is an interval (a point where
nothing is blank); a repair lies where the intervals of all rules on the cell meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from core.checks.balances import Column, State, System
from core.findings import Figure
from core.values import MAX_COUNT, YUAN_PER_WAN, Kind

MANY_CAUSES = 8  # more wrong cells than this are not told apart
MANY_FAILURES = 30  # nor are pairs of causes looked for among more failures
MANY_OPTIONS = 40  # first halves of a pair that are tried
MANY_ANSWERS = 1024  # searches remembered for each set of totals stated

Bound = Figure | None  # None: no limit on this side
Measures = tuple[tuple[Figure, bool, bool], ...]  # residual, may rise, may fall of some rules
Question = tuple[frozenset[int], tuple[Figure | None, ...], Measures]


@dataclass(frozen=True)
class Repair:
    """One cell's change: what it is, what it would be, and between which figures it may lie."""

    cell: str
    old: Figure
    new: Figure
    low: Bound = None
    high: Bound = None
    computed: bool = False  # a stated total gives way to the computed one
    mends: frozenset[int] = frozenset()  # the failing rules that hold afterwards
    effect: frozenset[tuple[int, Figure]] = frozenset()  # how the residuals move

    @cached_property
    def fixed(self) -> bool:
        """Tell whether only this one figure will do."""
        return self.low == self.high and self.low is not None

    def after(self, state: State) -> State:
        """Return the state once the repair is made."""
        return state.without_total(self.cell) if self.computed else state.with_cell(self.cell, self.new)


class Option(NamedTuple):
    """A change of one cell that mends some failing rules, not yet worked out as a repair."""

    cell: str
    change: Figure
    mends: frozenset[int]

    def after(self, state: State) -> State:
        """Return the state once the change is made."""
        if self.cell in state.system.stated:
            return state.without_total(self.cell)
        old = state.figures[self.cell]
        assert old is not None
        return state.with_cell(self.cell, old + self.change)


class Cause(NamedTuple):
    """One wrong cell: the failures it explains and every repair that would mend them."""

    mends: frozenset[int]
    repairs: tuple[Repair, ...]
    reach: frozenset[int]  # every rule that the cell touches


_answers: WeakKeyDictionary[System, dict[Question, list[Repair]]] = WeakKeyDictionary()


def causes(state: State) -> list[Cause]:
    """Return the fewest causes found for the failing rules; what they do not mend stays unexplained."""
    found: list[Cause] = []
    hopeless: frozenset[int] = frozenset()
    while len(found) < MANY_CAUSES and (failing := frozenset(state.failing()) - hopeless):
        repairs = single(state, failing)
        if repairs:
            found.append(_cause(state, failing, repairs))
            break
        wanted = _together(state, failing - state.system.implied or failing)
        repairs = _next(state, wanted)
        if repairs:
            found.append(_cause(state, repairs[0].mends, repairs))
            state = repairs[0].after(state)
        else:
            hopeless |= wanted | state.system.implied  # these mend themselves, but not now
    return found


def _cause(state: State, mends: frozenset[int], repairs: Sequence[Repair]) -> Cause:
    reach = frozenset().union(*(state.system.rules(repair.cell) for repair in repairs))
    return Cause(mends, tuple(repairs), reach)


def single(state: State, wanted: frozenset[int], ignored: frozenset[int] = frozenset()) -> list[Repair]:
    """Return every repair that mends the failing rules ``wanted`` and breaks none but the ``ignored``."""
    system = state.system
    shared = _shared(system, wanted)
    if not shared:
        return []
    repairs = []
    shortest = min(wanted, key=lambda index: len(system.supports[index]))
    for cell in system.supports[shortest]:
        if cell not in shared:
            continue
        if cell in system.stated:
            repair = _total(state, cell, wanted, ignored)
        else:
            column = [(index, c) for index, c in system.column(cell) if index not in ignored]
            repair = _typed(state, cell, column, wanted)
        if repair and repair.mends == wanted:
            repairs.append(repair)
    return repairs


def _shared(system: System, rules: frozenset[int]) -> frozenset[str]:
    """Return the cells that all of the rules depend on."""
    return frozenset.intersection(*(system.cells(index) for index in rules))


def _together(state: State, failing: frozenset[int]) -> frozenset[int]:
    """Return the first failing rule and all that are linked to it by cells in common."""
    system = state.system
    linked: frozenset[int] = frozenset()
    more = frozenset([min(failing)])
    while more:
        linked |= more
        more = (failing & frozenset().union(*map(system.linked, more))) - linked
    return linked


def _next(state: State, wanted: frozenset[int]) -> list[Repair]:
    """Return the repairs of one cause among the linked failures ``wanted``, remembered for the next key.

    Rules that follow from others are left out: they mend themselves, and may fail in between. Where more
    cells are wrong than can be told apart, nothing is looked for.
    """
    answers = _answers.setdefault(state.system, {})
    question = _question(state, wanted)
    answer = answers.get(question)
    if answer is None:
        if len(answers) >= MANY_ANSWERS:
            answers.clear()
        ignored = state.system.implied - wanted
        answer = answers[question] = (
            []
            if _many(state.system, wanted)
            else single(state, wanted, ignored) or _partial(state, wanted, ignored)
        )
    return answer


def _question(state: State, wanted: frozenset[int]) -> Question:
    """Return everything that the answer for the failures ``wanted`` depends on."""
    system = state.system
    cells = frozenset().union(*map(system.cells, wanted))
    rules = frozenset().union(*map(system.linked, wanted))
    residual, rises, falls = state.residual, state.may_rise, state.may_fall
    return (
        wanted,
        tuple(map(state.figures.__getitem__, sorted(cells))),
        tuple([(residual[index], rises[index], falls[index]) for index in sorted(rules)]),
    )


def _many(system: System, wanted: frozenset[int]) -> bool:
    """Tell whether too many cells must be wrong: rules that share no cell need one each."""
    apart: set[str] = set()
    needed = 0
    for index in sorted(wanted, key=lambda index: (len(system.supports[index]), index)):
        if apart.isdisjoint(system.cells(index)):
            apart |= system.cells(index)
            needed += 1
    return needed > MANY_CAUSES


def _partial(state: State, wanted: frozenset[int], ignored: frozenset[int]) -> list[Repair]:
    """Return the repairs of the best next cause: one that leaves a single other, else the most telling."""
    weight = {index: 1 / len(state.system.supports[index]) for index in wanted}
    options = sorted(
        _options(state, wanted, ignored), key=lambda option: -sum(weight[index] for index in option.mends)
    )
    groups: dict[tuple[Column, Figure], list[Option]] = {}
    for option in options:
        groups.setdefault((state.system.column(option.cell), option.change), []).append(option)
    ranked = list(groups.values())
    if len(wanted) <= MANY_FAILURES:
        for group in ranked[:MANY_OPTIONS]:
            left = wanted - group[0].mends
            if not left or (
                _one_cell_away(state, left, group[0].cell) and single(group[0].after(state), left, ignored)
            ):
                return _repairs(state, group, wanted, ignored)
    return _repairs(state, ranked[0], wanted, ignored) if ranked else []


def _one_cell_away(state: State, failing: frozenset[int], changed: str) -> bool:
    """Tell whether one cell could mend the rest once a cell is changed, before it is worked out."""
    system = state.system
    if changed not in system.stated:
        return bool(_shared(system, failing))
    reach = system.shape.reach
    return any(failing <= reach[cell] for cell in system.supports[min(failing)].keys() | {changed})


def _options(state: State, wanted: frozenset[int], ignored: frozenset[int]) -> Iterator[Option]:
    """Yield changes that mend some of the failing rules and break none that holds."""
    system = state.system
    around = frozenset().union(*map(system.linked, wanted))
    rigid = [index for index in around if state.rigid(index) and index not in ignored]
    held = frozenset().union(*map(system.cells, rigid))
    cells = dict.fromkeys(cell for index in sorted(wanted) for cell in system.supports[index])
    for cell in cells:
        if cell in system.stated:
            repair = _total(state, cell, wanted, ignored)
            if repair and repair.mends:
                yield Option(cell, repair.new - repair.old, repair.mends)
        elif cell not in held:
            yield from _changes(state, cell, wanted, ignored)


def _changes(state: State, cell: str, wanted: frozenset[int], ignored: frozenset[int]) -> Iterator[Option]:
    """Yield every change of a typed cell that just satisfies a failing rule and breaks none that holds."""
    old = state.figures[cell]
    if old is None:
        return
    column = state.system.column(cell)
    signed = state.system.shape.form.cells[cell].kind is Kind.SIGNED
    lowest = -MAX_COUNT if signed else 0
    for change in dict.fromkeys(-state.residual[index] * c for index, c in column if index in wanted):
        if not change or not lowest <= old + change <= MAX_COUNT:
            continue
        holding = {index for index, c in column if _would_hold(state, index, c * change)}
        mends = wanted & holding
        if mends and all(index in holding or index in wanted or index in ignored for index, _ in column):
            yield Option(cell, change, mends)


def _repairs(
    state: State, options: Sequence[Option], wanted: frozenset[int], ignored: frozenset[int]
) -> list[Repair]:
    """Return options of one effect as repairs."""
    found = []
    for option in options:
        if option.cell in state.system.stated:
            repair = _total(state, option.cell, wanted, ignored)
        else:
            spared = ignored | (wanted - option.mends)
            column = [(index, c) for index, c in state.system.column(option.cell) if index not in spared]
            repair = _typed(state, option.cell, column, wanted)
        if repair and repair.mends:
            found.append(repair)
    return found


def _typed(
    state: State, cell: str, column: Sequence[tuple[int, int]], wanted: frozenset[int]
) -> Repair | None:
    """Return the smallest change of a typed cell that satisfies the rules of ``column``."""
    old = state.figures[cell]
    if old is None or any(abs(coefficient) != 1 for _, coefficient in column):
        return None  # a cell counted twice in one rule is never proposed
    kind = state.system.shape.form.cells[cell].kind
    low, high = _met(state, column, old)
    low = _highest(low, -MAX_COUNT if kind is Kind.SIGNED else 0)
    high = _lowest(high, MAX_COUNT)
    new = _nearest(old, low, high, YUAN_PER_WAN if kind is Kind.MONEY else 1)
    if new is None or new == old:
        return None
    change = new - old
    whole = state.system.column(cell)
    return Repair(
        cell,
        old,
        new,
        low,
        high,
        mends=_mended(state, [(index, c * change) for index, c in whole], wanted),
        effect=frozenset((index, c * change) for index, c in whole),
    )


def _total(
    state: State, cell: str, wanted: frozenset[int], ignored: frozenset[int] = frozenset()
) -> Repair | None:
    """Return the repair that takes the computed total, if it breaks nothing that held."""
    old = state.figures[cell]
    leaves = state.system.shape.form.leaves(cell)
    known = [figure for figure in map(state.figures.__getitem__, leaves) if figure is not None]
    if old is None or not known:
        return None
    new = sum(known)
    if new == old:
        return None
    column = state.system.column(cell)
    moves = [(index, c * (new - old)) for index, c in column]
    open_ = len(known) < len(leaves)
    mends = frozenset(
        index
        for (index, move), (_, c) in zip(moves, column, strict=True)
        if _would_hold(state, index, move, rises=open_ and c > 0, falls=open_ and c < 0)
    )
    broken = {index for index, _ in column} - mends - wanted - ignored
    if broken:
        return None
    return Repair(cell, old, new, new, new, computed=True, mends=mends & wanted, effect=frozenset(moves))


def _mended(state: State, moves: Iterable[tuple[int, Figure]], wanted: frozenset[int]) -> frozenset[int]:
    return frozenset(index for index, move in moves if index in wanted and _would_hold(state, index, move))


def _would_hold(state: State, index: int, move: Figure, *, rises: bool = False, falls: bool = False) -> bool:
    residual = state.residual[index] + move
    return (residual >= 0 or rises or state.may_rise[index]) and (
        residual <= 0 or falls or state.may_fall[index]
    )


def _met(state: State, column: Sequence[tuple[int, int]], old: Figure) -> tuple[Bound, Bound]:
    """Return between which figures a cell satisfies every rule of the column."""
    low: Bound = None
    high: Bound = None
    for index, coefficient in column:
        # coefficient * change must lie in [-residual, -residual], open where blanks may help
        edge = old - state.residual[index] * coefficient
        floor: Bound = None if state.may_rise[index] else edge
        ceiling: Bound = None if state.may_fall[index] else edge
        if coefficient < 0:
            floor, ceiling = ceiling, floor
        low = _highest(low, floor)
        high = _lowest(high, ceiling)
    return low, high


def _highest(one: Bound, other: Bound) -> Bound:
    return other if one is None else one if other is None else max(one, other)


def _lowest(one: Bound, other: Bound) -> Bound:
    return other if one is None else one if other is None else min(one, other)


def _nearest(old: Figure, low: Bound, high: Bound, per_unit: int) -> Figure | None:
    """Return the figure in [low, high] nearest to ``old`` that its column can hold; None if there is none."""
    new = old if low is None or low <= old else low
    rounding = ROUND_FLOOR if high is not None and new > high else ROUND_CEILING
    new = high if high is not None and new > high else new
    if isinstance(new, Decimal):
        new = (new * per_unit).to_integral_value(rounding) / per_unit
        new = int(new) if per_unit == 1 else new
    fits = (low is None or new >= low) and (high is None or new <= high)
    return new if fits else None

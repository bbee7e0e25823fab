"""The arithmetic of a form as linear rules, measured on one report.

A rule is an equation of the form, or a computed cell against its parts. Its *residual* is left minus right.
A computed cell that nobody stated stands for the typed cells it is made of; a stated one stands for itself.
What is blank or no number may still become any number from zero up, so a residual may be free to rise or to
fall: a rule with blanks fails only when no filling could heal it (CHECKS.md, Blanks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from core.checks.independence import combinations
from core.checks.roles import Roles
from core.findings import Figure, Finding, Level
from core.form import FormDef
from core.report import Report
from core.rules import CheckSpec, Equation, Relation, Term
from core.values import NUMBERS, Kind

RECOMPUTED = "recomputed"
_REMEMBERED = 256  # systems kept per form
_SUPPORTS = 2048  # rules kept per form, spelled out for the totals stated
_FORMS = 16  # forms kept

Support = dict[str, int]  # cell -> coefficient in a rule's residual
Column = tuple[tuple[int, int], ...]  # the other way round: rule, coefficient


@dataclass(frozen=True)
class Balance:
    """One arithmetic rule; exactly one of ``equation`` and ``total`` says where it comes from."""

    code: str
    level: Level
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    relation: Relation = Relation.EQUAL
    equation: Equation | None = None
    total: str = ""  # the computed cell that is held against its typed parts

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the cells the rule names itself."""
        return frozenset(term.key for term in self.left + self.right)


class Shape:
    """All rules of one form, and what follows from the form alone."""

    def __init__(self, form: FormDef) -> None:
        """Gather the equations and, where the form wants it, the recomputation of every total."""
        self.form = form
        self.balances: tuple[Balance, ...] = (
            *(_of_equation(equation) for equation in form.equations),
            *(
                _of_total(form, spec, key)
                for spec in form.checks
                if spec.rule == RECOMPUTED
                for key in form.computed
            ),
        )
        self._terms = tuple(_terms(balance) for balance in self.balances)
        self._totals = tuple(
            frozenset(key for key, _ in terms if form.cells[key].computed) for terms in self._terms
        )
        self._supports: dict[tuple[int, frozenset[str]], Support] = {}
        self._systems: dict[frozenset[str], System] = {}

    @cached_property
    def roles(self) -> Roles:
        """Return what the form's cells are for."""
        return Roles(self.form)

    @cached_property
    def touching(self) -> Mapping[str, tuple[int, ...]]:
        """Return, for every cell, the rules that can depend on it, named there or part of a total there."""
        found: dict[str, list[int]] = {key: [] for key in self.form.cells}
        for index, terms in enumerate(self._terms):
            reach = {key for key, _ in terms} | {leaf for key, _ in terms for leaf in self.form.leaves(key)}
            for key in reach:
                found[key].append(index)
        return {key: tuple(indices) for key, indices in found.items()}

    @cached_property
    def reach(self) -> Mapping[str, frozenset[int]]:
        """Return the same as sets."""
        return {key: frozenset(indices) for key, indices in self.touching.items()}

    @cached_property
    def _implied(self) -> frozenset[int]:
        """Return the equations that follow from others when no total is stated, as the 总计 column does."""
        supports = {
            index: self._expanded(index, frozenset())
            for index, balance in enumerate(self.balances)
            if balance.relation is Relation.EQUAL
        }
        return combinations(supports)

    def system(self, stated: frozenset[str]) -> System:
        """Return every rule's coefficients when these totals are stated; shared, never to be changed."""
        system = self._systems.get(stated)
        if system is None:
            if len(self._systems) >= _REMEMBERED:
                self._systems.clear()
            system = self._systems[stated] = System(
                self,
                stated,
                tuple(self._support(index, totals & stated) for index, totals in enumerate(self._totals)),
                frozenset(index for index in self._implied if not self._totals[index] & stated),
            )
        return system

    def _support(self, index: int, stated: frozenset[str]) -> Support:
        support = self._supports.get((index, stated))
        if support is None:
            if len(self._supports) >= _SUPPORTS:
                self._supports.clear()
            support = self._supports[index, stated] = self._expanded(index, stated)
        return support

    def _expanded(self, index: int, stated: frozenset[str]) -> Support:
        support: Support = {}
        for key, sign in self._terms[index]:
            for cell in (key,) if key in stated else self.form.leaves(key):
                support[cell] = support.get(cell, 0) + sign
        return {cell: coefficient for cell, coefficient in support.items() if coefficient}


def _of_equation(equation: Equation) -> Balance:
    return Balance(
        equation.code, Level(equation.level), equation.left, equation.right, equation.relation, equation
    )


def _of_total(form: FormDef, spec: CheckSpec, key: str) -> Balance:
    parts = tuple(Term(leaf) for leaf in form.leaves(key))
    return Balance(spec.code, Level(spec.level), (Term(key),), parts, total=key)


def _terms(balance: Balance) -> tuple[tuple[str, int], ...]:
    return (
        *((term.key, term.sign) for term in balance.left),
        *((term.key, -term.sign) for term in balance.right),
    )


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class System:
    """The rules of a form while certain totals are stated."""

    shape: Shape
    stated: frozenset[str]  # computed cells that stand for themselves
    supports: tuple[Support, ...]
    implied: frozenset[int]  # rules that hold by themselves once the others hold
    _columns: dict[str, Column] = field(default_factory=dict)
    _rules: dict[str, frozenset[int]] = field(default_factory=dict)
    _cells: dict[int, frozenset[str]] = field(default_factory=dict)
    _linked: dict[int, frozenset[int]] = field(default_factory=dict)
    _named: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _said: dict[int, tuple[tuple[Figure | None, ...], Finding]] = field(default_factory=dict)

    def column(self, cell: str) -> Column:
        """Return the rules that depend on a cell, with its coefficient there."""
        column = self._columns.get(cell)
        if column is None:
            column = self._columns[cell] = tuple(
                (index, coefficient)
                for index in self.shape.touching[cell]
                if (coefficient := self.supports[index].get(cell))
            )
        return column

    def rules(self, cell: str) -> frozenset[int]:
        """Return the rules that depend on a cell."""
        rules = self._rules.get(cell)
        if rules is None:
            rules = self._rules[cell] = frozenset(index for index, _ in self.column(cell))
        return rules

    def cells(self, index: int) -> frozenset[str]:
        """Return the cells a rule depends on."""
        cells = self._cells.get(index)
        if cells is None:
            cells = self._cells[index] = frozenset(self.supports[index])
        return cells

    def linked(self, index: int) -> frozenset[int]:
        """Return the rules that have a cell in common with a rule, itself among them."""
        linked = self._linked.get(index)
        if linked is None:
            linked = self._linked[index] = frozenset().union(
                *(self.rules(cell) for cell in self.cells(index))
            )
        return linked

    def said(self, index: int, figures: Mapping[str, Figure | None], say: Callable[[], Finding]) -> Finding:
        """Return what ``say`` has to say about a failing rule; said once while its figures stay the same."""
        named = self._named.get(index)
        if named is None:
            named = self._named[index] = self._cells_named(index)
        now = tuple([figures[cell] for cell in named])
        before = self._said.get(index)
        if before is None or before[0] != now:
            before = self._said[index] = (now, say())
        return before[1]

    def _cells_named(self, index: int) -> tuple[str, ...]:
        """Return every cell that a rule's sentence may speak of, and what its totals are made of."""
        balance, form = self.shape.balances[index], self.shape.form
        leaves = {leaf for key in balance.names for leaf in form.leaves(key)}
        return (*leaves, *(key for key in balance.names - leaves if key in self.stated))


_shapes: dict[int, Shape] = {}


def shape_of(form: FormDef) -> Shape:
    """Return the form's rules; computed once per form object, which is kept (forms are few and immutable)."""
    shape = _shapes.get(id(form))
    if shape is None:
        if len(_shapes) >= _FORMS:
            _shapes.clear()
        shape = _shapes[id(form)] = Shape(form)
    return shape


@dataclass(slots=True)
class State:
    """The rules measured on figures: residuals, and which of them blanks may still raise or lower."""

    system: System
    figures: dict[str, Figure | None]  # typed cells and stated totals; None is blank or no number
    residual: list[Figure]
    may_rise: list[bool]
    may_fall: list[bool]

    def holds(self, index: int) -> bool:
        """Tell whether a rule holds, or could once its blanks are filled."""
        residual = self.residual[index]
        return (residual >= 0 or self.may_rise[index]) and (residual <= 0 or self.may_fall[index])

    def rigid(self, index: int) -> bool:
        """Tell whether a rule holds and would not if any cell of it changed."""
        return not self.residual[index] and not self.may_rise[index] and not self.may_fall[index]

    def failing(self) -> tuple[int, ...]:
        """Return the rules that no filling could heal."""
        return tuple([index for index in range(len(self.residual)) if not self.holds(index)])

    def with_cell(self, cell: str, figure: Figure) -> State:
        """Return the state after a cell that holds a number is given another one."""
        old = self.figures[cell]
        assert old is not None
        after = self._copy()
        after.figures[cell] = figure
        for index, coefficient in self.system.column(cell):
            after.residual[index] += coefficient * (figure - old)
        return after

    def without_total(self, cell: str) -> State:
        """Return the state after a stated total gives way to the computed one."""
        shape = self.system.shape
        after = self._copy(shape.system(self.system.stated - {cell}))
        del after.figures[cell]
        for index in shape.touching[cell]:
            _measure(after, index)
        return after

    def _copy(self, system: System | None = None) -> State:
        return State(
            system or self.system,
            dict(self.figures),
            list(self.residual),
            list(self.may_rise),
            list(self.may_fall),
        )


def measure(report: Report) -> State:
    """Measure every rule of the report's form on what is stated."""
    entries = report.entries
    figures: dict[str, Figure | None] = {}
    for key in report.form.typed:
        entry = entries.get(key)
        figures[key] = entry.value if entry and isinstance(entry.value, NUMBERS) else None
    stated = set()
    for key in report.form.computed:
        entry = entries.get(key)
        if entry is not None:
            stated.add(key)
            figures[key] = entry.value if isinstance(entry.value, NUMBERS) else None
    return measured(shape_of(report.form).system(frozenset(stated)), figures)


def measured(system: System, figures: dict[str, Figure | None]) -> State:
    """Measure every rule on given figures."""
    rules = len(system.supports)
    state = State(system, figures, [0] * rules, [False] * rules, [False] * rules)
    for index in range(rules):
        _measure(state, index)
    return state


def _measure(state: State, index: int) -> None:
    """Work out one rule's residual, and which way it is free to move."""
    figures = state.figures
    blank = []
    residual: Figure = 0
    for cell, coefficient in state.system.supports[index].items():
        figure = figures[cell]
        if figure is None:
            blank.append(cell)
        elif figure:
            residual += coefficient * figure
    state.residual[index] = residual
    state.may_rise[index] = False
    state.may_fall[index] = state.system.shape.balances[index].relation is Relation.AT_LEAST
    if blank:
        _free(state, index, blank)


def _free(state: State, index: int, blank: Iterable[str]) -> None:
    """Note which way the blanks of a rule may still move its residual."""
    for cell in blank:
        signed = state.system.shape.form.cells[cell].kind is Kind.SIGNED
        rises = state.system.supports[index][cell] > 0
        state.may_rise[index] |= rises or signed
        state.may_fall[index] |= not rises or signed

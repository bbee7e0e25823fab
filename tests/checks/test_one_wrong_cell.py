"""One wrong cell gives exactly one message, whatever the cell, the amount and the document."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from core.checks import run_all
from core.checks.balances import measure
from core.checks.repairs import Repair, causes
from core.checks.suggest import AT_MOST
from core.findings import Level, Verdict
from core.report import Entry, Report
from core.values import Raw, Value
from tests.checks.filled import FORM, report, to_mend

ARITHMETIC = {"A01", "A02", "A03", "B01", "C10", "D02"}
APPLICANTS = [column.id for column in FORM.table("applications").blocks[0].columns if not column.sum_of]
OUTCOMES = next(row.sum_of for row in FORM.table("applications").blocks[0].rows if row.sum_of)
RESULTS = ("upheld", "corrected", "other", "pending")


class Slip(NamedTuple):
    """A report that held, and the one figure that no longer does."""

    report: Report
    cell: str
    right: Value
    wrong: Value


@st.composite
def consistent(draw: st.DrawFn, *, totals: bool) -> Report:
    """A report in which everything adds up; few cells are not zero, as in a township."""
    few = Random(draw(st.integers(0, 99_999))).randrange  # noqa: S311 - figures of an example
    figures: dict[str, Value] = {}
    for column in APPLICANTS:
        handled = {OUTCOMES[few(len(OUTCOMES))]: few(40) for _ in range(few(5))}
        forward = few(6)
        carried = few(sum(handled.values()) + forward + 1)
        figures |= {f"applications.{row}.{column}": figure for row, figure in handled.items()}
        figures[f"applications.carried_forward.{column}"] = forward
        figures[f"applications.carried_in.{column}"] = carried
        figures[f"applications.new_received.{column}"] = sum(handled.values()) + forward - carried
    for row in ("review", "direct_suit", "suit_after_review"):
        figures |= {f"disputes.{row}.{column}": few(10) for column in RESULTS}
    for row in ("rules", "normative"):
        made, repealed = few(40), few(40)
        figures |= {f"disclosure.{row}.made": made, f"disclosure.{row}.repealed": repealed}
        figures[f"disclosure.{row}.valid"] = max(made - repealed, 0) + few(40)
    return report(figures, totals=totals)


@st.composite
def slips(draw: st.DrawFn, cells: tuple[str, ...], wrong: st.SearchStrategy[Value], *, totals: bool) -> Slip:
    """A consistent report with one cell changed to another figure."""
    made = draw(consistent(totals=totals))
    cell = draw(st.sampled_from(cells))
    right = made.stated(cell)
    figure = draw(wrong.filter(lambda value: value != right))
    made.write({cell: None if figure is None else Entry(figure)})
    return Slip(made, cell, right, figure)


def near() -> st.SearchStrategy[Value]:
    return st.integers(0, 200)


def anything() -> st.SearchStrategy[Value]:
    return st.one_of(
        st.integers(-50, 999_999_999),
        st.decimals(-5, 50, places=1).filter(lambda value: value % 1 != 0),
        st.just(Raw("12a")),
        st.none(),
    )


def one_message(slip: Slip) -> Verdict:
    verdict = run_all(slip.report)
    found = to_mend(verdict)
    if any(finding.level is Level.ERROR for finding in verdict.findings):
        assert len(found) == 1, [finding.text for finding in found]
    assert all(not finding.suggestions for finding in verdict.findings if finding.follows)
    return verdict


def the_repair(slip: Slip) -> tuple[Repair, list[Repair]]:
    """The repair of the one cause that puts the right figure back, and all of its repairs."""
    (cause,) = causes(measure(slip.report))
    mine = [repair for repair in cause.repairs if repair.cell == slip.cell]
    assert len(mine) == 1
    return mine[0], list(cause.repairs)


def offered_if_among_three(slip: Slip, verdict: Verdict) -> None:
    """The true repair is known; where no more than three fit, it is offered."""
    if not {finding.code for finding in verdict.findings} & ARITHMETIC:
        return
    repair, all_repairs = the_repair(slip)
    if repair.fixed:
        assert repair.new == slip.right
    else:  # an ordering: the right figure is one of those that would do
        assert isinstance(slip.right, int)
        assert repair.low is None or repair.low <= slip.right
        assert repair.high is None or slip.right <= repair.high
    cells = [suggestion.cell for suggestion in to_mend(verdict)[0].suggestions]
    assert 1 <= len(cells) <= AT_MOST
    if len(all_repairs) <= AT_MOST:
        assert slip.cell in cells
    recent = to_mend(run_all(slip.report, None, [slip.cell]))[0].suggestions
    assert recent[0].cell == slip.cell, "the cell edited last comes first"


@settings(max_examples=150, deadline=None)
@given(slips(FORM.typed, near(), totals=True))
def test_a_typed_cell_in_a_document_with_stated_totals(slip: Slip) -> None:
    offered_if_among_three(slip, one_message(slip))


@settings(max_examples=150, deadline=None)
@given(slips(FORM.computed, near(), totals=True))
def test_a_stated_total(slip: Slip) -> None:
    verdict = one_message(slip)
    offered_if_among_three(slip, verdict)
    assert verdict.verdict == "error"
    assert slip.right in {s.value for s in to_mend(verdict)[0].suggestions if s.cell == slip.cell}


@settings(max_examples=150, deadline=None)
@given(slips(FORM.typed, near(), totals=False))
def test_a_typed_cell_in_the_window_where_totals_are_computed(slip: Slip) -> None:
    offered_if_among_three(slip, one_message(slip))


@settings(max_examples=150, deadline=None)
@given(slips(tuple(FORM.cells), near(), totals=True), st.sets(st.sampled_from(FORM.computed)))
def test_any_cell_where_some_totals_are_stated_and_some_computed(slip: Slip, computed: set[str]) -> None:
    slip.report.write(dict.fromkeys(computed - {slip.cell}))
    offered_if_among_three(slip, one_message(slip))


@settings(max_examples=150, deadline=None)
@given(slips(FORM.typed, anything(), totals=True))
def test_anything_typed_in_a_document_is_one_message(slip: Slip) -> None:
    one_message(slip)


@settings(max_examples=150, deadline=None)
@given(slips(FORM.typed, anything(), totals=False))
def test_anything_typed_in_the_window_is_one_message(slip: Slip) -> None:
    one_message(slip)


@settings(max_examples=100, deadline=None)
@given(st.booleans().flatmap(lambda totals: slips(FORM.typed, near(), totals=totals)))
def test_every_suggestion_makes_all_arithmetic_hold_and_none_is_below_zero(slip: Slip) -> None:
    verdict = run_all(slip.report)
    for suggestion in (s for finding in to_mend(verdict) for s in finding.suggestions):
        assert suggestion.value is not None
        assert suggestion.value >= 0
        after = Report(FORM, slip.report.year, slip.report.entries)
        computed = FORM.cells[suggestion.cell].computed
        after.write({suggestion.cell: None if computed else Entry(suggestion.value)})
        assert not {finding.code for finding in run_all(after).findings} & ARITHMETIC


@settings(max_examples=100, deadline=None)
@given(consistent(totals=False), st.sets(st.sampled_from(FORM.typed), max_size=30))
def test_blanks_that_could_heal_a_sum_keep_it_waiting(made: Report, cells: set[str]) -> None:
    made.write(dict.fromkeys(cells))
    verdict = run_all(made)
    assert {finding.code for finding in to_mend(verdict)} <= {"C05"}
    assert sum(len(finding.places) for finding in to_mend(verdict)) == len(cells)


@settings(max_examples=100, deadline=None)
@given(st.booleans().flatmap(lambda totals: consistent(totals=totals)))
def test_in_a_report_that_holds_there_is_nothing_to_mend(made: Report) -> None:
    verdict = run_all(made)
    assert to_mend(verdict) == []
    assert not {"error", "fault"} & set(verdict.codes.values())
    assert Decimal(0) == made.figure("disclosure.fees.amount")

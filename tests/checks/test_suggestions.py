"""Which repairs are offered first, and why."""

from __future__ import annotations

import pytest

from core.checks import run_all
from core.checks.balances import measure, shape_of
from core.checks.independence import combinations
from core.report import Report
from tests.checks.filled import FORM, SAMPLE, blank, report, state, to_mend

COLUMN = "natural_person"


def column(new_received: int, **outcomes: int) -> Report:
    """A report with figures in one applicant column only."""
    rows = {"granted": "granted", "not_held": "unable.not_held", "petition": "not_processed.petition"}
    figures = {f"applications.{rows[name]}.{COLUMN}": value for name, value in outcomes.items()}
    return report({f"applications.new_received.{COLUMN}": new_received, **figures})


def offered(made: Report, *recent: str) -> list[tuple[str, object]]:
    (lead,) = to_mend(run_all(made, None, recent))
    head, tail = "applications.", f".{COLUMN}"
    return [(s.cell.removeprefix(head).removesuffix(tail), s.value) for s in lead.suggestions]


@pytest.mark.parametrize(
    ("typed", "made", "meant"),
    [
        pytest.param(61, column(61, granted=16, not_held=3, petition=42), 16, id="two digits exchanged"),
        pytest.param(122, column(40, granted=12, not_held=28), 12, id="a digit doubled"),
        pytest.param(5, column(45, granted=15, not_held=30), 15, id="a digit left out"),
    ],
)
def test_a_slip_of_the_finger_comes_before_the_largest_outcome(typed: int, made: Report, meant: int) -> None:
    state(made, {f"applications.granted.{COLUMN}": typed})
    assert offered(made)[0] == ("granted", meant)


def test_the_rest_of_a_figure_in_the_next_cell_is_a_slip() -> None:
    made = report(
        {
            "disputes.review.upheld": 1,
            "disputes.review.corrected": 23,
            "disputes.review.total": 146,
        }
    )
    (lead,) = to_mend(run_all(made))
    assert [(s.cell, s.value) for s in lead.suggestions] == [
        ("disputes.review.total", 24),
        ("disputes.review.upheld", 123),
        ("disputes.review.corrected", 145),
    ]


def test_then_the_largest_outcome_the_carry_cells_and_what_was_received() -> None:
    made = column(10, granted=3, not_held=4)
    assert offered(made) == [("unable.not_held", 7), ("carried_forward", 3), ("new_received", 7)]


def test_nothing_is_offered_below_zero() -> None:
    made = column(2, granted=3, not_held=4, petition=90)
    assert offered(made) == [("carried_in", 95), ("new_received", 97)]


def test_of_recent_cells_only_the_newest_that_could_be_the_cause_counts() -> None:
    made = column(10, granted=3, not_held=4)
    recent = (
        "disclosure.fees.amount",
        f"applications.granted.{COLUMN}",
        f"applications.new_received.{COLUMN}",
    )
    assert offered(made, *recent) == [("granted", 6), ("unable.not_held", 7), ("carried_forward", 3)]


def test_where_many_figures_would_do_a_slip_is_preferred_to_the_nearest() -> None:
    made = state(report(SAMPLE), {"disclosure.normative.made": 52})
    (lead,) = to_mend(run_all(made))
    assert [(s.cell, s.value) for s in lead.suggestions] == [
        ("disclosure.normative.made", 25),
        ("disclosure.normative.valid", 50),
        ("disclosure.normative.repealed", 28),
    ]


def test_a_half_filled_column_is_mended_by_the_smallest_change() -> None:
    made = blank(column(10, granted=13), ["applications.other.other.natural_person"])
    blanks, lead = to_mend(run_all(made))
    assert (blanks.code, lead.code) == ("C05", "A01")
    assert [s.value for s in lead.suggestions] == [10, 3, 13]


def test_the_total_column_follows_from_the_others_only_while_no_total_is_stated() -> None:
    shape = shape_of(FORM)
    (implied,) = measure(report(SAMPLE)).system.implied
    assert shape.balances[implied].code == "A01"
    assert shape.balances[implied].names >= {"applications.new_received.total"}
    assert measure(report(SAMPLE, totals=True)).system.implied == frozenset()


def test_a_sum_of_rules_is_found_and_an_empty_rule_is_none() -> None:
    assert combinations(
        {0: {"a": 1, "b": -1}, 1: {"b": 1, "c": -1}, 2: {"a": 2, "c": -2, "d": 0}, 3: {}}
    ) == {2}
    assert combinations({0: {"a": 1, "b": -1}, 1: {"b": 1, "c": 1}, 2: {"a": 1, "c": -1}}) == frozenset()

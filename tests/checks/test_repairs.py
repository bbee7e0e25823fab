"""The search for causes remembers what it found, mends what it says, and gives up honestly."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.checks import repairs
from core.checks.balances import measure
from core.checks.repairs import MANY_CAUSES, causes
from core.report import Report
from tests.checks.filled import FORM, SAMPLE, report, state

OUTCOMES = [key for key in FORM.typed if ".granted." in key or ".denied." in key]


def damaged(seed: int, cells: int, *, totals: bool) -> Report:
    """The sample with other figures in some cells."""
    chance = Random(seed)  # noqa: S311 - figures of an example
    made = report(SAMPLE, totals=totals)
    return state(made, {key: chance.randrange(60) for key in chance.sample(FORM.typed, cells)})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9999), st.integers(1, 12), st.booleans(), st.lists(st.integers(0, 59), max_size=4))
def test_what_is_remembered_is_what_a_fresh_search_finds(
    seed: int,
    cells: int,
    totals: bool,  # noqa: FBT001 - drawn
    typed: list[int],
) -> None:
    made = damaged(seed, cells, totals=totals)
    for figure in typed:  # as if somebody typed, so that there is something to remember
        causes(measure(state(made, {OUTCOMES[seed % len(OUTCOMES)]: figure})))
    remembered = causes(measure(made))
    repairs._answers.clear()
    assert causes(measure(made)) == remembered


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9999), st.integers(1, 30), st.booleans())
def test_every_repair_mends_what_it_says_and_breaks_nothing_that_must_hold(
    seed: int,
    cells: int,
    totals: bool,  # noqa: FBT001 - drawn
) -> None:
    before = measure(damaged(seed, cells, totals=totals))
    found = causes(before)
    assert len(found) <= MANY_CAUSES
    if found:
        after = found[0].repairs[0].after(before)
        assert all(after.holds(index) for index in found[0].mends)
        assert set(after.failing()) <= set(before.failing()) | before.system.implied


def test_more_wrong_cells_than_can_be_told_apart_are_not_guessed_at() -> None:
    rows = [key for key in OUTCOMES if key.endswith("natural_person")]
    assert len(rows) > MANY_CAUSES
    made = measure(state(report(SAMPLE, totals=True), dict.fromkeys(rows, 77)))
    assert len(made.failing()) > MANY_CAUSES
    assert causes(made) == []

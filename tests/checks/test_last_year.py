"""What is compared with last year's, whatever the two reports hold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import keys
from core.checks import run_all
from core.findings import Level
from core.report import Entry, Report
from core.values import Raw, Value
from tests.checks.filled import FORM, SAMPLE, report, state

LIKELY: tuple[Value, ...] = (0, 0, 1, 2, 3, 9, 12, 48, 480, 5000)
ANYTHING: tuple[Value, ...] = (*LIKELY, 1234567, -3, Decimal("2.5"), Raw("x"), None)
OF_TEXTS = {"Y05", "Y06"}
Make = Callable[[Random], Report]


def likely(chance: Random) -> Report:
    """A report in which any figures stand, as a person may have typed them."""
    return changed(report(SAMPLE), chance, LIKELY, list(FORM.typed))


def anything(chance: Random) -> Report:
    """A report with anything in it, totals stated or not, blanks, and what is no number."""
    made = changed(report({}, totals=chance.random() < 0.3), chance, ANYTHING, list(FORM.cells))
    if chance.random() < 0.3:
        state(made, dict.fromkeys(chance.sample(list(FORM.cells), 100)))
    if chance.random() < 0.5:
        made.write({keys.UNIT_KIND: Entry(chance.choice(keys.UNIT_KINDS))})
    return made


def changed(made: Report, chance: Random, values: tuple[Value, ...], cells: list[str]) -> Report:
    return state(made, {key: chance.choice(values) for key in chance.sample(cells, chance.randrange(40))})


@settings(max_examples=150, deadline=None)
@given(st.integers(0), st.booleans())
def test_no_check_crashes_and_every_sentence_can_be_read(seed: int, alone: bool) -> None:  # noqa: FBT001
    chance = Random(seed)  # noqa: S311  figures of an example
    made, before = anything(chance), anything(chance)
    verdict = run_all(made, None if alone else before)
    leads = {finding.id for finding in verdict.leading}
    assert len({finding.id for finding in verdict.findings}) == len(verdict.findings)
    for finding in verdict.findings:
        assert finding.level is not Level.FAULT
        assert finding.follows is None or finding.follows in leads
        assert finding.title
        assert finding.text.endswith("。")
        assert "None" not in finding.text
        assert finding.code not in finding.text


@pytest.mark.parametrize("make", [likely, anything])
@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0))
def test_what_is_judged_without_last_year_is_judged_the_same_with_it(make: Make, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  figures of an example
    made, before = make(chance), make(chance)
    without, beside = run_all(made), run_all(made, before)
    judged = {code for code, level in without.codes.items() if level != Level.UNKNOWN} - OF_TEXTS
    assert {code: beside.codes[code] for code in judged} == {code: without.codes[code] for code in judged}


@settings(max_examples=100, deadline=None)
@given(st.integers(0))
def test_what_passes_with_a_part_of_last_year_passes_with_all_of_it(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  figures of an example
    made, before = likely(chance), likely(chance)
    part = Report(before.form, before.year, before.entries)
    state(part, dict.fromkeys(chance.sample(FORM.typed, chance.randrange(len(FORM.typed)))))
    passes = {code for code, level in run_all(made, part).codes.items() if level == "pass"} - OF_TEXTS
    beside = run_all(made, before)
    assert {code: beside.codes[code] for code in passes} == dict.fromkeys(passes, "pass")

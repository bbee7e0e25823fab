"""The printed figures that a report keeps at hand are those of a report made anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.report import Entry, Report
from core.values import Raw
from tests.checks.filled import FORM, report

VALUES = st.sampled_from([None, Entry(3), Entry(0), Entry(Raw("12a"))])
CHANGES = st.lists(st.dictionaries(st.sampled_from(tuple(FORM.cells)), VALUES, max_size=6), max_size=8)


@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_figures_follow_every_change(changes: list[dict[str, Entry | None]]) -> None:
    made = report({})
    assert made.figures
    for change in changes:
        made.write(change)
    assert dict(made.figures) == dict(Report(FORM, made.year, made.entries).figures)

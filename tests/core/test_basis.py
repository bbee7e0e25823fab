"""An explanation keeps the figures it was written for, in the same step and under the same hash."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import basis, keys
from core.findings import Finding, Level
from core.report import decode, encode
from core.session import Session, blank_report
from core.values import Raw

LEFT = "applications.carried_in.natural_person"
RIGHT = "applications.new_received.total"  # computed
FINDING = Finding(
    "Y01", Level.EXPLAIN, "与上年不同。", left_places=(LEFT,), right_places=(RIGHT, "text.overview")
)
EXPLAIN, BASIS = keys.explain(FINDING.id), keys.basis(FINDING.id)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A report with a figure on either side."""
    made = Session.create(tmp_path / "甲.gknb", blank_report("甲镇人民政府", 2025))
    made.apply({LEFT: 3, "applications.new_received.natural_person": 7}, "填写")
    yield made
    made.close()


def explain(session: Session, words: str) -> None:
    session.apply(basis.changes(session.report, FINDING, words), "填写说明", typing=EXPLAIN)


def test_the_printed_figures_are_kept_with_the_words(session: Session) -> None:
    explain(session, "上年漏统计。")
    assert session.report.string(EXPLAIN) == "上年漏统计。"
    assert session.report.string(BASIS) == f'{{"{LEFT}":"3","{RIGHT}":"7"}}'
    assert session.report.to_json()["explanations"] == {FINDING.id: "上年漏统计。"}
    assert session.report.starting_with(keys.EXPLAIN) == {FINDING.id: "上年漏统计。"}


def test_words_and_figures_are_typed_undone_and_done_again_together(session: Session) -> None:
    before = session.undo_label
    explain(session, "上")
    explain(session, "上年")
    session.undo()
    assert session.undo_label == before
    assert (session.report.string(EXPLAIN), session.report.string(BASIS)) == ("", "")
    session.redo()
    assert session.report.string(EXPLAIN) == "上年"
    assert session.report.string(BASIS) != ""


def test_words_taken_away_take_the_figures_with_them(session: Session) -> None:
    explain(session, "上年漏统计。")
    explain(session, "")
    assert not {EXPLAIN, BASIS} & session.report.entries.keys()


def test_figures_are_hashed_and_come_back_from_the_file(session: Session) -> None:
    explain(session, "上年漏统计。")
    kept = session.report.content()
    assert BASIS in str(kept)
    session.flush()
    session.switch(session.report.year)
    assert session.report.content() == kept
    assert decode(BASIS, encode(session.report.string(BASIS))) == session.report.string(BASIS)


@pytest.mark.parametrize(("figure", "changed"), [(3, False), (4, True), (None, True), (Raw("3a"), True)])
def test_it_is_told_when_the_figures_are_others(
    session: Session, figure: int | Raw | None, *, changed: bool
) -> None:
    explain(session, "上年漏统计。")
    session.apply({LEFT: figure}, "填写")
    assert basis.outdated(session.report, FINDING) is changed


def test_what_was_never_explained_is_not_outdated(session: Session) -> None:
    assert not basis.outdated(session.report, FINDING)

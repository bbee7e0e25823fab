"""An explanation keeps the figures it was written for, in the same step and under the same hash."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core import basis, keys
from core.findings import Finding, Level, Span
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


SAID = Finding("T09", Level.EXPLAIN, "重复的字。", spans=(Span("overview", 2, 6),), phrase="受理受理")
COMPARED = Finding("Y01", Level.EXPLAIN, "与上年不同。", left_places=(LEFT,), left=3, right=5)


def written(session: Session, finding: Finding) -> None:
    session.apply(basis.changes(session.report, finding, "确实如此。"), "填写说明")


def test_a_finding_about_words_keeps_the_words_without_their_spaces(session: Session) -> None:
    session.apply({"text.overview": "全年受理 受理三件。"}, "填写")
    written(session, replace(SAID, spans=(Span("overview", 2, 7),)))
    assert session.report.string(keys.basis(SAID.id)) == '{"text.overview":"受理受理"}'


@pytest.mark.parametrize(
    ("text", "start", "changed"),
    [
        ("全年受理受理三件。", 2, False),
        ("其中，全年受理受理三件。", 5, False),  # the words moved
        ("全年受理\n受理三件。", 2, False),  # a line break came in between
        ("全年收到受理三件。", 2, True),
    ],
)
def test_an_explanation_of_words_stands_while_the_words_do(
    session: Session, text: str, start: int, *, changed: bool
) -> None:
    session.apply({"text.overview": "全年受理受理三件。"}, "填写")
    written(session, SAID)
    session.apply({"text.overview": text}, "填写")
    end = start + 4 + text.count("\n")
    assert basis.outdated(session.report, replace(SAID, spans=(Span("overview", start, end),))) is changed


def test_long_words_are_kept_as_a_hash(session: Session) -> None:
    session.apply({"text.overview": "公开" * 100}, "填写")
    copied = replace(SAID, spans=(Span("overview", 0, 200),))
    written(session, copied)
    assert len(session.report.string(keys.basis(copied.id))) < 50
    assert not basis.outdated(session.report, copied)
    session.apply({"text.overview": "公开" * 99 + "公布"}, "填写")
    assert basis.outdated(session.report, copied)


def test_the_other_value_counts_too_such_as_last_years(session: Session) -> None:
    written(session, COMPARED)
    assert not basis.outdated(session.report, COMPARED)
    other = replace(COMPARED, right=6)
    assert basis.outdated(session.report, other)
    assert basis.changed(session.report, other) == (basis.Changed(basis.BOTH, "3 5", "3 6"),)


def test_it_is_told_what_changed_and_that_it_was_told_to_hold_all_the_same(session: Session) -> None:
    explain(session, "上年漏统计。")
    assert basis.changed(session.report, FINDING) == ()
    session.apply({LEFT: 4}, "填写")
    assert basis.changed(session.report, FINDING) == (basis.Changed(LEFT, "3", "4"),)
    before = session.undo_label
    session.apply(basis.confirmation(session.report, FINDING), "说明仍然适用")
    assert not basis.outdated(session.report, FINDING)
    assert session.report.string(EXPLAIN) == "上年漏统计。"
    session.undo()
    assert basis.outdated(session.report, FINDING)
    assert session.undo_label == before


def test_what_was_never_explained_has_not_changed(session: Session) -> None:
    assert basis.changed(session.report, FINDING) == ()


@pytest.mark.parametrize("kept", ["{", "[1]", "3", '{"a":1}'])
def test_a_basis_that_none_of_ours_wrote_is_outdated_and_harms_nothing(session: Session, kept: str) -> None:
    explain(session, "上年漏统计。")
    session.apply({BASIS: kept}, "外来文件")
    assert basis.outdated(session.report, FINDING)
    assert {one.then for one in basis.changed(session.report, FINDING)} == {""}

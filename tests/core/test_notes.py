"""Notes on cells and sentences: kept as readable text, found again after the sentence was edited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import formfile, keys, notes
from core.notes import Standing
from core.report import Entry, Report
from core.session import Session, blank_report

FORM = formfile.load("2021")
CELL = "applications.new_received.natural_person"
TWELVE = "全年通过公众号发布信息12条。"
TEXT = f"我镇高度重视。{TWELVE}\n受理申请3件；均已办结。"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A report with one text and one figure."""
    made = Session.create(tmp_path / "甲.gknb", blank_report("甲镇人民政府", 2025, FORM))
    made.apply({keys.text("overview"): TEXT, CELL: 3}, "填写")
    yield made
    made.close()


def write(session: Session, place: str, words: str, sentence: str = "") -> None:
    session.apply(notes.changes(place, words, sentence), "备注")


def overview(report: Report, text: str) -> Report:
    return Report(report.form, report.year, {**report.entries, keys.text("overview"): Entry(text)})


def test_a_note_on_a_cell_is_its_words(session: Session) -> None:
    write(session, CELL, "来自司法所 1月8日 电话")
    assert session.report.string(keys.note(CELL)) == "来自司法所 1月8日 电话"
    note = notes.note_on(session.report, CELL)
    assert (note.name, note.words, note.spot) == ("表三 新收·自然人", "来自司法所 1月8日 电话", CELL)


def test_a_note_on_a_sentence_keeps_the_sentence_on_a_line_of_its_own(session: Session) -> None:
    place = notes.sentence_place("overview", TWELVE)
    write(session, place, "公众号后台导出", TWELVE)
    assert session.report.string(keys.note(place)) == f"公众号后台导出\n〔原句〕{TWELVE}"
    note = notes.note_on_sentence(session.report, "overview", TWELVE)
    assert (note.place, note.words, note.sentence, note.name) == (place, "公众号后台导出", TWELVE, "总体情况")
    assert note.standing is Standing.EXACT
    assert note.where is not None
    assert TEXT[note.where.start : note.where.end] == TWELVE
    assert note.spot == keys.text("overview")


def test_a_note_without_words_goes(session: Session) -> None:
    place = notes.sentence_place("overview", TWELVE)
    write(session, CELL, "电话")
    write(session, place, "后台", TWELVE)
    write(session, CELL, " \n")
    write(session, place, "", TWELVE)
    assert notes.all_notes(session.report) == ()


def test_an_edited_sentence_keeps_its_note_and_one_that_is_gone_says_so(session: Session) -> None:
    place = notes.sentence_place("overview", TWELVE)
    write(session, place, "公众号后台导出", TWELVE)
    edited = overview(session.report, TEXT.replace("12条", "15条"))
    note = notes.note_on_sentence(edited, "overview", "全年通过公众号发布信息15条。")
    assert (note.place, note.words, note.standing) == (place, "公众号后台导出", Standing.EDITED)
    assert note.where is not None
    assert note.where.text == "全年通过公众号发布信息15条。"
    gone = notes.note_on(overview(session.report, "受理申请3件；均已办结。"), place)
    assert (gone.standing, gone.where, gone.words) == (Standing.GONE, None, "公众号后台导出")


def test_a_whole_sentence_is_preferred_to_the_same_words_inside_another() -> None:
    standing, where = notes.find("并无。无。", "无。")
    assert standing is Standing.EXACT
    assert where is not None
    assert where.start == 3


def test_notes_are_listed_as_printed(session: Session) -> None:
    upheld, licence = "disputes.review.upheld", "disclosure.licence.decisions"
    for place in (upheld, CELL, licence):
        write(session, place, "电话")
    for sentence in ("均已办结。", TWELVE):
        write(session, notes.sentence_place("overview", sentence), "台账", sentence)
    write(session, notes.sentence_place("overview", "删掉的话。"), "旧稿", "删掉的话。")
    listed = notes.all_notes(session.report)
    assert [note.sentence or note.place for note in listed] == [
        TWELVE,
        "均已办结。",
        "删掉的话。",
        licence,
        CELL,
        upheld,
    ]


def test_a_note_on_what_the_form_does_not_have_is_listed_last_and_not_lost() -> None:
    strange = keys.note("applications.new_received.partnership")
    report = Report(FORM, 1, {strange: Entry("来自旧表"), keys.note(CELL): Entry("电话")})
    assert [note.words for note in notes.all_notes(report)] == ["电话", "来自旧表"]


@given(
    st.text(st.sampled_from("来自〔原句〕\n 1月8日"), min_size=1),
    st.text(st.sampled_from("甲〔原句〕。 "), min_size=1),
)
def test_words_and_sentence_are_read_back_exactly(words: str, sentence: str) -> None:
    place = notes.sentence_place("overview", sentence)
    value = notes.changes(place, words, sentence)[keys.note(place)]
    kept = sentence.strip()
    assert value == "" if not words.strip() else notes.parsed(value) == (words, kept) or not kept

"""Drafts: numbered, kept for good, compared with the report, and signed once nothing stands in the way."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import checkcode, drafts, keys, signoff
from core.canonical import Json
from core.errors import DiskFull, FileDamaged, NotReady, WrongArgument
from core.history import StepKind
from core.report import Content, Report
from core.session import Session
from core.store import Store, read_copy
from tests.writers import specimens

NEW = "applications.new_received.natural_person"
GRANTED = "applications.granted.natural_person"
DAY = dt.date(2022, 1, 28)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "新郑市.gknb"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    opened = Session.create(path, specimens.sample())
    yield opened
    opened.close()


def test_the_first_draft_is_number_one_and_says_what_the_report_says(session: Session) -> None:
    draft = session.make_draft("李明")
    assert (draft.number, draft.who, draft.name, draft.signed) == (1, "李明", "第 1 稿", False)
    assert draft.code == checkcode.code(session.report)
    assert draft.canonical == checkcode.body(session.report)
    assert session.drafts() == (draft,)
    assert session.compare_draft(1).empty


def test_the_same_content_is_the_same_draft_whatever_was_noted_beside_it(session: Session) -> None:
    draft = session.make_draft()
    session.apply({keys.note(NEW): "来自司法所"}, "备注")
    assert session.make_draft("别人") is draft
    assert len(session.drafts()) == 1


def test_other_content_is_the_next_draft_and_the_first_one_stays(session: Session) -> None:
    first = session.make_draft()
    session.apply({NEW: 49}, "改")
    second = session.make_draft()
    assert [draft.number for draft in session.drafts()] == [1, 2]
    assert second.code != first.code
    assert session.report_of_draft(1).value(NEW) == 48
    assert session.report_of_draft(2).value(NEW) == 49


def test_back_to_what_an_older_draft_said_is_a_draft_of_its_own(session: Session) -> None:
    first = session.make_draft()
    session.apply({NEW: 49}, "改")
    session.make_draft()
    session.undo()
    third = session.make_draft()
    assert (third.number, third.code) == (3, first.code)


def test_a_draft_is_a_step_of_the_journal_that_undo_passes_over(session: Session) -> None:
    session.apply({NEW: 49}, "填写 新收")
    session.make_draft()
    last = session.steps()[-1]
    assert (last.kind, last.label) == (StepKind.MARK, "第 1 稿送审")
    assert session.undo_label == "填写 新收"
    session.undo()
    assert session.report.value(NEW) == 48
    assert len(session.drafts()) == 1


def test_what_is_being_typed_goes_into_the_draft(session: Session) -> None:
    session.apply({keys.text("problems"): "不足。"}, "填写", typing="problems")
    draft = session.make_draft()
    assert signoff.is_present(draft, session.report)
    assert session.report_of_draft(1).text("problems") == "不足。"
    assert session.all_saved


def test_drafts_survive_and_the_printed_head_is_that_of_the_journal(session: Session, path: Path) -> None:
    made = session.make_draft("李明")
    session.close()
    with read_copy(path) as copy:
        assert copy.drafts(1) == (made,)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (head,) = connection.execute("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    assert made.head == head
    assert made.record == checkcode.short(head)
    assert len(made.record) == len("7Q2K-0F9D")
    again = Session.open(path)
    assert again.drafts() == (made,)
    again.close()


def test_every_year_of_a_file_has_drafts_of_its_own(session: Session) -> None:
    session.make_draft()
    session.add_year(Report(session.report.form, 2022, dict(session.report.entries)))
    assert session.drafts() == ()
    assert session.make_draft().number == 1
    session.switch(2021)
    assert len(session.drafts()) == 1


def test_a_draft_is_compared_with_the_report_by_what_the_code_covers(session: Session) -> None:
    session.make_draft()
    text = session.report.text("problems")
    changes: dict[str, Content] = {
        NEW: 49,
        keys.text("problems"): f"{text}再加一句。",
        "unit.address": "中街1号",
    }
    session.apply({**changes, keys.note(NEW): "只是备注", "report.date": "2022-01-20"}, "改")
    found = session.compare_draft(1)
    assert found.summary == "表三 1 格，问题与改进 1 句，单位信息 1 处"
    assert [(cell.before, cell.after) for cell in found.cells if cell.counts] == [(48, 49)]


def test_a_draft_reads_back_as_the_report_it_was_made_of() -> None:
    for report in (specimens.sample(), specimens.zeros(), specimens.crowded()):
        draft = _draft(report)
        again = signoff.report_of(draft, report.form)
        assert checkcode.body(again) == draft.canonical
        assert {key: again.value(key) for key in report.form.cells} == {
            key: report.value(key) for key in report.form.cells
        }


def _draft(report: Report) -> signoff.Draft:
    return signoff.Draft(1, checkcode.VERSION, checkcode.body(report), "2022-01-12T10:40:00+08:00")


def test_a_total_stated_against_its_parts_reads_back_as_stated() -> None:
    report = specimens.sample()
    report.write({"applications.total.natural_person": specimens.sample().entry(NEW)})
    again = signoff.report_of(_draft(report), report.form)
    assert again.value("applications.total.natural_person") == 48
    assert checkcode.body(again) == checkcode.body(report)


def test_the_code_of_the_sample_is_known_for_ever() -> None:
    assert checkcode.code(specimens.sample()) == "DH41-0850-JKPK-3"


def test_a_draft_that_finds_no_room_on_the_disk_is_none_and_the_file_stays_whole(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.steps()

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(drafts, "add", full)
    with pytest.raises(DiskFull):
        session.make_draft()
    assert session.drafts() == ()
    assert session.steps() == before
    monkeypatch.undo()
    with read_copy(path) as copy:
        assert copy.drafts(1) == ()
        assert len(copy.trail(1)) == len(before)


# ---- signing


def test_a_draft_is_signed_by_somebody_on_a_day_and_stays_so(session: Session, path: Path) -> None:
    session.make_draft()
    signed = session.sign(1, "王建国", DAY)
    assert (signed.signed, signed.signed_by, signed.signed_on) == (True, "王建国", "2022-01-28")
    assert session.steps()[-1].label == "第 1 稿签发（王建国 1月28日）"
    session.close()
    again = Session.open(path)
    assert again.drafts() == (signed,)
    again.close()


def test_after_signing_an_edit_opens_a_new_draft_and_the_signed_one_is_untouched(session: Session) -> None:
    session.make_draft()
    signed = session.sign(1, "王建国", DAY)
    session.apply({NEW: 49}, "改")
    assert signoff.present(session.drafts(), session.report) is None
    assert session.make_draft().number == 2
    assert session.drafts()[0] == signed


def test_a_signed_draft_is_not_signed_again(session: Session) -> None:
    session.make_draft()
    session.sign(1, "王建国", DAY)
    with pytest.raises(NotReady, match="已经由王建国签发"):
        session.sign(1, "李明", DAY)


def test_errors_and_what_is_not_explained_stand_in_the_way_of_signing_and_of_nothing_else(
    session: Session,
) -> None:
    session.apply({GRANTED: 13}, "改错")
    session.make_draft()
    with pytest.raises(NotReady, match="必须修改 1 项") as caught:
        session.sign(1, "王建国", DAY)
    assert caught.value.hint
    assert not session.drafts()[0].signed
    assert len(signoff.obstacles(session.verdict)) == 1


def test_an_explained_finding_stands_in_nobodys_way(session: Session) -> None:
    session.apply({"disclosure.rules.made": 1, "disclosure.rules.valid": 1, "unit.kind": "乡镇"}, "规章")
    wanted = signoff.obstacles(session.verdict)
    assert [finding.code for finding in wanted] == ["C09"]
    session.make_draft()
    with pytest.raises(NotReady, match="须说明 1 项还没有说明"):
        session.sign(1, "王建国", DAY)
    session.apply({keys.explain(wanted[0].id): "县政府授权制定。"}, "说明")
    assert signoff.obstacles(session.verdict) == ()
    assert session.make_draft().number == 2
    assert session.sign(2, "王建国", DAY).signed


def test_only_what_the_report_says_now_is_signed(session: Session) -> None:
    session.make_draft()
    session.apply({keys.text("problems"): "改过。"}, "改")
    with pytest.raises(NotReady, match="第 1 稿之后报告又有改动"):
        session.sign(1, "王建国", DAY)
    session.make_draft()
    with pytest.raises(NotReady, match="第 1 稿已被第 2 稿取代"):
        session.sign(1, "王建国", DAY)


@pytest.mark.parametrize(("number", "who", "sentence"), [(1, " ", "姓名"), (2, "王建国", "没有第 2 稿")])
def test_a_signing_without_a_name_or_draft_is_refused(
    session: Session, number: int, who: str, sentence: str
) -> None:
    session.make_draft()
    with pytest.raises(WrongArgument, match=sentence):
        session.sign(number, who, DAY)


# ---- versions, damage


def test_an_upgrade_of_what_the_code_covers_invalidates_no_draft(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = session.make_draft()

    def wider(report: Report) -> dict[str, Json]:
        return {**checkcode.content(report), "version": 2, "more": "x"}

    monkeypatch.setattr(checkcode, "CONTENTS", {1: checkcode.content, 2: wider})
    monkeypatch.setattr(checkcode, "VERSION", 2)
    assert signoff.is_present(old, session.report)
    assert session.make_draft() is old
    assert signoff.check_paper(session.drafts(), session.report, old.code).kind is signoff.PaperKind.SAME
    assert session.compare_draft(1).empty
    session.apply({NEW: 49}, "改")
    assert session.make_draft().version == 2


def test_a_draft_of_a_newer_version_is_kept_and_never_taken_for_the_present(session: Session) -> None:
    draft = signoff.Draft(1, 99, checkcode.body(session.report), "2022-01-12T10:40:00+08:00")
    assert not signoff.is_present(draft, session.report)


@pytest.mark.parametrize("column", ["canonical", "state", "at"])
def test_an_altered_draft_is_damage(session: Session, path: Path, column: str) -> None:
    session.make_draft()
    session.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        new = b"{}" if column == "canonical" else "x"
        connection.execute(f"UPDATE draft SET {column} = ?", (new,))  # noqa: S608 - our own words
        connection.commit()
    with pytest.raises(FileDamaged):
        Store.open(path)


def test_bytes_that_are_no_content_are_said_to_be_damaged(session: Session) -> None:
    for body in (b"{}", b"[]", b'{"cells":{"x":1}}', b'{"year":"x"}'):
        draft = signoff.Draft(1, 1, body, "2022-01-12T10:40:00+08:00")
        with pytest.raises(FileDamaged):
            signoff.report_of(draft, session.report.form)

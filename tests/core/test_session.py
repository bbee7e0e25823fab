"""The door: one step per change, totals and findings right after it, undo across a restart."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import keys, paths
from core.errors import DiskFailed, DiskFull, FormBroken, FormMissing, OddCharacter, YearExists, YearMissing
from core.findings import Suggestion
from core.report import ZERO, Entry, Origin, OriginKind, Report
from core.session import Delta, Event, Session, blank_report
from core.store import Store
from core.values import Raw

NEW = "applications.new_received.natural_person"
NEW_TOTAL = "applications.new_received.total"
CARRIED = "applications.carried_in.natural_person"
TOTAL = "applications.total.natural_person"
LABEL = "填写 表三 新收·自然人"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "青石镇.gknb"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    opened = Session.create(path, blank_report("青石镇人民政府", 2025))
    yield opened
    opened.close()


def heard(session: Session) -> list[Delta]:
    """Return a list that fills with every change the session tells."""
    told: list[Delta] = []

    def listen(event: Event) -> None:
        if isinstance(event, Delta):
            told.append(event)

    session.subscribe(listen)
    return told


def test_one_figure_changes_itself_and_the_totals_above_it(session: Session) -> None:
    told = heard(session)
    session.apply({NEW: 7}, LABEL)
    assert [delta.keys for delta in told] == [{NEW, NEW_TOTAL}]
    assert session.report.value(NEW_TOTAL) == 7
    assert not session.report.complete(NEW_TOTAL)
    assert told[0].undo_label == LABEL


def test_the_same_figure_again_is_no_step(session: Session) -> None:
    session.apply({NEW: 7}, LABEL)
    told = heard(session)
    assert session.apply({NEW: 7}, LABEL) is None
    assert told == []


def test_typing_in_one_field_is_one_step(session: Session) -> None:
    for value in (1, 12, 123):
        session.apply({NEW: value}, LABEL, typing=NEW)
    session.undo()
    assert session.report.stated(NEW) is None
    session.redo()
    assert session.report.stated(NEW) == 123


def test_typing_flushed_in_the_middle_is_still_one_group(session: Session) -> None:
    session.apply({NEW: 1}, LABEL, typing=NEW)
    session._saver.call(lambda store: store.generation)
    session.apply({NEW: 12}, LABEL, typing=NEW)
    session.undo()
    assert session.report.stated(NEW) is None


def test_leaving_a_field_ends_its_group(session: Session) -> None:
    session.apply({NEW: 1}, LABEL, typing=NEW)
    session.close_group()
    session.apply({NEW: 12}, LABEL, typing=NEW)
    session.undo()
    assert session.report.stated(NEW) == 1


@pytest.mark.parametrize("flushed", [False, True])
def test_escape_takes_back_what_was_typed_and_nothing_more(session: Session, *, flushed: bool) -> None:
    session.apply({NEW: 5}, LABEL)
    session.apply({NEW: 51}, LABEL, typing=NEW)
    if flushed:
        session._saver.call(lambda store: store.generation)
        session.apply({NEW: 512}, LABEL, typing=NEW)
    session.cancel_group()
    assert session.report.stated(NEW) == 5
    session.undo()
    assert session.report.stated(NEW) is None


def test_undo_and_redo_survive_a_restart(session: Session, path: Path) -> None:
    session.apply({NEW: 7}, LABEL)
    session.apply({"text.overview": "全年公开信息12条。"}, "修改 总体情况")
    session.apply({"text.overview": "全年公开政府信息12条。"}, "修改 总体情况")
    session.undo()
    session.close()
    again = Session.open(path)
    assert again.report.text("overview") == "全年公开信息12条。"
    assert (again.undo_label, again.redo_label) == ("修改 总体情况", "修改 总体情况")
    again.redo()
    assert again.report.text("overview") == "全年公开政府信息12条。"
    for _ in range(3):
        again.undo()
    assert (again.report.text("overview"), again.report.stated(NEW)) == ("", None)
    again.close()


def test_a_new_step_forgets_what_was_undone(session: Session) -> None:
    session.apply({NEW: 7}, LABEL)
    session.undo()
    session.apply({CARRIED: 1}, "填写 表三 上年结转·自然人")
    assert session.redo() is None


def test_a_stated_total_is_dropped_when_a_part_is_edited_and_comes_back_with_undo(path: Path) -> None:
    stated = Entry(50, Origin(OriginKind.IMPORTED, "旧报告.txt"))
    report = Report(
        blank_report("青石镇", 2025).form,
        2025,
        {keys.UNIT_NAME: Entry("青石镇"), TOTAL: stated},
    )
    session = Session.create(path, report)
    session.apply({"applications.granted.natural_person": 3}, "填写")
    assert session.report.stated(TOTAL) is None
    assert session.report.value(TOTAL) == 3
    session.undo()
    assert session.report.entry(TOTAL) == stated
    session.accept(Suggestion(TOTAL, None))
    assert session.report.stated(TOTAL) is None
    session.close()


def test_confirming_zeros_is_one_step_that_leaves_no_blank(session: Session) -> None:
    session.apply({NEW: Raw("12a")}, LABEL)
    session.confirm_zeros()
    assert session.report.blanks() == ()
    assert session.report.entry(CARRIED) == Entry(0, ZERO)
    assert session.report.stated(NEW) == Raw("12a")
    assert session.undo_label == "其余未填项全部确认为 0（165 格）"
    session.undo()
    assert len(session.report.blanks()) == 165


def test_one_table_can_be_confirmed_alone(session: Session) -> None:
    session.confirm_zeros("disputes")
    assert {session.report.form.cells[key].table for key in session.report.blanks()} == {
        "disclosure",
        "applications",
    }


def test_a_control_character_is_refused_with_its_place(session: Session) -> None:
    with pytest.raises(OddCharacter, match="第 3 个字符"):
        session.apply({"text.overview": "公开\x00信息"}, "修改 总体情况")
    assert session.report.text("overview") == ""
    assert session.undo_label == ""


def test_a_key_of_no_kind_is_a_bug(session: Session) -> None:
    with pytest.raises(KeyError):
        session.apply({"applications.invented.total": 1}, "填写")


def test_a_listener_that_writes_while_being_told_is_refused(session: Session) -> None:
    def answer_back(event: Event) -> None:
        if isinstance(event, Delta):
            session.apply({CARRIED: 1}, "顶嘴")

    session.subscribe(answer_back)
    with pytest.raises(AssertionError, match="while it was being told"):
        session.apply({NEW: 7}, LABEL)


def test_saved_only_after_the_edit_is_durable(session: Session, path: Path) -> None:
    session.apply({NEW: 7}, LABEL, typing=NEW)
    session.flush()
    assert session.all_saved
    copy = path.with_name("副本.gknb")
    session.save_copy(copy)
    other = Session.open(copy)
    assert other.report.stated(NEW) == 7
    other.close()


def test_years_of_one_unit_live_in_one_file(session: Session) -> None:
    session.apply({NEW: 7}, LABEL)
    session.add_year(blank_report("青石镇人民政府", 2026))
    assert [info.year for info in session.years] == [2026, 2025]
    assert session.last_year is not None
    assert session.last_year.stated(NEW) == 7
    session.switch(2025)
    assert session.report.stated(NEW) == 7
    with pytest.raises(YearMissing):
        session.switch(1999)
    assert session.report.year == 2025
    with pytest.raises(YearExists):
        session.add_year(blank_report("青石镇人民政府", 2026))
    session.apply({NEW: 8}, LABEL)
    assert session.report.stated(NEW) == 8


def test_taking_in_another_report_is_one_step(session: Session) -> None:
    session.apply({NEW: 7, "text.overview": "旧文"}, "填写")
    other = blank_report("白石乡", 2025)
    other.write({CARRIED: Entry(2)})
    session.take_in(other, "导入 白石乡.txt")
    assert (session.report.stated(NEW), session.report.stated(CARRIED)) == (None, 2)
    session.undo()
    assert (session.report.stated(NEW), session.report.text("overview")) == (7, "旧文")
    assert session.report.unit_name == "青石镇人民政府"


def test_what_a_report_was_born_with_is_not_undone(session: Session) -> None:
    assert session.undo() is None
    assert session.report.unit_name == "青石镇人民政府"


def test_a_refused_switch_leaves_the_report_in_front_as_it_was(session: Session) -> None:
    session.add_year(blank_report("青石镇人民政府", 2026))
    session.switch(2025)
    session._saver.call(  # a form that this version does not have
        lambda store: store._db.execute("UPDATE report SET form = '3001' WHERE year = 2026")
    )
    with pytest.raises(FormMissing):
        session.switch(2026)
    session.apply({NEW: 7}, LABEL)
    session.flush()
    assert (session.report.year, session.report.stated(NEW)) == (2025, 7)
    this, other = (next(info.id for info in session.years if info.year == year) for year in (2025, 2026))
    assert NEW in session._saver.call(lambda store: store.entries(this))
    assert NEW not in session._saver.call(lambda store: store.entries(other))


def test_a_file_whose_first_report_cannot_be_written_does_not_appear(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("磁盘已满。")

    report = blank_report("青石镇", 2025)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "add_report", full)
        with pytest.raises(DiskFull):
            Session.create(path, report)
    assert list(path.parent.iterdir()) == []
    Session.create(path, blank_report("青石镇", 2025)).close()


def test_a_closed_session_takes_no_edit_that_nobody_would_write(path: Path) -> None:
    session = Session.create(path, blank_report("青石镇", 2025))
    session.close()
    with pytest.raises(DiskFailed):
        session.apply({NEW: 7}, LABEL)


def test_checks_that_opening_did_not_wait_for_are_told_when_they_have_run(tmp_path: Path) -> None:
    path = tmp_path / "x.gknb"
    Session.create(path, blank_report("青石镇人民政府", 2025)).close()
    session = Session.open(path, checking=False)
    told: list[object] = []
    session.subscribe(told.append)
    before = session.examined
    session.examine()
    (delta,) = [event for event in told if isinstance(event, Delta)]
    assert (before, session.examined) == (False, True)
    assert delta.opened == session.verdict.findings != ()
    assert (delta.keys, delta.closed, delta.label) == (frozenset(), frozenset(), "")
    session.examine()
    assert len(told) == 1
    session.close()


def test_whoever_asks_for_the_verdict_first_gets_the_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "x.gknb"
    with_checks = Session.create(path, blank_report("青石镇人民政府", 2025))
    wanted = with_checks.verdict
    with_checks.close()
    session = Session.open(path, checking=False)
    assert session.verdict == wanted
    assert session.examined
    session.close()


@pytest.mark.parametrize("file", ["checks.toml", "help.toml", "layout.toml", "sentences.toml"])
def test_where_the_form_is_damaged_every_change_is_refused_before_anything_differs(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    Session.create(path, blank_report("青石镇人民政府", 2025)).close()
    forms = tmp_path / "forms"
    shutil.copytree(paths.forms_dir(), forms)
    monkeypatch.setattr(paths, "forms_dir", lambda: forms)
    (forms / "2021" / file).write_text("没有这样的表单 = [", "utf-8")
    with pytest.raises(FormBroken, match=file):
        Session.open(path)
    session = Session.open(path, checking=False)
    told = heard(session)
    changes: tuple[Callable[[], object], ...] = (
        lambda: session.apply({NEW: 7}, LABEL),
        session.undo,
        session.confirm_zeros,
        lambda: session.take_in(blank_report("别的单位", 2025), "导入"),
    )
    for change in changes:
        with pytest.raises(FormBroken, match=file):
            change()
    assert (session.report.value(NEW), session.undo_label, told) == (None, "", [])
    session.close()

"""Last year for this year's report: typed from paper, carried over, a new year's start."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core import formfile, keys, past
from core.errors import CellLocked, YearExists
from core.history import replayed
from core.report import PASTED, TYPED, Entry, OriginKind, Report
from core.session import Session, blank_report

FORM = formfile.load("2021")
CARRIED = "applications.carried_in.natural_person"
FORWARD = "applications.carried_forward.natural_person"
NEW = "applications.new_received.natural_person"


def year(number: int, figures: dict[str, int], **texts: str) -> Report:
    entries = {key: Entry(value) for key, value in figures.items()}
    words = {key.replace("__", "."): Entry(text) for key, text in texts.items()}
    return Report(FORM, number, {keys.UNIT_NAME: Entry("青石镇人民政府"), **words, **entries})


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Report], Session]:
    return lambda report: Session.create(tmp_path / "青石镇.gknb", report)


def test_figures_typed_from_paper_count_as_last_year_and_can_be_undone(
    made: Callable[[Report], Session],
) -> None:
    session = made(year(2025, {}))
    session.apply({keys.before(FORWARD): "2件"}, "补录上年数据")
    paper = session.last_year
    assert paper is not None
    assert (paper.year, paper.figure(FORWARD), paper.figure(NEW)) == (2024, 2, None)
    session.undo()
    assert past.on_paper(session.report) is session.last_year
    session.close()


def test_carry_in_fills_blanks_as_one_step_and_locks_them(made: Callable[[Report], Session]) -> None:
    session = made(year(2025, {}))
    session.add_past(year(2024, {FORWARD: 2, "applications.carried_forward.commercial": 0}), "导入上年报告")
    session.carry_in()
    entry = session.report.entry(CARRIED)
    assert entry is not None
    assert (entry.value, entry.origin.kind, entry.origin.detail) == (2, OriginKind.CARRIED, "2024")
    assert session.undo_label == "按 2024 年报告填入上年结转（2 格）"
    assert session.carry_in() is None
    with pytest.raises(CellLocked, match="来自 2024 年报告"):
        session.apply({CARRIED: 3}, "填写")
    assert session.report.value(CARRIED) == 2
    session.close()


def test_a_locked_cell_is_opened_with_a_reason_which_is_kept(
    made: Callable[[Report], Session], tmp_path: Path
) -> None:
    session = made(year(2025, {}))
    session.add_past(year(2024, {FORWARD: 2}), "导入上年报告")
    session.carry_in()
    session.unlock(CARRIED, "撤乡并镇，划入 1 件")
    assert not past.locked(session.report, CARRIED)
    session.apply({CARRIED: 3}, "填写")
    assert session.report.value(CARRIED) == 3
    assert session.report.string(keys.note(CARRIED)) == "撤乡并镇，划入 1 件"
    assert session.carry_in() is None
    session.close()
    again = Session.open(tmp_path / "青石镇.gknb", 2025)
    assert again.report.value(CARRIED) == 3
    assert not past.locked(again.report, CARRIED)
    again.close()


def test_a_stale_carry_in_is_offered_again(made: Callable[[Report], Session]) -> None:
    session = made(year(2024, {FORWARD: 2}))
    session.add_year(past.next_report(session.report, FORM, 2025))
    assert session.report.value(CARRIED) == 2
    session.switch(2024)
    session.apply({FORWARD: 4}, "填写")
    session.switch(2025)
    assert session.report.value(CARRIED) == 2
    session.carry_in()
    assert session.report.value(CARRIED) == 4
    session.close()


def test_a_new_year_takes_over_who_we_are_and_never_a_text() -> None:
    last = year(2024, {FORWARD: 1, NEW: 5}, unit__address="青石路 1 号", text__overview="去年的话")
    new = past.next_report(last, FORM, 2025)
    assert new.string("unit.address") == "青石路 1 号"
    assert new.unit_name == "青石镇人民政府"
    assert new.text("overview") == ""
    assert new.value(CARRIED) == 1
    assert new.value(NEW) is None


def test_a_year_later_than_the_next_carries_nothing_over() -> None:
    new = past.next_report(year(2023, {FORWARD: 1}), FORM, 2025)
    assert new.value(CARRIED) is None


def test_a_past_year_is_added_once(made: Callable[[Report], Session]) -> None:
    session = made(year(2025, {}))
    session.add_past(year(2024, {FORWARD: 2}), "导入上年报告")
    assert session.report.year == 2025
    with pytest.raises(YearExists):
        session.add_past(year(2024, {}), "导入上年报告")
    session.close()


def test_a_mark_is_kept_and_undo_passes_over_it(made: Callable[[Report], Session], tmp_path: Path) -> None:
    session = made(blank_report("青石镇人民政府", 2025, FORM))
    session.apply({NEW: 5}, "填写")
    session.mark("交分管领导前")
    session.apply({NEW: 7}, "填写")
    session.undo()
    session.undo()
    assert session.report.value(NEW) is None
    session.close()
    again = Session.open(tmp_path / "青石镇.gknb")
    steps = again.steps()
    place = next(place for place, step in enumerate(steps) if step.label == "交分管领导前")
    again.go_back(steps[: place + 1], "回到“交分管领导前”")
    assert again.report.value(NEW) == 5
    assert again.undo_label == "回到“交分管领导前”"
    again.undo()
    assert again.report.value(NEW) is None
    assert replayed(again.steps()) == dict(again.report.entries)
    again.close()


def test_nothing_received_is_one_step_over_two_tables(made: Callable[[Report], Session]) -> None:
    session = made(blank_report("青石镇人民政府", 2025, FORM))
    session.confirm_none(["applications", "disputes"], "本年未收到申请")
    assert len(session.report.blanks()) == 10
    assert session.report.origin(NEW) != TYPED
    session.undo()
    assert len(session.report.blanks()) == 166
    session.close()


def test_the_same_value_from_elsewhere_does_not_open_a_locked_cell(made: Callable[[Report], Session]) -> None:
    session = made(year(2025, {}))
    session.add_past(year(2024, {FORWARD: 3}), "导入上年报告")
    session.carry_in()
    session.apply({CARRIED: 3}, "粘贴", origin=PASTED)
    assert past.locked(session.report, CARRIED)
    with pytest.raises(CellLocked):
        session.apply({CARRIED: 4}, "填写")
    session.close()


def test_unlocking_keeps_the_note_that_stood_there(made: Callable[[Report], Session]) -> None:
    session = made(year(2025, {}))
    session.add_past(year(2024, {FORWARD: 3}), "导入上年报告")
    session.carry_in()
    session.apply({keys.note(CARRIED): "来自台账"}, "批注")
    session.unlock(CARRIED, "划入 1 件")
    assert session.report.string(keys.note(CARRIED)) == "来自台账\n划入 1 件"
    session.close()


@pytest.mark.parametrize("figure", ["-3", "2.5"])
def test_what_cannot_be_left_over_is_not_carried_in(figure: str, made: Callable[[Report], Session]) -> None:
    session = made(year(2025, {}))
    session.apply({keys.before(FORWARD): figure}, "补录上年数据")
    assert session.last_year is not None
    assert past.carried(FORM, session.last_year) == {}
    assert session.carry_in() is None
    session.close()


def test_a_wrong_file_of_last_year_is_replaced_as_a_step_of_that_year(
    made: Callable[[Report], Session],
) -> None:
    session = made(year(2025, {}))
    session.add_past(year(2024, {FORWARD: 9, NEW: 9}), "导入上年报告")
    session.replace_past(year(2024, {FORWARD: 2}), "换成另一份上年报告")
    last = session.last_year
    assert last is not None
    assert (session.report.year, last.figure(FORWARD), last.figure(NEW)) == (2025, 2, None)
    session.switch(2024)
    session.undo()
    assert session.report.figure(NEW) == 9
    session.close()


@pytest.mark.parametrize(
    ("written", "limit"),
    [("1000", 1000), ("１０００", 1000), ("9" * 5000, 0), ("一千", 0), ("", 0), ("-1", 0)],
)
def test_a_limit_that_is_no_number_is_none(written: str, limit: int) -> None:
    report = Report(FORM, 2025, {keys.OVERVIEW_LIMIT: Entry(written)} if written else {})
    assert report.setting(keys.OVERVIEW_LIMIT) == limit

"""On a stick, a share or a disc the work is done on a local copy, and goes back whole or beside."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core import desk, holder, paths, workcopy
from core.desk import WrittenBack
from core.errors import (
    DiskFailed,
    FileExists,
    FileHeld,
    FileLocked,
    FileMissing,
    OriginalAway,
    VersionsDiffer,
)
from core.media import Medium
from core.report import Entry
from core.saver import ChoreFailed
from core.session import Event, Session, blank_report
from core.store import Store, read_copy
from tests.core.steps import CELL, typed
from tests.core.test_holder import put


@pytest.fixture(autouse=True)
def my_own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(desk, "AGAIN", 0.1)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    Session.create(folder / "青石镇.gknb", blank_report("青石镇", 2025)).close()
    return folder / "青石镇.gknb"


def opened(path: Path, medium: Medium = Medium.REMOVABLE, *, anyway: bool = False) -> Session:
    return Session.open(path, detect=lambda _: medium, anyway=anyway)


def value(path: Path) -> object:
    """The figure in the file as anybody else would read it."""
    with read_copy(path) as copy:
        return getattr(copy.entries(1).get(CELL), "value", None)


def edited(path: Path, figure: int) -> None:
    """Let somebody else change the original, as if there were no copy of ours."""
    with Store.open(path) as store:
        seq = store.last_seq(1) + 1
        before = store.entries(1).get(CELL)
        store.append(1, [typed(seq, figure, before=getattr(before, "value", None))], {CELL: Entry(figure)})


def heard(session: Session) -> list[Event]:
    told: list[Event] = []
    session.subscribe(told.append)
    return told


def test_work_goes_to_the_stick_when_asked_and_when_closed(stick: Path) -> None:
    session = opened(stick)
    told = heard(session)
    session.apply({CELL: 7}, "填写")
    session.flush()
    assert (value(stick), session.place.pending) == (None, True)
    session.write_back()
    assert (value(stick), session.place.pending, session.path) == (7, False, stick)
    assert session.place.written_back is not None
    assert [event.path for event in told if isinstance(event, WrittenBack)] == [stick]
    session.apply({CELL: 8}, "填写")
    session.close()
    assert value(stick) == 8
    assert list(stick.parent.iterdir()) == [stick]
    assert workcopy.unfinished() == ()


def test_a_year_that_is_added_goes_to_the_stick_like_every_edit(stick: Path) -> None:
    session = opened(stick)
    session.add_year(blank_report("青石镇", 2026))
    assert session.place.pending
    session.close()
    with read_copy(stick) as copy:
        assert [info.year for info in copy.reports()] == [2026, 2025]


def test_an_earlier_year_that_is_added_goes_to_the_stick_too(stick: Path) -> None:
    session = opened(stick)
    session.add_past(blank_report("青石镇", 2024), "导入 2024 年报告")
    session.close()
    with read_copy(stick) as copy:
        assert [info.year for info in copy.reports()] == [2025, 2024]


def test_work_goes_to_the_stick_by_itself(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "IDLE", 0.05)
    session = opened(stick)
    session.apply({CELL: 7}, "填写")
    session.close_group()
    end = time.monotonic() + 10
    while value(stick) != 7 and time.monotonic() < end:
        time.sleep(0.02)
    assert value(stick) == 7
    session.close()


def test_work_under_way_to_the_stick_is_not_there_yet(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = opened(stick)
    carried, seen = workcopy.WorkCopy.carry, list[bool]()

    def watched(copy: workcopy.WorkCopy, sealed: Path) -> workcopy.Carried | None:
        seen.append(session.place.pending)
        return carried(copy, sealed)

    monkeypatch.setattr(workcopy.WorkCopy, "carry", watched)
    session.apply({CELL: 7}, "填写")
    session.write_back()
    assert (seen, session.place.pending) == ([True], False)
    session.close()


def test_a_document_in_use_names_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "青石镇.gknb"
    first = Session.create(path, blank_report("青石镇", 2025))
    with pytest.raises(FileLocked, match=r"正被 .*在本机使用（自 今天 "):
        Session.open(path)
    first.close()


def test_a_stick_pulled_out_and_put_back(stick: Path, tmp_path: Path) -> None:
    session = opened(stick)
    told = heard(session)
    stick.parent.rename(tmp_path / "拔出")
    session.apply({CELL: 7}, "填写")
    with pytest.raises(FileMissing, match="U 盘不在，修改已存在本机。放回或连上以后会自动写回。"):
        session.write_back()
    assert (session.all_saved, session.place.pending) == (True, True)
    (tmp_path / "拔出").rename(stick.parent)
    end = time.monotonic() + 10
    while session.place.pending and time.monotonic() < end:
        time.sleep(0.02)
    assert (value(stick), session.place.failure) == (7, None)
    assert [type(event) for event in told if not hasattr(event, "seq") and not hasattr(event, "keys")] == [
        ChoreFailed,
        WrittenBack,
    ], "told once"
    session.close()


def test_an_empty_mount_point_is_not_the_stick(stick: Path, tmp_path: Path) -> None:
    session = opened(stick)
    stick.parent.rename(tmp_path / "拔出")
    stick.parent.mkdir()
    session.apply({CELL: 7}, "填写")
    session.close()
    assert list(stick.parent.iterdir()) == []
    assert [one.original for one in workcopy.unfinished()] == [stick]


def test_what_did_not_reach_the_stick_is_caught_up_at_the_next_opening(stick: Path, tmp_path: Path) -> None:
    session = opened(stick)
    stick.parent.rename(tmp_path / "拔出")
    session.apply({CELL: 7}, "填写 七")
    session.close()
    assert [(one.original, one.unit) for one in workcopy.unfinished()] == [(stick, "青石镇")]
    with pytest.raises(OriginalAway, match="但本机存有它尚未写回的修改"):
        opened(stick)
    alone = opened(stick, anyway=True)
    assert alone.report.value(CELL) == 7
    alone.close()
    (tmp_path / "拔出").rename(stick.parent)
    again = opened(stick)
    assert again.recovered is not None
    assert (again.recovered.caught_up, again.recovered.label) == (True, "填写 七")
    again.write_back()
    assert (value(stick), workcopy.unfinished()) == (7, ())
    again.close()
    assert again.recovered.conflict is None


def test_a_place_that_is_fixed_now_gets_what_was_left_unfinished(stick: Path, tmp_path: Path) -> None:
    session = opened(stick)
    stick.parent.rename(tmp_path / "拔出")
    session.apply({CELL: 7}, "填写")
    session.close()
    (tmp_path / "拔出").rename(stick.parent)
    opened(stick, Medium.FIXED).close()
    assert value(stick) == 7


def test_an_original_changed_elsewhere_stays_and_ours_lies_beside(stick: Path) -> None:
    session = opened(stick, Medium.SHARE)
    told = heard(session)
    session.apply({CELL: 7}, "填写")
    session.flush()
    edited(stick, 5)
    session.write_back()
    beside = session.path
    assert (value(stick), value(beside), beside.parent) == (5, 7, stick.parent)
    assert beside.name.startswith("青石镇（冲突副本 ")
    assert [type(event.refusal) for event in told if isinstance(event, ChoreFailed)] == [VersionsDiffer]
    session.apply({CELL: 8}, "填写")
    session.close()
    assert (value(stick), value(beside)) == (5, 8)
    again = opened(stick, Medium.SHARE)
    assert again.report.value(CELL) == 5
    again.close()


def test_work_on_a_conflict_copy_that_did_not_reach_it_is_found_by_its_name(
    stick: Path, tmp_path: Path
) -> None:
    session = opened(stick)
    edited(stick, 99)
    session.apply({CELL: 8}, "填写")
    session.write_back()
    mine = session.path
    pulled_out = stick.parent.rename(tmp_path / "拔出")
    session.apply({CELL: 9}, "填写")
    session.close()
    pulled_out.rename(stick.parent)
    assert [one.original for one in workcopy.unfinished()] == [mine]
    theirs = opened(stick)  # two files by now: each has a working copy of its own
    assert (theirs.report.value(CELL), theirs.path) == (99, stick)
    again = opened(mine)
    assert (again.report.value(CELL), again.path) == (9, mine)
    again.close()
    theirs.close()
    assert (value(mine), value(stick), workcopy.unfinished()) == (9, 99, ())
    assert sorted(stick.parent.iterdir()) == sorted([stick, mine])


def test_unfinished_work_on_an_original_changed_since_is_put_beside(stick: Path, tmp_path: Path) -> None:
    session = opened(stick)
    stick.parent.rename(tmp_path / "拔出")
    session.apply({CELL: 7}, "填写")
    session.close()
    (tmp_path / "拔出").rename(stick.parent)
    edited(stick, 5)
    again = opened(stick)
    assert again.recovered is not None
    assert again.recovered.conflict is not None
    assert (again.report.value(CELL), value(again.recovered.conflict)) == (5, 7)
    again.apply({CELL: 6}, "填写")
    again.close()
    assert (value(stick), value(again.recovered.conflict), workcopy.unfinished()) == (6, 7, ())


def test_a_copy_without_work_of_its_own_follows_the_original(stick: Path) -> None:
    opened(stick).close()
    edited(stick, 5)
    session = opened(stick)
    assert (session.report.value(CELL), session.recovered) == (5, None)
    session.apply({CELL: 6}, "填写")
    session.close()
    assert (value(stick), len(list(stick.parent.iterdir()))) == (6, 1)


def test_a_write_into_the_original_that_was_cut_off_is_undone_first(stick: Path) -> None:
    cut_off = """
import os, sys, sqlite3
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("PRAGMA cache_spill = 1")
db.execute("BEGIN EXCLUSIVE")
for number in range(200):
    row = (number + 1, number + 1, b'x' * 3000, 'a' * 64)
    db.execute("INSERT INTO draft VALUES (?, 1, ?, 1, ?, ?, '', '', '')", row)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", cut_off, stick], check=True)
    journal = stick.with_name(f"{stick.name}-journal")
    assert journal.stat().st_size
    session = opened(stick)
    assert session.recovered is not None
    assert session.recovered.rolled_back
    session.apply({CELL: 7}, "填写")
    session.close()
    assert (value(stick), journal.exists()) == (7, False)


def test_the_same_stick_in_two_windows_is_refused(stick: Path) -> None:
    session = opened(stick)
    with pytest.raises(FileLocked, match="在本机使用"):
        opened(stick)
    session.close()


def test_somebody_else_on_a_share_is_named_and_may_be_overruled(stick: Path) -> None:
    put(stick)
    with pytest.raises(FileHeld, match="由 张三 在电脑 PC-2 上开着"):
        opened(stick, Medium.SHARE)
    session = opened(stick, Medium.SHARE, anyway=True)
    assert session.place.warning.startswith("张三 在电脑 PC-2 上也开着这份文件（自 ")
    assert session.place.warning.endswith(" 起）；谁后写回，谁得到冲突副本。")
    session.apply({CELL: 7}, "填写")
    session.close()
    assert value(stick) == 7
    found = holder.read(stick)
    assert found is not None
    assert found.computer == "PC-2", "theirs stays"


def test_a_swap_file_of_the_dead_goes_and_one_of_another_computer_is_waited_for(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = stick.with_name(f".{stick.name}.写回中")
    dead = holder.Holder.here()._replace(pid=2**22 + 1)
    session = opened(stick, Medium.SHARE)
    swap.write_text(json.dumps(dead._asdict()))
    session.apply({CELL: 7}, "填写")
    session.write_back()
    assert (value(stick), swap.exists()) == (7, False)
    other = dead._replace(computer="PC-2")
    swap.write_text(json.dumps(other._asdict()))
    session.apply({CELL: 8}, "填写")
    with pytest.raises(FileLocked, match="另一台电脑正在写"):
        session.write_back()
    assert (value(stick), swap.exists()) == (7, True)
    monkeypatch.setattr(workcopy, "STALE", 0.0)
    session.close()
    assert (value(stick), swap.exists()) == (8, False)


def test_a_disc_is_worked_on_here_and_found_again(stick: Path) -> None:
    session = opened(stick, Medium.READ_ONLY)
    assert session.place.warning == "这个位置不能写入，修改只存在本机；要交给别人，请另存副本。"
    session.apply({CELL: 7}, "填写")
    session.write_back()
    session.close()
    assert value(stick) is None
    again = opened(stick, Medium.READ_ONLY)
    assert again.report.value(CELL) == 7
    again.close()


def test_a_bug_on_the_way_back_never_claims_to_be_back(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", shown.append)
    nothing: dict[str, str] = {}
    monkeypatch.setattr(workcopy.WorkCopy, "_carried", lambda *_: nothing["bug"])
    session = opened(stick)
    session.apply({CELL: 7}, "填写")
    with pytest.raises(DiskFailed, match="写回没有完成，修改已存在本机。"):
        session.write_back()
    assert [args.exc_type for args in shown] == [KeyError]
    session.close()
    assert [one.original for one in workcopy.unfinished()] == [stick]


def test_a_share_that_does_not_answer_is_waited_for_only_so_long(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    carried = workcopy.WorkCopy.carry

    def slow(copy: workcopy.WorkCopy, sealed: Path) -> workcopy.Carried | None:
        answers.wait(20)
        return carried(copy, sealed)

    monkeypatch.setattr(desk, "PATIENCE", 0.2)
    monkeypatch.setattr(workcopy.WorkCopy, "carry", slow)
    session = opened(stick, Medium.SHARE)
    session.apply({CELL: 7}, "填写")
    with pytest.raises(DiskFailed, match="共享盘没有回应，修改已存在本机。"):
        session.write_back()
    assert session.place.pending
    monkeypatch.setattr(desk, "PATIENCE", 20.0)
    answers.set()
    session.write_back()
    assert (value(stick), session.place.pending) == (7, False)
    session.close()


def test_a_share_known_not_to_answer_does_not_keep_a_person_who_leaves(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    monkeypatch.setattr(workcopy.WorkCopy, "carry", lambda *_: answers.wait(20) and None)
    monkeypatch.setattr(desk, "PATIENCE", 0.2)
    session = opened(stick, Medium.SHARE)
    session.apply({CELL: 7}, "填写")
    with pytest.raises(DiskFailed, match="没有回应"):
        session.write_back()
    start = time.monotonic()
    session.close()
    took = time.monotonic() - start
    answers.set()
    assert took < 5
    assert [one.original for one in workcopy.unfinished()] == [stick]


def test_a_copy_never_covers_the_original(stick: Path) -> None:
    session = opened(stick)
    with pytest.raises(FileExists):
        session.save_copy(stick)
    session.close()


def test_a_damaged_local_copy_gives_way_to_the_original_and_is_kept(stick: Path) -> None:
    session = opened(stick)
    session.apply({CELL: 5}, "填写")
    session.close()
    local = session.work_path
    data = bytearray(local.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    local.write_bytes(data)
    away = stick.rename(stick.with_suffix(".away"))
    with pytest.raises(FileMissing):
        opened(stick)
    assert local.read_bytes() == data
    away.rename(stick)
    session = opened(stick)
    assert session.report.stated(CELL) == 5
    assert "工作副本已损坏" in session.place.warning
    (aside,) = local.parent.glob("*损坏*")
    assert aside.read_bytes() == data
    session.apply({CELL: 6}, "填写")
    session.close()
    assert value(stick) == 6
    assert workcopy.unfinished() == ()


def test_the_last_session_s_bad_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    Session.create(path, blank_report("青石镇", 2025)).close()
    assert [other for other in tmp_path.iterdir() if other.is_file()] == [path]
    put(path)
    session = Session.open(path)
    assert session.recovered is not None
    assert (session.recovered.label, session.recovered.rolled_back) == ("新建报告", False)
    assert session.recovered.since == dt.datetime.fromisoformat("2031-01-28T10:32:00+08:00")
    session.close()
    again = Session.open(path)
    assert again.recovered is None
    again.close()


def test_names_of_conflict_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holder, "computer", lambda: "PC-2/?")
    now = dt.datetime.fromisoformat("2031-01-28T10:32:00+08:00")
    name = workcopy.conflict_name(Path("青石镇.gknb"), now)
    assert name == "青石镇（冲突副本 2031-01-28 10.32 PC-2）.gknb"
    assert workcopy.conflict_name(Path("青石镇.gknb"), now, 2) == name.replace("PC-2", "PC-2 2")
    assert paths.work_copies().name == "work-copies"

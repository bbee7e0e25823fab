"""Backups take themselves, say what they hold, come back whole, and are thinned by number alone."""

from __future__ import annotations

import contextlib
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core import holder, upkeep
from core import store as store_module
from core.backup import Backup, Reason, Shelf, recovery
from core.backup.shelf import NEWEST, Source, kept_of, look_at
from core.canonical import digest
from core.errors import (
    DiskFailed,
    DiskFull,
    FileDamaged,
    FileExists,
    FileLocked,
    NotBackedUp,
    Refused,
    YearMissing,
)
from core.report import Entry, Report
from core.saver import ChoreFailed
from core.session import Event, Session, blank_report
from core.store import Store
from tests.core.steps import CELL, typed
from tests.reliability.figures import Figures, Gate, hold
from tests.reliability.victims import dice

TEXT = "text.overview"
YEARS = 20 * 365


@contextlib.contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Let the backups of this stretch lie in a folder of their own."""
    before = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = os.fspath(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_DATA_HOME"]
        else:
            os.environ["XDG_DATA_HOME"] = before


@contextlib.contextmanager
def only_when_asked() -> Iterator[None]:
    """Let no backup take itself, and thin the shelf, while a gate counts what lies there."""
    before = upkeep.SETTLED, upkeep.EVERY
    upkeep.SETTLED = upkeep.EVERY = 1e6
    try:
        yield
    finally:
        upkeep.SETTLED, upkeep.EVERY = before


@pytest.fixture(autouse=True)
def _only_when_asked() -> Iterator[None]:
    with only_when_asked():
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "青石镇.gknb"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    opened = Session.create(path, blank_report("青石镇人民政府", 2031))
    yield opened
    opened.close()


def take(session: Session, reason: Reason = Reason.TIMED) -> Backup:
    """Back up what is there now, as the clock of the session would."""
    session.flush()
    taken = session._saver.call(lambda store: session._shelf.take(store, reason))
    assert taken is not None
    return taken


def reasons(session: Session) -> list[Reason]:
    return [backup.reason for backup in session.backups()]


def content(report: Report) -> str:
    return digest(report.content())


def spoil(path: Path) -> None:
    """Damage a file in the middle, as a bad sector would."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 512] = bytes(512)
    path.write_bytes(data)


# ---- taken by themselves


def until(session: Session, count: int) -> None:
    end = time.monotonic() + 5
    while len(session.backups()) < count and time.monotonic() < end:
        time.sleep(0.01)


def test_opening_closing_and_work_leave_backups_and_what_is_there_is_not_taken_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SETTLED", 0.0)
    monkeypatch.setattr(upkeep, "EVERY", 0.05)
    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    until(session, 1)
    assert reasons(session) == [Reason.OPENED]
    session.apply({CELL: 5}, "填写")
    session.flush()
    until(session, 2)
    assert reasons(session) == [Reason.TIMED, Reason.OPENED]
    monkeypatch.setattr(upkeep, "EVERY", 60.0)
    session.apply({CELL: 6}, "填写")
    session.close()
    assert [one.reason for one in session.backups()] == [Reason.CLOSED, Reason.TIMED, Reason.OPENED]
    again = Session.open(path)
    time.sleep(0.1)
    again.close()
    assert len(again.backups()) == 3


def test_a_backup_that_cannot_be_made_is_told_and_saving_goes_on(
    path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "SETTLED", 60.0)
    monkeypatch.setattr(upkeep, "EVERY", 0.01)
    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    told: list[Event] = []
    session.subscribe(told.append)
    in_the_way(home)
    session._upkeep._waiting = False  # type: ignore[union-attr]
    session.apply({CELL: 5}, "填写")
    session.flush()
    end = time.monotonic() + 5
    while not any(isinstance(one, ChoreFailed) for one in told) and time.monotonic() < end:
        time.sleep(0.01)
    failed = next(one for one in told if isinstance(one, ChoreFailed))
    assert "备份没有做成" in failed.refusal.message
    assert "编辑和保存不受影响" in failed.refusal.hint
    session.apply({CELL: 6}, "填写")
    session.flush()
    assert session.failure is None
    session.close()


def in_the_way(home: Path) -> Path:
    """Put a file where the backups' folder would be."""
    place = home / "data" / "gongkai-nianbao" / "backups"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("x")
    return place


def test_an_import_waits_for_its_backup_and_is_not_done_without_unless_agreed(
    session: Session, home: Path
) -> None:
    session.apply({CELL: 5}, "填写")
    other = Report(session.report.form, 2031, {CELL: Entry(7)})
    session.take_in(other, "导入")
    (backup,) = session.backups()
    assert backup.reason is Reason.IMPORT
    assert session.backup_report(backup, 2031).stated(CELL) == 5
    session.undo()
    place = home / "none"
    place.write_text("x")
    session._upkeep.shelf = Shelf(session.file_id, place)  # type: ignore[union-attr]
    with pytest.raises(NotBackedUp) as refusal:
        session.take_in(other, "导入")
    assert "导入前的备份没有做成，还没有导入。" in refusal.value.message
    assert "仍要导入" in refusal.value.hint
    assert session.report.stated(CELL) == 5
    session.take_in(other, "导入", anyway=True)
    assert session.report.stated(CELL) == 7


def test_a_backup_that_a_bug_ends_is_none(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", shown.append)
    nothing: dict[str, str] = {}
    monkeypatch.setattr(Shelf, "take", lambda *_: nothing["bug"])
    with pytest.raises(NotBackedUp, match="导入前的备份没有做成，还没有导入。"):
        session.take_in(Report(session.report.form, 2031, {CELL: Entry(7)}), "导入")
    assert [args.exc_type for args in shown] == [KeyError]
    assert session.report.stated(CELL) is None


def test_a_folder_that_does_not_answer_keeps_nobody_from_saving_and_closing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()
    monkeypatch.setattr(upkeep, "PATIENCE", 0.1)
    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5}, "填写")
    monkeypatch.setattr(Shelf, "take", lambda *_: answer.wait(20) and None)
    start = time.monotonic()
    with pytest.raises(NotBackedUp, match="备份文件夹读写出错，导入前的备份没有做成"):
        session.take_in(session.report, "导入")
    session._upkeep._post(Reason.TIMED, 0.0)  # type: ignore[union-attr]
    session.apply({CELL: 5}, "填写")
    session.flush()
    session.close()
    took = time.monotonic() - start
    answer.set()
    assert took < 5
    with Store.open(path) as store:
        assert store.entries(1)[CELL] == Entry(5)


# ---- what they hold, and back


def test_a_backup_says_when_of_what_and_what_was_changed_since(session: Session) -> None:
    session.apply({CELL: 5, TEXT: "全年收到申请五件。"}, "填写")
    backup = take(session)
    session.apply({CELL: 6, TEXT: "全年收到申请六件。"}, "填写")
    assert (backup.unit, backup.years) == (session._saver.call(lambda store: store.unit), (2031,))
    assert backup.saved_at is not None
    assert backup.when.endswith(f"{backup.saved_at.hour}:{backup.saved_at.minute:02}")
    since = session.difference(backup, 2031)
    (cell,) = (one for one in since.cells if one.counts)
    assert (cell.before, cell.after) == (5, 6)
    assert since.summary == "表三 1 格，总体情况 1 句"
    with pytest.raises(YearMissing):
        session.difference(backup, 2030)


def test_restoring_is_one_step_that_undo_takes_back(session: Session) -> None:
    session.apply({CELL: 5, TEXT: "全年收到申请五件。"}, "填写")
    backup, then = take(session), content(session.report)
    session.apply({CELL: 6}, "填写")
    session.apply({TEXT: ""}, "填写")
    now, count = content(session.report), len(session.steps())
    told = session.restore(backup, 2031)
    assert told is not None
    assert told.label == told.undo_label == f"恢复 {backup.when} 的备份"
    assert content(session.report) == then
    assert len(session.steps()) == count + 1
    assert reasons(session)[0] is Reason.RESTORE
    assert content(session.backup_report(session.backups()[0], 2031)) == now
    session.undo()
    assert content(session.report) == now
    assert session.restore(session.backups()[0], 2031) is None


def test_other_years_stay_and_a_missing_one_is_added(path: Path, tmp_path: Path) -> None:
    session = Session.create(path, blank_report("青石镇人民政府", 2030))
    session.apply({CELL: 3}, "填写")
    session.add_year(blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5}, "填写")
    backup = take(session)
    session.apply({CELL: 6}, "填写")
    session.switch(2030)
    session.apply({CELL: 4}, "填写")
    session.switch(2031)
    session.restore(backup, 2031)
    assert (session.report.year, session.report.stated(CELL)) == (2031, 5)
    assert session.report_of(2030).stated(CELL) == 4
    session.restore(backup, 2030)
    assert (session.report.year, session.report.stated(CELL)) == (2031, 5)
    assert session.report_of(2030).stated(CELL) == 3
    assert session.last_year is not None
    assert session.last_year.stated(CELL) == 3
    session.switch(2030)
    session.undo()
    assert session.report.stated(CELL) == 4
    session.close()
    alone = Session.create(tmp_path / "b.gknb", blank_report("青石镇人民政府", 2031))
    alone.restore(backup, 2030)
    assert [info.year for info in alone.years] == [2031, 2030]
    assert alone.report_of(2030).stated(CELL) == 3
    assert alone.report.stated(CELL) is None
    alone.restore(backup, 2031, all_years=True)
    assert alone.report.stated(CELL) == 5
    alone.close()


def test_a_restore_without_its_backup_is_not_done(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.apply({CELL: 5}, "填写")
    backup = take(session)
    session.apply({CELL: 6}, "填写")

    def full(*_: object) -> None:
        raise DiskFull("磁盘空间不足，恢复前的备份没有做成，还没有恢复。", "请清理磁盘。")

    monkeypatch.setattr(Shelf, "take", full)
    with pytest.raises(NotBackedUp):
        session.restore(backup, 2031)
    assert session.report.stated(CELL) == 6
    session.restore(backup, 2031, anyway=True)
    assert session.report.stated(CELL) == 5


def restores(count: int, seed: int) -> Figures:
    """Work, back up and restore at random: what comes back is what was there, and undo leads back again."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, at_home(Path(name) / "data"), only_when_asked():
        session = Session.create(Path(name) / "a.gknb", blank_report("青石镇人民政府", 2031))
        kept: dict[Path, str] = {}
        for turn in range(count):
            for _ in range(chance.randrange(4)):
                work(session, chance)
            if turn < 2 or chance.random() < 0.4:
                session.apply({CELL: turn}, "填写")
                kept[take(session).path] = content(session.report)
            figures.runs += 1
            there = set(session._shelf.folder.glob("*.gknb"))
            number, reason, path = chance.choice([one for one in session._shelf._files() if one[2] in kept])
            backup = look_at(path, number, reason)
            before = content(session.report)
            with figures.timed():
                restored = session.restore(
                    backup, 2031
                )  # None: nothing differed, and there is nothing to undo
            figures.lost += content(session.report) != kept[backup.path]
            if restored is not None and session.undo_label.startswith("恢复") and chance.random() < 0.5:
                session.undo()
                figures.expect(content(session.report) == before, f"round {turn}: undo")
            gone = there - set(session._shelf.folder.glob("*.gknb"))
            figures.expect(not gone, f"round {turn}: restoring removed {gone}")
        session.flush()
        last = content(session.report)
        session.close()
        with contextlib.closing(Session.open(Path(name) / "a.gknb")) as again:
            figures.expect(content(again.report) == last, "reopened")
            figures.notes["most backups"] = float(len(again.backups()))
    return figures


def work(session: Session, chance: random.Random) -> None:
    key = chance.choice([*session.report.form.typed])
    kind = chance.randrange(4)
    if kind == 0:
        session.apply({TEXT: session.report.text("overview") + "字" * chance.randrange(1, 30)}, "填写")
    elif kind == 1:
        session.undo()
    else:
        session.apply({key: chance.randrange(1000) if chance.random() < 0.8 else None}, "填写")


def test_dropping_every_backup_leaves_one_of_now(session: Session) -> None:
    session.apply({CELL: 5}, "填写")
    take(session)
    session.drop_backups(session.backups())
    (left,) = session.backups()
    assert (left.damaged, session.backup_report(left, 2031).stated(CELL)) == (False, 5)


# ---- thinned


def as_numbers(path: Path, seqs: dict[int, bool]) -> list[Backup]:
    return [Backup(seq, Reason.TIMED, path, damaged=not good) for seq, good in seqs.items()]


def test_the_newest_ten_good_ones_stay_and_of_older_ones_ever_fewer() -> None:
    kept: set[int] = set()
    for newest in range(1, 2001):
        kept.add(newest)
        kept = set(kept_of(as_numbers(Path(), dict.fromkeys(kept, True))))
        assert set(range(max(1, newest - NEWEST + 1), newest + 1)) <= kept
        assert len(kept) <= NEWEST * 9
    assert 1 in kept or min(kept) < 300
    ages = [2000 - seq for seq in sorted(kept)]
    assert sum(age >= 1000 for age in ages) <= 12
    assert sum(age >= 100 for age in ages) >= 15


def test_a_good_one_never_goes_for_a_damaged_one() -> None:
    chance = dice(3)
    for _ in range(300):
        seqs = {seq: chance.random() < 0.6 for seq in range(1, chance.randrange(2, 90))}
        kept = kept_of(as_numbers(Path(), seqs))
        good = [seq for seq, whole in seqs.items() if whole]
        assert set(good[-NEWEST:]) <= kept
        assert set(kept_of(as_numbers(Path(), dict.fromkeys(good, True)))) >= set(good[-NEWEST:])


def thinning(count: int, seed: int) -> Figures:
    """Back up while the clock jumps by twenty years either way: what stays does not depend on it."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, Store.create(Path(name) / "a.gknb", "青石镇") as store:
        store.add_report(2031, "2099", [typed(1, 1)])
        shelf = Shelf(store.file_id, Path(name) / "shelf")
        clock, expected = datetime.now().astimezone(), set[int]()
        for turn in range(1, count + 1):
            clock += timedelta(days=chance.choice([0, 0, 1, YEARS, -YEARS]))
            with at_time(clock):
                store.append(1, [typed(turn + 1, turn)], {CELL: Entry(turn)})
            taken = shelf.take(store, Reason.TIMED)
            figures.faults += 1
            for backup in shelf.folder.iterdir():
                moment = clock.timestamp() + chance.choice([0, YEARS, -YEARS]) * 86_400
                os.utime(backup, (moment, moment))
            with figures.timed():
                shelf.thin()
            expected = set(kept_of(as_numbers(Path(), dict.fromkeys({*expected, turn}, True))))
            found = shelf.list() if turn == count or turn % 5 == 0 else ()
            figures.expect(taken is not None and taken.seq == turn, f"backup {turn} has another number")
            if found:
                figures.expect({one.seq for one in found} == expected, f"after {turn}")
                figures.expect(found[0].seq == turn and not any(one.damaged for one in found), f"at {turn}")
            figures.runs += 1
    return figures


@contextlib.contextmanager
def at_time(clock: datetime) -> Iterator[None]:
    """Let what is saved in this stretch be saved at a time of ours."""
    true = store_module._now
    store_module._now = lambda: clock.isoformat(timespec="seconds")
    try:
        yield
    finally:
        store_module._now = true


GATES = (
    Gate("random restores", restores, 40, 50, 200),
    Gate("thinning while the clock jumps", thinning, 25, 60, 300),
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_what_was_backed_up_comes_back_whatever_happens(gate: Gate) -> None:
    figures = gate.run(gate.short, 11)
    hold(figures)
    assert figures.runs == gate.short


# ---- full disks and damage


def test_a_full_disk_leaves_the_shelf_as_it_was(session: Session) -> None:
    from tests.reliability.test_full_disk import room_for  # noqa: PLC0415 - not every system has limits

    session.apply({CELL: 5}, "填写")
    take(session)
    session.apply({CELL: 6}, "填写")
    session.flush()
    folder = session._shelf.folder
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    size = session.path.stat().st_size
    refused = 0
    for limit in range(0, size, size // 24):
        with pytest.raises(NotBackedUp, match="备份没有做成"), room_for(limit):
            session._upkeep.before(Reason.TIMED)  # type: ignore[union-attr]
        refused += 1
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == before, limit
    assert refused >= 24
    assert session.failure is None
    take(session)
    assert len(session.backups()) == 2


def test_a_backup_that_got_damaged_is_listed_as_such_and_never_offered(session: Session) -> None:
    session.apply({CELL: 5}, "填写")
    good = take(session)
    session.apply({CELL: 6}, "填写")
    bad = take(session)
    spoil(bad.path)
    found = session.backups()
    assert [(one.seq, one.damaged) for one in found] == [(bad.seq, True), (good.seq, False)]
    assert found[0].trouble == "这份备份已损坏，不能使用。"
    for use in (session.backup_report, session.difference, session.restore):
        with pytest.raises(FileDamaged):
            use(bad, 2031)
    assert session.report.stated(CELL) == 6
    assert [one.seq for one in recovery.candidates(session.path)] == [good.seq]
    assert take(session).seq == bad.seq + 1  # what the newest good one does not hold is taken again


def test_backups_are_files_that_open_by_themselves(session: Session, tmp_path: Path) -> None:
    session.apply({CELL: 5}, "填写")
    backup = take(session)
    copy = tmp_path / "copy.gknb"
    copy.write_bytes(backup.path.read_bytes())
    with contextlib.closing(Session.open(copy)) as opened:
        assert opened.report.stated(CELL) == 5
        assert opened.file_id == session.file_id


# ---- a file that is damaged or gone


def test_a_damaged_file_gives_way_to_its_newest_good_backup_and_is_kept(path: Path) -> None:
    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5}, "填写")
    session.close()
    spoil(path)
    broken = path.read_bytes()
    with pytest.raises(FileDamaged):
        Session.open(path)
    best = recovery.candidates(path)[0]
    assert best.unit == session._shelf.list()[0].unit
    aside = recovery.put_back(best, path)
    assert aside is not None
    assert aside.read_bytes() == broken
    assert aside.name.startswith("青石镇（损坏 ")
    with contextlib.closing(Session.open(path)) as opened:
        assert opened.report.stated(CELL) == 5
    assert sorted(one.name for one in path.parent.iterdir() if one.is_file()) == sorted(
        [path.name, aside.name]
    )


def test_a_file_that_is_gone_or_says_nothing_is_found_by_its_place(path: Path) -> None:
    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5}, "填写")
    session.close()
    path.write_bytes(b"\0" * 4096)
    assert recovery.candidates(path)[0].path.parent == session._shelf.folder
    path.unlink()
    best = recovery.candidates(path)[0]
    assert recovery.put_back(best, path) is None
    with contextlib.closing(Session.open(path)) as opened:
        assert opened.report.stated(CELL) == 5
    assert recovery.candidates(path.with_name("other.gknb")) == ()


def test_a_damaged_backup_replaces_nothing_and_an_open_file_is_not_set_aside(session: Session) -> None:
    session.apply({CELL: 5}, "填写")
    backup = take(session)
    with pytest.raises(FileLocked):
        recovery.set_aside(session.path)
    with pytest.raises(FileLocked):
        recovery.put_back(backup, session.path)
    spoil(backup.path)
    other = session.path.with_name("other.gknb")
    with pytest.raises(FileDamaged, match="没有用它替换"):
        recovery.put_back(backup, other)
    assert not other.exists()


def test_putting_back_on_a_full_disk_leaves_the_damaged_file_where_it_is(path: Path) -> None:
    from tests.reliability.test_full_disk import room_for  # noqa: PLC0415 - as above

    session = Session.create(path, blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5}, "填写")
    session.close()
    spoil(path)
    before = path.read_bytes()
    best = recovery.candidates(path)[0]
    for limit in range(0, len(before), len(before) // 8):
        with pytest.raises((DiskFull, DiskFailed)), room_for(limit):
            recovery.put_back(best, path)
        assert path.read_bytes() == before
        assert [one for one in path.parent.iterdir() if one.is_file()] == [path]


def test_two_damaged_files_on_one_day_have_two_names(path: Path) -> None:
    names = set[str]()
    for turn in range(3):
        path.write_bytes(b"damaged %d" % turn)
        names.add(recovery.set_aside(path).name)
    assert len(names) == 3
    assert not path.exists()
    with pytest.raises(Refused):
        recovery.set_aside(path)
    with pytest.raises(FileExists):
        Store.create(next(path.parent.glob("*损坏*")), "x")


def test_backups_are_numbered_in_the_order_in_which_they_were_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.create(tmp_path / "a.gknb", blank_report("青石镇", 2030))
    keeping = session._upkeep
    assert keeping is not None
    slow, take = threading.Event(), Shelf.take

    def taking(self: Shelf, source: Source, reason: Reason, place: Path | None = None) -> Backup | None:
        if reason is Reason.OPENED:
            slow.wait(10)
        return take(self, source, reason, place)

    monkeypatch.setattr(Shelf, "take", taking)
    first = session._saver.call(lambda store: keeping._make(store, "opened"))
    session.add_year(blank_report("青石镇", 2031))
    second = session._saver.call(lambda store: keeping._make(store, "closed"))
    second.join(0.2)
    slow.set()
    for one in (first, second):
        one.join()
    assert [backup.years for backup in Shelf(session.file_id).list()] == [(2031, 2030), (2030,)]
    session.close()


def test_what_was_made_and_closed_at_once_lies_on_the_shelf(tmp_path: Path) -> None:
    path = tmp_path / "青石镇.gknb"
    with at_home(tmp_path / "home"):
        Session.create(path, blank_report("青石镇", 2025)).close()
        session = Session.open(path)
        held = session.backups()
        session.close()
        assert [backup.reason for backup in held] == [Reason.CLOSED]
        assert held[0].trouble == ""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reasons for which backups are begun."""
    reasons: list[str] = []
    make = upkeep.Upkeep._make

    def noted(self: upkeep.Upkeep, store: Store, reason: str, *rest: object) -> upkeep.Making:
        reasons.append(reason)
        return make(self, store, reason, *rest)  # type: ignore[arg-type] # what it was given

    monkeypatch.setattr(upkeep.Upkeep, "_make", noted)
    return reasons


def test_who_looks_for_a_moment_backs_up_only_what_was_not_left_in_order(
    tmp_path: Path, asked: list[str]
) -> None:
    path = tmp_path / "青石镇.gknb"
    Session.create(path, blank_report("青石镇", 2025)).close()
    asked.clear()
    Session.open(path).close()
    assert asked == []
    holder.side_file(path).write_text(json.dumps(holder.Holder.here()._asdict()), "utf-8")
    session = Session.open(path)
    assert session.recovered is not None  # whoever had it open was killed
    session.close()
    assert asked == ["closed"]


def test_who_only_looks_once_the_first_backup_is_there_leaves_without_another(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "青石镇.gknb"
    Session.create(path, blank_report("青石镇", 2025)).close()
    monkeypatch.setattr(upkeep, "SETTLED", 0.0)
    for figure, reasons in ((None, ["opened"]), (7, ["opened", "closed"])):
        asked.clear()
        session = Session.open(path)
        end = time.monotonic() + 10
        while not (asked and session._upkeep and session._upkeep._last and session._upkeep._last.made):
            assert time.monotonic() < end
            time.sleep(0.01)
        if figure is not None:
            session.apply({CELL: figure}, "填写")
            session.flush()
        session.close()
        assert asked == reasons

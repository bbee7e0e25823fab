"""The shelf itself: names and numbers, rubbish, other versions, and several hands at once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.backup import Reason, Shelf, recovery
from core.backup.shelf import Backup, kept_of, remember, remembered
from core.errors import FileDamaged, FolderReadOnly, Refused
from core.report import Entry
from core.store import Store
from tests.core.steps import CELL, typed
from tests.reliability.test_migrations import at_version_2

DAY = 86_400


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "青石镇.gknb", "青石镇")
    made.add_report(2031, "2099", [typed(1, 1)])
    yield made
    with contextlib.suppress(sqlite3.ProgrammingError):  # a test has closed it
        made.close()


@pytest.fixture
def shelf(store: Store, tmp_path: Path) -> Shelf:
    return Shelf(store.file_id, tmp_path / "shelf")


def edit(store: Store) -> None:
    seq = store.last_seq(1) + 1
    store.append(1, [typed(seq, seq, before=seq - 1)], {CELL: Entry(seq)})


def test_a_backup_s_name_is_its_number_and_reason_and_says_nothing_of_the_unit(
    store: Store, shelf: Shelf
) -> None:
    shelf.take(store, Reason.OPENED)
    edit(store)
    shelf.take(store, Reason.CLOSED)
    assert sorted(path.name for path in shelf.folder.iterdir()) == [
        "000001-opened.gknb",
        "000001-opened.sha256",
        "000002-closed.gknb",
        "000002-closed.sha256",
    ]
    assert shelf.folder.name == store.file_id
    if os.name == "posix":
        assert shelf.folder.stat().st_mode & 0o077 == 0


def test_two_copies_opened_in_turn_do_not_crowd_the_shelf(store: Store, shelf: Shelf, tmp_path: Path) -> None:
    store.copy_to(tmp_path / "b.gknb")
    edit(store)
    with Store.open(tmp_path / "b.gknb") as copy:
        taken = [
            shelf.take(source, reason)
            for source in (store, copy, store, copy, store)
            for reason in (Reason.OPENED, Reason.TIMED, Reason.CLOSED)
        ]
        assert [backup.seq for backup in taken if backup] == [1, 2]
        before = shelf.take(store, Reason.IMPORT)
        assert before is not None  # what goes before a change lies on top, where it stays
        assert before.seq == 3
        assert shelf.take(store, Reason.IMPORT) is None


def test_other_files_on_the_shelf_are_left_alone(store: Store, shelf: Shelf) -> None:
    shelf.take(store, Reason.TIMED)
    others = [
        shelf.folder / name for name in ("我的.gknb", "000007.gknb", "x-timed.gknb", "000009-mine.gknb", "a")
    ]
    for other in others:
        other.write_text("x")
    edit(store)
    taken = shelf.take(store, Reason.TIMED)
    assert taken is not None
    assert taken.seq == 2
    assert [backup.seq for backup in shelf.list()] == [2, 1]
    shelf.thin()
    assert all(other.exists() for other in others)


def test_what_a_killed_program_left_unfinished_goes_after_a_day(store: Store, shelf: Shelf) -> None:
    shelf.take(store, Reason.TIMED)
    old, new = shelf.folder / ".aaaa.part", shelf.folder / ".bbbb.part"
    for part in (old, new):
        part.write_text("x")
    moment = old.stat().st_mtime - 2 * DAY
    os.utime(old, (moment, moment))
    edit(store)
    shelf.take(store, Reason.TIMED)
    assert (old.exists(), new.exists()) == (False, True)
    assert len(shelf.list()) == 2


def test_several_windows_take_backups_at_once_and_each_gets_a_number(store: Store, shelf: Shelf) -> None:
    frozen = []
    for _ in range(6):
        edit(store)
        frozen.append(store.frozen())
    threads = [threading.Thread(target=shelf.take, args=(one, Reason.TIMED)) for one in frozen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = shelf.list()
    assert [backup.seq for backup in found] == [6, 5, 4, 3, 2, 1]
    assert not any(backup.damaged for backup in found)
    assert len({backup.generation for backup in found}) == 6


def test_a_source_that_is_damaged_gives_no_backup(store: Store, shelf: Shelf) -> None:
    pages = bytearray(store.frozen().pages)
    place = pages.find("青石镇".encode())
    pages[place : place + 3] = "白".encode()
    with pytest.raises(FileDamaged, match="以前的备份都在"):
        shelf.take(store.frozen()._replace(pages=bytes(pages)), Reason.TIMED)
    assert [one for one in shelf.folder.iterdir() if one.suffix == ".gknb"] == []


def test_a_backup_without_its_sum_is_verified_whole(store: Store, shelf: Shelf) -> None:
    taken = shelf.take(store, Reason.TIMED)
    assert taken is not None
    taken.path.with_suffix(".sha256").unlink()
    assert not shelf.list()[0].damaged
    taken.path.with_suffix(".sha256").write_text("0" * 64)
    assert not shelf.list()[0].damaged
    data = bytearray(taken.path.read_bytes())
    place = data.find("青石镇".encode())
    data[place : place + 3] = "白".encode()
    taken.path.write_bytes(data)
    assert shelf.list()[0].damaged


def test_a_newer_program_s_backups_are_listed_not_used_and_never_removed(store: Store, shelf: Shelf) -> None:
    path, folder = store.path, shelf.folder.parent
    store.close()
    with at_version_2(), Store.open(path) as later:
        newer = Shelf(later.file_id, folder).take(later, Reason.TIMED)
    assert newer is not None
    (found,) = shelf.list()
    assert (found.damaged, found.spared) == (True, True)
    assert found.trouble == "这份备份是更新版本的程序做的，请升级程序后再用。"
    later_ones = [Backup(seq, Reason.TIMED, Path()) for seq in range(2, 2000)]
    assert found.seq in kept_of([found, *later_ones])
    assert recovery.candidates(path, folder) == ()


def test_an_older_program_s_backups_can_be_used(store: Store, shelf: Shelf, tmp_path: Path) -> None:
    taken = shelf.take(store, Reason.TIMED)
    assert taken is not None
    with at_version_2():
        (found,) = shelf.list()
        assert not found.damaged
        target = tmp_path / "other.gknb"
        recovery.put_back(found, target)
        with Store.open(target) as again:
            assert again.entries(1)[CELL] == Entry(1)


def test_a_shelf_that_cannot_be_written_says_so_for_every_reason(store: Store, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("x")
    shelf = Shelf(store.file_id, tmp_path / "blocked")
    for reason in Reason:
        with pytest.raises(Refused, match="备份没有做成") as refusal:
            shelf.take(store, reason)
        assert refusal.value.hint
        assert str(tmp_path) not in str(refusal.value)
    assert shelf.list() == ()


def test_a_name_that_stands_in_the_way_is_a_refusal(store: Store, tmp_path: Path) -> None:
    root = tmp_path / "shelf"
    root.mkdir()
    (root / store.file_id).write_text("x")
    with pytest.raises(FolderReadOnly, match="备份没有做成"):
        Shelf(store.file_id, root).take(store, Reason.TIMED)


def test_a_file_id_from_elsewhere_is_no_way_out_of_the_folder(tmp_path: Path) -> None:
    for odd in ("../../etc", "/etc", "a" * 36, "", "..", "C:\\x", "\udcff"):
        folder = Shelf(odd, tmp_path).folder
        assert folder.parent == tmp_path
        assert folder.name not in {"", "..", "etc"}


def test_where_a_file_lay_is_remembered_under_any_name(tmp_path: Path) -> None:
    for name in ("青石镇.gknb", "a b#%.gknb", "\udcff.gknb"):
        remember(tmp_path / name, f"id-{len(name)}", tmp_path / "shelf")
        assert remembered(tmp_path / name, tmp_path / "shelf") == f"id-{len(name)}"
    assert remembered(tmp_path / "none", tmp_path / "shelf") == ""
    for note in (tmp_path / "shelf" / "places").iterdir():
        note.write_bytes(b"\xff{[")
    assert remembered(tmp_path / "青石镇.gknb", tmp_path / "shelf") == ""

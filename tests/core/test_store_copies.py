"""Copies of the unit file are whole, and read without disturbing whoever has it open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import store as store_module
from core.errors import FileDamaged, FileExists, FileLocked, FileMissing
from core.report import Entry
from core.store import Store, read_copy
from tests.core.steps import CELL, typed


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "a.gknb", "青石镇")
    made.add_report(2031, "2099", [typed(1, 5)])
    return made


def names(folder: Path) -> list[str]:
    return sorted(other.name for other in folder.iterdir())


def test_a_copy_says_the_same_as_the_open_file(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "usb"
    place.mkdir()
    store.copy_to(place / "b.gknb")
    assert names(place) == ["b.gknb"]
    with Store.open(place / "b.gknb") as copy:
        assert (copy.content_hash, copy.generation) == (store.content_hash, store.generation)
        assert copy.trail(1) == store.trail(1)
        copy.append(1, [typed(2, 9)], {CELL: Entry(9)})
        assert copy.content_hash != store.content_hash
    store.close()


def test_a_copy_replaces_an_older_one(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "b.gknb"
    target.write_bytes(b"old")
    store.copy_to(target)
    with read_copy(target) as copy:
        assert copy.generation == store.generation
    store.close()


def test_a_copy_never_replaces_the_file_itself(store: Store, tmp_path: Path) -> None:
    (tmp_path / "link.gknb").symlink_to(store.path)
    os.link(store.path, tmp_path / "hard.gknb")
    for target in (store.path, tmp_path / "link.gknb", tmp_path / "hard.gknb"):
        with pytest.raises(FileExists, match="副本不能覆盖"):
            store.copy_to(target)
    store.close()


def test_a_copy_never_replaces_a_file_that_is_open_in_a_window(store: Store, tmp_path: Path) -> None:
    with Store.create(tmp_path / "b.gknb", "other"), pytest.raises(FileLocked):
        store.copy_to(tmp_path / "b.gknb")
    store.close()


def test_a_copy_into_a_folder_that_is_gone_says_so_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="文件夹"):
        store.copy_to(tmp_path / "gone" / "b.gknb")
    store.close()
    assert names(tmp_path) == ["a.gknb"]


def test_the_open_file_is_read_in_its_last_saved_state(store: Store) -> None:
    with read_copy(store.path) as copy:
        assert copy.entries(1) == {CELL: Entry(5)}
        assert copy.saved_at == store.saved_at
        store.append(1, [typed(2, 6)], {CELL: Entry(6)})
        assert copy.entries(1) == {CELL: Entry(5)}
    with read_copy(store.path) as copy:
        assert copy.entries(1) == {CELL: Entry(6)}
    store.close()


def test_a_copy_made_by_the_desktop_while_open_is_whole_or_noticed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_PAUSE", 0)
    work = (
        "import shutil, sys\nfor turn in range(60): shutil.copyfile(sys.argv[1], f'{sys.argv[2]}/copy{turn}')"
    )
    seq = 1
    with subprocess.Popen([sys.executable, "-c", work, store.path, tmp_path]) as desktop:
        while desktop.poll() is None:
            seq += 1
            store.append(1, [typed(seq, seq)], {CELL: Entry(seq)})
    store.close()
    whole = 0
    for turn in range(60):
        try:
            with Store.open(tmp_path / f"copy{turn}") as copy:
                last = copy.trail(1)[-1]
                assert copy.entries(1) == {CELL: last.changes[0].outcome(None)}
                whole += 1
        except FileDamaged:
            pass
    assert whole > 0
    assert seq > 1


def test_reading_tries_again_while_a_write_is_under_way(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is torn for the first two looks, as if another computer were in the middle of a commit."""
    store.close()
    good = store.path.read_bytes()
    torn = bytearray(good)
    torn[-200:] = bytes(200)
    store.path.write_bytes(torn)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            store.path.write_bytes(good)

    monkeypatch.setattr("core.store.time.sleep", pause)
    with read_copy(store.path) as copy:
        assert copy.entries(1) == {CELL: Entry(5)}
    assert len(pauses) == 2

"""A full disk at any size, on every way to the disk: old or new, never a part, and one sentence."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.errors import DiskFailed, DiskFull, Refused
from core.report import Entry
from core.saver import Saved, SaveFailed, Saver, SaverEvent
from core.store import Store, read_copy
from tests.core.steps import CELL, imported, outcome, typed

resource = pytest.importorskip("resource")
ROOT = Path(__file__).resolve().parents[2]
SIZES = 64
LARGE = {f"text.part{i}": "字" * 3000 for i in range(12)}


@contextlib.contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def small(path: Path) -> int:
    """Make a unit file with one small report; return its size in bytes."""
    with Store.create(path, "青石镇") as store:
        store.add_report(2031, "2099", [typed(1, 5)])
    return path.stat().st_size


def sizes(top: int) -> Iterator[int]:
    return iter(range(0, top, max(top // SIZES, 1)))


def test_a_new_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    top = small(tmp_path / "sample.gknb")
    (tmp_path / "sample.gknb").unlink()
    refused = 0
    for size in sizes(top):
        path = tmp_path / "new.gknb"
        try:
            with room_for(size):
                Store.create(path, "青石镇").close()
        except (DiskFull, DiskFailed):
            refused += 1
        else:
            with Store.open(path) as store:
                assert store.unit == "青石镇"
            path.unlink()
        assert list(tmp_path.iterdir()) == [], size
    assert refused > SIZES // 2


@pytest.mark.parametrize(
    "work",
    [
        lambda store: store.append(1, [imported(2, dict(LARGE))], outcome(imported(2, dict(LARGE)))),
        lambda store: store.add_report(2032, "2099", [imported(1, dict(LARGE))]),
    ],
    ids=["an edit", "a new year"],
)
def test_a_write_that_fails_changes_nothing_and_is_not_tried_again(
    tmp_path: Path, work: Callable[[Store], object]
) -> None:
    path = tmp_path / "a.gknb"
    start = small(path)
    for size in sizes(start + 60_000):
        with Store.open(path) as store:
            before = store.content_hash
            with room_for(size), pytest.raises((DiskFull, DiskFailed)) as first:
                work(store)
            with pytest.raises(Refused) as second:
                work(store)
            assert second.value is first.value
            assert store.content_hash == before
        with Store.open(path) as store:
            assert store.content_hash == before, size
        assert list(tmp_path.iterdir()) == [path], size
    with Store.open(path) as store:
        work(store)
        assert store.content_hash != before


def test_a_copy_is_there_whole_or_the_old_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "copy.gknb"
    top = small(tmp_path / "a.gknb")
    with Store.open(tmp_path / "a.gknb") as store:
        for size in sizes(top):
            target.write_bytes(b"old")
            with room_for(size), pytest.raises((DiskFull, DiskFailed)):
                store.copy_to(target)
            assert target.read_bytes() == b"old"
        store.copy_to(target)
        with read_copy(target) as copy:
            assert copy.content_hash == store.content_hash
    assert sorted(other.name for other in tmp_path.iterdir()) == ["a.gknb", "copy.gknb"]


def test_the_writer_thread_says_it_once_and_the_work_can_be_saved_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    start = small(path)
    told: list[SaverEvent] = []
    saver = Saver(lambda: Store.open(path), told.append)
    step = imported(2, dict(LARGE))
    with room_for(start + 4096):
        saver.offer(1, step, outcome(step), open_group=False)
        saver.offer(1, typed(3, 6, before=5), {CELL: Entry(6)}, open_group=False)
        with pytest.raises((DiskFull, DiskFailed)):
            saver.flush()
    saver.copy_to(tmp_path / "rescue.gknb")
    with pytest.raises((DiskFull, DiskFailed)):
        saver.close()
    failures = [event for event in told if isinstance(event, SaveFailed)]
    assert [event.seq for event in failures] == [2]
    assert [event for event in told if isinstance(event, Saved)] == []
    with Store.open(tmp_path / "rescue.gknb") as store:
        assert store.entries(1) == {**outcome(step), CELL: Entry(6)}
        assert store.last_seq(1) == 3
    with Store.open(path) as store:
        assert store.entries(1) == {CELL: Entry(5)}


IN_A_SMALL_PLACE = """
import sys
from pathlib import Path
from core.errors import Refused
from core.safefile import safe_write
from core.store import Store
from tests.core.steps import imported, outcome
place = Path(sys.argv[1])
safe_write(place / "a.pdf", b"old")
store = Store.create(place / "a.gknb", "x")
report = store.add_report(2031, "2099", [])
seq = 0
try:
    while True:
        step = imported(seq + 1, {f"text.part{seq}": chr(0x4E00 + seq) * 3000})
        store.append(report, [step], outcome(step))
        seq += 1
except Refused as refusal:
    print(type(refusal).__name__)
try:
    safe_write(place / "a.pdf", bytes(400_000))
except Refused as refusal:
    print(type(refusal).__name__)
assert (place / "a.pdf").read_bytes() == b"old"
store.close()
with Store.open(place / "a.gknb") as store:
    assert seq > 3
    assert (store.last_seq(report), len(store.entries(report)), len(store.trail(report))) == (seq, seq, seq)
print(sorted(other.name for other in place.iterdir()))
"""


def test_a_stick_that_is_really_full(tmp_path: Path) -> None:
    """A file system of 300 kB of its own, where this machine lets us have one."""
    mounted = 'mount -t tmpfs -o size=300k tmpfs "$0" && exec "$1" -c "$2" "$0"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mounted, tmp_path, sys.executable, IN_A_SMALL_PLACE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip(f"no small file system here: {done.stderr.strip()}")
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["DiskFull", "DiskFull", "['a.gknb', 'a.pdf']"]


NEW_IN_A_SMALL_PLACE = """
import sys
from pathlib import Path
from core.__main__ import main
place = Path(sys.argv[1])
status = main(["new", "--unit", "x", "--year", "2031", "--out", str(place / "a.gknb")])
print(status, sorted(other.name for other in place.iterdir()))
"""


@pytest.mark.parametrize("size", [20, 40, 60, 80, 100])
def test_new_on_a_full_stick_leaves_a_whole_file_or_none(tmp_path: Path, size: int) -> None:
    """On a file system of a few pages, a document without its report is never left behind."""
    mounted = f'mount -t tmpfs -o size={size}k tmpfs "$0" && exec "$1" -c "$2" "$0"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", mounted, tmp_path, sys.executable, NEW_IN_A_SMALL_PLACE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip(f"no small file system here: {done.stderr.strip()}")
    assert ("磁盘空间不足" in done.stderr, done.stdout.splitlines()[-1]) in {
        (True, "2 []"),
        (False, "0 ['a.gknb']"),
    }


def test_a_file_closed_after_a_failure_leaves_no_empty_journal(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    start = small(path)
    store = Store.open(path)
    store.append(1, [typed(2, 6, before=5)], {CELL: Entry(6)})
    with room_for(start), pytest.raises((DiskFull, DiskFailed)):
        store.append(1, [imported(3, dict(LARGE))], outcome(imported(3, dict(LARGE))))
    store.close()
    left = [other for other in tmp_path.iterdir() if other != path]
    assert all(other.stat().st_size for other in left), left
    with Store.open(path) as again:
        assert again.entries(1) == {CELL: Entry(6)}


IN_A_READ_ONLY_PLACE = """
import os
import sys
from pathlib import Path
from core.errors import Refused
from core.safefile import safe_write
from core.store import Store, read_copy
path = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setuid(65534)  # root could write anywhere
for work in (Store.open, lambda _: Store.create(path.parent / "b.gknb", "x"),
             lambda _: safe_write(path.parent / "a.pdf", b"x")):
    try:
        work(path)
    except Refused as refusal:
        print(type(refusal).__name__)
with read_copy(path) as copy:
    print(copy.unit)
"""


def test_a_read_only_folder_is_said_and_its_file_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "a.gknb"
        small(path)
        path.chmod(0o644)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", IN_A_READ_ONLY_PLACE, path],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["FolderReadOnly", "FolderReadOnly", "FolderReadOnly", "青石镇"]

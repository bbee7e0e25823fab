"""A plain file is the old one or the new one, never a part, and never somebody else's."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import safefile
from core.errors import DiskFailed, DiskFull, FileExists, FileMissing, NotOurFile, Refused
from core.safefile import safe_write

OLD = b"old " * 12_000
NEW = b"new!" * 20_000


@contextlib.contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``size`` bytes: a write comes back short, the next fails."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "年报.pdf"


@pytest.mark.parametrize("data", [b"", b"x", NEW], ids=["empty", "short", "long"])
def test_what_is_written_is_what_is_read(path: Path, data: bytes) -> None:
    path.write_bytes(OLD)
    safe_write(path, data)
    assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("exists", [True, False], ids=["over an old file", "as a new file"])
def test_a_full_disk_leaves_the_old_file_or_none_whatever_the_size(path: Path, *, exists: bool) -> None:
    for size in range(0, len(NEW), len(NEW) // 64):
        if exists:
            path.write_bytes(OLD)
        with room_for(size), pytest.raises(DiskFull, match="磁盘空间不足"):
            safe_write(path, NEW)
        assert [other.read_bytes() for other in path.parent.iterdir()] == ([OLD] if exists else [])
    with room_for(len(NEW)):
        safe_write(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(
    ("call", "code", "refusal"),
    [
        ("fsync", errno.EIO, DiskFailed),
        ("fsync", errno.ENOSPC, DiskFull),
        ("fsync", errno.EDQUOT, DiskFull),
        ("write", errno.EIO, DiskFailed),
        ("write", errno.ENOSPC, DiskFull),
        ("close", errno.ENOSPC, DiskFull),
    ],
)
def test_an_error_of_the_disk_is_never_papered_over(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, refusal: type[Refused]
) -> None:
    path.write_bytes(OLD)
    real_close = os.close

    def broken(handle: int, *_: object) -> int:
        if call == "close":
            real_close(handle)
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(safefile.os, call, broken)  # type: ignore[attr-defined]
        with pytest.raises(refusal):
            safe_write(path, NEW)
    assert path.read_bytes() == OLD


def test_a_disk_that_writes_something_else_is_found_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(OLD)
    real_write = os.write

    def lossy(handle: int, data: memoryview) -> int:
        return real_write(handle, bytes(data).replace(b"!", b"?"))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lossy)
        with pytest.raises(DiskFailed, match="读回的内容不一致"):
            safe_write(path, NEW)
    assert [other.read_bytes() for other in path.parent.iterdir()] == [OLD]


def test_a_write_that_takes_a_part_at_a_time_is_finished(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: real_write(handle, bytes(data)[:999]))
        safe_write(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.skipif(os.name != "posix", reason="Windows lets only administrators make links")
def test_a_link_stays_a_link_and_the_file_behind_it_changes(path: Path, tmp_path: Path) -> None:
    path.write_bytes(OLD)
    link = tmp_path / "link.pdf"
    link.symlink_to(path)
    safe_write(link, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits")
def test_colleagues_who_could_read_the_old_file_can_read_the_new_one(path: Path) -> None:
    path.write_bytes(OLD)
    path.chmod(0o664)
    safe_write(path, NEW)
    assert path.stat().st_mode & 0o777 == 0o664


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match=r"文件夹.*不存在"):
        safe_write(tmp_path / "gone" / "a.pdf", NEW)


def test_a_folder_in_the_place_of_the_file_stays(path: Path) -> None:
    path.mkdir()
    with pytest.raises(NotOurFile, match="是文件夹"):
        safe_write(path, NEW)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "on a stick without them"])
def test_a_new_file_never_takes_a_name_that_is_taken(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "not on this medium")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    temp = path.with_name("temp")
    temp.write_bytes(NEW)
    safefile.put_in_free_place(temp, path)
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    temp.write_bytes(OLD)
    with pytest.raises(FileExists, match="已经存在"):
        safefile.put_in_free_place(temp, path)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(("code", "waits"), [(5, 2), (32, 2), (33, 2), (112, 0)])
def test_only_passing_troubles_of_windows_are_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int, waits: int
) -> None:
    pauses: list[float] = []
    real_replace = Path.replace

    def held_twice(temp: Path, target: Path) -> Path:
        if len(pauses) < 2:
            trouble = PermissionError(errno.EACCES, "held")
            trouble.winerror = code  # type: ignore[attr-defined]
            raise trouble
        return real_replace(temp, target)

    monkeypatch.setattr(Path, "replace", held_twice)
    monkeypatch.setattr("core.safefile.time.sleep", pauses.append)
    if waits:
        safe_write(path, NEW)
        assert path.read_bytes() == NEW
    else:
        with pytest.raises(DiskFull):
            safe_write(path, NEW)
    assert len(pauses) == waits
    assert sum(safefile._WAITS) == pytest.approx(1.6)


@pytest.mark.parametrize("days", [-400, 2, 9000])
def test_what_a_killed_program_left_goes_with_the_next_writing_another_day(path: Path, days: int) -> None:
    """By the file system's clock, wherever that has been put."""
    left, fresh = safefile.temp_beside(path), safefile.temp_beside(path)
    for temp in (left, fresh):
        temp.write_bytes(b"half")
    then = path.parent.stat().st_mtime - days * 86_400
    os.utime(left, (then, then))
    safe_write(path, NEW)
    assert sorted(path.parent.iterdir()) == sorted([fresh, path])

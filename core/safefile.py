"""Writing a file whole or not at all (RELIABILITY.md: ``safe_write``).

The target is never truncated, moved or deleted: a finished, verified neighbour takes its name in one step.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from core import windows
from core.causes import known_cause, shown
from core.errors import DiskFailed, FileExists

_TEMP = ".gongkai-nianbao-"
_FORGOTTEN = 86_400.0  # seconds after which an unfinished file is nobody's
_WINDOWS_PASSING = {5, 32, 33}  # a virus scanner or the search index has the file for a moment
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.85)  # seconds; 1.6 in all
_NO_LINKS = {
    errno.EPERM,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EMLINK,
}  # sticks and shares know no hard links
_NO_FOLDER_SYNC = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF, errno.EACCES}


def safe_write(path: Path, data: bytes, just_before: Callable[[], None] | None = None) -> None:
    """Write ``data`` to ``path``: afterwards the file is the old one or the new one, never a part.

    ``just_before`` is called when only the name is left to take; what it raises leaves the old file.

    Raises the refusal that fits: DiskFull, FolderReadOnly, FileMissing (the folder), FileLocked, DiskFailed.
    """
    target = path.resolve()  # through a link: the link stays
    temp = temp_beside(target)
    try:
        try:
            _write_new(temp, data)
            sweep(temp)
            _keep_mode(target, temp)
            _compare(temp, data, path)
            if just_before is not None:
                just_before()
            put_in_place(temp, target)
        finally:
            temp.unlink(missing_ok=True)
    except OSError as error:
        if (refusal := known_cause(error, path, writing=True)) is None:
            raise
        raise refusal from error


def safe_write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, whole or not at all; raises ``FileExists`` and the others."""
    temp = temp_beside(path)
    try:
        try:
            _write_new(temp, data)
            _compare(temp, data, path)
            put_in_free_place(temp, path)
        finally:
            temp.unlink(missing_ok=True)
    except OSError as error:
        if (refusal := known_cause(error, path, writing=True)) is None:
            raise
        raise refusal from error


def temp_beside(target: Path) -> Path:
    """Return a fresh, short, hidden name in the target's folder; the file does not exist yet."""
    return target.with_name(f"{_TEMP}{os.urandom(6).hex()}.tmp")


def sweep(temp: Path) -> None:
    """Remove what killed programs left in the folder of a fresh ``temp``: of another day than it is.

    The ages are told by the file system's own clock; a wrong one only leaves rubbish for longer.
    """
    with contextlib.suppress(OSError):  # somebody else removes it, or may alone
        now = temp.stat().st_mtime
        for path in temp.parent.glob(f"{_TEMP}*.tmp"):
            if abs(now - path.stat().st_mtime) > _FORGOTTEN:
                path.unlink()


def put_in_place(temp: Path, target: Path) -> None:
    """Give the finished, synced ``temp`` the name ``target`` in one step; ``OSError`` if that fails."""
    _patiently(temp.replace, target)
    sync_folder(target.parent)


def put_in_free_place(temp: Path, target: Path) -> None:
    """Give ``temp`` the name ``target`` only if nothing has it; raises ``FileExists``, else ``OSError``."""
    try:
        if windows.HERE:
            _patiently(temp.rename, target)  # there a rename never replaces anything, and needs no links
        else:
            _link(temp, target)
    except FileExistsError as error:
        raise already_there(target) from error
    temp.unlink(missing_ok=True)
    sync_folder(target.parent)


def _patiently(take: Callable[[Path], object], name: Path) -> None:
    """Take a name, again and again while only a passing trouble of Windows is in the way."""
    for wait in (*_WAITS, None):
        try:
            take(name)
        except OSError as error:
            if wait is None or getattr(error, "winerror", None) not in _WINDOWS_PASSING:
                raise
            time.sleep(wait)
        else:
            return


def _link(temp: Path, target: Path) -> None:
    """Give ``temp`` a second name; unlike a rename this never replaces anything."""
    try:
        os.link(temp, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        temp.rename(target)


def already_there(path: Path) -> FileExists:
    """Return the refusal for a new file whose place is taken."""
    return FileExists(f"{shown(path)}已经存在。", "请换一个名称，或直接打开它。")


def sync_file(path: Path) -> None:
    """Wait until the file's content is on the medium; never for a database that this process has open."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        _sync(handle)
    finally:
        os.close(handle)


def from_medium(path: Path) -> bytes:
    """Return what the medium holds of a synced file, not what the system remembers of writing it.

    Where the system cannot forget on demand (Windows), it is what the system reads. Raises ``OSError``.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()


def _sync(handle: int) -> None:
    """Wait until what was written through a handle is on the medium; ``OSError`` says why it is not.

    Windows' library calls every failure of this "bad file descriptor" (EBADF); the descriptor is good.
    """
    try:
        os.fsync(handle)
    except OSError as error:
        if not windows.HERE or error.errno != errno.EBADF:
            raise
        raise OSError(errno.EIO, os.strerror(errno.EIO)) from error


def sync_folder(folder: Path) -> None:
    """Wait until the folder's names are on the medium, where the system can."""
    if windows.HERE:
        return  # no such call; the name is in the file system's own journal
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def _write_new(temp: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temp, flags, 0o666)
    try:
        rest = memoryview(data)
        while rest:  # a write may take only a part
            rest = rest[os.write(handle, rest) :]
        _sync(handle)
    finally:
        os.close(handle)


def _keep_mode(target: Path, temp: Path) -> None:
    """Let colleagues who could read the old file read the new one."""
    if os.name == "posix" and target.is_file():
        temp.chmod(target.stat().st_mode & 0o777)


def _compare(temp: Path, data: bytes, path: Path) -> None:
    written = temp.read_bytes()
    if len(written) != len(data) or hashlib.sha256(written).digest() != hashlib.sha256(data).digest():
        raise DiskFailed(
            f"写入后读回的内容不一致，{shown(path)}没有改动。", "磁盘可能已损坏，请换一个位置保存。"
        )

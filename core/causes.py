"""What the system's errors mean for a person: one refusal per cause, with place and advice.

HOUSE.md 7.5: an error of the system or of SQLite that is not known here is our bug, passed on untouched.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from core import windows
from core.errors import (
    DiskFailed,
    DiskFull,
    FileDamaged,
    FileLocked,
    FileMissing,
    FileNewer,
    FileNotReadable,
    FolderReadOnly,
    NotOurFile,
    Refused,
    WrongArgument,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM}
_HELD = {errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK}
_MISSING = {errno.ENOENT, errno.ENOTDIR}
_FAILED = {
    errno.EIO,
    errno.ENXIO,
    errno.ENODEV,
    errno.ESTALE,
    errno.ETIMEDOUT,
    errno.ENOTCONN,
    errno.ECONNRESET,
    errno.ECONNABORTED,
    errno.EHOSTDOWN,
    errno.EHOSTUNREACH,
    errno.ENETUNREACH,
}
_LINKS = {errno.ELOOP, errno.ENAMETOOLONG}

# Windows reports these beside a vague errno (most are EINVAL or EACCES there).
_WINDOWS_READ_ONLY = {19}
_WINDOWS_HELD = {32, 33}
_WINDOWS_FULL = {39, 112}
_WINDOWS_FAILED = {
    21,
    23,
    27,
    31,
    53,
    54,
    55,
    58,
    59,
    64,
    67,
    121,
    433,
    1005,
    1006,
    1117,
    1167,
    1231,
    1392,
    1393,
}
_WINDOWS_DENIED = 5
_WINDOWS_LONG = {206, 234}
_NOT_IN_NAMES = frozenset('<>:"|?*')  # on Windows, and on a stick with its file systems

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_SQLITE_PERM = 3
_SQLITE_HELD = {5, 6}
_SQLITE_READONLY = 8
_SQLITE_IOERR = 10
_SQLITE_CORRUPT = 11
_SQLITE_FULL = 13
_SQLITE_CANTOPEN = 14
_SQLITE_NOTADB = 26

# What SQLite can open (its os_unix.c): the journal's name must find room as well.
_BESIDE = b"-journal"
_LONGEST_NAME = 255
_LONGEST_PATH = 512

_ROOM_NEEDED = 1 << 20  # bytes: with less than this free, a failed write means a full disk


def known_cause(error: OSError | sqlite3.Error, path: Path, *, writing: bool = False) -> Refused | None:
    """Return the refusal that an error at ``path`` means, or None if its cause is not known.

    ``writing`` tells what was tried: the system reports a forbidden write and a forbidden read alike.
    """
    if isinstance(error, OSError):
        return _of_system(error, path, writing=writing)
    return _of_sqlite(error, path, writing=writing)


def shown(path: Path) -> str:
    """Return a path as it can be shown: bytes that are no text become replacement marks."""
    return f"“{os.fsencode(path).decode(errors='replace')}”"


def locked(path: Path) -> FileLocked:
    """Return the refusal for a file that somebody else has open."""
    return FileLocked(f"文件{shown(path)}正被另一个窗口或另一台电脑使用。", "请在那里关闭它，然后重新打开。")


def damaged(path: Path) -> FileDamaged:
    """Return the refusal for a file whose content does not agree with its check value."""
    return FileDamaged(
        f"文件{shown(path)}已损坏或没有复制完整，内容与校验值不符，没有打开。",
        "请不要改动它，改用完好的副本。",
    )


def newer(path: Path) -> FileNewer:
    """Return the refusal for a file of a newer version that cannot be read here."""
    return FileNewer(f"{shown(path)}是用更新版本的程序保存的，本版本不能打开。", "请升级程序后再打开。")


def not_ours(path: Path) -> NotOurFile:
    """Return the refusal for a file that another program wrote."""
    return NotOurFile(f"{shown(path)}不是本程序的年报文件。", "请选择本程序建立的年报文件。")


def read_only(path: Path) -> FolderReadOnly:
    """Return the refusal for a place where nothing can be written."""
    return FolderReadOnly(
        f"{shown(path)}所在的位置只能读取，不能写入。", "请换到可以写入的文件夹（例如“文档”）。"
    )


def _of_system(error: OSError, path: Path, *, writing: bool) -> Refused | None:
    code, number = error.errno, _number(error, path, writing=writing)
    if code in _FULL or number in _WINDOWS_FULL:
        return _full(path)
    if number in _WINDOWS_HELD or code in _HELD or _is_taken(error, number):
        return locked(path)
    if code in _FAILED or number in _WINDOWS_FAILED:  # Windows calls some of them "denied" as well
        return _failed(path)
    if code == errno.EROFS or number in _WINDOWS_READ_ONLY:
        return read_only(path)
    return _denied(error, path, writing=writing) if code in _DENIED else _of_name(code, number, path)


def _denied(error: OSError, path: Path, *, writing: bool) -> Refused:
    """Return what "denied" means; so Windows answers, too, who reads a folder or puts a file in its place."""
    if windows.HERE and (error.filename2 is not None or not writing) and path.is_dir():
        return _a_folder(path)
    return read_only(path) if writing else _unreadable(path)


def _number(error: OSError, path: Path, *, writing: bool) -> int | None:
    """Return Windows' own number for an error; asked for where Python's ``open`` did not pass it on."""
    number: int | None = getattr(error, "winerror", None)
    if number is None and error.errno in _DENIED and windows.HERE:
        return windows.why_not_opened(path, writing=writing)
    return number


def _is_taken(error: OSError, number: int | None) -> bool:
    """Tell whether Windows refused only the last step, taking the name of a file that may be written.

    Then another program has that file open: a new file beside it could be written a moment before.
    """
    target = error.filename2
    if number != _WINDOWS_DENIED or target is None:
        return False
    return Path(target).is_file() and os.access(target, os.W_OK)


def _of_name(code: int | None, number: int | None, path: Path) -> Refused | None:
    if code in _LINKS or number in _WINDOWS_LONG:
        return _too_long(path)
    if code in _MISSING:
        return _too_long(path) if windows.HERE and _is_too_long(path) else _missing(path)
    if code == errno.EISDIR:
        return _a_folder(path)
    if code == errno.EINVAL:
        return _invalid(number, path)
    return None


def _invalid(number: int | None, path: Path) -> Refused | None:
    if _NOT_IN_NAMES.intersection(path.name):
        return WrongArgument(
            f"{shown(path)}里有不能用在文件名里的符号。", '请去掉名称里的 < > : " | ? * 再试。'
        )
    # so Windows' C library says whatever it has no number for: a stick or a share that is gone in the middle
    return _failed(path) if windows.HERE and number is None else None


def _of_sqlite(error: sqlite3.Error, path: Path, *, writing: bool) -> Refused | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _SQLITE_HELD:
        return locked(path)
    if code in {_SQLITE_PERM, _SQLITE_READONLY}:
        return read_only(path)
    if code == _SQLITE_FULL or (code == _SQLITE_IOERR and writing and _no_room(path)):
        return _full(path)
    if code == _SQLITE_CANTOPEN:
        return _unopened(path, writing=writing)
    says = {_SQLITE_IOERR: _failed, _SQLITE_CORRUPT: damaged, _SQLITE_NOTADB: damaged}.get(code)
    return says(path) if says else None


def _unopened(path: Path, *, writing: bool) -> Refused:
    if _is_too_long(path):
        return _too_long(path)
    if not path.exists():
        return _missing(path)
    return read_only(path) if writing else _unreadable(path)


def _is_too_long(path: Path) -> bool:
    """Tell whether the name of the file, or of the journal beside it, is longer than can be opened."""
    beside = os.fsencode(path.absolute()) + _BESIDE
    if windows.HERE:
        return len(beside.decode(errors="replace")) >= windows.LONGEST_PATH
    return len(beside) > _LONGEST_PATH or len(beside.rpartition(b"/")[2]) > _LONGEST_NAME


def _no_room(path: Path) -> bool:
    """Tell whether the medium is full; SQLite names only one of the system's three ways to say so."""
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_NEEDED
    except OSError:
        return False  # the medium itself is gone: then "failed" is the truth


def _a_folder(path: Path) -> NotOurFile:
    return NotOurFile(f"{shown(path)}是文件夹，不是文件。", "请选择一个文件。")


def _missing(path: Path) -> FileMissing:
    if not path.parent.is_dir():
        return FileMissing(
            f"文件夹{shown(path.parent)}不存在。", "请检查它是否被移走，或 U 盘、共享盘是否已断开。"
        )
    return FileMissing(f"找不到文件{shown(path)}。", "请检查它是否被移走或改名。")


def _too_long(path: Path) -> WrongArgument:
    return WrongArgument(f"文件名或路径太长：{shown(path)}。", "请改用短一些的名称，或换一个文件夹。")


def _unreadable(path: Path) -> FileNotReadable:
    return FileNotReadable(f"没有权限读取文件{shown(path)}。", "请检查它的权限，或请管理员帮忙。")


def _full(path: Path) -> DiskFull:
    return DiskFull(f"磁盘空间不足，{shown(path)}没有写入。", "请清理磁盘，或换一个位置保存。")


def _failed(path: Path) -> DiskFailed:
    return DiskFailed(
        f"磁盘或共享盘出错，{shown(path)}没有读写成功。", "请检查 U 盘、网线是否松动，换一个位置保存。"
    )

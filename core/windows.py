"""What is asked of Windows itself, in one place; on every other system each answer is "nothing to say".

Tried under Wine (packaging/docs/windows.md); the tests hold both branches.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = os.name == "nt"  # for branches in plain Python; the tests switch it
LONGEST_PATH = 260  # characters, where Windows was not told to allow more

_HIDDEN = 2  # FILE_ATTRIBUTE_HIDDEN
_READ, _WRITE = 0x80000000, 0x40000000  # GENERIC_READ, GENERIC_WRITE
_SHARE_ALL = 7
_OPEN_EXISTING = 3
_BACKUP_SEMANTICS = 0x02000000  # FILE_FLAG_BACKUP_SEMANTICS: folders too


def drive_type(root: str) -> int:
    """Return Windows' number for a drive (``GetDriveTypeW``), given with its backslash; 0 elsewhere."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows alone

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def hide(file: Path) -> None:
    """Keep Windows from showing the file; elsewhere the dot before its name does."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows alone

        ctypes.windll.kernel32.SetFileAttributesW(str(file), _HIDDEN)


def let_come_forward(pid: int) -> None:
    """Let another program come to the front, which Windows allows only to whom the person just started."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows alone

        ctypes.windll.user32.AllowSetForegroundWindow(pid)


def why_not_opened(file: Path, *, writing: bool = False) -> int:
    """Return Windows' own number for why a file cannot be opened; 0 if it can, or elsewhere.

    Python's ``open`` passes on only "permission denied", of a file that is held as of one that is forbidden.
    The file is opened as it stands and closed again; nothing is changed.
    """
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows alone

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        asked = (
            str(file),
            _WRITE if writing else _READ,
            _SHARE_ALL,
            None,
            _OPEN_EXISTING,
            _BACKUP_SEMANTICS,
            None,
        )
        handle = kernel.CreateFileW(*asked)
        if handle in {None, ctypes.c_void_p(-1).value}:
            return int(ctypes.get_last_error())
        kernel.CloseHandle(ctypes.c_void_p(handle))
    return 0

"""The program started again for a file that a window of this person has open: that window comes forward.

The second start leaves a request in this user's folder, addressed to the program that says to have the file
open; that one watches the folder, takes the request away and raises its window. No socket, no port. Where
nobody answers within ``PATIENCE``, the second start goes on by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QApplication

from core import holder, paths, windows
from core.errors import Refused
from core.safefile import safe_write_new

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PATIENCE = 2.0  # seconds until the second start goes on by itself
_GLANCE = 0.02  # seconds between two looks
_SUFFIX = ".json"


def folder() -> Path:
    """Return where requests lie; it may not exist yet."""
    return paths.user_data() / "requests"


def is_answered(file: Path) -> bool:
    """Ask the window that has a file open to come forward; False where there is none, or none answers."""
    found = holder.read(file)
    if found is None or not _is_mine(found):
        return False
    request = folder() / f"{found.pid}-{os.urandom(6).hex()}{_SUFFIX}"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        safe_write_new(request, json.dumps({"token": found.token}).encode())
    except (OSError, Refused):
        return False
    windows.let_come_forward(found.pid)
    try:
        return _is_taken(request)
    finally:
        with contextlib.suppress(OSError):
            request.unlink(missing_ok=True)


def _is_mine(found: holder.Holder) -> bool:
    """Tell whether a holder is another program of this person on this PC that still runs."""
    same = found.on_this_computer and found.user == holder.user() and found.pid != os.getpid()
    return same and found.alive


def _is_taken(request: Path) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not request.exists():
            return True
        time.sleep(_GLANCE)
    return False


class Doorbell(QObject):
    """Watches for requests to this program; costs nothing while there are none."""

    def __init__(self, answer: Callable[[], object], owner: QObject) -> None:
        """Call ``answer`` for each request, as long as ``owner`` lives."""
        super().__init__(owner)
        self._answer = answer
        self._watcher = QFileSystemWatcher(self)
        with contextlib.suppress(OSError):  # a home that cannot be written: a second start opens by itself
            folder().mkdir(parents=True, exist_ok=True)
            _sweep()
            self._watcher.addPath(str(folder()))
            self._watcher.directoryChanged.connect(self._look)

    def _look(self) -> None:
        """Take the requests to this program away, which tells whoever left them, and answer once."""
        mine = list(folder().glob(f"{os.getpid()}-*{_SUFFIX}"))
        for request in mine:
            with contextlib.suppress(OSError):  # who left it has taken it back
                request.unlink()
        if mine:
            self._answer()


def come_forward(window: QWidget) -> None:
    """Show a window before all others, as far as the system lets it."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def _sweep() -> None:
    """Remove requests to programs that no longer run, left where their senders were killed."""
    for request in folder().glob(f"*-*{_SUFFIX}"):
        pid = request.name.partition("-")[0]
        if pid == str(os.getpid()) or not (pid.isascii() and pid.isdigit() and holder.runs(int(pid))):
            request.unlink(missing_ok=True)

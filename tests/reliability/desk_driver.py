"""The whole program at work by itself, to be watched: it starts, types, exports everything, previews, closes.

``python desk_driver.py FOLDER``: documents are exported to FOLDER; ends with 0 once the window has closed,
with 3 where something never came.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from core import export
from gui import app, window

PATIENCE = 40.0  # seconds
Condition = Callable[[], object]


class Driven(window.Window):
    """The window, with somebody at it."""

    def complete(self) -> None:
        """Begin to work once the start is over."""
        super().complete()
        self.work = work(self)
        self.done = 0
        self.since = time.monotonic()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.go_on)
        self.timer.start(50)
        self.until: Condition = lambda: True

    def go_on(self) -> None:
        """Do the next thing when the last one has come about."""
        if time.monotonic() - self.since > PATIENCE:
            sys.stderr.write(f"nothing after {self.done} things\n")
            os._exit(3)
        if self.until():
            self.since, self.done = time.monotonic(), self.done + 1
            self.until = next(self.work, lambda: False)


def work(desk: Driven) -> Iterator[Condition]:
    """Work a little with everything; yields what is waited for."""
    folder = Path(sys.argv[1])
    desk.settings.remember("export_folder", str(folder))
    desk.actions_by_id["tab-4"].trigger()
    yield desk.focusWidget  # the window's own: without a window manager none is active
    held = desk.focusWidget()
    QTest.keyClicks(held, "12")
    QTest.keyClick(desk.focusWidget(), Qt.Key.Key_Return)
    yield lambda: desk.bridge.session.undo_label
    desk.actions_by_id["undo"].trigger()
    yield lambda: desk.bridge.session.all_saved
    QTimer.singleShot(0, desk.actions_by_id["export"].trigger)
    yield lambda: isinstance(QApplication.activeModalWidget(), QDialog)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    QTimer.singleShot(0, dialog.accept)
    yield lambda: {one.suffix[1:] for one in folder.glob("*.*")} >= set(export.formats())
    desk.actions_by_id["tab-8"].trigger()
    yield idle(1.0)
    desk.bridge.session.save_copy(folder / "副本.gknb")
    desk.actions_by_id["find"].trigger()
    yield idle(0.2)
    desk.actions_by_id["history"].trigger()
    yield idle(0.2)
    desk.close()


def idle(seconds: float) -> Condition:
    """Return what comes about after some time."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


if __name__ == "__main__":
    vars(app)["Window"] = Driven
    sys.exit(app.main(["--sample"]))

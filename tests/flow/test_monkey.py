"""A monkey at the window: random keys, clicks, pastes, resizes and undos; nothing breaks, nothing is lost.

The long form is one of the gates of ``packaging/dev.py soak``; every run prints what it did.
"""

import contextlib
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from core.findings import Level
from core.history import replayed
from core.session import Session
from gui import start, style
from gui.app import PAUSE
from gui.bridge import Bridge
from gui.settings import Settings
from gui.window import Window
from tests.reliability.figures import Figures, Gate, hold

EVENTS = 600
CTRL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
KEYS = (
    *((key, NONE) for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)),
    *((key, SHIFT) for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)),
    *((key, NONE) for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F2)),
    *((key, NONE) for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Home, Qt.Key.Key_End)),
    *((key, NONE) for key in (Qt.Key.Key_F8, Qt.Key.Key_F1, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)),
    *((Qt.Key(Qt.Key.Key_1.value + place), CTRL) for place in range(8)),
    *((key, CTRL) for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_F)),
    *((key, CTRL) for key in (Qt.Key.Key_H, Qt.Key.Key_M, Qt.Key.Key_Home, Qt.Key.Key_End)),
    (Qt.Key.Key_Tab, SHIFT),
    (Qt.Key.Key_F8, SHIFT),
    (Qt.Key.Key_Left, ALT),
    (Qt.Key.Key_Right, ALT),
)
CLIPS = (
    "1\t2\t3\r\n4\t5\t6\r\n",
    "7",
    "１２３",
    "自然人\t商业企业\r\n3\t4\r\n",
    "重复申请\t1\t0\t0\t0\t0\t0\t1\r\n",
    "/\t—\t\t无\r\n",
    "一段文字。\r\n第二段：收到申请3件。",
    "=1+1\t-5\t1,234\t2.5",
    "\u202e12\u200b\ufeff",
    "\t\t\t\r\n" * 40,
)
WORDS = ("1", "0", "12", "345", "收到申请", "。", "一、", "-", "2.5", "９", "abc", " ", "万元")


class Monkey:
    """Plays with a window; ``seed`` makes it do the same again."""

    def __init__(self, window: Window, seed: int) -> None:
        self.window = window
        self.random = random.Random(seed)  # noqa: S311 - a game, no secret
        self.done: Counter[str] = Counter()
        self.longest = 0.0  # seconds that one event took
        self._acts: list[tuple[int, Callable[[], None]]] = [
            (40, self.key),
            (25, self.words),
            (12, self.click),
            (6, self.paste),
            (8, self.undo),
            (4, self.redo),
            (2, self.resize),
            (1, self.zoom),
            (1, self.light),
        ]

    def play(self, events: int) -> None:
        weights = [weight for weight, _ in self._acts]
        for _ in range(events):
            (act,) = self.random.choices([act for _, act in self._acts], weights)
            begun = time.monotonic()
            act()
            self.done[act.__name__] += 1
            QApplication.processEvents()
            self.longest = max(self.longest, time.monotonic() - begun)
            assert self.window.isVisible(), f"{act.__name__} closed the window"

    def _held(self) -> QWidget:
        held = QApplication.focusWidget()
        return self.window if held is None else held

    def key(self) -> None:
        key, modifiers = self.random.choice(KEYS)
        QTest.keyClick(self._held(), key, modifiers)

    def words(self) -> None:
        words = self.random.choice(WORDS)
        if words.isascii():
            QTest.keyClicks(self._held(), words)
        else:
            committed = QInputMethodEvent("", [])
            committed.setCommitString(words)
            QApplication.sendEvent(self._held(), committed)

    def click(self) -> None:
        shown = [
            part
            for part in self.window.findChildren(QWidget)
            if part.isVisible() and part.isEnabled() and not part.visibleRegion().isEmpty()
        ]
        part = self.random.choice(shown)
        seen: QRect = part.visibleRegion().boundingRect()
        place = QPoint(
            self.random.randint(seen.left(), seen.right()), self.random.randint(seen.top(), seen.bottom())
        )
        if isinstance(part, QAbstractButton):
            self.done[f"button {part.text()[:12]}"] += 1
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, NONE, place)

    def paste(self) -> None:
        QGuiApplication.clipboard().setText(self.random.choice(CLIPS))
        QTest.keyClick(self._held(), Qt.Key.Key_V, CTRL)

    def undo(self) -> None:
        self.window.actions_by_id["undo"].trigger()

    def redo(self) -> None:
        self.window.actions_by_id["redo"].trigger()

    def resize(self) -> None:
        self.window.resize(self.random.randint(800, 1920), self.random.randint(500, 1080))

    def zoom(self) -> None:
        self.window.set_zoom(self.random.choice(style.ZOOMS))

    def light(self) -> None:
        self.window.set_dark(dark=not style.is_dark())


@contextlib.contextmanager
def impatient(app: QApplication) -> Iterator[None]:
    """Menus and dialogs that open are closed again: the monkey answers nothing; links lead nowhere."""
    timer = QTimer()

    def close_what_is_open() -> None:
        popup = app.activePopupWidget()
        if popup is not None:
            popup.close()
        dialog = app.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()

    timer.timeout.connect(close_what_is_open)
    timer.start(15)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QDesktopServices, "openUrl", lambda _address: True)
        yield
    timer.stop()
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(app)
    app.clipboard().clear()


def play(app: QApplication, folder: Path, count: int, seed: int) -> Figures:
    """Let a monkey at a window on the sample; then hold the journal and the file against the screen."""
    figures = Figures()
    session = start.sample(folder)
    window = Window(Bridge(session, pause=PAUSE), Settings(folder / "settings.json"))
    window.show()
    window.show_first()
    window.complete()
    monkey = Monkey(window, seed)
    with impatient(app):
        monkey.play(count)
    figures.runs, figures.faults, figures.longest = 1, count, monkey.longest
    front = window.bridge.session
    front.flush()
    entries, file, year = dict(front.report.entries), front.path, front.report.year
    figures.acknowledged = len(front.steps())
    figures.expect(replayed(front.steps()) == entries, f"seed {seed}: the journal tells another story")
    fresh = front.verdict
    faulty = [finding.code for finding in fresh.findings if finding.level is Level.FAULT]
    figures.expect(not faulty, f"seed {seed}: {faulty} failed")
    window.close()
    again = Session.open(file, year)
    figures.lost += max(figures.acknowledged - len(again.steps()), 0)
    figures.expect(dict(again.report.entries) == entries, f"seed {seed}: other entries after opening")
    found = [finding.id for finding in again.verdict.findings]
    figures.expect(found == [one.id for one in fresh.findings], f"seed {seed}: other findings after opening")
    again.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    print(f"seed {seed}: {count} events, {len(entries)} entries, {dict(monkey.done.most_common(12))}")  # noqa: T201
    return figures


def run(count: int, seed: int) -> Figures:
    """Play in a program of its own; what reaches the last boundary of our own bugs is kept."""
    app = QApplication.instance() or QApplication(["monkey", "-style", "fusion"])
    assert isinstance(app, QApplication)
    style.dress(app)
    broken: list[str] = []
    sys.excepthook = lambda kind, error, trace: broken.append(
        "".join(traceback.format_exception(kind, error, trace))[-2000:]
    )
    threading.excepthook = lambda told: broken.append(f"{told.thread}: {told.exc_value!r}")
    with tempfile.TemporaryDirectory() as name:
        figures = play(app, Path(name), count, seed)
    figures.broken += broken
    return figures


GATES = (Gate("monkey", run, EVENTS, 1000, 100_000),)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform on menus
@pytest.mark.parametrize("seed", [1, 20260128])
def test_a_monkey_breaks_nothing_and_the_journal_tells_the_whole_story(
    seed: int, tmp_path: Path, qapp: QApplication
) -> None:
    figures = play(qapp, tmp_path, EVENTS, seed)
    hold(figures)
    assert figures.faults == EVENTS

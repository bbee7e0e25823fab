"""Opening and closing again and again costs no memory: reports, and the whole window."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture

from core.report import Report
from core.session import Session, blank_report
from gui import start, style
from gui.app import PAUSE
from gui.bridge import Bridge
from gui.settings import Settings
from gui.window import Window
from tests.core.steps import CELL
from tests.reliability.figures import Figures, Gate, hold


class Bound(NamedTuple):
    """How many kB may be gone: once, for what is loaded late; and with every cycle."""

    once: float
    cycle: float


SESSION = Bound(3_000, 4)
WINDOW = Bound(25_000, 60)  # fonts, the PDF of the preview and what the allocator keeps for them
NONE_BOUND = 1.0  # references to None that one cycle may leave
GONE = (Session, Report, Bridge, Window)  # of these none may be left


def resident() -> float:
    """Return this process's memory in kB, with what is free and what caches hold given back."""
    QPixmapCache.clear()  # Qt's own, of 10 MB at most
    for _ in range(3):
        gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return float(psutil.Process().memory_info().rss) / 1024


def left() -> int:
    """Return how many reports, sessions, bridges and windows are alive."""
    return sum(isinstance(one, GONE) for one in gc.get_objects())


def measured(cycle: Callable[[int], None], count: int, warm: int, bound: Bound) -> Figures:
    """Count what so many cycles cost once the first ones have filled every cache."""
    figures = Figures()
    for number in range(warm):
        cycle(number)
    memory, nothing, before = resident(), sys.getrefcount(None), left()
    for number in range(count):
        with figures.timed():
            cycle(number)
    grown = resident() - memory
    nones = (sys.getrefcount(None) - nothing) / count
    figures.runs = count
    figures.notes = {"most kB a cycle": round(grown / count, 2), "most None a cycle": round(nones, 2)}
    figures.expect(grown <= bound.once + bound.cycle * count, f"{grown:.0f} kB in {count} cycles")
    figures.expect(abs(nones) <= NONE_BOUND, f"{nones:.1f} references to None a cycle")
    figures.expect(left() <= before, f"{left() - before} sessions or windows are left")
    return figures


def sessions(count: int, _seed: int) -> Figures:
    """Open a report, change it, close it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "青石镇.gknb"
        Session.create(path, blank_report("青石镇", 2025)).close()

        def cycle(number: int) -> None:
            session = Session.open(path)
            if number < 5:  # a journal that grows is read into more memory
                session.apply({CELL: number}, "填写")
            session.close()

        return measured(cycle, count, 15, SESSION)


def windows(count: int, _seed: int) -> Figures:
    """Open the window on the sample, show every page, close it."""
    app = QApplication.instance() or QApplication(["leaks", "-style", "fusion"])
    assert isinstance(app, QApplication)
    style.dress(app)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start.sample(folder).close()

        def cycle(_number: int) -> None:
            session = start.sample(folder)
            window = Window(Bridge(session, pause=PAUSE), Settings(folder / "settings.json"))
            window.show()
            window.show_first()
            window.complete()
            app.processEvents()
            for number in range(1, 9):
                window.actions_by_id[f"tab-{number}"].trigger()
                app.processEvents()
            window.close()
            window.deleteLater()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            app.processEvents()

        return measured(cycle, count, 4, WINDOW)


GATES = (
    Gate("leak: reports opened and closed", sessions, 60, 250, 1000),
    Gate("leak: windows opened and closed", windows, 3, 20, 200),
)


@pytest.mark.skipif(os.name != "posix", reason="memory as Linux counts it")
@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
@pytest.mark.usefixtures("qapp")
def test_nothing_is_left_of_what_was_closed(gate: Gate, qtlog: _QtMessageCapture) -> None:
    with qtlog.disabled():  # it keeps every message of Qt's, one for each window
        figures = gate.run(gate.short, 1)
    print(figures.notes)  # noqa: T201
    hold(figures)

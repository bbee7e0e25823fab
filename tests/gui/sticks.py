"""A stick made of a folder, and windows over what lies on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.media import Medium
from core.report import Entry
from core.session import Session, blank_report
from core.store import Store
from gui.bridge import Bridge
from gui.settings import Settings
from gui.window import Window
from tests.core.steps import typed
from tests.gui.conftest import UNIT, YEAR

CELL = "applications.new_received.natural_person"


def stick_with(folder: Path) -> Path:
    """A unit file on a stick that is in."""
    place = folder / "U盘"
    place.mkdir()
    Session.create(place / f"{UNIT}.gknb", blank_report(UNIT, YEAR)).close()
    return place / f"{UNIT}.gknb"


def opened(path: Path, medium: Medium = Medium.REMOVABLE, *, anyway: bool = False) -> Session:
    """What lies on another medium than it really does."""
    return Session.open(path, detect=lambda _: medium, anyway=anyway)


def changed_elsewhere(path: Path, figure: int) -> None:
    """Let somebody else change the original."""
    with Store.open(path) as store:
        store.append(1, [typed(store.last_seq(1) + 1, figure)], {CELL: Entry(figure)})


def window_over(session: Session, folder: Path, qtbot: QtBot) -> Window:
    """A whole window that has been told how the session began."""
    window = Window(Bridge(session), Settings(folder / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    window.whereabouts.tell_of_opening()
    return window


def answer(window: Window, words: str) -> QPushButton:
    """The button of the notice line that says so."""
    return next(one for one in window.notice.findChildren(QPushButton) if one.text() == words)


def answers(window: Window) -> list[str]:
    """What can be answered in the notice line, in order."""
    return [one.text() for one in window.notice.findChildren(QPushButton) if one.text() != "知道了"]

"""Nothing is shown before it has its place: for a moment it would be a window and take the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from core.session import Session
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import UNIT, YEAR, report_with

A = "applications."


class Watcher(QObject):
    """Remembers what was shown as a window of its own; menus and tips are meant to be."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt gives the name
        stray = (
            isinstance(watched, QWidget) and watched.isWindow() and not isinstance(watched, Window | QMenu)
        )
        if event.type() == QEvent.Type.Show and stray:
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def watcher(qapp: QApplication) -> Iterator[Watcher]:
    made = Watcher()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_no_part_of_the_window_is_ever_a_window(
    tmp_path: Path, qtbot: QtBot, dressed: None, watcher: Watcher
) -> None:
    assert dressed is None
    session = Session.create(
        tmp_path / f"{UNIT}.gknb", report_with({A + "carried_forward.other": "2"}, YEAR - 1)
    )
    session.add_year(report_with({}, YEAR))
    window = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show()
    window.complete()
    for tab in window.tabs.ids:
        window.go_to(tab)
        QApplication.processEvents()
    for panel in window.side.ids:
        window.side.open(panel)
    window.go(A + "new_received.natural_person")
    session.apply({A + "new_received.natural_person": 3}, "填写")
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    QApplication.clipboard().setText("4\t/\t\n1\t2\t3")
    page.view.exchange.paste()
    assert not page.paste_card.isHidden()
    QApplication.processEvents()
    QApplication.clipboard().clear()
    assert watcher.seen == []
    window.close()
    session.close()

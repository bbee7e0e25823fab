"""The walk at the first start: skippable, on the sample, without a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui import start
from gui.bridge import Bridge
from gui.settings import Settings
from gui.tour import Tour
from gui.window import TOUR_SEEN, Window
from tests.gui.conftest import press


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, dressed: None) -> Iterator[Window]:
    assert dressed is None
    made = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    made.show_first()
    made.complete()
    yield made
    made.close()


def walking(window: Window) -> Tour:
    window.show_tour()
    walk = window.findChild(Tour)
    assert isinstance(walk, Tour)
    return walk


def test_enter_goes_through_it_and_every_card_stays_inside_the_window(window: Window) -> None:
    walk = walking(window)
    said = []
    while walk.isVisible():
        said.append(walk.accessibleName())
        assert window.rect().contains(walk.geometry())
        press(walk, Qt.Key.Key_Return)
    assert len(said) == len(set(said)) == 7


def test_esc_skips_it_and_it_is_remembered_as_seen(window: Window) -> None:
    walk = walking(window)
    press(walk, Qt.Key.Key_Escape)
    assert not walk.isVisible()
    assert window.settings.text(TOUR_SEEN)


def test_it_changes_nothing_in_the_report(window: Window) -> None:
    before = len(window.bridge.session.steps())
    walk = walking(window)
    while walk.isVisible():
        walk.next.click()
    assert len(window.bridge.session.steps()) == before

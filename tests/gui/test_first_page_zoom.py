"""The steps, the offer with its sentences, and last year's sheet: nothing is cut, everything is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from gui import states, style
from gui.bridge import Bridge
from gui.pages.cover import CoverPage
from gui.window import Window
from tests.gui.test_access import cut_words
from tests.gui.test_last_year import FORWARD, read, unit_file
from tests.gui.test_window import shown


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    bridge.session.apply({keys.DEADLINE: "2026-01-28", "report.sent": "2026-01-20"}, "x")
    made = shown(bridge, tmp_path, qtbot)
    yield made
    made.close()
    style.set_zoom(100)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.dress(app)


def zoomed(window: Window, percent: int, qtbot: QtBot) -> CoverPage:
    window.set_zoom(percent)
    qtbot.wait(60)
    window.go_to(states.COVER)
    cover = window.stack.currentWidget()
    assert isinstance(cover, CoverPage)
    qtbot.wait(20)
    return cover


@pytest.mark.parametrize("percent", style.ZOOMS)
def test_no_words_are_cut_on_the_cover_and_its_sheet(window: Window, qtbot: QtBot, percent: int) -> None:
    cover = zoomed(window, percent, qtbot)
    cover.ladder.nothing.offer.click()
    qtbot.wait(20)
    assert list(cut_words(window)) == []
    cover.ladder.nothing.yes.click()
    qtbot.wait(20)
    assert cover.ladder.nothing.sentences.ticks
    assert list(cut_words(window)) == []
    assert cover._scroll.horizontalScrollBar().maximum() == 0
    sheet = cover.show_last_year()
    qtbot.wait(20)
    assert list(cut_words(window)) == []
    assert sheet._scroll.horizontalScrollBar().maximum() == 0
    assert window.width() <= 1366


@pytest.mark.parametrize("percent", [100, 200])
def test_no_words_are_cut_in_what_was_recognised_and_offered(
    window: Window, qtbot: QtBot, tmp_path: Path, percent: int
) -> None:
    sheet = zoomed(window, percent, qtbot).show_last_year()
    figures = {FORWARD: "2", "applications.carried_forward.commercial": "1"}
    read(sheet, unit_file(tmp_path, 2022, "白石乡人民政府", figures=figures), qtbot)
    qtbot.wait(20)
    assert list(cut_words(window)) == []
    sheet.review.other_unit.click()
    sheet.review.other_year.click()
    sheet.review.take.click()
    qtbot.wait(20)
    assert sheet.carry.isVisible()
    assert list(cut_words(window)) == []


def test_everything_on_the_sheet_has_a_name_and_is_reached_with_tab(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = zoomed(window, 100, qtbot).show_last_year()
    read(sheet, unit_file(tmp_path, 2022, "白石乡人民政府"), qtbot)
    controls = [
        part
        for part in sheet.findChildren(QWidget)
        if isinstance(part, QAbstractButton | QLineEdit) and part.isVisible()
    ]
    assert len(controls) > len(sheet.paper.fields)
    for part in controls:
        assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name).strip()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus

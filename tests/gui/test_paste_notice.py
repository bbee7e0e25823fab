"""What is said of a paste holds as long as the paste does: in the whole window, with real keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.app import PAUSE
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, press
from tests.gui.test_table_typing import CONTROL, FIRST, A, Key
from tests.pasting import clips

BLOCK = clips.tsv([*clips.numbers(24, 7), ["/"] * 7])  # its totals do not add up, and it has strokes
CLEAN = "1\t2"


@pytest.fixture
def window(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    bridge = Bridge(open_report().session, pause=PAUSE)
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    made.complete()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go(FIRST)
    yield made
    made.close()


def held() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def table(window: Window) -> TablePage:
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    return page


def paste(text: str) -> None:
    QApplication.clipboard().setText(text)
    press(held(), Key.Key_V, CONTROL)


def paste_block(window: Window) -> None:
    paste(BLOCK)
    press(held(), Key.Key_Return)
    assert "已粘贴 表三" in window.notice.text
    assert window.notice.isVisible()


def test_undo_takes_the_notice_of_a_paste_with_it(window: Window) -> None:
    paste_block(window)
    press(window, Key.Key_Z, CONTROL)
    assert table(window).model.report.stated(FIRST) is None
    assert not window.notice.isVisible()


def test_redo_says_nothing_old_either(window: Window) -> None:
    paste_block(window)
    press(window, Key.Key_Z, CONTROL)
    press(window, Key.Key_Y, CONTROL)
    assert table(window).model.report.stated(FIRST) == 1
    assert not window.notice.isVisible()


def test_going_back_in_the_history_takes_it_too(window: Window) -> None:
    paste_block(window)
    window.bridge.session.go_back([], "回到开始")
    assert not window.notice.isVisible()


def test_the_next_paste_replaces_the_notice_of_the_one_before(window: Window) -> None:
    paste("3\t/")
    assert window.notice.isVisible()
    window.go(A + "granted.natural_person")
    paste(CLEAN)
    assert not window.notice.isVisible()
    assert table(window).blanks.said.text().startswith("已粘贴 表三 1×2 格")


def test_a_paste_into_another_table_withdraws_it_too(window: Window) -> None:
    paste("3\t/")
    window.go("disputes.review.upheld")
    paste(CLEAN)
    assert not window.notice.isVisible()


def test_the_notice_stays_while_the_figures_are_looked_at_and_mended(window: Window) -> None:
    paste("3\t/\t4")
    press(held(), Key.Key_Right)
    press(held(), Key.Key_7)
    assert window.notice.isVisible()


def test_a_refusal_is_not_withdrawn_by_undo(window: Window) -> None:
    paste(CLEAN)
    window.notice.say("没有存上", "error")
    press(window, Key.Key_Z, CONTROL)
    assert window.notice.isVisible()


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_5, Key.Key_Escape, Key.Key_Delete])
def test_the_line_below_the_table_is_heard_and_goes_with_the_next_key(
    window: Window, qtbot: QtBot, key: Qt.Key
) -> None:
    paste(CLEAN)
    qtbot.wait(3 * PAUSE)  # what follows the paste does not wipe it out
    said = table(window).blanks.said
    assert said.text().startswith("已粘贴 表三 1×2 格")
    press(held(), key)
    assert "已粘贴" not in said.text()


def test_an_undone_paste_is_not_said_below_the_table(window: Window) -> None:
    paste(CLEAN)
    press(window, Key.Key_Z, CONTROL)
    assert table(window).blanks.said.text().startswith("本表空白")

"""清除这段历史内容: asked once with what stays, then about what else holds the same words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from core.backup import Reason
from core.timeline import Line
from gui.compare_view import PageView
from gui.history_panel import HistoryPanel
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, press

OVERVIEW = keys.text("overview")
NEW = "applications.new_received.natural_person"
PERSON = "张三身份证412723198001019876"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A name was written by mistake, deleted again, and more was done."""
    bridge = open_report()
    session = bridge.session
    session.apply({OVERVIEW: "受理5件。"}, "修改 一、总体情况")
    session.apply({OVERVIEW: f"受理5件。{PERSON}"}, "写入名字")
    session.apply({OVERVIEW: "受理5件。"}, "删去名字")
    session.apply({NEW: 5}, "填写 表三 新收·自然人")
    session.flush()
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_first()
    made.show()
    made.complete()
    yield made
    made.close()


@pytest.fixture
def panel(window: Window) -> HistoryPanel:
    window.actions_by_id["history"].trigger()
    found = window.side.panel("history")
    assert isinstance(found, HistoryPanel)
    return found


def choose(panel: HistoryPanel, label: str) -> None:
    row = next(
        number
        for number, item in enumerate(panel.rows.items)
        if isinstance(item, Line) and item.label == label
    )
    panel.list.setCurrentIndex(panel.rows.index(row))


def test_it_is_asked_once_with_what_stays_and_nothing_happens_before(
    window: Window, panel: HistoryPanel, screens: Path
) -> None:
    choose(panel, "写入名字")
    panel.clear.click()
    assert panel.asking.isVisible()
    assert "清除“写入名字”的内容？" in panel.asking.words.text()
    assert "现在的报告不变" in panel.asking.words.text()
    assert window.grab().save(str(screens / "history-clearing.png"))
    panel.asking.no.click()
    assert any(step.label == "写入名字" for step in window.bridge.session.steps())


def test_the_words_go_from_file_and_backups_where_that_is_wanted(window: Window, panel: HistoryPanel) -> None:
    session = window.bridge.session
    session._back_up(Reason.IMPORT, anyway=False)
    choose(panel, "写入名字")
    panel.clear.click()
    panel.asking.yes.click()
    assert "另外 1 步里有同样的字" in panel.asking.words.text()
    panel.asking.yes.click()
    assert "1 份备份里存着" in panel.asking.words.text()
    panel.asking.yes.click()
    assert panel.asking.words.text().startswith("已清除，文件里不再有这些内容。1 份备份也已删去。")
    for place in (session.path, *(backup.path for backup in session.backups())):
        assert PERSON.encode() not in place.read_bytes()
    assert len(session.backups()) == 1
    assert session.report.string(OVERVIEW) == "受理5件。"
    labels = [item.label for item in panel.rows.items if isinstance(item, Line)]
    assert labels[:2] == ["清除历史内容（1 步）", "清除历史内容（1 步）"]
    assert labels.count("（内容已清除）") == 2


def test_the_second_question_may_be_left_and_the_third_is_asked_all_the_same(
    window: Window, panel: HistoryPanel
) -> None:
    window.bridge.session._back_up(Reason.IMPORT, anyway=False)
    choose(panel, "写入名字")
    panel.clear.click()
    panel.asking.yes.click()
    panel.asking.no.click()
    assert "1 份备份里存着" in panel.asking.words.text()
    panel.asking.no.click()
    assert len(window.bridge.session.backups()) == 1
    assert not panel.asking.isVisible()


def test_what_is_cleared_cannot_be_cleared_again(panel: HistoryPanel) -> None:
    choose(panel, "写入名字")
    panel.clear.click()
    panel.asking.yes.click()
    choose(panel, "（内容已清除）")
    assert not panel.clear.isVisible()
    choose(panel, "清除历史内容（1 步）")
    assert not panel.clear.isVisible()


def test_a_moment_between_two_gaps_says_that_it_cannot_be_shown(window: Window, panel: HistoryPanel) -> None:
    for label in ("新建报告", "填写 表三 新收·自然人"):
        choose(panel, label)
        panel.clear.click()
        panel.asking.yes.click()
    choose(panel, "写入名字")
    panel.buttons.look.click()
    assert "已经清除，看不到那时的样子" in panel.asking.words.text()
    assert not isinstance(window.stack.currentWidget(), PageView)


def test_everything_is_reached_by_keys(window: Window, panel: HistoryPanel) -> None:
    choose(panel, "写入名字")
    panel.list.setFocus()
    seen = []
    for _ in range(12):
        press(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert panel.clear in seen
    panel.clear.setFocus()
    press(panel.clear, Qt.Key.Key_Return)
    assert panel.asking.yes.hasFocus()
    press(panel.asking.yes, Qt.Key.Key_Return)
    assert "另外 1 步里有同样的字" in panel.asking.words.text()

"""The cover page: every key reaches the session, one field is one step, nothing stretches over the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core import keys
from gui.bridge import Bridge
from gui.pages.cover import PREAMBLE, CoverPage
from tests.gui.conftest import YEAR, press, write

CTRL = Qt.KeyboardModifier.ControlModifier
TITLE = f"{YEAR}年政府信息公开工作年度报告"


def commit(widget: QWidget, text: str) -> None:
    """Enter Chinese as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def shown(bridge: Bridge, qtbot: QtBot, size: tuple[int, int] = (1002, 640)) -> CoverPage:
    page = CoverPage(bridge)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    return page


def test_typing_into_a_field_is_one_step_that_undo_takes_back(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    line = page.lines["unit.telephone"]
    line.setFocus()
    write(line, "0371-1234")
    assert bridge.session.report.string("unit.telephone") == "0371-1234"
    assert bridge.session.undo_label == "修改 联系电话"
    bridge.session.undo()
    assert line.text() == ""
    assert bridge.session.undo_label == ""
    bridge.session.redo()
    assert line.text() == "0371-1234"


def test_leaving_a_field_ends_the_step(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    line = page.lines["unit.postcode"]
    line.setFocus()
    write(line, "45")
    press(line, Qt.Key.Key_Tab)
    assert page.lines["unit.telephone"].hasFocus()
    line.setFocus()
    press(line, Qt.Key.Key_End)
    write(line, "11")
    bridge.session.undo()
    assert line.text() == "45"


def test_escape_takes_back_what_was_typed_since_the_field_was_entered(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    line = page.lines["unit.email"]
    line.setFocus()
    write(line, "a@b.cn")
    press(line, Qt.Key.Key_Return)
    write(line, "x")
    press(line, Qt.Key.Key_Escape)
    assert line.text() == "a@b.cn"
    assert bridge.session.report.string("unit.email") == "a@b.cn"


@pytest.mark.parametrize("key", [Qt.Key.Key_Z, Qt.Key.Key_Y])
def test_undo_keys_are_left_to_the_window(bridge: Bridge, qtbot: QtBot, key: Qt.Key) -> None:
    page = shown(bridge, qtbot)
    line = page.lines["unit.address"]
    line.setFocus()
    write(line, "abc")
    press(line, key, CTRL)
    assert line.text() == "abc"
    assert bridge.session.report.string("unit.address") == "abc"


def test_the_official_title_is_proposed_and_follows_the_unit(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    assert page.lines[keys.TITLE].placeholderText() == f"青石镇人民政府{TITLE}"
    line = page.lines[keys.UNIT_NAME]
    line.setFocus()
    line.selectAll()
    commit(line, "白云镇")
    assert bridge.session.report.unit_name == "白云镇"
    assert page.lines[keys.TITLE].placeholderText() == f"白云镇{TITLE}"
    assert bridge.session.report.title == f"白云镇{TITLE}"


def test_the_year_cannot_be_typed(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    write(page.year, "9")
    assert page.year.text() == f"{YEAR} 年"


def test_a_kind_chosen_by_keys_is_one_step(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    page.kind.setFocus()
    press(page.kind, Qt.Key.Key_Down)
    assert bridge.session.report.string(keys.UNIT_KIND) == "乡镇"
    assert bridge.session.undo_label == "修改 单位类型"
    bridge.session.undo()
    assert page.kind.currentText() == "请选择"


def test_the_wheel_never_changes_the_kind(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    page.kind.setFocus()
    middle = page.kind.rect().center()
    wheel = QWheelEvent(
        middle,
        page.kind.mapToGlobal(middle),
        middle * 0,
        middle * 0 - page.kind.rect().bottomLeft(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.kind, wheel)
    assert page.kind.currentIndex() == 0


def test_the_preamble_is_typed_in_paragraphs(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    page.show_key(PREAMBLE)
    assert page.preamble.hasFocus()
    commit(page.preamble, "本报告依据条例编制。")
    press(page.preamble, Qt.Key.Key_Return)
    commit(page.preamble, "联系电话见后。")
    assert bridge.session.report.text("preamble") == "本报告依据条例编制。\n联系电话见后。"


@pytest.mark.parametrize("key", [keys.UNIT_NAME, keys.UNIT_KIND, "unit.site", PREAMBLE, keys.TITLE])
def test_a_key_brings_the_keyboard_to_its_field(bridge: Bridge, qtbot: QtBot, key: str) -> None:
    page = shown(bridge, qtbot)
    page.show_key(key)
    expected = {keys.UNIT_KIND: page.kind, PREAMBLE: page.preamble}.get(key) or page.lines[key]
    assert QApplication.focusWidget() is expected


def test_what_no_document_can_hold_is_refused_and_taken_off_the_screen(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    line = page.lines["unit.address"]
    line.setFocus()
    write(line, "ab")
    with qtbot.waitSignal(page.refused) as told:
        commit(line, "\x07")
    assert "“单位地址”中，第 3 个字符（“ab”之后）是看不见的" in str(told.args[0])
    assert line.text() == "ab"
    assert bridge.session.report.string("unit.address") == "ab"


def test_another_report_is_read_anew(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    bridge.session.apply({"unit.site": "www.example.cn", PREAMBLE: "一"}, "x")
    page.lines["unit.site"].setText("other")
    bridge.opened.emit()
    assert page.lines["unit.site"].text() == "www.example.cn"
    assert page.preamble.text() == "一"


@pytest.mark.parametrize("size", [(1002, 640), (1556, 944)])
def test_fields_are_aligned_and_not_stretched(
    bridge: Bridge, qtbot: QtBot, screens: Path, size: tuple[int, int]
) -> None:
    page = shown(bridge, qtbot, size)
    page.show_key("unit.address")
    QApplication.processEvents()
    assert page.grab().save(str(screens / f"cover-{1366 if size[0] < 1100 else 1920}.png"))
    lines = [page.lines[key] for key in (keys.UNIT_NAME, keys.TITLE, "unit.address", "unit.email")]
    assert len({line.mapTo(page, line.rect().topLeft()).x() for line in lines}) == 1
    assert len({line.mapTo(page, line.rect().topRight()).x() for line in lines}) == 1
    assert max(line.width() for line in lines) <= 420
    telephone = page.lines["unit.telephone"]
    right = telephone.mapTo(page, telephone.rect().topRight()).x()
    assert right == lines[0].mapTo(page, lines[0].rect().topRight()).x()

"""Ctrl+F over the whole report, and the way back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core import keys, paths, readers
from core.find import find
from gui import start
from gui.bridge import Bridge
from gui.find_panel import FindPanel
from gui.jumps import Jumps, Spot
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import press

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, dressed: None) -> Iterator[Window]:
    assert dressed is None
    made = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    made.complete()
    made.show_first()
    yield made
    made.close()


def searching(window: Window, words: str) -> FindPanel:
    press(window, Qt.Key.Key_F, CTRL)
    panel = window.side.panel("find")
    assert isinstance(panel, FindPanel)
    panel.line.setText(words)
    return panel


def front(window: Window) -> QWidget:
    page = window.stack.currentWidget()
    assert page is not None
    return page


def test_row_and_column_words_lead_to_one_cell(window: Window) -> None:
    panel = searching(window, "重复申请 自然人")
    assert panel.count.text() == "找到 1 处"
    press(panel.line, Qt.Key.Key_Return)
    page = front(window)
    assert isinstance(page, TablePage)
    assert page.current_key() == "applications.not_processed.duplicate.natural_person"


def test_enter_goes_round_and_shift_enter_goes_back(window: Window) -> None:
    panel = searching(window, "48")
    seen = []
    for _ in range(panel.list.count() + 1):
        press(panel.line, Qt.Key.Key_Return)
        seen.append(panel.list.currentRow())
    assert seen == [*range(panel.list.count()), 0]
    press(panel.line, Qt.Key.Key_Return, SHIFT)
    assert panel.list.currentRow() == panel.list.count() - 1


def test_words_in_a_text_are_shown_and_esc_gives_the_keyboard_back(window: Window) -> None:
    panel = searching(window, "电子邮件")
    press(panel.line, Qt.Key.Key_Return)
    page = front(window)
    assert isinstance(page, TextPage)
    press(panel.line, Qt.Key.Key_Escape)
    assert page.editor.hasFocus() or page.isAncestorOf(window.focusWidget())


def test_alt_left_goes_back_to_where_the_leap_began(window: Window) -> None:
    first = "disputes.review.upheld"
    window.go(first)
    window.go("applications.new_received.commercial")
    press(window, Qt.Key.Key_Left, ALT)
    assert window.current_key() == first
    press(window, Qt.Key.Key_Right, ALT)
    assert window.current_key() == "applications.new_received.commercial"


def test_nothing_found_is_said_with_advice(window: Window) -> None:
    panel = searching(window, "没有这样的话")
    assert panel.count.text() == "没有找到。可以少打几个字，或只打一个词。"
    assert not panel.list.isVisible()


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("４８ 新收", ["applications.new_received.natural_person", "applications.new_received.total"]),
        ("信访", ["applications.not_processed.petition.natural_person"]),
        ("", []),
        ("表三", []),
    ],
)
def test_what_a_query_leads_to(query: str, places: list[str]) -> None:
    report = readers.read(paths.sample_text()).to_report()
    assert [hit.key for hit in find(report, query)] == places


def test_a_figure_in_a_text_is_found_with_its_place() -> None:
    report = readers.read(paths.sample_text()).to_report()
    hits = [hit for hit in find(report, "电子邮件11") if hit.span]
    assert len(hits) == 1
    assert hits[0].key == keys.text("overview")
    span = hits[0].span
    assert span is not None
    assert report.text("overview")[span.start : span.end] == "电子邮件11"


def test_fields_and_notes_are_found(window: Window) -> None:
    session = window.bridge.session
    cell = "applications.new_received.natural_person"
    session.apply({"unit.address": "中华路 1 号", keys.note(cell): "来自司法所 1月8日 电话"}, "填写")
    named = find(session.report, "地址", {"unit.address": "单位地址"})
    assert [(hit.key, hit.figure) for hit in named] == [("unit.address", "中华路 1 号")]
    assert [hit.key for hit in find(session.report, "司法所")] == [keys.note(cell)]


def test_leaps_are_remembered_like_a_browsers() -> None:
    jumps = Jumps()
    jumps.leave(Spot("a"))
    jumps.leave(Spot("b"))
    assert jumps.back(Spot("c")) == Spot("b")
    assert jumps.back(Spot("b")) == Spot("a")
    assert jumps.back(Spot("a")) is None
    assert jumps.forth(Spot("a")) == Spot("b")
    jumps.leave(Spot("b"))
    assert jumps.forth(Spot("d")) is None

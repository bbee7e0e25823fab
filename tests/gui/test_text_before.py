"""Last year's text beside: what is the same is marked, what is wanted is taken by an act, never silently."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from gui import marks, style
from gui.bridge import Bridge
from gui.pages.text import NARROW, NO_REPORT, NO_TEXT, TextPage
from gui.prose import Prose
from tests.gui.conftest import click, press, report_with
from tests.gui.text_pages import CTRL, SHIFT, commit, shown, with_last_year

SAME = "全年主动公开政府信息143条，制发行政规范性文件1件。"
BEFORE = f"认真落实条例要求。\n{SAME}培训2次，印发手册300份，效果良好。"
NOW = f"{SAME.replace('143', '186')}组织现场咨询活动，走访企业和村社区十余家。"


def marked(box: Prose, kind: str) -> list[str]:
    return [box.text()[mark.start : mark.end] for mark in box.marks if mark.kind == kind]


def test_sentences_that_differ_in_numbers_only_are_marked_on_both_sides(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({keys.text("overview"): NOW}, "x")
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": BEFORE})
    assert page.before.title.text() == "2024 年的这一部分"
    assert marked(page.before.text, marks.SAME) == [SAME]
    percent = int(page.before.same.text().removeprefix("相同 ").removesuffix("%"))
    assert 30 < percent < 70
    assert marked(page.editor, marks.SAME) == []
    click(page.before.toggle, QPoint(8, page.before.toggle.height() // 2))
    assert marked(page.editor, marks.SAME) == [SAME.replace("143", "186")]


def test_the_marks_follow_every_key(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": BEFORE})
    page.before.toggle.setChecked(True)
    assert page.before.same.text() == ""
    commit(page.editor, SAME)
    assert page.before.same.text() == "相同 100%"
    page.editor.set_caret(0)
    commit(page.editor, "工作。")
    assert marked(page.editor, marks.SAME) == [SAME]


def test_a_mark_is_never_colour_alone() -> None:
    for kind in (marks.ERROR, marks.EXPLAIN, marks.HINT, marks.SAME, marks.FOUND):
        assert marks.look(kind).underlineStyle() is not QTextCharFormat.UnderlineStyle.NoUnderline


def test_what_is_chosen_is_taken_over_as_one_step_that_says_where_from(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": BEFORE})
    commit(page.editor, "甲。")
    assert not page.before.take.isEnabled()
    page.before.text.setFocus()
    page.before.text.set_caret(0)
    for _ in range(len("认真落实条例要求。")):
        press(page.before.text, Qt.Key.Key_Right, SHIFT)
    click(page.before.take)
    assert bridge.session.report.text("overview") == "甲。认真落实条例要求。"
    assert bridge.session.undo_label == "取自 2024 年 一、总体情况"
    assert page.editor.hasFocus()
    bridge.session.undo()
    assert page.editor.text() == "甲。"


def test_paragraphs_are_taken_over_as_paragraphs(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({keys.text("overview"): "甲。\n乙。"}, "x")
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": "一。\n二。"})
    page.editor.set_caret(1)
    page.before.text.selectAll()
    click(page.before.take)
    assert page.editor.text() == "甲。\n一。\n二。\n乙。"


def test_copying_last_years_words_gives_plain_text(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": BEFORE})
    page.before.text.setFocus()
    page.before.text.moveCursor(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    press(page.before.text, Qt.Key.Key_C, CTRL)
    data = QApplication.clipboard().mimeData()
    assert (data.text(), data.hasHtml()) == ("认真落实条例要求。", False)


def test_nothing_is_copied_by_itself(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": BEFORE})
    assert page.editor.text() == ""
    assert bridge.session.undo_label == ""


def test_where_last_year_has_no_text_one_line_says_how_to_get_it(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    assert (page.before.isVisible(), page.missing.text()) == (False, NO_REPORT)
    with_last_year(bridge, {})
    assert (page.before.isVisible(), page.missing.text()) == (False, NO_TEXT)
    with_last_year(bridge, {"overview": BEFORE})
    assert page.before.isVisible()
    assert not page.missing.isVisible()


def test_last_years_figures_from_paper_change_what_is_said(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    bridge.session.apply({keys.before("disclosure.normative.valid"): "5"}, "x")
    assert page.missing.text() == NO_TEXT
    bridge.session.undo()
    assert page.missing.text() == NO_REPORT


@pytest.fixture
def narrow(bridge: Bridge, qtbot: QtBot) -> TextPage:
    bridge.session.apply({keys.text("overview"): NOW}, "x")
    page = shown(bridge, qtbot, size=(style.px(NARROW) - 20, 500))
    with_last_year(bridge, {"overview": BEFORE})
    return page


def test_where_there_is_no_room_for_both_a_button_turns_to_last_year_and_back(narrow: TextPage) -> None:
    assert narrow.editor.isVisible()
    assert not narrow.before.isVisible()
    click(narrow.year)
    assert narrow.before.text.hasFocus()
    assert not narrow.editor.isVisible()
    click(narrow.before.turn)
    assert narrow.editor.hasFocus()
    assert not narrow.before.isVisible()


def test_taking_over_turns_back_to_this_year(narrow: TextPage) -> None:
    QTest.mouseClick(narrow.year, Qt.MouseButton.LeftButton)
    narrow.before.text.selectAll()
    click(narrow.before.take)
    assert narrow.editor.isVisible()
    assert "印发手册300份" in narrow.editor.text()


def test_a_wider_page_shows_both_again(narrow: TextPage) -> None:
    click(narrow.year)
    narrow.resize(style.px(NARROW) + 300, 500)
    assert narrow.before.isVisible()
    assert narrow.editor.isVisible()
    assert not narrow.year.isVisible()
    assert not narrow.before.turn.isVisible()


def test_another_report_compares_with_its_own_last_year(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({keys.text("overview"): SAME}, "x")
    page = shown(bridge, qtbot)
    with_last_year(bridge, {"overview": SAME})
    assert page.before.same.text() == "相同 100%"
    bridge.session.last_year = report_with({}, 2024)
    bridge.opened.emit()
    assert page.before.text.text() == ""
    assert not page.before.isVisible()

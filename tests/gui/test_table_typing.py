"""Real keys in the tables: every key is in the report at once, and none is lost or doubled."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.values import Raw, show
from gui.bridge import Bridge
from gui.pages.table import TablePage
from tests.gui.conftest import OpenReport, click, double_click, press, write

A = "applications."
FIRST = A + "new_received.natural_person"
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(bridge: Bridge, qtbot: QtBot) -> TablePage:
    return shown(bridge, qtbot)


def shown(bridge: Bridge, qtbot: QtBot, table: str = "applications") -> TablePage:
    page = TablePage(bridge, bridge.session.report.form.table(table))
    qtbot.addWidget(page)
    page.resize(1000, 650)
    page.show()
    page.activateWindow()
    page.view.setFocus()
    qtbot.waitUntil(page.view.hasFocus)
    return page


def editor(page: TablePage) -> QLineEdit:
    assert page.view.cells.editor is not None
    return page.view.cells.editor


def committed(receiver: QWidget, text: str) -> None:
    """What an input method does when it has a text ready."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(receiver, event)


def value(page: TablePage, key: str) -> object:
    return page.model.report.stated(key)


def test_a_digit_starts_typing_and_every_key_is_in_the_report_at_once(page: TablePage) -> None:
    press(page.view, Key.Key_1)
    assert value(page, FIRST) == 1
    press(editor(page), Key.Key_2)
    assert value(page, FIRST) == 12
    assert editor(page).text() == "12"
    press(editor(page), Key.Key_Return)
    assert page.view.cells.editor is None
    assert page.current_key() == A + "carried_in.natural_person"
    assert page.view.hasFocus()


def test_a_digit_replaces_what_stood_there(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "34")
    press(page.view, Key.Key_5)
    assert value(page, FIRST) == 5
    assert editor(page).text() == "5"


def test_a_number_typed_in_one_go_is_one_step(page: TablePage) -> None:
    write(page.view, "1")
    write(editor(page), "234")
    press(editor(page), Key.Key_Return)
    write(page.view, "7")
    press(editor(page), Key.Key_Return)
    page.model.session.undo()
    assert value(page, FIRST) == 1234
    page.model.session.undo()
    assert value(page, FIRST) is None


def test_typing_in_the_middle_of_a_number_keeps_the_caret(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "1234")
    press(page.view, Key.Key_F2)
    for _ in range(2):
        press(editor(page), Key.Key_Left)
    write(editor(page), "56")
    assert editor(page).text() == "125634"
    assert value(page, FIRST) == 125634
    assert editor(page).cursorPosition() == 4


def test_f2_keeps_the_figure_with_the_caret_behind_it(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    press(page.view, Key.Key_F2)
    assert not editor(page).hasSelectedText()
    write(editor(page), "3")
    assert value(page, FIRST) == 123


def test_f2_while_typing_lets_the_arrows_move_inside(page: TablePage) -> None:
    write(page.view, "1")
    write(editor(page), "2")
    press(editor(page), Key.Key_F2)
    press(editor(page), Key.Key_Up)
    press(editor(page), Key.Key_Left)
    write(editor(page), "0")
    assert value(page, FIRST) == 102


def test_escape_in_the_middle_takes_back_what_was_typed(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    page.model.session.close_group()
    write(page.view, "9")
    write(editor(page), "87")
    assert value(page, FIRST) == 987
    press(editor(page), Key.Key_Escape)
    assert page.view.cells.editor is None
    assert value(page, FIRST) == 12
    assert page.model.index_of(FIRST).data() == "12"
    assert page.current_key() == FIRST


def test_escape_without_typing_takes_nothing_back(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    press(page.view, Key.Key_F2)
    press(editor(page), Key.Key_Escape)
    assert value(page, FIRST) == 12


def test_tab_goes_right_passing_the_computed_cell_and_wraps(page: TablePage) -> None:
    page.show_key(A + "new_received.legal_service")
    write(page.view, "1")
    press(editor(page), Key.Key_Tab)
    assert page.current_key() == A + "new_received.other"
    press(page.view, Key.Key_Tab)
    assert page.current_key() == A + "carried_in.natural_person"
    press(page.view, Key.Key_Backtab, SHIFT)
    assert page.current_key() == A + "new_received.other"


def test_tab_at_the_end_leaves_the_table(page: TablePage, qtbot: QtBot) -> None:
    page.show_key(A + "carried_forward.other")
    press(page.view, Key.Key_Tab)
    qtbot.waitUntil(lambda: not page.view.hasFocus())
    below = QApplication.focusWidget()
    assert below is not None
    assert page.nothing.isAncestorOf(below)


def test_shift_enter_goes_up(page: TablePage) -> None:
    page.show_key(A + "granted.research")
    press(page.view, Key.Key_Return, SHIFT)
    assert page.current_key() == A + "carried_in.research"


def test_up_and_down_commit_after_typing_but_stay_inside_after_f2(page: TablePage) -> None:
    write(page.view, "4")
    press(editor(page), Key.Key_Down)
    assert page.current_key() == A + "carried_in.natural_person"
    press(page.view, Key.Key_F2)
    press(editor(page), Key.Key_Up)
    assert page.current_key() == A + "carried_in.natural_person"
    assert page.view.cells.editor is not None


def test_arrows_and_home_and_end_walk_the_grid(page: TablePage) -> None:
    steps = [
        (Key.Key_Down, A + "carried_in.natural_person"),
        (Key.Key_Right, A + "carried_in.commercial"),
        (Key.Key_End, A + "carried_in.total"),
        (Key.Key_Up, A + "new_received.total"),
        (Key.Key_Home, FIRST),
        (Key.Key_Left, FIRST),
    ]
    for key, expected in steps:
        press(page.view, key)
        assert page.current_key() == expected
    press(page.view, Key.Key_End, CONTROL)
    assert page.current_key() == A + "carried_forward.total"
    press(page.view, Key.Key_PageUp)
    assert page.current_key().endswith(".total")
    assert page.current_key() != A + "carried_forward.total"


def test_delete_on_a_computed_cell_says_why_nothing_happens(page: TablePage, qtbot: QtBot) -> None:
    page.show_key(A + "granted.total")
    with qtbot.waitSignal(page.refused):
        press(page.view, Key.Key_Delete)


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_blanks_a_cell_in_one_step(page: TablePage, key: Qt.Key) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    press(page.view, key)
    assert value(page, FIRST) is None
    assert page.model.session.undo_label.startswith("清空 表三")
    page.model.session.undo()
    assert value(page, FIRST) == 12


def test_emptying_the_editor_blanks_the_cell_and_never_writes_zero(page: TablePage) -> None:
    write(page.view, "8")
    press(editor(page), Key.Key_Backspace)
    assert value(page, FIRST) is None
    assert page.model.index_of(FIRST).data() == ""


def test_what_is_no_number_is_kept_as_typed(page: TablePage) -> None:
    write(page.view, "1")
    write(editor(page), "2a")
    press(editor(page), Key.Key_Return)
    assert value(page, FIRST) == Raw("12a")
    assert [finding.code for finding in page.model.session.verdict.findings if FIRST in finding.places][
        :1
    ] == ["C01"]


def test_full_width_digits_are_read_and_left_as_typed_while_typing(page: TablePage) -> None:
    committed(page.view, "１")
    committed(editor(page), "２")
    assert value(page, FIRST) == 12
    assert editor(page).text() == "１２"
    press(editor(page), Key.Key_Return)
    assert page.model.index_of(FIRST).data() == "12"


def test_undo_while_the_editor_is_open_shows_the_restored_figure(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    page.model.session.close_group()
    write(page.view, "9")
    write(editor(page), "9")
    page.model.session.undo()
    assert editor(page).text() == "12"
    write(editor(page), "5")
    assert value(page, FIRST) == 125
    page.model.session.undo()
    assert editor(page).text() == "12"
    press(editor(page), Key.Key_Return)
    assert value(page, FIRST) == 12


def test_ctrl_z_in_the_editor_is_left_to_the_window(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    page.model.session.close_group()
    write(page.view, "34"[:1])
    press(editor(page), Key.Key_Z, CONTROL)
    assert editor(page).text() == "3"  # the line's own undo is off; no window is listening here
    assert value(page, FIRST) == 3


def test_a_computed_cell_says_that_it_is_not_typed(page: TablePage, qtbot: QtBot) -> None:
    page.show_key(A + "granted.total")
    with qtbot.waitSignal(page.refused) as told:
        press(page.view, Key.Key_5)
    assert "自动计算" in told.args[0]
    assert page.view.cells.editor is None
    assert page.current_key() == A + "granted.total"


def test_a_refused_character_is_said_and_the_old_figure_stays(page: TablePage, qtbot: QtBot) -> None:
    page.model.setData(page.model.index_of(FIRST), "12")
    press(page.view, Key.Key_F2)
    with qtbot.waitSignal(page.refused):
        editor(page).setText("12\ufffe")
        editor(page).textEdited.emit(editor(page).text())
    assert value(page, FIRST) == 12
    press(editor(page), Key.Key_Return)
    assert page.model.index_of(FIRST).data() == "12"


def test_leaving_the_editor_by_mouse_ends_the_step(page: TablePage) -> None:
    write(page.view, "4")
    other = page.view.visualRect(page.model.index_of(A + "granted.research")).center()
    click(page.view.viewport(), other)
    assert page.current_key() == A + "granted.research"
    assert page.view.cells.editor is None
    assert value(page, FIRST) == 4


def test_a_double_click_edits_the_figure_under_the_mouse(page: TablePage) -> None:
    spot = page.view.visualRect(page.model.index_of(A + "granted.research")).center()
    double_click(page.view.viewport(), spot)
    write(editor(page), "6")
    assert value(page, A + "granted.research") == 6


def test_money_is_exact(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "disclosure")
    page.show_key("disclosure.fees.amount")
    write(page.view, "1")
    write(editor(page), "2.3400")
    press(editor(page), Key.Key_Return)
    assert page.model.index_of("disclosure.fees.amount").data() == "12.34"


def test_a_new_report_in_front_closes_the_editor(page: TablePage, open_report: OpenReport) -> None:
    write(page.view, "4")
    other = open_report({FIRST: "77"}).session
    page.model.bridge.attach(other)
    assert page.view.cells.editor is None
    assert page.model.index_of(FIRST).data() == "77"
    assert page.current_key() == FIRST


@pytest.mark.parametrize("seed", range(6))
def test_whatever_keys_are_pressed_the_screen_says_what_the_report_says(
    page: TablePage, qtbot: QtBot, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - dice, no secret
    session = page.model.session
    moves = [Key.Key_Return, Key.Key_Tab, Key.Key_Down, Key.Key_Up, Key.Key_Left, Key.Key_Right]
    others = [Key.Key_F2, Key.Key_Escape, Key.Key_Backspace, Key.Key_Delete, Key.Key_Home]
    digits = [Key.Key_0, Key.Key_1, Key.Key_7, Key.Key_A]
    for _ in range(120):
        if dice.random() < 0.05:
            dice.choice([session.undo, session.redo])()
        elif not page.view.hasFocus() and page.view.cells.editor is None:
            page.view.setFocus()
            qtbot.waitUntil(page.view.hasFocus)
        else:
            press(
                page.view.cells.editor or page.view, dice.choice(dice.choice([moves, others, digits, digits]))
            )
        for key in page.model.plan.place_of:
            assert page.model.index_of(key).data() == show(session.report.value(key))
        if (line := page.view.cells.editor) is not None:
            index = page.view.currentIndex()
            assert page.model.parse(index, line.text()) == page.model.holds(index)
    session.close_group()
    while session.undo() is not None:
        pass
    assert session.report.blanks() == session.report.form.typed

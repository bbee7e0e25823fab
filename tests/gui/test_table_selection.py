"""Areas of a table selected by keys and mouse, copied, cut and cleared; real key events throughout."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import formfile
from core.form import Placed
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.tables import selection
from gui.tables.plan import Plan
from tests.gui.conftest import OpenReport, click, press, write
from tests.gui.test_table_typing import CONTROL, FIRST, SHIFT, A, Key, editor, shown, value

BOTH = SHIFT | CONTROL
PLANS = {table.id: Plan(table) for table in formfile.load("2021").tables}


@pytest.fixture
def page(open_report: OpenReport, qtbot: QtBot) -> TablePage:
    return shown(
        open_report({FIRST: "5", A + "new_received.commercial": "2", A + "granted.other": "1"}), qtbot
    )


def chosen(page: TablePage) -> list[str]:
    """The selected keys, without the table's name; and what the screen reader hears of them."""
    keys = page.view.selected_keys()
    heard = {page.model.plan.key((index.row(), index.column())) for index in page.view.selectedIndexes()}
    assert heard == set(keys)
    return [key.partition(".")[2] for key in keys]


def extend(page: TablePage, *keys: Qt.Key) -> None:
    for key in keys:
        press(page.view, key, SHIFT)


def centre(page: TablePage, key: str) -> QPoint:
    return page.view.visualRect(page.model.index_of(key)).center()


def heading(page: TablePage, text: str) -> Placed:
    return next(cell for cell in page.model.plan.grid.placed if cell.text == text)


def text() -> str:
    return QApplication.clipboard().text()


def test_shift_and_arrows_select_and_the_current_figure_stays(page: TablePage) -> None:
    extend(page, Key.Key_Down, Key.Key_Right)
    assert chosen(page) == [
        "new_received.natural_person",
        "new_received.commercial",
        "carried_in.natural_person",
        "carried_in.commercial",
    ]
    assert page.current_key() == FIRST
    extend(page, Key.Key_Up)
    assert chosen(page) == ["new_received.natural_person", "new_received.commercial"]


def test_shift_end_and_control_shift_end(page: TablePage) -> None:
    extend(page, Key.Key_End)
    assert len(chosen(page)) == 7
    press(page.view, Key.Key_End, BOTH)
    assert len(chosen(page)) == 175
    press(page.view, Key.Key_Home, BOTH)
    assert chosen(page) == ["new_received.natural_person"]


def test_control_a_selects_all_and_an_arrow_lets_go(page: TablePage) -> None:
    press(page.view, Key.Key_A, CONTROL)
    assert len(chosen(page)) == 175
    press(page.view, Key.Key_Down)
    assert chosen(page) == ["carried_in.natural_person"]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Tab, Key.Key_Home])
def test_every_other_movement_lets_go(page: TablePage, key: Qt.Key) -> None:
    extend(page, Key.Key_Down)
    press(page.view, key)
    assert chosen(page) == [page.current_key().partition(".")[2]]


def test_typing_replaces_only_the_current_figure(page: TablePage) -> None:
    extend(page, Key.Key_Right)
    write(page.view, "9")
    press(editor(page), Key.Key_Return)
    assert value(page, FIRST) == 9
    assert value(page, A + "new_received.commercial") == 2


def test_the_mouse_draws_an_area(page: TablePage) -> None:
    viewport = page.view.viewport()
    start, end = centre(page, FIRST), centre(page, A + "granted.commercial")
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in (centre(page, A + "carried_in.natural_person"), end):
        QTest.mouseMove(viewport, step)
    QApplication.processEvents()
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert len(chosen(page)) == 6
    assert page.current_key() == FIRST
    click(viewport, start)
    assert chosen(page) == ["new_received.natural_person"]


def test_shift_and_click_select_up_to_there(page: TablePage) -> None:
    spot = centre(page, A + "granted.research")
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, SHIFT, spot)
    assert len(chosen(page)) == 9


@pytest.mark.parametrize(
    ("text", "count", "first"),
    [
        ("自然人", 25, "new_received.natural_person"),
        ("法人或其他组织", 125, "new_received.commercial"),
        ("申请人情况", 175, "new_received.natural_person"),
        ("（一）予以公开", 7, "granted.natural_person"),
        ("（三）不予公开", 56, "denied.state_secret.natural_person"),
    ],
)
def test_a_click_on_a_heading_selects_what_it_names(
    page: TablePage, text: str, count: int, first: str
) -> None:
    label = heading(page, text)
    band = page.view.above if label.row < 3 else page.view.beside
    click(band.viewport(), band._box(label).center())
    assert len(chosen(page)) == count
    assert chosen(page)[0] == first
    assert page.view.hasFocus()


def test_a_click_on_the_corner_selects_everything(page: TablePage) -> None:
    click(page.view.corner)
    assert len(chosen(page)) == 175


def test_labels_inside_the_body_select_what_they_name(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "disclosure")
    for words, count in (("规章", 3), ("行政处罚", 1), ("本年制发件数", 2), ("第二十条第（六）项", 2)):
        place = heading(page, words)
        click(page.view.viewport(), page.view.visualRect(page.model.index(place.row, place.column)).center())
        assert len(chosen(page)) == count, words


@pytest.mark.parametrize("name", PLANS)
def test_no_area_cuts_a_merged_figure(name: str) -> None:
    plan = PLANS[name]
    figures = sorted(plan.place_of.values())
    for first in figures:
        for last in figures:
            area = selection.between(plan, first, last)
            for place in selection.places(plan, area):
                inside = selection.one(plan, place)
                assert area.top <= inside.top <= inside.bottom <= area.bottom
                assert area.left <= inside.left <= inside.right <= area.right


def test_copying_puts_figures_as_they_are_shown_on_the_clipboard(page: TablePage) -> None:
    extend(page, Key.Key_Right, Key.Key_Right)
    press(page.view, Key.Key_C, CONTROL)
    assert text() == "5\t2\t"
    assert "<td" in QApplication.clipboard().mimeData().html()


def test_a_whole_table_is_copied_with_its_labels(page: TablePage) -> None:
    page.view.exchange.copy_table()
    lines = text().split("\r\n")
    assert lines[1].split("\t")[3] == "自然人"
    assert lines[3].split("\t")[:1] + lines[3].split("\t")[3:5] == [
        "一、本年新收政府信息公开申请数量",
        "5",
        "2",
    ]
    assert 'rowspan="8"' in QApplication.clipboard().mimeData().html()


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_blanks_the_area_in_one_step_with_its_name(page: TablePage, key: Qt.Key) -> None:
    extend(page, Key.Key_Right, Key.Key_Down)
    press(page.view, key)
    assert value(page, FIRST) is None
    assert value(page, A + "new_received.commercial") is None
    assert page.model.session.undo_label == "清空 表三 2×2 格"
    page.model.session.undo()
    assert value(page, FIRST) == 5
    assert value(page, A + "new_received.commercial") == 2


def test_cutting_copies_and_blanks(page: TablePage) -> None:
    press(page.view, Key.Key_X, CONTROL)
    assert text() == "5"
    assert value(page, FIRST) is None
    page.model.session.undo()
    assert value(page, FIRST) == 5


def test_a_blank_area_cleared_is_no_step(page: TablePage) -> None:
    page.show_key(A + "granted.commercial")
    extend(page, Key.Key_Right)
    press(page.view, Key.Key_Delete)
    assert page.model.session.undo_label == ""


def test_another_report_in_front_lets_go_of_the_selection(page: TablePage, open_report: OpenReport) -> None:
    press(page.view, Key.Key_A, CONTROL)
    page.model.bridge.attach(open_report().session)
    assert len(chosen(page)) == 1


def test_a_screen_reader_is_told_what_is_selected(page: TablePage) -> None:
    extend(page, Key.Key_Right)
    table: QAccessibleInterface = QAccessible.queryAccessibleInterface(page.view)
    cells = [table.child(number) for number in range(table.childCount())]
    selected = [cell.text(QAccessible.Text.Name) for cell in cells if getattr(cell.state(), "selected")]  # noqa: B009 - absent from the stubs
    assert len(selected) == 2
    assert "自然人" in selected[0]

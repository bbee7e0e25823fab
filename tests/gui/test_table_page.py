"""The page around a table: help on the current figure, blanks counted, zeros confirmed by one question."""

import pytest
from pytestqt.qtbot import QtBot

from core import formfile
from core.report import Entry, Origin, OriginKind
from gui import style
from gui.bridge import Bridge
from gui.pages.table import TablePage
from tests.gui.conftest import OpenReport, click

A = "applications."
TABLES = ["disclosure", "applications", "disputes"]


def shown(bridge: Bridge, qtbot: QtBot, table: str, size: tuple[int, int] = (1000, 650)) -> TablePage:
    page = TablePage(bridge, bridge.session.report.form.table(table))
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    return page


@pytest.mark.parametrize("table", TABLES)
def test_the_view_has_the_spans_of_the_grid(bridge: Bridge, qtbot: QtBot, table: str) -> None:
    page = shown(bridge, qtbot, table)
    grid = formfile.load("2021").table(table).grid
    examined = 0
    for cell in grid.placed:
        row, column = cell.row - grid.heading_rows, cell.column - grid.heading_columns
        if row >= 0 and column >= 0:
            assert page.view.rowSpan(row, column) == cell.row_span
            assert page.view.columnSpan(row, column) == cell.column_span
            examined += 1
    assert examined == len(page.model.plan.body)


def test_all_columns_of_table_three_are_in_view_on_a_small_screen(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "applications", (1000, 652))
    view = page.view
    assert view.horizontalScrollBar().maximum() == 0
    assert view.beside.width() + sum(view.columnWidth(c) for c in range(7)) <= view.width()


def test_headings_stay_while_the_table_scrolls(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "applications")
    page.show_key(A + "carried_forward.total")
    assert page.view.verticalScrollBar().value() > 0
    assert page.view.above.isVisible()
    assert page.view.beside.isVisible()
    assert page.view.corner.geometry().topLeft().isNull()
    assert page.view.viewport().rect().contains(page.view.visualRect(page.view.currentIndex()))


def test_show_key_makes_a_cell_current_and_tells(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "applications")
    with qtbot.waitSignal(page.current_changed) as told:
        page.show_key(A + "unable.not_held.research")
    assert told.args == [A + "unable.not_held.research"]
    assert page.current_key() == A + "unable.not_held.research"
    page.show_key("disputes.review.upheld")  # of another table: nothing happens
    assert page.current_key() == A + "unable.not_held.research"


def test_zoom_makes_everything_larger_and_keeps_the_headings(bridge: Bridge, qtbot: QtBot) -> None:
    heights = []
    try:
        for percent in (100, 200):
            style.set_zoom(percent)
            page = shown(bridge, qtbot, "applications")
            heights.append((page.view.rowHeight(0), page.view.above.height()))
    finally:
        style.set_zoom(100)
    assert heights[1][0] >= 1.8 * heights[0][0]
    assert heights[1][1] > heights[0][1]


def test_help_names_the_place_and_the_origin(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "applications")
    page.show_key(A + "denied.state_secret.natural_person")
    assert "（三）不予公开 · 1.属于国家秘密 · 自然人" in page.help.text.text()
    assert "未填" in page.help.text.text()
    imported = Origin(OriginKind.IMPORTED, "xinzheng-2021.txt")
    bridge.session.apply({page.current_key(): 3}, "导入", origin=imported)
    assert "来源：导入自 xinzheng-2021.txt" in page.help.text.text()
    page.show_key(A + "denied.state_secret.total")
    assert "自动计算，不用填写" in page.help.text.text()
    assert "还有 5 格未填" in page.help.text.text()


def test_help_on_a_stated_total_names_the_computed_one(open_report: OpenReport, qtbot: QtBot) -> None:
    figures = {f"disputes.review.{name}": "1" for name in ("upheld", "corrected", "other", "pending")}
    page = shown(open_report({**figures, "disputes.review.total": "5"}), qtbot, "disputes")
    page.show_key("disputes.review.total")
    assert "计算结果 4，右键可选“以计算结果为准”" in page.help.text.text()


def test_help_shows_last_years_figure(bridge: Bridge, qtbot: QtBot) -> None:
    report = bridge.session.report
    bridge.session.last_year = type(report)(report.form, 2024, {A + "new_received.natural_person": Entry(5)})
    page = shown(bridge, qtbot, "applications")
    assert "上年 5" in page.help.text.text()


def test_blanks_are_counted_and_confirmed_by_one_question(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "disputes")
    page.activateWindow()
    line = page.blanks
    assert line.said.text() == "本表空白 12 格"
    assert line.ask.text() == "本表未填项确认为 0（12 格）"
    page.model.setData(page.model.index_of("disputes.review.upheld"), "1")
    assert line.said.text() == "本表空白 11 格"
    click(line.ask)
    assert line.said.text() == "确认把本表 11 格空白记为 0？"
    assert bridge.session.report.blanks("disputes")
    click(line.yes)
    qtbot.waitUntil(page.view.hasFocus)
    assert bridge.session.report.blanks("disputes") == ()
    assert line.said.text() == "本表已填齐"
    assert not line.ask.isVisible()
    assert bridge.session.undo_label == "表四未填项确认为 0（11 格）"
    bridge.session.undo()
    assert line.said.text() == "本表空白 11 格"
    assert line.ask.isVisible()


def test_the_question_can_be_answered_no(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "disputes")
    line = page.blanks
    click(line.ask)
    click(line.no)
    assert line.ask.isVisible()
    assert line.said.text() == "本表空白 12 格"
    assert len(bridge.session.report.blanks("disputes")) == 12


def test_the_menu_offers_what_can_be_done(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "disputes")
    cells = page.model.table.cells

    def offered(key: str) -> dict[str, bool]:
        actions = page.view.menu_for(cells[key]).actions()
        return {action.text().partition("\t")[0]: action.isEnabled() for action in actions if action.text()}

    typed = offered("disputes.review.upheld")
    assert [name for name, enabled in typed.items() if not enabled] == ["剪切", "清空"]
    assert list(typed) == ["复制", "剪切", "粘贴", "清空", "复制整张表", "修改", "备注…", "这一行的说明"]
    computed = offered("disputes.review.total")
    assert computed["以计算结果为准"] is False
    assert "修改" not in computed


def test_the_table_and_its_corner_have_names_to_be_heard(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, "applications")
    view = page.view
    assert view.accessibleName() == "三、收到和处理政府信息公开申请情况"
    assert view.corner.accessibleName().startswith("（本列数据的勾稽关系为")

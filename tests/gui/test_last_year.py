"""Last year's data on their sheet: from a file, from paper by keys, carried over, or none at all."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys, past
from core.backup import Shelf
from core.report import Entry, OriginKind
from core.session import Session
from gui import states, style
from gui.bridge import Bridge
from gui.last_year_file import find
from gui.pages.cover import CoverPage
from gui.pages.last_year import LastYearSheet
from tests.gui.conftest import UNIT, YEAR, click, press, report_with, write
from tests.gui.test_cover import commit
from tests.gui.test_window import shown

FORWARD = "applications.carried_forward.natural_person"
CARRIED = "applications.carried_in.natural_person"
NEW_TOTAL = "applications.new_received.total"
WAIT = 20_000  # milliseconds


def sheet_of(bridge: Bridge, qtbot: QtBot) -> LastYearSheet:
    page = CoverPage(bridge)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    page.activateWindow()
    sheet = page.show_last_year()
    QApplication.processEvents()
    return sheet


def unit_file(folder: Path, year: int, unit: str = UNIT, figures: dict[str, str] | None = None) -> Path:
    path = folder / f"{unit}{year}上报.gknb"
    report = report_with(figures or {FORWARD: "2", "applications.new_received.natural_person": "5"}, year)
    report.write({keys.UNIT_NAME: Entry(unit)})
    Session.create(path, report).close()
    return path


def read(sheet: LastYearSheet, path: Path, qtbot: QtBot) -> None:
    sheet.read_file(path)
    qtbot.waitUntil(sheet.review.isVisible, timeout=WAIT)


# ---- from a file


def test_a_unit_file_of_last_year_is_shown_first_and_then_stored(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = sheet_of(bridge, qtbot)
    read(sheet, unit_file(tmp_path, YEAR - 1), qtbot)
    assert "认出：青石镇人民政府，2024 年" in sheet.review.words.text()
    assert bridge.session.last_year is None
    assert QApplication.focusWidget() is sheet.review.take
    press(sheet.review.take, Qt.Key.Key_Space)
    filed = bridge.session.filed_last_year
    assert filed is not None
    assert filed.figure(FORWARD) == 2
    assert bridge.session.report.year == YEAR
    assert sheet.known.text().startswith("✓ 已有 2024 年报告：青石镇人民政府")
    assert sheet.choose.text() == "换成另一份…"
    assert not sheet.review.isVisible()


def test_a_wrong_file_is_replaced_by_another_and_that_year_can_undo_it(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = sheet_of(bridge, qtbot)
    read(sheet, unit_file(tmp_path, YEAR - 1, figures={FORWARD: "9"}), qtbot)
    sheet.review.take.click()
    (tmp_path / "对的").mkdir()
    read(sheet, unit_file(tmp_path / "对的", YEAR - 1, figures={FORWARD: "2"}), qtbot)
    sheet.review.take.click()
    session = bridge.session
    filed = session.filed_last_year
    assert filed is not None
    assert (session.report.year, filed.figure(FORWARD)) == (YEAR, 2)
    session.switch(YEAR - 1)
    assert session.undo_label.startswith("换成另一份报告")


def test_without_a_backup_of_now_nothing_is_replaced_until_it_is_agreed(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    session = bridge.session
    session.add_past(report_with({FORWARD: "9"}, YEAR - 1), "导入上年报告")
    (tmp_path / "x").write_text("")  # stands where the backups' folder would be
    session._upkeep.shelf = Shelf(session.file_id, tmp_path / "x")  # type: ignore[union-attr]
    sheet = sheet_of(bridge, qtbot)
    read(sheet, unit_file(tmp_path, YEAR - 1), qtbot)
    with qtbot.waitSignal(sheet.refused) as refused:
        sheet.review.take.click()
    assert refused.args is not None
    assert str(refused.args[0]).endswith("也可以不做备份，仍要导入。")
    assert session.filed_last_year is not None
    assert session.filed_last_year.figure(FORWARD) == 9
    assert sheet.review.take.text() == "不做备份，仍要存入"
    sheet.review.take.click()
    assert session.filed_last_year.figure(FORWARD) == 2


def test_what_is_carried_over_is_offered_after_it_with_its_figures(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = sheet_of(bridge, qtbot)
    figures = {FORWARD: "2", "applications.carried_forward.commercial": "0"}
    read(sheet, unit_file(tmp_path, YEAR - 1, figures=figures), qtbot)
    sheet.review.take.click()
    assert sheet.carry.words.text().startswith("按 2024 年报告填入 2 格：自然人 2，其余 0")
    assert QApplication.focusWidget() is sheet.carry.fill
    press(sheet.carry.fill, Qt.Key.Key_Space)
    origin = bridge.session.report.origin(CARRIED)
    assert origin is not None
    assert origin.kind is OriginKind.CARRIED
    assert not sheet.carry.isVisible()
    bridge.session.undo()
    assert sheet.carry.isVisible()


def test_another_year_s_report_is_named_and_stored_only_after_a_tick(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = sheet_of(bridge, qtbot)
    read(sheet, unit_file(tmp_path, YEAR - 3), qtbot)
    assert "这是 2022 年的报告，要的是 2024 年的。" in sheet.review.warning.text()
    assert not sheet.review.take.isEnabled()
    sheet.review.other_year.click()
    sheet.review.take.click()
    filed = bridge.session.filed_last_year
    assert filed is not None
    assert (filed.year, filed.figure(FORWARD)) == (2024, 2)


def test_another_unit_s_report_is_named_and_stored_only_after_a_tick(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = sheet_of(bridge, qtbot)
    read(sheet, unit_file(tmp_path, YEAR - 1, "白石乡人民政府"), qtbot)
    assert "这是“白石乡人民政府”的报告" in sheet.review.warning.text()
    assert not sheet.review.take.isEnabled()
    click(sheet.review.leave)
    assert not sheet.review.isVisible()
    assert bridge.session.last_year is None


def test_the_right_year_is_taken_out_of_a_file_with_several(tmp_path: Path) -> None:
    path = unit_file(tmp_path, YEAR - 1)
    session = Session.open(path)
    session.add_year(report_with({FORWARD: "9"}, YEAR))
    session.close()
    assert find(path, YEAR - 1).report.figure(FORWARD) == 2
    assert find(path, YEAR - 2).report.year == YEAR


def test_a_data_file_is_read_too(bridge: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "上年.json"
    report = report_with({FORWARD: "3"}, YEAR - 1)
    file.write_text(json.dumps(report.to_json(), ensure_ascii=False), encoding="utf-8")
    sheet = sheet_of(bridge, qtbot)
    read(sheet, file, qtbot)
    assert "“上年.json”里认出：青石镇人民政府，2024 年" in sheet.review.words.text()
    sheet.review.take.click()
    assert bridge.session.last_year is not None
    assert bridge.session.last_year.figure(FORWARD) == 3


def test_a_file_that_is_no_report_is_refused_and_another_can_be_chosen(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "通知.txt"
    file.write_text("今天下午开会。", encoding="utf-8")
    sheet = sheet_of(bridge, qtbot)
    with qtbot.waitSignal(sheet.refused, timeout=WAIT) as told:
        sheet.read_file(file)
    assert "通知.txt" in str(told.args[0]) or "年报" in str(told.args[0])
    assert sheet.choose.isEnabled()
    assert not sheet.review.isVisible()


# ---- from paper


def test_the_few_figures_are_asked_for_in_the_form_s_order(bridge: Bridge, qtbot: QtBot) -> None:
    sheet = sheet_of(bridge, qtbot)
    form = bridge.session.report.form
    assert list(sheet.paper.fields) == [key for figure in form.key_figures for key in figure.ask]


def test_figures_are_typed_with_enter_and_tab_and_count_as_last_year_s(bridge: Bridge, qtbot: QtBot) -> None:
    sheet = sheet_of(bridge, qtbot)
    fields = list(sheet.paper.fields.values())
    sheet.show_key(keys.before(fields[0].cell.key))
    for place, field in enumerate(fields):
        assert QApplication.focusWidget() is field
        write(field, str(place))
        press(field, Qt.Key.Key_Return if place % 2 else Qt.Key.Key_Tab)
    paper = bridge.session.last_year
    assert paper is not None
    assert [paper.figure(field.cell.key) for field in fields] == list(range(len(fields)))
    assert sheet.known.text() == f"✓ 来自上年纸质报告（手工录入）：{len(fields)} 格。"
    assert sheet.paper.hint.text().startswith("来自上年纸质报告（手工录入）")
    assert "合计" in sheet.paper.groups[2].note.text()
    bridge.session.undo()
    assert fields[-1].text() == ""
    assert fields[-2].text() == str(len(fields) - 2)


def test_arrows_move_between_the_figures(bridge: Bridge, qtbot: QtBot) -> None:
    sheet = sheet_of(bridge, qtbot)
    fields = list(sheet.paper.fields.values())
    fields[0].setFocus()
    press(fields[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is fields[1]
    press(fields[1], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is fields[0]


@pytest.mark.parametrize(("typed", "says"), [("2x", "不是数字"), ("-1", "不能小于 0")])
def test_what_is_no_figure_is_said_while_it_is_typed(
    bridge: Bridge, qtbot: QtBot, typed: str, says: str
) -> None:
    sheet = sheet_of(bridge, qtbot)
    field = sheet.paper.fields[FORWARD]
    field.setFocus()
    write(field, typed)
    group = next(group for group in sheet.paper.groups if field in group.fields)
    assert group.note.text() == f"✕ 自然人{says}"
    assert field.accessibleDescription() == says
    press(field, Qt.Key.Key_Escape)
    assert (field.text(), group.note.text()) == ("", "")
    assert sheet.isVisible()


def test_full_width_digits_with_a_unit_are_read(bridge: Bridge, qtbot: QtBot) -> None:
    sheet = sheet_of(bridge, qtbot)
    field = sheet.paper.fields[FORWARD]
    field.setFocus()
    commit(field, "１２件")
    assert bridge.session.last_year is not None
    assert bridge.session.last_year.figure(FORWARD) == 12
    assert past.carried(bridge.session.report.form, bridge.session.last_year)[CARRIED].value == 12


def test_a_report_in_the_file_goes_before_what_was_typed_from_paper(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    bridge.session.apply({keys.before(FORWARD): "7"}, "x")
    sheet = sheet_of(bridge, qtbot)
    read(sheet, unit_file(tmp_path, YEAR - 1), qtbot)
    sheet.review.take.click()
    assert sheet.paper.isVisible()
    assert sheet.paper.fields[FORWARD].isReadOnly()
    assert "以它为准" in sheet.paper.hint.text()
    assert bridge.session.last_year is not None
    assert bridge.session.last_year.figure(FORWARD) == 2


def test_an_empty_report_of_last_year_in_the_file_is_opened_to_be_filled_in(
    bridge: Bridge, qtbot: QtBot
) -> None:
    session = bridge.session
    session.add_past(report_with({}, YEAR - 1), "新建报告")
    sheet = sheet_of(bridge, qtbot)
    assert sheet.known.text() == "○ 这个文件里有 2024 年报告，但还没有填数字。请打开它填写。"
    sheet.open_year.click()
    assert session.report.year == YEAR - 1
    assert not sheet.isVisible()


# ---- none


def test_without_last_year_it_is_said_what_cannot_be_judged(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.confirm_zeros()
    sheet = sheet_of(bridge, qtbot)
    assert "现在还没有 2024 年的数据" in sheet.known.text()
    assert sheet.none_card.isVisible()
    assert "“无法判断”" in sheet.unknown.text()


def test_escape_goes_back_to_the_step_one_came_from(bridge: Bridge, qtbot: QtBot) -> None:
    page = CoverPage(bridge)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    QApplication.processEvents()
    sheet = page.show_last_year()
    press(sheet.choose, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is page.ladder.rows["last_year"].name


@pytest.mark.parametrize("percent", [100, 200])
def test_the_sheet_is_drawn(
    bridge: Bridge, qtbot: QtBot, screens: Path, tmp_path: Path, percent: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        style.set_zoom(percent)
        style.set_dark(dark=percent > 100)
        style.dress(app)
        sheet = sheet_of(bridge, qtbot)
        if percent > 100:
            sheet.window().resize(800, 560)
        write(sheet.paper.fields[FORWARD], "2x")
        write(sheet.paper.fields[NEW_TOTAL], "12")
        read(sheet, unit_file(tmp_path, YEAR - 3, "白石乡人民政府"), qtbot)
        QApplication.processEvents()
        assert sheet.window().grab().save(str(screens / f"last-year-{percent}.png"))
        assert sheet._scroll.horizontalScrollBar().maximum() == 0
    finally:
        style.set_zoom(100)
        style.set_dark(dark=False)
        style.dress(app)


# ---- in the window


def test_the_command_shows_the_sheet_and_the_tab_s_own_key_goes_back(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    window = shown(bridge, tmp_path, qtbot)
    window.go("text.overview")
    window.actions_by_id["last-year"].trigger()
    cover = window.stack.currentWidget()
    assert isinstance(cover, CoverPage)
    sheet = cover.show_last_year()
    assert sheet.isVisible()
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not sheet.isVisible()
    window.close()


def test_undo_of_a_figure_from_paper_shows_where_it_was(bridge: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    window = shown(bridge, tmp_path, qtbot)
    bridge.session.apply({keys.before(FORWARD): "2"}, "录入上年数据")
    window.go("text.overview")
    window.undo()
    cover = window.stack.currentWidget()
    assert isinstance(cover, CoverPage)
    assert any(sheet.isVisible() for sheet in cover.findChildren(LastYearSheet))
    window.close()


def test_a_step_of_the_ladder_goes_there(bridge: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    window = shown(bridge, tmp_path, qtbot)
    bridge.session.apply({keys.UNIT_KIND: "乡镇"}, "x")
    cover = window.stack.page(states.COVER)
    assert isinstance(cover, CoverPage)
    press(cover.ladder.rows["filling"].name, Qt.Key.Key_Space)
    assert window.current_key() == bridge.session.report.blanks()[0]
    bridge.session.apply({"applications.new_received.natural_person": 3}, "x")
    bridge.session.confirm_zeros()
    window.go_to(states.COVER)
    press(cover.ladder.rows["checking"].name, Qt.Key.Key_Space)
    finding = next(one for one in bridge.session.verdict.leading if one.code == "A01")
    assert window.panel.selected == finding.id
    window.go_to(states.COVER)
    press(cover.ladder.rows["last_year"].name, Qt.Key.Key_Space)
    assert cover.show_last_year().isVisible()
    window.go_to(states.COVER)
    cover.show_cover()
    press(cover.ladder.rows["report.sent"].name, Qt.Key.Key_Space)
    assert window.tabs.ids[window.tabs.currentIndex()] == states.PREVIEW
    window.close()

"""Pasting into a table with real keys: at once where nothing is lost by it, else asked below the table."""

import random
import time

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.errors import DiskFull
from core.report import PASTED
from core.saver import SaveFailed
from core.values import show
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.tables.paste_card import PasteCard
from tests.gui.conftest import NO_MODIFIER, OpenReport, click, press, write
from tests.gui.test_table_typing import CONTROL, FIRST, SHIFT, A, Key, editor, shown, value
from tests.pasting import clips
from tests.pasting.clips import put

COMMERCIAL = A + "new_received.commercial"


@pytest.fixture
def page(bridge: Bridge, qtbot: QtBot) -> TablePage:
    return shown(bridge, qtbot)


def copy(text: str = "", html: str = "") -> None:
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QApplication.clipboard().setMimeData(mime)


def paste(page: TablePage, text: str = "", html: str = "") -> None:
    copy(text, html)
    press(page.view, Key.Key_V, CONTROL)


def card(page: TablePage) -> PasteCard:
    assert not page.paste_card.isHidden()
    return page.paste_card


def lines(page: TablePage) -> list[tuple[str, str, str]]:
    shown = card(page).list.model()
    texts = [[str(shown.index(row, column).data()) for column in range(3)] for row in range(shown.rowCount())]
    return [(where, what, why) for where, what, why in texts]


def test_a_block_is_pasted_at_once_as_one_step_with_its_area(page: TablePage) -> None:
    paste(page, clips.tsv(clips.numbers(6, 3)))
    assert value(page, FIRST) == 1
    assert value(page, A + "denied.forbidden_by_law.research") == 18
    assert page.model.session.undo_label == "粘贴 表三 6×3 格"
    assert page.model.report.entry(FIRST).origin == PASTED  # type: ignore[union-attr]
    assert page.view.selected_keys()[-1] == A + "denied.forbidden_by_law.research"
    assert len(page.view.selected_keys()) == 18
    assert page.blanks.said.text().startswith("已粘贴 表三 6×3 格")
    page.model.session.undo()
    assert page.model.report.stated(FIRST) is None
    assert page.model.session.undo_label == ""


def test_html_of_excel_with_labels_lands_wherever_the_cursor_is(page: TablePage) -> None:
    page.show_key(A + "granted.research")
    labels = [row.label for block in page.model.table.blocks for row in block.rows if not row.sum_of]
    block = clips.numbers(24, 6)
    paste(page, html=clips.excel([[label, *row] for label, row in zip(labels, block, strict=True)]))
    assert value(page, FIRST) == 1
    assert value(page, A + "carried_forward.other") == 144


def test_a_single_number_replaces_the_figure_after_a_question(page: TablePage) -> None:
    write(page.view, "5")
    press(editor(page), Key.Key_Return)
    page.show_key(FIRST)
    paste(page, "7")
    assert value(page, FIRST) == 5
    assert lines(page) == [("新收·自然人", "5 → 7", "会改掉已填的数")]
    assert card(page).yes.hasFocus()
    press(card(page).yes, Key.Key_Return)
    assert value(page, FIRST) == 7
    assert page.paste_card.isHidden()
    assert page.view.hasFocus()


@pytest.mark.parametrize(
    ("text", "why"),
    [("-3", "不应为负数"), ("3.5", "件数应为整数"), ("25%", "不是数字"), ("#REF!", "不是数字")],
)
def test_what_is_no_count_is_marked_in_the_preview_before_all_other_changes(
    page: TablePage, text: str, why: str
) -> None:
    page.model.setData(page.model.index_of(FIRST), "5")
    page.model.setData(page.model.index_of(COMMERCIAL), "6")
    paste(page, f"1\t{text}")
    assert lines(page) == [
        ("新收·商业企业", f"6 → {text}", f"{why}，请核对；会改掉已填的数"),
        ("新收·自然人", "5 → 1", "会改掉已填的数"),
    ]
    assert "1 处请核对" in card(page).title.text()


def test_a_long_preview_is_shown_as_quickly_as_a_key(page: TablePage) -> None:
    page.model.paste(put(text=clips.tsv(clips.numbers(25, 6))))
    paste(page, clips.tsv(clips.numbers(25, 6, start=500)))
    assert len(lines(page)) == 150
    placement = put(text=clips.tsv(clips.numbers(25, 6, start=800)), into=page.model.report)
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        card(page).ask(placement)
        seconds.append(time.perf_counter() - begun)
    assert min(seconds) < 0.016


def test_prose_has_no_place_and_is_listed(page: TablePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.told) as told:
        paste(page, "全年共收到申请7件，其中自然人5件。")
    assert told.args[0] == "没有可以粘贴的数；1 处没有放进去"
    assert told.args[2][0][0] == "查看"
    assert lines(page) == [("第 1 行", "全年共收到申请7件，其中自然人5件。", "是文字，不是数字")]


def test_escape_leaves_everything_as_it_was(page: TablePage, qtbot: QtBot) -> None:
    page.model.setData(page.model.index_of(FIRST), "5")
    paste(page, "7\t2")
    assert page.view.body.pending == {(0, 0): "→ 7", (0, 1): "→ 2"}
    press(card(page).yes, Key.Key_Escape)
    assert value(page, FIRST) == 5
    assert value(page, COMMERCIAL) is None
    assert page.view.body.pending == {}
    assert page.paste_card.isHidden()
    assert page.help.isVisible()
    qtbot.waitUntil(page.view.hasFocus)


def test_the_buttons_do_the_same_by_mouse(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "5")
    paste(page, "7")
    click(card(page).no)
    assert value(page, FIRST) == 5
    paste(page, "7")
    click(card(page).yes)
    assert value(page, FIRST) == 7


def test_what_has_no_place_is_listed_before_and_can_be_read_after(page: TablePage, qtbot: QtBot) -> None:
    paste(page, "项目\t自然人\t合伙企业\r\n（一）予以公开\t3\t4\r\n（八）转送\t1\t2\r\n")
    assert lines(page) == [
        ("第 2 行第 3 列", "4", "这一列的名称表里没有"),
        ("第 3 行 2 格", "1  2", "“（八）转送”在表里没有这一行"),
    ]
    with qtbot.waitSignal(page.told) as told:
        press(card(page), Key.Key_Return)
    assert value(page, A + "granted.natural_person") == 3
    said, kind, answers = told.args
    assert said == "已粘贴 表三 予以公开·自然人；2 处没有放进去"
    assert kind == "ask"
    assert answers[0][0] == "查看"
    answers[0][1]()
    assert [what for _, what, _ in lines(page)] == ["4", "1  2"]
    assert card(page).yes.isHidden()
    click(card(page).copy)
    assert QApplication.clipboard().text().split("\r\n")[1] == "第 2 行第 3 列\t4\t这一列的名称表里没有"
    press(card(page).no, Key.Key_Escape)
    assert page.paste_card.isHidden()


def test_strokes_are_told_and_not_asked_about(page: TablePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.told) as told:
        paste(page, "3\t/\t—")
    assert told.args[0] == "已粘贴 表三 新收·自然人；2 处视为空白"
    assert told.args[1] == "good"
    assert value(page, FIRST) == 3
    assert value(page, COMMERCIAL) is None


def test_a_total_that_does_not_add_up_is_shown_before(page: TablePage) -> None:
    paste(page, "1\t2\t0\t0\t0\t0\t4")
    assert lines(page) == [("新收·总计", "4", "复制的合计是 4，各格相加是 3")]
    press(card(page), Key.Key_Enter)
    assert page.model.report.value(A + "new_received.total") == 3


def test_only_what_belongs_elsewhere_changes_nothing_and_is_listed(page: TablePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.told) as told:
        paste(page, "行政复议\t1\t0\t0\t0\t1\r\n未经复议直接起诉\t0\t0\t0\t0\t0\r\n")
    assert told.args[0].startswith("没有可以粘贴的数")
    assert {why for _, _, why in lines(page)} == {"这是表四的内容，请到那一页粘贴"}
    assert page.model.session.undo_label == ""


def test_the_same_figures_again_are_no_step(page: TablePage) -> None:
    paste(page, "1\t2")
    press(page.view, Key.Key_Home)
    paste(page, "1\t2")
    assert page.blanks.said.text().startswith("与表里的数相同，没有改动")
    page.model.session.undo()
    assert page.model.session.undo_label == ""


def test_a_total_alone_is_not_filled_in_and_that_is_said(page: TablePage, qtbot: QtBot) -> None:
    page.show_key(A + "granted.total")
    with qtbot.waitSignal(page.told) as told:
        paste(page, "8")
    assert told.args[0] == "合计由程序自动计算，没有填入；1 处合计与各格之和不同"
    assert page.model.session.undo_label == ""


def test_an_empty_clipboard_is_said(page: TablePage, qtbot: QtBot) -> None:
    QApplication.clipboard().clear()
    with qtbot.waitSignal(page.refused) as told:
        press(page.view, Key.Key_V, CONTROL)
    assert "没有可以粘贴的内容" in told.args[0]


def test_too_much_is_refused_with_a_sentence(page: TablePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.refused) as told:
        paste(page, "1\n" * 3_000)
    assert "没有粘贴" in told.args[0]


def test_one_number_fills_the_selected_cells(page: TablePage) -> None:
    for _ in range(2):
        press(page.view, Key.Key_Down, SHIFT)
    paste(page, "0")
    assert page.model.session.undo_label == "粘贴 表三 3×1 格"
    assert value(page, A + "granted.natural_person") == 0


def test_a_block_pasted_into_the_open_editor_goes_into_the_table(page: TablePage) -> None:
    write(page.view, "9")
    copy("1\t2")
    press(editor(page), Key.Key_V, CONTROL)
    assert page.view.cells.editor is None
    assert lines(page) == [("新收·自然人", "9 → 1", "会改掉已填的数")]
    press(card(page), Key.Key_Return)
    assert value(page, COMMERCIAL) == 2


def test_one_number_pasted_into_the_open_editor_stays_there(page: TablePage) -> None:
    write(page.view, "9")
    copy("1")
    press(editor(page), Key.Key_V, CONTROL)
    assert editor(page).text() == "91"
    assert value(page, FIRST) == 91


def test_a_question_is_withdrawn_when_the_table_changes(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "5")
    paste(page, "7")
    page.model.session.apply({FIRST: 6}, "另改")
    assert page.paste_card.isHidden()
    assert page.view.body.pending == {}


def test_a_line_of_the_list_leads_to_its_cell_and_keeps_the_keyboard(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "5")
    page.show_key(A + "carried_forward.other")
    paste(page, "一、本年新收政府信息公开申请数量\t7\t0\t0\t0\t0\t0\t7")
    card(page).list.setFocus()
    press(card(page).list, Key.Key_Down)
    assert card(page).list.currentIndex().row() == 0
    assert page.current_key() == FIRST
    assert not page.view.hasFocus()


def test_nothing_is_pasted_after_saving_has_failed(page: TablePage, qtbot: QtBot) -> None:
    page.model.session.failure = SaveFailed(DiskFull("磁盘已满。"), 0, 0)
    copy("3")
    with qtbot.waitSignal(page.refused):
        press(page.view, Key.Key_V, CONTROL)
    page.model.session.failure = None
    assert value(page, FIRST) is None


def test_every_control_of_the_card_is_reached_by_tab_and_has_a_name(page: TablePage) -> None:
    page.model.setData(page.model.index_of(FIRST), "5")
    paste(page, "7")
    reached = []
    for _ in range(4):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.append(widget)
        press(widget, Key.Key_Tab)
    assert {card(page).yes, card(page).no, card(page).copy} <= set(reached)
    assert card(page).accessibleName().startswith("粘贴 表三")
    assert card(page).list.accessibleName()


def test_a_copied_table_pasted_into_another_report_is_the_same(
    page: TablePage, open_report: OpenReport, qtbot: QtBot
) -> None:
    paste(page, clips.tsv(clips.numbers(25, 6)))
    page.view.exchange.copy_table()
    other = shown(open_report(), qtbot)
    press(other.view, Key.Key_V, CONTROL)
    typed = [key for key, cell in page.model.table.cells.items() if not cell.computed]
    assert [value(other, key) for key in typed] == [value(page, key) for key in typed]


@pytest.mark.parametrize("name", ["disclosure", "disputes"])
def test_the_other_tables_take_a_paste_too(bridge: Bridge, qtbot: QtBot, name: str) -> None:
    page = shown(bridge, qtbot, name)
    typed = [key for key, cell in page.model.table.cells.items() if not cell.computed]
    paste(
        page,
        "\n".join(str(number) for number in range(1, len(typed) + 1)) if name == "disputes" else "4\t5\t6",
    )
    assert value(page, typed[1]) in {2, 5}


def test_ctrl_z_after_a_paste_is_the_windows(page: TablePage) -> None:
    paste(page, "3")
    press(page.view, Key.Key_Z, CONTROL)
    assert value(page, FIRST) == 3  # no window is listening here
    assert page.view.cells.editor is None


CLIPS = (
    *("7", "1\t2\t3\r\n4\t5\t6", "/\t—\t3", "", "待定", "一段文字。\n又一段文字。", "1\n2\n3\n4\n5"),
    *("自然人\t商业企业\r\n3\t4", "重复申请\t1\t0\t0\t0\t0\t0\t1", "行政复议\t1\t0\t0\t0\t1"),
    clips.tsv(clips.numbers(25, 7)),
)
MOVES = (Key.Key_Down, Key.Key_Up, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageDown)
ACTS = (Key.Key_C, Key.Key_V, Key.Key_V, Key.Key_X, Key.Key_A)
OTHERS = (Key.Key_Return, Key.Key_Escape, Key.Key_Tab, Key.Key_Delete, Key.Key_F2, Key.Key_1, Key.Key_7)


@pytest.mark.parametrize("name", ["applications", "disclosure", "disputes"])
def test_whatever_is_selected_pasted_and_cut_the_screen_says_what_the_report_says(
    bridge: Bridge, qtbot: QtBot, name: str
) -> None:
    page = shown(bridge, qtbot, name)
    session = bridge.session
    dice = random.Random(name)  # noqa: S311 - dice, no secret
    for _ in range(150):
        held = QApplication.focusWidget()
        if held is None or dice.random() < 0.1:
            page.view.setFocus()
            held = page.view
        roll = dice.random()
        if roll < 0.3:
            press(held, dice.choice(MOVES), dice.choice([SHIFT, SHIFT, CONTROL | SHIFT, NO_MODIFIER]))
        elif roll < 0.6:
            if dice.random() < 0.5:
                copy(dice.choice(CLIPS))
            press(held, dice.choice(ACTS), CONTROL)
        elif roll < 0.65:
            dice.choice([session.undo, session.redo])()
        else:
            press(held, dice.choice(OTHERS))
        for key in page.model.plan.place_of:
            assert page.model.index_of(key).data() == show(session.report.value(key))
        assert page.current_key()
        assert set(page.view.selected_keys()) <= set(page.model.plan.place_of)
    session.close_group()
    while session.undo() is not None:
        pass
    assert session.report.blanks() == session.report.form.typed

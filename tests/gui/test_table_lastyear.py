"""Last year beside this year: the difference, figures carried over and locked, and where one came from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from core.report import OriginKind
from core.session import Session
from gui import style
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.tables.letters import Letters
from gui.tables.look import Look
from gui.tables.paint import FigurePainter
from tests.gui.conftest import UNIT, YEAR, click, double_click, press, report_with, write
from tests.gui.test_table_typing import CONTROL, FIRST, SHIFT, A, Key, committed, editor, shown, value

CARRIED = A + "carried_in.natural_person"
BESIDE = A + "carried_in.commercial"
COLUMNS = ["natural_person", "commercial", "research", "social_welfare", "legal_service", "other"]
LAST = {f"{A}carried_forward.{column}": str(n) for n, column in enumerate(COLUMNS)} | {FIRST: "5"}
TIP = int(Qt.ItemDataRole.ToolTipRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


@pytest.fixture
def page(tmp_path: Path, dressed: None, qtbot: QtBot) -> Iterator[TablePage]:  # noqa: ARG001 - font and style
    session = Session.create(tmp_path / f"{UNIT}.gknb", report_with(LAST, YEAR - 1))
    session.add_year(report_with({}, YEAR))
    yield shown(Bridge(session), qtbot)
    session.close()


@pytest.fixture
def locked(page: TablePage) -> TablePage:
    page.model.carry_in()
    page.show_key(CARRIED)
    return page


def pasted(page: TablePage, text: str) -> None:
    QApplication.clipboard().setText(text)
    press(page.view, Key.Key_V, CONTROL)


def tip(page: TablePage, key: str) -> str:
    return str(page.model.index_of(key).data(TIP))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("7", "上年 5，今年 7，增加 2"),
        ("4", "上年 5，今年 4，减少 1"),
        ("5", "上年 5，今年 5，与上年相同"),
        ("", "\n上年 5"),
    ],
)
def test_the_difference_to_last_year_is_said_on_hover(page: TablePage, now: str, said: str) -> None:
    page.model.setData(page.model.index_of(FIRST), now)
    assert tip(page, FIRST).endswith(said)


def test_a_figure_without_last_year_says_nothing_about_it(page: TablePage) -> None:
    assert "上年" not in tip(page, A + "granted.research")


def test_what_was_carried_forward_is_offered_and_filled_by_one_click(page: TablePage) -> None:
    assert page.offer.said.text() == f"上年结转可按 {YEAR - 1} 年报告填入（6 格）"
    assert page.offer.isVisible()
    click(page.offer.fill)
    assert value(page, BESIDE) == 1
    assert not page.offer.isVisible()
    assert page.view.hasFocus()
    page.model.session.undo()
    assert page.offer.isVisible()


def test_other_tables_offer_nothing(page: TablePage, qtbot: QtBot) -> None:
    other = shown(page.model.bridge, qtbot, "disputes")
    assert not other.offer.isVisible()


def test_a_carried_figure_says_where_it_came_from(locked: TablePage) -> None:
    look = locked.model.looks[locked.model.plan.place_of[CARRIED]]
    assert look.origin == f"来自{YEAR - 1}年"
    assert "已锁定" in tip(locked, CARRIED)
    assert "已锁定" in str(locked.model.index_of(CARRIED).data(SPOKEN))


@pytest.mark.parametrize("how", ["type", "f2", "delete", "double click", "input method", "menu", "paste"])
def test_changing_a_carried_figure_asks_for_a_reason_first(locked: TablePage, how: str) -> None:
    view = locked.view
    spot = view.visualRect(locked.model.index_of(CARRIED)).center()
    {
        "type": lambda: write(view, "9"),
        "f2": lambda: press(view, Key.Key_F2),
        "delete": lambda: press(view, Key.Key_Delete),
        "double click": lambda: double_click(view.viewport(), spot),
        "input method": lambda: committed(view, "９"),
        "menu": lambda: view.unlock_wanted.emit(CARRIED, ""),
        "paste": lambda: pasted(locked, "9"),
    }[how]()
    assert value(locked, CARRIED) == 0
    assert view.cells.editor is None
    assert locked.unlock.isVisible()
    assert locked.unlock.reason.hasFocus()
    assert f"来自 {YEAR - 1} 年报告，改动要写明原因" in locked.unlock.question.text()


def test_a_reason_unlocks_and_opens_the_figure(locked: TablePage) -> None:
    press(locked.view, Key.Key_F2)
    assert not locked.unlock.yes.isEnabled()
    press(locked.unlock.reason, Key.Key_Return)
    assert locked.unlock.isVisible()  # nothing was said yet
    locked.unlock.reason.setText("上年报告有误")
    press(locked.unlock.reason, Key.Key_Return)
    assert not locked.unlock.isVisible()
    write(editor(locked), "3")
    press(editor(locked), Key.Key_Return)
    report = locked.model.report
    assert report.stated(CARRIED) == 3
    assert report.string(keys.note(CARRIED)) == "上年报告有误"
    assert report.stated(BESIDE) == 1
    assert "备注：上年报告有误" in tip(locked, CARRIED)


@pytest.mark.parametrize(
    ("how", "opened", "then", "figure"),
    [
        ("type", "5", "", 5),
        ("type", "5", "2", 52),
        ("input method", "5", "2", 52),
        ("paste", "5", "", 5),
        ("f2", "0", "2", 2),
        ("delete", "0", "2", 2),
    ],
)
def test_what_was_typed_before_the_reason_is_not_lost_and_never_joined_to_the_old_figure(
    locked: TablePage, how: str, opened: str, then: str, figure: int
) -> None:
    {
        "type": lambda: write(locked.view, "5"),
        "input method": lambda: committed(locked.view, "5"),
        "paste": lambda: pasted(locked, "5"),
        "f2": lambda: press(locked.view, Key.Key_F2),
        "delete": lambda: press(locked.view, Key.Key_Delete),
    }[how]()
    write(locked.unlock.reason, "2024 report was wrong")
    press(locked.unlock.reason, Key.Key_Return)
    assert editor(locked).text() == opened
    assert editor(locked).hasFocus()
    write(editor(locked), then)
    press(editor(locked), Key.Key_Return)
    assert value(locked, CARRIED) == figure
    locked.model.session.undo()
    assert value(locked, CARRIED) == 0  # the unlocking and the figure are two steps


def test_a_question_asked_again_forgets_what_was_typed_before(locked: TablePage) -> None:
    write(locked.view, "5")
    press(locked.unlock.reason, Key.Key_Escape)
    press(locked.view, Key.Key_F2)
    write(locked.unlock.reason, "wrong")
    press(locked.unlock.reason, Key.Key_Return)
    assert editor(locked).text() == "0"


def test_escape_leaves_the_lock_on(locked: TablePage, qtbot: QtBot) -> None:
    press(locked.view, Key.Key_F2)
    locked.unlock.reason.setText("不改了")
    press(locked.unlock.reason, Key.Key_Escape)
    assert not locked.unlock.isVisible()
    qtbot.waitUntil(locked.view.hasFocus)
    entry = locked.model.report.entry(CARRIED)
    assert entry is not None
    assert entry.origin.kind is OriginKind.CARRIED


def test_a_paste_does_not_write_into_locked_cells_and_lists_them(locked: TablePage) -> None:
    locked.show_key(FIRST)
    pasted(locked, "7\n4\n5")
    listed = locked.paste_card.list.model()
    assert [listed.index(row, 2).data() for row in range(listed.rowCount())] == [
        "这一格来自上年报告，先解除锁定才能改"
    ]
    press(locked.paste_card, Key.Key_Return)
    assert value(locked, FIRST) == 7
    assert value(locked, CARRIED) == 0
    assert value(locked, A + "granted.natural_person") == 5


def test_the_carried_figure_itself_may_be_pasted_over_itself(locked: TablePage) -> None:
    locked.show_key(FIRST)
    pasted(locked, "7\n0\n5")
    assert value(locked, A + "granted.natural_person") == 5


def test_clearing_an_area_leaves_locked_cells_and_says_so(locked: TablePage, qtbot: QtBot) -> None:
    locked.model.setData(locked.model.index_of(FIRST), "7")
    locked.show_key(FIRST)
    press(locked.view, Key.Key_Down, SHIFT)
    with qtbot.waitSignal(locked.refused) as told:
        press(locked.view, Key.Key_Delete)
    assert told.args[0] == "有 1 格来自上年报告，已锁定，没有清空。"
    assert value(locked, FIRST) is None
    assert value(locked, CARRIED) == 0


def test_zeros_that_differ_from_last_year_are_offered_again(locked: TablePage) -> None:
    assert not locked.offer.isVisible()
    locked.model.session.undo()
    assert locked.offer.isVisible()


def test_a_note_is_marked_in_its_cell_and_read_in_the_tip(page: TablePage, qtbot: QtBot) -> None:
    page.model.session.apply({keys.note(FIRST): "来自司法所 1月8日 电话"}, "备注")
    assert page.model.looks[page.model.plan.place_of[FIRST]].note == "来自司法所 1月8日 电话"
    assert "备注：来自司法所 1月8日 电话" in tip(page, FIRST)
    assert "备注：来自司法所" in str(page.model.index_of(FIRST).data(SPOKEN))
    actions = page.view.menu_for(page.model.table.cells[FIRST]).actions()
    asked = next(action for action in actions if action.text().startswith("备注…"))
    with qtbot.waitSignal(page.note_wanted) as told:
        asked.trigger()
    assert told.args == [FIRST]


def test_the_menu_of_a_carried_figure_offers_to_unlock(locked: TablePage, qtbot: QtBot) -> None:
    actions = {a.text(): a for a in locked.view.menu_for(locked.model.table.cells[CARRIED]).actions()}
    assert "修改\tF2" not in actions
    actions["解除锁定…"].trigger()
    assert locked.unlock.isVisible()
    with qtbot.waitSignal(locked.help_wanted) as told:
        actions["这一行的说明\tF1"].trigger()
    assert told.args == [CARRIED]


def test_figures_typed_from_paper_do_not_replace_a_file(page: TablePage) -> None:
    page.model.session.apply({f"{keys.BEFORE}.{A}granted.research": "3"}, "上年数据")
    look = page.model.looks[page.model.plan.place_of[A + "granted.research"]]
    assert look.before == ""  # a file of last year stands before paper


def test_paper_alone_is_last_year_in_the_margin(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    bridge.session.apply({f"{keys.BEFORE}.{A}granted.research": "3"}, "上年数据")
    assert page.model.looks[page.model.plan.place_of[A + "granted.research"]].before == "3"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("4", "上年结转下年 1，这里 4，多 3"),
        ("0", "上年结转下年 1，这里 0，少 1"),
        ("1", "上年结转下年 1，这里 1，一致"),
    ],
)
def test_an_unlocked_figure_is_compared_with_what_last_year_passed_on(
    locked: TablePage, now: str, said: str
) -> None:
    locked.show_key(BESIDE)
    press(locked.view, Key.Key_F2)
    write(locked.unlock.reason, "wrong")
    press(locked.unlock.reason, Key.Key_Return)
    write(editor(locked), now)
    assert said in locked.help.text.text()
    assert tip(locked, BESIDE).startswith(said)


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(("width", "words"), [(84, True), (70, False)])
def test_where_a_figure_came_from_is_written_beside_last_years_or_a_padlock_is_drawn(
    *, width: int, words: bool
) -> None:
    letters = Letters(QApplication.font())
    painter = FigurePainter(letters)
    look = Look(CARRIED, "1", before="0", origin=f"来自{YEAR - 1}年")
    picture = QImage(width, 27, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    drawn: list[str] = []
    face = letters.origin
    brush = QPainter(picture)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(face, "draw", lambda *given: drawn.append(given[-1]))
        painter.paint(brush, QRect(0, 0, width, 27), look)
    brush.end()
    assert drawn == ([f"来自{YEAR - 1}年"] if words else [])
    padlock = QColor(picture.pixel(letters.px(5) + letters.small.width("0") + letters.px(6) + 3, 10))
    assert (padlock == style.ACTIVE) is not words

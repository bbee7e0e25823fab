"""Notes beside the page: written by key on a cell or a sentence, listed, found again, taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core import keys, notes
from core.errors import DiskFull
from core.saver import SaveFailed
from core.session import Session
from gui import states
from gui.bridge import Bridge
from gui.compare_view import PageView
from gui.notes_panel import NONE_YET, NOTHING, NotesPanel
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, click, press, write

A = "applications."
NEW, NEXT = f"{A}new_received.natural_person", f"{A}new_received.commercial"
CARRIED = f"{A}carried_in.natural_person"
OVERVIEW = keys.text("overview")
FIRST, SECOND = "我镇全年发布信息12条。", "受理申请7件，均已办结。"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    bridge = open_report({NEW: "7"})
    bridge.session.apply({OVERVIEW: f"{FIRST}{SECOND}"}, "修改 一、总体情况")
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show_first()
    made.show()
    made.complete()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go(NEW)
    yield made
    made.close()


@pytest.fixture
def panel(window: Window) -> NotesPanel:
    """Opened by its key, for the figure in front."""
    press(front(), Qt.Key.Key_M, CTRL)
    return the_panel(window)


def the_panel(window: Window) -> NotesPanel:
    found = window.side.panel("notes")
    assert isinstance(found, NotesPanel)
    return found


def front() -> QWidget:
    """Whatever has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def listed(panel: NotesPanel) -> list[tuple[str, str, str]]:
    looks = [panel.rows.look(row) for row in range(panel.rows.rowCount())]
    return [(look.words, look.detail, look.sign) for look in looks]


def words_on(window: Window, place: str) -> str:
    return notes.note_on(window.bridge.session.report, place).words


def test_ctrl_m_writes_a_note_on_the_current_figure_and_enter_goes_back(
    window: Window, panel: NotesPanel
) -> None:
    assert panel.box.hasFocus()
    assert (panel.title.text(), panel.about.text()) == ("表三 新收·自然人", "现在：7")
    write(panel.box, "register 1-8")
    press(panel.box, Qt.Key.Key_Return)
    assert words_on(window, NEW) == "register 1-8"
    assert window.bridge.session.undo_label == "备注 表三 新收·自然人"
    assert window.current_key() == NEW
    assert window.stack.currentWidget().isAncestorOf(front())


def test_the_menu_of_a_figure_and_the_preamble_on_the_cover_lead_to_a_note_too(window: Window) -> None:
    table = window.stack.currentWidget()
    assert isinstance(table, TablePage)
    menu = table.view.menu_for(window.bridge.session.report.form.cells[CARRIED])
    next(entry for entry in menu.actions() if entry.text().startswith("备注…")).trigger()
    panel = the_panel(window)
    assert panel.title.text() == "表三 上年结转·自然人"
    window.bridge.session.apply({keys.text("preamble"): "本报告由青石镇编制。"}, "修改 前言")
    press(front(), Qt.Key.Key_1, CTRL)
    press(front(), Qt.Key.Key_M, CTRL)
    assert (panel.title.text(), panel.about.text()) == ("正文前的说明", "“本报告由青石镇编制。”")
    write(panel.box, "law")
    press(panel.box, Qt.Key.Key_Return)
    assert window.tabs.ids[window.tabs.currentIndex()] == states.COVER


def test_a_note_is_one_step_however_many_keys_it_took(window: Window, panel: NotesPanel) -> None:
    write(panel.box, "phone")
    press(panel.box, Qt.Key.Key_Return, SHIFT)
    write(panel.box, "8 Jan")
    assert words_on(window, NEW) == "phone\n8 Jan"
    press(panel.box, Qt.Key.Key_Z, CTRL)
    assert words_on(window, NEW) == ""
    press(front(), Qt.Key.Key_Y, CTRL)
    assert words_on(window, NEW) == "phone\n8 Jan"


def test_esc_takes_back_what_was_typed_and_then_goes_back(window: Window, panel: NotesPanel) -> None:
    write(panel.box, "wrong")
    press(panel.box, Qt.Key.Key_Escape)
    assert (words_on(window, NEW), panel.box.words()) == ("", "")
    assert panel.box.hasFocus()
    press(panel.box, Qt.Key.Key_Escape)
    assert not panel.box.hasFocus()
    assert window.current_key() == NEW


def test_the_field_follows_the_current_figure_while_it_is_shown(panel: NotesPanel) -> None:
    write(panel.box, "register")
    press(panel.box, Qt.Key.Key_Return)
    press(front(), Qt.Key.Key_Right)
    assert (panel.title.text(), panel.about.text()) == ("表三 新收·商业企业", "现在是空白")
    assert panel.box.words() == ""
    press(front(), Qt.Key.Key_Left)
    assert panel.box.words() == "register"


def test_ctrl_m_in_a_text_writes_a_note_on_the_sentence_of_the_caret(window: Window) -> None:
    window.bridge.jump_span.emit("overview", len(FIRST) + 2, len(FIRST) + 2)
    press(front(), Qt.Key.Key_M, CTRL)
    panel = the_panel(window)
    assert panel.about.text() == f"“{SECOND}”"
    write(panel.box, "register")
    press(panel.box, Qt.Key.Key_Return)
    (note,) = notes.all_notes(window.bridge.session.report)
    assert (note.section, note.sentence, note.words) == ("overview", SECOND, "register")
    editor = window.pages["overview"].editor  # type: ignore[attr-defined]
    assert editor.hasFocus()
    assert editor.textCursor().selectedText() == SECOND
    assert panel.box.words() == "register"


def test_a_note_on_an_edited_sentence_says_so_and_on_a_lost_one_too(
    window: Window, panel: NotesPanel, qtbot: QtBot
) -> None:
    session = window.bridge.session
    for sentence in (FIRST, SECOND):
        place = notes.sentence_place("overview", sentence)
        session.apply(notes.changes(place, "台账", sentence), "备注 总体情况")
    session.apply({OVERVIEW: "我镇全年发布信息15条。"}, "修改 一、总体情况")
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 2, timeout=5_000)
    assert listed(panel) == [
        ("总体情况“我镇全年发布信息12条。”", "台账", "！句子改过"),
        ("总体情况“受理申请7件，均已办结。”", "台账", f"✕ {notes.GONE}"),
    ]
    panel.list.setFocus()
    press(panel.list, Qt.Key.Key_Down)
    press(panel.list, Qt.Key.Key_Down)
    assert panel.about.text() == f"✕ {notes.GONE}。原句：“{SECOND}”"


def test_notes_are_listed_as_printed_and_lead_to_their_places(window: Window, panel: NotesPanel) -> None:
    session = window.bridge.session
    for place, words in ((CARRIED, "上年报告"), (NEW, "台账"), ("disputes.review.upheld", "法制办")):
        session.apply(notes.changes(place, words), "备注")
    panel._read()
    assert [words for _, words, _ in listed(panel)] == ["台账", "上年报告", "法制办"]
    assert panel.count.text() == "全部备注 3 条"
    panel.list.setFocus()
    press(panel.list, Qt.Key.Key_End)
    assert panel.title.text() == "表四 行政复议·结果维持"
    press(panel.list, Qt.Key.Key_Return)
    assert window.current_key() == "disputes.review.upheld"


def test_a_note_is_taken_away_by_its_button_or_by_deleting_its_words(
    window: Window, panel: NotesPanel
) -> None:
    assert not panel.remove_button.isEnabled()
    write(panel.box, "x")
    assert panel.remove_button.isEnabled()
    press(panel.box, Qt.Key.Key_Backspace)
    assert window.bridge.session.report.starting_with(keys.NOTE) == {}
    write(panel.box, "y")
    click(panel.remove_button)
    assert window.bridge.session.report.starting_with(keys.NOTE) == {}
    assert panel.box.words() == ""
    press(front(), Qt.Key.Key_Z, CTRL)
    assert words_on(window, NEW) == "y"


def test_ctrl_m_over_an_open_comparison_is_about_the_page_below(window: Window) -> None:
    press(front(), Qt.Key.Key_H, CTRL)
    press(front(), Qt.Key.Key_Return)
    assert isinstance(window.stack.currentWidget(), PageView)
    press(front(), Qt.Key.Key_M, CTRL)
    assert the_panel(window).title.text() == "表三 新收·自然人"
    assert the_panel(window).box.hasFocus()


def test_where_there_is_nothing_to_write_on_the_keyboard_stays_with_the_page(window: Window) -> None:
    press(front(), Qt.Key.Key_H, CTRL)
    window.go_to(states.PREVIEW)
    window.side.panel("history").setFocus()
    window.write_note()
    assert the_panel(window).title.text() == NOTHING
    assert window.pages[states.PREVIEW].isAncestorOf(front())


def test_without_a_place_nothing_is_asked(window: Window) -> None:
    press(front(), Qt.Key.Key_1, CTRL)
    window.side.open("notes")
    panel = the_panel(window)
    panel.follow("")
    assert panel.title.text() == NOTHING
    assert not panel.box.isVisible()
    assert panel.count.text() == NONE_YET


def test_notes_are_there_again_after_opening_the_file(
    window: Window, panel: NotesPanel, qtbot: QtBot
) -> None:
    write(panel.box, "register")
    path = window.bridge.session.path
    window.close()
    again = NotesPanel(Bridge(Session.open(path)))
    qtbot.addWidget(again)
    again.show()
    assert listed(again) == [("表三 新收·自然人", "register", "")]
    again._bridge.session.close()


def test_undoing_a_note_from_another_page_leads_to_its_figure(window: Window, panel: NotesPanel) -> None:
    write(panel.box, "register")
    press(panel.box, Qt.Key.Key_Return)
    press(front(), Qt.Key.Key_1, CTRL)
    press(front(), Qt.Key.Key_Z, CTRL)
    assert window.current_key() == NEW


def test_a_hidden_panel_does_nothing(window: Window, panel: NotesPanel) -> None:
    window.side.open("findings")
    window.bridge.session.apply(notes.changes(NEXT, "台账"), "备注")
    window.go(NEXT)
    assert not panel._later.isActive()
    assert listed(panel) == []
    assert panel.title.text() == "表三 新收·自然人"


def test_a_note_is_only_to_be_read_while_nothing_can_be_saved(window: Window, panel: NotesPanel) -> None:
    failure = SaveFailed(DiskFull("磁盘已满，没有保存。", "请腾出空间。"), 1, 2)
    window.bridge.session.failure = failure
    window.bridge.save_failed.emit(failure)
    write(panel.box, "x")
    assert panel.box.words() == ""
    window.bridge.session.failure = None


def test_a_pasted_control_character_is_refused_and_said(window: Window, panel: NotesPanel) -> None:
    panel.box.insertPlainText("甲\x07")
    assert "控制字符" in window.notice.text
    assert panel.box.words() == ""

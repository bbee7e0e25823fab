"""The whole window: tabs, commands, undo across pages, saving, refusals, closing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core import keys
from core.errors import DiskFull, Refused
from core.findings import Level
from core.report import Entry
from core.saver import SaveFailed
from core.session import Session, blank_report
from core.values import Raw
from gui import files, states
from gui.bridge import Bridge
from gui.dialogs.export import ExportDialog
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.states import State
from gui.window import Window
from tests.checks.filled import TEXTS
from tests.gui.conftest import UNIT, OpenReport, press, write

WRITTEN = {keys.text(section): text for section, text in TEXTS.items()}

NEW = "applications.new_received.natural_person"
CARRIED_FORWARD = "applications.carried_forward.natural_person"
WAIT = 30_000  # milliseconds
CTRL = Qt.KeyboardModifier.ControlModifier


def shown(bridge: Bridge, folder: Path, qtbot: QtBot) -> Window:
    """A complete window over a report, in front."""
    window = Window(bridge, Settings(folder / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = shown(bridge, tmp_path, qtbot)
    yield made
    made.close()


def table_page(window: Window) -> TablePage:
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    return page


def test_a_tab_has_room_for_the_sign_that_comes_later(window: Window) -> None:
    tabs = window.tabs
    before = tabs.tabRect(1).width()
    tabs.set_states({tabs.ids[1]: State("error", 12)})
    assert tabs.tabRect(1).width() == tabs.tabSizeHint(1).width() != before


def test_a_new_report_opens_on_its_cover_and_calls_blanks_blank(window: Window) -> None:
    assert window.tabs.ids[window.tabs.currentIndex()] == states.COVER
    assert window.tabs.state("applications").words == "未填 144 格"
    assert window.windowTitle() == f"{UNIT} · 公开年报"


def test_ctrl_and_a_number_turn_to_a_tab(window: Window) -> None:
    for number, tab in enumerate(window.tabs.ids[:-1], 1):
        press(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert window.tabs.ids[window.tabs.currentIndex()] == tab
    assert len(window.pages) == len(window.tabs.ids) - 1


def test_every_tab_has_a_name_that_says_its_state(window: Window) -> None:
    index = window.tabs.ids.index("disputes")
    assert window.tabs.accessibleTabName(index) == "四、复议诉讼，未填 12 格"
    window.bridge.session.confirm_zeros("disputes")
    assert window.tabs.accessibleTabName(index) == "四、复议诉讼，已填完"


def test_undo_goes_back_to_the_tab_where_the_step_was_made(window: Window) -> None:
    window.go(NEW)
    table_page(window).view.setFocus()
    write(table_page(window).view, "7")
    press(QApplication.focusWidget() or window, Qt.Key.Key_Return)
    assert window.bridge.session.report.stated(NEW) == 7
    window.tabs.setCurrentIndex(window.tabs.ids.index("overview"))
    assert window.actions_by_id["undo"].toolTip() == "撤销 填写 表三 新收·自然人"
    press(window, Qt.Key.Key_Z, CTRL)
    assert window.bridge.session.report.stated(NEW) is None
    assert window.tabs.ids[window.tabs.currentIndex()] == "applications"
    assert table_page(window).current_key() == NEW
    press(window, Qt.Key.Key_Y, CTRL)
    assert window.bridge.session.report.stated(NEW) == 7
    assert not window.actions_by_id["redo"].isEnabled()


def test_zeros_are_confirmed_after_one_question_in_one_step(window: Window) -> None:
    foot = window.foot
    buttons = {button.text(): button for button in foot.findChildren(QPushButton)}
    buttons["其余未填项全部确认为 0（166 格）"].click()
    assert window.bridge.session.report.blanks()
    buttons["确认"].click()
    assert window.bridge.session.report.blanks() == ()
    window.bridge.session.undo()
    assert len(window.bridge.session.report.blanks()) == 166


def test_a_problem_is_shown_jumped_to_and_mended_by_its_button(
    open_report: OpenReport, tmp_path: Path, qtbot: QtBot
) -> None:
    window = shown(open_report({NEW: "8"}), tmp_path, qtbot)
    session = window.bridge.session
    session.confirm_zeros()
    session.apply({"applications.granted.natural_person": 7, **WRITTEN}, "填写")
    assert window.tabs.state("applications").words == "必须修改 1"
    window.tabs.setCurrentIndex(0)
    press(window, Qt.Key.Key_F8)
    assert window.tabs.ids[window.tabs.currentIndex()] == "applications"
    finding = session.verdict.leading[0]
    window.panel.cards[finding.id].buttons[0].click()
    assert session.verdict.verdict == "hint"
    assert {card.finding.level for card in window.panel.cards.values()} == {Level.UNKNOWN}  # last year's
    window.close()


def test_saved_is_said_only_when_it_is_durable(window: Window, qtbot: QtBot) -> None:
    session = window.bridge.session
    session.apply({NEW: 7}, "填写", typing=NEW)
    assert window.top.saved_words == "正在保存…"
    session.flush()
    qtbot.waitUntil(lambda: window.top.saved_words.startswith("已保存 "))


def test_a_full_disk_is_said_and_a_copy_is_offered(window: Window) -> None:
    failure = SaveFailed(DiskFull("磁盘已满，没有保存。", "请腾出空间。"), 1, 2)
    window.bridge.session.failure = failure
    window.bridge.save_failed.emit(failure)
    assert "磁盘已满" in window.notice.text
    assert window.top.saved_words == "✕ 没有保存"
    assert "另存副本…" in [button.text() for button in window.notice.findChildren(QPushButton)]
    window.run(lambda: window.bridge.session.apply({NEW: 1}, "填写"))
    assert "磁盘已满" in window.notice.text
    window.bridge.session.failure = None


def test_another_file_comes_in_front_and_the_first_is_saved(window: Window, tmp_path: Path) -> None:
    first = window.bridge.session
    first.apply({NEW: 7}, "填写", typing=NEW)
    other = tmp_path / "白石乡.gknb"
    Session.create(other, blank_report("白石乡人民政府", 2025)).close()
    window.run(lambda: window.files.open_path(other))
    assert window.windowTitle() == "白石乡人民政府 · 公开年报"
    window.run(lambda: window.files.open_path(first.path))
    assert window.bridge.session.report.stated(NEW) == 7


def test_a_file_that_is_no_report_is_refused_and_the_report_stays(window: Window, tmp_path: Path) -> None:
    strange = tmp_path / "怪.gknb"
    strange.write_bytes(b"PK\x03\x04 not ours")
    before = window.bridge.session
    window.run(lambda: window.files.open_path(strange))
    assert "怪.gknb" in window.notice.text
    assert window.notice.isVisible()
    assert window.bridge.session is before
    before.apply({NEW: 7}, "填写")
    assert before.report.stated(NEW) == 7


def test_the_years_of_the_file_are_offered(window: Window) -> None:
    session = window.bridge.session
    session.add_year(blank_report(UNIT, session.report.year + 1))
    window.bridge.opened.emit()
    window.go(NEW)
    window.run(lambda: window.files.switch(session.report.year - 1))
    assert [info.year for info in session.years] == [2026, 2025]
    assert session.report.year == 2025


def test_the_menu_of_years_is_one_however_often_it_is_filled(window: Window) -> None:
    session = window.bridge.session
    session.add_year(blank_report(UNIT, session.report.year + 1))
    menus = len(window.top.findChildren(QMenu))
    for _ in range(3):
        window.bridge.opened.emit()
    assert len(window.top.findChildren(QMenu)) == menus
    (button,) = (one for one in window.top.findChildren(QToolButton) if one.text() == "2026 年度报告")
    entries = button.menu().actions()
    assert [entry.text() for entry in entries] == ["2026 年度报告", "2025 年度报告", "", "新建年度…"]
    entries[1].trigger()  # fills the menu anew while its own entry is being carried out
    assert session.report.year == 2025
    assert [entry.isChecked() for entry in button.menu().actions()] == [False, True, False, False]


def test_closing_saves_and_the_tab_is_remembered(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> None:
    window = shown(bridge, tmp_path, qtbot)
    window.tabs.setCurrentIndex(window.tabs.ids.index("disputes"))
    bridge.session.apply({NEW: 7}, "填写", typing=NEW)
    path = bridge.session.path
    window.close()
    again = Session.open(path)
    assert again.report.entry(NEW) == Entry(7)
    second = shown(Bridge(again), tmp_path, qtbot)
    assert second.tabs.ids[second.tabs.currentIndex()] == "disputes"
    second.close()


def test_a_copy_never_replaces_a_file_unasked(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suffixes: list[str] = []

    def choose(dialog: QFileDialog) -> int:
        suffixes.append(dialog.defaultSuffix())
        dialog.selectFile(str(tmp_path / "副本"))
        return 0

    monkeypatch.setattr(QFileDialog, "exec", choose)
    window.run(window.files.save_copy)
    assert suffixes == ["gknb"]  # so that the dialog itself asks before replacing


def test_going_back_after_a_failed_save_finds_the_report_alive(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Refused] = []

    def back(_window: object, refusal: Refused) -> bool:
        asked.append(refusal)
        return False

    def full(_session: Session) -> None:
        raise DiskFull("磁盘已满。")

    with monkeypatch.context() as broken:
        broken.setattr(files, "leave_unsaved", back)
        broken.setattr(Session, "flush", full)
        assert not window.close()
    assert len(asked) == 1
    window.bridge.session.apply({NEW: 7}, "填写")
    window.bridge.session.flush()
    assert window.bridge.session.all_saved


def test_export_asks_before_it_replaces(
    window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "导出"
    folder.mkdir()
    window.settings.remember("export_folder", str(folder))
    monkeypatch.setattr(ExportDialog, "exec", lambda _dialog: 1)
    window.actions_by_id["export-json"].trigger()
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓"), timeout=WAIT)
    file = next(folder.iterdir())
    file.write_text("县里改过的", encoding="utf-8")
    window.actions_by_id["export-json"].trigger()
    qtbot.waitUntil(lambda: "要替换吗" in window.notice.text, timeout=WAIT)
    assert file.read_text(encoding="utf-8") == "县里改过的"
    buttons = {button.text(): button for button in window.notice.findChildren(QPushButton)}
    buttons["替换"].click()
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓"), timeout=WAIT)
    assert file.read_text(encoding="utf-8") != "县里改过的"


def test_an_open_file_that_was_moved_away_does_not_stop_opening_another(
    window: Window, tmp_path: Path
) -> None:
    other = tmp_path / "白石乡.gknb"
    Session.create(other, blank_report("白石乡人民政府", 2025)).close()
    window.bridge.session.path.unlink()
    window.run(lambda: window.files.open_path(other))
    assert window.windowTitle() == "白石乡人民政府 · 公开年报"


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["1366", "1920"])
def test_the_list_of_findings_scrolls_only_when_the_window_has_no_free_height(
    window: Window, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    session, panel = window.bridge.session, window.panel
    session.confirm_zeros()
    for column in ("natural_person", "commercial", "research", "legal_service", "other"):
        session.apply({f"applications.granted.{column}": 3}, "填写")
    qtbot.waitUntil(lambda: sum(card.finding.code == "A01" for card in panel.cards.values()) == 5)

    def no_height_is_free_or_all_is_seen() -> bool:
        free = panel.height() - panel.line.geometry().bottom()
        return free < 30 or panel._scroll.verticalScrollBar().maximum() == 0

    qtbot.waitUntil(no_height_is_free_or_all_is_seen)  # the layouts of long lists take several rounds


def test_the_side_is_put_away_for_room_and_comes_back_when_something_is_asked(window: Window) -> None:
    press(window, Qt.Key.Key_F9)
    assert not window.side.isVisible()
    press(window, Qt.Key.Key_F1)
    assert window.side.isVisible()
    assert window.side.front == "help"


def test_where_the_bar_is_narrow_the_verdict_is_a_sign_with_its_number(window: Window) -> None:
    window.bridge.session.apply(dict.fromkeys((NEW, CARRIED_FORWARD), Raw("x/y")), "填写")
    window.top.resize(window.top.sizeHint().width() + 400, window.top.height())
    chip = window.top._chip
    assert chip.text() == "✕ 必须修改 2"
    window.top.resize(window.top.minimumSizeHint().width() + 80, window.top.height())
    assert chip.text() == "✕2"
    assert chip.isVisible()
    assert chip.width() >= chip.sizeHint().width()
    assert chip.toolTip() == "✕ 必须修改 2"
    assert chip.accessibleName() == "核对结果：✕ 必须修改 2"
    window.top.resize(window.top.minimumSizeHint().width(), window.top.height())
    assert not chip.isVisible()  # the tabs say it too; the draft and its menu stay
    assert window.top.draft.isVisible()
    assert window.top.draft.width() >= window.top.draft.sizeHint().width()


def test_the_buttons_that_scroll_the_tabs_have_arrows_and_names(window: Window) -> None:
    buttons = window.tabs.findChildren(QToolButton)
    assert [button.accessibleName() for button in buttons] == ["看前面的页", "看后面的页"]
    window.tabs.resize(300, window.tabs.height())
    assert all(button.isVisible() for button in buttons)
    assert not any(button.icon().isNull() for button in buttons)
    assert {button.arrowType() for button in buttons} == {Qt.ArrowType.NoArrow}
    assert all(button.width() >= button.iconSize().width() for button in buttons)


@pytest.mark.parametrize("name", ["undo", "redo"])
def test_a_symbol_drawn_after_the_first_painting_is_there(window: Window, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: not window.actions_by_id[name].icon().isNull())
    assert window.actions_by_id[name].icon().availableSizes()


def test_no_command_is_named_after_a_format_that_only_programs_read(window: Window) -> None:
    titles = [action.text() for action in window.actions()]
    assert "数据文件…" in titles
    assert not any("JSON" in title or "json" in title for title in titles)

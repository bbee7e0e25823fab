"""After a failure to save nothing more can be entered, until another report is in front (RELIABILITY.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QPushButton
from pytestqt.qtbot import QtBot

from core.errors import DiskFull, Refused
from core.saver import SaveFailed
from gui import states
from gui.bridge import Bridge
from gui.findings_panel import FindingsPanel
from gui.pages.cover import CoverPage
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, press, write
from tests.gui.panels import FULL, WRONG

FIGURES = FULL | WRONG | {f"applications.{row}.research": "6" for row in ("new_received", "other.other")}
NEW = "applications.new_received.natural_person"
FAILURE = SaveFailed(DiskFull("磁盘已满，没有保存。", "请腾出空间。"), 1, 2)


@dataclass
class Open:
    """A window over a report with a mistake in it, and every part that takes an entry."""

    window: Window

    @property
    def bridge(self) -> Bridge:
        return self.window.bridge

    def page(self, tab: str) -> object:
        self.window.tabs.setCurrentIndex(self.window.tabs.ids.index(tab))
        return self.window.stack.currentWidget()

    @property
    def table(self) -> TablePage:
        page = self.page("applications")
        assert isinstance(page, TablePage)
        return page

    @property
    def text(self) -> TextPage:
        page = self.page("overview")
        assert isinstance(page, TextPage)
        return page

    @property
    def cover(self) -> CoverPage:
        page = self.page(states.COVER)
        assert isinstance(page, CoverPage)
        return page

    @property
    def panel(self) -> FindingsPanel:
        return self.window.panel

    def fail(self) -> None:
        self.bridge.session.failure = FAILURE
        self.bridge.save_failed.emit(FAILURE)

    def takes_entries(self) -> set[str]:
        """Name every part that would take an entry now."""
        table, text, cover, window = self.table, self.text, self.cover, self.window
        (button, *_) = next(iter(self.panel.cards.values())).buttons
        offer = next(one for one in window.foot.findChildren(QPushButton) if "全部确认为 0" in one.text())
        editable = table.model.flags(table.model.index_of(NEW)) & Qt.ItemFlag.ItemIsEditable
        parts = {
            "cell": bool(editable),
            "zeros of the table": table.blanks.ask.isEnabled(),
            "text": not text.editor.isReadOnly(),
            "outline": text.outline.isEnabled(),
            "preamble": not cover.preamble.isReadOnly(),
            "sentences for the preamble": cover.words.offers.isEnabled(),
            "kind": cover.kind.isEnabled(),
            "suggestion": button.isEnabled(),
            "reason": any(card.why and not card.why.words.isReadOnly() for card in self.panel.cards.values()),
            "undo": window.actions_by_id["undo"].isEnabled(),
            "zeros": offer.isEnabled(),
        } | {key: not line.isReadOnly() for key, line in cover.lines.items()}
        return {name for name, takes in parts.items() if takes}


def changed(bridge: Bridge) -> Bridge:
    """The same report with a step that can be undone."""
    bridge.session.apply({"unit.postcode": "451100"}, "修改 邮政编码")
    return bridge


def editing(table: TablePage) -> bool:
    """Tell whether a cell of the table is open."""
    return table.view.cells.editor is not None


@pytest.fixture
def opened(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Open]:
    bridge = changed(open_report(FIGURES))
    window = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    yield Open(window)
    bridge.session.failure = None
    window.bridge.session.failure = None


def test_nothing_takes_an_entry_after_the_failure(opened: Open) -> None:
    everything = opened.takes_entries()
    assert len(everything) >= 17
    opened.fail()
    assert opened.takes_entries() == set()


def test_a_page_first_seen_after_the_failure_takes_none_either(opened: Open) -> None:
    assert opened.panel.cards
    opened.fail()
    assert "disputes" not in opened.window.pages
    page = opened.page("disputes")
    assert isinstance(page, TablePage)
    assert not page.blanks.ask.isEnabled()
    assert opened.takes_entries() == set()


def test_another_report_in_front_takes_entries_again(opened: Open, open_report: OpenReport) -> None:
    everything = opened.takes_entries()
    opened.fail()
    opened.bridge.attach(changed(open_report(FIGURES)).session)
    assert opened.takes_entries() == everything


def test_the_cell_being_typed_is_closed_and_keys_open_no_other(opened: Open) -> None:
    table = opened.table
    table.show_key(NEW)
    write(table.view, "9")
    assert editing(table)
    opened.fail()
    assert not editing(table)
    assert table.view.state() == QAbstractItemView.State.NoState
    write(table.view, "5")
    press(table.view, Qt.Key.Key_F2)
    assert not editing(table)
    assert opened.bridge.session.report.stated(NEW) == 9
    menu = table.view.menu_for(table.model.table.cells[NEW])
    possible = [action.text().partition("\t")[0] for action in menu.actions() if action.isEnabled()]
    assert [name for name in possible if name] == ["复制", "复制整张表", "这一行的说明"]


def test_escape_in_a_cover_field_after_the_failure_is_refused_in_words(opened: Open) -> None:
    cover = opened.cover
    line = cover.lines["unit.email"]
    line.setFocus()
    write(line, "a")
    opened.bridge.session.failure = FAILURE  # before the window has been told
    told: list[Refused] = []
    cover.refused.connect(told.append)
    press(line, Qt.Key.Key_Escape)
    assert told == [FAILURE.refusal]


def test_a_read_only_text_takes_nothing_from_the_clipboard(opened: Open) -> None:
    opened.fail()
    editor = opened.text.editor
    mime = editor.createMimeDataFromSelection()
    mime.setText("粘贴")
    editor.insertFromMimeData(mime)
    assert editor.text() == ""


def test_the_failure_leaves_what_can_be_copied(opened: Open) -> None:
    opened.fail()
    assert opened.window.actions_by_id["copy"].isEnabled()
    assert opened.window.actions_by_id["open"].isEnabled()

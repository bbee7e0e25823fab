"""The panels beside the page, each built when first shown: findings, help, search, history, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from gui.bridge import Bridge
from gui.pages.stack import PageStack
from gui.side import Panel, Side
from gui.tabs import Tabs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from core.findings import Finding
    from gui.find_panel import FindPanel
    from gui.findings_panel import FindingsPanel
    from gui.help_panel import HelpPanel
    from gui.history_panel import HistoryPanel
    from gui.notes_panel import NotesPanel

FINDINGS, HELP, FIND, HISTORY, NOTES = "findings", "help", "find", "history", "notes"


class Beside(Side):
    """Makes the panels, opens them for what is asked, and lets them follow the page in front."""

    refused = Signal(object)  # core.errors.Refused, or a sentence
    done = Signal()  # the keyboard goes back to the page
    last_year_wanted = Signal()
    guide_wanted = Signal()

    def __init__(self, bridge: Bridge, tabs: Tabs, stack: PageStack) -> None:
        """Stand beside the pages of a stack."""
        super().__init__(
            (
                Panel(FINDINGS, "核对", self._make_findings),
                Panel(HELP, "说明", self._make_help),
                Panel(FIND, "查找", self._make_find),
                Panel(HISTORY, "历史", self._make_history),
                Panel(NOTES, "备注", self._make_notes),
            )
        )
        self._bridge = bridge
        self._page_tabs = tabs
        self._stack = stack
        stack.current_changed.connect(self._follow)
        stack.note_wanted.connect(self.note_on)
        stack.sentence_note_wanted.connect(self.note_on_sentence)

    # ---- asked for

    @property
    def findings(self) -> FindingsPanel:
        """Return the findings panel in its newest state; built now if it was not yet."""
        panel = cast("FindingsPanel", self.panel(FINDINGS))
        panel.settle()
        return panel

    def next_problem(self) -> None:
        """Go to the next problem."""
        self.open(FINDINGS)
        self.findings.next()

    def previous_problem(self) -> None:
        """Go to the problem before."""
        self.open(FINDINGS)
        self.findings.previous()

    def show_finding(self, finding: Finding) -> None:
        """Choose a finding in the panel; one that is folded away there is gone to directly."""
        from gui import verdict_words  # noqa: PLC0415 - as below

        self.open(FINDINGS)
        panel = self.findings
        if finding.id not in panel.cards:
            panel.filters.show_everything()
        if finding.id in panel.cards:
            panel.choose(finding)
        elif place := verdict_words.target(self._bridge.session.report.form, finding):
            self._bridge.jump.emit(place)

    @property
    def help_has_keyboard(self) -> bool:
        """Tell whether the person is in the help already."""
        held = QApplication.focusWidget()
        return self.front == HELP and held is not None and self.panel(HELP).isAncestorOf(held)

    def help_on(self, key: str) -> None:
        """Open the help on a figure or section and give it the keyboard."""
        panel = cast("HelpPanel", self.open(HELP))
        panel.show_key(key)
        panel.begin()

    def search(self) -> None:
        """Open the search and give it the keyboard."""
        cast("FindPanel", self.open(FIND)).begin()

    def history(self) -> None:
        """Open the history and give it the keyboard."""
        cast("HistoryPanel", self.open(HISTORY)).begin()

    def note_on(self, key: str) -> None:
        """Write a note on a figure."""
        cast("NotesPanel", self.open(NOTES)).edit(key)

    def note_on_sentence(self, section: str, sentence: str) -> None:
        """Write a note on a sentence of a text."""
        cast("NotesPanel", self.open(NOTES)).edit_sentence(section, sentence)

    def _follow(self, key: str) -> None:
        if self.front == HELP:
            cast("HelpPanel", self.panel(HELP)).show_key(key)
        elif self.front == NOTES:
            cast("NotesPanel", self.panel(NOTES)).follow(key)

    # ---- made

    def _make_findings(self) -> QWidget:
        from gui.findings_panel import FindingsPanel  # noqa: PLC0415 - the window is there sooner without it

        panel, tabs = FindingsPanel(self._bridge), self._page_tabs
        panel.set_page(tabs.ids[tabs.currentIndex()])
        tabs.currentChanged.connect(lambda index: panel.set_page(tabs.ids[index]))
        panel.refused.connect(self.refused)
        panel.last_year_wanted.connect(self.last_year_wanted)
        return panel

    def _make_help(self) -> QWidget:
        from gui.help_panel import HelpPanel  # noqa: PLC0415 - as above

        panel = HelpPanel(self._bridge)
        panel.refused.connect(self.refused)
        panel.guide_wanted.connect(self.guide_wanted)
        panel.done.connect(self.done)
        panel.show_key(self._stack.current_key())
        return panel

    def _make_find(self) -> QWidget:
        from gui.find_panel import FindPanel  # noqa: PLC0415 - as above

        panel = FindPanel(self._bridge)
        panel.done.connect(self.done)
        return panel

    def _make_history(self) -> QWidget:
        from gui.history_panel import HistoryPanel  # noqa: PLC0415 - as above

        panel = HistoryPanel(self._bridge)
        panel.refused.connect(self.refused)
        panel.view_wanted.connect(self._stack.cover)
        panel.done.connect(self.done)
        return panel

    def _make_notes(self) -> QWidget:
        from gui.notes_panel import NotesPanel  # noqa: PLC0415 - as above

        panel = NotesPanel(self._bridge)
        panel.refused.connect(self.refused)
        panel.done.connect(self.done)
        panel.follow(self._stack.current_key())
        return panel

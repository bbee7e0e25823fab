"""The pages, one per tab, each built when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from core import keys
from gui import states, style
from gui.bridge import Bridge

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.compare_view import PageView
    from gui.pages.table import TablePage


LEAST = QSize(320, 240)  # pixels
TALLEST = 360  # at any zoom: bars and a notice need the rest of a small screen


class PageStack(QStackedWidget):
    """Builds pages and passes on what they ask of the window."""

    refused = Signal(object)  # core.errors.Refused, or a sentence
    export_wanted = Signal(str)  # the name of a writer
    print_wanted = Signal(object)  # gui.printing.Pages
    command_wanted = Signal(str)  # id of a command of the window
    step_wanted = Signal(object)  # gui.ladder.Step: go there
    said = Signal(str)  # a sentence for the notice line
    told = Signal(str, str, object)  # a sentence for the notice line, its kind, and what can be answered
    told_no_more = Signal()  # what was told of a paste no longer holds
    note_wanted = Signal(str)  # key of a figure about which something is to be noted
    sentence_note_wanted = Signal(str, str)  # section and sentence about which something is to be noted
    help_wanted = Signal()
    current_changed = Signal(str)  # key of the figure or text that is now current

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Start without pages, for the form of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self.made: dict[str, QWidget] = {}
        self._front = ""  # the tab shown last
        self._over: PageView | None = None  # something to read over the pages
        bridge.opened.connect(self.uncover)  # it spoke of another report

    def sizeHint(self) -> QSize:
        """Ask for nothing in particular: the window gives what there is."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never ask the pages, of which only one is shown: that would lay out all of them at every key."""
        return QSize(style.px(LEAST.width()), min(style.px(LEAST.height()), TALLEST))

    def page(self, tab: str) -> QWidget:
        """Return the page of a tab, built now if it was not yet."""
        if tab not in self.made:
            page = self._make(tab)
            self.made[tab] = page
            self.addWidget(page)
        return self.made[tab]

    def show_tab(self, tab: str) -> None:
        """Put a page in front and give it the keyboard."""
        self.uncover()
        self._front = tab
        page = self.page(tab)
        self.setCurrentWidget(page)
        page.setFocus()
        self.current_changed.emit(self.current_key())

    def cover(self, view: PageView) -> None:
        """Put something to read over the pages, in place of what was over them before."""
        self.uncover()
        self._over = view
        view.closed.connect(self.uncover)
        view.jumped.connect(self._bridge.jump)
        self.addWidget(view)
        self.setCurrentWidget(view)
        view.setFocus()

    def uncover(self) -> None:
        """Show the page again that something stood over, if something did."""
        view, self._over = self._over, None
        if view is None:
            return
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and view.isAncestorOf(focused)
        self.removeWidget(view)
        view.deleteLater()
        if page := self.made.get(self._front):
            self.setCurrentWidget(page)
            if had_keyboard:
                page.setFocus()

    def current_key(self) -> str:
        """Return the key of the current figure, or of the section in front; empty where there is none."""
        page, form = self.currentWidget(), self._bridge.session.report.form
        tab = next((tab for tab, made in self.made.items() if made is page), "")
        if tab in form.texts:
            return keys.text(tab)
        return cast("TablePage", page).current_key() if tab in {table.id for table in form.tables} else ""

    def _make(self, tab: str) -> QWidget:
        if tab == states.COVER:
            from gui.pages.cover import CoverPage  # noqa: PLC0415 - built when first shown

            cover = CoverPage(self._bridge)
            cover.refused.connect(self.refused)
            cover.wanted.connect(self.step_wanted)
            cover.said.connect(self.said)
            cover.note_wanted.connect(self.sentence_note_wanted)
            return cover
        if tab == states.PREVIEW:
            from gui.pages.preview import PreviewPage  # noqa: PLC0415 - as above

            preview = PreviewPage(self._bridge)
            preview.export_wanted.connect(self.export_wanted)
            preview.print_wanted.connect(self.print_wanted)
            preview.command_wanted.connect(self.command_wanted)
            return preview
        form = self._bridge.session.report.form
        section = next(section for section in form.sections if section.id == tab)
        if section.kind == "table":
            from gui.pages.table import TablePage  # noqa: PLC0415 - as above

            table = TablePage(self._bridge, form.table(tab))
            table.refused.connect(self.refused.emit)
            table.told.connect(self.told)
            table.told_no_more.connect(self.told_no_more)
            table.note_wanted.connect(self.note_wanted)
            table.help_wanted.connect(lambda _key: self.help_wanted.emit())
            table.current_changed.connect(self.current_changed)
            table.help.more_wanted.connect(self.help_wanted)
            return table
        from gui.pages.text import TextPage  # noqa: PLC0415 - as above

        text = TextPage(self._bridge, section)
        text.refused.connect(self.refused)
        text.said.connect(self.said)
        text.note_wanted.connect(self.sentence_note_wanted)
        return text

"""The main window: wiring only."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core import keys
from core.errors import Refused
from core.form import FormDef
from core.saver import Saved, SaveFailed
from core.session import Delta
from gui import actions, states, style
from gui.beside import Beside
from gui.bridge import Bridge
from gui.commands import PREVIEW_TITLE, commands
from gui.export_words import OF_REPORT, SEPARATE
from gui.fields import plain_tip
from gui.files import Files, let_go
from gui.foot import Foot
from gui.guides import Guides
from gui.jumps import Jumps, Spot
from gui.notice import Answer, Notice
from gui.opening import Opening
from gui.pages.stack import PageStack
from gui.safekeeping import Safekeeping
from gui.settings import Settings
from gui.signing import Signing, fill_menu
from gui.tabs import Tabs
from gui.topbar import TopBar
from gui.whereabouts import Whereabouts

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from gui.findings_panel import FindingsPanel
    from gui.ladder import Step
    from gui.pages.cover import CoverPage

PREAMBLE = "preamble"  # the text of the first page
TITLE = "公开年报"
COVER_TITLE = "封面与单位"
HINTS = (
    ("F8", "下一处"),
    ("F1", "说明"),
    ("Enter", "下移"),
    ("Tab", "右移"),
    ("Ctrl+F", "查找"),
)  # first things first
OF_FILE = (  # the menu 文件; an empty id is a separator
    *("new", "open", "", "last-year", "", "copy", "stick", "write-back", ""),
    *("restore", "check-up", "", "sample", "guide", "side", "", "diagnostics"),
)
OF_HELP = ("help", "guide", "tour", "", "guide-pdf", "quick-pdf", "", "about")  # the menu 帮助
SIZE = (1366, 768)
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
REASONS = {keys.EXPLAIN, keys.BASIS}  # written in the panel, which shows them itself
TOUR_SEEN = "tour"  # the setting that says that the first walk was taken, or skipped
MOST_SIDE = 0.4  # of the window's width at most goes to the area beside the page when it opens


class Stand(NamedTuple):
    """How the window stood before it was built anew."""

    before: QWidget
    tab: str
    key: str  # of the current figure
    panel: str
    split: QByteArray | None  # None where the sizes are others now
    drafted: bool  # the pages of a draft were in front


class Window(QMainWindow):
    """Puts pages, panels, bars and commands together and passes refusals to the notice line."""

    def __init__(self, bridge: Bridge, settings: Settings) -> None:
        """Build the bars; each page is built when it is first shown."""
        super().__init__()
        self.bridge = bridge
        self.settings = settings
        self.jumps = Jumps()
        self._dressing = QTimer(self, singleShot=True, interval=0)
        self._dressing.timeout.connect(self._dress)
        self.files = Files(self, bridge, settings, self.say)
        self.signing = Signing(self)
        self.opening = Opening(self)
        self.guides = Guides(self)
        self.actions_by_id = actions.install(self, commands(self))
        self._furnish()
        self._connect()
        self.whereabouts = Whereabouts(self)
        self.safekeeping = Safekeeping(self)
        self._on_opened()
        self.resize(*SIZE)
        self._restore()

    # ---- building

    def _furnish(self) -> None:
        """Build everything inside the window; done again for another form, zoom or light."""
        self._form, self._zoom = self.bridge.session.report.form, style.zoom()
        self.notice = Notice()
        self.top = TopBar()
        self.foot = Foot(HINTS, style.zoom())
        self.tabs = Tabs(_titles(self._form))
        self.stack = PageStack(self.bridge)
        self.side = Beside(self.bridge, self.tabs, self.stack)
        self._fill_top()
        self.tabs.currentChanged.connect(self._show_tab)
        self.tabs.tabBarClicked.connect(self.stack.uncover)
        self.tabs.tabBarClicked.connect(self._front_of)
        self.top.year_chosen.connect(self._switch)
        self.foot.confirmed.connect(partial(self.run, self._confirm_zeros))
        self.foot.answered.connect(self.to_page)
        self.foot.write_back_wanted.connect(self.actions_by_id["write-back"].trigger)
        self.notice.left.connect(self.to_page)
        self.foot.zoom_chosen.connect(self.set_zoom)
        self.stack.refused.connect(self._on_refused)
        self.stack.export_wanted.connect(self.export)
        self.stack.print_wanted.connect(self.signing.print_pages)
        self.stack.command_wanted.connect(lambda name: self.actions_by_id[name].trigger())
        self.stack.step_wanted.connect(self.go_to_step)
        self.stack.said.connect(self.say_of_step)
        self.stack.told.connect(self.say_of_step)
        self.stack.told_no_more.connect(self.notice.withdraw)
        self.stack.help_wanted.connect(self.help)
        self.side.refused.connect(self._on_refused)
        self.side.done.connect(self.to_page)
        self.side.guide_wanted.connect(partial(self.run, self.guides.open_here))
        self.side.last_year_wanted.connect(self.actions_by_id["last-year"].trigger)
        self._lay_out()

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setHandleWidth(style.px(8))
        self.split.setChildrenCollapsible(False)
        width = max(SIZE[0], self.width())
        beside = min(style.px(style.PANEL_WIDTH + 28), int(width * MOST_SIDE))  # the panel with its margins
        self.side.setMinimumWidth(min(beside, style.px(style.PANEL_WIDTH + 28)))
        self.split.setSizes([width - beside, beside])
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.top, self.tabs, self.notice):
            column.addWidget(widget)
        column.addWidget(self.split, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(body)
        body.show()  # at once, not by a queued event: whoever looks for the keyboard finds it

    @property
    def panel(self) -> FindingsPanel:
        """Return the findings panel; it is built after the window's first painting, or when first needed."""
        return self.side.findings

    @property
    def pages(self) -> dict[str, QWidget]:
        """Return the pages built so far, by tab."""
        return self.stack.made

    def complete(self) -> None:
        """Build what the first painting did not wait for."""
        self.side.open(self.side.front)

    def _fill_top(self) -> None:
        by_id = self.actions_by_id
        self.top.add_action_button(by_id["undo"], "undo")
        self.top.add_action_button(by_id["redo"], "redo")
        file_menu = actions.menu(self.top, by_id, OF_FILE)
        recent = QMenu("最近打开", file_menu)
        file_menu.insertMenu(file_menu.actions()[2], recent)
        recent.setToolTipsVisible(True)
        recent.aboutToShow.connect(partial(self.files.fill_units, recent, ()))
        others = (("打开其他…", by_id["open"]), ("新建单位…", by_id["new"]))
        self.top.units.aboutToShow.connect(partial(self.files.fill_units, self.top.units, others))
        self.top.add_menu_button("文件", file_menu)
        kinds = ([f"export-{name}" for name in names] for names in (OF_REPORT, SEPARATE))
        exports = actions.menu(self.top, by_id, [*next(kinds), "", "export", "", *next(kinds)])
        self.top.add_menu_button("导出", exports)
        self.top.add_menu_button("帮助", actions.menu(self.top, by_id, OF_HELP), gives_way=True)
        fill_menu(self.signing, self.top.draft.drafts, by_id)
        self.top.add_primary(by_id["submit"], by_id["submit"].text())

    def refusing(self, act: Callable[[], object]) -> Callable[[], None]:
        """Return a command that says what is refused."""
        return partial(self.run, act)

    def _connect(self) -> None:
        self.bridge.opened.connect(self._on_opened)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.rested.connect(self._refresh)
        self.bridge.drafted.connect(self._refresh)
        self.bridge.saved.connect(self._on_saved)
        self.bridge.save_failed.connect(self._on_save_failed)
        self.bridge.jump.connect(self.go)
        self.bridge.jump_span.connect(self.go_span)

    # ---- look

    def zoom_by(self, step: int) -> None:
        """Go some steps up or down the list of zooms."""
        steps = style.ZOOMS
        near = min(range(len(steps)), key=lambda place: abs(steps[place] - style.zoom()))
        self.set_zoom(steps[min(max(near + step, 0), len(steps) - 1)])

    def set_zoom(self, percent: int) -> None:
        """Draw everything in another size, and remember it."""
        if percent != style.zoom():
            style.set_zoom(percent)
            self.settings.remember("zoom", str(style.zoom()))
            self._dressing.start()

    def set_dark(self, *, dark: bool) -> None:
        """Draw everything in dark or light colours."""
        if dark != style.is_dark():
            style.set_dark(dark=dark)
            self._dressing.start()

    def _dress(self) -> None:
        """Give the whole program its look anew; what was being typed is in the report already.

        The old widgets are deleted first: Qt would dress each of them before it could be forgotten, which
        takes a second. That is safe only when none of them is at work, so this is called by a timer.
        """
        if QApplication.activePopupWidget() is not None:
            self._dressing.start()
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.bridge.session.close_group()
        stand = self._clear()
        shiboken6.delete(stand.before)
        style.dress(app)
        self._furnish_again(stand)
        self.guides.dress()

    def _refurnish(self) -> None:
        """Build everything inside the window anew, as another form needs it."""
        stand = self._clear()
        stand.before.hide()
        stand.before.deleteLater()
        self._furnish_again(stand)

    def _clear(self) -> Stand:
        """Take everything out of the window and return how it stood."""
        split = self.split.saveState() if self._zoom == style.zoom() else None
        tab, key = self.tabs.ids[self.tabs.currentIndex()], self.current_key()
        drafted = self.signing.draft_in_front
        before = self.takeCentralWidget()
        for part in (before, *before.findChildren(QObject)):
            self.bridge.disconnect(part)  # they know another form's cells, or another size
        return Stand(before, tab, key, self.side.front, split, drafted)

    def _furnish_again(self, stand: Stand) -> None:
        """Build everything anew; page, place and panel in front stay."""
        self._furnish()
        if stand.split is not None:
            self.split.restoreState(stand.split)
        self._on_opened()
        self.tabs.setCurrentIndex(self.tabs.ids.index(stand.tab) if stand.tab in self.tabs.ids else 0)
        self._show_tab(self.tabs.currentIndex())
        self.side.open(stand.panel)
        if stand.drafted:
            self.signing.show_draft()
        if stand.key in self._form.cells:
            self._go(stand.key)

    def current_key(self) -> str:
        """Return the key of the current figure, or of the section in front; empty where there is none."""
        return self.stack.current_key()

    # ---- moving about

    def go(self, key: str) -> None:
        """Show the page of a key and put the cursor there; the way back is remembered."""
        self.jumps.leave(self._spot())
        self._go(key)

    def back(self) -> None:
        """Go back to where the last leap began."""
        self._go_to_spot(self.jumps.back(self._spot()))

    def forth(self) -> None:
        """Go again where ``back`` came from."""
        self._go_to_spot(self.jumps.forth(self._spot()))

    def _spot(self) -> Spot:
        return Spot(self.tabs.ids[self.tabs.currentIndex()], self.current_key())

    def _go_to_spot(self, spot: Spot | None) -> None:
        if spot is not None and spot.key in self._form.cells:
            self._go(spot.key)
        elif spot is not None and spot.tab in self.tabs.ids:
            self.go_to(spot.tab)

    def _go(self, key: str) -> None:
        key = keys.spot(key)
        self.stack.uncover()
        tab = states.tab_of(self.bridge.session.report.form, key)
        self.tabs.setCurrentIndex(self.tabs.ids.index(tab))
        page = self.stack.page(tab)
        show_key = getattr(page, "show_key", None)
        if show_key is not None:
            show_key(key)

    def go_span(self, section: str, start: int, end: int) -> None:
        """Show words of a section's text."""
        self.go(keys.text(section))
        show_span = getattr(self.stack.currentWidget(), "show_span", None)
        if show_span is not None:
            show_span(start, end)

    def help(self) -> None:
        """Open the help on the current figure or section and give it the keyboard; then the guide on it."""
        if self.side.help_has_keyboard:
            self.run(self.guides.open_here)
            return
        self.side.help_on(self.current_key() or keys.text(PREAMBLE))

    def ask_beside(self, asked: Callable[[Beside], object]) -> None:
        """Ask something of the area beside the page, which another zoom or form replaces."""
        asked(self.side)

    def write_note(self) -> None:
        """Write a note on the current figure or sentence."""
        self.stack.uncover()
        of_text = getattr(self.stack.currentWidget(), "note", None)
        if of_text is not None:
            of_text()
        else:
            self.side.note_on(self.current_key())

    def show_tour(self) -> None:
        """Walk through the window; it is offered once by itself, later on demand."""
        from gui.tour_stops import tour  # noqa: PLC0415 - shown once

        self.settings.remember(TOUR_SEEN, "seen")
        walk = tour(self)
        walk.ended.connect(self.to_page)
        walk.ended.connect(walk.deleteLater)
        walk.start()

    def to_page(self) -> None:
        """Give the keyboard back to the page in front."""
        page = self.stack.currentWidget()
        if page is not None:
            page.setFocus()

    def go_to_step(self, step: Step) -> None:
        """Go where a step of the year leads."""
        if step.finding is not None:
            self.side.show_finding(step.finding)
        elif step.key:
            self.go(step.key)
        elif step.command:
            self.actions_by_id[step.command].trigger()

    def show_last_year(self) -> None:
        """Show the sheet behind the cover on which last year's data are entered."""
        self.go_to(states.COVER)
        cast("CoverPage", self.stack.page(states.COVER)).show_last_year()

    def go_to(self, tab: str) -> None:
        """Show a page by its id."""
        if tab not in self.pages and self.tabs.ids[self.tabs.currentIndex()] == tab:
            self._show_tab(self.tabs.currentIndex())  # its tab is in front from the beginning
        self.tabs.setCurrentIndex(self.tabs.ids.index(tab))

    def toggle_side(self) -> None:
        """Put the area beside the page away, or bring it back: large letters need the room."""
        self.side.setVisible(not self.side.isVisible())
        if not self.side.isVisible():
            self.to_page()

    def _show_tab(self, index: int) -> None:
        self.stack.show_tab(self.tabs.ids[index])

    def show_number(self, number: int) -> None:
        """Show the page with a number, if there is one."""
        if number <= len(self.tabs.ids):
            self._front_of(number - 1)
            self.tabs.setCurrentIndex(number - 1)

    def _front_of(self, index: int) -> None:
        """Turn the page in front to its first sheet, when its own tab is asked for again."""
        show_front = getattr(self.stack.currentWidget(), "show_cover", None)
        if index == self.tabs.currentIndex() and show_front is not None:
            show_front()

    # ---- doing

    def run(self, act: Callable[[], object]) -> None:
        """Carry out a command; what is refused is said in the notice line, once."""
        try:
            act()
        except Refused as refusal:
            self._on_refused(refusal)

    def say(self, text: str, kind: str = "good", answers: Sequence[Answer] = ()) -> None:
        """Say a sentence in the notice line."""
        self.notice.say(text, kind, answers)

    def say_of_step(self, text: str, kind: str = "good", answers: Sequence[Answer] = ()) -> None:
        """Say a sentence about the newest step; it goes when that step is taken back."""
        self.notice.say(text, kind, answers, passing=True)

    def _switch(self, year: int) -> None:
        self.run(partial(self.files.switch, year))

    def _confirm_zeros(self) -> None:
        self.bridge.session.confirm_zeros()

    def undo(self) -> None:
        """Take back the newest step and show where."""
        self.notice.withdraw()
        self._show_change(self.bridge.session.undo())

    def redo(self) -> None:
        """Do the step undone last again and show where."""
        self.notice.withdraw()
        self._show_change(self.bridge.session.redo())

    def _show_change(self, delta: Delta | None) -> None:
        """Go where the step happened, unless the person is already looking at it."""
        if delta is None:
            return
        form = self.bridge.session.report.form
        typed = [key for key in form.typed if key in delta.keys]
        shown = typed or sorted(key for key in delta.keys if key.partition(".")[0] not in REASONS)
        front = self.tabs.ids[self.tabs.currentIndex()]
        if shown and (len(shown) == 1 or front not in {states.tab_of(form, key) for key in shown}):
            self.go(shown[0])

    def export(self, name: str) -> None:
        """Ask where to and what, then write in the background from a snapshot."""
        from gui.exporting import ask_and_export  # noqa: PLC0415 - not needed at start

        self.run(self.bridge.session.flush)
        self.run(partial(ask_and_export, self, name))

    # ---- being told

    def _on_refused(self, refusal: Refused | str) -> None:
        failure = self.bridge.session.failure
        if failure is not None and refusal is failure.refusal and self.bridge.session.only_reading is None:
            self._say_not_saved(failure)
        elif isinstance(refusal, Refused):
            self.notice.refuse(refusal)
        else:
            self.notice.say(refusal, "error")

    def _on_opened(self) -> None:
        session = self.bridge.session
        if session.report.form is not self._form:
            self._refurnish()
            return
        self._name_window()
        self.top.set_years(session, self.actions_by_id["new-year"])
        self._refresh()

    def _on_changed(self, delta: Delta) -> None:
        if keys.UNIT_NAME in delta.keys:
            self._name_window()
        if delta.cleaned:
            self.say_of_step(delta.cleaned, "ask")
        self._show_steps()

    def _refresh(self) -> None:
        session = self.bridge.session
        self.tabs.set_states(states.states(session))
        self.top.show_session(session)
        self.foot.show_session(session)
        self._show_steps()

    def _name_window(self) -> None:
        session = self.bridge.session
        self.setWindowTitle(f"{session.report.unit_name or session.path.stem} · {TITLE}")

    def _show_steps(self) -> None:
        """Name what undo and redo would do; at once, because the next key may ask for it."""
        session = self.bridge.session
        for name, words, label in (
            ("undo", "撤销", session.undo_label),
            ("redo", "重做", session.redo_label),
        ):
            action = self.actions_by_id[name]
            action.setEnabled(bool(label) and session.failure is None)
            action.setToolTip(plain_tip(f"{words} {label}" if label else f"没有可以{words}的步骤"))

    def _on_saved(self, _saved: Saved) -> None:
        self.whereabouts.refresh()

    def _on_save_failed(self, failure: SaveFailed) -> None:
        self._refresh()
        self._say_not_saved(failure)

    def _say_not_saved(self, failure: SaveFailed) -> None:
        """Say why nothing more is saved, with the way out; as often as somebody tries, in the same words."""
        words = f"{failure.refusal} 屏幕上的内容还在，请先另存一份。"
        self.notice.say(words, "error", [("另存副本…", self.actions_by_id["copy"].trigger)])

    # ---- coming and going

    def show_first(self) -> None:
        """Put the page seen last in front, else the first with an error, else the cover."""
        standing = states.states(self.bridge.session)
        wrong = [tab for tab in self.tabs.ids if tab in standing and standing[tab].name == "error"]
        remembered = self.settings.text("tab")
        wanted = remembered if remembered in self.tabs.ids else (wrong or [states.COVER])[0]
        index = self.tabs.ids.index(wanted)
        self.tabs.setCurrentIndex(index)
        self._show_tab(index)

    def _restore(self) -> None:
        if geometry := self.settings.text("geometry"):
            self.restoreGeometry(_bytes(geometry))
        if split := self.settings.text("split"):
            self.split.restoreState(_bytes(split))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the keyboard with Enter; leave bars and panels with Esc.

        Only what nobody else wanted comes here. A key that is held down presses once.
        """
        held = self.focusWidget()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in ENTER and isinstance(held, QAbstractButton):
            if not event.isAutoRepeat():
                _press(held)
        elif plain and event.key() == Qt.Key.Key_Escape and not self._is_on_page(held):
            self.to_page()
        else:
            super().keyPressEvent(event)

    def _is_on_page(self, widget: QWidget | None) -> bool:
        return widget is not None and self.stack.isAncestorOf(widget)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save everything, then go; ask once if that fails. Going back finds the report as it was."""
        if not self.files.may_leave(self.bridge.session):
            event.ignore()
            return
        let_go(self.bridge.session)
        self.guides.close()
        self.settings.remember("geometry", _letters(self.saveGeometry()))
        self.settings.remember("split", _letters(self.split.saveState()))
        self.settings.remember("tab", self.tabs.ids[self.tabs.currentIndex()])
        self.settings.save()
        event.accept()


def _press(button: QAbstractButton) -> None:
    if isinstance(button, QToolButton) and button.menu() is not None and button.isEnabled():
        button.showMenu()
    else:
        button.click()


def _letters(data: QByteArray) -> str:
    return binascii.b2a_base64(data.data(), newline=False).decode("ascii")


def _bytes(letters: str) -> bytes:
    """Return what ``_letters`` wrote; nothing where somebody spoilt it, which Qt takes for nothing kept."""
    try:
        return binascii.a2b_base64(letters.encode("ascii", "replace"))
    except binascii.Error:
        return b""


def _titles(form: FormDef) -> list[tuple[str, str]]:
    sections = [(section.id, section.tab) for section in form.sections]
    return [(states.COVER, COVER_TITLE), *sections, (states.PREVIEW, PREVIEW_TITLE)]

"""The main window: wiring only."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core import keys
from core.errors import Refused
from core.form import FormDef
from core.report import Report
from core.saver import Saved, SaveFailed
from core.session import Delta
from gui import actions, states, style
from gui.actions import Command
from gui.bridge import Bridge
from gui.files import Files, let_go
from gui.foot import Foot
from gui.notice import Notice
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.tabs import Tabs
from gui.topbar import TopBar

if TYPE_CHECKING:
    from gui.findings_panel import FindingsPanel

TITLE = "公开年报"
COVER_TITLE = "封面与单位"
PREVIEW_TITLE = "预览与打印"
HINTS = (("Enter", "下移"), ("Tab", "右移"), ("F2", "修改"), ("F8", "下一处"), ("Ctrl+Z", "撤销"))
SIZE = (1366, 768)
REASONS = {keys.EXPLAIN, keys.BASIS}  # written in the panel, which shows them itself
MOST_TABS = 9  # Ctrl+1 to Ctrl+9
SIDE_MIN = style.PANEL_WIDTH + 28  # pixels; the panel with its margins


class Window(QMainWindow):
    """Puts pages, panel, bars and commands together and passes refusals to the notice line."""

    def __init__(self, bridge: Bridge, settings: Settings) -> None:
        """Build the bars; each page is built when it is first shown."""
        super().__init__()
        self.bridge = bridge
        self.settings = settings
        self.notice = Notice()
        self.files = Files(self, bridge, settings, self.notice)
        self.top = TopBar()
        self.foot = Foot(HINTS)
        self.side = QWidget()
        self.pages: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        self.commands = self._commands()
        self.actions_by_id = actions.install(self, self.commands)
        self._build()
        self._connect()
        self._on_opened()
        self.resize(*SIZE)
        self._restore()

    # ---- building

    def _build(self) -> None:
        self._form = self.bridge.session.report.form
        self.tabs = Tabs(_titles(self._form))
        self._fill_top()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.split.setHandleWidth(8)
        self.split.setChildrenCollapsible(False)
        self.side.setMinimumWidth(SIDE_MIN)
        self.split.setSizes([SIZE[0] - SIDE_MIN, SIDE_MIN])
        body = QWidget()
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.top, self.tabs, self.notice):
            column.addWidget(widget)
        column.addWidget(self.split, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(body)

    @cached_property
    def panel(self) -> FindingsPanel:
        """Return the findings panel; it is built after the window's first painting, or when first needed."""
        from gui.findings_panel import FindingsPanel  # noqa: PLC0415 - the window is there sooner without it

        panel = FindingsPanel(self.bridge)
        panel.refused.connect(self._on_refused)
        place = QVBoxLayout(self.side)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(panel)
        return panel

    def complete(self) -> None:
        """Build what the first painting did not wait for."""
        self.panel.show()

    def _fill_top(self) -> None:
        by_id = self.actions_by_id
        self.top.add_action_button(by_id["undo"], "undo")
        self.top.add_action_button(by_id["redo"], "redo")
        file_menu = actions.menu(self, by_id, ("new", "open", "", "copy", "", "sample"))
        self._recent = file_menu.addMenu("最近打开")
        self._recent.aboutToShow.connect(self._fill_recent)
        self.top.add_menu_button("文件", file_menu)
        exports = actions.menu(self, by_id, ("export-xlsx", "export-pdf", "export-json", "", "export"))
        self.top.add_menu_button("导出", exports)
        self.top.add_primary(by_id["preview"], PREVIEW_TITLE)

    def _commands(self) -> tuple[Command, ...]:
        files = self.files
        return (
            Command("new", "新建…", ("Ctrl+N",), self._running(files.new)),
            Command("open", "打开…", ("Ctrl+O",), self._running(files.open)),
            Command("copy", "另存副本…", ("Ctrl+Shift+S",), self._running(files.save_copy)),
            Command("sample", "打开示例报告", (), self._running(files.sample)),
            Command("new-year", "新建年度…", (), self._running(files.new_year)),
            Command("undo", "撤销", ("Ctrl+Z",), self._running(self._undo)),
            Command("redo", "重做", ("Ctrl+Y", "Ctrl+Shift+Z"), self._running(self._redo)),
            Command("next", "下一处问题", ("F8",), self._next),
            Command("export", "全部导出…", ("Ctrl+E",), partial(self._export, "")),
            Command("export-xlsx", "Excel 表格…", (), partial(self._export, "xlsx")),
            Command("export-pdf", "PDF 文件…", (), partial(self._export, "pdf")),
            Command("export-json", "数据文件（JSON）…", (), partial(self._export, "json")),
            Command("preview", PREVIEW_TITLE, (), partial(self.go_to, states.PREVIEW)),
            *(
                Command(f"tab-{n}", f"第 {n} 页", (f"Ctrl+{n}",), partial(self._show_number, n))
                for n in range(1, MOST_TABS + 1)
            ),
        )

    def _running(self, act: Callable[[], object]) -> Callable[[], None]:
        return partial(self.run, act)

    def _next(self) -> None:
        self.panel.next()

    def _show_number(self, number: int) -> None:
        if number <= len(self.tabs.ids):
            self.tabs.setCurrentIndex(number - 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_tab)
        self.top.year_chosen.connect(self._switch)
        self.foot.confirmed.connect(partial(self.run, self._confirm_zeros))
        self.bridge.opened.connect(self._on_opened)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.saved.connect(self._on_saved)
        self.bridge.save_failed.connect(self._on_save_failed)
        self.bridge.jump.connect(self.go)

    def _page(self, tab: str) -> QWidget:
        if tab not in self.pages:
            page = self._make_page(tab)
            self.pages[tab] = page
            self.stack.addWidget(page)
        return self.pages[tab]

    def _make_page(self, tab: str) -> QWidget:
        form = self.bridge.session.report.form
        if tab == states.COVER:
            from gui.pages.cover import CoverPage  # noqa: PLC0415 - built when first shown

            cover = CoverPage(self.bridge)
            cover.refused.connect(self._on_refused)
            return cover
        if tab == states.PREVIEW:
            from gui.pages.preview import PreviewPage  # noqa: PLC0415 - as above

            preview = PreviewPage(self.bridge)
            preview.export_wanted.connect(self._export)
            return preview
        section = next(section for section in form.sections if section.id == tab)
        if section.kind == "table":
            page = TablePage(self.bridge, form.table(tab))
            page.refused.connect(self._on_refused)
            return page
        from gui.pages.text import TextPage  # noqa: PLC0415 - as above

        text = TextPage(self.bridge, section)
        text.refused.connect(self._on_refused)
        return text

    # ---- moving about

    def go(self, key: str) -> None:
        """Show the page of a key and put the cursor there."""
        tab = states.tab_of(self.bridge.session.report.form, key)
        self.tabs.setCurrentIndex(self.tabs.ids.index(tab))
        page = self._page(tab)
        show_key = getattr(page, "show_key", None)
        if show_key is not None:
            show_key(key)

    def go_to(self, tab: str) -> None:
        """Show a page by its id."""
        self.tabs.setCurrentIndex(self.tabs.ids.index(tab))

    def _show_tab(self, index: int) -> None:
        page = self._page(self.tabs.ids[index])
        self.stack.setCurrentWidget(page)
        page.setFocus()

    # ---- doing

    def run(self, act: Callable[[], object]) -> None:
        """Carry out a command; what is refused is said in the notice line, once."""
        try:
            act()
        except Refused as refusal:
            self.notice.refuse(refusal)

    def _switch(self, year: int) -> None:
        self.run(partial(self.files.switch, year))

    def _confirm_zeros(self) -> None:
        self.bridge.session.confirm_zeros()

    def _undo(self) -> None:
        self._show_change(self.bridge.session.undo())

    def _redo(self) -> None:
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

    def _export(self, name: str) -> None:
        """Ask where to, then write in the background from a snapshot."""
        from gui.exporting import ask_and_export  # noqa: PLC0415 - not needed at start

        session = self.bridge.session
        self.run(session.flush)
        snapshot = Report(session.report.form, session.report.year, dict(session.report.entries))
        ask_and_export(self, snapshot, name, self.settings, self.notice)

    # ---- being told

    def _on_refused(self, refusal: Refused | str) -> None:
        if isinstance(refusal, Refused):
            self.notice.refuse(refusal)
        else:
            self.notice.say(refusal, "error")

    def _on_opened(self) -> None:
        session = self.bridge.session
        if session.report.form is not self._form:
            self._take_form(session.report.form)
        self.setWindowTitle(f"{session.report.unit_name or session.path.stem} · {TITLE}")
        self.top.set_years(session, self.actions_by_id["new-year"])
        self._refresh()

    def _take_form(self, form: FormDef) -> None:
        """Put the pages and tabs of another form in place of all; the page in front stays if it has one."""
        self._form = form
        for page in self.pages.values():
            for part in (page, *page.findChildren(QObject)):
                self.bridge.disconnect(part)  # they know another form's cells
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.pages.clear()
        before, self.tabs = self.tabs, Tabs(_titles(form))
        front = before.ids[before.currentIndex()]
        self.tabs.setCurrentIndex(self.tabs.ids.index(front) if front in self.tabs.ids else 0)
        self.tabs.currentChanged.connect(self._show_tab)
        self._column.replaceWidget(before, self.tabs)
        before.hide()
        before.deleteLater()
        self._show_tab(self.tabs.currentIndex())

    def _on_changed(self, delta: Delta) -> None:
        if keys.UNIT_NAME in delta.keys:
            self.setWindowTitle(f"{self.bridge.session.report.unit_name} · {TITLE}")
        self._refresh()

    def _refresh(self) -> None:
        session = self.bridge.session
        self.tabs.set_states(states.states(session))
        self.top.show_session(session)
        self.foot.show_session(session)
        for name, words, label in (
            ("undo", "撤销", session.undo_label),
            ("redo", "重做", session.redo_label),
        ):
            action = self.actions_by_id[name]
            action.setEnabled(bool(label) and session.failure is None)
            action.setToolTip(f"{words} {label}" if label else f"没有可以{words}的步骤")

    def _on_saved(self, _saved: Saved) -> None:
        self.top.show_saved(self.bridge.session)

    def _on_save_failed(self, failure: SaveFailed) -> None:
        self._refresh()
        words = f"{failure.refusal} 屏幕上的内容还在，请先另存一份。"
        self.notice.say(words, "error", [("另存副本…", self.actions_by_id["copy"].trigger)])

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.settings.recent:
            entry = self._recent.addAction(f"{path.stem}（{path.parent}）")
            entry.triggered.connect(partial(self._open_recent, path))
        if not self.settings.recent:
            self._recent.addAction("（还没有）").setEnabled(False)

    def _open_recent(self, path: Path) -> None:
        self.run(partial(self.files.open_path, path))

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
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save everything, then go; ask once if that fails. Going back finds the report as it was."""
        if not self.files.may_leave(self.bridge.session):
            event.ignore()
            return
        let_go(self.bridge.session)
        self.settings.remember("geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.settings.remember("tab", self.tabs.ids[self.tabs.currentIndex()])
        self.settings.save()
        event.accept()


def _titles(form: FormDef) -> list[tuple[str, str]]:
    sections = [(section.id, section.tab) for section in form.sections]
    return [(states.COVER, COVER_TITLE), *sections, (states.PREVIEW, PREVIEW_TITLE)]

"""The last tab: the real pages of the PDF, of the report as it stands or of the draft that is to be signed.

The report's pages are made anew each time it has changed; a draft's stay, because a draft does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from core import days, export, keys, signoff
from core.drafts import Draft
from core.errors import NotPrinted, Refused
from core.session import Delta
from core.writers import find, layout
from core.writers.blocks import Document
from gui import jobs, style
from gui.bridge import Bridge
from gui.draft_strip import DraftStrip
from gui.fields import text_label
from gui.first_stop import FirstStop
from gui.flow import Flow
from gui.printing import Pages
from gui.sheet import INCH, Sheet
from gui.sheets import BLANK, Drawn, Paper, Sheets, paper

PAUSE = 250  # milliseconds after the last change
PROBLEM_WIDTH = 640  # pixels
REPORT, DRAFT, SIGNED = "报告", "送审稿", "签发稿"


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of one state of the report."""

    paper: Paper
    suffix: str = ""  # of the file's name: （第2稿）


NOTHING = Made(BLANK)
NONE_DRAWN = Drawn(INCH, {})


class PreviewPage(FirstStop):
    """Shows what will be printed; the window prints, exports and signs."""

    command_wanted = Signal(str)  # id of a command of the window
    export_wanted = Signal(str)  # a format, or empty for all
    print_wanted = Signal(object)  # gui.printing.Pages

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Wait until the page is shown before anything is made."""
        super().__init__(parent)
        self._bridge = bridge
        self._stale = True
        self._job: jobs.Job | None = None
        self._made = NOTHING
        self.drafted = False  # the draft's pages are in front, not the report's
        self.draft: Draft | None = None  # whose pages these are
        self._to_print = False  # as soon as the pages are there
        self.strip = DraftStrip()
        self.state = text_label(muted=True)
        self.problem = text_label(wrap=True)
        self._scroll = Sheets([self.strip, self.problem])
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._catch_up)
        self._build()
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._on_opened)
        bridge.rested.connect(self._show_strip)
        bridge.drafted.connect(self._on_drafted)

    # ---- building

    def _build(self) -> None:
        self.problem.setProperty("card", True)
        self.problem.setContentsMargins(style.px(14), style.px(12), style.px(14), style.px(12))
        self.problem.setMaximumWidth(style.px(PROBLEM_WIDTH))
        self.problem.hide()
        self.strip.hide()
        self._scroll.setAccessibleName("要打印的页面")
        self._scroll.failed.connect(self._on_failed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        self.strip.command_wanted.connect(self.command_wanted)
        self.strip.annexes_changed.connect(self._make)
        whole.addWidget(self._scroll, 1)
        self.lead_to(self._scroll)

    def _head(self) -> QWidget:
        """Return the buttons; where they do not stand in one line they go on in the next."""
        shown = (
            (REPORT, partial(self.show_draft, shown=False)),
            (DRAFT, partial(self.show_draft, shown=True)),
        )
        set_fit = self._scroll.set_fit
        fits = (("适合宽度", partial(set_fit, fit=True)), ("100 %", partial(set_fit, fit=False)))
        self.kinds, sizes = self._choice("看", shown), self._choice("页面大小", fits)
        printing, exporting = QPushButton("打印…"), QPushButton("导出…")
        printing.setProperty("primary", True)
        printing.clicked.connect(lambda: self.command_wanted.emit("print"))
        exporting.clicked.connect(lambda: self.export_wanted.emit("draft" if self.drafted else ""))
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(style.px(16), style.px(10), style.px(4), style.px(8))
        column.setSpacing(style.px(6))
        parts = [*self.kinds.buttons(), *sizes.buttons(), printing, exporting, self.state]
        column.addWidget(Flow(parts, style.px(8)))
        return head

    def _choice(self, name: str, ways: Sequence[tuple[str, Callable[[], object]]]) -> QButtonGroup:
        """Return buttons of which one stays pressed, the first one now."""
        group = QButtonGroup(self)
        for place, (words, act) in enumerate(ways):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.setStyleSheet(checked())
            button.setAccessibleName(f"{name}：{words}")
            button.clicked.connect(lambda _=False, act=act: act())
            group.addButton(button, place)
        return group

    def show_draft(self, *, shown: bool, number: int | None = None) -> None:
        """Put the pages of a draft in front, of the newest if none is named, or the report's."""
        self.kinds.button(int(shown)).setChecked(True)
        drafts = self._bridge.session.drafts() if shown else ()
        draft = signoff.newest([one for one in drafts if number in {None, one.number}])
        if shown != self.drafted or draft != self.draft:
            self.drafted, self.draft = shown, draft
            self._stale = True
        self._show_strip()
        self._catch_up()

    def ask_to_print(self) -> None:
        """Hand the pages over to be printed, as soon as they are there; raises ``NotPrinted`` without any."""
        if self.drafted and self.draft is None:
            raise NotPrinted("还没有送审稿，没有可以打印的页面。", "请先点“送审打印”，或者改看“报告”。")
        self._to_print = True
        self._catch_up()
        self._print()

    def _print(self) -> None:
        if not self._to_print or self._stale or self._job is not None:
            return
        self._to_print = False
        pages = self._made.paper
        if pages.sizes:
            name = export.file_name(self._bridge.session.report, self._made.suffix)
            self.print_wanted.emit(Pages(pages.pdf, len(pages.sizes), self.current(), name))

    @property
    def pages(self) -> list[Sheet]:
        """Return the sheets that are shown, drawn or not yet."""
        return self._scroll.pages

    def current(self) -> int:
        """Return which page is in front, from 0: the one in the middle of what is seen."""
        return self._scroll.current()

    # ---- making

    def showEvent(self, event: QShowEvent) -> None:
        """Make the pages if the report has changed since."""
        super().showEvent(event)
        self._show_strip()
        if self._stale:
            self._make()

    def _on_changed(self, delta: Delta) -> None:
        if self.drafted and not any(map(_is_beside, delta.keys)):
            return  # a draft stays as it is
        self._stale = True
        if self.isVisible():
            self._pause.start()

    def _on_drafted(self) -> None:
        if self.drafted:
            self.show_draft(shown=True)

    def _show_strip(self) -> None:
        """Say how the report stands against the draft; nothing while the report's own pages are shown."""
        self.strip.setVisible(self.drafted)
        if self.isVisible():
            draft = self.draft if self.drafted else signoff.newest(self._bridge.session.drafts())
            self.kinds.button(1).setText(SIGNED if draft and draft.signed else DRAFT)
        if self.drafted and self.isVisible():
            self.strip.show_session(self._bridge.session, self.draft, days.today_here())

    def _on_opened(self) -> None:
        self._show_paper(NOTHING, NONE_DRAWN)
        self.draft = signoff.newest(self._bridge.session.drafts()) if self.drafted else None
        self._show_strip()
        self._stale = True
        if self.isVisible():
            self._make()

    def _catch_up(self) -> None:
        """Make the pages anew if the report has changed.

        While another page is in front nothing is made: that would be repeated at every key, for nobody.
        """
        if self._stale and self.isVisible():
            self._make()

    def _make(self) -> None:
        """Write the PDF of a snapshot and draw the pages in view, both beside the window."""
        self._stale = False
        if not self.drafted:
            self._start(layout.build(self._bridge.session.report))
        elif self.draft is None:
            self._show_nothing()
        else:
            self._make_draft(self.draft)

    def _make_draft(self, draft: Draft) -> None:
        """Make the pages of a draft as it is printed now, with the annexes wanted."""
        charts, notes = self.strip.charts.isChecked(), self.strip.notes.isChecked()
        try:
            printed = self._bridge.session.paper(draft.number, charts=charts, notes=notes)
        except Refused as refusal:
            self._on_failed(refusal)
        else:
            self._start(printed.document, printed.suffix)

    def _show_nothing(self) -> None:
        """Show no pages: there is no draft yet."""
        if self._job is not None:
            self._job.cancel()
        self._job = None
        self.problem.hide()
        self._show_paper(NOTHING, NONE_DRAWN)
        self.state.setText("")

    def _start(self, document: Document, suffix: str = "") -> None:
        if self._job is not None:
            self._job.cancel()
        self.state.setText("正在生成…")
        dpi, near = self._scroll.dpi(), self._scroll.near()

        def work() -> tuple[Made, Drawn]:
            pages, drawn = paper(find("pdf").write(document), dpi, near)
            return Made(pages, suffix), drawn

        self._job = jobs.run(work, self._on_made, self._on_failed, self)

    def _on_made(self, made: tuple[Made, Drawn]) -> None:
        self._job = None
        self.problem.hide()
        self._show_paper(*made)
        self.state.setText(f"共 {len(self.pages)} 页")
        self._catch_up()
        self._print()

    def _on_failed(self, refusal: Refused) -> None:
        self._job, self._to_print = None, False
        self._show_paper(NOTHING, NONE_DRAWN)
        self.state.setText("")
        self.problem.setText(f"没有生成预览。{refusal}")
        self.problem.show()

    def _show_paper(self, made: Made, drawn: Drawn) -> None:
        self._made = made
        self._scroll.show_paper(made.paper, drawn)


def checked() -> str:
    """Return the style of a button that stays pressed."""
    tint, line = style.ACTIVE_TINT.name(), style.ACTIVE.name()
    return f"QPushButton:checked {{ background: {tint}; border-color: {line}; font-weight: bold; }}"


def _is_beside(key: str) -> bool:
    """Tell whether a value is printed with a draft although it is no part of it."""
    return key == keys.CHAIN or key.startswith(f"{keys.NOTE}.")

"""The history beside the page: what was done, newest first, and the ways to look back and to go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core import days
from core.errors import HistoryCleared, Refused
from core.history import Step, StepKind
from core.report import Report
from core.timeline import Line, lines, told
from gui import history_words, style
from gui.bridge import Bridge
from gui.fields import link, text_label
from gui.first_stop import FirstStop
from gui.flow import Flow
from gui.history_clearing import Clearing, can_be_cleared
from gui.history_parts import Asking, Buttons, Flip, Naming
from gui.roomy import in_room
from gui.two_lines import Look, Rows, TwoLines

if TYPE_CHECKING:
    from gui.compare_view import PageView

PAUSE = 500  # milliseconds after the last change, so that no key waits for this list
TOLD = 2  # changes named in a row
TOLD_BELOW = 6  # and of the chosen line, below the list

Item = Line | str  # a line of the history, or the title of a day


class HistoryPanel(FirstStop):
    """Lists the steps; looks back, compares and goes back. Costs nothing while it is hidden."""

    refused = Signal(object)  # core.errors.Refused
    view_wanted = Signal(QWidget)  # a gui.compare_view.PageView, to be shown over the pages
    done = Signal()  # Esc: back to the page

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the history of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self._steps: tuple[Step, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._first: Line | None = None  # of the two to compare
        self._today = days.today_here()
        self.rows: Rows[Item] = Rows(self._look, self)
        self.list = TwoLines(self.rows, "历史，最新的在上")
        self.told = text_label(muted=True, wrap=True)
        self.closer = link("细看这一步的改动")
        self.clear = link("清除这段历史内容…")
        self.only_marks = Flip("只看记下的", "看全部步骤")
        self.naming = Naming()
        self.asking = Asking()
        self._clearing = Clearing(bridge, self.asking, self._read, self.refused.emit)
        self.buttons = Buttons()
        self._later = QTimer(self, singleShot=True, interval=PAUSE)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(style.px(8))
        head.addWidget(text_label("历史", heading=True))
        head.addStretch(1)
        head.addWidget(self.only_marks)
        head.addWidget(self.naming.start)
        self.told.setMargin(style.px(4))
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(style.px(12), style.px(8), style.px(12), style.px(10))
        inside.setSpacing(style.px(6))
        inside.addLayout(head)
        inside.addWidget(self.naming)
        inside.addWidget(self.asking)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.told)
        inside.addWidget(Flow((self.closer, self.clear), style.px(8)))
        inside.addWidget(self.buttons)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(style.px(8), style.px(8), style.px(16), style.px(8))
        column.addWidget(card)
        in_room(self, body)
        self.lead_to(self.list)

    def _connect(self) -> None:
        self._later.timeout.connect(self._read)
        self._bridge.changed.connect(self._on_changed)
        self._bridge.drafted.connect(self._on_changed)
        self._bridge.opened.connect(self._on_opened)
        self._bridge.saved.connect(self._lock)
        self._bridge.save_failed.connect(self._lock)
        self.only_marks.toggled.connect(self._show)
        self.naming.named.connect(self._mark)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._on_activated)
        self.closer.clicked.connect(self.look_closer)
        self.clear.clicked.connect(self._ask_to_clear)
        buttons = self.buttons
        buttons.look.clicked.connect(self.look_back)
        buttons.go.clicked.connect(self._ask_to_go)
        buttons.now.clicked.connect(self.compare_with_now)
        buttons.two.clicked.connect(self._choose_two)

    # ---- what is listed

    @property
    def chosen(self) -> Line | None:
        """Return the chosen line."""
        item = self.rows.item(self.list.currentIndex())
        return item if isinstance(item, Line) else None

    def begin(self) -> None:
        """Take the keyboard, with the newest line chosen where none is."""
        if self.chosen is None:
            self._choose(0)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self, row: int) -> None:
        """Choose a row, or the next one below that can be chosen."""
        while row < len(self.rows.items) and not isinstance(self.rows.items[row], Line):
            row += 1
        if row < len(self.rows.items):
            self.list.setCurrentIndex(self.rows.index(row))

    def showEvent(self, event: QShowEvent) -> None:
        """Read what happened meanwhile."""
        super().showEvent(event)
        self._today = days.today_here()
        self._read()
        if self.chosen is None:
            self._choose(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._later.stop()

    def _on_changed(self) -> None:
        if self.isVisible():
            self._later.start()

    def _on_opened(self) -> None:
        self._first = None
        self.asking.settle()
        self.rows.show_items([])
        if self.isVisible():
            self._read()
            self._choose(0)

    def _read(self) -> None:
        """Take the journal as it is now; nothing here waits for the disk."""
        self._later.stop()
        self._steps = self._bridge.session.steps()
        self._lines = lines(self._steps)
        self._show()
        self._lock()

    def _show(self) -> None:
        chosen = self.chosen
        shown = [line for line in self._lines if not self.only_marks.isChecked() or _is_kept(line)]
        items = self._with_days(shown)
        self.rows.show_items(items)
        if chosen is not None and self.chosen is None:
            same = (row for row, item in enumerate(items) if _same(item, chosen))
            self._choose(next(same, 0))
        self._on_current()

    def _with_days(self, shown: list[Line]) -> list[Item]:
        items: list[Item] = []
        day = ""
        for line in reversed(shown):
            if line.at[:10] != day:
                day = line.at[:10]
                items.append(history_words.day(line.at, self._today))
            items.append(line)
        return items

    def _look(self, item: Item) -> Look:
        if isinstance(item, str):
            return Look(item, heading=True)
        changed = self._told(item)
        more = f"，等 {len(changed)} 处" if len(changed) > TOLD else ""
        kept = item.kind is StepKind.MARK
        return Look(
            words=item.words,
            lead=f"{history_words.clock(item.at)}{f'　{history_words.STAR}' if kept else ''}",
            detail=f"{'；'.join(changed[:TOLD])}{more}",
            strong=_is_kept(item),
            struck=item.undone,
            sign=history_words.UNDONE if item.undone else history_words.SIGNS.get(item.kind, ""),
        )

    def _told(self, line: Line) -> tuple[str, ...]:
        form = self._bridge.session.report.form
        return told(form, self._steps, line)

    def _on_current(self) -> None:
        line = self.chosen
        changed = self._told(line) if line else ()
        more = [f"等 {len(changed)} 处"] if len(changed) > TOLD_BELOW else []
        self.told.setText("\n".join([*changed[:TOLD_BELOW], *more]))
        self.told.setVisible(bool(changed))
        self.closer.setVisible(bool(changed))
        self.clear.setVisible(line is not None and can_be_cleared(self._steps_of(line)))
        self.buttons.setEnabled(line is not None)
        if self._first is None:
            self.asking.settle()
        else:
            self._ask_for_second()

    def _lock(self) -> None:
        """Change nothing while nothing can be saved; looking is always possible."""
        writable = self._bridge.session.failure is None
        self.naming.start.setEnabled(writable)
        self.buttons.go.setEnabled(writable)
        self.clear.setEnabled(writable)

    # ---- looking and going back

    def _point(self, line: Line) -> str:
        return history_words.point(line, self._today)

    def _steps_of(self, line: Line) -> tuple[Step, ...]:
        return self._steps[line.first : line.end]

    def _state(self, count: int) -> Report:
        """Return the report as it stood after the journal's first so many steps; ``HistoryCleared``."""
        found = self._bridge.session.report_after(count)
        if found is None:
            raise HistoryCleared("通到那里的历史内容已经清除，看不到那时的样子。", "可以看别的步骤。")
        return found

    def _look_at(self, make: Callable[[], PageView]) -> None:
        """Show a page over the pages; where its history was cleared, say so."""
        try:
            view = make()
        except HistoryCleared as refusal:
            self.asking.say(str(refusal))
        else:
            self.view_wanted.emit(view)

    def look_back(self) -> None:
        """Show the whole report as it stood after the chosen line."""
        from gui.compare_view import content_view  # noqa: PLC0415 - the list is there sooner without it

        if line := self.chosen:
            self._look_at(lambda: content_view(self._state(line.end), self._point(line)))

    def look_closer(self) -> None:
        """Show what the chosen line changed, texts with the sentences around."""
        if line := self.chosen:
            names = "这一步之前", "之后"
            self._compare(line.first, line.end, names, line.words)

    def compare_with_now(self) -> None:
        """Show what differs between the chosen point and now."""
        if line := self.chosen:
            self._compare(line.end, None, (self._point(line), history_words.NOW))

    def compare_two(self) -> None:
        """Show what differs between the point chosen first and the chosen one, the earlier one first."""
        first, second = self._first, self.chosen
        self._settle()
        if first and second:
            earlier, later = sorted((first, second), key=lambda line: line.end)
            self._compare(earlier.end, later.end, (self._point(earlier), self._point(later)))

    def _compare(self, before: int, after: int | None, names: tuple[str, str], title: str = "") -> None:
        """Compare the states after so many steps; None means now."""
        self._look_at(lambda: self._comparison(before, after, names, title))

    def _comparison(self, before: int, after: int | None, names: tuple[str, str], title: str) -> PageView:
        from core.compare import compare  # noqa: PLC0415 - as above
        from gui.compare_view import comparison_view  # noqa: PLC0415 - as above

        then = self._state(before)
        later = self._bridge.session.report if after is None else self._state(after)
        view = comparison_view(then.form, compare(then.form, then.entries, later.entries), names, title)
        if after is None:
            self._bridge.changed.connect(view.outdate)
        return view

    def _choose_two(self) -> None:
        self._first = self.chosen
        self._ask_for_second()
        self.list.setFocus()

    def _ask_for_second(self) -> None:
        first = self._first
        if first is None:
            return
        words = f"第一处：{self._point(first)}。请在下面选第二处。"
        ready = self.chosen is not None and self.chosen != first
        self.asking.ask(words, "比较这两处", self.compare_two, self._settle, ready=ready)

    def _ask_to_clear(self) -> None:
        if line := self.chosen:
            self._first = None
            self._clearing.ask(self._steps_of(line))

    def _ask_to_go(self) -> None:
        if line := self.chosen:
            self._first = None
            words = f"回到 {self._point(line)}？现在的内容会换成那时的，可以撤销。"
            self.asking.ask(words, "回到这里", self.go_back, self._settle)
            self.asking.yes.setFocus()

    def go_back(self) -> None:
        """Return to the state after the chosen line, as one step that can be undone."""
        line = self.chosen
        self._settle()
        if line is None:
            return
        try:
            told = self._bridge.session.go_back(self._steps[: line.end], f"回到 {self._point(line)}")
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        if told is None:
            self.asking.say("现在的内容和那时一样，不用回去。")
        else:
            self._read()
            self._choose(0)

    def _settle(self) -> None:
        self._first = None
        self.asking.settle()
        self.list.setFocus()

    # ---- naming this point

    def start_naming(self) -> None:
        """Ask for a name of the present state."""
        self.naming.begin()

    def _mark(self, name: str) -> None:
        try:
            self._bridge.session.mark(name)
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self.naming.settle()
        self._read()
        self._choose(0)
        self.list.setFocus()

    # ---- keys

    def _on_activated(self, _index: QModelIndex) -> None:
        if self._first is not None and self._first != self.chosen:
            self.compare_two()
        else:
            self.look_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back a question, then leads back to the page."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.naming.isVisible():
            self.naming.settle()
            self.list.setFocus()
        elif self.asking.isVisible():
            self._settle()
        else:
            self.done.emit()


def _is_kept(line: Line) -> bool:
    """Tell whether a line is a point that somebody named, or the report's beginning."""
    return line.kind in {StepKind.MARK, StepKind.START}


def _same(item: Item, line: Line) -> bool:
    return isinstance(item, Line) and item.first == line.first

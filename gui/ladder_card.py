"""The year's routine as a card: seven steps, what is left at each, a way there, and the days left."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import signoff
from core.errors import NotReady, Refused
from gui import ladder, style
from gui.bridge import Bridge
from gui.day_line import DayLine, Today
from gui.fields import plain_tip, text_label
from gui.ladder import Step
from gui.painted import OncePainted

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QResizeEvent, QShowEvent

    from gui.nothing_received import NothingReceived

TITLE = "今年的步骤"
TWO_COLUMNS = 760  # pixels of width from which the steps stand in two columns
STEPS = 7
LEFT = 4  # of them stand in the left column
SIGN = 18
NAME = 68
HEIGHT = 32
STATE_WORDS = {"complete": "已完成", "blank": "未完成", "explain": "须说明", "error": "必须修改"}


class LadderCard(QFrame):
    """Follows the session; a step's button asks the window to go there.

    The steps are built when the card has been painted once, in the room that is kept for them, or when first
    needed: before, the checks have not run, and there is little to say.
    """

    wanted = Signal(object)  # gui.ladder.Step: go there
    refused = Signal(object)  # core.errors.Refused, or a sentence
    _nothing: NothingReceived

    def __init__(self, bridge: Bridge, today: Today, parent: QWidget | None = None) -> None:
        """Show the steps of the bridge's session on the day that ``today`` tells."""
        super().__init__(parent)
        self.setProperty("card", True)
        self._bridge = bridge
        self._today = today
        self._rows: dict[str, Row] = {}
        self.deadline = text_label()
        self._column = QVBoxLayout(self)
        self._grid = QGridLayout()
        self._columns = 0
        self._build()
        bridge.changed.connect(self._follow)
        bridge.opened.connect(self._follow)
        bridge.drafted.connect(self._follow)
        bridge.save_failed.connect(self._follow)
        self.refresh()
        OncePainted(self, self.complete)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(style.px(12))
        head.addWidget(text_label(TITLE, heading=True))
        head.addStretch(1)
        head.addWidget(self.deadline)
        self._grid.setHorizontalSpacing(style.px(24))
        self._grid.setVerticalSpacing(style.px(4))
        self._arrange(2)
        self._column.setContentsMargins(style.px(16), style.px(10), style.px(16), style.px(12))
        self._column.setSpacing(style.px(6))
        self._column.addLayout(head)
        self._column.addLayout(self._grid)

    def complete(self) -> None:
        """Build the steps and the question below them, unless they are there."""
        if self._rows:
            return
        from gui.nothing_received import NothingReceived  # noqa: PLC0415 - the window is there sooner without

        nothing = NothingReceived(self._bridge, parent=self)
        nothing.closed.connect(lambda: self.first().setFocus())
        nothing.refused.connect(self.refused)
        rows = {step.id: Row(step, self._today) for step in ladder.steps(self._bridge.session)}
        for row in rows.values():
            row.wanted.connect(self.wanted)
            row.dated.connect(self._set_day)
            row.misread.connect(self.refused.emit)
        self._rows, self._nothing = rows, nothing
        self._place()
        for row in self._rows.values():
            row.show()  # at once, not by a queued event: whoever looks for the keyboard finds it
        self._column.addWidget(nothing)
        self._chain()
        self.refresh()

    @property
    def rows(self) -> dict[str, Row]:
        """Return the steps by their ids."""
        self.complete()
        return self._rows

    @property
    def nothing(self) -> NothingReceived:
        """Return the question whether anything was received at all."""
        self.complete()
        return self._nothing

    def _arrange(self, columns: int) -> None:
        """Put the steps into one column or two."""
        if columns == self._columns:
            return
        self._columns = columns
        self._place()

    def _place(self) -> None:
        """Put the steps where they belong, or keep the room for them."""
        columns = self._columns
        high = LEFT if columns > 1 else STEPS
        for line in range(STEPS):
            kept = line < high and not self._rows
            self._grid.setRowMinimumHeight(line, style.px(HEIGHT) if kept else 0)
        for place, row in enumerate(self._rows.values()):
            self._grid.removeWidget(row)
            beside = columns > 1 and place >= LEFT
            self._grid.addWidget(row, place - LEFT if beside else place, int(beside))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns > 1 else 0)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than one column of steps needs."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), style.px(NAME)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use two columns where there is room for them."""
        super().resizeEvent(event)
        self._arrange(2 if event.size().width() >= style.px(TWO_COLUMNS) else 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while another page was in front; the day may be another too."""
        super().showEvent(event)
        if self._rows:
            self._chain()
            self.refresh()

    def _chain(self) -> None:
        """Let Tab go through the steps and then to the offer; holds only inside the window itself."""
        stops = [stop for row in self._rows.values() for stop in row.stops]
        if (before := _stop_before(self)) is not None:
            stops.insert(0, before)
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)
        self._nothing.follow(stops[-1])

    # ---- following

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show how every step stands now."""
        session = self._bridge.session
        report, today = session.report, self._today()
        if self._rows:
            for step in ladder.steps(session):
                self._rows[step.id].show_step(step, writable=session.failure is None)
        self._show_deadline(ladder.deadline(report, today), ladder.deadline_state(report, today))

    def _show_deadline(self, words: str, state: str) -> None:
        if words != self.deadline.text():
            self.deadline.setText(words)
            style.show_ink(self.deadline, _ink(state), bold=True)
        self.deadline.setVisible(bool(words))

    def first(self) -> QWidget:
        """Return the button of the first step."""
        return next(iter(self.rows.values())).name

    def _set_day(self, key: str, day: str) -> None:
        """Store the day on which a step was done, or that it was not, as one step."""
        name = next(done.name for done in ladder.DONE if done.key == key)
        found = signoff.obstacles(self._bridge.session.verdict)
        if key == ladder.HANDED_OVER and day and found:
            self.refused.emit(
                NotReady(f"还不能登记上报：{signoff.open_points(found)}。", "处理好以后再登记日期。")
            )
            self.refresh()
            return
        try:
            self._bridge.session.apply({key: day or None}, f"{name}日期" if day else f"取消{name}日期")
        except Refused as refusal:
            self.refused.emit(refusal)


class Row(QWidget):
    """One step: its sign, its name as a button, what is left, and for the last three the day."""

    wanted = Signal(object)  # gui.ladder.Step
    dated = Signal(str, str)  # key, ISO date or empty
    misread = Signal(str)

    def __init__(self, step: Step, today: Today) -> None:
        """Build for a step; ``show_step`` brings it up to date."""
        super().__init__()
        self._step = step
        self.sign = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.sign.setFixedWidth(style.px(SIGN))
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = QPushButton(step.name)
        self.name.setProperty("link", True)
        self.name.setMinimumWidth(style.px(NAME))
        self.name.setProperty("left", True)
        self.setMinimumHeight(style.px(HEIGHT))
        self.name.clicked.connect(self._go)
        self.words = text_label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(6))
        for widget in (self.sign, self.name):
            row.addWidget(widget)
        row.addWidget(self.words, 1)
        self.today = QPushButton("今天", self)
        self.today.setProperty("link", True)
        self.today.setAccessibleName(f"{step.name}：今天完成")
        self.today.hide()
        self.day = self._day(step, today, row) if step.date_key else None

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in order."""
        return (self.name,) if self.day is None else (self.name, self.today, self.day)

    def _day(self, step: Step, today: Today, row: QHBoxLayout) -> DayLine:
        """Add the line for the day and the button that writes today's."""
        line = DayLine(f"{step.name}日期", today, key=step.date_key)
        line.chosen.connect(self._on_day)
        line.misread.connect(self.misread)
        self.today.clicked.connect(lambda: self.dated.emit(step.date_key, today().isoformat()))
        row.addWidget(self.today)
        row.addWidget(line)
        return line

    def _on_day(self, day: str) -> None:
        """Pass on another day; the one that stands here already may be the draft's own."""
        if day != self._step.day:
            self.dated.emit(self._step.date_key, day)

    def show_step(self, step: Step, *, writable: bool) -> None:
        """Show how the step stands; nothing is painted anew that says the same."""
        if self.day is not None:
            self.day.show_day(step.day)
            self.day.setReadOnly(step.fixed or not writable)
            self.today.setVisible(not step.day)
            self.today.setEnabled(writable)
        if step == self._step and self.sign.text():
            return
        self._step = step
        ink = _ink(step.state)
        self.sign.setText(style.SIGNS[step.state])
        style.show_ink(self.sign, ink, bold=True)
        self.words.setText(step.words)
        loud = step.state in {"error", "explain"}
        style.show_ink(self.words, ink if loud else style.INK)
        self.name.setAccessibleName(f"{step.name}，{STATE_WORDS[step.state]}：{step.words}")
        self.name.setToolTip(plain_tip(f"去这一步：{step.words}"))

    def _go(self) -> None:
        if self._step.finding or self._step.key or self._step.command:
            self.wanted.emit(self._step)
        elif self.day is not None:
            self.day.setFocus()


def _stop_before(part: QWidget) -> QWidget | None:
    """Return where Tab stops before it comes to a part; None where there is no such place."""
    one = part.previousInFocusChain()
    while one is not None and one is not part:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.isAncestorOf(one):
            return one
        one = one.previousInFocusChain()
    return None


def _ink(state: str) -> QColor:
    return {"complete": style.GOOD, "explain": style.EXPLAIN, "error": style.ERROR}.get(state, style.MUTED)

"""The row of tabs: each says its state by sign and colour, and in words to screen readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QTabBar, QToolButton

from gui import style
from gui.fields import plain_tip
from gui.painted import OncePainted
from gui.states import State

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent
    from PySide6.QtWidgets import QWidget

HEIGHT = 38
PADDING = 12
GAP = 4
LINE = 3
SCROLLERS = (
    ("ScrollLeftButton", "arrow-left", "看前面的页"),
    ("ScrollRightButton", "arrow-right", "看后面的页"),
)  # Qt's names of the buttons where there is no room for all tabs; symbol; what they do
COLOURS: Mapping[str, QColor] = {
    "error": style.ERROR,
    "explain": style.EXPLAIN,
    "blank": style.MUTED,
    "complete": style.GOOD,
}


class Tabs(QTabBar):
    """A tab bar that paints the state beside each title."""

    def __init__(self, titles: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Make one tab for each (id, title)."""
        self._scrollers: list[QToolButton] = []
        self._painted = False  # Qt lays out from its first moment
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setAccessibleName("报告的各页")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._states: dict[int, State] = {}
        self._sizes: dict[tuple[str, str], QSize] = {}  # by title and mark
        self.ids = tuple(tab for tab, _ in titles)
        for _, title in titles:
            self.addTab(title)
        for name, _, words in SCROLLERS:
            button = cast("QToolButton", self.findChild(QToolButton, name))
            button.setAccessibleName(words)
            button.setToolTip(plain_tip(words))
            button.setIconSize(QSize(style.px(16), style.px(16)))
            self._scrollers.append(button)
        OncePainted(self, self._dress_scrollers)

    def tabLayoutChange(self) -> None:
        """Dress the buttons that Qt shows now: it takes its own small arrows for them again and again."""
        super().tabLayoutChange()
        if self._painted:
            self._dress_scrollers()

    def _dress_scrollers(self) -> None:
        """Give Qt's own buttons a symbol, where there is no room for all tabs.

        Not before the first painting: drawing a first symbol takes a while.
        """
        self._painted = True
        for button, (_, symbol, _) in zip(self._scrollers, SCROLLERS, strict=True):
            if not button.isHidden():
                button.setArrowType(Qt.ArrowType.NoArrow)  # Qt's own, set whenever it lays out the tabs
                button.setIcon(style.icon(symbol, style.INK))

    def set_states(self, states: Mapping[str, State]) -> None:
        """Show the states; only tabs whose state differs are touched."""
        for index, tab in enumerate(self.ids):
            state = states.get(tab, State())
            if self._states.get(index) != state:
                before = self._mark(index)
                self._states[index] = state
                words = f"{self.tabText(index)}，{state.words}" if state.words else self.tabText(index)
                self.setAccessibleTabName(index, words)
                self.setTabToolTip(index, plain_tip(f"{words}（Ctrl+{index + 1}）"))
                if self._mark(index) != before:
                    self.setTabText(index, self.tabText(index))  # nothing else has Qt ask for the sizes again

    def state(self, tab: str) -> State:
        """Return the state shown on a tab."""
        return self._states.get(self.ids.index(tab), State())

    def tabSizeHint(self, index: int) -> QSize:
        """Return room for title, sign and count."""
        words = (self.tabText(index), self._mark(index))
        if words not in self._sizes:  # Qt asks again and again, for every tab whenever one is added
            self._sizes[words] = self._size(*words)
        return self._sizes[words]

    def _size(self, title: str, mark: str) -> QSize:
        metrics = QFontMetrics(self._bold())
        width = metrics.horizontalAdvance(title) + 2 * style.px(PADDING)
        if mark:
            width += style.px(GAP) + metrics.horizontalAdvance(mark)
        return QSize(width, max(style.px(HEIGHT), metrics.height() + style.px(16)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint titles, signs, and the blue line under the tab in front."""
        painter = QPainter(self)
        _fill(painter, self.rect(), style.CARD)
        _fill(painter, QRect(0, self.height() - 1, self.width(), 1), style.BORDER)
        for index in range(self.count()):
            self._paint_tab(painter, index, self.tabRect(index))

    def _paint_tab(self, painter: QPainter, index: int, area: QRect) -> None:
        front = index == self.currentIndex()
        if front:
            _fill(painter, area.adjusted(0, 0, 0, -1), style.ACTIVE_TINT)
            _fill(painter, QRect(area.left(), self.height() - LINE, area.width(), LINE), style.ACTIVE)
        painter.setFont(self._bold() if front else self.font())
        painter.setPen(style.ACTIVE_INK if front else style.INK)
        metrics = painter.fontMetrics()
        mark = self._mark(index)
        title = self.tabText(index)
        width = metrics.horizontalAdvance(title) + (
            style.px(GAP) + metrics.horizontalAdvance(mark) if mark else 0
        )
        left = area.left() + (area.width() - width) // 2
        line = QRect(left, area.top(), width + style.px(PADDING), area.height() - LINE)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, flags, title)
        if mark:
            painter.setPen(COLOURS[self._states[index].name])
            line.setLeft(left + metrics.horizontalAdvance(title) + style.px(GAP))
            painter.drawText(line, flags, mark)
        if front and self.hasFocus():
            painter.setPen(style.ACTIVE)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(2, 3, -3, -LINE - 3))

    def _mark(self, index: int) -> str:
        state = self._states.get(index, State())
        if not state.name:
            return ""
        count = str(state.number) if state.name in {"error", "explain"} else ""
        return f"{style.SIGNS[state.name]}{count}"

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font


def _fill(painter: QPainter, area: QRect, colour: QColor) -> None:
    """Fill an area; ``fillRect`` would have the classes of brushes and gradients loaded."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(area)

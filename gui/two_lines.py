"""A list whose rows have two lines: what it is, and under it what there is to say; made as they are seen.

All rows are equally high, so that thousands of them cost nothing until they are scrolled to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui import style
from gui.fields import plain_tip

Index = QModelIndex | QPersistentModelIndex
LOOK = int(Qt.ItemDataRole.UserRole)
EDGE = 10  # pixels at the sides of a row
ABOVE = 5  # and above and below its lines
LEAST = 3  # rows in view
NOWHERE = QModelIndex()

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Look:
    """How a row is drawn."""

    words: str
    lead: str = ""  # before the words: the time of day, a sign
    detail: str = ""
    heading: bool = False  # a title between rows, not to be chosen
    strong: bool = False
    struck: bool = False  # no longer holds
    sign: str = ""  # behind the words, at the right

    @property
    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        return "，".join(part for part in (self.lead, self.words, self.sign, self.detail) if part)


class Rows(QAbstractListModel, Generic[Item]):
    """Items, each turned into a look when it is first asked for."""

    def __init__(self, look: Callable[[Item], Look], parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._look = look
        self.items: list[Item] = []
        self._looks: dict[int, Look] = {}

    def show_items(self, items: Sequence[Item]) -> None:
        """Put other items here; those that stand at the beginning and at the end of both stay where they are.

        All are looked at anew when they are next seen: an equal item may have more to say by now.
        """
        head, tail = _common(self.items, items)
        gone, new = len(self.items) - tail, len(items) - tail
        if gone > head:
            self.beginRemoveRows(NOWHERE, head, gone - 1)
            del self.items[head:gone]
            self._looks.clear()
            self.endRemoveRows()
        if new > head:
            self.beginInsertRows(NOWHERE, head, new - 1)
            self.items[head:head] = items[head:new]
            self._looks.clear()
            self.endInsertRows()
        self._looks.clear()
        if self.items:
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    def item(self, index: Index) -> Item | None:
        """Return the item of a row."""
        return self.items[index.row()] if index.isValid() else None

    def look(self, row: int) -> Look:
        """Return how a row is drawn."""
        if row not in self._looks:
            self._looks[row] = self._look(self.items[row])
        return self._looks[row]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row, for screen readers too."""
        if not index.isValid():
            return None
        look = self.look(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return look.spoken
        if role == LOOK:
            return look
        if role == Qt.ItemDataRole.ToolTipRole and not look.heading:
            return plain_tip("\n".join(part for part in (look.words, look.detail) if part))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be chosen but titles."""
        if index.isValid() and self.look(index.row()).heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class TwoLines(QTableView):
    """The list; arrows move, and what the list's owner connects does the rest.

    It is a table of one column, because Qt's list view asks a model for every row before it shows any.
    """

    def __init__(self, model: QAbstractListModel, name: str, parent: QWidget | None = None) -> None:
        """Show a model of rows under a name for screen readers."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(row_height(self.font()))
        self.setMinimumHeight(LEAST * row_height(self.font()))
        self.setItemDelegate(Painted(self))
        self.setModel(model)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen row in view where the room gets less."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Lead Home and End to the first and the last row, as in any list."""
        ends = {QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd}
        if action in ends:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)


def row_height(font: QFont) -> int:
    """Return the height of a row in pixels: two lines."""
    return 2 * QFontMetrics(font).lineSpacing() + 2 * style.px(ABOVE) + style.px(2)


class Painted(QStyledItemDelegate):
    """Paints a row from its look, in the colours and sizes of the moment."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        look = index.data(LOOK)
        assert isinstance(look, Look)
        area, state = option.rect, option.state  # type: ignore[attr-defined]
        font = option.font  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(font)
        if look.heading:
            _paint_heading(painter, area, look)
        else:
            _paint_ground(painter, area, state)
            _paint_lines(painter, area, look, font)
        painter.restore()


def _paint_heading(painter: QPainter, area: QRect, look: Look) -> None:
    inside = area.adjusted(style.px(EDGE), 0, -style.px(EDGE), -style.px(ABOVE))
    painter.setPen(style.MUTED)
    bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
    painter.drawText(inside, int(bottom), look.words)
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, style.BORDER)


def _paint_ground(painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(area, style.ACTIVE_TINT)
        painter.fillRect(area.left(), area.top(), style.px(3), area.height(), style.ACTIVE)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, style.HEADING)
    if chosen and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(style.ACTIVE)
        painter.drawRect(area.adjusted(0, 0, -1, -1))


def _paint_lines(painter: QPainter, area: QRect, look: Look, font: QFont) -> None:
    inside = area.adjusted(style.px(EDGE), style.px(ABOVE), -style.px(EDGE), -style.px(ABOVE))
    lines = QFontMetrics(font).lineSpacing()
    first = QRect(inside.left(), inside.top(), inside.width(), lines if look.detail else inside.height())
    if look.lead:
        first.setLeft(_piece(painter, first, look.lead, style.MUTED) + style.px(8))
    if look.sign:
        width = QFontMetrics(font).horizontalAdvance(look.sign)
        behind = QRect(first.right() - width, first.top(), width + 1, first.height())
        _piece(painter, behind, look.sign, style.MUTED)
        first.setRight(behind.left() - style.px(8))
    words = QFont(font)
    words.setBold(look.strong)
    words.setStrikeOut(look.struck)
    painter.setFont(words)
    _piece(painter, first, look.words, style.MUTED if look.struck else style.INK)
    painter.setFont(font)
    second = QRect(inside.left(), inside.top() + lines + style.px(2), inside.width(), lines)
    _piece(painter, second, look.detail, style.MUTED)


def _piece(painter: QPainter, area: QRect, words: str, colour: QColor) -> int:
    """Paint words in one line, shortened where the room ends; return where they end."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, area.width())
    painter.setPen(colour)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return area.left() + metrics.horizontalAdvance(shown)


def _common(one: Sequence[Item], other: Sequence[Item]) -> tuple[int, int]:
    """Return how many items two lists have in common at the beginning, and, besides, at the end."""
    limit = min(len(one), len(other))
    head = next((place for place in range(limit) if one[place] != other[place]), limit)
    room = limit - head
    tail = next((place for place in range(room) if one[-1 - place] != other[-1 - place]), room)
    return head, tail

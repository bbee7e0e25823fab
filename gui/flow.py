"""Widgets in a row that goes on in the next line where the room ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

ANOTHER_SIZE = {QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.Polish, QEvent.Type.Show}


class Flow(QWidget):
    """Places its parts from left to right, and in as many lines as they need."""

    def __init__(self, parts: Sequence[QWidget], gap: int, parent: QWidget | None = None) -> None:
        """Take over the parts; ``gap`` pixels between them and between the lines."""
        super().__init__(parent)
        self._parts = tuple(parts)
        self._gap = gap
        self._hint: QSize | None = None  # asked for again and again; forgotten when a part has another size
        self._laid: dict[int, list[tuple[QWidget, QRect]]] = {}  # the same, by width
        for part in self._parts:
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        if self._hint is None:
            self._hint = self._one_line()
        return self._hint

    def _one_line(self) -> QSize:
        hints = [part.sizeHint() for part in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the widest part."""
        return QSize(max((part.minimumSizeHint().width() for part in self._shown()), default=0), 0)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Place the parts anew when one of them has another size."""
        if event.type() in ANOTHER_SIZE:
            self._hint = None
            self._laid.clear()
            self._place()
            self.updateGeometry()
        return super().event(event)

    def _place(self) -> None:
        for part, place in self._places(self.width()):
            part.setGeometry(place)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        """Return where the parts go in a given width, those of one line in its middle."""
        if width not in self._laid:
            self._laid[width] = self._lines(width)
        return self._laid[width]

    def _lines(self, width: int) -> list[tuple[QWidget, QRect]]:
        found: list[tuple[QWidget, QRect]] = []
        line: list[tuple[QWidget, QRect]] = []
        left = top = 0
        for part in self._shown():
            size = _size(part, width)
            if line and left + size.width() > width:
                found += _centred(line)
                left, top, line = 0, max(place.bottom() for _, place in line) + 1 + self._gap, []
            line.append((part, QRect(QPoint(left, top), size)))
            left += size.width() + self._gap
        return found + _centred(line)


def _size(part: QWidget, width: int) -> QSize:
    """Return how large a part is where there are only so many pixels."""
    hint = part.sizeHint()
    if hint.width() <= width:
        return hint
    wraps = part.sizePolicy().hasHeightForWidth()
    return QSize(width, part.heightForWidth(width) if wraps else hint.height())


def _centred(line: list[tuple[QWidget, QRect]]) -> list[tuple[QWidget, QRect]]:
    tallest = max((place.height() for _, place in line), default=0)
    return [(part, place.translated(0, (tallest - place.height()) // 2)) for part, place in line]

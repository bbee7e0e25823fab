"""Widgets in a row that goes on in the next line where the room ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Places its parts from left to right, and in as many lines as they need."""

    def __init__(self, parts: Sequence[QWidget], gap: int, parent: QWidget | None = None) -> None:
        """Take over the parts; ``gap`` pixels between them and between the lines."""
        super().__init__(parent)
        self._parts = tuple(parts)
        self._gap = gap
        for part in self._parts:
            part.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
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
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def _place(self) -> None:
        for part, place in self._places(self.width()):
            part.setGeometry(place)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._parts if not part.isHidden()]

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        found: list[tuple[QWidget, QRect]] = []
        left = top = tallest = 0
        for part in self._shown():
            hint = part.sizeHint()
            wide = min(hint.width(), width)
            if left and left + wide > width:
                left, top, tallest = 0, top + tallest + self._gap, 0
            found.append((part, QRect(left, top, wide, hint.height())))
            left += wide + self._gap
            tallest = max(tallest, hint.height())
        return found

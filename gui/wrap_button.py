"""A button whose words go on in the next line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from gui import style

REMEMBERED = 32
NEW_LOOK = {QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.FontChange}
WRAPPING = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere


class WrapButton(QPushButton):
    """As wide as its words where there is room, else as high as they need."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Start with some words."""
        super().__init__(text, parent)
        self._heights: dict[tuple[str, int], int] = {}  # by words and width; layouts ask again and again
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def minimumSizeHint(self) -> QSize:
        """Ask for a few characters."""
        return QSize(style.px(80), super().sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        asked = (self.text(), width)
        if asked not in self._heights:
            if len(self._heights) >= REMEMBERED:
                self._heights.clear()
            self._heights[asked] = self._height(width)
        return self._heights[asked]

    def event(self, event: QEvent) -> bool:
        """Measure anew in another font or style."""
        if event.type() in NEW_LOOK:
            self._heights.clear()
        return super().event(event)

    def _height(self, width: int) -> int:
        around = self._around()
        inside = QRect(0, 0, max(1, width - around.width()), 1 << 16)
        words = self.fontMetrics().boundingRect(inside, int(WRAPPING), self.text())
        return max(super().sizeHint().height(), words.height() + around.height())

    def resizeEvent(self, event: QEvent) -> None:
        """Ask again: another width needs another height."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button without words, then the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]  # the stubs forget it
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        primary = bool(self.property("primary"))
        ink = style.ON_ACTIVE if primary else style.INK
        painter.setPen(ink if self.isEnabled() else style.MUTED if primary else style.FAINT)
        painter.drawText(self._inside(), int(WRAPPING), self.text())

    def _around(self) -> QSize:
        """Return what padding and frame need, left and right, above and below."""
        whole = super().sizeHint()
        bare = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())
        return QSize(max(style.px(12), whole.width() - bare.width()), style.px(10))

    def _inside(self) -> QRect:
        side = self._around().width() // 2
        return self.rect().adjusted(side, 1, -side, -1)

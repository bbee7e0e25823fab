"""A short walk through the window for the first start: seven sentences, each beside what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.fields import text_label

WIDTH = 360
GAP = 10


@dataclass(frozen=True, slots=True)
class Stop:
    """One sentence, what it is about, and what to put in front before it is said."""

    title: str
    words: str
    target: Callable[[], QWidget]
    before: Callable[[], object] = lambda: None


class Ring(QWidget):
    """A frame around what is being talked about; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.ACTIVE, style.px(3)))
        edge = style.px(2)
        painter.drawRoundedRect(self.rect().adjusted(edge, edge, -edge, -edge), style.px(8), style.px(8))


class Tour(QFrame):
    """The card with the sentence; Enter goes on, Esc ends."""

    ended = Signal()

    def __init__(self, window: QWidget, stops: Sequence[Stop]) -> None:
        """Be ready over a window; ``start`` begins."""
        super().__init__(window)
        self._window = window
        self._stops = tuple(stops)
        self._place = 0
        self.ring = Ring(window)
        self.setObjectName("tour")
        self.setStyleSheet(
            f"#tour {{ background: {style.CARD.name()}; border: {style.px(2)}px solid {style.ACTIVE.name()};"
            f" border-radius: {style.px(style.CARD_RADIUS)}px; }}"
        )
        self._title = text_label(heading=True)
        self._words = text_label(wrap=True)
        self._count = text_label(muted=True)
        self.back = QPushButton("上一步")
        self.next = QPushButton("下一步")
        self.skip = QPushButton("跳过")
        self.next.setProperty("primary", True)
        self.skip.setProperty("link", True)
        self._build()
        self.back.clicked.connect(lambda: self._go(self._place - 1))
        self.next.clicked.connect(lambda: self._go(self._place + 1))
        self.skip.clicked.connect(self.end)
        self.hide()

    def _build(self) -> None:
        self.setFixedWidth(style.px(WIDTH))
        row = QHBoxLayout()
        row.setSpacing(style.px(8))
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self.skip, self.back, self.next):
            row.addWidget(button)
        column = QVBoxLayout(self)
        edge = style.px(14)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.px(8))
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addLayout(row)

    def start(self) -> None:
        """Say the first sentence."""
        self._go(0)

    def end(self) -> None:
        """Go away; what is shown stays."""
        self.ring.hide()
        self.ring.deleteLater()
        self.hide()
        self.ended.emit()

    def _go(self, place: int) -> None:
        if place >= len(self._stops):
            self.end()
            return
        self._place = max(place, 0)
        stop = self._stops[self._place]
        stop.before()
        last = self._place == len(self._stops) - 1
        self._title.setText(stop.title)
        self._words.setText(stop.words)
        self._count.setText(f"{self._place + 1} / {len(self._stops)}")
        self.back.setEnabled(self._place > 0)
        self.next.setText("开始使用" if last else "下一步")
        self.skip.setVisible(not last)
        self.setAccessibleName(f"{stop.title}。{stop.words}")
        self._stand_beside(stop.target())
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand_beside(self, target: QWidget) -> None:
        """Put the ring around the target and the card where it hides least of it, inside the window."""
        window = self._window
        area = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).intersected(window.rect())
        self.ring.setGeometry(area)
        self.ring.show()
        self.ring.raise_()
        self.setFixedHeight(self.heightForWidth(self.width()))
        gap = style.px(GAP)
        spots = (
            QPoint(area.left(), area.bottom() + gap),
            QPoint(area.left(), area.top() - gap - self.height()),
            QPoint(area.left() - gap - self.width(), area.top()),
            QPoint(area.right() + gap, area.top()),
        )
        fitting = (spot for spot in spots if window.rect().contains(QRect(spot, self.size())))
        inside = QRect(area.center() - self.rect().center(), self.size())
        self.move(_kept(next(fitting, inside.topLeft()), self, window))
        self.show()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter and right, back with left, end with Esc."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self._go(self._place + 1)
        elif key == Qt.Key.Key_Left:
            self._go(self._place - 1)
        else:
            super().keyPressEvent(event)


def _kept(spot: QPoint, card: QWidget, window: QWidget) -> QPoint:
    """Return a spot that keeps the card inside the window."""
    return QPoint(
        min(max(spot.x(), 0), max(window.width() - card.width(), 0)),
        min(max(spot.y(), 0), max(window.height() - card.height(), 0)),
    )

"""At the foot of the window: where the work lies while it is not, or not only, in the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from core.session import Session
from gui import place_words, style
from gui.fields import link, plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

LEAST = 8  # characters that stay readable


class PlaceLine(QWidget):
    """Says how far the work has come to the stick or the share; hidden where the file is on this PC."""

    wanted = Signal()  # write it back now

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.words = Shortened()
        self.now = link(place_words.WRITE_BACK)
        self.now.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(8), 0, 0, 0)
        row.setSpacing(style.px(4))
        row.addWidget(self.words, 1)
        row.addWidget(self.now)
        self.hide()

    def show_session(self, session: Session) -> None:
        """Say where the work of a session lies now."""
        place = session.place
        told = place_words.is_told(place)
        if told:
            self.words.say(place_words.line(place, session.saved.at), alarmed=place.failure is not None)
            self.now.setVisible(place.pending)
            self.now.setAccessibleName(f"{place_words.WRITE_BACK}。{self.words.text}")
        self.setVisible(told)


class Shortened(QWidget):
    """One line of words, cut where the room ends; whole in the tool tip."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.text = ""
        self._alarmed = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def say(self, words: str, *, alarmed: bool = False) -> None:
        """Show other words; ``alarmed``: something stands in the way."""
        if (words, alarmed) != (self.text, self._alarmed):
            self.text, self._alarmed = words, alarmed
            self.setToolTip(plain_tip(words))
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for the room of all words."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._shown) + style.px(2), metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Do with the room of a few."""
        metrics = self.fontMetrics()
        least = min(metrics.horizontalAdvance(self._shown), LEAST * metrics.horizontalAdvance("字"))
        return QSize(least, metrics.height())

    @property
    def _shown(self) -> str:
        return f"{style.SIGNS['explain']} {self.text}" if self._alarmed else self.text

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(style.EXPLAIN if self._alarmed else style.MUTED)
        words = self.fontMetrics().elidedText(self._shown, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

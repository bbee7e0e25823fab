"""The offer to fill what is carried over from last year's report; a line below the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core import past
from gui.fields import text_label
from gui.tables.model import FormModel


class CarryOffer(QWidget):
    """Says how many carried-over cells last year's report can fill; hidden when there are none."""

    taken = Signal()  # the cells were filled; the keyboard may go back to the table

    def __init__(self, model: FormModel) -> None:
        """Offer for one table."""
        super().__init__()
        self._model = model
        self.said = text_label(muted=True)
        self.fill = QPushButton("填入")
        self.fill.setProperty("link", True)
        self.fill.setCursor(Qt.CursorShape.PointingHandCursor)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.said)
        line.addWidget(self.fill)
        self.fill.clicked.connect(self._take)
        self.hide()  # until the page it stands on weighs it: shown without a page it would be a window

    def weigh(self) -> None:
        """Count what can be filled now."""
        session = self._model.session
        offered = past.offered(session.report, session.last_year) if session.last_year is not None else {}
        count = sum(key in self._model.plan.place_of for key in offered)
        if count and session.last_year is not None:
            words = f"上年结转可按 {session.last_year.year} 年报告填入（{count} 格）"
            self.said.setText(words)
            self.fill.setAccessibleName(words)
        self.fill.setEnabled(self._model.writable)
        self.setVisible(bool(count))

    def _take(self) -> None:
        if self._model.carry_in():
            self.weigh()
            self.taken.emit()

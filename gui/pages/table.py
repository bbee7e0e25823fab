"""A statistical table as a page: the form, what is known about the current figure, and the blanks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.form import Table
from core.session import Delta
from gui.bridge import Bridge
from gui.help_card import HelpCard
from gui.tables.model import FormModel
from gui.tables.view import FormView


class TablePage(QWidget):
    """One table of the form, editable; the same class for every table."""

    current_changed = Signal(str)  # key of the current figure
    refused = Signal(str)  # a sentence to show

    def __init__(self, bridge: Bridge, table: Table, parent: QWidget | None = None) -> None:
        """Show a table of the bridge's session."""
        super().__init__(parent)
        self.table_id = table.id
        self.model = FormModel(bridge, table, self)
        self.view = FormView(self.model)
        self.help = HelpCard()
        self.blanks = BlanksLine(self.model)
        self._build(table)
        self.model.refused.connect(self.refused)
        self.blanks.answered.connect(self.view.setFocus)
        self.view.current_changed.connect(self._on_current)
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._refresh)
        bridge.save_failed.connect(self.blanks.count)
        self._refresh()

    def _build(self, table: Table) -> None:
        heading = QLabel(table.title)
        heading.setProperty("heading", True)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 7, 12, 10)
        inside.setSpacing(5)
        inside.addWidget(heading)
        inside.addWidget(self.view, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 12, 0, 4)
        outside.setSpacing(8)
        outside.addWidget(card, 1)
        outside.addWidget(self.help)
        outside.addWidget(self.blanks)
        self.setFocusProxy(self.view)

    def show_key(self, key: str) -> None:
        """Bring a figure of this table into view, make it current and take the keyboard."""
        self.view.show_key(key)

    def current_key(self) -> str:
        """Return the key of the current figure."""
        return self.view.current_key()

    def set_zoom(self, percent: int) -> None:
        """Show the table at a zoom from 80 to 200 per cent."""
        self.view.set_zoom(percent)

    def _on_current(self, key: str) -> None:
        self._explain()
        self.current_changed.emit(key)

    def _on_changed(self, delta: Delta) -> None:
        if self.current_key() in delta.keys:
            self._explain()
        if not delta.keys.isdisjoint(self.model.plan.place_of):
            self.blanks.count()

    def _refresh(self) -> None:
        self._explain()
        self.blanks.count()

    def _explain(self) -> None:
        cell = self.view.current_cell()
        if cell is not None:
            self.help.explain(self.model, cell)


class BlanksLine(QWidget):
    """How many cells are still blank, and the one question that turns them into zeros."""

    answered = Signal()  # the question was answered yes; the keyboard may go back to the table

    def __init__(self, model: FormModel) -> None:
        """Count the blanks of a model's table."""
        super().__init__()
        self._model = model
        self.said = QLabel()
        self.said.setProperty("muted", True)
        self.ask = _button("", "link")
        self.yes = _button("确认", "primary")
        self.no = _button("取消", "")
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 0, 2, 0)
        for widget in (self.said, self.ask, self.yes, self.no):
            line.addWidget(widget)
        line.addStretch(1)
        self.setFixedHeight(30)
        self.ask.clicked.connect(self._ask)
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self._answer)

    def count(self) -> None:
        """Say how many cells are blank; a question that was open is closed."""
        blanks = len(self._model.report.blanks(self._model.table.id))
        self.said.setText(f"本表空白 {blanks} 格" if blanks else "本表已填齐")
        self.ask.setText(f"本表未填项确认为 0（{blanks} 格）")
        self.ask.setEnabled(self._model.writable)
        self.ask.setVisible(bool(blanks))
        self.yes.hide()
        self.no.hide()

    def _ask(self) -> None:
        blanks = len(self._model.report.blanks(self._model.table.id))
        self.said.setText(f"确认把本表 {blanks} 格空白记为 0？")
        self.ask.hide()
        self.yes.show()
        self.no.show()
        self.yes.setFocus()

    def _answer(self) -> None:
        self.count()
        self.ask.setFocus()

    def _confirm(self) -> None:
        self._model.confirm_zeros()
        self.count()
        self.answered.emit()


def _button(text: str, look: str) -> QPushButton:
    button = QPushButton(text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if look:
        button.setProperty(look, True)
    return button

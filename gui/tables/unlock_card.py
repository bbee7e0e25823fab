"""The question before a figure carried over from last year is changed: why. Shown below the table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout

from gui import style
from gui.fields import text_label


class UnlockCard(QFrame):
    """Asks for a reason; Enter unlocks, Esc leaves everything as it is."""

    given = Signal(str, str)  # key of the cell, reason
    closed = Signal()

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setProperty("card", True)
        self._key = ""
        self.question = text_label(wrap=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("例如：上年报告数字有误，已核实应为 2 件")
        self.reason.setAccessibleName("解除锁定的原因")
        self.yes = QPushButton("解除锁定")
        self.yes.setProperty("primary", True)
        self.no = QPushButton("取消")
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def _build(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(style.px(14), style.px(8), style.px(14), style.px(8))
        inside.setSpacing(style.px(6))
        inside.addWidget(self.question)
        line = QHBoxLayout()
        line.addWidget(self.reason, 1)
        line.addWidget(self.yes)
        line.addWidget(self.no)
        inside.addLayout(line)
        self.reason.textChanged.connect(self._weigh)
        self.yes.clicked.connect(self._give)
        self.no.clicked.connect(self.close_card)
        self.no.setAutoDefault(True)  # Enter on it means it, not the card's yes

    def ask(self, key: str, name: str, source: str) -> None:
        """Ask about a cell; ``source`` says where its figure came from: 来自 2024 年报告."""
        self._key = key
        self.question.setText(f"“{name}”{source}，改动要写明原因，原因会记在这一格的备注里。")
        self.setAccessibleName(self.question.text())
        self.reason.clear()
        self._weigh("")
        self.show()
        self.reason.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Go away and change nothing."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for yes and Esc for no."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._give()
        else:
            super().keyPressEvent(event)

    def _weigh(self, text: str) -> None:
        self.yes.setEnabled(bool(text.strip()))

    def _give(self) -> None:
        if reason := self.reason.text().strip():
            self.hide()
            self.given.emit(self._key, reason)

"""The frame of every small question: fields, one sentence that says what is still missing, two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.fields import FIELD, FieldGrid, plain_tip, text_label

WIDTH = 560


class Question(QDialog):
    """A dialog whose answer can be given only when nothing is missing."""

    def __init__(self, title: str, answer: str, parent: QWidget | None = None) -> None:
        """Build the frame; the answer button says what will happen."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(style.px(WIDTH))
        self._checked = False  # what is missing from the start is no mistake
        self.fields = FieldGrid(FIELD)
        self.sentence = text_label(wrap=True)
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing())
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.accept_button = QPushButton(answer)
        self.accept_button.setProperty("primary", True)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (20, 18, 20, 16)))
        column.setSpacing(style.px(12))
        column.addLayout(self.fields)
        column.addWidget(self.sentence)
        column.addStretch(1)
        column.addLayout(buttons)

    def missing(self) -> str:
        """Return the sentence that says what is missing or wrong; empty when the answer can be given."""
        return ""

    def check(self) -> None:
        """Say what is missing and allow the answer only when nothing is."""
        words = self.missing()
        ink = style.ERROR if self._checked else style.MUTED
        self._checked = True
        self.sentence.setStyleSheet(f"color: {ink.name()};")
        self.sentence.setText(words)
        self.accept_button.setEnabled(not words)
        self.accept_button.setToolTip(plain_tip(words))

    def accept(self) -> None:
        """Close with yes if nothing has become wrong in the meantime, such as a file made elsewhere."""
        self.check()
        if not self.missing():
            super().accept()

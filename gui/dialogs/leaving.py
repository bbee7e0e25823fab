"""Leaving while the work is not yet on the stick or share: wait, leave all the same, or go back."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core.errors import Refused
from core.session import Session
from gui import jobs, place_words, style
from gui.fields import text_label

WIDTH = 480
KEPT = "修改都存在这台电脑上，不会丢；下次在这台电脑上打开这份文件，会接着写回。"


class LeavingDialog(QDialog):
    """Accepted: go; rejected: stay. It goes by itself once the work has arrived."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin carrying the work of a session back."""
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("公开年报")
        self.setMinimumWidth(style.px(WIDTH))
        self.sentence = text_label(heading=True, wrap=True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.again = QPushButton("再试一次")
        self.leave = QPushButton("先离开")
        self.stay = QPushButton("返回")
        for button in (self.again, self.leave, self.stay):
            button.setAutoDefault(False)
        self.again.clicked.connect(self.try_again)
        self.leave.clicked.connect(self.accept)
        self.stay.clicked.connect(self.reject)
        self._lay_out()
        self.try_again()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (20, 18, 20, 16)))
        column.setSpacing(style.px(12))
        column.addWidget(self.sentence)
        column.addWidget(self.busy)
        column.addWidget(text_label(KEPT, muted=True, wrap=True))
        column.addStretch(1)
        column.addLayout(buttons)

    def try_again(self) -> None:
        """Carry the work back once more."""
        self.sentence.setText(f"正在把修改写回{place_words.to_goal(self._session.place)}…")
        self.busy.show()
        self.again.setEnabled(False)
        self.stay.setFocus()
        jobs.run(self._session.write_back, self._on_arrived, self._on_refused, self)

    def _on_arrived(self, _nothing: None) -> None:
        self.accept()

    def _on_refused(self, _refusal: Refused) -> None:
        self.busy.hide()
        self.again.setEnabled(True)
        self.sentence.setText(place_words.leaving(self._session.place))

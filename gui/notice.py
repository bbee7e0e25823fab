"""The line below the tabs that says what could not be done, or asks one question; never a modal box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton

from core.errors import Refused
from gui import style

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

Answer = tuple[str, Callable[[], object]]  # what the button says, what it does

_TINTS = {  # the objects change with the light, so they may be kept
    "error": (style.ERROR_TINT, style.ERROR),
    "ask": (style.EXPLAIN_TINT, style.EXPLAIN),
    "good": (style.GOOD_TINT, style.GOOD),
}
_SIGNS = {"error": "✕", "ask": "！", "good": "✓"}


class Notice(QFrame):
    """One notice at a time, with a sign, a sentence and perhaps answers; closed by the person."""

    left = Signal()  # the keyboard was here and may go back to the page

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._answers = QHBoxLayout()
        close = QPushButton("知道了")
        close.clicked.connect(self.close_notice)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(14), style.px(6), style.px(10), style.px(6))
        row.addWidget(self._text, 1)
        row.addLayout(self._answers)
        row.addWidget(close)
        self._passing = False  # speaks of a step that may be taken back
        self.hide()

    @property
    def text(self) -> str:
        """Return what is being said."""
        return self._text.text()

    def refuse(self, refusal: Refused) -> None:
        """Say what could not be done and what to do."""
        self.say(str(refusal), "error")

    def withdraw(self) -> None:
        """Go away if what is said spoke of a step that has been taken back, done again or overtaken."""
        if self._passing:
            self.hide()

    def say(
        self, text: str, kind: str = "good", answers: Sequence[Answer] = (), *, passing: bool = False
    ) -> None:
        """Show a sentence of a kind (error, ask, good) with the answers the person may give.

        ``passing``: it speaks of the newest step, and is withdrawn with it.
        """
        self._passing = passing
        tint, ink = _TINTS[kind]
        self.setStyleSheet(f"#notice {{ background: {tint.name()}; border-bottom: 1px solid {ink.name()}; }}")
        self._text.setText(f"{_SIGNS[kind]}  {text}")
        self.setAccessibleName(text)
        if self._answers.count():
            self._give_back()
        while self._answers.count():
            self._answers.takeAt(0).widget().deleteLater()
        for words, act in answers:
            self._answers.addWidget(self._button(words, act))
        self.show()

    def amend(self, text: str) -> None:
        """Say it in other words, with the same sign and answers: of work that counts its pages."""
        self._text.setText(f"{self.text[:1]}  {text}")
        self.setAccessibleName(text)

    def close_notice(self) -> None:
        """Go away; the keyboard goes back to the page if it was here."""
        self._give_back()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_notice()
        else:
            super().keyPressEvent(event)

    def _give_back(self) -> None:
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held):
            self.left.emit()

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)

        def carry_out() -> None:
            self.close_notice()
            act()

        button.clicked.connect(carry_out)
        return button

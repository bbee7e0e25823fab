"""The parts of the history panel: its buttons, its question, and the field for a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.fields import Line, plain_tip, text_label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

LONGEST = 40  # characters of a point's name


class Buttons(QWidget):
    """What can be done with the chosen line."""

    def __init__(self) -> None:
        """Make four buttons in two rows."""
        super().__init__()
        self.look = _button("看这时的内容", "看那时的全部文字和表格，不改动现在的内容（Enter）")
        self.now = _button("与现在比较", "看从那时到现在改了什么")
        self.go = _button("回到这里…", "把内容换成那时的，可以撤销")
        self.two = _button("选两处比较…", "再选一处，看两处之间改了什么")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(style.px(6))
        for place, button in enumerate((self.look, self.now, self.go, self.two)):
            grid.addWidget(button, place // 2, place % 2)


class Flip(QPushButton):
    """A button with two states, which says what a click leads to."""

    def __init__(self, off: str, on: str) -> None:
        """Start as off."""
        super().__init__(off)
        self.setCheckable(True)
        self.setProperty("link", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(lambda checked: self.setText(on if checked else off))


class Asking(QFrame):
    """A question above the list with its answer; nothing happens before it is given."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.words = text_label(wrap=True)
        self.yes = QPushButton()
        self.yes.setProperty("primary", True)
        self.no = QPushButton("取消")
        self._answer: Callable[[], object] = bool
        self._withdraw: Callable[[], object] = self.hide
        answers = QHBoxLayout()
        answers.setSpacing(style.px(6))
        answers.addStretch(1)
        answers.addWidget(self.yes)
        answers.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(4), style.px(4), style.px(4), style.px(4))
        column.setSpacing(style.px(6))
        column.addWidget(self.words)
        column.addLayout(answers)
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self._on_no)
        self.hide()

    def ask(
        self,
        words: str,
        answer: str,
        carry_out: Callable[[], object],
        withdraw: Callable[[], object],
        *,
        ready: bool = True,
    ) -> None:
        """Ask, with one answer and the way out; ``ready``: the answer can be given now."""
        self.words.setText(words)
        self.yes.setText(answer)
        self.yes.setEnabled(ready)
        self.yes.setAccessibleName(f"{answer}。{words}")
        self._answer, self._withdraw = carry_out, withdraw
        self.yes.show()
        self.no.setText("取消")
        self.show()

    def on_withdrawn(self, withdraw: Callable[[], object]) -> None:
        """Do something else where the present question is not answered."""
        self._withdraw = withdraw

    def say(self, words: str) -> None:
        """Say something that needs no answer."""
        self.words.setText(words)
        self.yes.hide()
        self.no.setText("知道了")
        self._withdraw = self.settle
        self.show()

    def settle(self) -> None:
        """Ask nothing any more."""
        self.hide()

    def _on_yes(self) -> None:
        self._answer()

    def _on_no(self) -> None:
        self._withdraw()


class Naming(QWidget):
    """Gives the present state a name: 初稿, 交分管领导前."""

    named = Signal(str)

    def __init__(self) -> None:
        """Start hidden behind a button."""
        super().__init__()
        self.start = _button("记下现在…", "给现在的内容起个名字，以后可以回到这里")
        self.line = Line()
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText("起个名字，如：交分管领导前")
        self.line.setAccessibleName("这一稿的名字")
        self.keep = QPushButton("记下")
        self.keep.setProperty("primary", True)
        self.keep.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(6))
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        self.start.clicked.connect(self.begin)
        self.line.textChanged.connect(self._on_text)
        self.line.returnPressed.connect(self._give)
        self.keep.clicked.connect(self._give)
        self.hide()

    def begin(self) -> None:
        """Ask for the name."""
        self.line.clear()
        self.show()
        self.line.setFocus()

    def settle(self) -> None:
        """Ask for nothing any more."""
        self.hide()

    def _on_text(self, text: str) -> None:
        self.keep.setEnabled(bool(text.strip()))

    def _give(self) -> None:
        if name := self.line.text().strip():
            self.named.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the name with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._give()
        else:
            super().keyPressEvent(event)


def _button(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setToolTip(plain_tip(tip))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button

"""What stands between the cards: titles of groups, and lines that say what is not shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.fields import text_label
from gui.verdict_words import Group


class GroupTitle(QWidget):
    """The title of a group; some groups fold away under it, and then it says how many it hides."""

    folded = Signal()  # opened or closed

    def __init__(self, group: Group) -> None:
        """Start open and, without findings, unseen."""
        super().__init__()
        self._group = group
        self._words = group.title
        self._number = 0
        self._label = text_label(muted=True, wrap=True)
        self.toggle = QPushButton()
        self.toggle.setProperty("flat", True)
        self.toggle.setCheckable(True)
        self.toggle.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggle.setIconSize(QSize(style.px(14), style.px(14)))
        self.toggle.setStyleSheet(f"color: {style.MUTED.name()}; text-align: left;")
        self.toggle.toggled.connect(self._on_toggled)
        inside = QVBoxLayout(self)
        left = 8 if group.folds else 14
        inside.setContentsMargins(style.px(left), style.px(8), style.px(12), style.px(4))
        inside.addWidget(self._label)
        inside.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._label.setVisible(not group.folds)  # only now: shown without a place it would be a window
        self.toggle.setVisible(group.folds)
        self.hide()
        self._name()

    @property
    def is_open(self) -> bool:
        """Tell whether the group's findings are shown."""
        return not self.toggle.isChecked()

    @property
    def stops(self) -> list[QWidget]:
        """Return what takes the keyboard."""
        return [self.toggle] if self._group.folds else []

    def say(self, words: str) -> None:
        """Use other words than the group's own; empty: its own."""
        if (words or self._group.title) != self._words:
            self._words = words or self._group.title
            self._name()

    def show_number(self, number: int) -> None:
        """Say how many findings there are; without any, the title is not shown."""
        self.setVisible(bool(number))
        if number != self._number:
            self._number = number
            self._name()

    def _on_toggled(self) -> None:
        self._name()
        self.folded.emit()

    def _name(self) -> None:
        self._label.setText(self._words)
        hidden = self.toggle.isChecked()
        words = f"{self._words} {self._number} 条"
        self.toggle.setText(f"{words}（已收起）" if hidden else words)
        self.toggle.setToolTip("展开" if hidden else "收起")
        self.toggle.setIcon(style.icon("chevron-right" if hidden else "chevron-down", style.MUTED))


class Remainder(QWidget):
    """Says how many findings are not shown, and shows them on demand; unseen where there are none."""

    wanted = Signal()

    def __init__(self, words: str, way: str) -> None:
        """Take the sentence, with {} for the number, and what the button says."""
        super().__init__()
        self._words = words
        self.label = text_label(muted=True)
        self.button = QPushButton(way)
        self.button.setProperty("link", True)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(14), style.px(4), style.px(12), style.px(6))
        row.addWidget(self.label)
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()

    @property
    def stops(self) -> list[QWidget]:
        """Return what takes the keyboard."""
        return [self.button]

    def show_number(self, number: int) -> None:
        """Say the number."""
        words = self._words.format(number)
        self.label.setText(words)
        self.button.setAccessibleName(f"{words}，{self.button.text()}")
        self.setVisible(bool(number))

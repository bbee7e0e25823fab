"""Last year's text beside this year's: what stayed the same is marked, what is wanted is taken by an act."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.narrative.similarity import Likeness
from gui import marks, style
from gui.fields import text_label
from gui.marks import Mark
from gui.prose import Prose

READING = 10.5  # points
HEAD = 46  # pixels
SAME = "带下划线的句子与今年相同，数字、名称不算"
TAKE, TAKE_BACK = "复制到左边", "复制到本年"  # where both are seen; where only one is


class TextBefore(QFrame):
    """What last year's report said in the same place; hidden where there is nothing."""

    taken = Signal(str)  # words chosen to be taken over
    back = Signal()  # this year's text is wanted again
    marking = Signal(bool)  # whether the same sentences are to be marked in this year's text too

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setProperty("card", True)
        self.year = 0
        self._locked = False
        self.title = text_label(heading=True)
        self.same = text_label()
        self.same.setStyleSheet(f"color: {style.EXPLAIN.name()};")
        self.text = Prose(READING, column=0)
        self.text.setReadOnly(True)
        self.text.setStyleSheet(
            f"QTextEdit {{ background: transparent; border: none; color: {style.MUTED.name()}; }}"
        )
        self.toggle = QCheckBox("标出今年相同的句子")
        size = style.px(14)
        self.toggle.setStyleSheet(f"QCheckBox::indicator {{ width: {size}px; height: {size}px; }}")
        self.turn = QPushButton("回到本年")
        self.take = QPushButton(TAKE)
        self.take.setToolTip("先在上年文字里选中要用的词句")
        self._build()
        self.text.copyAvailable.connect(self._settle)
        self.take.clicked.connect(self._on_take)
        self.toggle.toggled.connect(self.marking)
        self.turn.clicked.connect(self.back)
        self.stand_alone(alone=False)
        self.hide()

    def _build(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, style.px(6))
        inside.setSpacing(0)
        head, row = head_row()
        row.addWidget(self.title, 1)
        row.addWidget(self.same)
        row.addWidget(self.turn)
        inside.addWidget(head)
        inside.addWidget(rule())
        inside.addWidget(self.text, 1)
        inside.addWidget(rule())
        foot, row = head_row()
        row.addWidget(self.toggle)
        row.addStretch(1)
        row.addWidget(self.take)
        inside.addWidget(foot)
        self._settle()

    def show_text(self, year: int, text: str) -> None:
        """Show the text of a year from its beginning; whether the column is shown is the page's to say."""
        self.year = year
        self.title.setText(f"{year} 年的这一部分")
        self.text.setAccessibleName(self.title.text())
        self.text.show_text(text)
        self.text.set_caret(0)
        self.show_likeness(None)

    def show_likeness(self, likeness: Likeness | None) -> None:
        """Mark what stands in this year's text too, and say how much that is."""
        pairs = likeness.pairs if likeness else ()
        where = sorted({(pair.before.start, pair.before.end) for pair in pairs})
        self.text.show_marks([Mark(start, end, marks.SAME, SAME) for start, end in where])
        self.same.setText(f"相同 {likeness.percent}%" if likeness else "")
        self.same.setToolTip(SAME)
        self.toggle.setEnabled(bool(pairs))

    def stand_alone(self, *, alone: bool) -> None:
        """Offer the way back where there is no room for both years side by side."""
        self.take.setText(TAKE_BACK if alone else TAKE)
        self.turn.setVisible(alone)

    def lock(self, *, locked: bool) -> None:
        """Take nothing over while nothing can be saved."""
        self._locked = locked
        self._settle()

    def _settle(self) -> None:
        chosen = self.text.textCursor().hasSelection()
        self.take.setEnabled(chosen and not self._locked)

    def _on_take(self) -> None:
        self.taken.emit(self.text.textCursor().selectedText().replace("\u2029", "\n"))


def head_row() -> tuple[QWidget, QHBoxLayout]:
    """Return a bar of a card with the row inside it."""
    head = QWidget()
    head.setMinimumHeight(style.px(HEAD))
    row = QHBoxLayout(head)
    row.setContentsMargins(style.px(14), 0, style.px(10), 0)
    row.setSpacing(style.px(8))
    return head, row


def rule() -> QFrame:
    """Return a thin line across a card."""
    line = QFrame()
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {style.BORDER.name()};")
    return line

"""On which printer, which pages, how many times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from core.values import parse
from gui import style
from gui.dialogs.question import Question
from gui.fields import Choice, Line, text_label

NUMBER_WIDTH = 64  # pixels
MOST_COPIES = 99
ALL, THIS, SOME = range(3)


class Printer(NamedTuple):
    """A printer of this PC."""

    name: str  # as the system calls it
    words: str  # as a person knows it
    both_sides: bool = True  # it may be able to turn the sheet over


class Usual(NamedTuple):
    """What was asked for the last time."""

    printer: str
    both_sides: bool = False


class WantedPrint(NamedTuple):
    """What was asked for."""

    printer: str
    numbers: tuple[int, ...]  # of pages, from 0
    copies: int
    both_sides: bool


class PrintDialog(Question):
    """Asks for printer, pages and copies; printing is the caller's."""

    def __init__(
        self,
        printers: Sequence[Printer],
        pages: int,
        current: int,
        usual: Usual | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Propose all of so many pages once; ``current`` is the page in front, from 0."""
        super().__init__("打印", "打印", parent)
        self._printers = tuple(printers)
        self._pages, self._current = pages, current
        self.printer = Choice()
        for one in printers:
            self.printer.addItem(one.words, one.name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(usual.printer if usual else "")))
        self.ranges = QButtonGroup(self)
        self.first, self.last = _number(1, "从第几页"), _number(pages, "到第几页")
        self.copies = _number(1, "份数")
        self.both = QCheckBox("两面都印（沿长边翻页）")
        self.both.setChecked(bool(usual and usual.both_sides))
        self.fields.add("打印机", self.printer)
        self.fields.add("页码", self._page_lines())
        self.fields.add("份数", self._copies_line())
        self.fields.add("双面", self.both)
        self._connect()
        self._on_printer()
        self.check()
        self.accept_button.setFocus()

    def _page_lines(self) -> QVBoxLayout:
        """Return the three ways to say which pages."""
        column = QVBoxLayout()
        column.setSpacing(style.px(6))
        some = QHBoxLayout()
        some.setSpacing(style.px(6))
        words = (f"全部（共 {self._pages} 页）", f"本页（第 {self._current + 1} 页）", "从第")
        for way, said in enumerate(words):
            button = QRadioButton(said)
            self.ranges.addButton(button, way)
            if way == SOME:
                some.addWidget(button)
            else:
                column.addWidget(button)
        self.ranges.button(ALL).setChecked(True)
        self.ranges.button(SOME).setAccessibleName("从第几页到第几页")
        for part in (self.first, text_label("页到第"), self.last, text_label("页")):
            some.addWidget(part)
        some.addStretch(1)
        column.addLayout(some)
        return column

    def _copies_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(style.px(6))
        line.addWidget(self.copies)
        line.addWidget(text_label("份"))
        line.addStretch(1)
        return line

    def _connect(self) -> None:
        self.printer.currentIndexChanged.connect(self._on_printer)
        self.ranges.idToggled.connect(lambda *_: self.check())
        self.copies.textChanged.connect(lambda _: self.check())
        for line in (self.first, self.last):
            line.textEdited.connect(lambda _: self.ranges.button(SOME).setChecked(True))
            line.textChanged.connect(lambda _: self.check())

    def _on_printer(self) -> None:
        able = self._printers[self.printer.currentIndex()].both_sides
        self.both.setEnabled(able)
        self.both.setToolTip("" if able else "这台打印机不能自动双面打印")

    def values(self) -> WantedPrint:
        """Return the answers; only to be used when nothing is missing."""
        both = self.both.isChecked() and self.both.isEnabled()
        return WantedPrint(str(self.printer.currentData()), self._numbers(), _count(self.copies), both)

    def _numbers(self) -> tuple[int, ...]:
        chosen = self.ranges.checkedId()
        if chosen == ALL:
            return tuple(range(self._pages))
        if chosen == THIS:
            return (self._current,)
        return tuple(range(_count(self.first) - 1, _count(self.last)))

    def missing(self) -> str:
        """Return what is wrong with the pages or the copies."""
        if self.ranges.checkedId() == SOME and not (
            1 <= _count(self.first) <= _count(self.last) <= self._pages
        ):
            return f"页码请填 1 到 {self._pages}，前面的不大于后面的。"
        if not 1 <= _count(self.copies) <= MOST_COPIES:
            return f"份数请填 1 到 {MOST_COPIES}。"
        return ""


def _number(value: int, name: str) -> Line:
    line = Line(str(value))
    line.setFixedWidth(style.px(NUMBER_WIDTH))
    line.setAlignment(Qt.AlignmentFlag.AlignRight)
    line.setAccessibleName(name)
    return line


def _count(line: Line) -> int:
    """Return the number that stands in a line, 0 where there is none."""
    value = parse(line.text())
    return value if isinstance(value, int) else 0

"""A section of prose as a page: the text as official paragraphs, its outline, and last year's beside it."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from core import keys
from core.errors import Refused
from core.form import Section
from core.session import Delta
from gui import style
from gui.bridge import Bridge
from gui.fields import text_label
from gui.prose import Prose

WRITING = 12.0  # points
READING = 10.5
HEAD = 46  # pixels
START = "在这里输入文字，每段自动空两格。"
OFFER = f"{START}点右上角“官方提纲”可以插入小标题。"
_DIGITS = "一二三四五六七八九"
_HEADING = re.compile(r"^\s*（([一二三四五六七八九十]{1,3})）", re.MULTILINE)


class TextPage(QWidget):
    """One text of the report; every key goes to the session, which keeps the splices."""

    refused = Signal(object)  # core.errors.Refused

    def __init__(self, bridge: Bridge, section: Section, parent: QWidget | None = None) -> None:
        """Show a section of the bridge's session."""
        super().__init__(parent)
        self.section = section
        self._bridge = bridge
        self._key = keys.text(section.id)
        self.editor = Prose(WRITING)
        self.editor.setAccessibleName(section.heading)
        self.editor.setPlaceholderText(OFFER if section.outline else START)
        self.count = text_label(muted=True)
        self.outline = outline_button(section, self)
        self.before = LastYear()
        self._build()
        self.editor.edited.connect(self._on_edited)
        self.editor.left.connect(self._close)
        for action in self.outline.menu().actions():
            action.triggered.connect(partial(self._on_outline, action))
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._read)
        bridge.save_failed.connect(self._lock)
        self._read()

    def _build(self) -> None:
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 6)
        inside.setSpacing(0)
        inside.addWidget(self._head())
        inside.addWidget(_rule())
        inside.addWidget(self.editor, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 0, 8)
        row.setSpacing(12)
        row.addWidget(card, 3)
        row.addWidget(self.before, 2)
        self.setFocusProxy(self.editor)

    def _head(self) -> QWidget:
        head, row = _head_row()
        row.addWidget(text_label(self.section.heading, heading=True))
        row.addWidget(text_label(hint(self.section), muted=True), 1)
        row.addWidget(self.count)
        row.addWidget(self.outline)
        return head

    def show_key(self, key: str) -> None:
        """Put the keyboard into the text."""
        if key == self._key:
            self.editor.setFocus()

    # ---- to the session

    def insert(self, words: str) -> None:
        """Insert an aspect of the official outline as a heading at the caret, as one step."""
        text, caret = self.editor.text(), self.editor.caret()
        place = _paragraph_end(text, caret)
        heading = f"（{numeral(_last_number(text[:place]) + 1)}）{words}\n"
        empty = place == 0 or text[place - 1] == "\n"
        inserted = heading if empty else f"\n{heading}"
        self._close()
        if self._apply(text[:place] + inserted + text[place:], f"插入提纲 {words}"):
            self.editor.set_caret(place + len(inserted))
        self.editor.setFocus()

    def _on_outline(self, action: QAction) -> None:
        self.insert(action.text())

    def _on_edited(self) -> None:
        text, stored = self.editor.text(), self._bridge.session.report.text(self.section.id)
        if self.editor.differs_from(stored):
            self._apply(text, f"修改 {self.section.tab}", typing=self._key)
            if text.count("\n") > stored.count("\n"):
                self._close()

    def _apply(self, text: str, label: str, typing: str = "") -> bool:
        """Hand the text to the session; what is refused is said and taken off the screen."""
        try:
            self._bridge.session.apply({self._key: text}, label, typing=typing)
        except Refused as refusal:
            self._show()
            self.refused.emit(refusal)
            return False
        return True

    def _close(self) -> None:
        self._bridge.session.close_group()

    # ---- from the session

    def _on_changed(self, delta: Delta) -> None:
        if self._key in delta.keys:
            self._show()

    def _read(self) -> None:
        self._show()
        self.editor.set_caret(0)  # another report is read from its beginning
        self._lock()
        last = self._bridge.session.last_year
        self.before.show_text(last.year if last else 0, last.text(self.section.id) if last else "")

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        failed = self._bridge.session.failure is not None
        self.editor.setReadOnly(failed)
        self.outline.setEnabled(not failed)

    def _show(self) -> None:
        text = self._bridge.session.report.text(self.section.id)
        self.editor.show_text(text)
        self.count.setText(f"{len(''.join(text.split()))} 字")


class LastYear(QFrame):
    """What last year's report said in the same place; hidden where there is nothing."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setProperty("card", True)
        self._title: QLabel = text_label(heading=True)
        self.text = Prose(READING, column=0)
        self.text.setReadOnly(True)
        self.text.setStyleSheet(
            f"QTextEdit {{ background: transparent; border: none; color: {style.MUTED.name()}; }}"
        )
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 6)
        inside.setSpacing(0)
        head, row = _head_row()
        row.addWidget(self._title)
        inside.addWidget(head)
        inside.addWidget(_rule())
        inside.addWidget(self.text, 1)

    def show_text(self, year: int, text: str) -> None:
        """Show the text of a year."""
        self._title.setText(f"{year} 年的这一部分")
        self.text.setAccessibleName(self._title.text())
        self.text.show_text(text)
        self.setVisible(bool(text))


def hint(section: Section) -> str:
    """Return the form's own instruction for a section, and that 无 is no answer where it is none."""
    return section.hint + ("" if section.may_be_none else "这一部分不能只写“无”。")


def outline_button(section: Section, parent: QWidget) -> QToolButton:
    """Return the button that offers the official outline; hidden where the form has none."""
    button = QToolButton()
    button.setText("官方提纲")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolTip("在光标处插入一个小标题")
    menu = QMenu(parent)
    for words in section.outline:
        menu.addAction(words)
    button.setMenu(menu)
    button.setVisible(bool(section.outline))
    return button


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese, as headings count."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return head + (_DIGITS[ones - 1] if ones else "")


def _last_number(text: str) -> int:
    """Return the greatest number among a text's headings （一）, （二）…; 0 if there is none."""
    numerals = {numeral(number): number for number in range(1, 100)}
    return max((numerals.get(found, 0) for found in _HEADING.findall(text)), default=0)


def _paragraph_end(text: str, place: int) -> int:
    """Return where the paragraph around a place ends."""
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _head_row() -> tuple[QWidget, QHBoxLayout]:
    head = QWidget()
    head.setFixedHeight(HEAD)
    row = QHBoxLayout(head)
    row.setContentsMargins(14, 0, 10, 0)
    row.setSpacing(10)
    return head, row


def _rule() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {style.BORDER.name()};")
    return line

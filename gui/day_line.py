"""A line for a day: typed as people write it, kept as an ISO date, empty where nobody has said one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from core import days
from gui import style
from gui.fields import Line, plain_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WIDTH = 150  # pixels
EXAMPLE = "如 1月28日"
WRONG = "看不懂这个日期，请写成“1月28日”这样，也可以带年份。"
Today = Callable[[], dt.date]


class DayLine(Line):
    """Hands over an ISO date, or the empty text, when the person is finished with it."""

    chosen = Signal(str)
    misread = Signal(str)  # a sentence that says why what stands here is not taken

    def __init__(self, name: str, today: Today, parent: QWidget | None = None, *, key: str = "") -> None:
        """Start empty; ``today`` tells which day is near, ``key`` what the day is of."""
        super().__init__(parent=parent)
        self.key = key
        self._today = today
        self._stored = ""
        self._wrong = False  # what stands here is no day; it stays for the person to mend
        self._usual_tip = f"{name}：{EXAMPLE}"
        self.setAccessibleName(name)
        self.setPlaceholderText(EXAMPLE)
        self.setFixedWidth(style.px(WIDTH))
        self.left.connect(self._finish)
        self.withdrawn.connect(self._show_stored)
        self.setToolTip(plain_tip(self._usual_tip))

    def show_day(self, stored: str) -> None:
        """Show a stored ISO date, unless the person is just writing another."""
        changed = stored != self._stored
        self._stored = stored
        if changed or not (self._wrong or self.hasFocus()):
            self._show_stored()

    def _show_stored(self) -> None:
        day = days.stored(self._stored)
        text = days.spoken(day, self._today()) if day else self._stored
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self._mark(wrong=False)

    def _finish(self) -> None:
        text = self.text().strip()
        day = days.read(text, self._today())
        iso = day.isoformat() if day else ""
        if text and not day and text != self._stored:
            self._mark(wrong=True)
            self.misread.emit(WRONG)
            return
        self._mark(wrong=False)
        if not text or day:
            self.chosen.emit(iso)

    def _mark(self, *, wrong: bool) -> None:
        if wrong == self._wrong:
            return
        self._wrong = wrong
        self.setStyleSheet(f"border: {style.px(2)}px solid {style.ERROR.name()};" if wrong else "")
        self.setToolTip(plain_tip(WRONG if wrong else self._usual_tip))
        self.setAccessibleDescription(WRONG if wrong else "")

"""签发: who signed which draft on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from core.drafts import Draft
from gui import draft_words, style
from gui.day_line import DayLine
from gui.dialogs.question import Question
from gui.fields import Choice, Line, text_label

KEPT = "签发以后，这一稿就定下来了，不能再改，也不能撤销。以后再改动，就是新的一稿。"


class Signed(NamedTuple):
    """What was answered."""

    number: int
    who: str
    on: dt.date


class SignDialog(Question):
    """Asks for the draft, the leader's name and the day; signing is the caller's."""

    def __init__(
        self, drafts: Sequence[Draft], present: Draft, today: dt.date, parent: QWidget | None = None
    ) -> None:
        """Propose the draft that says what the report says now, and today; only that draft can be signed."""
        super().__init__("签发", "签发", parent)
        self._drafts = {draft.number: draft for draft in drafts}
        self._present = present
        self.draft = Choice()
        for one in reversed(drafts):
            self.draft.addItem(draft_words.listed(one, today), one.number)
        self.who = Line()
        self.who.setPlaceholderText("主要领导姓名")
        self.day = DayLine("签发日期", lambda: today)
        self.day.chosen.connect(self._on_day)
        self.day.misread.connect(self._on_misread)
        self._today = today
        self._on = today.isoformat()
        self._doubted = ""  # what was asked about; the person has seen it
        self.day.show_day(self._on)
        self.fields.add("稿次", self.draft)
        self.fields.add("签发人", self.who)
        self.fields.add("签发日期", self.day)
        kept = text_label(KEPT, muted=True, wrap=True)
        kept.setMinimumHeight(2 * kept.fontMetrics().lineSpacing())
        self.fields.add("", kept)
        self.draft.currentIndexChanged.connect(lambda _: self.check())
        self.who.textChanged.connect(lambda _: self.check())
        self.check()
        self.who.setFocus()

    def _on_day(self, day: str) -> None:
        self._on = day
        self.day.show_day(day)
        self.check()

    def _on_misread(self, _why: str) -> None:
        """What was typed is no day; it stays for the person to mend."""
        self._on = ""
        self.check()

    def values(self) -> Signed:
        """Return the answers; only to be used after the dialog was accepted."""
        return Signed(int(self.draft.currentData()), self.who.text().strip(), dt.date.fromisoformat(self._on))

    def accept(self) -> None:
        """Close with yes; a day that can hardly be right is asked about once, because it stays for good."""
        doubt = "" if self.missing() else self.doubt()
        if doubt in {"", self._doubted}:
            super().accept()
        else:
            self._doubted = doubt
            self.sentence.setStyleSheet(f"color: {style.EXPLAIN.name()};")
            self.sentence.setText(f"{doubt}请核对；没有写错就再按一次“签发”。")

    def doubt(self) -> str:
        """Return what speaks against the day, empty where nothing does; the clock may be the wrong one."""
        on, made = dt.date.fromisoformat(self._on), self._present.made_at.date()
        named = f"签发日期 {draft_words.day(on, self._today)}"
        if on > self._today:
            return f"{named}在今天以后。"
        return f"{named}早于生成这一稿的 {draft_words.day(made, self._today)}。" if on < made else ""

    def missing(self) -> str:
        """Return what is missing or stands in the way, the first field first."""
        draft = self._drafts[int(self.draft.currentData())]
        if draft.signed:
            return f"{draft.name}已经签发。"
        if draft.number != self._present.number:
            return f"{draft.name}之后又有改动，不能签发；现在的内容是{self._present.name}。"
        if not self.who.text().strip():
            return "请填写签发人姓名。"
        if not self._on:
            return "请填写签发日期，如 1月28日。"
        return ""

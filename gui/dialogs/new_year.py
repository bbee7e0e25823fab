"""Another year's report in the same unit file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.dialogs.new_file import last_year, year_choice
from gui.dialogs.question import Question
from gui.fields import text_label


class NewYearDialog(Question):
    """Asks for a year that the file does not hold yet; others cannot be chosen."""

    def __init__(
        self, years: Sequence[int], parent: QWidget | None = None, *, today: dt.date | None = None
    ) -> None:
        """Propose the year after the newest."""
        super().__init__("新建年度报告", "新建", parent)
        newest = max(years, default=last_year(today) - 1)
        self.choice = year_choice(newest + 1, years)
        self.fields.add("报告年度", self.choice)
        listed = "、".join(f"{year} 年" for year in sorted(years, reverse=True))
        self.fields.add("已有年度", text_label(listed or "（还没有）", muted=True, wrap=True))
        self._years = tuple(years)
        self.taken = text_label(muted=True, wrap=True)
        self.fields.add("带来", self.taken)
        self.choice.currentIndexChanged.connect(lambda _: self._say_taken())
        self._say_taken()
        self.check()
        self.choice.setFocus()

    def year(self) -> int:
        """Return the year chosen."""
        return int(self.choice.currentData())

    def _say_taken(self) -> None:
        """Say what the new report will start with."""
        before = self.year() - 1
        if before in self._years:
            self.taken.setText(f"{before} 年的单位信息和上年结转；正文不带过来，可在旁边参照")
        else:
            self.taken.setText("单位信息；没有上年报告，上年结转要自己填")

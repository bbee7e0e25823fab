"""Another year's report in the same unit file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui.dialogs.new_file import last_year, year_box
from gui.dialogs.question import Question
from gui.fields import text_label


class NewYearDialog(Question):
    """Asks for a year that the file does not hold yet."""

    def __init__(
        self, years: Sequence[int], parent: QWidget | None = None, *, today: dt.date | None = None
    ) -> None:
        """Propose the year after the newest."""
        super().__init__("新建年度报告", "新建", parent)
        self._years = frozenset(years)
        newest = max(years, default=last_year(today) - 1)
        self.box = year_box(newest + 1)
        self.fields.add("报告年度", self.box)
        listed = "、".join(f"{year} 年" for year in sorted(self._years, reverse=True))
        self.fields.add("已有年度", text_label(listed or "（还没有）", muted=True, wrap=True))
        self.box.valueChanged.connect(lambda _: self.check())
        self.check()

    def year(self) -> int:
        """Return the year chosen."""
        return self.box.value()

    def missing(self) -> str:
        """Return that the year is there already, if it is."""
        return f"文件里已有 {self.year()} 年的报告，请换一个年度。" if self.year() in self._years else ""

"""Last year's report out of a file: what was recognised, what is doubtful, and the one question about it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from core.errors import YearMissing
from core.report import Report
from gui import style
from gui.fields import text_label

MOST_DOUBTS = 5  # sentences listed
TICK = 15  # pixels


class Found(NamedTuple):
    """A report as a file holds it, and what must be said about it."""

    name: str  # of the file
    report: Report
    doubts: tuple[str, ...]


def find(path: Path, year: int) -> Found:
    """Read the report of a year in a file, or whatever report it holds; raises the readers' refusals."""
    from core.commands.opening import opened  # noqa: PLC0415 - loads the readers; asked for once a year

    try:
        found = opened(str(path), year)
    except YearMissing:
        found = opened(str(path))
    doubts = (*((found.remark,) if found.remark else ()), *(doubt.text for doubt in found.doubts))
    return Found(path.name, found.report, doubts)


def stored_as(report: Report, year: int) -> Report:
    """Return a report as one of another year."""
    return report if report.year == year else Report(report.form, year, dict(report.entries))


def tick_size() -> str:
    """Return the look of a tick box at the present zoom."""
    return f"QCheckBox::indicator {{ width: {style.px(TICK)}px; height: {style.px(TICK)}px; }}"


class ReviewCard(QFrame):
    """Shows what was recognised; nothing is stored before the person says so."""

    accepted = Signal(object)  # Found
    dropped = Signal()

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setObjectName("review")
        self._found: Found | None = None
        self.words = text_label(wrap=True)
        self.doubts = text_label(muted=True, wrap=True)
        self.other_year = QCheckBox()
        self.other_unit = QCheckBox()
        self.warning = text_label(wrap=True)
        self.agreed = False  # to do without the backup that could not be made
        self.take = QPushButton()
        self.take.setProperty("primary", True)
        self.leave = QPushButton("不用这个文件")
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(12), style.px(8), style.px(12), style.px(10))
        column.setSpacing(style.px(6))
        for widget in (self.words, self.doubts, self.warning, self.other_year, self.other_unit):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.leave)
        row.addStretch(1)
        column.addLayout(row)
        self.take.clicked.connect(self._accept)
        self.leave.clicked.connect(self.dropped)
        for tick in (self.other_year, self.other_unit):
            tick.setStyleSheet(tick_size())
            tick.toggled.connect(lambda _: self._weigh())
        self.hide()

    def show_found(self, found: Found, report: Report) -> None:
        """Show what a file holds beside the report it is to be last year of."""
        self._found = found
        wanted, unit = report.year - 1, found.report.unit_name
        written = sum(bool(found.report.text(text).strip()) for text in found.report.form.texts)
        self.words.setText(
            f"“{found.name}”里认出：{unit or '（没有认出单位名称）'}，{found.report.year} 年，"
            f"{len(found.report.figures)} 个数字，{written} 段正文。"
        )
        self._list(found.doubts)
        other_year = found.report.year != wanted
        other_unit = bool(unit and report.unit_name and unit != report.unit_name)
        self._warn(found, report, other_year=other_year, other_unit=other_unit)
        self.other_year.setText(f"年份写错了，就是 {wanted} 年的")
        self.other_unit.setText("就是本单位的（例如改过名称）")
        for tick, wrong in ((self.other_year, other_year), (self.other_unit, other_unit)):
            tick.setChecked(False)
            tick.setVisible(wrong)
        self.take.setText(f"存为 {wanted} 年报告")
        self.agreed = False
        self._weigh()
        self.show()
        (self.take if self.take.isEnabled() else self.leave).setFocus()

    def ask_without_backup(self) -> None:
        """Let the next press store the report although no backup could be made."""
        self.agreed = True
        self.take.setText("不做备份，仍要存入")

    def drop(self) -> None:
        """Forget what was recognised."""
        self._found = None
        self.hide()

    def _list(self, doubts: tuple[str, ...]) -> None:
        listed = "\n".join(f"· {text}" for text in doubts[:MOST_DOUBTS])
        more = f"\n……还有 {len(doubts) - MOST_DOUBTS} 处" if len(doubts) > MOST_DOUBTS else ""
        self.doubts.setText(f"需要留意 {len(doubts)} 处：\n{listed}{more}" if doubts else "")
        self.doubts.setVisible(bool(doubts))

    def _warn(self, found: Found, report: Report, *, other_year: bool, other_unit: bool) -> None:
        said = []
        if not found.report.figures:
            said.append("没有认出任何数字，不能作上年数据用。")
        if other_year:
            said.append(f"这是 {found.report.year} 年的报告，要的是 {report.year - 1} 年的。")
        if other_unit:
            said.append(f"这是“{found.report.unit_name}”的报告，本文件是“{report.unit_name}”的。")
        words = "".join(said)
        self.warning.setText(f"！{words}")
        self.warning.setVisible(bool(words))
        ink, tint = (style.EXPLAIN, style.EXPLAIN_TINT) if words else (style.INK, style.HEADING)
        self.warning.setStyleSheet(f"color: {ink.name()}; font-weight: bold;")
        self.setStyleSheet(f"#review {{ background: {tint.name()}; border-radius: {style.px(6)}px; }}")

    def _weigh(self) -> None:
        """Allow storing only when every doubt about year and unit is answered."""
        answered = all(tick.isChecked() or tick.isHidden() for tick in (self.other_year, self.other_unit))
        self.take.setEnabled(self._found is not None and bool(self._found.report.figures) and answered)

    def _accept(self) -> None:
        if self._found is not None:
            self.accepted.emit(self._found)

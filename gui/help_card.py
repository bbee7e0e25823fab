"""The card under a table: where the current figure stands, what belongs there, where it came from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.form import Cell, FormDef
from core.handbook import Handbook
from core.values import show
from gui import help_words, style
from gui.tables import words
from gui.tables.model import FormModel

LINES = 2
MORE = "F1 看全部"
GAP = "　"  # between what is said of different things
SCRAP = 16  # characters; fewer of a sentence are not begun
_CUT = "……"


class Run(NamedTuple):
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    muted: bool = False


class Line(NamedTuple):
    """One line as laid out."""

    end: int  # characters up to its end
    height: float  # pixels


class HelpCard(QFrame):
    """Two lines about the current figure; what does not fit is left to the panel."""

    more_wanted = Signal()  # the person clicked on F1 看全部

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty; its height never changes, so that the table above stays where it is."""
        super().__init__(parent)
        self.setProperty("card", True)
        self.text = Fitted()
        self.text.linkActivated.connect(self._on_link)
        self._book: Handbook | None = None
        self._form: FormDef | None = None
        inside = QVBoxLayout(self)
        inside.setContentsMargins(style.px(14), style.px(6), style.px(14), style.px(6))
        inside.addWidget(self.text)

    def explain(self, model: FormModel, cell: Cell) -> None:
        """Describe a figure."""
        facts = [Run(" · ".join(_facts(model, cell)), muted=True)]
        helps = self._newest(model.report.form).helps(cell.key)
        told = [Run(text, muted=minor) for text, minor in help_words.running(helps)]
        long, short = words.path(cell), f"{cell.row.place} · {cell.column.name}"
        self.text.show_runs([Run(long, bold=True), *facts, *told], Run(short, bold=True))

    def _newest(self, form: FormDef) -> Handbook:
        if self._book is None or self._form is not form:
            self._book, self._form = Handbook(form), form
        self._book = self._book.fresh()
        return self._book

    def _on_link(self, _address: str) -> None:
        self.more_wanted.emit()


class Fitted(QLabel):
    """Runs of text on two lines; what does not fit gives way to a link."""

    def __init__(self) -> None:
        """Start empty, two lines high."""
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._runs: list[Run] = []
        self._short = Run("")

    def show_runs(self, runs: Sequence[Run], short: Run) -> None:
        """Show runs; where the first one alone is longer than a line, ``short`` stands for it."""
        self._runs, self._short = list(runs), short
        self.setAccessibleName(GAP.join(run.text for run in runs))
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the size of two lines, whatever is shown."""
        self.ensurePolished()
        heights = [line.height for line in _lines([Run("字", bold=True)], "", self.font(), self.width())]
        return QSize(0, math.ceil(LINES * max(heights)))

    minimumSizeHint = sizeHint

    def heightForWidth(self, _width: int) -> int:
        """Return the height of two lines: a label asks for that of its text."""
        return self.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew for the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        runs, font, width = self._runs, self.font(), self.contentsRect().width()
        if len(_lines(runs[:1], "", font, width)) > 1:
            runs = [self._short, *runs[1:]]
        lines = _lines(runs, "", font, width)
        if len(lines) <= LINES:
            self.setText(_html(runs, ""))
            return
        most = lines[LINES - 1].end - len(_CUT)
        fitting = (kept for kept in range(most, 0, -1) if self._fits(_beginning(runs, kept), width))
        self.setText(_html(_beginning(runs, next(fitting, 0)), MORE))

    def _fits(self, runs: Sequence[Run], width: int) -> bool:
        return len(_lines(runs, MORE, self.font(), width)) <= LINES


def _beginning(runs: Sequence[Run], length: int) -> list[Run]:
    """Return the runs as far as ``length`` characters go, gaps counted, without a mere scrap at the end."""
    kept: list[Run] = []
    for run in runs:
        if length < len(run.text) and kept and length < SCRAP:
            break
        kept.append(Run(run.text[:length], run.bold, run.muted))
        length -= len(run.text) + len(GAP)
        if length <= 0:
            break
    return kept


def _plain(runs: Sequence[Run], link: str) -> str:
    return GAP.join(run.text for run in runs) + (_before_link(runs) + link if link else "")


def _before_link(runs: Sequence[Run]) -> str:
    """Return what stands before the link: dots only after a sentence that was cut."""
    return GAP if runs and runs[-1].text.endswith("。") else _CUT


def _html(runs: Sequence[Run], link: str) -> str:
    colour = style.ACTIVE.name()
    end = f'{_before_link(runs)}<a href="help" style="color:{colour}">{escape(link)}</a>' if link else ""
    return f'<div style="white-space:pre-wrap">{GAP.join(map(_dressed, runs))}{end}</div>'


def _dressed(run: Run) -> str:
    text = escape(run.text)
    if run.bold:
        return f"<b>{text}</b>"
    return f'<span style="color:{style.MUTED.name()}">{text}</span>' if run.muted else text


def _lines(runs: Sequence[Run], link: str, font: QFont, width: int) -> list[Line]:
    """Return the lines of a text, laid out as the label lays them out."""
    layout = QTextLayout(_plain(runs, link), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.setFormats(_bold(runs))
    layout.beginLayout()
    lines: list[Line] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        lines.append(Line(line.textStart() + line.textLength(), line.height()))
    layout.endLayout()
    return lines


def _bold(runs: Sequence[Run]) -> list[QTextLayout.FormatRange]:
    found = []
    start = 0
    for run in runs:
        if run.bold:
            look = QTextCharFormat()
            look.setFontWeight(QFont.Weight.Bold)
            stretch = QTextLayout.FormatRange()  # its fields are missing in PySide6's own stubs
            stretch.start = start  # type: ignore[attr-defined]
            stretch.length = len(run.text)  # type: ignore[attr-defined]
            stretch.format = look  # type: ignore[attr-defined]
            found.append(stretch)
        start += len(run.text) + len(GAP)
    return found


def _facts(model: FormModel, cell: Cell) -> list[str]:
    seen = model.looks[model.plan.place_of[cell.key]]
    facts = [words.origin(model.report, cell)]
    if (said := words.state(seen)) and said not in facts:
        facts.append(said)
    if model.can_take_computed(cell):
        facts.append(f"计算结果 {show(model.report.derived(cell.key).value)}，右键可选“以计算结果为准”")
    if against := words.against_last_year(model.report, model.session.last_year, cell.key):
        facts.append(against)
    if cell.unit:
        facts.append(f"单位：{cell.unit}")
    return facts

"""The card under a table: where the current figure stands, what belongs there, where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.form import Cell, FormDef
from core.handbook import Handbook
from core.values import show
from gui import help_words, style
from gui.tables import words
from gui.tables.look import last_years
from gui.tables.model import FormModel

LINES = 2
MORE = "F1 看全部"
GAP = "　"  # between what is said of different things
_CUT = "……"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    muted: bool = False


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
        lines = self._laid_out("<br>".join(["<b>字</b>字"] * LINES), self.width())
        return QSize(0, round(lines.size().height()))

    minimumSizeHint = sizeHint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew for the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        runs = self._runs
        width = self.contentsRect().width()
        if runs and _lines(self._laid_out(_html(runs[:1]), width)) > 1:
            runs = [self._short, *runs[1:]]
        html = _html(runs)
        laid_out = self._laid_out(html, width)
        if _lines(laid_out) > LINES:
            html = self._cut(runs, _end_of(laid_out, LINES), width)
        self.setText(html)

    def _cut(self, runs: Sequence[Run], most: int, width: int) -> str:
        """Return the longest beginning of the runs that leaves room for the link behind it."""
        link = f'{_CUT}<a href="help" style="color:{style.ACTIVE.name()}">{escape(MORE)}</a>'
        for kept in range(most - len(_CUT) - len(MORE) // 2, 0, -1):
            html = _html(_beginning(runs, kept)) + link
            if _lines(self._laid_out(html, width)) <= LINES:
                return html
        return link

    def _laid_out(self, html: str, width: int) -> QTextDocument:
        """Return a text laid out as the label itself lays it out."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        document.setDefaultTextOption(option)
        document.setHtml(html)
        document.setTextWidth(max(width, 1))
        return document


def _html(runs: Sequence[Run]) -> str:
    return GAP.join(map(_dressed, runs))


def _dressed(run: Run) -> str:
    text = escape(run.text)
    if run.bold:
        return f"<b>{text}</b>"
    return f'<span style="color:{style.MUTED.name()}">{text}</span>' if run.muted else text


def _beginning(runs: Sequence[Run], length: int) -> list[Run]:
    """Return the runs as far as ``length`` characters go, gaps counted."""
    kept = []
    for run in runs:
        if length <= 0:
            break
        kept.append(Run(run.text[:length], run.bold, run.muted))
        length -= len(run.text) + len(GAP)
    return kept


def _lines(document: QTextDocument) -> int:
    document.size()  # lays out
    return document.firstBlock().layout().lineCount()


def _end_of(document: QTextDocument, line: int) -> int:
    """Return how many characters stand on the first lines."""
    last = document.firstBlock().layout().lineAt(line - 1)
    return last.textStart() + last.textLength()


def _facts(model: FormModel, cell: Cell) -> list[str]:
    seen = model.looks[model.plan.place_of[cell.key]]
    facts = [words.origin(model.report, cell)]
    if (said := words.state(seen)) and said not in facts:
        facts.append(said)
    if model.can_take_computed(cell):
        facts.append(f"计算结果 {show(model.report.derived(cell.key).value)}，右键可选“以计算结果为准”")
    if before := last_years(model.session.last_year, cell.key):
        facts.append(f"上年 {before}")
    if cell.unit:
        facts.append(f"单位：{cell.unit}")
    return facts

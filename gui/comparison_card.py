"""The key figures of the year beside last year's, under the list of findings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from core.key_figures import Compared, compared
from core.report import Report
from core.values import show
from gui import style
from gui.fields import plain_tip, text_label
from gui.finding_card import LAST_YEAR
from gui.flow import Flow


class ComparisonCard(QFrame):
    """Says how the year differs from the one before; hidden while nothing is filled in."""

    last_year_wanted = Signal()

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setProperty("card", True)
        self.figures: list[KeyFigureLabel] = []
        self.add = QPushButton(LAST_YEAR)
        self.add.setProperty("link", True)
        self.add.setCursor(Qt.CursorShape.PointingHandCursor)
        self.add.clicked.connect(self.last_year_wanted)
        self._shown: tuple[Compared, ...] | None = None
        self._flow: Flow | None = None
        head = Flow([text_label("与上年相比", heading=True), self.add], style.px(8))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(style.px(14), style.px(8), style.px(12), style.px(9))
        self._column.setSpacing(style.px(4))
        self._column.addWidget(head)
        self.hide()

    def show_report(self, report: Report, last_year: Report | None) -> None:
        """Show a report's figures beside those of the year before; what did not change is not touched."""
        now = compared(report, last_year)
        self.add.setVisible(last_year is None)
        if now == self._shown:
            return
        if len(now) != len(self.figures):
            self._furnish(len(now))
        self._shown = now
        for label, figure in zip(self.figures, now, strict=True):
            label.show_figure(figure)
        self.setVisible(any(figure.now is not None or figure.before is not None for figure in now))

    def _furnish(self, number: int) -> None:
        if self._flow:
            self._column.removeWidget(self._flow)
            self._flow.hide()
            self._flow.deleteLater()
        self.figures = [KeyFigureLabel() for _ in range(number)]
        self._flow = Flow(self.figures, style.px(5))
        self._column.addWidget(self._flow)


class KeyFigureLabel(Flow):
    """One figure: 新收申请 7（上年 5，+2）."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._name = text_label()
        self._now = text_label(heading=True)
        self._aside = text_label(muted=True)
        self._aside.setStyleSheet(f"font-size: {style.px(style.SMALL)}px;")
        super().__init__([self._name, self._now, self._aside], style.px(3))

    def show_figure(self, one: Compared) -> None:
        """Say the figure, last year's and the difference."""
        name, now, aside = one.figure.short, _now(one), _aside(one)
        self._name.setText(name)
        self._now.setText(now)
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))
        self.setAccessibleName(f"{name} {now}{aside}")
        unit = f"（{one.figure.unit}）" if one.figure.unit else ""
        self.setToolTip(plain_tip(f"{one.figure.name}{unit}：{now}{aside}"))


def _now(one: Compared) -> str:
    return "未填" if one.now is None else show(one.now)


def _aside(one: Compared) -> str:
    """Return what stands in brackets behind the figure: what is missing, last year's, the difference."""
    asides = ["未填全"] if one.now is not None and not one.complete else []
    if one.before is not None:
        asides.append(f"上年 {show(one.before)}")
    if one.change:
        size = -one.change if one.change < 0 else one.change
        asides.append(f"{'+' if one.change > 0 else '−'}{show(size)}")
    return f"（{'，'.join(asides)}）" if asides else ""

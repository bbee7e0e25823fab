"""The top of the window: whose report, which year, how it stands, whether it is saved, and the commands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from core.findings import Level
from core.session import Session
from gui import style

HEIGHT = 50
CHIP_HEIGHT = 24
UNIT_WIDTH = 420  # pixels; a longer name is shortened, whole in the tool tip


class TopBar(QFrame):
    """Shows; every button is one of the window's actions."""

    year_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the row; ``show_session`` fills it."""
        super().__init__(parent)
        self.setObjectName("top")
        self.setFixedHeight(style.px(HEIGHT))
        self._unit = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._unit.setObjectName("unit")
        self._year = _menu_button("年度")
        self._years = QMenu(self)
        self._year.setMenu(self._years)
        self._chip = QLabel()
        self._chip.setFixedHeight(style.px(CHIP_HEIGHT))
        self._saved = QLabel()
        self._saved.setObjectName("saved")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(style.px(16), 0, style.px(16), 0)
        self._row.setSpacing(style.px(10))
        for widget in (self._unit, self._year, self._chip):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self._saved)

    def add_action_button(self, action: QAction, symbol: str) -> None:
        """Add a button that shows a symbol only; its words are in the tool tip."""
        button = QToolButton()
        button.setProperty("flat", True)
        button.setDefaultAction(action)
        action.setIcon(style.icon(symbol))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(style.px(18), style.px(18)))
        self._row.addWidget(button)

    def add_menu_button(self, words: str, menu: QMenu) -> None:
        """Add a button that opens a menu."""
        button = _menu_button(words)
        button.setMenu(menu)
        self._row.addWidget(button)

    def add_primary(self, action: QAction, words: str) -> None:
        """Add the one blue button."""
        button = QPushButton(words)
        button.setProperty("primary", True)
        button.clicked.connect(action.trigger)
        self._row.addWidget(button)

    def set_years(self, session: Session, new_year: QAction) -> None:
        """Offer the years of the unit file and the command for a new one."""
        menu = self._years
        for old in menu.actions():
            menu.removeAction(old)
            if old is not new_year:
                old.deleteLater()  # not at once: it may be the one just chosen
        for info in session.years:
            entry = menu.addAction(f"{info.year} 年度报告")
            entry.setCheckable(True)
            entry.setChecked(info.year == session.report.year)
            entry.triggered.connect(partial(self.year_chosen.emit, info.year))
        menu.addSeparator()
        menu.addAction(new_year)
        self._year.setText(f"{session.report.year} 年度报告")

    @property
    def saved_words(self) -> str:
        """Return what is said about saving."""
        return self._saved.text()

    def show_session(self, session: Session) -> None:
        """Show unit, verdict and whether everything is saved."""
        name = session.report.unit_name or "（未填写单位名称）"
        room = self._unit.fontMetrics()
        self._unit.setText(room.elidedText(name, Qt.TextElideMode.ElideMiddle, style.px(UNIT_WIDTH)))
        self._unit.setToolTip(name)
        self._show_verdict(session)
        self.show_saved(session)

    def _show_verdict(self, session: Session) -> None:
        leading = session.verdict.leading
        levels = [finding.level for finding in leading if not finding.waiting]
        errors = levels.count(Level.ERROR) + levels.count(Level.FAULT)
        open_points = levels.count(Level.EXPLAIN)
        blanks = len(session.report.blanks())
        if errors:
            words, tint, ink = f"✕ 必须修改 {errors}", style.ERROR_TINT, style.ERROR
        elif open_points:
            words, tint, ink = f"！须说明 {open_points}", style.EXPLAIN_TINT, style.EXPLAIN
        elif blanks or any(finding.waiting for finding in leading):
            words, tint, ink = f"○ 未填{f' {blanks} 格' if blanks else ''}", style.BACKGROUND, style.MUTED
        else:
            words, tint, ink = "✓ 没有发现问题", style.GOOD_TINT, style.GOOD
        _paint_chip(self._chip, words, tint, ink)

    def show_saved(self, session: Session) -> None:
        """Say 已保存 with the time of the last commit, only when everything is durable."""
        if session.failure is not None:
            text = "✕ 没有保存"
        elif session.all_saved:
            text = f"已保存 {session.saved.at.astimezone():%H:%M}"
        else:
            text = "正在保存…"
        if text != self._saved.text():
            self._saved.setText(text)
            self._saved.setStyleSheet(f"color: {style.ERROR.name()}" if session.failure else "")


def _paint_chip(chip: QLabel, words: str, tint: QColor, ink: QColor) -> None:
    if chip.text() != words:
        chip.setText(words)
        chip.setStyleSheet(
            f"background: {tint.name()}; color: {ink.name()}; "
            f"border-radius: {style.px(12)}px; padding: 0 {style.px(10)}px;"
            "font-weight: bold;"
        )


def _menu_button(words: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button

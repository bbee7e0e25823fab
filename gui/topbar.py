"""The top of the window: whose report, which year, how it stands, whether it is saved, and the commands.

The unit's name is the button for turning to another unit, the year's the one for another year. Where the
window is narrow, what stands elsewhere too gives way: days left, the words of the verdict, then those of the
draft, the long word for the year, the menu 帮助, and at last the verdict's sign and number.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
)

from core import days
from core.levels import Level
from core.session import Session
from gui import ladder, place_words, style
from gui.day_line import Today
from gui.draft_chip import DraftChip
from gui.fields import plain_tip, text_label
from gui.painted import OncePainted

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent
    from PySide6.QtWidgets import QWidget

HEIGHT = 50
CHIP_HEIGHT = 24
EDGE, GAP = 14, 10  # pixels at 100 per cent; they do not grow with the zoom, the words need the room
SAVING, UNSAVED, READING = "正在保存…", "✕ 没有保存", "！ 只能看"
WIDEST = (
    SAVING,
    f"{place_words.SAVED} 00:00",
    f"{place_words.HERE} 00:00",
    UNSAVED,
)  # of one width, so that nothing beside them moves
UNIT_WIDTH, LEAST_UNIT = 420, 60  # pixels; a longer name is shortened, whole in the tool tip


class TopBar(QFrame):
    """Shows; every button is one of the window's actions."""

    year_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, today: Today = days.today_here) -> None:
        """Build the row; ``show_session`` fills it."""
        super().__init__(parent)
        self._today = today
        self.setObjectName("top")
        self.setFixedHeight(style.px(HEIGHT))
        self._name = ""
        self._unit = _menu_button("")
        self._unit.setObjectName("unit")
        self._unit.setProperty("flat", True)
        self.units = QMenu(self)  # filled by the window each time it opens
        self.units.setToolTipsVisible(True)
        self._unit.setMenu(self.units)
        self._year = _menu_button("年度")
        self._years = QMenu(self)
        self._year.setMenu(self._years)
        self._year_words = ("", "")  # long, short
        self._chip = text_label()
        self._chip.setObjectName("chip")
        style.show_state(self._chip, "blank")
        self._verdict = ("", "")  # in words, and as a sign with a number
        self._chip.setFixedHeight(style.px(CHIP_HEIGHT))
        self.draft = DraftChip()
        self._deadline = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._deadline.setObjectName("deadline")
        self._saved = text_label()
        self._saved.setObjectName("saved")
        self._saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        advance = self._saved.fontMetrics().horizontalAdvance
        self._saved.setMinimumWidth(max(map(advance, WIDEST)) + style.px(2))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_edge(), 0, _edge(), 0)
        self._row.setSpacing(_gap())
        self._parts: list[QWidget] = []
        self._spare: set[QWidget] = set()  # buttons that give way
        for widget in (self._unit, self._year, self.draft, self._chip):
            self._add(widget)
        self._row.addStretch(1)
        self._add(self._deadline)
        self._add(self._saved)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._row.addWidget(part)

    def add_action_button(self, action: QAction, symbol: str) -> None:
        """Add a button that shows a symbol only; its words are in the tool tip."""
        button = QToolButton()
        button.setProperty("flat", True)
        button.setDefaultAction(action)
        OncePainted(button, lambda: action.setIcon(style.icon(symbol)))  # drawing the first one takes a while
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(style.px(18), style.px(18)))
        self._add(button)

    def add_menu_button(self, words: str, menu: QMenu, *, gives_way: bool = False) -> None:
        """Add a button that opens a menu; what a narrow window hides must be reached otherwise too."""
        button = _menu_button(words)
        button.setMenu(menu)
        self._add(button)
        if gives_way:
            self._spare.add(button)

    def add_primary(self, action: QAction, words: str) -> None:
        """Add the one blue button."""
        button = QPushButton(words)
        button.setProperty("primary", True)
        button.clicked.connect(action.trigger)
        self._add(button)

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
        self._year_words = (f"{session.report.year} 年度报告", f"{session.report.year} 年")
        self._fit()

    @property
    def saved_words(self) -> str:
        """Return what is said about saving."""
        return self._saved.text()

    def show_session(self, session: Session) -> None:
        """Show unit, verdict and whether everything is saved."""
        before = (self._name, self._deadline.text(), self._verdict)
        self._name = session.report.unit_name or "（未填写单位名称）"
        self._show_deadline(session)
        self._show_verdict(session)
        self.show_saved(session)
        drafted = self.draft.show_session(session)
        if drafted or before != (self._name, self._deadline.text(), self._verdict):
            self._unit.setToolTip(plain_tip(f"{self._name}\n点这里打开别的单位"))
            self._unit.setAccessibleName(f"单位：{self._name}")
            self._fit()

    def _show_deadline(self, session: Session) -> None:
        report, today = session.report, self._today()
        words = ladder.deadline_short(report, today)
        if words != self._deadline.text():
            self._deadline.setText(words)
            state = ladder.deadline_state(report, today)
            ink = {"error": style.ERROR, "explain": style.EXPLAIN}.get(state, style.MUTED)
            style.show_ink(self._deadline, ink)
        whole = f"县里的截止日期：{ladder.deadline(report, today)}" if words else ""
        self._deadline.setToolTip(plain_tip(whole))

    # ---- room

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of what can never give way."""
        advance = self._year.fontMetrics().horizontalAdvance
        spare = advance(self._year.text()) - advance(self._year_words[1])
        written = self.draft.fontMetrics().horizontalAdvance
        spare += written(self.draft.text()) - written(self.draft.words[1])
        width = self._taken({self._deadline, self._chip, *self._spare}) - spare + style.px(LEAST_UNIT)
        return QSize(width, style.px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give way in order of what is least needed, then shorten the unit's name to what is left."""
        self._unit.ensurePolished()  # its font is the style sheet's, not the window's
        metrics = self._unit.fontMetrics()
        name = min(metrics.horizontalAdvance(self._name) + 1, style.px(UNIT_WIDTH))
        hidden: set[QWidget] = set() if self._deadline.text() else {self._deadline}
        self._year.setText(self._year_words[0])
        self._chip.setText(self._verdict[0])
        self.draft.setText(self.draft.words[0])
        least = min(name, style.px(3 * LEAST_UNIT))
        if self.width() - self._taken(hidden) < least:
            hidden.add(self._deadline)
        if self.width() - self._taken(hidden) < least:
            self._chip.setText(self._verdict[1])
        if self.width() - self._taken(hidden) < least:
            self.draft.setText(self.draft.words[1])
        if self.width() - self._taken(hidden) < least:
            self._year.setText(self._year_words[1])
        if self.width() - self._taken(hidden) < style.px(LEAST_UNIT):
            hidden |= self._spare
        if self.width() - self._taken(hidden) < style.px(LEAST_UNIT):
            hidden.add(self._chip)  # the tabs say it too
        room = max(style.px(LEAST_UNIT), min(name, self.width() - self._taken(hidden)))
        self._unit.setText(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room))
        self._deadline.setVisible(self._deadline not in hidden)
        self._chip.setVisible(self._chip not in hidden)
        for button in self._spare:
            button.setVisible(button not in hidden)
        self._row.activate()

    def _taken(self, hidden: Collection[QWidget]) -> int:
        """Return the width that everything but the unit's name takes, in pixels."""
        shown = [part for part in self._parts if part not in hidden]
        words = self._unit.fontMetrics().horizontalAdvance(self._unit.text())
        parts = sum(part.sizeHint().width() for part in shown) - words
        return parts + 2 * _edge() + (len(shown) - 1) * self._row.spacing()

    def _show_verdict(self, session: Session) -> None:
        if not session.examined:
            self._verdict = (ladder.CHECKING, "…")
            _paint_chip(self._chip, ladder.CHECKING, "blank")
            return
        leading = session.verdict.leading
        levels = [finding.level for finding in leading if not finding.waiting]
        errors = levels.count(Level.ERROR) + levels.count(Level.FAULT)
        open_points = len(ladder.unexplained(session))
        blanks = len(session.report.blanks())
        if errors:
            words, short = f"✕ 必须修改 {errors}", f"✕{errors}"
            state = "error"
        elif open_points:
            words, short = f"！须说明 {open_points}", f"！{open_points}"
            state = "explain"
        elif blanks or any(finding.waiting for finding in leading):
            words, short = f"○ 未填{f' {blanks} 格' if blanks else ''}", f"○{blanks or ''}"
            state = "blank"
        else:
            words = (
                "须说明的都已说明"
                if Level.EXPLAIN in levels
                else "没有必须修改的"
                if levels
                else "没有发现问题"
            )
            words, short = f"✓ {words}", "✓"
            state = "complete"
        if self._verdict != (words, short):
            self._verdict = (words, short)
            _paint_chip(self._chip, words, state)

    def show_saved(self, session: Session) -> None:
        """Say 已保存 with the time of the last commit, only when everything is durable in the file itself."""
        if session.only_reading is not None:
            text = READING
        elif session.failure is not None:
            text = UNSAVED
        elif session.all_saved:
            text = place_words.saved_short(session.place, session.saved.at)
        else:
            text = SAVING
        if text != self._saved.text():
            self._saved.setText(text)
            look = f"color: {style.ERROR.name()}" if session.failure else ""
            if look != self._saved.styleSheet():
                self._saved.setStyleSheet(look)


def _edge() -> int:
    return min(style.px(EDGE), EDGE)


def _gap() -> int:
    return min(style.px(GAP), GAP)


def _paint_chip(chip: QLabel, words: str, state: str) -> None:
    chip.setText(words)
    chip.setToolTip(plain_tip(words))
    chip.setAccessibleName(f"核对结果：{words}")
    style.show_state(chip, state)


def _menu_button(words: str) -> QToolButton:
    button = QToolButton()
    button.setText(words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button

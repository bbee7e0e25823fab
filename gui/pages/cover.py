"""The first tab: the year's steps, whose report it is, and the words above the first section.

These words are at the foot of the page and built when the rest has been painted. Last year's data are entered
on a sheet of their own behind it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core import days, keys
from core.errors import Refused
from core.session import Delta
from gui import style
from gui.bridge import Bridge
from gui.day_line import DayLine, Today
from gui.fields import GAP, FieldGrid, Line, card, kind_choice, text_label
from gui.first_stop import FirstStop
from gui.ladder_card import LadderCard
from gui.painted import OncePainted

if TYPE_CHECKING:
    from gui.pages.last_year import LastYearSheet
    from gui.preamble_card import PreambleCard
    from gui.section_text import SectionText

CARD_WIDTH = 960
WIDE = 400
NARROW = 140  # per cent of zoom from which hints stand under their fields
MOST_WIDE = 440  # pixels of a field, whatever the zoom
PREAMBLE = keys.text("preamble")
MOST_OF_IT = 1000  # of the height left over goes to the preamble, until it is high enough
MOST_CHARACTERS = 99_999  # that a county's limit can be


class Field(NamedTuple):
    """One line of the first card."""

    key: str
    name: str
    width: int  # pixels
    hint: str = ""


UNIT = Field(keys.UNIT_NAME, "单位名称", WIDE, "与公章一致的全称")
TITLE = Field(keys.TITLE, "报告标题", WIDE, "不填就用官方标题")
ADDRESS = Field("unit.address", "单位地址", WIDE)
POSTCODE = Field("unit.postcode", "邮政编码", 100)
TELEPHONE = Field("unit.telephone", "联系电话", WIDE - 100 - 56 - 2 * GAP)
EMAIL = Field("unit.email", "电子邮箱", WIDE)
SITE = Field("unit.site", "政府网站", WIDE, "公开年报的网址")
LIMIT = Field(keys.OVERVIEW_LIMIT, "字数上限", 90)


class CoverPage(FirstStop):
    """Steps, unit, year, title, contact and preamble; every key goes to the session."""

    refused = Signal(object)  # core.errors.Refused, or a sentence
    wanted = Signal(object)  # gui.ladder.Step: go there
    said = Signal(str)  # a sentence for the notice line
    note_wanted = Signal(str, str)  # section and sentence about which something is to be noted

    def __init__(
        self, bridge: Bridge, parent: QWidget | None = None, *, today: Today = days.today_here
    ) -> None:
        """Show the cover of the bridge's session; ``today`` is this PC's clock."""
        super().__init__(parent)
        self._bridge = bridge
        self._sheets = QStackedLayout(self)
        self._last_year: LastYearSheet | None = None
        self.ladder = LadderCard(bridge, today)
        self.deadline = DayLine("截止日期", today)
        self.lines: dict[str, Line] = {}
        self._scroll = QScrollArea()
        self.kind = kind_choice()
        self.year = Line()
        self._column = QVBoxLayout()
        self._build()
        self.kind.activated.connect(self._on_kind)
        self.ladder.wanted.connect(self.wanted)
        self.ladder.refused.connect(self.refused)
        self.deadline.chosen.connect(self._on_deadline)
        self.deadline.misread.connect(self.refused.emit)
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._read)
        bridge.save_failed.connect(self._lock)
        self._read()
        OncePainted(self, lambda: self.words)

    # ---- building

    def _build(self) -> None:
        body = QWidget()
        body.setMaximumWidth(style.px(CARD_WIDTH))
        body.setLayout(self._column)
        self._column.setContentsMargins(style.px(16), style.px(12), 0, style.px(8))
        self._column.setSpacing(style.px(12))
        self._column.addWidget(self.ladder)
        self._column.addWidget(self._facts())
        self._column.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheets.addWidget(self._scroll)
        self.lead_to(self.lines[keys.UNIT_NAME])

    def _facts(self) -> QWidget:
        facts = QFrame()
        column = card(facts, "封面与单位")
        grid = FieldGrid()
        column.addLayout(grid)
        _add(grid, UNIT.name, self._line(UNIT), UNIT.hint)
        self.kind.setFixedWidth(style.px(160))
        _add(grid, "单位类型", self.kind, "有些核对项要按单位类型判断")
        self.year.setReadOnly(True)
        self.year.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.year.setFixedWidth(style.px(160))
        _add(grid, "报告年度", self.year, "要写别的年度，请点窗口上方的年度")
        _add(grid, TITLE.name, self._line(TITLE), TITLE.hint)
        grid.add(ADDRESS.name, self._line(ADDRESS))
        if _is_narrow():
            for field in (POSTCODE, TELEPHONE):
                grid.add(field.name, self._line(field))
        else:
            grid.add(POSTCODE.name, _side_by_side(self._line(POSTCODE), TELEPHONE, self._line(TELEPHONE)))
        for field in (EMAIL, SITE):
            _add(grid, field.name, self._line(field), field.hint)
        self._add_county(grid)
        return facts

    def _add_county(self, grid: FieldGrid) -> None:
        """Add what the county has set: the last day, and the length of the first section."""
        limit = self._line(LIMIT)
        limit.setValidator(QIntValidator(0, MOST_CHARACTERS, limit))
        limit.setPlaceholderText("不限")
        if _is_narrow():
            _add(grid, "截止日期", self.deadline, "县里规定的上报日期，可不填")
            _add(grid, LIMIT.name, limit, "县里规定的“总体情况”字数，可不填")
            return
        row = _side_by_side(self.deadline, LIMIT, limit)
        row.addStretch(1)
        grid.add("截止日期", row, "县里规定的上报日期和“总体情况”的字数，可不填")

    def _line(self, field: Field) -> Line:
        line = Line()
        line.setFixedWidth(min(style.px(field.width), max(MOST_WIDE, field.width)))
        line.setAccessibleName(field.name)
        line.textEdited.connect(lambda text: self._apply(field.key, text, field.name))
        line.left.connect(self._close)
        line.withdrawn.connect(self._withdraw)
        self.lines[field.key] = line
        return line

    @cached_property
    def words(self) -> PreambleCard:
        """Return the card with the preamble; built after the page's first painting, or when first needed."""
        from gui.preamble_card import PreambleCard  # noqa: PLC0415 - the page is there sooner without it

        words = PreambleCard(self._bridge)
        words.refused.connect(self.refused)
        words.said.connect(self.said)
        words.note_wanted.connect(self.note_wanted)
        self._column.insertWidget(self._column.count() - 1, words, MOST_OF_IT)
        words.show()  # at once, not by a queued event: whoever looks for the keyboard finds it
        words.follow(self.lines[LIMIT.key])
        for part in (self._scroll.widget(), self._scroll.viewport()):  # else a frame shows all of it squeezed
            QApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest.value)
        return words

    @property
    def preamble(self) -> SectionText:
        """Return the box of the preamble."""
        return self.words.text

    def show_key(self, key: str) -> None:
        """Put the keyboard into the field of a key; figures of last year have a sheet of their own."""
        if key.startswith(f"{keys.BEFORE}."):
            self.show_last_year().show_key(key)
            return
        self._sheets.setCurrentIndex(0)
        field = self._field(key)
        field.setFocus()
        self._scroll.ensureWidgetVisible(field)

    def show_span(self, start: int, end: int) -> None:
        """Mark words of the preamble and go there."""
        self._sheets.setCurrentIndex(0)
        self.preamble.show_span(start, end)
        self._scroll.ensureWidgetVisible(self.preamble)

    def note(self) -> None:
        """Ask for a note on the sentence of the preamble's caret."""
        self.preamble.note()

    def _field(self, key: str) -> QWidget:
        days_of_steps = {row.day.key: row.day for row in self.ladder.rows.values() if row.day}
        if key == PREAMBLE:
            return self.preamble
        fields: dict[str, QWidget] = {
            keys.UNIT_KIND: self.kind,
            keys.DEADLINE: self.deadline,
            **days_of_steps,
            **self.lines,
        }
        return fields.get(key, self.lines[keys.UNIT_NAME])

    # ---- last year

    def show_last_year(self) -> LastYearSheet:
        """Turn to the sheet on which last year's data are entered."""
        if self._last_year is None:
            from gui.pages.last_year import LastYearSheet  # noqa: PLC0415 - seldom needed, never at start

            self._last_year = LastYearSheet(self._bridge)
            self._last_year.refused.connect(self.refused)
            self._last_year.said.connect(self.said)
            self._last_year.back.connect(self.show_cover)
            self._sheets.addWidget(self._last_year)
        self._sheets.setCurrentWidget(self._last_year)
        self.lead_to(self._last_year)
        self._last_year.setFocus()
        return self._last_year

    def show_cover(self) -> None:
        """Turn back to the cover itself, to the step one came from; nothing happens if it is in front."""
        if self._sheets.currentIndex() == 0:
            return
        self._sheets.setCurrentIndex(0)
        self.lead_to(self.lines[keys.UNIT_NAME])
        self.ladder.first().setFocus()
        self._scroll.ensureWidgetVisible(self.ladder.first())

    # ---- to the session

    def _on_kind(self, index: int) -> None:
        self._apply(keys.UNIT_KIND, str(self.kind.itemData(index)), "单位类型")
        self._close()

    def _on_deadline(self, day: str) -> None:
        self._apply(keys.DEADLINE, day, "截止日期")
        self._close()

    def _apply(self, key: str, text: str, name: str) -> None:
        """Hand a text to the session; what is refused is said and taken off the screen."""
        try:
            self._bridge.session.apply({key: text}, f"修改 {name}", typing=key)
        except Refused as refusal:
            self._show(key)
            self.refused.emit(refusal)

    def _close(self) -> None:
        self._bridge.session.close_group()

    def _withdraw(self) -> None:
        try:
            self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)

    # ---- from the session

    def _on_changed(self, delta: Delta) -> None:
        for key in delta.keys:
            self._show(key)
        if keys.UNIT_NAME in delta.keys:
            self._propose_title()

    def _read(self) -> None:
        for key in (*self.lines, keys.UNIT_KIND, keys.DEADLINE):
            self._show(key)
        self.year.setText(f"{self._bridge.session.report.year} 年")
        self._propose_title()
        self._lock()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        failed = self._bridge.session.failure is not None
        for line in self.lines.values():
            line.setReadOnly(failed)
        self.kind.setEnabled(not failed)
        self.deadline.setReadOnly(failed)

    def _show(self, key: str) -> None:
        """Show what the session holds, unless the field shows it already."""
        text = self._bridge.session.report.string(key)
        if key in self.lines:
            line = self.lines[key]
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0 if not line.hasFocus() else len(text))
        elif key == keys.UNIT_KIND:
            self.kind.setCurrentIndex(max(0, self.kind.findData(text)))
        elif key == keys.DEADLINE:
            self.deadline.show_day(text)

    def _propose_title(self) -> None:
        report = self._bridge.session.report
        self.lines[keys.TITLE].setPlaceholderText(report.form.title(report.unit_name, report.year))


def _is_narrow() -> bool:
    return style.zoom() > NARROW


def _add(grid: FieldGrid, name: str, field: QWidget, hint: str) -> None:
    """Add a field with its hint behind it, or under it where everything is large."""
    if not (hint and _is_narrow()):
        grid.add(name, field, hint)
        return
    column = QVBoxLayout()
    column.setSpacing(style.px(2))
    column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(text_label(hint, muted=True, wrap=True))
    field.setAccessibleName(name)
    grid.add(name, column)


def _side_by_side(first: QWidget, second: Field, field: QWidget) -> QHBoxLayout:
    """Return a row of two fields; the second has its name between them."""
    row = QHBoxLayout()
    row.setSpacing(style.px(GAP))
    for widget in (first, text_label(second.name), field):
        row.addWidget(widget)
    return row

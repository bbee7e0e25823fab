"""A section of prose as a page: official paragraphs, what may be inserted, and last year's text beside it."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core import keys
from core.form import FormDef, Section
from core.narrative.similarity import Likeness, likeness
from core.narrative.units import names_of
from core.session import Delta
from gui import marks, style
from gui.bridge import Bridge
from gui.fee_fields import FeeFields
from gui.fields import text_label
from gui.first_stop import FirstStop
from gui.marks import Mark
from gui.offers_button import OffersButton
from gui.section_text import SectionText, paragraph_end
from gui.text_before import TextBefore, head_row, rule

WRITING = 12.0  # points
NARROW = 660  # pixels; a narrower page shows one year at a time
LINES = 72  # pixels, of the text at least
START = "在这里输入文字，每段自动空两格。"
OFFER = f"{START}点上方“官方提纲”可以插入小标题。"
NO_REPORT = "没有上年报告可对照，可在“封面与单位”页的“上年数据”里打开或导入。"
NO_TEXT = "上年报告里没有这一部分的文字，可在“封面与单位”页的“上年数据”里导入。"
LENGTH_RULE = "length"  # the declared check that a county's limit belongs to
_DIGITS = "一二三四五六七八九"
_HEADING = re.compile(r"^\s*（([一二三四五六七八九十]{1,3})）", re.MULTILINE)


class TextPage(FirstStop):
    """One text of the report; every key goes to the session, which keeps the splices."""

    refused = Signal(object)  # core.errors.Refused
    said = Signal(str)  # a sentence for the notice line
    note_wanted = Signal(str, str)  # section, sentence

    def __init__(self, bridge: Bridge, section: Section, parent: QWidget | None = None) -> None:
        """Show a section of the bridge's session."""
        super().__init__(parent)
        self.section = section
        self._bridge = bridge
        self._limit_key = limit_key(bridge.session.report.form, section.id)
        self._before_wanted = False  # where there is room for one year only
        self._card = QFrame()
        self._rows: dict[bool, QHBoxLayout] = {}  # where the length stands, by whether the page is narrow
        self.editor = SectionText(bridge, section.id, section.tab, WRITING)
        self.editor.setAccessibleName(section.heading)
        self.editor.setPlaceholderText(OFFER if section.outline else START)
        self.count = text_label(muted=True)
        self.offers = OffersButton(bridge, section.id)
        self.outline = outline_button(section, self)
        self.year = QPushButton()
        self.before = TextBefore()
        self.missing = text_label(muted=True, wrap=True)
        self.fees = FeeFields(bridge, section.fees) if section.fees else None
        self._build()
        self._connect()
        self._read_before()
        self.editor.read()
        self._lock()

    def _build(self) -> None:
        self.year.setToolTip("看上年的这一部分")
        self._card.setProperty("card", True)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, style.px(6))
        inside.setSpacing(0)
        inside.addWidget(self._head())
        inside.addWidget(rule())
        inside.addWidget(self.editor, 1)
        inside.addWidget(rule())
        inside.addWidget(self._foot())
        self.editor.setMinimumHeight(style.px(LINES))
        self._now = self._with_fees(self.fees) if self.fees else self._card
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(style.px(16), style.px(12), 0, style.px(8))
        self._columns.setSpacing(style.px(12))
        self._columns.addWidget(self._now, 3)
        self._columns.addWidget(self.before, 2)
        self.lead_to(self.editor)

    def _with_fees(self, fees: FeeFields) -> QWidget:
        """Return the fee fields above the text; both scroll where a large zoom leaves no room for both."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.px(12))
        column.addWidget(fees)
        column.addWidget(self._card, 1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _head(self) -> QWidget:
        head, row = head_row()
        row.addWidget(self.offers)
        row.addWidget(self.outline)
        row.addStretch(1)
        row.addWidget(self.count)
        row.addWidget(self.year)
        self._rows[False] = row
        return head

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(style.px(14), style.px(6), style.px(14), 0)
        column.setSpacing(style.px(2))
        row = QHBoxLayout()
        row.addWidget(text_label(hint(self.section), muted=True, wrap=True), 1)
        self._rows[True] = row
        column.addLayout(row)
        column.addWidget(self.missing)
        return foot

    def _connect(self) -> None:
        self.editor.refused.connect(self.refused)
        self.editor.said.connect(self.said)
        self.editor.note_wanted.connect(self.note_wanted)
        self.editor.shown.connect(self._on_shown)
        self.outline.menu().aboutToShow.connect(self._mark_outline)
        for action in self.outline.menu().actions():
            action.triggered.connect(partial(self._on_outline, action))
        self.offers.chosen.connect(self.editor.put_offer)
        self.before.taken.connect(self.take_over)
        self.before.marking.connect(self._compare)
        self.before.text.said.connect(self.said)
        self.year.clicked.connect(lambda: self._turn(before=True))
        self.before.back.connect(lambda: self._turn(before=False))
        if self.fees:
            self.fees.refused.connect(self.refused)
        self._bridge.changed.connect(self._on_changed)
        self._bridge.opened.connect(self._read)
        self._bridge.save_failed.connect(self._lock)

    # ---- moving about

    def show_key(self, key: str) -> None:
        """Put the keyboard into the text, or into a fee field."""
        if self.fees and key in self.fees.lines:
            self.fees.show_key(key)
            if isinstance(self._now, QScrollArea):
                self._now.ensureWidgetVisible(self.fees.lines[key])
        elif key.startswith(self.editor.key):
            self._turn(before=False)

    def show_span(self, start: int, end: int) -> None:
        """Mark words until the next edit and go there."""
        self._turn(before=False)
        self.editor.show_span(start, end)

    def note(self) -> None:
        """Ask for a note on the sentence of the caret."""
        self.editor.note()

    # ---- to the session

    def insert(self, words: str) -> None:
        """Insert an aspect of the official outline as a heading at the caret, as one step."""
        text, caret = self.editor.text(), self.editor.caret()
        place = paragraph_end(text, caret)
        heading = f"（{numeral(_last_number(text[:place]) + 1)}）{words}\n"
        empty = place == 0 or text[place - 1] == "\n"
        self.editor.put(place, heading if empty else f"\n{heading}", f"插入提纲 {words}")

    def take_over(self, words: str) -> None:
        """Insert words of last year's text, as one step that says so."""
        self._turn(before=False)
        if words.strip():
            self.editor.put_sentence(words.strip("\n"), f"取自 {self.before.year} 年 {self.section.tab}")

    def _on_outline(self, action: QAction) -> None:
        self.insert(str(action.data()))

    def _mark_outline(self) -> None:
        """Say which aspects stand there already; they can be inserted all the same."""
        text = self.editor.text()
        for action in self.outline.menu().actions():
            there = f"）{action.data()}" in text
            action.setText(f"{action.data()}　✓ 已有" if there else str(action.data()))

    # ---- from the session

    def _on_changed(self, delta: Delta) -> None:
        if self._limit_key in delta.keys:
            self._count(self.editor.stored)
        last = self._bridge.session.last_year
        if (last.year if last else 0) != self.before.year:
            self._read_before()

    def _on_shown(self, text: str) -> None:
        self._count(text)
        self._compare()

    def _read(self) -> None:
        self._read_before()
        self._compare()
        self._lock()

    def _read_before(self) -> None:
        last = self._bridge.session.last_year
        text = last.text(self.section.id) if last else ""
        self.before.show_text(last.year if last else 0, text)
        self.year.setText(f"{self.before.year} 年")
        self.missing.setText("" if text else NO_TEXT if last else NO_REPORT)
        self.missing.setVisible(not text)
        self._arrange()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        failed = self._bridge.session.failure is not None
        self.outline.setEnabled(not failed)
        self.offers.setEnabled(not failed)
        self.before.lock(locked=failed)

    def _count(self, text: str) -> None:
        """Show the length, and the county's limit where it set one for this section."""
        count = len("".join(text.split()))
        most = self._bridge.session.report.setting(self._limit_key) if self._limit_key else 0
        over = bool(most) and count > most
        words = f"{count} 字" + (f" · 上限 {most}" if most else "")
        self.count.setText(f"！ {words}，超出 {count - most} 字" if over else words)
        look = f"color: {(style.EXPLAIN if over else style.MUTED).name()};"
        look += " font-weight: bold;" if over else ""
        if self.count.styleSheet() != look:
            self.count.setStyleSheet(look)

    def _compare(self) -> None:
        """Mark in last year's text, and on demand in this year's, what both say."""
        same = self._likeness()
        if self.before.text.text():
            self.before.show_likeness(same)
        copied = same.pairs if same and self.before.toggle.isChecked() else ()
        self.editor.show_copied(Mark(pair.now.start, pair.now.end, marks.SAME) for pair in copied)

    def _likeness(self) -> Likeness | None:
        session = self._bridge.session
        last, text = session.last_year, self.editor.stored
        before = last.text(self.section.id) if last else ""
        if last is None or not before or not text:
            return None
        return likeness(text, before, names_of(session.report.unit_name, last.unit_name))

    # ---- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep last year's text beside this year's as long as there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _turn(self, *, before: bool) -> None:
        """Turn to last year's text or back where both have no room, and give it the keyboard."""
        self._before_wanted = before
        self._arrange()
        (self.before.text if before else self.editor).setFocus()

    def _arrange(self) -> None:
        narrow = self.width() < style.px(NARROW)
        there = bool(self.before.text.text())
        alone = narrow and there and self._before_wanted
        if self._rows[narrow].indexOf(self.count) < 0:
            self._rows[not narrow].removeWidget(self.count)
            self._rows[narrow].insertWidget(self._rows[narrow].count() - (not narrow), self.count)
        self.offers.shorten(short=narrow)
        self.before.stand_alone(alone=narrow)
        self.year.setVisible(narrow and there)
        self._now.setVisible(not alone)
        self.before.setVisible(alone or (there and not narrow))


def limit_key(form: FormDef, section: str) -> str:
    """Return the key under which the county's limit for a section is kept; empty if the form knows none."""
    for check in form.checks:
        if check.rule == LENGTH_RULE and check.sections.get("section") == (section,):
            return f"{keys.REPORT}.{check.words['setting'][0]}"
    return ""


def hint(section: Section) -> str:
    """Return the form's own instruction for a section, and that 无 is no answer where it is none."""
    return section.hint + ("" if section.may_be_none else "这一部分不能只写“无”。")


def outline_button(section: Section, parent: QWidget) -> QToolButton:
    """Return the button that offers the official outline; hidden where the form has none."""
    button = QToolButton()
    button.setText("官方提纲")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolTip("在光标处插入一个小标题")
    menu = QMenu(parent)
    for words in section.outline:
        menu.addAction(words).setData(words)
    button.setMenu(menu)
    if not section.outline:
        button.hide()
    return button


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese, as headings count."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return head + (_DIGITS[ones - 1] if ones else "")


def _last_number(text: str) -> int:
    """Return the greatest number among a text's headings （一）, （二）…; 0 if there is none."""
    numerals = {numeral(number): number for number in range(1, 100)}
    return max((numerals.get(found, 0) for found in _HEADING.findall(text)), default=0)

"""One finding as a card: code, title, sentence, its words, what could be done, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.findings import Finding, Level, Suggestion
from gui import style
from gui.fields import plain_tip, text_label
from gui.quotes import Quoted, Quotes
from gui.why import Why
from gui.wrap_button import WrapButton

BAR = 3  # pixels, of the selected card
CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
MOVING = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
LAST_YEAR = "补录上年数据…"
LEVELS = {
    Level.FAULT: "程序错误",
    Level.ERROR: "必须修改",
    Level.EXPLAIN: "须说明",
    Level.UNKNOWN: "无法判断",
    Level.HINT: "提示",
}

Offers = tuple[tuple[str, Suggestion], ...]  # what a button says, what it does


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a card shows; two equal contents look the same."""

    finding: Finding
    offers: Offers = ()
    follows: tuple[Finding, ...] = ()
    follows_words: str = ""  # what opens them
    quoted: Quoted = ()
    copied: bool = False  # its words can be set beside last year's
    changed: str = ""  # what is no longer as it was when the explanation was written
    quiet: bool = False  # explained: nothing is left to do
    lacks_last_year: bool = False  # last year's figures would help


class FindingCard(QFrame):
    """Shows a finding; says when it is chosen, when a suggestion is taken, when the arrows move on."""

    chosen = Signal(object)  # Finding
    taken = Signal(object)  # Suggestion
    moved = Signal(int)  # by so many cards
    explained = Signal(str)  # what the person writes, at every key
    explanation_left = Signal()
    explanation_withdrawn = Signal()  # Esc
    confirmed = Signal()  # the explanation still holds
    words_wanted = Signal(object)  # Span
    beside_wanted = Signal()
    last_year_wanted = Signal()

    def __init__(self, content: Content) -> None:
        """Show a finding with what is offered and what is folded under it."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.selected = False
        self._over = False
        self._locked = False
        self._code = text_label()
        self._title = text_label(heading=True, wrap=True)
        self._text = text_label(wrap=True)
        self._rows = QVBoxLayout()
        self._at_quotes, self._at_last_year = QVBoxLayout(), QVBoxLayout()
        self._at_why, self._at_folded = QVBoxLayout(), QVBoxLayout()
        self.buttons: list[QPushButton] = []  # of the suggestions, in the order offered
        self.quotes: Quotes | None = None  # these four are made when first needed
        self.last_year: WrapButton | None = None
        self.why: Why | None = None
        self.folded: Folded | None = None
        self._build()
        self._shown: Content | None = None
        self.show_content(content)

    @property
    def finding(self) -> Finding:
        """Return the finding shown."""
        assert self._shown is not None
        return self._shown.finding

    @property
    def stops(self) -> list[QWidget]:
        """Return everything in the card that takes the keyboard, in order, the card first."""
        parts: tuple[QWidget, ...] = (
            *((*self.quotes.words, self.quotes.toggle) if self.quotes else ()),
            *self.buttons,
            *((self.last_year,) if self.last_year else ()),
            *((self.why.words, self.why.still) if self.why else ()),
            *((self.folded.toggle,) if self.folded else ()),
        )
        return [self, *parts]

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(style.px(8))
        head.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(style.px(BAR + 11), style.px(10), style.px(12), style.px(11))
        inside.setSpacing(style.px(5))
        inside.addLayout(head)
        inside.addWidget(self._text)
        for place in (self._at_quotes, self._rows, self._at_last_year, self._at_why, self._at_folded):
            inside.addLayout(place)
        self._rows.setSpacing(style.px(5))
        self._rows.setContentsMargins(0, style.px(2), 0, 0)

    def show_content(self, content: Content) -> None:
        """Show the newest state; what did not change is not touched."""
        before = self._shown
        if content == before:
            return
        self._shown, finding = content, content.finding
        if before is None or (before.finding.level, before.quiet) != (finding.level, content.quiet):
            self._code.setStyleSheet(_tag(finding.level, quiet=content.quiet))
        self._code.setText(finding.code)
        self._title.setText(finding.title or finding.text)
        self._text.setText(finding.text)
        self._text.setVisible(bool(finding.title) and not content.quiet)
        self.setAccessibleName(_aloud(content))
        if before is None or before.offers != content.offers:
            self._offer(content.offers)
        self._quote(content)
        if finding.level is Level.EXPLAIN:
            self._ask_why().show_words(finding.explanation or "", content.changed)
        self._fold(content)

    def _quote(self, content: Content) -> None:
        quoted = () if content.quiet else content.quoted
        if self.quotes is None and (quoted or content.copied):
            self.quotes = Quotes()
            self.quotes.wanted.connect(self.words_wanted)
            self.quotes.beside_wanted.connect(self.beside_wanted)
            self._at_quotes.addWidget(self.quotes)
        if self.quotes is not None:
            self.quotes.show_quotes(quoted, len(content.finding.spans), copied=content.copied)

    def _fold(self, content: Content) -> None:
        if self.folded is None and content.follows:
            self.folded = Folded()
            self._at_folded.addWidget(self.folded)
        if self.folded is not None:
            self.folded.show_findings(content.follows, content.follows_words)
        if self.last_year is None and content.lacks_last_year:
            self.last_year = WrapButton(LAST_YEAR)
            self.last_year.clicked.connect(self.last_year_wanted)
            self._at_last_year.addWidget(self.last_year, 0, Qt.AlignmentFlag.AlignLeft)
        if self.last_year is not None:
            self.last_year.setVisible(content.lacks_last_year)

    def _ask_why(self) -> Why:
        if self.why is None:
            self.why = Why()
            self.why.lock(locked=self._locked)
            self.why.words.edited.connect(self.explained)
            self.why.words.left.connect(self.explanation_left)
            self.why.words.withdrawn.connect(self.explanation_withdrawn)
            self.why.words.ended.connect(self.setFocus)
            self.why.confirmed.connect(self.confirmed)
            self._at_why.addWidget(self.why)
        return self.why

    def put_back(self) -> None:
        """Show what is kept in place of what was just written."""
        if self.why and self._shown:
            self.why.show_words(self.finding.explanation or "", self._shown.changed)

    def is_written(self) -> bool:
        """Tell whether a person is writing the explanation."""
        return self.why is not None and self.why.words.hasFocus()

    def _offer(self, offers: Offers) -> None:
        while len(self.buttons) > len(offers):
            gone = self.buttons.pop()
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.buttons) < len(offers):
            button = self._button(len(self.buttons))
            self.buttons.append(button)
            self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for button, (words, _) in zip(self.buttons, offers, strict=True):
            button.setText(words)
            button.setToolTip(plain_tip(words))

    def _button(self, place: int) -> QPushButton:
        button = WrapButton()
        button.setProperty("primary", place == 0)
        button.setEnabled(not self._locked)
        button.clicked.connect(lambda: self._take(place))
        return button

    def lock(self, *, locked: bool) -> None:
        """Take neither a suggestion nor a reason while nothing can be saved."""
        if self._locked == locked:
            return
        self._locked = locked
        for button in self.buttons:
            button.setEnabled(not locked)
        if self.why:
            self.why.lock(locked=locked)

    def _take(self, place: int) -> None:
        if self._shown is not None:
            self.taken.emit(self._shown.offers[place][1])

    def select(self, *, selected: bool) -> None:
        """Draw the card as the chosen one, or not."""
        if self.selected != selected:
            self.selected = selected
            self.update()

    # ---- person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.finding)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter or Space, move on with the arrows."""
        key = Qt.Key(event.key())
        if key in CHOOSING and self.hasFocus():
            self.chosen.emit(self.finding)
        elif key in MOVING:
            self.moved.emit(MOVING[key])
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the card can be clicked."""
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._over = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar of the chosen card and the frame of the one that has the keyboard."""
        painter = QPainter(self)
        if self.selected:
            painter.fillRect(self.rect(), style.ACTIVE_TINT)
            painter.fillRect(QRect(0, 0, style.px(BAR), self.height()), style.ACTIVE)
        elif self._over:
            painter.fillRect(self.rect(), style.HEADING)
        painter.fillRect(QRect(0, 0, self.width(), 1), style.BORDER)
        if self.hasFocus():
            painter.setPen(style.ACTIVE)
            painter.drawRect(self.rect().adjusted(style.px(BAR) + 1, 2, -3, -3))


class Folded(QWidget):
    """What does not add up only because of the finding above; shown on demand."""

    def __init__(self) -> None:
        """Start with nothing folded."""
        super().__init__()
        self.toggle = QPushButton()
        self.toggle.setProperty("link", True)
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show)
        self._words = ""
        self._list = text_label(muted=True, wrap=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.px(2))
        inside.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._list)
        self._list.hide()
        self.hide()

    def show_findings(self, findings: Sequence[Finding], words: str) -> None:
        """Say in ``words`` how many there are and, when open, which."""
        self._words = words
        self._list.setText("\n".join(f"{finding.code} {finding.text}" for finding in findings))
        self.setVisible(bool(findings))
        self._name()

    def _show(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal gives it
        self._list.setVisible(checked)
        self._name()

    def _name(self) -> None:
        self.toggle.setText(f"收起（{self._words}）" if self.toggle.isChecked() else self._words)


def _aloud(content: Content) -> str:
    """Return what a screen reader says of a card."""
    finding = content.finding
    state = "已说明" if content.quiet else content.changed or LEVELS[finding.level]
    return f"{state}，{finding.code} {finding.title}。{finding.text}"


def _tag(level: Level, *, quiet: bool) -> str:
    ink, tint = style.MUTED, style.HEADING
    if level in {Level.ERROR, Level.FAULT}:
        ink, tint = style.ERROR, style.ERROR_TINT
    elif level is Level.EXPLAIN and not quiet:
        ink, tint = style.EXPLAIN, style.EXPLAIN_TINT
    return (
        f"color: {ink.name()}; background: {tint.name()}; border: 1px solid {style.BORDER.name()};"
        f"border-radius: {style.px(4)}px; padding: 0 {style.px(4)}px; font-size: {style.px(style.SMALL)}px;"
    )

"""One finding as a card: code, title, sentence, what could be done, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.findings import Finding, Level, Suggestion
from gui import style
from gui.fields import Line, text_label

BAR = 3  # pixels, of the selected card
TAG_COLOURS = {
    Level.ERROR: (style.ERROR, style.ERROR_TINT),
    Level.FAULT: (style.ERROR, style.ERROR_TINT),
    Level.EXPLAIN: (style.EXPLAIN, style.EXPLAIN_TINT),
    Level.HINT: (style.MUTED, style.HEADING),
    Level.UNKNOWN: (style.MUTED, style.HEADING),
}
CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
MOVING = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}

Offers = tuple[tuple[str, Suggestion], ...]  # what a button says, what it does


class FindingCard(QFrame):
    """Shows a finding; says when it is chosen, when a suggestion is taken, when the arrows move on."""

    chosen = Signal(object)  # Finding
    taken = Signal(object)  # Suggestion
    moved = Signal(int)  # by so many cards
    explained = Signal(str)  # what the person writes, at every key
    explanation_left = Signal()
    explanation_withdrawn = Signal()  # Esc

    def __init__(self, finding: Finding, offers: Offers, follows: Sequence[Finding]) -> None:
        """Show a finding with what is offered and what is folded under it."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.selected = False
        self._over = False
        self._locked = False
        self._code = QLabel()
        self._title = text_label(heading=True, wrap=True)
        self._text = text_label(wrap=True)
        self._rows = QVBoxLayout()
        self.buttons: list[QPushButton] = []  # of the suggestions, in the order offered
        self._folded = Folded()
        self.why = Why()
        self.why.line.textEdited.connect(self.explained)
        self.why.line.left.connect(self.explanation_left)
        self.why.line.withdrawn.connect(self.explanation_withdrawn)
        self._build()
        self.finding = finding
        self._shown: tuple[Finding, Offers, tuple[Finding, ...]] | None = None
        self.show_finding(finding, offers, follows)

    def _build(self) -> None:
        self._code.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(BAR + 11, 10, 12, 11)
        inside.setSpacing(5)
        inside.addLayout(head)
        inside.addWidget(self._text)
        inside.addLayout(self._rows)
        inside.addWidget(self.why)
        inside.addWidget(self._folded)
        self._rows.setSpacing(5)
        self._rows.setContentsMargins(0, 2, 0, 0)

    def show_finding(self, finding: Finding, offers: Offers, follows: Sequence[Finding]) -> None:
        """Show the newest state; what did not change is not touched."""
        state = (finding, offers, tuple(follows))
        if state == self._shown:
            return
        before, self._shown, self.finding = self._shown, state, finding
        if before is None or before[0].level is not finding.level:
            self._code.setStyleSheet(_tag(finding.level))
        self._code.setText(finding.code)
        self._title.setText(finding.title or finding.text)
        self._text.setText(finding.text)
        self._text.setVisible(bool(finding.title))
        self.setAccessibleName(f"{finding.code} {finding.title}。{finding.text}")
        if before is None or before[1] != offers:
            self._offer(offers)
        self.why.setVisible(finding.level is Level.EXPLAIN)
        self.why.show_words(finding.explanation or "")
        self._folded.show_findings(follows)

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
            button.setToolTip(words)

    def _button(self, place: int) -> QPushButton:
        button = QPushButton()
        button.setProperty("primary", place == 0)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setEnabled(not self._locked)
        button.clicked.connect(lambda: self._take(place))
        return button

    def lock(self, *, locked: bool) -> None:
        """Take neither a suggestion nor a reason while nothing can be saved."""
        self._locked = locked
        for button in self.buttons:
            button.setEnabled(not locked)
        self.why.line.setReadOnly(locked)

    def _take(self, place: int) -> None:
        if self._shown is not None:
            self.taken.emit(self._shown[1][place][1])

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
            painter.fillRect(self.rect(), style.ACTIVE_TINT.lighter(104))
            painter.fillRect(QRect(0, 0, BAR, self.height()), style.ACTIVE)
        elif self._over:
            painter.fillRect(self.rect(), style.HEADING)
        painter.fillRect(QRect(0, 0, self.width(), 1), style.BORDER.lighter(106))
        if self.hasFocus():
            painter.setPen(style.ACTIVE)
            painter.drawRect(self.rect().adjusted(BAR + 1, 2, -3, -3))


class Why(QWidget):
    """Where a person writes why a figure may stand; kept with the finding and printed with the draft."""

    def __init__(self) -> None:
        """Start with nothing written."""
        super().__init__()
        self.line = Line()
        self.line.setPlaceholderText("在这里写明原因")
        self.line.setAccessibleName("说明")
        self._state = text_label(muted=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 2, 0, 0)
        inside.setSpacing(3)
        inside.addWidget(self.line)
        inside.addWidget(self._state)

    def show_words(self, words: str) -> None:
        """Show what is kept, unless the line shows it already."""
        if self.line.text() != words:
            self.line.setText(words)
        self._state.setText("已说明" if words else "还没有说明")


class Folded(QWidget):
    """What does not add up only because of the finding above; shown on demand."""

    def __init__(self) -> None:
        """Start with nothing folded."""
        super().__init__()
        self.toggle = QPushButton()
        self.toggle.setProperty("link", True)
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show)
        self._list = text_label(muted=True, wrap=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._list)
        self._list.hide()
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say how many there are and, when open, which."""
        self._count = len(findings)
        self._list.setText("\n".join(f"{finding.code} {finding.text}" for finding in findings))
        self.setVisible(bool(findings))
        self._name()

    def _show(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal gives it
        self._list.setVisible(checked)
        self._name()

    def _name(self) -> None:
        words = f"另有 {self._count} 处随之不平"
        self.toggle.setText(f"收起（{words}）" if self.toggle.isChecked() else words)


def _tag(level: Level) -> str:
    ink, tint = TAG_COLOURS[level]
    return (
        f"color: {ink.name()}; background: {tint.name()}; border: 1px solid {ink.lighter(190).name()};"
        f"border-radius: 4px; padding: 0 4px; font-size: {style.SMALL}px;"
    )

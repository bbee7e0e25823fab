"""Fields of pages and dialogs: a line to type in, and labels in two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
)

from core import keys
from gui import style

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QPaintEvent, QWheelEvent
    from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

    Editor = QLineEdit | QTextEdit | QPlainTextEdit

JOURNAL = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
LABEL_WIDTH = 56  # pixels, four characters
SPACING = 8  # between lines
GAP = 10  # between label, field and hint
ARROW = 14
FIELD, HINT = 1, 2  # columns
NO_KIND = "请选择"


def left_to_window(event: QEvent) -> bool:
    """Pass the keys of undo and redo on, which belong to the window and never to a field; tell if so."""
    if not isinstance(event, QKeyEvent) or not any(event.matches(key) for key in JOURNAL):
        return False
    event.ignore()
    return True


def edit_menu(editor: Editor, *, selected: bool, writable: bool) -> QMenu:
    """Return the menu of a field: the window's undo is not in it, because it belongs to all fields."""
    menu = QMenu(editor)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for text, call, enabled in (
        ("剪切", editor.cut, selected and writable),
        ("复制", editor.copy, selected),
        ("粘贴", editor.paste, writable),
        ("全选", editor.selectAll, True),
    ):
        action = menu.addAction(text)
        action.triggered.connect(call)
        action.setEnabled(enabled)
    return menu


class Line(QLineEdit):
    """One line of text whose undo is the window's; tells when the person is finished with it."""

    left = Signal()  # the keyboard went elsewhere, or Enter was pressed
    withdrawn = Signal()  # Esc

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window, and Esc to this field."""
        return False if left_to_window(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Enter and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.withdrawn.emit()
            event.ignore()  # a dialog closes
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
            event.ignore()  # a dialog takes it as its answer
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere; a menu of this field is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of a field."""
        edit_menu(self, selected=self.hasSelectedText(), writable=not self.isReadOnly()).exec(
            event.globalPos()
        )


class Choice(QComboBox):
    """A choice of a few words; the mouse wheel scrolls the page and never changes the choice."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow that says that there is a choice; the style sheet leaves room for it."""
        super().paintEvent(event)
        half, middle = style.px(ARROW) // 4, self.height() // 2
        centre = self.width() - style.px(ARROW // 2 + 8)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.MUTED, max(1.0, style.px(15) / 10)))
        for side in (-half, half):
            painter.drawLine(centre + side, middle - half // 2, centre, middle + half - half // 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


def kind_choice() -> Choice:
    """Return the choice of a unit's kind, which starts with none."""
    choice = Choice()
    choice.addItem(NO_KIND, "")
    for kind in keys.UNIT_KINDS:
        choice.addItem(kind, kind)
    return choice


def text_label(text: str = "", *, muted: bool = False, heading: bool = False, wrap: bool = False) -> QLabel:
    """Return a label that never takes its text for markup (RELIABILITY.md 7)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    for look, wanted in (("muted", muted), ("heading", heading)):
        if wanted:
            label.setProperty(look, True)
    return label


def answer_button(text: str, look: str) -> QPushButton:
    """Return a button that Enter does not press from elsewhere; ``look`` is a property of the style sheet."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    if look:
        button.setProperty(look, True)
    return button


def link(words: str) -> QPushButton:
    """Return a button that looks like a link."""
    button = QPushButton(words)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def card(frame: QFrame, title: str) -> QVBoxLayout:
    """Make a frame a white card with a heading; return the column below it."""
    frame.setProperty("card", True)
    column = QVBoxLayout(frame)
    column.setContentsMargins(style.px(16), style.px(12), style.px(16), style.px(14))
    column.setSpacing(style.px(10))
    column.addWidget(text_label(title, heading=True))
    return column


def plain_tip(text: str) -> str:
    """Return a tooltip that says these words: Qt takes one with HTML in it for markup, and reads files.

    Every tooltip with words from elsewhere passes here (RELIABILITY.md 7; a house test looks).
    """
    if "<" not in text and "&" not in text:
        return text
    from html import escape  # noqa: PLC0415 - dear to load, and few tips need it

    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'


class FieldGrid(QGridLayout):
    """Labels at the left, right-aligned; fields beside them; a muted hint under or behind a field."""

    def __init__(self, column: int = HINT) -> None:
        """Start empty; a wide parent stretches the given column."""
        super().__init__()
        self.setHorizontalSpacing(style.px(GAP))
        self.setVerticalSpacing(style.px(SPACING))
        self.setColumnMinimumWidth(0, style.px(LABEL_WIDTH))
        self.setColumnStretch(column, 1)

    def add(self, name: str, field: QWidget | QLayout, hint: str = "") -> None:
        """Add one line: its name, a field or a row of them, and a hint."""
        row = self.rowCount()
        label = text_label(name)
        several = isinstance(field, QVBoxLayout)
        upright = Qt.AlignmentFlag.AlignTop if several else Qt.AlignmentFlag.AlignVCenter
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight | upright)
        if isinstance(field, QLayout):
            self.addLayout(field, row, FIELD)
        else:
            fixed = field.minimumWidth() == field.maximumWidth()
            left = Qt.AlignmentFlag.AlignLeft if fixed else Qt.AlignmentFlag(0)
            self.addWidget(field, row, FIELD, left)
            label.setBuddy(field)
            field.setAccessibleName(name)
        if hint:
            self.addWidget(text_label(hint, muted=True, wrap=True), row, HINT)

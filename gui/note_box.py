"""The field for a note: a few lines of plain words, whose undo is the window's."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui import style
from gui.fields import edit_menu, left_to_window

LINES = 3  # shown; a longer note scrolls


class NoteBox(QPlainTextEdit):
    """Takes plain words; Enter is the end of a note, Shift+Enter of a line, Esc takes back what was typed."""

    edited = Signal()
    left = Signal()  # the keyboard went elsewhere
    finished = Signal()  # Enter
    withdrawn = Signal()  # Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + style.px(20))
        self.textChanged.connect(self.edited)

    def words(self) -> str:
        """Return what stands here, as it is kept."""
        return unicodedata.normalize("NFC", self.toPlainText())

    def show_words(self, words: str) -> None:
        """Put words here, unless they stand here already; the caret goes behind them."""
        if self.words() != words:
            self.setPlainText(words)
            self.moveCursor(QTextCursor.MoveOperation.End)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        return False if left_to_window(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice Enter and Esc."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape:
            self.withdrawn.emit()
        elif enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.finished.emit()
        elif enter and not self.isReadOnly():
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere; a menu of this field is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of a field."""
        selected = self.textCursor().hasSelection()
        edit_menu(self, selected=selected, writable=not self.isReadOnly()).exec(event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain lines, but never into a note that is only to be read."""
        if source.hasText() and not self.isReadOnly():
            self.insertPlainText(source.text())

"""A box for plain prose: official paragraphs on screen, nothing but text inside.

``QPlainTextEdit`` knows neither line spacing nor indents, so this is a ``QTextEdit`` that only ever takes
and gives plain text: nothing is parsed as markup and no file named in a text is read (RELIABILITY.md 7).
Positions outside this file are code points.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from core.history import splice
from core.writers.layout import paragraph
from gui.bridge import to_points, to_units
from gui.fields import edit_menu, is_journal

LINE_HEIGHT = 128  # per cent of the font's own, which for Chinese fonts is about 1.45 characters
INDENT = 2  # characters
COLUMN = 45  # characters in a line at most
GAP = 3  # pixels between paragraphs
EDGE = 14  # pixels around the text
_BREAKS = str.maketrans({"\v": "\n", "\f": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n"})


class Prose(QTextEdit):
    """Shows and takes plain text; its undo is the window's."""

    edited = Signal()  # what stands here may differ from what was put here
    left = Signal()  # the keyboard went elsewhere

    def __init__(self, size: float, parent: QWidget | None = None, *, column: int = COLUMN) -> None:
        """Use a font of ``size`` points and lines of at most ``column`` characters, centred; 0: no limit."""
        super().__init__(parent)
        font = QFont(self.font())
        font.setPointSizeF(size)
        self.setFont(font)
        self._column = column
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(EDGE)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; }")
        self._headings = Headings(self)
        self._dress()
        self.textChanged.connect(self.edited)

    # ---- text

    def text(self) -> str:
        """Return what stands here, paragraphs separated by one line feed."""
        return self.document().toRawText().replace("\u2029", "\n")

    def differs_from(self, stored: str) -> bool:
        """Tell whether something else stands here than a stored text."""
        return self.text() != shown(stored)

    def show_text(self, text: str) -> None:
        """Put a text here; only the stretch that differs is touched, so the caret stays where it was."""
        now, wanted = self.text(), shown(text)
        if now == wanted:
            return
        start, removed, inserted = splice(now, wanted)
        self.replace(start, start + len(removed), inserted)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in place of a stretch."""
        now = self.text()
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_units(now, start))
        cursor.setPosition(to_units(now, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def caret(self) -> int:
        """Return the caret's place."""
        return to_points(self.text(), self.textCursor().position())

    def set_caret(self, place: int) -> None:
        """Put the caret at a place and bring it into view."""
        cursor = self.textCursor()
        cursor.setPosition(to_units(self.text(), place))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # ---- look

    def _dress(self) -> None:
        """Give every paragraph, also those to come, the line height and indent."""
        form = QTextBlockFormat()
        form.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTextIndent(INDENT * self._character())
        form.setBottomMargin(GAP)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(form)

    def _character(self) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance("国")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines short enough to be read, in the middle."""
        if self._column:
            spare = self.width() - self._column * self._character() - 2 * self.document().documentMargin()
            side = max(0, int(spare / 2))
            self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)

    # ---- keys, menu, clipboard

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and is_journal(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass undo and redo on; Shift+Enter ends a paragraph like Enter, official papers know no other."""
        if is_journal(event):
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.isReadOnly():
            cursor = self.textCursor()
            cursor.insertBlock()
            self.setTextCursor(cursor)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what an input method writes, but never into a text that is only to be read."""
        if self.isReadOnly():
            event.ignore()
        else:
            super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere; a menu of this box is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of a field."""
        selected = self.textCursor().hasSelection()
        edit_menu(self, selected=selected, writable=not self.isReadOnly()).exec(event.globalPos())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text only."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain paragraphs, but never into a text that is only to be read."""
        if source.hasText() and not self.isReadOnly():
            cursor = self.textCursor()
            cursor.insertText(pasted(source.text()))
            self.setTextCursor(cursor)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy as plain text."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data


class Headings(QSyntaxHighlighter):
    """Shows in bold what the documents will print as a heading."""

    def __init__(self, editor: QTextEdit) -> None:
        """Watch an editor's paragraphs."""
        super().__init__(editor.document())
        self._bold = QTextCharFormat()
        self._bold.setFontWeight(QFont.Weight.Bold)

    def highlightBlock(self, text: str) -> None:
        """Mark one paragraph, or the phrase that opens it."""
        content = text.strip()
        if not content.startswith(("（", *"0123456789")):
            return
        found = paragraph(content)
        if found.level:
            self.setFormat(0, len(text), self._bold)
        elif found.lead:
            self.setFormat(0, text.index(content) + found.lead, self._bold)


def shown(text: str) -> str:
    """Return a stored text as an editor holds it; every character keeps its place."""
    return text.replace("\u2029", "\n")


def pasted(text: str) -> str:
    """Return a pasted text with one kind of line break and composed characters, as the session keeps it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_BREAKS))

"""A box for plain prose: official paragraphs on screen, nothing but text inside.

``QPlainTextEdit`` knows neither line spacing nor indents, so this is a ``QTextEdit`` that only ever takes
and gives plain text: nothing is parsed as markup and no file named in a text is read (RELIABILITY.md 7).
Positions outside this file are code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextEdit, QToolTip, QWidget

from core.errors import Refused
from core.history import splice
from core.narrative.stretches import Stretch, sentences
from gui import style
from gui.bridge import to_points, to_units
from gui.fields import edit_menu, left_to_window
from gui.marks import SIGNED, Mark, look

LINE_HEIGHT = 128  # per cent of the font's own, which for Chinese fonts is about 1.45 characters
INDENT = 2  # characters
COLUMN = 45  # characters in a line at most
GAP = 3  # pixels between paragraphs
EDGE = 14  # pixels around the text
SIGN = 11  # pixels, of the signs beside the lines
OF_CARET = {Qt.InputMethodQuery.ImCursorRectangle, Qt.InputMethodQuery.ImAnchorRectangle}
PASTE = "粘贴"
NOTHING = "剪贴板里没有文字，没有粘贴。"
PICTURE = "剪贴板里只有图片，没有文字，没有粘贴。"
FILE = "这里只放文字。请先打开文件，再复制里面的文字。"


class Prose(QTextEdit):
    """Shows and takes plain text; its undo is the window's."""

    edited = Signal(str)  # what stands here may differ; how it came there, empty: typed
    left = Signal()  # the keyboard went elsewhere
    said = Signal(str)  # a sentence for the notice line
    refused = Signal(object)  # core.errors.Refused

    def __init__(self, size: float, parent: QWidget | None = None, *, column: int = COLUMN) -> None:
        """Use a font of ``size`` points and lines of at most ``column`` characters, centred; 0: no limit."""
        super().__init__(parent)
        font = QFont(self.font())
        font.setPointSizeF(style.pt(size))
        font.setKerning(False)
        font.setStyleStrategy(
            QFont.StyleStrategy.PreferNoShaping
        )  # Chinese needs none; keys cost a third less
        self.setFont(font)
        self._column = column
        self._doing = ""
        self._marks: tuple[Mark, ...] = ()
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(style.px(EDGE))
        self.setStyleSheet("QTextEdit { background: transparent; border: none; }")
        self._headings = Headings(self)
        self._dress()
        self.textChanged.connect(self._tell)

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

    def set_caret(self, place: int, to: int | None = None) -> None:
        """Put the caret at a place, or select up to another one, and bring it into view."""
        text, cursor = self.text(), self.textCursor()
        cursor.setPosition(to_units(text, place))
        if to is not None:
            cursor.setPosition(to_units(text, to), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def sentence(self) -> Stretch | None:
        """Return the sentence the caret stands in, or else right behind; None where there is none."""
        caret = self.caret()
        around = [one for one in sentences(self.text()) if one.start <= caret <= one.end]
        return around[-1] if around else None

    def _tell(self) -> None:
        self.edited.emit(self._doing)

    # ---- marks

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Mark words in place of those marked before; nothing is laid out anew."""
        if tuple(marks) == self._marks:
            return
        self._marks = tuple(marks)
        text, found = self.text(), []
        for mark in self._marks:
            cursor = QTextCursor(self.document())
            cursor.setPosition(to_units(text, min(mark.start, len(text))))
            cursor.setPosition(to_units(text, min(mark.end, len(text))), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, look(mark.kind)  # type: ignore[attr-defined]  # absent from the stubs
            found.append(selection)
        self.setExtraSelections(found)
        self.viewport().update()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return what is marked."""
        return self._marks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and beside its lines the signs of what must be looked at."""
        super().paintEvent(event)
        signed = [mark for mark in self._marks if mark.kind in SIGNED]
        if not signed:
            return
        painter = QPainter(self.viewport())
        text, taken = self.text(), set[int]()
        for mark in signed:
            line = self._line(text, mark.start)
            if line.top() not in taken and line.intersects(event.rect()):
                taken.add(line.top())
                style.icon(mark.kind, SIGNED[mark.kind]).paint(painter, line)

    def _line(self, text: str, place: int) -> QRect:
        """Return where the sign of a line stands."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_units(text, min(place, len(text))))
        caret, size = self.cursorRect(cursor), style.px(SIGN)
        return QRect(style.px(1), caret.center().y() - size // 2, size, size)

    def _show_tip(self, event: QHelpEvent) -> None:
        """Say what is marked under the mouse; never as markup from the text."""
        text = self.text()
        place = to_points(text, self.cursorForPosition(event.pos()).position())
        said = [mark.text for mark in self._marks if mark.text and mark.start <= place <= mark.end]
        QToolTip.showText(event.globalPos(), "".join(f"<p>{escape(one)}</p>" for one in said), self)

    # ---- look

    def _dress(self) -> None:
        """Give every paragraph, also those to come, the line height and indent."""
        form = QTextBlockFormat()
        form.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTextIndent(INDENT * self._character())
        form.setBottomMargin(style.px(GAP))
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

    def setReadOnly(self, ro: bool) -> None:  # noqa: FBT001 - Qt's own
        """Take nothing, but let words be chosen and copied, with keys too."""
        super().setReadOnly(ro)
        if ro:
            mouse, keys = (
                Qt.TextInteractionFlag.TextSelectableByMouse,
                Qt.TextInteractionFlag.TextSelectableByKeyboard,
            )
            self.setTextInteractionFlags(mouse | keys)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        return False if left_to_window(event) else super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what a mark means when the mouse rests on it."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift+Enter ends a paragraph like Enter, official papers know no other."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.isReadOnly():
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

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:
        """Say where the caret is, so that candidates stand below it: Qt forgets the margins beside lines."""
        if argument is not None:
            return super().inputMethodQuery(query, argument)
        known: object = super().inputMethodQuery(query)
        if query in OF_CARET and isinstance(known, QRect | QRectF):
            return known.translated(self.viewport().pos())
        return known

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere; a menu of this box is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu where the mouse is, or below the caret if a key asked for it."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.menu_at().exec(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))
        else:
            self.menu_at(event.pos()).exec(event.globalPos())

    def menu_at(self, place: QPoint | None = None) -> QMenu:
        """Return the menu of a field and what else can be done; the caret goes to a place in the view."""
        if place is not None and not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(place))
        selected = self.textCursor().hasSelection()
        menu = edit_menu(self, selected=selected, writable=not self.isReadOnly())
        if self.actions():
            menu.addSeparator()
            menu.addActions(self.actions())
        return menu

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text only."""
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain paragraphs and say what was left behind; never into a text that is only read."""
        from core.pasting import prose  # noqa: PLC0415 - the first paste may wait, the start may not

        if self.isReadOnly():
            return
        if any(url.isLocalFile() for url in source.urls()):
            self.said.emit(FILE)
            return
        try:
            pasted = prose.read(source.html() if source.hasHtml() else "", source.text())
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        if not pasted.text:
            self.said.emit(PICTURE if pasted.pictures or source.hasImage() else NOTHING)
            return
        self.insert(pasted.text, PASTE)
        if pasted.notice:
            self.said.emit(pasted.notice)

    def insert(self, text: str, doing: str) -> None:
        """Put a text in place of the selection, as an act of its own with a name."""
        cursor = self.textCursor()
        self._doing = doing
        try:
            cursor.insertText(text)
        finally:
            self._doing = ""
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

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
        from core.writers.layout import paragraph  # noqa: PLC0415 - few texts that a start paints need it

        found = paragraph(content)
        if found.level:
            self.setFormat(0, len(text), self._bold)
        elif found.lead:
            self.setFormat(0, text.index(content) + found.lead, self._bold)


def shown(text: str) -> str:
    """Return a stored text as an editor holds it; every character keeps its place."""
    return text.replace("\u2029", "\n")

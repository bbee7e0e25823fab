"""Where a person writes why something may stand: plain text that grows with its words."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QMimeData, QSizeF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from gui import style
from gui.fields import edit_menu, left_to_window, text_label
from gui.wrap_button import WrapButton

MOST_LINES = 8  # then it scrolls
EDGE = 4  # pixels around the words


class Words(QTextEdit):
    """A few lines of plain text, as high as they are; undo is the window's."""

    edited = Signal(str)
    left = Signal()  # the keyboard went elsewhere, or Enter was pressed
    withdrawn = Signal()  # Esc
    ended = Signal()  # Enter: the keyboard may go elsewhere

    def __init__(self) -> None:
        """Start with one empty line."""
        super().__init__()
        self._written = False  # something was typed that Esc takes back
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(style.px(EDGE))
        self.setStyleSheet(
            f"QTextEdit {{ background: {style.CARD.name()}; border: 1px solid {style.BORDER.name()};"
            f" border-radius: {style.px(6)}px; }}"
            f"QTextEdit:focus {{ border: 1px solid {style.ACTIVE.name()}; }}"
            f"QTextEdit[readOnly='true'] {{ background: {style.HEADING.name()}; }}"
        )
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._on_changed)
        self._grow(self.document().size())

    def text(self) -> str:
        """Return the words, lines separated by one line feed."""
        return self.document().toRawText().replace("\u2029", "\n")

    def show_words(self, words: str) -> None:
        """Show other words, unless these stand here already."""
        if unicodedata.normalize("NFC", self.text()) != words:
            self.setPlainText(words)
            self._written = False
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            self.setTextCursor(cursor)

    def _on_changed(self) -> None:
        self._written = True
        self.edited.emit(self.text())

    def _grow(self, size: QSizeF) -> None:
        line = self.fontMetrics().lineSpacing()
        most = MOST_LINES * line + 2 * style.px(EDGE)
        self.setFixedHeight(min(round(size.height()), most) + 2)
        full = size.height() > most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        return False if left_to_window(event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the end, with Shift a new line; Esc takes back, and with nothing to take back leaves."""
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            event.setAccepted(self._written)  # else the window takes it
            self._written = False
            self.withdrawn.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not shifted:
            self.left.emit()
            self.ended.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.isReadOnly():
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere; a menu of this field is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._written = False
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of a field."""
        selected = self.textCursor().hasSelection()
        edit_menu(self, selected=selected, writable=not self.isReadOnly()).exec(event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text."""
        if source.hasText() and not self.isReadOnly():
            self.textCursor().insertText("\n".join(source.text().splitlines()))


class Why(QWidget):
    """The explanation of a finding; kept with it, printed with the draft, marked when its figures change."""

    confirmed = Signal()  # the words still hold

    def __init__(self) -> None:
        """Start with nothing written."""
        super().__init__()
        self.words = Words()
        self.words.setPlaceholderText("在这里写明原因")
        self.words.setAccessibleName("出错说明")
        self._state = text_label(muted=True, wrap=True)
        self._changed = text_label(wrap=True)
        self._changed.setStyleSheet(f"color: {style.EXPLAIN.name()}; font-weight: bold;")
        self.still = WrapButton("仍然适用")
        self.still.setToolTip("说明不用改，对现在的数值也适用")
        self.still.clicked.connect(self.confirmed)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, style.px(2), 0, 0)
        inside.setSpacing(style.px(4))
        for part in (self.words, self._state, self._changed):
            inside.addWidget(part)
        inside.addWidget(self.still, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_words("", "")

    def show_words(self, words: str, changed: str) -> None:
        """Show what is kept, and whether its figures have ``changed`` since."""
        self.words.show_words(words)
        self._state.setText("已说明，数值变动后会提醒重看" if words else "还没有说明")
        self._state.setVisible(not changed)
        sign = style.SIGNS["explain"]
        self._changed.setText(f"{sign} {changed}" if changed else "")
        self._changed.setVisible(bool(changed))
        self.still.setVisible(bool(changed))

    def lock(self, *, locked: bool) -> None:
        """Take nothing more, or take it again."""
        self.words.setReadOnly(locked)
        self.still.setEnabled(not locked)

"""Editing of single cells: every key goes to the session at once, nothing answers back.

The editor's text is written from outside only when its value differs from the report's, as after undo: a
plain ``setText`` would corrupt typing in the middle of a number (HOUSE.md 3).
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import style
from gui.tables.exchange import holds_block
from gui.tables.letters import Letters
from gui.tables.model import EDIT, FormModel, Index


class Leave(Enum):
    """Where to go after a figure is typed."""

    DOWN = "down"
    UP = "up"
    NEXT = "next"
    PREVIOUS = "previous"


KEYS = {
    Qt.Key.Key_Tab: Leave.NEXT,
    Qt.Key.Key_Backtab: Leave.PREVIOUS,
    Qt.Key.Key_Return: Leave.DOWN,
    Qt.Key.Key_Enter: Leave.DOWN,
    Qt.Key.Key_Down: Leave.DOWN,
    Qt.Key.Key_Up: Leave.UP,
}
ARROWS = {Qt.Key.Key_Down, Qt.Key.Key_Up}
JOURNAL = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def leaving(event: QKeyEvent, *, arrows: bool) -> Leave | None:
    """Return where a key leads; None if it stays; up and down lead only with ``arrows``."""
    key = Qt.Key(event.key())
    if key in ARROWS and not arrows:
        return None
    where = KEYS.get(key)
    if where is Leave.DOWN and key not in ARROWS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return Leave.UP
    return where


class CellDelegate(QStyledItemDelegate):
    """Opens the one editor of a table and listens to its keys."""

    left = Signal(object)  # Leave: the editor was closed by a key that leads on
    block_pasted = Signal()  # more than one figure is to be pasted: that is the table's business

    def __init__(self, model: FormModel, letters: Letters, parent: QObject) -> None:
        """Work for one model."""
        super().__init__(parent)
        self._model = model
        self._letters = letters
        self.arrows_leave = True  # false while the caret is moved inside the figure (F2)
        self.editor: QLineEdit | None = None

    def lay_out(self, letters: Letters) -> None:
        """Take over the fonts."""
        self._letters = letters

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a line to type in; what was typed elsewhere before is one step of its own."""
        self._model.session.close_group()
        editor = QLineEdit(parent)
        editor.setFrame(False)
        editor.setFont(self._letters.value.font)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setStyleSheet(
            f"QLineEdit, QLineEdit:focus {{ border: {self._letters.px(2)}px solid {style.ACTIVE.name()};"
            f" border-radius: 0; padding: 0 {max(1, self._letters.pad - self._letters.px(2) - 2)}px;"
            f" background: {style.CARD.name()}; }}"
        )
        cell = self._model.cell(index)
        editor.setAccessibleName("" if cell is None else f"{cell.row.label}，{cell.column.label}")
        editor.textEdited.connect(lambda _text: self.commitData.emit(editor))
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the report's value in the editor if the editor holds another value."""
        if not isinstance(editor, QLineEdit):
            return
        if self._model.parse(index, editor.text()) != self._model.holds(index):
            editor.setText(str(self._model.data(index, EDIT)))

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Hand the text to the session."""
        if isinstance(editor, QLineEdit):
            self._model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Cover the cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]  # absent from the stubs

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """End the step that was typed."""
        if editor is self.editor:
            self.editor = None
            self.arrows_leave = True
        self._model.session.close_group()
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter, Tab and arrows lead on, Esc take back, and undo and redo pass to the window."""
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QLineEdit):
            return super().eventFilter(watched, event)
        if any(event.matches(keys) for keys in JOURNAL):
            event.ignore()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        return self._pressed(watched, event) or super().eventFilter(watched, event)

    def _pressed(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        """Act on a key that is not the editor's; False if it is the editor's."""
        if event.key() == Qt.Key.Key_Escape:
            self._model.cancel_typing()
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            return True
        if event.matches(QKeySequence.StandardKey.Paste) and holds_block():
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.block_pasted.emit()
            return True
        where = leaving(event, arrows=self.arrows_leave)
        if where is not None:
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.left.emit(where)
        return where is not None or event.key() in ARROWS

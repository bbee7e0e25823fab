"""The lines of the card below the table, as Qt's model: made of plain texts, nothing is built per line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gui.fields import plain_tip

HEADINGS = ("位置", "内容", "说明")
MOST_SHOWN = 300  # lines; the copied list has them all
SURELY_SEEN = 8  # characters that are never cut off

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
KEY = int(Qt.ItemDataRole.UserRole)  # of the cell that a line is about, or empty

Told = tuple[str, str, str, str]  # where, what, why; key of the cell or empty
Index = QModelIndex | QPersistentModelIndex


class PasteLines(QAbstractTableModel):
    """Where, what and why, line by line."""

    _lines: tuple[Told, ...] = ()

    def show_lines(self, lines: Sequence[Told]) -> None:
        """Show other lines; beyond the most that are shown one line says how many there are."""
        self.beginResetModel()
        more = len(lines) - MOST_SHOWN
        rest: list[Told] = [("", f"另有 {more} 项", "“复制清单”里有全部", "")] if more > 0 else []
        self._lines = (*lines[:MOST_SHOWN], *rest)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Return a text on one line, all of it in the tip if it may be cut off, the cell's key."""
        if role == KEY:
            return self._lines[index.row()][-1]
        if role not in {DISPLAY, TOOLTIP}:
            return None
        text = self._lines[index.row()][index.column()]
        if role == TOOLTIP:
            return plain_tip(text) if len(text) > SURELY_SEEN else None
        return text.replace("\n", " ").replace("\t", "  ")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Return what a column holds."""
        return HEADINGS[section] if role == DISPLAY and orientation == Qt.Orientation.Horizontal else None

"""Copying, cutting and pasting between a table and the system's clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from core.errors import Refused
from gui.tables.model import FormModel

if TYPE_CHECKING:
    from core.pasting import Copied


IDLE = 1_500  # milliseconds after a table is first shown: the start is over, the person reads


class Selecting(Protocol):
    """Who knows what is selected."""

    def current_key(self) -> str:
        """Return the key of the current figure."""

    def selected_keys(self) -> tuple[str, ...]:
        """Return the keys of all that is selected."""


class Exchange(QObject):
    """Reads and fills the clipboard; what a paste would do is told before it is done."""

    placed = Signal(object)  # core.pasting.Placement
    refused = Signal(str)  # a sentence to show

    def __init__(self, view: Selecting, model: FormModel, parent: QObject) -> None:
        """Work for one table."""
        super().__init__(parent)
        self._view = view
        self._model = model
        self._ahead = QTimer(self, singleShot=True, interval=IDLE)
        self._ahead.timeout.connect(_prepare)
        self._ahead.start()

    def copy(self) -> None:
        """Put the selected figures on the clipboard, as they are shown."""
        from core.pasting import copy_cells  # noqa: PLC0415 - a start without copying needs none of it

        report, table = self._model.report, self._model.table
        _offer(copy_cells(report, table, self._view.selected_keys()))

    def copy_table(self) -> None:
        """Put the whole table with its labels on the clipboard."""
        from core.pasting import copy_table  # noqa: PLC0415 - as above

        _offer(copy_table(self._model.report, self._model.table))

    def cut(self) -> None:
        """Copy the selected figures, then blank those that a person types."""
        self.copy()
        self.clear()

    def clear(self) -> None:
        """Blank the selected figures that a person types, as one step named by their area."""
        from core.pasting import area  # noqa: PLC0415 - as above

        chosen = self._view.selected_keys()
        self._model.clear_cells(chosen, area(self._model.table, chosen))

    def paste(self) -> None:
        """Find out where the clipboard's content belongs, and tell."""
        from core import pasting  # noqa: PLC0415 - as above

        mime = _copied()
        selected = self._view.selected_keys()
        try:
            clip = pasting.read(mime.html(), mime.text()) if mime else pasting.Clip()
        except Refused as refusal:
            self.refused.emit(str(refusal))
            return
        if clip.empty:
            self.refused.emit("剪贴板里没有可以粘贴的内容，请先在表格或网页里复制。")
            return
        start = selected[0] if len(selected) > 1 else self._view.current_key()
        self.placed.emit(pasting.place(self._model.report, self._model.table, clip, start, selected))


def _prepare() -> None:
    """Load what a paste needs, so that the first one is as quick as any other."""
    import lxml.etree  # noqa: F401, PLC0415 - nobody waits for it here

    import core.pasting  # noqa: F401, PLC0415 - as above


def holds_block() -> bool:
    """Tell whether the clipboard holds more than one figure, which no single cell can take."""
    text = QGuiApplication.clipboard().text().strip()
    return "\t" in text or "\n" in text


def _copied() -> QMimeData | None:
    """Return what is on the clipboard; Qt's own word that there always is something does not hold."""
    return QGuiApplication.clipboard().mimeData()


def _offer(copied: Copied) -> None:
    mime = QMimeData()
    mime.setText(copied.text)
    mime.setHtml(copied.html)
    QGuiApplication.clipboard().setMimeData(mime)

"""A line that holds a folder or a file's place, with a button to choose it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from gui import style
from gui.fields import Line


class FolderLine(QWidget):
    """A folder, typed or chosen."""

    changed = Signal()

    def __init__(self, folder: Path, title: str, parent: QWidget | None = None) -> None:
        """Start with a folder; ``title`` is what the standard dialog says."""
        super().__init__(parent)
        self._title = title
        self.line = Line(str(folder))
        self.line.setAccessibleName(title)
        self.button = QPushButton("选择…")
        self.button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(8))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.button.clicked.connect(self._choose)
        self.setFocusProxy(self.line)

    def folder(self) -> Path:
        """Return the folder as it stands in the line."""
        return Path(self.line.text().strip()).expanduser()

    def missing(self) -> str:
        """Return what is wrong with the folder; empty if it can be used."""
        if not self.line.text().strip():
            return "请选择文件夹。"
        if not self.folder().is_absolute():
            return "请写完整的文件夹路径，或点“选择…”。"
        return "" if self.folder().is_dir() else "没有这个文件夹，请另选一个。"

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._title, str(self.folder()))
        if chosen:
            self.line.setText(chosen)

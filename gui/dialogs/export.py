"""Where to export to, and in which formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gui.dialogs.place import FolderLine
from gui.dialogs.question import Question

FORMATS = (
    ("xlsx", "Excel 表格（合计带公式，可继续填写）"),
    ("pdf", "PDF 文件（按公文格式排好，可直接打印）"),
    ("json", "数据文件（供别的程序读取，内容完整）"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    folder: Path
    formats: tuple[str, ...]


class ExportDialog(Question):
    """Asks for folder and formats; writing is the caller's."""

    def __init__(self, folder: Path, name: str = "", parent: QWidget | None = None) -> None:
        """Start with a folder and one format ticked; all of them if ``name`` is empty."""
        super().__init__("导出", "导出", parent)
        self.folder = FolderLine(folder, "选择导出到哪个文件夹")
        self.ticks = {format_name: QCheckBox(words) for format_name, words in FORMATS}
        column = QVBoxLayout()
        column.setSpacing(6)
        for format_name, tick in self.ticks.items():
            tick.setChecked(name in {"", format_name})
            tick.toggled.connect(lambda _: self.check())
            column.addWidget(tick)
        self.fields.add("导出到", self.folder)
        self.fields.add("格式", column)
        self.folder.changed.connect(self.check)
        self.check()

    def values(self) -> Wanted:
        """Return the answers."""
        chosen = tuple(name for name, tick in self.ticks.items() if tick.isChecked())
        return Wanted(self.folder.folder(), chosen)

    def missing(self) -> str:
        """Return what is missing."""
        return self.folder.missing() or ("" if self.values().formats else "请至少勾选一种格式。")

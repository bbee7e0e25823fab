"""Where a copy on a stick goes: the sticks that are in, or any folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.dialogs.place import FolderLine
from gui.dialogs.question import Question
from gui.fields import Choice, Line
from gui.files import SUFFIX

NO_STICK = "没有发现 U 盘。请插好后重新打开这个窗口，或者在下面选文件夹。"
ANOTHER = "别的文件夹"


class StickDialog(Question):
    """Asks for stick, folder and name; writing is the caller's."""

    def __init__(
        self, sticks: Sequence[Path], folder: Path, name: str, parent: QWidget | None = None
    ) -> None:
        """Propose the first stick, else a folder."""
        super().__init__("另存到 U 盘", "写到 U 盘", parent)
        self.sticks = Choice()
        for stick in sticks:
            self.sticks.addItem(f"U 盘 {stick}", str(stick))
        self.sticks.addItem(ANOTHER, "")
        self.folder = FolderLine(sticks[0] if sticks else folder, "选择 U 盘上的文件夹")
        self.name = Line(name)
        self.fields.add("U 盘", self.sticks)
        self.fields.add("文件夹", self.folder)
        self.fields.add("文件名", self.name)
        self.sticks.activated.connect(self._on_stick)
        self.folder.changed.connect(self.check)
        self.name.textChanged.connect(lambda _: self.check())
        self._none = not sticks
        self.check()

    def target(self) -> Path:
        """Return the file to be written."""
        name = self.name.text().strip()
        return self.folder.folder() / (name if name.endswith(SUFFIX) else f"{name}{SUFFIX}")

    def missing(self) -> str:
        """Return what is missing."""
        if not self.name.text().strip():
            return "请填写文件名。"
        return self.folder.missing()

    def check(self) -> None:
        """Say besides that no stick was found, as long as nothing else is to be said."""
        super().check()
        if self._none and not self.missing():
            self.sentence.setText(NO_STICK)

    def _on_stick(self) -> None:
        if place := str(self.sticks.currentData()):
            self.folder.line.setText(place)

"""Where to export to, in which formats, and what goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from core import export
from gui import style
from gui.dialogs.place import FolderLine
from gui.dialogs.question import Question
from gui.export_words import BLANK, DRAFT, SEPARATE, WORDS

LINES = 6  # pixels between two lines at every zoom: a large dialog must fit a small screen


def offered() -> tuple[str, ...]:
    """Return what this version exports, in order: the writers' formats, the draft, the blank form."""
    there = {*export.formats(), *SEPARATE}
    return tuple(name for name in WORDS if name in there)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    folder: Path
    formats: tuple[str, ...]  # of the report; names of writers
    draft: bool = False
    blank: bool = False
    charts: bool = False
    notes: bool = False


class ExportDialog(Question):
    """Asks for folder and formats; writing is the caller's."""

    def __init__(
        self,
        folder: Path,
        ticked: Sequence[str] = (),
        draft: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Start with a folder and some formats ticked, all of the report's if none are named.

        ``draft`` says which draft would be written.
        """
        super().__init__("导出", "导出", parent)
        self.folder = FolderLine(folder, "选择导出到哪个文件夹")
        self.ticks: dict[str, QCheckBox] = {}
        column = QVBoxLayout()
        column.setSpacing(LINES)
        for name in offered():
            tick = QCheckBox(draft if name == DRAFT and draft else WORDS[name].explained)
            tick.setChecked(name in ticked if ticked else name not in SEPARATE)
            tick.toggled.connect(lambda _: self.check())
            self.ticks[name] = tick
            column.addWidget(tick)
        self.charts, self.notes = QCheckBox("数据图解"), QCheckBox("备注清单")
        self.charts.setToolTip("一页图，附在 PDF、网页和送审稿后面")
        self.notes.setToolTip("数字和句子的来源，附在送审稿后面")
        annexes = QHBoxLayout()
        annexes.setSpacing(style.px(16))
        for tick in (self.charts, self.notes):
            annexes.addWidget(tick)
        annexes.addStretch(1)
        self.fields.add("导出到", self.folder)
        self.fields.add("格式", column)
        self.fields.add("另附", annexes)
        self.folder.changed.connect(self.check)
        self.check()
        first = next((tick for tick in self.ticks.values() if tick.isChecked()), None)
        (first or self.accept_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> Wanted:
        """Return the answers."""
        chosen = [name for name, tick in self.ticks.items() if tick.isChecked()]
        return Wanted(
            self.folder.folder(),
            tuple(name for name in chosen if name not in SEPARATE),
            draft=DRAFT in chosen,
            blank=BLANK in chosen,
            charts=self.charts.isChecked() and self.charts.isEnabled(),
            notes=self.notes.isChecked() and self.notes.isEnabled(),
        )

    def missing(self) -> str:
        """Return what is missing."""
        chosen = any(tick.isChecked() for tick in self.ticks.values())
        return self.folder.missing() or ("" if chosen else "请至少勾选一种格式。")

    def check(self) -> None:
        """Offer only the annexes that one of the formats can hold."""
        super().check()
        chosen = {name for name, tick in self.ticks.items() if tick.isChecked()}
        self.charts.setEnabled(bool(chosen & {*export.WITH_CHARTS, DRAFT}))
        self.notes.setEnabled(DRAFT in chosen)

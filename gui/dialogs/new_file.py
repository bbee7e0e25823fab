"""A new unit file: whose, for which year, and where it will lie."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core import formfile, oddities, paths
from core.errors import OddCharacter
from gui import style
from gui.dialogs.place import FolderLine
from gui.dialogs.question import Question
from gui.fields import Choice, Line, kind_choice

SUFFIX = ".gknb"
UNKNOWN = 20  # years offered after the first form's where the clock cannot tell
YEAR_WIDTH = 140  # pixels
NAME_BYTES = 120  # of the proposed file name in UTF-8
_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """What was asked for."""

    unit: str
    kind: str  # empty: not said
    year: int
    path: Path


class NewFileDialog(Question):
    """Asks for unit, kind, year and place; the file itself is made by the caller."""

    def __init__(
        self, parent: QWidget | None = None, *, folder: Path | None = None, today: dt.date | None = None
    ) -> None:
        """Propose last year by the clock and the documents folder."""
        super().__init__("新建年报文件", "新建", parent)
        self.unit = Line()
        self.unit.setPlaceholderText("单位全称，与公章一致")
        self.kind = kind_choice()
        self.year = year_choice(last_year(today))
        self.folder = FolderLine(folder or paths.documents(), "选择存放的文件夹")
        self.name = Line()
        self._named = False  # the person has typed a name of their own
        for words, field in (
            ("单位名称", self.unit),
            ("单位类型", self.kind),
            ("报告年度", self.year),
            ("存放位置", self.folder),
            ("文件名", self.name),
        ):
            self.fields.add(words, field)
        self.unit.textChanged.connect(self._on_unit)
        self.name.textEdited.connect(self._on_named)
        self.folder.changed.connect(self.check)
        self.check()
        self.unit.setFocus()

    def values(self) -> NewFile:
        """Return the answers; only to be used after the dialog was accepted."""
        kind = str(self.kind.currentData())
        return NewFile(self._unit(), kind, self.year.currentData(), self._path())

    def missing(self) -> str:
        """Return what is missing or wrong, the first field first."""
        return self._unit_wrong() or self.folder.missing() or self._name_wrong()

    def _unit_wrong(self) -> str:
        if not self._unit():
            return "请填写单位名称。"
        try:
            oddities.clean(self.unit.text())
        except OddCharacter as refusal:
            return f"单位名称中，{refusal}"
        return ""

    def _name_wrong(self) -> str:
        name = self._file_name()
        stem = name.removesuffix(SUFFIX)
        if not stem.strip(". "):
            return "请填写文件名。"
        if _FORBIDDEN.search(name):
            return '文件名里不能有 \\ / : * ? " < > | 这些符号。'
        if _DEVICE.fullmatch(stem) or stem != stem.strip() or stem.endswith("."):
            return "这个文件名不能用，请换一个。"
        if self._path().exists():
            return f"“{name}”已经存在。要打开它，请用“打开”；否则请换一个文件名。"
        return ""

    def _unit(self) -> str:
        """Return the unit's name as it will be kept; as it stands while that is refused."""
        name = self.unit.text()
        return (
            name.strip() if oddities.holds_refused(name) else oddities.clean(name, one_line=True).text.strip()
        )

    def _file_name(self) -> str:
        name = self.name.text().strip()
        return name if name.endswith(SUFFIX) else f"{name}{SUFFIX}"

    def _path(self) -> Path:
        return self.folder.folder() / self._file_name()

    def _on_unit(self) -> None:
        if not self._named:
            self.name.setText(proposed(self._unit()))
        self.check()

    def _on_named(self, text: str) -> None:
        self._named = bool(text.strip())
        self.check()


def proposed(unit: str) -> str:
    """Return the file name for a unit, as every system can store it; empty for no unit."""
    stem = _FORBIDDEN.sub("", unit).strip(" .")
    while len(stem.encode("utf-8", "replace")) > NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{SUFFIX}" if stem else ""


def last_year(today: dt.date | None = None) -> int:
    """Return the year a report is written about now: the calendar year before, by this PC's clock."""
    return (today or dt.datetime.now().astimezone().date()).year - 1


def year_choice(proposed: int, taken: Collection[int] = ()) -> Choice:
    """Return the choice of a report's year: those that a form is for and that are not taken, newest first.

    A clock that stands before the first form is wrong, and its year no bound.
    """
    first = min(formfile.load(form_id).first_year for form_id in formfile.form_ids())
    last = proposed + 1 if proposed >= first else first + UNKNOWN
    choice = Choice()
    choice.setFixedWidth(style.px(YEAR_WIDTH))
    for year in range(last, first - 1, -1):
        if year not in taken:
            choice.addItem(f"{year} 年", year)
    choice.setCurrentIndex(max(0, choice.findData(proposed) if proposed >= first else choice.count() - 1))
    return choice

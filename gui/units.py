"""The units on this PC as a menu: whose file, which years, and which one is not to be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.session import Session
from gui.fields import plain_tip
from gui.settings import RecentFile

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

MOST_YEARS = 3  # named in one line
MISSING = "找不到"


def fill(
    menu: QMenu, recent: Sequence[RecentFile], session: Session, open_file: Callable[[Path], object]
) -> None:
    """Fill a menu anew; the file in front is ticked and comes first."""
    menu.clear()
    here = session.path
    front = RecentFile(here, session.report.unit_name, tuple(info.year for info in session.years))
    files = [front, *(file for file in recent if file.path != here)]
    for file, text in zip(files, lines(files), strict=True):
        missing = file.path != here and not is_there(file.path)
        entry = menu.addAction(f"{text}（{MISSING}）" if missing else text)
        entry.setToolTip(plain_tip(str(file.path)))
        entry.setCheckable(file.path == here)
        entry.setChecked(file.path == here)
        entry.triggered.connect(partial(_chosen, open_file, file.path))


def lines(files: Sequence[RecentFile]) -> list[str]:
    """Return what the menu says of each file: unit, years, and the folder where a unit stands twice."""
    often = Counter(_unit(file) for file in files)
    return [_line(file, twice=often[_unit(file)] > 1) for file in files]


def is_there(path: Path) -> bool:
    """Tell whether a file can be found; a place that cannot be looked at counts as not found."""
    try:
        return path.exists()
    except OSError:
        return False


def _line(file: RecentFile, *, twice: bool) -> str:
    unit = _unit(file)
    parts = [unit]
    if file.path.stem != unit:
        parts.append(file.path.name)
    if file.years:
        more = " 等" if len(file.years) > MOST_YEARS else ""
        parts.append(f"{'、'.join(str(year) for year in file.years[:MOST_YEARS])}{more} 年")
    if twice:
        parts.append(str(file.path.parent))
    return " · ".join(parts).replace("&", "&&")


def _unit(file: RecentFile) -> str:
    return file.unit or file.path.stem


def _chosen(open_file: Callable[[Path], object], path: Path, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
    open_file(path)

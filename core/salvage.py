"""What can still be trusted of a damaged file: every year whose figures agree with their own hash.

Most of a file is its history. Where damage hits that, the figures and texts are as they were saved, and their
hash proves it; they need not be lost for it, not even where no backup is at hand. Nothing is written but the
new file, which begins with what was found.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from core import dbfile, safefile, seal
from core.causes import shown
from core.errors import FileDamaged
from core.history import Change, Step, StepKind
from core.report import Entry
from core.store import Store

LABEL = "从损坏的文件中取出"
_UNNAMED = "单位名称已损坏"


class Found(NamedTuple):
    """One year that can be trusted; ``steps`` is its journal, empty where that is damaged."""

    year: int
    form: str
    entries: dict[str, Entry]
    steps: tuple[Step, ...]

    def begin(self, at: str) -> tuple[Step, ...]:
        """Return the journal to go on with: its own if it is whole, else one step that states everything."""
        if self.steps and not any(step.cleared for step in self.steps):
            return self.steps
        changes = tuple(Change(key, None, entry) for key, entry in self.entries.items())
        return (Step(1, 1, StepKind.START, LABEL, at, changes),)


class Salvage(NamedTuple):
    """Everything that can be trusted of a damaged file, newest year first."""

    unit: str
    found: tuple[Found, ...]
    proven: bool  # unit and years too; else a person should look whether they are right

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years."""
        return tuple(one.year for one in self.found)

    def write(self, target: Path, now: dt.datetime) -> None:
        """Make a new unit file of it.

        Raises what ``Store.create`` does; nothing stands at ``target`` then.
        """
        if target.exists():
            raise safefile.already_there(target)
        first, *rest = self.found
        at = now.isoformat(timespec="seconds")
        temp = safefile.temp_beside(target)
        try:
            with Store.create(temp, self.unit, (first.year, first.form, first.begin(at))) as store:
                for one in rest:
                    store.add_report(one.year, one.form, one.begin(at))
            with dbfile.refusing(target, writing=True):
                safefile.put_in_free_place(temp, target)
        finally:
            with contextlib.suppress(OSError):
                temp.unlink(missing_ok=True)


def place_for(path: Path, now: dt.datetime) -> Path:
    """Return a free name beside a damaged file: ``青石镇（取出 2026-01-28 10.32）.gknb``."""
    places = (
        path.with_name(f"{path.stem}（取出 {now:%Y-%m-%d %H.%M}{again}）{path.suffix}")
        for again in chain([""], (f" {number}" for number in count(2)))
    )
    return next(place for place in places if not place.exists())


def look(path: Path) -> Salvage:
    """Return what can be trusted of a damaged file; nothing is changed.

    Raises ``FileDamaged`` if that is nothing, else what ``look`` of core/dbfile.py does.
    """
    dbfile.look(path)
    with dbfile.refusing(path), contextlib.closing(dbfile.snapshot(path)) as copy:
        salvaged = Salvage(_unit(copy), _years(copy), _proven(copy))
    if not salvaged.found:
        raise FileDamaged(
            f"{shown(path)}损坏得太多，没有一年的内容还能确认无误。", "请从备份或别处的副本恢复。"
        )
    return salvaged


def _unit(copy: sqlite3.Connection) -> str:
    try:
        with seal.decoding():
            unit = copy.execute("SELECT unit FROM meta").fetchone()[0]
            unit.encode()
            return str(unit)
    except seal.Broken:
        return _UNNAMED


def _proven(copy: sqlite3.Connection) -> bool:
    """Tell whether the hash over the whole file holds: it covers unit, years and forms."""
    try:
        with seal.decoding():
            state = seal.state(copy)
            return seal.whole_hash(copy, state.generation, state.saved_at) == state.content
    except seal.Broken:
        return False


def _years(copy: sqlite3.Connection) -> tuple[Found, ...]:
    try:
        with seal.decoding():
            rows = copy.execute("SELECT id, year, form, content FROM report NOT INDEXED").fetchall()
    except seal.Broken:
        return ()
    found = (_year(copy, *row) for row in sorted(rows, key=lambda row: str(row[1]), reverse=True))
    return tuple(one for one in found if one is not None)


def _year(copy: sqlite3.Connection, report: int, year: int, form: str, content: str) -> Found | None:
    try:
        with seal.decoding():
            if seal.entries_hash(copy, report) != content:
                return None
            entries = seal.entries(copy, report)
    except seal.Broken:
        return None
    if not entries:
        return None  # a hash over nothing proves nothing
    try:
        steps = seal.trail(copy, report)
    except seal.Broken:
        steps = ()
    return Found(year, form, entries, steps)

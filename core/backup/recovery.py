"""A file that is damaged or gone: what can take its place, and how it does without anything being lost."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

from core import dbfile, safefile, seal
from core.backup.shelf import Backup, Shelf, remembered
from core.causes import shown
from core.errors import FileDamaged, FileExists, Refused

DAMAGED = "（损坏 "  # in the name of what was put aside
_JOURNAL = "-journal"


def candidates(path: Path, folder: Path | None = None) -> tuple[Backup, ...]:
    """Return the good backups of the file that lies, or lay, at a place, newest first; nothing is changed.

    The file is asked for its id; where it cannot say, or nothing is on that shelf, the place tells which file
    was last seen there. ``folder`` is where the shelves are, usually ``paths.backups()``.
    """
    for file_id in (_id_in(path), remembered(path, folder)):
        if file_id:
            good = tuple(backup for backup in Shelf(file_id, folder).list() if not backup.damaged)
            if good:
                return good
    return ()


def set_aside(path: Path) -> Path:
    """Give a damaged file another, telling name beside it, and return that; nothing is overwritten.

    SQLite's journal goes with it: beside a healthy file it would do damage. Raises FileLocked where a window
    has the file open, FolderReadOnly, FileMissing …
    """
    with dbfile.refusing(path, writing=True):
        with contextlib.suppress(sqlite3.DatabaseError):  # what no longer is a database has no lock either
            dbfile.refuse_if_held(path)
        path.stat()  # says why, if it is not there
        aside = _moved(path)
        _move_journal(path)
    return aside


def put_back(backup: Backup, path: Path) -> Path | None:
    """Let a verified copy of a backup take a file's name; return where what stood there lies now.

    Until the copy stands finished beside it, the file keeps its name. Raises FileDamaged if the backup is,
    else what ``set_aside`` does, DiskFull …; nothing has changed then.
    """
    temp = safefile.temp_beside(path)
    try:
        with dbfile.refusing(path, writing=True):
            safefile.safe_write_new(temp, _verified(backup))
            aside = set_aside(path) if path.exists() or path.is_symlink() else None
            _move_journal(path)  # of a file that is gone
            safefile.put_in_free_place(temp, path)
    finally:
        with contextlib.suppress(OSError):  # the medium is gone, and the copy with it
            temp.unlink(missing_ok=True)
    return aside


def damaged_name(path: Path, now: dt.datetime, number: int = 1) -> str:
    """Return ``青石镇（损坏 2026-01-28 10.32）.gknb``."""
    again = f" {number}" if number > 1 else ""
    return f"{path.stem}{DAMAGED}{now:%Y-%m-%d %H.%M}{again}）{path.suffix}"


def _moved(path: Path) -> Path:
    """Rename to the first damaged name that is free, its journal's too."""
    now, number = dt.datetime.now().astimezone(), 1
    while True:
        aside = path.with_name(damaged_name(path, now, number))
        number += 1
        if aside.with_name(f"{aside.name}{_JOURNAL}").exists():
            continue  # it would be taken for this file's
        try:
            safefile.put_in_free_place(path, aside)
        except FileExists:
            continue
        return aside


def _move_journal(path: Path) -> None:
    journal = path.with_name(f"{path.name}{_JOURNAL}")
    if journal.exists():
        _moved(journal)


def _verified(backup: Backup) -> bytes:
    """Return the bytes of a backup, verified down to every journal; raises FileDamaged."""
    data = backup.path.read_bytes()
    try:
        with dbfile.refusing(backup.path), contextlib.closing(dbfile.in_memory(data)) as connection:
            dbfile.refuse_foreign(backup.path, connection)
            seal.verify(connection, thorough=True)
    except (seal.Broken, FileDamaged) as error:
        message = f"这份备份已损坏，没有用它替换{shown(backup.path)}。"
        raise FileDamaged(message, "请选另一份备份。") from error
    return data


def _id_in(path: Path) -> str:
    """Return the file id that can still be read, however damaged the rest is; empty if it cannot."""
    try:
        with dbfile.refusing(path), contextlib.closing(dbfile.snapshot(path)) as copy:
            return str(copy.execute("SELECT file FROM meta").fetchone()[0])
    except (Refused, sqlite3.DatabaseError, TypeError):
        return ""

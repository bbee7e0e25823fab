"""A file of a newer version of this program, read without writing anything: to be seen, not changed.

What the newer version added is not known here. But where the tables and columns that are known are all there,
and each report's entries agree with the hash kept beside them, the figures are the ones that were saved. A
file that cannot show that is refused as before. Its journals are shown where they hold as ours do.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from core import dbfile, seal
from core.causes import newer, shown
from core.drafts import Draft
from core.errors import FileNewer, Refused
from core.history import Step
from core.migrations import APPLICATION_ID, newest, version_of
from core.report import Entry
from core.store import Store, UnsavedSteps, steadily

_KNOWN = {
    "meta": {"unit", "file"},
    "report": {"id", "year", "form", "content"},
    "entry": {"report", "key", "value", "origin", "detail"},
    "state": {"generation", "content", "saved_at"},
}


def only_reading(path: Path) -> FileNewer:
    """Return the refusal of every change to such a file."""
    return FileNewer(f"{shown(path)}是用更新版本的程序保存的，只能看，不能改。", "请升级程序后再改。")


class NewerFile(Store):
    """A newer version's file, in memory; every way of writing refuses."""

    @classmethod
    def open(cls, path: Path) -> NewerFile:
        """Read the file as it is now, whoever has it open; raises FileNewer where it cannot be trusted.

        Raises what ``look`` of core/dbfile.py does for a file that is not there or none of ours.
        """
        return steadily(lambda: cls._taken(path))

    @classmethod
    def _taken(cls, path: Path) -> NewerFile:
        with contextlib.suppress(FileNewer):
            dbfile.look(path)
        with dbfile.refusing(path):
            connection = dbfile.snapshot(path)
        try:
            with dbfile.refusing(path), seal.decoding():
                found = cls(path, connection, _verified(connection))
        except seal.Broken as error:
            connection.close()
            raise newer(path) from error
        except Refused:
            connection.close()
            raise
        found._stopped = only_reading(path)
        return found

    def entries(self, report_id: int) -> dict[str, Entry]:
        """Return everything that is stated in a report; raises FileNewer for what is not known here."""
        try:
            return seal.entries(self._db, report_id)
        except seal.Broken as error:
            raise newer(self.path) from error

    def trail(self, report_id: int) -> tuple[Step, ...]:
        """Return the journal where it is one of ours; empty where it is not."""
        try:
            return seal.trail(self._db, report_id)
        except seal.Broken:
            return ()

    def drafts(self, report_id: int) -> tuple[Draft, ...]:
        """Return the drafts where they are ours; none where they are not."""
        try:
            with seal.decoding():
                return super().drafts(report_id)
        except (seal.Broken, Refused):
            return ()

    def verify_journals(self, report_ids: Iterable[int]) -> None:
        """Leave that to the newer version."""

    def copy_to(self, target: Path, unsaved: Iterable[UnsavedSteps] = ()) -> None:  # noqa: ARG002 - no copy
        """Refuse: only the newer version can tell whether the copy would be whole."""
        raise only_reading(self.path)

    def close(self) -> None:
        """Let go of the copy in memory; the file was never held."""
        self._db.close()


def _verified(connection: sqlite3.Connection) -> seal.State:
    """Return the state if what is known here is all there and agrees; else raises ``Broken`` or worse."""
    said = connection.execute("PRAGMA application_id").fetchone()[0]
    if said != APPLICATION_ID or version_of(connection) <= newest():
        raise seal.Broken
    tables = dict(connection.execute("SELECT name, type FROM sqlite_master").fetchall())
    for table, columns in _KNOWN.items():
        found = {row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()}
        if tables.get(table) != "table" or not columns <= found:
            raise seal.Broken
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise seal.Broken
    for report, content in connection.execute("SELECT id, content FROM report").fetchall():
        if seal.entries_hash(connection, report) != content:
            raise seal.Broken
    return seal.state(connection)

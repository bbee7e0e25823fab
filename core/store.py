"""One unit, one ``.gknb`` file: every year's report with its journal, in one SQLite database (CONTRACT.md 4).

All methods run on the thread that opened the store. Every change is one transaction that leaves a new
generation number and content hash behind; what fails the check on opening is never read as if it were whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from core import VERSION, dbfile, drafts, keys, migrations, safefile, seal
from core.causes import damaged, shown
from core.drafts import Draft
from core.errors import DiskFailed, DiskFull, FileDamaged, FileExists, Refused, YearExists
from core.history import GENESIS, Step, chain, pack
from core.report import Entry, encode

if TYPE_CHECKING:
    from core.backup.frozen import Frozen

_TRIES = 8  # of reading a file that another process is writing
_PAUSE = 0.05  # seconds between them

T = TypeVar("T")


UnsavedSteps = tuple[int, Sequence[Step], Mapping[str, Entry | None]]  # report, steps, outcome


class ReportInfo(NamedTuple):
    """One year in the unit file; ``title`` is empty where the report has none of its own."""

    id: int
    year: int
    form: str
    title: str


class Store:
    """An open unit file; made by ``create``, ``open`` or ``read_copy``."""

    def __init__(self, path: Path, connection: sqlite3.Connection, state: seal.State) -> None:
        """Keep a connection whose content has been verified."""
        self.path = path
        self.generation = state.generation
        self._db = connection
        connection.text_factory = str  # verified: it is text
        self._state = state
        self._stopped: Refused | None = None
        self.upgraded_from: seal.State | None = None  # the state of the older file that this opening upgraded
        self.unit: str
        self.file_id: str
        self.unit, self.file_id = connection.execute("SELECT unit, file FROM meta").fetchone()

    @classmethod
    def create(cls, path: Path, unit: str, first: tuple[int, str, Sequence[Step]] | None = None) -> Store:
        """Make a new unit file and open it; raises what ``open`` does, FileExists or DiskFull.

        ``first`` is (year, form id, first steps) of a report to start with. The file is built whole, with
        that report, under another name and only then appears.
        """
        temp = safefile.temp_beside(path)
        try:
            with dbfile.refusing(path, writing=True):
                if path.exists() or path.is_symlink():
                    raise safefile.already_there(path)
                temp.touch(exist_ok=False)
                _build(temp, unit)
                if first is not None:
                    with cls._unnamed(temp, path) as store:
                        store.add_report(*first)
                safefile.sync_file(temp)
                safefile.put_in_free_place(temp, path)
        finally:
            _discard(temp)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a unit file for this process alone and verify it; an older version's becomes today's.

        That is done in one transaction, once a backup lies on the file's shelf. Raises FileMissing,
        NotOurFile, FileNewer, FileDamaged, FileLocked, FileNotReadable, FolderReadOnly; DiskFull and others
        where an older file cannot be backed up or upgraded: it stays as it was.
        """
        dbfile.look(path)
        with dbfile.refusing(path):
            connection = dbfile.open_alone(path)
        try:
            with _whole(path):
                state = seal.verify(connection, thorough=False)
            dbfile.probe_folder(path)
        except Refused:
            connection.close()
            raise
        store = cls(path, connection, state)
        if migrations.version_of(connection) < migrations.newest():
            try:
                store._upgrade()
            except (Refused, RuntimeError):
                dbfile.close_failed(connection, path)
                raise
        return store

    def _upgrade(self) -> None:
        """Put a backup on the shelf, then bring the file to the newest version: wholly, or not at all."""
        from core.backup import Reason, Shelf  # noqa: PLC0415 - only an old file needs it

        Shelf(self.file_id).take(self, Reason.UPGRADE)
        older = self._state
        with _whole(self.path):
            before = seal.all_that_is_said(self._db)
        self._db.execute("PRAGMA foreign_keys = OFF")  # a table that changes is dropped and made anew
        with self._transaction():
            migrations.upgrade(self._db)
            _agree(self._db, before)
        self._db.execute("PRAGMA foreign_keys = ON")
        with _whole(self.path):
            seal.verify(self._db, thorough=True)
        self.upgraded_from = older

    @classmethod
    def _unnamed(cls, temp: Path, path: Path) -> Store:
        """Open a file that is still being made; refusals speak of the name it will have."""
        connection = dbfile.open_alone(temp)
        try:
            with _whole(path):
                return cls(path, connection, seal.verify(connection, thorough=False))
        except Refused:
            connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def saved_at(self) -> datetime:
        """Return when the last transaction was committed, in local time."""
        return datetime.fromisoformat(self._state.saved_at)

    @property
    def state(self) -> seal.State:
        """Return what the last transaction left: generation, content hash and time."""
        return self._state

    @property
    def content_hash(self) -> str:
        """Return the hash over everything in the file, as of the last transaction."""
        return self._state.content

    def contents(self) -> dict[int, str]:
        """Return the hash over each year's entries, values and origins."""
        return seal.contents(self._db)

    def reports(self) -> tuple[ReportInfo, ...]:
        """Return the unit's reports, newest year first."""
        rows = self._db.execute("SELECT id, year, form FROM report ORDER BY year DESC").fetchall()
        return tuple(ReportInfo(number, year, form, self._title(number)) for number, year, form in rows)

    def add_report(self, year: int, form_id: str, steps: Sequence[Step]) -> int:
        """Add a year with its first steps in one transaction; returns its id, raises YearExists."""
        if self._db.execute("SELECT 1 FROM report WHERE year = ?", (year,)).fetchone():
            raise YearExists(
                f"{shown(self.path)}里已经有 {year} 年的报告。", "请直接打开这一年，或换一个年份。"
            )
        with self._transaction() as now:
            cursor = self._db.execute(
                "INSERT INTO report(year, form, created, head, seq, content) VALUES (?, ?, ?, ?, 0, ?)",
                (year, form_id, now, GENESIS, GENESIS),
            )
            assert cursor.lastrowid is not None
            self._add(cursor.lastrowid, steps, _outcome(steps))
        return cursor.lastrowid

    def entries(self, report_id: int) -> dict[str, Entry]:
        """Return everything that is stated in a report, by key."""
        with _whole(self.path):
            return seal.entries(self._db, report_id)

    def trail(self, report_id: int) -> tuple[Step, ...]:
        """Return a report's whole journal in order, its chain verified; raises FileDamaged."""
        with _whole(self.path):
            return seal.trail(self._db, report_id)

    def verify_journals(self, report_ids: Iterable[int]) -> None:
        """Verify the chains of some reports' journals; raises FileDamaged, which names the year."""
        years = {info.id: info.year for info in self.reports()}
        for report_id in report_ids:
            try:
                with dbfile.refusing(self.path):
                    seal.verify_journal(self._db, report_id)
            except seal.Broken as error:
                raise FileDamaged(
                    f"文件里 {years[report_id]} 年报告的修改历史与校验值不符，可能已损坏。",
                    "现在打开的报告没有问题；那一年请从备份恢复。",
                ) from error

    def last_seq(self, report_id: int) -> int:
        """Return the number of the journal's last step; 0 if it is empty."""
        return self._journal_end(report_id)[1]

    def append(self, report_id: int, steps: Sequence[Step], entries: Mapping[str, Entry | None]) -> None:
        """Write steps and the entries they lead to (None deletes) in one transaction.

        When this returns, they are durable. Raises DiskFull, DiskFailed, FolderReadOnly: nothing was written,
        and after a failure of the medium nothing more will be (RELIABILITY.md: no retry).
        """
        with self._transaction():
            self._add(report_id, steps, entries)

    def drafts(self, report_id: int) -> tuple[Draft, ...]:
        """Return a report's drafts, the first one first."""
        with _whole(self.path), seal.decoding():
            return drafts.of_report(self._db, report_id)

    def add_draft(self, report_id: int, step: Step, draft: Draft) -> Draft:
        """Add a draft with its step in one transaction; it comes back with the journal's head after it."""
        with self._transaction():
            self._add(report_id, [step], {})
            kept = draft._replace(head=self._journal_end(report_id)[0])
            drafts.add(self._db, report_id, kept)
        return kept

    def sign_draft(self, report_id: int, step: Step, draft: Draft) -> None:
        """Keep that a draft is signed, with its step, in one transaction."""
        with self._transaction():
            self._add(report_id, [step], {})
            drafts.put_state(self._db, report_id, draft)

    def forget(self, report_id: int, step: Step) -> None:
        """Clear what some steps did, in one transaction with the step that names them (core/clearing.py).

        When this returns, their words are gone from the file, and the chain holds. Raises as ``append`` does.
        """
        with self._transaction():
            for gone in step.forgets:
                salt, payload = self._db.execute(
                    "SELECT salt, payload FROM journal WHERE report = ? AND seq = ?", (report_id, gone.seq)
                ).fetchone()
                self._db.execute(
                    "UPDATE journal SET salt = NULL, payload = NULL, inner = ? WHERE report = ? AND seq = ?",
                    (seal.inner(salt, payload), report_id, gone.seq),
                )
            self._add(report_id, [step], {})

    def copy_to(self, target: Path, unsaved: Iterable[UnsavedSteps] = ()) -> None:
        """Write a verified copy of the whole file to ``target``, replacing what stands there.

        ``unsaved`` is added to the copy before it takes its name. Raises FileExists for the file itself,
        FileLocked if a window has the target open, DiskFull …
        """
        place = target.resolve()
        if place == self.path.resolve() or (
            place.exists() and self.path.exists() and place.samefile(self.path)
        ):
            raise FileExists("副本不能覆盖正在使用的文件本身。", "请换一个名称或文件夹。")
        dbfile.refuse_if_held(place)
        temp = safefile.temp_beside(place)
        try:
            with dbfile.refusing(target, writing=True):
                _backup(self._db, temp)
                safefile.sync_file(temp)
                self._compare(temp, target)
                if added := list(unsaved):
                    with self._unnamed(temp, target) as copy:
                        for report_id, steps, entries in added:
                            copy.append(report_id, steps, entries)
                    safefile.sync_file(temp)
                safefile.put_in_place(temp, place)
        finally:
            _discard(temp)

    def frozen(self) -> Frozen:
        """Return the file as the last transaction left it, to be backed up on another thread."""
        from core.backup.frozen import Frozen  # noqa: PLC0415 - backups begin after the window

        with dbfile.refusing(self.path):
            return Frozen(self.path, self.file_id, self._state, self.contents(), self._db.serialize())

    def take_over(self, pages: bytes) -> None:
        """Become what verified pages of another file hold, whole or not at all; then open it anew."""
        with (
            dbfile.refusing(self.path, writing=True),
            contextlib.closing(sqlite3.connect(":memory:")) as other,
        ):
            other.deserialize(pages)
            other.backup(self._db)

    def close(self) -> None:
        """Close the file; no side file stays. Raises DiskFailed if even that fails.

        After a failure of the medium SQLite's journal may stay: the next opening needs it.
        """
        if self._stopped:
            dbfile.close_failed(self._db, self.path)
            return
        with dbfile.refusing(self.path, writing=True):
            dbfile.close_alone(self._db)

    def _title(self, report_id: int) -> str:
        row = self._db.execute(
            "SELECT value FROM entry WHERE report = ? AND key = ?", (report_id, keys.TITLE)
        ).fetchone()
        return str(json.loads(row[0])) if row else ""

    def _journal_end(self, report_id: int) -> tuple[str, int]:
        row = self._db.execute("SELECT head, seq FROM report WHERE id = ?", (report_id,)).fetchone()
        assert row is not None, f"no report {report_id}"
        head, seq = row
        return str(head), int(seq)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[str]:
        """Run the block as one transaction that ends with a new generation; yields its time."""
        if self._stopped:
            raise self._stopped
        now = _now()
        try:
            with dbfile.refusing(self.path, writing=True), _rolled_back(self._db):
                yield now
                state = _sealed(self._db, self.generation + 1, now)
        except (DiskFull, DiskFailed) as refusal:
            self._stopped = refusal
            raise
        self._state, self.generation = state, state.generation

    def _add(self, report_id: int, steps: Sequence[Step], entries: Mapping[str, Entry | None]) -> None:
        head, seq = self._journal_end(report_id)
        for step in steps:
            seq += 1
            assert step.seq == seq, f"step {step.seq} after {seq - 1}"
            salt, body = os.urandom(16), pack(step)
            head = chain(head, salt, body)
            self._db.execute(
                "INSERT INTO journal(report, seq, step_group, kind, salt, payload, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (report_id, seq, step.group, step.kind.value, salt, body, head),
            )
        self._write(report_id, entries)
        self._db.execute(
            "UPDATE report SET head = ?, seq = ?, content = ? WHERE id = ?",
            (head, seq, seal.entries_hash(self._db, report_id), report_id),
        )

    def _write(self, report_id: int, entries: Mapping[str, Entry | None]) -> None:
        self._db.executemany(
            "DELETE FROM entry WHERE report = ? AND key = ?",
            [(report_id, key) for key, entry in entries.items() if entry is None],
        )
        self._db.executemany(
            "INSERT INTO entry(report, key, value, origin, detail) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(report, key) DO UPDATE"
            " SET value = excluded.value, origin = excluded.origin, detail = excluded.detail",
            [
                (report_id, key, _text(entry), entry.origin.kind.value, entry.origin.detail)
                for key, entry in entries.items()
                if entry is not None
            ],
        )

    def _compare(self, temp: Path, target: Path) -> None:
        """Open the finished copy and hold it against what was copied."""
        connection = dbfile.snapshot(temp)
        with contextlib.closing(connection), _whole(target):
            if seal.verify(connection, thorough=True) != self._state:
                raise seal.Broken


@contextlib.contextmanager
def read_copy(path: Path) -> Iterator[Store]:
    """Give a read-only store over the file's last saved state, whoever has the file open.

    For the command line while a window holds the file, and for read-only media. Nothing is locked, written or
    left behind. A copy torn by a write in that moment is noticed and taken again; ``saved_at`` names the
    state. Raises FileMissing, FileNotReadable, NotOurFile, FileNewer, FileDamaged, DiskFailed.
    """
    connection, state = steadily(lambda: _taken(path))
    with contextlib.closing(connection):
        yield Store(path, connection, state)


def steadily(take: Callable[[], T]) -> T:
    """Take a copy, and take it again while it is torn by a write."""
    for _ in range(_TRIES - 1):
        try:
            return take()
        except FileDamaged:  # perhaps only torn
            time.sleep(_PAUSE)
    return take()


def _taken(path: Path) -> tuple[sqlite3.Connection, seal.State]:
    dbfile.look(path)
    with dbfile.refusing(path):
        connection = dbfile.snapshot(path)
    try:
        with _whole(path):
            state = seal.verify(connection, thorough=True)
            if migrations.version_of(connection) < migrations.newest():
                _upgrade_in_memory(connection)
    except (Refused, RuntimeError):
        connection.close()
        raise
    return connection, state


def _upgrade_in_memory(connection: sqlite3.Connection) -> None:
    """Read an older file as if it were today's; the file itself stays as it is."""
    before = seal.all_that_is_said(connection)
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    with _rolled_back(connection):
        migrations.upgrade(connection)
        _agree(connection, before)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA query_only = ON")


def _agree(connection: sqlite3.Connection, before: object) -> None:
    """Raise ``RuntimeError``, a bug, if a migration changed what any report says or how it came to it."""
    try:
        same = seal.all_that_is_said(connection) == before
    except seal.Broken:
        same = False
    if not same:
        message = "a migration changed what the reports say"
        raise RuntimeError(message)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Turn broken content into the refusal about ``path``."""
    try:
        with dbfile.refusing(path):
            yield
    except seal.Broken as error:
        raise damaged(path) from error


@contextlib.contextmanager
def _rolled_back(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit at the end of the block; whatever leaves it early undoes everything."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # the first error is the one to tell
                connection.execute("ROLLBACK")


def _build(temp: Path, unit: str) -> None:
    import uuid  # noqa: PLC0415 - asks the system what it is; only a new file needs it

    connection = dbfile.open_alone(temp, new=True)
    try:
        with _rolled_back(connection):
            migrations.create(connection)
            now = _now()
            connection.execute(
                "INSERT INTO meta(id, unit, file, created, program) VALUES (1, ?, ?, ?, ?)",
                (unit, str(uuid.uuid4()), now, VERSION),
            )
            connection.execute(
                "INSERT INTO state(id, generation, content, saved_at) VALUES (1, 1, ?, ?)", (GENESIS, now)
            )
            _sealed(connection, 1, now)
    finally:
        dbfile.close_alone(connection)


def _sealed(connection: sqlite3.Connection, generation: int, now: str) -> seal.State:
    state = seal.State(generation, seal.whole_hash(connection, generation, now), now)
    connection.execute(
        "UPDATE state SET generation = ?, content = ?, saved_at = ?", (generation, state.content, now)
    )
    return state


def _backup(source: sqlite3.Connection, temp: Path) -> None:
    temp.touch(exist_ok=False)
    copy = dbfile.open_alone(temp, new=True)
    try:
        source.backup(copy)
    finally:
        dbfile.close_alone(copy)


def _discard(temp: Path) -> None:
    """Remove an unfinished file and its journal."""
    for leftover in (temp, temp.with_name(f"{temp.name}-journal")):
        leftover.unlink(missing_ok=True)


def _outcome(steps: Sequence[Step]) -> dict[str, Entry | None]:
    """Return the entries that stand after the first steps of a report."""
    result: dict[str, Entry | None] = {}
    for step in steps:
        for change in step.changes:
            result[change.key] = change.outcome(result.get(change.key))
    return result


def _text(entry: Entry) -> str:
    return json.dumps(encode(entry.value), ensure_ascii=False, separators=(",", ":"))


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")

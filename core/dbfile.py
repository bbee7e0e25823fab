"""A SQLite file as a document: who may open it, and how (RELIABILITY.md, facts 3, 4, 9, 10).

The live file is never opened past SQLite: on Linux, closing such a second handle would drop SQLite's locks.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from core import holder
from core.causes import damaged, known_cause, newer, not_ours, read_only, shown
from core.errors import FileDamaged, FileLocked, NotOurFile, Refused
from core.migrations import APPLICATION_ID, version_of
from core.migrations import newest as newest_version

DatabaseError = sqlite3.Error  # what reading a file past its lock may raise
_CORRUPT = 11  # SQLITE_CORRUPT
_NOTADB = 26  # SQLITE_NOTADB

# After the lock is taken; the order is RELIABILITY.md's.
_PROFILE = (
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "secure_delete = ON",
    "temp_store = MEMORY",
)
_READING = ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON", "query_only = ON")


@contextlib.contextmanager
def refusing(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Turn the system's and SQLite's errors with a known cause into refusals about ``path``."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite quotes damaged content in its complaint
        raise damaged(path) from error
    except (OSError, sqlite3.Error) as error:
        if (refusal := known_cause(error, path, writing=writing)) is None:
            raise
        raise (holder.named(refusal, path) if isinstance(refusal, FileLocked) else refusal) from error


def look(path: Path) -> None:
    """See whether the file can be ours, without a lock and without changing anything.

    A newer version's file is refused and left as it is: what it should hold cannot be verified here.
    Raises FileMissing, FileNotReadable, NotOurFile, FileDamaged or FileNewer. A write that is under
    way or was cut off may keep the header from being read: then opening, under the lock, has the last word.
    """
    with refusing(path):
        if not path.is_file():
            if path.exists():
                kind = "是文件夹，不是文件" if path.is_dir() else "不是文件"
                raise NotOurFile(f"{shown(path)}{kind}。", "请选择以 .gknb 结尾的文件。")
            path.stat()  # says why: missing, or its folder is
        if path.stat().st_size == 0:
            raise FileDamaged(f"{shown(path)}是空文件，里面没有内容。", "请改用完好的副本。")
        try:
            with contextlib.closing(_unlocked(path)) as connection:
                refuse_foreign(path, connection)
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == _NOTADB:
                raise not_ours(path) from error
            if code != _CORRUPT:
                raise


def refuse_foreign(path: Path, connection: sqlite3.Connection) -> None:
    """Raise NotOurFile, FileNewer or FileDamaged if a database does not say that it is one of ours."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = version_of(connection)
    if application != APPLICATION_ID:
        raise not_ours(path)
    if version > newest_version():
        raise newer(path)
    if version < 1:
        raise damaged(path)


def open_alone(path: Path, *, new: bool = False) -> sqlite3.Connection:
    """Open our file for this process alone while the connection lives.

    Raises ``sqlite3.Error``, and the refusals of ``look`` once more, now that a cut-off write is undone.

    The exclusive lock is really taken at once (fact 9), so that a second program is refused before it could
    block the first.
    """
    connection = sqlite3.connect(_uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=0)
    connection.text_factory = _text
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        if not new:
            refuse_foreign(path, connection)
        for setting in _PROFILE:
            connection.execute(f"PRAGMA {setting}")
    except (sqlite3.Error, UnicodeDecodeError, Refused):
        connection.close()
        raise
    return connection


def close_alone(connection: sqlite3.Connection) -> None:
    """Close the connection and leave no side file behind (fact 10); ``sqlite3.Error`` if that fails."""
    try:
        connection.execute("PRAGMA locking_mode = NORMAL")  # else a killed program's empty journal stays
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def close_failed(connection: sqlite3.Connection, path: Path) -> None:
    """Close after a failure of the medium; a journal that holds something stays for the next opening.

    An empty one holds no page of the file. It goes while nobody else can have the file: on Linux before our
    lock does, on Windows after our own handle, where an open file cannot be removed.
    """
    if os.name == "posix":
        _remove_empty_journal(path)
    connection.close()
    if os.name != "posix":
        _remove_empty_journal(path)


def _remove_empty_journal(path: Path) -> None:
    journal = path.with_name(f"{path.name}-journal")
    with contextlib.suppress(OSError):  # an empty file that stays harms nothing
        if journal.stat().st_size == 0:
            journal.unlink()


def snapshot(path: Path) -> sqlite3.Connection:
    """Return a private copy, in memory, of the file's pages as they are now, without taking a lock.

    While another process writes, the copy may be torn: the caller verifies it. Raises FileDamaged where a
    page cannot be read, else ``sqlite3.Error``.
    """
    with contextlib.closing(_unlocked(path)) as live:
        try:
            pages = live.serialize()
        except sqlite3.OperationalError as error:
            if hasattr(error, "sqlite_errorcode"):
                raise
            raise damaged(path) from error  # "unable to serialize" names no code
    return in_memory(pages)


def in_memory(pages: bytes) -> sqlite3.Connection:
    """Return a private database for reading that holds a file's pages; ``sqlite3.Error`` if they are none."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    copy.text_factory = _text
    try:
        copy.deserialize(pages)
        for setting in _READING:
            copy.execute(f"PRAGMA {setting}")
    except (sqlite3.Error, UnicodeDecodeError):
        copy.close()
        raise
    return copy


def refuse_if_held(path: Path) -> None:
    """Raise ``FileLocked`` if a window has the existing file open; any other file may be replaced."""
    if not path.is_file():
        return
    connection = sqlite3.connect(_uri(path, "mode=rw"), uri=True, isolation_level=None, timeout=0)
    with contextlib.closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            if isinstance(refusal := known_cause(error, path, writing=True), FileLocked):
                raise holder.named(refusal, path) from error


def probe_folder(path: Path) -> None:
    """Raise the refusal that fits if no file can be made beside ``path``: SQLite needs its journal there."""
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        refusal: Refused | None = known_cause(error, path, writing=True)
        raise refusal or read_only(path) from error


def _unlocked(path: Path) -> sqlite3.Connection:
    """Open for reading, as if the file never changed: no lock, no side file, works on read-only media."""
    return sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True, isolation_level=None)


def _text(raw: bytes) -> str:
    """Read a column so that damaged text is seen by its hash, not by a statement that fails half-way.

    A statement abandoned by a failed decoding would keep the file locked after closing.
    """
    return raw.decode(errors="surrogateescape")


def _uri(path: Path, options: str) -> str:
    """Return SQLite's name for a path with any character: 中文 空格 # % ? and shares (``//server/...``)."""
    name = os.fsencode(path.absolute().as_posix())
    if name.startswith(b"//"):
        name = b"//" + name
    elif not name.startswith(b"/"):
        name = b"/" + name  # a Windows drive
    return f"file:{quote(name)}?{options}"

"""The unit file's tables, one version after the other.

A released version's statements never change: the next version appends its tables and a migration, and a
sample file of every released version must open for ever (RELIABILITY.md, tests/reliability/files).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

APPLICATION_ID = 0x474B4E42  # "GKNB" (CONTRACT.md 4)

VERSION_1: dict[str, str] = {
    # whose file this is; ``file`` is a UUID that every copy keeps
    "meta": """CREATE TABLE meta(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  unit TEXT NOT NULL CHECK(typeof(unit) = 'text'),
  file TEXT NOT NULL CHECK(length(file) = 36),
  created TEXT NOT NULL,
  program TEXT NOT NULL
)""",
    # one report per year; ``head`` and ``seq`` are the journal's last entry, ``content`` covers its entries
    "report": """CREATE TABLE report(
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL UNIQUE CHECK(year BETWEEN 1 AND 9999),
  form TEXT NOT NULL CHECK(length(form) > 0),
  created TEXT NOT NULL,
  head TEXT NOT NULL CHECK(length(head) = 64),
  seq INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 0),
  content TEXT NOT NULL CHECK(length(content) = 64)
)""",
    # everything that is stated, by key (core/keys.py); ``value`` is JSON
    "entry": """CREATE TABLE entry(
  report INTEGER NOT NULL REFERENCES report(id),
  key TEXT NOT NULL CHECK(length(key) > 0),
  value TEXT NOT NULL CHECK(typeof(value) = 'text'),
  origin TEXT NOT NULL CHECK(length(origin) > 0),
  detail TEXT NOT NULL,
  PRIMARY KEY(report, key)
) WITHOUT ROWID""",
    # append-only; a blanked entry keeps only ``inner`` = H(salt || payload), which its chain needs
    "journal": """CREATE TABLE journal(
  report INTEGER NOT NULL REFERENCES report(id),
  seq INTEGER NOT NULL CHECK(typeof(seq) = 'integer' AND seq >= 1),
  step_group INTEGER NOT NULL CHECK(typeof(step_group) = 'integer'),
  kind TEXT NOT NULL CHECK(length(kind) > 0),
  salt BLOB CHECK(salt IS NULL OR (typeof(salt) = 'blob' AND length(salt) >= 16)),
  payload BLOB CHECK(payload IS NULL OR typeof(payload) = 'blob'),
  inner BLOB CHECK(inner IS NULL OR (typeof(inner) = 'blob' AND length(inner) = 32)),
  hash TEXT NOT NULL CHECK(length(hash) = 64),
  PRIMARY KEY(report, seq),
  CHECK((payload IS NULL) = (salt IS NULL)),
  CHECK((payload IS NULL) = (inner IS NOT NULL))
)""",
    # what was printed for signing: the canonical bytes under their own version (HOUSE.md 4)
    "draft": """CREATE TABLE draft(
  id INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report(id),
  number INTEGER NOT NULL CHECK(number >= 1),
  version INTEGER NOT NULL CHECK(version >= 1),
  canonical BLOB NOT NULL CHECK(typeof(canonical) = 'blob'),
  hash TEXT NOT NULL CHECK(length(hash) = 64),
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  state TEXT NOT NULL,
  UNIQUE(report, number)
)""",
    # what every transaction leaves behind, verified on opening
    "state": """CREATE TABLE state(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  generation INTEGER NOT NULL CHECK(typeof(generation) = 'integer' AND generation >= 1),
  content TEXT NOT NULL CHECK(length(content) = 64),
  saved_at TEXT NOT NULL
)""",
}

# The tables of every version ever released; VERSIONS[n] is version n + 1.
VERSIONS: tuple[Mapping[str, str], ...] = (VERSION_1,)

# MIGRATIONS[n] brings a file of version n + 1 to n + 2, inside the caller's transaction. What it leaves is
# held against the tables above letter by letter, so a table that changes is copied into a temporary one,
# dropped and created anew: ALTER TABLE would leave another text. Foreign keys are off meanwhile and checked
# afterwards. The content hash names its columns (core/seal.py): a version that changes what is hashed keeps
# the old way beside it.
MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = ()


def newest() -> int:
    """Return the version that this program writes."""
    return len(VERSIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version that a database says to be; 0 if it says nothing."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def create(connection: sqlite3.Connection) -> None:
    """Lay out an empty database as the newest version, inside the caller's transaction."""
    for statement in VERSIONS[-1].values():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {newest()}")


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring an older database to the newest version, inside the caller's transaction.

    Raises ``RuntimeError``, a bug, if what a migration leaves is not that version's tables.
    """
    for version in range(version_of(connection), newest()):
        MIGRATIONS[version - 1](connection)
        connection.execute(f"PRAGMA user_version = {version + 1}")
        if not is_ours(connection) or connection.execute("PRAGMA foreign_key_check").fetchall():
            message = f"the migration to version {version + 1} left other tables than that version's"
            raise RuntimeError(message)


def is_ours(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables are exactly those of the version it says to be: nothing from elsewhere."""
    version = version_of(connection)
    if not 1 <= version <= newest():
        return False
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return sorted(rows) == sorted(("table", name, sql) for name, sql in VERSIONS[version - 1].items())

"""The content hash of a unit file: what every transaction leaves behind and opening verifies.

RELIABILITY.md fact 11: SQLite's own check does not see changed content or torn copies; only this does. It
covers unit, generation, every report's entries with their origins, the journals' heads, and the drafts. The
journals themselves are covered by their chains.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from core.history import GENESIS, Cleared, Step, StepKind, blanked, chain, pack, unpack
from core.migrations import is_ours
from core.report import Entry, Origin, OriginKind, decode

_DAMAGE = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)  # what foreign content can make our own decoders raise
_PLACES = 30  # more before or behind the point was never typed here
Cell = None | int | str | bytes


class Broken(Exception):  # noqa: N818 - a state of the file, turned into a refusal by the store
    """The file does not hold what its check values say."""


class State(NamedTuple):
    """What the last transaction left: its number, the content hash, and the local time (ISO 8601)."""

    generation: int
    content: str
    saved_at: str


def entries_hash(connection: sqlite3.Connection, report: int) -> str:
    """Return the hash over one report's entries, values and origins, in the order of their keys."""
    rows = connection.execute(
        "SELECT key, value, origin, detail FROM entry WHERE report = ? ORDER BY key", (report,)
    )
    return _hash(rows.fetchall())


def whole_hash(connection: sqlite3.Connection, generation: int, saved_at: str) -> str:
    """Return the hash over the whole file, from the hashes that its rows already keep."""
    parts = [
        connection.execute("SELECT unit, file, created, program FROM meta").fetchall(),
        connection.execute(
            "SELECT id, year, form, created, head, seq, content FROM report ORDER BY id"
        ).fetchall(),
        connection.execute(
            "SELECT report, number, version, hash, at, who, state FROM draft ORDER BY report, number"
        ).fetchall(),
    ]
    return _hash([(generation, saved_at), *(row for part in parts for row in [(len(part),), *part])])


def contents(connection: sqlite3.Connection) -> dict[int, str]:
    """Return the hash of each year's entries, as its row keeps it."""
    return dict(connection.execute("SELECT year, content FROM report").fetchall())


def state(connection: sqlite3.Connection) -> State:
    """Return the state as it is written; ``Broken`` or ``ValueError`` if it is none."""
    rows = connection.execute("SELECT generation, content, saved_at FROM state").fetchall()
    if len(rows) != 1:
        raise Broken
    found = State(*rows[0])
    datetime.fromisoformat(found.saved_at)
    return found


def verify(connection: sqlite3.Connection, *, thorough: bool) -> State:
    """Return the state if the file holds what it says; ``Broken`` if not.

    Journals are verified when they are read (``trail``), and that each entry is a value of ours when it is
    (``entries``); a copy has all of that verified at once.
    Any complaint that SQLite has here is damage as well, except those about the medium.
    """
    with decoding():
        if not is_ours(connection) or not _is_sound(connection):
            raise Broken
        found = state(connection)
        _verify_rows(connection)
        if whole_hash(connection, found.generation, found.saved_at) != found.content:
            raise Broken
        if thorough:
            for (report,) in connection.execute("SELECT id FROM report").fetchall():
                entries(connection, report)
                _links(connection, report)
    return found


def trail(connection: sqlite3.Connection, report: int) -> tuple[Step, ...]:
    """Return the whole journal of a report in order, its chain verified; ``Broken`` if it does not hold."""
    with decoding():
        return tuple(_step(link) for link in _links(connection, report))


def verify_journal(connection: sqlite3.Connection, report: int) -> None:
    """Verify a report's chain from its first entry to its head; ``Broken`` if it does not hold."""
    with decoding():
        _links(connection, report)


@contextlib.contextmanager
def decoding() -> Iterator[None]:
    """Turn what foreign content makes SQLite or a decoder raise into ``Broken``; not what the medium does."""
    try:
        yield
    except sqlite3.Error as error:
        if _of_medium(error):
            raise
        raise Broken from error
    except _DAMAGE as error:
        raise Broken from error


def all_that_is_said(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return whose file it is, and each report's year, form, entries, journal and drafts, verified.

    An upgrade changes nothing of this. ``Broken`` if it does not hold.
    """
    said: list[tuple[object, ...]] = connection.execute("SELECT unit, file, created FROM meta").fetchall()
    reports = connection.execute("SELECT id, year, form, created FROM report ORDER BY year").fetchall()
    for report, *born in reports:
        drafts = connection.execute(
            "SELECT number, version, canonical, hash, at, who, state FROM draft WHERE report = ?"
            " ORDER BY number",
            (report,),
        ).fetchall()
        said.append((*born, entries(connection, report), trail(connection, report), tuple(drafts)))
    return said


def entries(connection: sqlite3.Connection, report: int) -> dict[str, Entry]:
    """Return a report's entries by key; ``Broken`` if one is no value of ours."""
    rows = connection.execute("SELECT key, value, origin, detail FROM entry WHERE report = ?", (report,))
    with decoding():
        return {key: _entry(key, value, origin, detail) for key, value, origin, detail in rows.fetchall()}


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether SQLite finds nothing wrong.

    Its quick check does not look whether the indexes agree with the tables: a torn copy hid a year whose
    row was there, and every hash agreed. So what an index lists is looked at too; a journal's missing rows
    are seen by its chain.
    """
    checks = ("quick_check(1)", "integrity_check(report)", "integrity_check(draft)")
    return all(connection.execute(f"PRAGMA {check}").fetchone() == ("ok",) for check in checks)


def _verify_rows(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT count(*) FROM meta").fetchone() != (1,):
        raise Broken
    for report, content in connection.execute("SELECT id, content FROM report").fetchall():
        if entries_hash(connection, report) != content:
            raise Broken
    for body, written in connection.execute("SELECT canonical, hash FROM draft").fetchall():
        if hashlib.sha256(body).hexdigest() != written:
            raise Broken
    orphans = connection.execute(
        "SELECT EXISTS(SELECT 1 FROM entry WHERE report NOT IN (SELECT id FROM report)"
        " UNION ALL SELECT 1 FROM journal WHERE report NOT IN (SELECT id FROM report))"
    )
    if orphans.fetchone() != (0,):
        raise Broken


class _Link(NamedTuple):
    """A journal row whose place in the chain is proven; ``cleared`` where its payload is gone."""

    seq: int
    group: int
    kind: str
    payload: bytes | None
    cleared: Cleared | None


def _links(connection: sqlite3.Connection, report: int) -> list[_Link]:
    """Return a report's journal once its chain is proven from the first entry to the head.

    A row says its group and kind beside the payload: both must agree. What is cleared must be named by a
    later step that cleared it, and nothing else may be named.
    """
    head, seq = connection.execute("SELECT head, seq FROM report WHERE id = ?", (report,)).fetchone()
    rows = connection.execute(
        "SELECT seq, step_group, kind, salt, payload, inner, hash FROM journal WHERE report = ? ORDER BY seq",
        (report,),
    ).fetchall()
    previous, gaps = GENESIS, set[tuple[int, int, str]]()
    named: dict[tuple[int, int, str], Cleared] = {}
    for count, (number, group, kind, salt, payload, kept, written) in enumerate(rows, 1):
        if number != count or _chained(previous, salt, payload, kept) != written:
            raise Broken
        previous = written
        if payload is None:
            gaps.add((number, group, kind))
        elif b'"group":%d,"kind":"%s","label":"' % (group, kind.encode()) not in payload:
            raise Broken
        elif kind == StepKind.FORGET:
            found = unpack(number, payload).forgets
            named |= {(one.seq, one.group, one.kind.value): one for one in found if one.seq < number}
    if (previous, len(rows)) != (head, seq) or gaps != named.keys():
        raise Broken
    return [_Link(row[0], row[1], row[2], row[4], named.get(row[:3])) for row in rows]


def _chained(previous: str, salt: bytes | None, payload: bytes | None, kept: bytes | None) -> str:
    if salt is not None and payload is not None:
        return chain(previous, salt, payload)
    return hashlib.sha256(bytes.fromhex(previous) + (kept or b"")).hexdigest()


def inner(salt: bytes, payload: bytes) -> bytes:
    """Return what stays of a payload once it is blanked: the part that its chain needs."""
    return hashlib.sha256(salt + payload).digest()


def _step(link: _Link) -> Step:
    if link.cleared is not None:
        return blanked(link.cleared)
    step = unpack(link.seq, link.payload or b"")
    if b"\\ud" in (link.payload or b"").lower():
        pack(step)  # raises for halves of characters
    if (step.group, step.kind.value) != (link.group, link.kind):
        raise Broken
    return step


def _entry(key: str, value: str, origin: str, detail: str) -> Entry:
    content = decode(key, json.loads(value))
    if isinstance(content, Decimal) and not -_PLACES <= _magnitude(content) <= _PLACES:
        raise ValueError(key)
    f"{key}{content}{detail}".encode()  # raises for halves of characters
    return Entry(content, Origin(OriginKind(origin), detail))


def _magnitude(value: Decimal) -> int:
    """Return how many places a decimal needs before or (negative) behind the point; raises if it is none."""
    exponent = value.as_tuple().exponent
    return min(int(exponent), 0) or value.adjusted()


def _of_medium(error: sqlite3.Error) -> bool:
    """Tell whether SQLite complains about the medium or memory (NOMEM 7, IOERR 10, FULL 13), not content."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {7, 10, 13}


def _hash(rows: Sequence[Sequence[Cell]]) -> str:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()  # raises for what is no text

"""Drafts as a unit file keeps them: what was printed for signing, and what became of it.

A draft is its canonical bytes (core/checkcode.py) under a number of its own. It never changes; signing only
adds who signed it and when. Both stand in the file's content hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from enum import StrEnum
from typing import NamedTuple

from core import checkcode

_COLUMNS = "number, version, canonical, hash, at, who, state"


class DraftState(StrEnum):
    """What became of a draft."""

    SENT = "sent"  # 送审
    SIGNED = "signed"  # 已签发

    @property
    def words(self) -> str:
        """Return what a person is told: 送审, 已签发."""
        return "已签发" if self is DraftState.SIGNED else "送审"


class Draft(NamedTuple):
    """One draft: what it says, and how it went on."""

    number: int  # 第 n 稿
    version: int  # of what ``canonical`` covers and how (checkcode.VERSION of that day)
    canonical: bytes
    at: str  # local time it was made, ISO 8601 with seconds
    who: str = ""  # who sent it, as far as somebody said
    head: str = ""  # the journal's head with the step that made it, 64 hexadecimal digits
    state: DraftState = DraftState.SENT
    signed_by: str = ""
    signed_on: str = ""  # ISO date

    @property
    def hash(self) -> str:
        """Return the whole SHA-256 of what the draft says, as it stands in the QR code."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def code(self) -> str:
        """Return the 校验码 as it is printed: M8YM-R55H-XAF1-B."""
        return checkcode.of_hash(self.hash)

    @property
    def record(self) -> str:
        """Return the head of the journal as it is printed: 7Q2K-0F9D."""
        return checkcode.short(self.head) if self.head else ""

    @property
    def name(self) -> str:
        """Return 第 2 稿."""
        return f"第 {self.number} 稿"

    @property
    def made_at(self) -> dt.datetime:
        """Return when it was made, in local time."""
        return dt.datetime.fromisoformat(self.at)

    @property
    def signed(self) -> bool:
        """Tell whether it was signed; it is locked for good then."""
        return self.state is DraftState.SIGNED

    def signing(self, who: str, on: dt.date) -> Draft:
        """Return this draft as it stands once it is signed."""
        return self._replace(state=DraftState.SIGNED, signed_by=who, signed_on=on.isoformat())


def of_report(connection: sqlite3.Connection, report: int) -> tuple[Draft, ...]:
    """Return a report's drafts, the first one first; ``ValueError`` and others if one is none of ours."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM draft WHERE report = ? ORDER BY number", (report,))  # noqa: S608 - our own words
    return tuple(_draft(row) for row in rows.fetchall())


def add(connection: sqlite3.Connection, report: int, draft: Draft) -> None:
    """Add a draft, inside the caller's transaction."""
    connection.execute(
        f"INSERT INTO draft(report, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own words
        (
            report,
            draft.number,
            draft.version,
            draft.canonical,
            draft.hash,
            draft.at,
            draft.who,
            _packed(draft),
        ),
    )


def put_state(connection: sqlite3.Connection, report: int, draft: Draft) -> None:
    """Keep what became of a draft, inside the caller's transaction; what it says is not touched."""
    connection.execute(
        "UPDATE draft SET state = ? WHERE report = ? AND number = ?", (_packed(draft), report, draft.number)
    )


def _packed(draft: Draft) -> str:
    """Return the column ``state``: what became of the draft, and the journal's head it was made at."""
    content = {"state": draft.state.value, "head": draft.head}
    if draft.signed:
        content |= {"signed_by": draft.signed_by, "signed_on": draft.signed_on}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_Row = tuple[int, int, bytes, str, str, str, str]


def _draft(row: _Row) -> Draft:
    number, version, body, digest, at, who, state = row
    kept = json.loads(state)
    draft = Draft(
        number=number,
        version=version,
        canonical=body,
        at=dt.datetime.fromisoformat(at).isoformat(timespec="seconds"),
        who=who,
        head=str(kept["head"]),
        state=DraftState(kept["state"]),
        signed_by=str(kept.get("signed_by", "")),
        signed_on=str(kept.get("signed_on", "")),
    )
    if draft.signed:
        dt.date.fromisoformat(draft.signed_on)  # raises for what is no day
    if draft.hash != digest:
        raise ValueError(number)
    return draft

"""One year's report: what is stated, where it came from, and the totals beside it.

Three things are kept apart for every cell (CONTRACT.md 2): the stored value, its origin, and, for a computed
cell read from a document, what that document said. A report is changed only through ``write``, which the
session calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from core import keys
from core.canonical import Json
from core.derive import BLANK, Derived, derive
from core.form import FormDef
from core.values import Kind, Raw, Value, number, parse, plain, to_json

JSON_FORMAT = 1
FIRST_YEAR, LAST_YEAR = 1900, 9999  # of what can be the year of a report


class OriginKind(StrEnum):
    """How a value came to stand where it stands."""

    TYPED = "typed"
    PASTED = "pasted"
    IMPORTED = "imported"  # detail: the file's name
    CARRIED = "carried"  # detail: the year
    COMPUTED = "computed"
    ZERO = "zero"  # a blank confirmed as zero


class Origin(NamedTuple):
    """Where a value came from; ``detail`` names the file or year."""

    kind: OriginKind
    detail: str = ""


TYPED = Origin(OriginKind.TYPED)
PASTED = Origin(OriginKind.PASTED)
ZERO = Origin(OriginKind.ZERO)
COMPUTED = Origin(OriginKind.COMPUTED)

Content = Value | str  # a cell holds a Value; everything else holds text


class Entry(NamedTuple):
    """A stored value with its origin."""

    value: int | Decimal | Raw | str
    origin: Origin = TYPED


def encode(value: Content) -> Json:
    """Return a stored value as JSON that ``decode`` reads back exactly."""
    return (
        {"raw": value.text}
        if isinstance(value, Raw)
        else plain(value)
        if isinstance(value, Decimal)
        else value
    )


def decode(key: str, value: Json) -> int | Decimal | Raw | str:
    """Read a stored value; ``ValueError`` if it is none of ours."""
    if isinstance(value, Mapping) and isinstance(raw := value.get("raw"), str):
        return Raw(raw)
    if isinstance(value, str):
        return Decimal(value) if keys.is_cell(key) else value
    if isinstance(value, int) and not isinstance(value, bool) and keys.is_cell(key):
        return value
    message = f"no stored value: {key} = {value!r}"
    raise ValueError(message)


class Report:
    """The report of one year in one form; reads are cheap, every change goes through ``write``."""

    def __init__(self, form: FormDef, year: int, entries: Mapping[str, Entry] | None = None) -> None:
        """Start from stored entries (none: a blank report) and compute every total."""
        self.form = form
        self.year = year
        self._entries: dict[str, Entry] = dict(entries or {})
        self._derived: dict[str, Derived] = derive(form, self.stated, form.computed)
        self._blanks: dict[str | None, tuple[str, ...]] = {}  # by table, until the next change
        self._figures: dict[str, int | Decimal] | None = None  # printed numbers, once somebody asked

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Return everything that is stated, by key; absent means blank."""
        return self._entries

    def entry(self, key: str) -> Entry | None:
        """Return the stored value with its origin, or None where nothing is stated."""
        return self._entries.get(key)

    def stated(self, key: str) -> Value:
        """Return what was typed or what a document says in a cell; None if blank."""
        entry = self._entries.get(key)
        return None if entry is None or isinstance(entry.value, str) else entry.value

    def derived(self, key: str) -> Derived:
        """Return the computed total of a computed cell (blank for any other key)."""
        return self._derived.get(key, BLANK)

    def value(self, key: str) -> Value:
        """Return what is shown and printed: the stated value, else the (perhaps partial) total."""
        stated = self.stated(key)
        return self.derived(key).value if stated is None else stated

    def figure(self, key: str) -> int | Decimal | None:
        """Return the printed value if it can be calculated with."""
        return number(self.value(key))

    @property
    def figures(self) -> Mapping[str, int | Decimal]:
        """Return every printed value that can be calculated with, by key; kept up to date by ``write``."""
        if self._figures is None:
            printed = {key: self.figure(key) for key in self.form.cells}
            self._figures = {key: figure for key, figure in printed.items() if figure is not None}
        return self._figures

    def complete(self, key: str) -> bool:
        """Tell whether the printed value is final: stated, or a total with no part missing."""
        return self.stated(key) is not None or self.derived(key).complete

    def origin(self, key: str) -> Origin | None:
        """Return where the shown value came from; None for a blank."""
        if entry := self._entries.get(key):
            return entry.origin
        return COMPUTED if self.derived(key).value is not None else None

    def string(self, key: str) -> str:
        """Return a text, unit, report, note or explanation field; empty if nothing is stated."""
        entry = self._entries.get(key)
        return entry.value if entry is not None and isinstance(entry.value, str) else ""

    def setting(self, key: str) -> int:
        """Return a whole number above zero that the county set, such as a limit; 0 if there is none."""
        value = parse(self.string(key), Kind.COUNT, None)
        return value if isinstance(value, int) and value > 0 else 0

    def text(self, section: str) -> str:
        """Return the prose of a section, paragraphs separated by one line feed."""
        return self.string(keys.text(section))

    @property
    def unit_name(self) -> str:
        """Return the reporting unit's name in this year."""
        return self.string(keys.UNIT_NAME)

    @property
    def title(self) -> str:
        """Return the report's own title, else the one in the official pattern."""
        return self.string(keys.TITLE) or self.form.title(self.unit_name, self.year)

    def blanks(self, table: str | None = None) -> tuple[str, ...]:
        """Return the typed cells that are still blank, in printed order, of one table or all."""
        if table not in self._blanks:
            self._blanks[table] = tuple(
                key
                for key in self.form.typed
                if key not in self._entries and table in {None, self.form.cells[key].table}
            )
        return self._blanks[table]

    def starting_with(self, prefix: str) -> dict[str, str]:
        """Return the text fields of one kind (``note``, ``explain``, ``unit``) without their prefix."""
        head = f"{prefix}."
        return {
            key.removeprefix(head): entry.value
            for key, entry in sorted(self._entries.items())
            if key.startswith(head) and isinstance(entry.value, str)
        }

    def write(self, changes: Mapping[str, Entry | None]) -> frozenset[str]:
        """Store changes (None blanks a key), recompute the totals above, return every key that differs.

        The caller has already decided what happens to stated totals; nothing is dropped here.
        """
        touched: set[str] = set()
        self._blanks.clear()
        for key, entry in changes.items():
            if self._entries.get(key) == entry:
                continue
            touched.add(key)
            if entry is None:
                del self._entries[key]
            else:
                self._entries[key] = entry
        changed = frozenset(touched | self._rederive(touched))
        self._refigure(changed)
        return changed

    def _refigure(self, changed: Iterable[str]) -> None:
        if self._figures is None:
            return
        for key in changed:
            figure = self.figure(key) if key in self.form.cells else None
            if figure is None:
                self._figures.pop(key, None)
            else:
                self._figures[key] = figure

    def _rederive(self, touched: Iterable[str]) -> set[str]:
        above = {total for key in touched for total in self.form.sums_with.get(key, ())}
        fresh = derive(self.form, self.stated, above)
        changed = {key for key, total in fresh.items() if self._derived[key] != total}
        self._derived.update(fresh)
        return changed

    def content(self) -> dict[str, Json]:
        """Return the canonical content that hashes cover: form, year, and every stated value, no origins."""
        return {
            "form": self.form.id,
            "year": self.year,
            "entries": {key: encode(entry.value) for key, entry in self._entries.items()},
        }

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``read --json`` (CONTRACT.md 3): printed figures, incomplete totals as null."""
        return {
            "format": JSON_FORMAT,
            "form": self.form.id,
            "unit": self.unit_name,
            "unit_kind": self.string(keys.UNIT_KIND) or None,
            "year": self.year,
            "title": self.title,
            "cells": {
                key: _cell_json(cell.kind, self.value(key)) if self.complete(key) else None
                for key, cell in self.form.cells.items()
            },
            "texts": {section: self.text(section) for section in self.form.texts},
            "notes": self.starting_with(keys.NOTE),
            "explanations": self.starting_with(keys.EXPLAIN),
            "doubts": [],
        }


def _cell_json(kind: Kind, value: Value) -> Json:
    """Return a cell as it stands in JSON: an amount of money is a string, however it was stored."""
    return str(value) if kind is Kind.MONEY and isinstance(value, int) else to_json(value)

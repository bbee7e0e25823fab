"""What was recognised in a document, with its places and doubts, before anything is stored.

CONTRACT.md 3, ``read --json``. A preview holds the document's own figures, also where its sums are wrong;
a report made of it keeps them as stated, with the file as their origin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from core import keys
from core.canonical import Json
from core.form import FormDef
from core.report import JSON_FORMAT, Entry, Origin, OriginKind, Report
from core.values import Value, to_json


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stood in a document: ``line 149`` and the words of that line."""

    place: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at: of what, where in the document, in one Chinese sentence."""

    place: str  # key of a cell, name of a text or table, or ``unit``, ``year``; may be empty
    source: str  # ``line 149``, or empty where the document holds nothing
    text: str

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``doubts`` in ``read --json``."""
        return {"place": self.place, "source": self.source, "text": self.text}


@dataclass(frozen=True)
class Preview:
    """A recognised report; every key of the form is in ``cells``, blank where the document has no figure."""

    form: FormDef
    unit: str
    year: int
    title: str
    name: str  # of the file; the origin of every value
    cells: Mapping[str, Value]  # a computed cell holds the document's own figure
    texts: Mapping[str, str]  # every text of the form; empty where the document has none
    unit_kind: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)  # cell or text -> where it stood
    doubts: tuple[Doubt, ...] = ()

    def to_report(self) -> Report:
        """Return the report this document states; every entry names the file as its origin."""
        origin = Origin(OriginKind.IMPORTED, self.name)
        entries = {key: Entry(value, origin) for key, value in self.cells.items() if value is not None}
        for key, text in self._strings().items():
            if text:
                entries[key] = Entry(unicodedata.normalize("NFC", text), origin)
        return Report(self.form, self.year, entries)

    def _strings(self) -> dict[str, str]:
        own_title = self.title if self.title != self.form.title(self.unit, self.year) else ""
        return {
            keys.UNIT_NAME: self.unit,
            keys.UNIT_KIND: self.unit_kind or "",
            keys.TITLE: own_title,
            **{keys.text(section): text for section, text in self.texts.items()},
            **{keys.note(key): text for key, text in self.notes.items()},
            **{keys.explain(finding): text for finding, text in self.explanations.items()},
        }

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``read --json``: the document's own figures, and what is doubtful."""
        return {
            "format": JSON_FORMAT,
            "form": self.form.id,
            "unit": self.unit,
            "unit_kind": self.unit_kind,
            "year": self.year,
            "title": self.title,
            "cells": {key: to_json(self.cells.get(key)) for key in self.form.cells},
            "texts": {section: self.texts.get(section, "") for section in self.form.texts},
            "notes": dict(self.notes),
            "explanations": dict(self.explanations),
            "doubts": [doubt.to_json() for doubt in self.doubts],
        }

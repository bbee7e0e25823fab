"""What a check found: a value to show, never an exception.

CHECKS.md gives codes and levels, CONTRACT.md 3 the JSON. A finding's id stays the same as long as it is about
the same places, so that explanations survive re-checks (HOUSE.md 4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from core.canonical import Json
from core.levels import Level
from core.values import plain

__all__ = ["NOT_ENTERED", "NO_REPORT", "PASS", "Figure", "Finding", "Level", "Span", "Suggestion", "Verdict"]

Figure = int | Decimal


# How the title of a finding begins that nobody can judge for want of last year's figures.
NO_REPORT = "缺少上年报告"
NOT_ENTERED = "上年的数没有录全"

PASS = "pass"  # noqa: S105 - the state of a code without findings, no secret


class Span(NamedTuple):
    """A stretch of a section's text, in code points, end exclusive."""

    section: str
    start: int
    end: int


class Suggestion(NamedTuple):
    """One cell whose change would satisfy all failing arithmetic; None means: take the computed total."""

    cell: str
    value: Figure | None


@dataclass(frozen=True)
class Finding:
    """One broken rule: where, with which figures, said in one plain Chinese sentence."""

    code: str
    level: Level
    text: str
    title: str = ""  # a few words for the panel's first line: 自然人列多办结 1 件
    left_places: tuple[str, ...] = ()
    right_places: tuple[str, ...] = ()
    left: Figure | None = None
    right: Figure | None = None
    spans: tuple[Span, ...] = ()
    phrase: str = ""  # the normalised words of a finding about text, part of its identity
    suggestions: tuple[Suggestion, ...] = ()
    waiting: bool = False  # nothing is wrong yet: something is still to be filled in
    follows: str | None = None  # id of the finding this one is folded under
    explanation: str | None = None
    settled: bool = False  # explained, and for the very figures that are printed now

    @property
    def places(self) -> tuple[str, ...]:
        """Return the keys of both sides, left first."""
        return self.left_places + self.right_places

    @cached_property
    def id(self) -> str:
        """Return the stable name: code and a hash over sorted places and, for text, section and phrase."""
        sections = dict.fromkeys(span.section for span in self.spans)  # however many spans there are
        parts = [self.code, *sorted(self.places), *sections, self.phrase]
        return f"{self.code}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"

    def under(self, lead: Finding) -> Finding:
        """Return this finding folded under another."""
        after = replace(self, follows=lead.id, suggestions=())
        after.__dict__["id"] = self.id  # the same places: not worked out again
        return after

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``check --json``."""
        return {
            "id": self.id,
            "code": self.code,
            "level": self.level.value,
            "places": self.places,
            "spans": [{"section": s.section, "start": s.start, "end": s.end} for s in self.spans],
            "follows": self.follows,
            "left": _figure(self.left),
            "right": _figure(self.right),
            "title": self.title,
            "text": self.text,
            "suggestions": [{"cell": s.cell, "value": _figure(s.value)} for s in self.suggestions],
            "explanation": self.explanation,
        }


def _figure(value: Figure | None) -> int | str | None:
    return plain(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Verdict:
    """The result of one run of all checks."""

    findings: tuple[Finding, ...]
    codes: Mapping[str, str] = field(default_factory=dict)  # code -> worst level present, or ``pass``

    @cached_property
    def leading(self) -> tuple[Finding, ...]:
        """Return the findings that stand by themselves (not folded under another)."""
        return tuple(finding for finding in self.findings if finding.follows is None)

    def count(self, level: Level) -> int:
        """Return how many findings of a level stand by themselves."""
        return sum(finding.level is level for finding in self.leading)

    @property
    def verdict(self) -> str:
        """Return the worst level present: ``clean``, ``hint``, ``explain`` or ``error`` (CONTRACT.md 3)."""
        levels = {finding.level for finding in self.findings}
        if levels & {Level.ERROR, Level.FAULT}:
            return "error"
        if Level.EXPLAIN in levels:
            return "explain"
        return "hint" if levels else "clean"

    def counts(self) -> dict[str, Json]:
        """Return the figures of the honest line."""
        return {
            **{level.value: self.count(level) for level in Level},
            "explained": sum(finding.settled for finding in self.leading),
            "folded": len(self.findings) - len(self.leading),
            "checks_run": len(self.codes),
            "codes": dict(self.codes),
        }

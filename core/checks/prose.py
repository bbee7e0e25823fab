"""What the checks on texts share: the texts in printed order, and findings that point at words.

A finding about words is known by its section and the words, so that an explanation survives edits elsewhere;
where the same words are found twice in a section, the second one is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.findings import Finding, Level, Span
from core.narrative.stretches import Stretch
from core.report import Report
from core.rules import CheckSpec

PREAMBLE = "preamble"
_PREAMBLE_NAME = "前言"
_AROUND = 6  # characters shown on each side of a mark that says little by itself


class Part(NamedTuple):
    """The text of one section, with the name a person knows it by."""

    section: str
    name: str
    text: str


class Remark(NamedTuple):
    """What is to be said about some words of a part; ``phrase`` keeps its identity."""

    title: str
    text: str  # without the name of the section
    where: tuple[Stretch, ...]
    phrase: str


def parts(report: Report, *, preamble: bool = True) -> list[Part]:
    """Return the texts of a report that are not blank, in printed order."""
    named = [(PREAMBLE, _PREAMBLE_NAME)] if preamble else []
    named += [(section.id, section.tab) for section in report.form.sections if section.kind == "text"]
    found = (Part(section, name, report.text(section)) for section, name in named)
    return [part for part in found if part.text and not part.text.isspace()]


def part_of(report: Report, section: str) -> Part | None:
    """Return the text of one section, None if it is blank."""
    return next((part for part in parts(report) if part.section == section), None)


def findings(spec: CheckSpec, part: Part, remarks: Iterable[Remark]) -> tuple[Finding, ...]:
    """Return a finding for each remark, at the level of the check."""
    seen: dict[str, int] = {}
    found = []
    for remark in remarks:
        count = seen[remark.phrase] = seen.get(remark.phrase, 0) + 1
        found.append(
            Finding(
                code=spec.code,
                level=Level(spec.level),
                text=f"{part.name}：{remark.text}",
                title=remark.title,
                spans=tuple(Span(part.section, hit.start, hit.end) for hit in remark.where),
                phrase=remark.phrase if count == 1 else f"{remark.phrase}#{count}",
            )
        )
    return tuple(found)


def around(text: str, hit: Stretch) -> str:
    """Return words with a little of what stands around them, in one line."""
    start, end = max(0, hit.start - _AROUND), min(len(text), hit.end + _AROUND)
    return " ".join(text[start:end].split())


def listed(words: Sequence[str], most: int = 4) -> str:
    """Return words in a row: 甲、乙、丙等."""
    return "、".join(words[:most]) + ("等" if len(words) > most else "")

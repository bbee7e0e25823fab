"""P01: personal data in a text that will be published; a sentence never repeats the whole number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core import keys
from core.checks.prose import Part, Remark, findings, parts
from core.checks.registry import rule
from core.findings import Finding
from core.narrative.privacy import (
    NameWords,
    Personal,
    PersonalHit,
    names_of_applicants,
    numbers_of_persons,
)
from core.narrative.stretches import Stretch, paragraphs
from core.report import Report
from core.rules import CheckSpec

_NOT_DIGITS = re.compile(r"\D")
_APART = re.compile(r"[,，、;；/\s]+")
_TELEPHONE = f"{keys.UNIT}.telephone"


@rule("personal")
def personal(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find identity, mobile and card numbers other than the unit's own, and full names of applicants."""
    own = report.string(_TELEPHONE)
    for part in parts(report):
        yield from _personal(spec, part, own)


@lru_cache(maxsize=16)
def _personal(spec: CheckSpec, part: Part, own: str) -> tuple[Finding, ...]:
    numbers = {_NOT_DIGITS.sub("", number) for number in _APART.split(own)}
    remarks = []
    for paragraph in paragraphs(part.text):
        hits = numbers_of_persons(paragraph.text) + names_of_applicants(paragraph.text, _names(spec))
        for hit in sorted(hits, key=lambda hit: hit.start):
            if not hit.digits or hit.digits not in numbers:
                where = Stretch(paragraph.start + hit.start, paragraph.start + hit.end, hit.masked)
                remarks.append(_said(hit, where))
    return findings(spec, part, remarks)


def _said(hit: PersonalHit, where: Stretch) -> Remark:
    if hit.kind is Personal.NAME:
        text = f"写出了申请人的姓名（{hit.masked}），公开前应当隐去，例如写作“某”；确需保留的请说明。"
    else:
        text = f"出现了{hit.kind.value}（{hit.masked}），公开前应当隐去；确需保留的请说明。"
    return Remark(f"{hit.kind.value}（{hit.masked}）", text, (where,), f"{hit.kind.value}{hit.masked}")


@lru_cache(maxsize=8)
def _names(spec: CheckSpec) -> NameWords:
    words = spec.words
    singles = tuple(surname for line in words["surnames"] for surname in line)
    return NameWords(words["before"], singles + words["double_surnames"], words["no_names"])

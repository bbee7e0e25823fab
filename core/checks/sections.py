"""T01, T05, T08, T11: every section is written, says what it must, and is not too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core import keys
from core.checks.prose import Part, Remark, findings, listed, part_of
from core.checks.registry import rule
from core.findings import Finding, Level
from core.form import Section
from core.narrative.stretches import Stretch
from core.narrative.topics import Aspect, missing_aspects
from core.report import Report
from core.rules import CheckSpec

_IDLE = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]")
_LONGEST_NONE = 40  # characters: a longer text says more than 无
_BETWEEN = "："  # name：word、word
_COMMA = "、"


@rule("unwritten")
def unwritten(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find sections that are blank, and those that say only 无 where that is no answer."""
    for section in report.form.sections:
        if section.kind == "text":
            yield from _unwritten(spec, section, report.text(section.id))


@lru_cache(maxsize=16)
def _unwritten(spec: CheckSpec, section: Section, text: str) -> tuple[Finding, ...]:
    if not text.strip():
        words = "还没有写" + ("；确实没有的请写“无”。" if _may_be_none(section) else "，不能空着。")
        return (
            Finding(
                code=spec.code,
                level=Level(spec.level),
                text=f"{section.tab}：{words}",
                title=f"{section.tab}未填",
                left_places=(keys.text(section.id),),
                waiting=True,
            ),
        )
    if len(text) > _LONGEST_NONE and _WORD.search(text):
        return ()
    said = _IDLE.sub("", text)
    if said and (_may_be_none(section) or said not in spec.words["none"]):
        return ()
    bare = text.strip()
    where = (Stretch(0, len(text), text),)
    words = f"只写了“{bare}”，这一部分不能这样填，请写明具体情况。"
    return findings(
        spec,
        Part(section.id, section.tab, text),
        [Remark(f"{section.tab}只写了“{bare}”", words, where, "none")],
    )


def _may_be_none(section: Section) -> bool:
    """Tell whether 无 is an answer: never where the form names aspects that must be written about."""
    return section.may_be_none and not section.outline


@rule("aspects")
def aspects(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find the aspects of a section's outline of which its text says nothing."""
    for section in report.form.sections:
        text = report.text(section.id)
        if section.outline and text.strip():
            yield from _aspects(spec, section, text)


@lru_cache(maxsize=16)
def _aspects(spec: CheckSpec, section: Section, text: str) -> tuple[Finding, ...]:
    missing = missing_aspects(text, _wanted(spec, section.outline))
    if not missing:
        return ()
    words = (
        f"没有写到{listed(missing, len(missing))}；按格式要求应当写明 {len(section.outline)} 个方面的情况。"
    )
    finding = Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{section.tab}：{words}",
        title=f"没有写到{listed(missing, 2)}",
        left_places=(keys.text(section.id),),
        phrase=_COMMA.join(missing),
    )
    return (finding,)


@lru_cache(maxsize=16)
def _wanted(spec: CheckSpec, outline: tuple[str, ...]) -> tuple[Aspect, ...]:
    shown = {}
    for line in spec.words["shown_by"]:
        name, _, words = line.partition(_BETWEEN)
        shown[name] = tuple(words.split(_COMMA))
    return tuple(Aspect(name, (name, *shown.get(name, ()))) for name in outline)


@rule("length")
def length(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find a section longer than the county allows; without a limit nothing is said."""
    limit = report.setting(f"{keys.REPORT}.{spec.words['setting'][0]}")
    section = spec.section("section")
    part = part_of(report, section)
    if part is None or not limit:
        return
    count = _characters(part.text)
    if count > limit:
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"{part.name}：有 {count} 字，规定不超过 {limit} 字，多 {count - limit} 字。",
            title=f"超过规定字数 {count - limit} 字",
            left_places=(keys.text(section),),
            left=count,
            right=limit,
        )


@lru_cache(maxsize=16)
def _characters(text: str) -> int:
    """Return the length as the page of the text shows it: everything but blanks."""
    return len("".join(text.split()))


@rule("unmentioned_matter")
def unmentioned_matter(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find a section that does not mention what the official form asks for there."""
    section = spec.section("section")
    part = part_of(report, section)
    if part and not any(word in part.text for word in spec.words["words"]):
        matter = spec.words["words"][0]
        words = f"没有写{matter}的收取情况；格式要求在这里报告，没有收取的也请写明。"
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"{part.name}：{words}",
            title=f"没有提到{matter}",
            left_places=(keys.text(section),),
        )

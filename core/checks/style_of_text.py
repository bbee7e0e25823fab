"""T09, T10: slips of the pen, and passages that are not about the subject of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from core.checks.prose import PREAMBLE, Part, Remark, around, findings, listed, parts
from core.checks.registry import rule
from core.findings import Finding
from core.narrative.slips import SlipWords, doubled_marks, doubled_words, half_width, unfinished, unpaired
from core.narrative.stretches import Stretch, paragraphs
from core.narrative.topics import Subject, astray
from core.report import Report
from core.rules import CheckSpec


@rule("slip")
def slip(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find doubled words and marks, half-width marks, and ends that break off."""
    for part in parts(report):
        yield from _slips(spec, part)


@lru_cache(maxsize=16)
def _slips(spec: CheckSpec, part: Part) -> tuple[Finding, ...]:
    return findings(
        spec,
        part,
        [
            *_doubled(spec, part),
            *_marks(part),
            *_half_width(part),
            *_unpaired(part),
            *_unfinished(spec, part),
        ],
    )


def _doubled(spec: CheckSpec, part: Part) -> Iterator[Remark]:
    words = _words(spec)
    for hit in _everywhere(part, lambda paragraph: doubled_words(paragraph, words)):
        text = f"“{around(part.text, hit)}”里，“{hit.text}”重复了，请核对。"
        yield Remark(f"“{hit.text}”重复", text, (hit,), hit.text)


def _marks(part: Part) -> Iterator[Remark]:
    hits = _everywhere(part, doubled_marks)
    if hits:
        text = f"有 {len(hits)} 处标点连用，第一处在“{around(part.text, hits[0])}”，请核对。"
        yield Remark(f"{len(hits)} 处标点连用", text, hits, "doubled marks")


def _half_width(part: Part) -> Iterator[Remark]:
    hits = _everywhere(part, half_width)
    if hits:
        text = f"有 {len(hits)} 处半角标点，第一处在“{around(part.text, hits[0])}”，中文里用全角标点。"
        yield Remark(f"{len(hits)} 处半角标点", text, hits, "half-width")


def _unpaired(part: Part) -> Iterator[Remark]:
    hits = _everywhere(part, unpaired)
    if hits:
        text = f"有 {len(hits)} 处括号、引号不成对，第一处在“{around(part.text, hits[0])}”，请核对。"
        yield Remark(f"{len(hits)} 处括号、引号不成对", text, hits, "unpaired")


def _unfinished(spec: CheckSpec, part: Part) -> Iterator[Remark]:
    if part.text.strip().rstrip("。") in spec.words["whole"]:
        return
    for hit in unfinished(part.text, last=part.section != PREAMBLE):
        last = hit.end == len(part.text.rstrip())
        text = f"{'最后一句' if last else '有一段'}停在“…{hit.text}”，没有写完或者少了句号，请核对。"
        yield Remark(f"“…{hit.text}”没有写完", text, (hit,), hit.text)


def _everywhere(part: Part, find: Callable[[str], tuple[Stretch, ...]]) -> tuple[Stretch, ...]:
    return tuple(
        hit.moved(paragraph.start) for paragraph in paragraphs(part.text) for hit in find(paragraph.text)
    )


@lru_cache(maxsize=8)
def _words(spec: CheckSpec) -> SlipWords:
    return SlipWords(spec.words["single"], spec.words["meant"])


@rule("astray")
def off_subject(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find long passages without a word of the subject that speak of several other things."""
    for part in parts(report, preamble=False):
        yield from _off_subject(spec, part)


@lru_cache(maxsize=16)
def _off_subject(spec: CheckSpec, part: Part) -> tuple[Finding, ...]:
    remarks = []
    for passage in astray(part.text, _subject(spec)):
        length = len(passage.where.text)
        of_what = listed(passage.words)
        text = f"有一段 {length} 字没有提到信息公开，说的是{of_what}；年度报告不宜泛化，请考虑删减。"
        remarks.append(Remark(f"{length} 字与信息公开无关", text, (passage.where,), of_what))
    return findings(spec, part, remarks)


@lru_cache(maxsize=8)
def _subject(spec: CheckSpec) -> Subject:
    words, limits = spec.words, spec.limits
    return Subject(words["about"], words["astray"], limits["characters"], limits["different"])

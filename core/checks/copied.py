"""Y05, Y06: texts taken over from last year's report, and numbers that stayed the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from core.checks.lastyear import unknown
from core.checks.prose import Part, Remark, findings, listed, parts
from core.checks.registry import rule
from core.findings import NO_REPORT, NOT_ENTERED, Finding
from core.narrative.quantities import quantities, values
from core.narrative.similarity import length, likeness
from core.narrative.stretches import Stretch
from core.narrative.units import names_of
from core.report import Report
from core.rules import CheckSpec

_QUESTION = "文字是不是照搬上年"
_NUMBERS_QUESTION = "正文里的数字是不是照搬上年"


@rule("copied")
def copied(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find sections that repeat last year's, numbers and names apart; the copied sentences are marked."""
    units = (report.unit_name, last_year.unit_name if last_year else "")
    for part in parts(report, preamble=False):
        before = last_year.text(part.section) if last_year else ""
        if before:
            yield from _copied(spec, part, before, units)
        elif length(part.text, names_of(*units)) >= spec.limits["at_least"]:
            yield unknown(spec, NOT_ENTERED if last_year else NO_REPORT, _QUESTION)
            return


@lru_cache(maxsize=16)
def _copied(spec: CheckSpec, part: Part, before: str, units: tuple[str, str]) -> tuple[Finding, ...]:
    names = names_of(*units)
    if length(part.text, names) < spec.limits["at_least"]:
        return ()
    found = likeness(part.text, before, names)
    if found.percent < spec.limits["percent"] or not found.pairs:
        return ()
    text = (
        f"除数字和名称外，{found.percent}% 的文字与上年相同"
        f"（{found.sentences} 句里有 {len(found.pairs)} 句）；"
        "内容雷同要追究责任，请按今年的实际改写，确实没有变化的请说明。"
    )
    where = tuple(pair.now for pair in found.pairs)
    return findings(spec, part, [Remark(f"{part.name}与上年 {found.percent}% 相同", text, where, "copied")])


@rule("same_numbers")
def same_numbers(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find sections whose numbers are all last year's, in the same order; years and zeros do not count."""
    for part in parts(report, preamble=False):
        before = last_year.text(part.section) if last_year else ""
        if before:
            yield from _same_numbers(spec, part, before)
        elif len(values(part.text, spec.words["fixed"])) >= spec.limits["at_least"]:
            yield unknown(spec, NOT_ENTERED if last_year else NO_REPORT, _NUMBERS_QUESTION)
            return


@lru_cache(maxsize=16)
def _same_numbers(spec: CheckSpec, part: Part, before: str) -> tuple[Finding, ...]:
    fixed = spec.words["fixed"]
    now = values(part.text, fixed)
    if len(now) < spec.limits["at_least"] or now != values(before, fixed):
        return ()
    text = f"正文里的 {len(now)} 个数字（{listed(now)}）与上年完全相同，请核对是不是旧数字。"
    where = tuple(
        Stretch(number.start, number.end, number.value)
        for number in quantities(part.text, fixed)
        if not number.zero
    )
    return findings(spec, part, [Remark(f"{len(now)} 个数字与上年相同", text, where, "numbers")])

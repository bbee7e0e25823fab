"""T02, T03: what a template or last year's draft left behind: placeholders, and years of another report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from core import keys
from core.checks.prose import Part, Remark, findings, parts
from core.checks.registry import rule
from core.checks.wording import short
from core.findings import Finding, Level
from core.narrative.placeholders import Placeholders
from core.narrative.stretches import Stretch, paragraphs
from core.narrative.years import Trouble, YearHit, YearWords, doubtful_years, titled_years, years_in
from core.report import Report
from core.rules import CheckSpec

_BLANK = "空格"


@rule("placeholder")
def placeholder(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find what a template left behind: one finding for the same words in a section."""
    for part in parts(report):
        yield from _placeholders(spec, part)


@lru_cache(maxsize=16)
def _placeholders(spec: CheckSpec, part: Part) -> tuple[Finding, ...]:
    look = _looking(spec)
    by_words: dict[str, list[Stretch]] = {}
    for paragraph in paragraphs(part.text):
        for hit in look.find(paragraph.text):
            words = " ".join(hit.text.split()) or _BLANK
            by_words.setdefault(words, []).append(hit.moved(paragraph.start))
    return findings(spec, part, [_left(words, hits) for words, hits in by_words.items()])


def _left(words: str, hits: list[Stretch]) -> Remark:
    shown = short(words)
    count = f"有 {len(hits)} 处" if len(hits) > 1 else "有"
    what = "空着没有填" if words == _BLANK else f"“{short(words, 30)}”，是模板里留给填写的地方"
    return Remark(f"还有“{shown}”没有改", f"{count}{what}，请改成实际内容。", tuple(hits), words)


@lru_cache(maxsize=8)
def _looking(spec: CheckSpec) -> Placeholders:
    words = spec.words
    return Placeholders(words["words"], words["inside"], words["remarks"], words["masked_after"])


@rule("other_year")
def other_year(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find years beside what happened that are not the report's, also in its title."""
    named = set(years_in(report.string(keys.TITLE)))
    if named and report.year not in named:
        wrong = min(named)
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"封面标题写的是 {wrong} 年，本报告是 {report.year} 年度的，请改正或说明。",
            title=f"标题写成了 {wrong} 年",
            left_places=(keys.TITLE,),
            left=wrong,
            right=report.year,
        )
    for part in parts(report):
        yield from _other_years(spec, part, report.year)


@lru_cache(maxsize=16)
def _other_years(spec: CheckSpec, part: Part, year: int) -> tuple[Finding, ...]:
    words = _year_words(spec)
    titled = spec.words["reports"] if part.section in spec.sections["titled_in"] else ()
    remarks = []
    for paragraph in paragraphs(part.text):
        hits = doubtful_years(paragraph.text, year, words)
        hits += tuple(hit for hit in titled_years(paragraph.text, year, titled) if hit not in hits)
        for hit in sorted(hits, key=lambda hit: hit.start):
            where = Stretch(hit.start, hit.end, hit.text).moved(paragraph.start)
            remarks.append(Remark(*_said(hit, year), (where,), hit.text))
    return findings(spec, part, remarks)


def _said(hit: YearHit, year: int) -> tuple[str, str]:
    """Return title and sentence about a year."""
    shown = short(hit.text, 30)
    if hit.trouble is Trouble.BROKEN:
        return f"“{short(hit.text)}”不是年份", f"写着“{shown}”，年份或日期多字、少字，请核对。"
    if hit.trouble is Trouble.PERIOD:
        wanted = f"{year}年1月1日至12月31日"
        return "统计期限不是报告年度", f"统计期限写的是“{shown}”，本报告应当是{wanted}，请改正或说明。"
    words = f"写着“{shown}…{hit.beside}”，本报告是 {year} 年度的；旧稿没有改的请改正，"
    return f"“{shown}”不是报告年度", f"{words}确实是说 {hit.year} 年的请说明。"


@lru_cache(maxsize=8)
def _year_words(spec: CheckSpec) -> YearWords:
    words = spec.words
    return YearWords(words["beside"], words["compared"], words["named"], words["planned"])

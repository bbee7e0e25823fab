"""Years beside what happened in them, statistical periods, and years that are none (202020年)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, plain, sentences_of

_CHINESE = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_YEAR = r"(?<![\d〇零○一二三四五六七八九])(?:(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_YEARS = re.compile(rf"(?P<year>{_YEAR})\s*年(?P<turn>度|初|中|底|末|以来|起|前|后)?")
_PERIOD = re.compile(
    rf"(?P<first>{_YEAR})\s*年\s*1\s*月\s*1\s*日?(?:零时|0时)?(?:起|开始)?\s*[,，]?\s*(?:至|到|[-－—–~～]+)\s*"
    rf"(?:(?P<last>{_YEAR})\s*年|(?P<same>同年|当年|本年)?)\s*12\s*月\s*31\s*日?"
)
_BROKEN = re.compile(r"(?<!\d)(?:\d{5,8}\s*年(?!前)|(?:19|20)\d{2}\d{1,2}月\d{1,2}日)")
_DATE = re.compile(r"\s*\d{1,2}\s*月")
_YEAR_END = re.compile(r"\s*12\s*月\s*31\s*日")
_FRAMES = re.compile(r"《[^》]*》?|“[^”]*”?|〔[^〕]*〕?|〈[^〉]*〉?|（[^（）]*）|\([^()]*\)|\[[^\]]*\]")
_STOP = re.compile(r"[，,、：:（(]")
_BETWEEN = re.compile(r"[，。；、：《（(\s]")
_TITLE_ROOM = 50  # characters behind a year in which the name of its report stands
BEFORE = 8  # characters before a year in which a comparison is said


class Trouble(StrEnum):
    """What may be wrong with a year."""

    BESIDE = "beside"  # another year than the report's beside what happened
    PERIOD = "period"  # a statistical period that is not the report's year
    BROKEN = "broken"  # more figures than a year has, or a year without 年


class YearHit(NamedTuple):
    """One doubtful year with its place in the paragraph."""

    start: int
    end: int
    text: str
    trouble: Trouble
    year: int  # 0 where it cannot be read
    beside: str = ""  # the word it stands beside


class YearWords(NamedTuple):
    """The words that decide what a year is about."""

    beside: tuple[str, ...]  # what happened in it: 收到, 公开
    compared: tuple[str, ...]  # before it: 较, 比, 截至
    named: tuple[str, ...]  # after it, before what happened: a thing that bears the year, 预算, 修订
    planned: tuple[str, ...]  # in the sentence of a later year: 将, 计划


@lru_cache(maxsize=REMEMBERED)
def doubtful_years(paragraph: str, year: int, words: YearWords) -> tuple[YearHit, ...]:
    """Return the years of a paragraph that are not ``year`` although the words say they should be."""
    return tuple(
        hit._replace(start=hit.start + sentence.start, end=hit.end + sentence.start)
        for sentence in sentences_of(paragraph)
        for hit in _in_sentence(sentence.text, year, words)
    )


@lru_cache(maxsize=8 * REMEMBERED)
def _in_sentence(sentence: str, year: int, words: YearWords) -> tuple[YearHit, ...]:
    if "年" not in sentence and "月" not in sentence:
        return ()
    folded = plain(sentence)
    found = [*_broken(folded), *_periods(folded, year)]
    taken = [(hit.start, hit.end) for hit in found]
    found += [
        hit
        for hit in _beside(folded, year, words)
        if not any(start <= hit.start < end for start, end in taken)
    ]
    found.sort(key=lambda hit: hit.start)
    return tuple(hit._replace(text=sentence[hit.start : hit.end]) for hit in found)


@lru_cache(maxsize=REMEMBERED)
def titled_years(paragraph: str, year: int, reports: tuple[str, ...]) -> tuple[YearHit, ...]:
    """Return the other years than ``year`` right before the name of this report: 2024年…年度报告."""
    found: list[YearHit] = []
    for match in _YEARS.finditer(plain(paragraph)) if reports else ():
        after = paragraph[match.end() : match.end() + _TITLE_ROOM]
        name = next((report for report in reports if report in after), "")
        if name and year_of(match["year"]) != year and not _BETWEEN.search(after[: after.find(name)]):
            text = paragraph[match.start() : match.end()]
            found.append(
                YearHit(match.start(), match.end(), text, Trouble.BESIDE, year_of(match["year"]), name)
            )
    return tuple(found)


@lru_cache(maxsize=64)
def years_in(title: str) -> tuple[int, ...]:
    """Return the years a title names."""
    return tuple(year_of(match["year"]) for match in _YEARS.finditer(plain(title)))


def year_of(digits: str) -> int:
    """Return a year written in Arabic or Chinese figures."""
    return int("".join(_CHINESE.get(digit, digit) for digit in digits))


def _broken(text: str) -> Iterator[YearHit]:
    for match in _BROKEN.finditer(text):
        yield YearHit(match.start(), match.end(), match[0], Trouble.BROKEN, 0)


def _periods(text: str, year: int) -> Iterator[YearHit]:
    """Yield the periods from new year to new year's eve that are not the report's."""
    for match in _PERIOD.finditer(text):
        first = year_of(match["first"])
        last = year_of(match["last"]) if match["last"] else first
        if (first, last) != (year, year):
            wrong = first if first != year else last
            yield YearHit(match.start(), match.end(), match[0], Trouble.PERIOD, wrong)


def _beside(sentence: str, year: int, words: YearWords) -> Iterator[YearHit]:
    """Yield the other years beside what happened; a sentence that names the report's year too compares."""
    named = [(match, year_of(match["year"])) for match in _YEARS.finditer(sentence)]
    if not named or any(found == year for _, found in named):
        return
    bare = _FRAMES.sub(lambda frame: "《" * len(frame[0]), sentence)  # what a title says is its own affair
    for match, found in named:
        if bare[match.start()] == "《" or match["turn"] not in {None, "度"}:
            continue
        word = _word_beside(bare, match, words)
        if word and (found < year or not _holds(bare, words.planned)):
            yield YearHit(match.start(), match.end(), match[0], Trouble.BESIDE, found, word)


def _word_beside(sentence: str, match: re.Match[str], words: YearWords) -> str:
    """Return the word that says what happened in a year, empty if the year is about something else."""
    before = sentence[max(0, match.start() - BEFORE) : match.start()]
    dated = _DATE.match(sentence, match.end()) or _holds(before, words.compared)
    if dated and not _YEAR_END.match(sentence, match.end()):  # 截至2024年12月31日 is the end of that year
        return ""
    after = sentence[match.end() :]
    places = [(at, word) for word in words.beside if (at := after.find(word)) >= 0]
    if not places:
        return ""
    first, word = min(places)
    stop = _STOP.search(after)
    clause = after[: stop.start() if stop else None]
    return "" if any(0 <= clause.find(name) <= first for name in words.named) else word


def _holds(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)

"""The title of a report: which unit, which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.readers.lines import Line, fold

_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_YEAR = r"(?P<year>\d{4}|[零〇○一二三四五六七八九]{4})年(?:年?度)?"
_TAIL = r"政[府务](?:信息)?公开(?:工作)?的?(?:年度)?(?:工作)?(?:情况)?的?(?:报告|年报)"
_UNIT_FIRST = re.compile(rf"(?P<unit>.*?){_YEAR}{_TAIL}")
_YEAR_FIRST = re.compile(rf"{_YEAR}(?P<unit>.+?){_TAIL}")
_UNIT = r"[\u3400-\u9fff（）()]{2,40}?"
_IN_TEXT = re.compile(rf"(?P<unit>{_UNIT}){_YEAR}{_TAIL}")
_PERIOD = re.compile(r"(\d{4})年1月1日(?:起|开始)?[至到\-]")
_ANY_YEAR = re.compile(r"(\d{4})年")
_STOPS = re.compile(r"[，。；：！？,;:!?]")
_LEAD = re.compile(r"^(?:.*(?:现将|公布|发布|编制|印发)(?:了|的)?|关于|我)")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(]")
_PLACE = re.compile(r"[\u3400-\u9fff]+[省市县区州旗盟]")
_FRAME = '《》〈〉“”"#* '
_LONGEST = 60  # characters on one line of a title
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found: unit and year, its own words, and the lines it takes (last exclusive)."""

    unit: str
    year: int
    text: str
    first: int
    last: int


def squeeze(text: str) -> str:
    """Return a line without blanks and without the marks that frame a title."""
    return "".join(text.split()).strip(_FRAME)


def find_title(lines: Sequence[Line]) -> Title | None:
    """Return the last title in these lines; one with a unit is preferred."""
    found = find_titles(lines)
    named = [title for title in found if title.unit]
    return next(reversed(named or found), None)


def find_titles(lines: Sequence[Line]) -> list[Title]:
    """Return every title in these lines, in order.

    Of two that end alike it is the shorter one with a unit, unless above it stands where the unit lies.
    """
    by_end: dict[int, Title] = {}
    for at in range(len(lines)):
        title = _title_at(lines, at)
        if title is None or (title.last in by_end and not title.unit):
            continue
        longer = by_end.get(title.last)
        if longer is None or not _lies_in(lines[longer.first : at], title):
            by_end[title.last] = title
    return list(by_end.values())


def _lies_in(above: Sequence[Line], title: Title) -> bool:
    """Tell whether the lines above a title name the place of its unit: 双江…自治县 / 沙河乡人民政府."""
    places = [squeeze(line.text) for line in above]
    return all(_PLACE.fullmatch(place) and not title.unit.startswith(place) for place in places)


def _title_at(lines: Sequence[Line], first: int) -> Title | None:
    """Return the title that begins at this line; a unit alone on the line before belongs to it."""
    joined, best = "", None
    filled = 0
    for at in range(first, len(lines)):
        text = squeeze(lines[at].text)
        if not text:
            if not filled:
                return None
            continue
        if len(text) > _LONGEST or _STOPS.search(text) or _NUMBERED.match(text):
            break
        joined += text
        filled += 1
        if parsed := parse_title(joined):
            unit, year = parsed
            return Title(unit, year, joined, first, at + 1)
        if filled == _MOST_LINES:
            break
    return best


def parse_title(text: str) -> tuple[str, int] | None:
    """Return unit and year of a title without blanks, either of them first; None if it is no title."""
    for pattern in (_UNIT_FIRST, _YEAR_FIRST):
        if match := pattern.fullmatch(text):
            return _whole_unit(match["unit"]), _year(match["year"])
    return None


def _whole_unit(unit: str) -> str:
    """Return the unit; one 政府 serves the unit's name and 政府信息 where it is printed once."""
    bare = unit.strip(_FRAME).removesuffix("关于")
    return bare + "政府" if bare.endswith("人民") else bare


def _year(digits: str) -> int:
    return int("".join(_DIGITS.get(digit, digit) for digit in digits))


def in_text(text: str) -> tuple[str, int | None]:
    """Return the unit and year that a sentence names (without blanks), empty and None if none."""
    units = [(_LEAD.sub("", match["unit"]), _year(match["year"])) for match in _IN_TEXT.finditer(text)]
    named = [(unit, year) for unit, year in units if len(unit) > 1]
    if named:
        return named[0]
    folded = fold(text)
    years = _PERIOD.findall(folded) or _ANY_YEAR.findall(folded)
    return "", int(Counter(years).most_common(1)[0][0]) if years else None


def kind_of(unit: str) -> str | None:
    """Return the kind of unit where the name says it beyond doubt."""
    bare = unit.removesuffix("人民政府")
    if bare.endswith(("镇", "乡")):
        return "乡镇"
    return "街道" if bare.removesuffix("办事处").endswith("街道") else None

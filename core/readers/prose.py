"""Prose out of wrapped lines: which line breaks were made by a page and which by the writer.

CONTRACT.md 1: breaks inside a paragraph are joined, without a space between Chinese characters; the indent is
dropped; paragraphs are separated by one line feed; empty lines vanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from core.readers.lines import Line, is_page_number
from core.readers.title import squeeze

_INDENT = re.compile(r"(?:\u3000| {2}|\t| \u3000)")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳])"
)
_SENTENCE_END = re.compile(r"[。！？!?；;：:…][”’」』）)】]*$")
_BARE_NUMBER = re.compile(r"\d{1,3}(?:\s*[/／]\s*\d{1,3})?")
_NARROWEST = 40  # a line narrower than this many half-width columns was not broken by the page
_SLACK = 8  # how much narrower or wider than usual a full line is: closing marks and figures are not torn
_WIDEST = 1.25  # a line stretched by blanks may be this much wider
_LATIN = re.compile(r"[A-Za-z]")


def width(text: str) -> int:
    """Return how wide a text is printed, in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def usual_width(lines: Sequence[Line]) -> float | None:
    """Return the width at which a page breaks the lines of a text; None if its lines are whole paragraphs."""
    torn = [
        width(line.text.strip())
        for line, following in pairwise(lines)
        if _goes_on(line.text) and not following.blank and not _begins(following.text)
    ]
    torn = [columns for columns in torn if columns >= _NARROWEST]
    if len(torn) < 2:  # noqa: PLR2004 - one line alone shows no habit
        return None
    usual = sorted(torn)[len(torn) // 2]
    near = [columns for columns in torn if abs(columns - usual) <= _SLACK]
    return usual if len(near) * 2 > len(torn) else None


def unwrap(lines: Iterable[Line], usual: float | None, running: str = "") -> str:
    """Return the paragraphs of wrapped lines, one per line.

    Page numbers are left out, and so is a title ``running`` at the top of pages (given without blanks).
    """
    paragraphs: list[str] = []
    before = ""  # the last printed line
    gap = turned = False  # a blank line or a page's end since then
    for line in lines:
        bare = line.text.strip()
        if is_page_number(bare) or _BARE_NUMBER.fullmatch(bare) or (running and squeeze(bare) == running):
            turned = True
        elif not bare:
            gap = True
        else:
            if before and (turned or not gap) and _continues(before, line.text, usual):
                paragraphs[-1] = _glue(paragraphs[-1], bare)
            else:
                paragraphs.append(bare)
            before, gap, turned = bare, False, False
    return "\n".join(paragraphs)


def _continues(before: str, following: str, usual: float | None) -> bool:
    """Tell whether a line goes on with the sentence or paragraph of the line before it."""
    if _INDENT.match(following):
        return False
    if _NUMBERED.match(following) and not _goes_on(before):
        return False
    if usual is None:
        return _goes_on(before) and width(before) >= _NARROWEST and not _NUMBERED.match(following)
    return _full(before, usual)


def _full(text: str, usual: float | None) -> bool:
    return usual is not None and usual - _SLACK <= width(text) <= usual * _WIDEST


def _goes_on(text: str) -> bool:
    """Tell whether a line stops in the middle of a sentence."""
    return bool(text.strip()) and _SENTENCE_END.search(text.rstrip()) is None


def _begins(text: str) -> bool:
    """Tell whether a line begins a paragraph by its look."""
    return _INDENT.match(text) is not None or _NUMBERED.match(text) is not None


def _glue(before: str, following: str) -> str:
    latin = _LATIN.match(before[-1]) and _LATIN.match(following[0])
    return f"{before} {following}" if latin else before + following

"""The numbers of a text that say how much there was, and so may change from year to year."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, plain, sentences

_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?")
_OUTLINE = re.compile(r"\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、)）](?!\d))")
_INLINE_OUTLINE = re.compile(r"[：:，,]\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d))")
_FRAMES = re.compile(
    r"《[^》]*》?|[〔\[][^〕\]]{0,99}[〕\]]\s*\d*\s*号?|(?:https?://|www\.)[\x21-\x7e]+"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_.-]+"  # a long run of digits is no address
)
_DATE = re.compile(
    r"(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|第\s*\d+|\d{1,2}[:：]\d\d"
    r"|0\d{2,3}-?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)"
)


class Quantity(NamedTuple):
    """A number with its place in the text."""

    start: int
    end: int
    value: str  # without separators

    @property
    def zero(self) -> bool:
        """Tell whether there was none."""
        return not self.value.strip("0.")


@lru_cache(maxsize=32)
def quantities(text: str, fixed: tuple[str, ...]) -> tuple[Quantity, ...]:
    """Return the numbers of a text in order, but no years, dates, outline numbers, documents or addresses.

    ``fixed`` are the words behind numbers that never change, such as 个工作日 and 小时.
    """
    return tuple(
        Quantity(number.start + sentence.start, number.end + sentence.start, number.value)
        for sentence in sentences(text)
        for number in _numbers_in(sentence.text, fixed)
    )


@lru_cache(maxsize=16)
def values(text: str, fixed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same numbers without their places and without those that say that there was none."""
    return tuple(
        number.value
        for sentence in sentences(text)
        for number in _numbers_in(sentence.text, fixed)
        if not number.zero
    )


@lru_cache(maxsize=8 * REMEMBERED)
def _numbers_in(sentence: str, fixed: tuple[str, ...]) -> tuple[Quantity, ...]:
    bare = _bare(plain(sentence))
    return tuple(
        Quantity(match.start(), match.end(), match[0].replace(",", ""))
        for match in _NUMBER.finditer(bare)
        if not bare[match.end() :].lstrip().startswith(fixed)
    )


def _bare(sentence: str) -> str:
    """Return a sentence with everything blanked whose numbers count nothing; nothing moves."""
    head = _OUTLINE.match(sentence)
    text = " " * head.end() + sentence[head.end() :] if head else sentence
    for pattern in (_INLINE_OUTLINE, _FRAMES, _DATE):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text

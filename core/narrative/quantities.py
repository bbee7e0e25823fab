"""The numbers of a text that say how much there was, and so may change from year to year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.narrative.stretches import paragraphs, plain

_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?")
_OUTLINE = re.compile(r"\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、)）](?!\d))")
_INLINE_OUTLINE = re.compile(r"[。；;：:]\s*(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d))")
_FRAMES = re.compile(
    r"《[^》]*》?|[〔\[][^〕\]]*[〕\]]\s*\d*\s*号?|(?:https?://|www\.)[^\s\u3000-\u9fff]+|[\w.+-]+@[\w.-]+"
)
_DATE = re.compile(
    r"(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|第\s*\d+|\d{1,2}[:：]\d\d"
    r"|0\d{2,3}-?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its place in the text."""

    start: int
    end: int
    value: str  # without separators


@lru_cache(maxsize=32)
def quantities(text: str, fixed: tuple[str, ...]) -> tuple[Quantity, ...]:
    """Return the numbers of a text in order, but no years, dates, outline numbers, documents or addresses.

    ``fixed`` are the words behind numbers that never change, such as 个工作日 and 小时.
    """
    found = []
    for paragraph in paragraphs(text):
        bare = _bare(paragraph.text)
        for match in _NUMBER.finditer(bare):
            if not bare[match.end() :].lstrip().startswith(fixed):
                start = paragraph.start + match.start()
                found.append(Quantity(start, start + len(match[0]), match[0].replace(",", "")))
    return tuple(found)


@lru_cache(maxsize=256)
def _bare(paragraph: str) -> str:
    """Return a paragraph with everything blanked whose numbers count nothing; nothing moves."""
    text = plain(paragraph)
    for pattern in (_OUTLINE, _INLINE_OUTLINE, _FRAMES, _DATE):
        if pattern is _OUTLINE:
            head = pattern.match(text)
            text = " " * head.end() + text[head.end() :] if head else text
        else:
            text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text

"""Breaking Chinese text into lines, and spreading a line to its measure.

No line begins with a closing sign or ends with an opening one; a number stays with its unit, a Latin word and
a decimal stay whole. What does not fit is either pulled in, by narrowing the white half of punctuation marks,
or pushed out to the next line; the line is then spread. Widths are in points, places are indices of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·％%℃‰°′″々,.;:?!)]}﹐﹑﹔﹕﹖﹗")
NO_END = frozenset("（《〈「『【〔〖“‘([{￥¥$＄№")
_CLOSING = frozenset("，。、；：！）》〉」』】〕〗”’")  # ink in the left half of its square
_OPENING = frozenset("（《〈「『【〔〖“‘")  # ink in the right half
_TRIM = 0.42  # share of a square that punctuation can give away
_FULL = 0.9  # share of a square from which a character counts as full
_FULL_STRETCH = 0.12  # share of a square per gap that is as ugly as all punctuation trimmed
_RAGGED = 0.25  # share of a square per gap from which a line is better left as it is
_LOST = 4  # characters that may be left white before an overlong address
_SOFT = frozenset("/.-_?&=,:;%")  # an overlong address may break behind these
_LITTLE = 1e-6

_UNITS = (
    "个百分点|个工作日|平方米|平方公里|公里|万元|亿元|人次|件次|"
    "[年月日时分秒件条起次个项份人元篇期场名家户页号字岁天周届章款类级处台部套本册间所批位幅种例宗]"
)
_WHOLE = (  # what stays on one line
    re.compile(
        r"〔\d{4}〕\d+号?"
        r"|第\d+[条款项号届期次章节页]?"
        rf"|\d[\d,.]*(?:[十百千万亿多余]+(?:{_UNITS})?|{_UNITS})?"
        r"|—+|…+|-{2,}|\.{2,}"
    ),
    re.compile(r"\.?[0-9A-Za-z０-９]+(?:[.,:/@&'+\-_~=?#%．]+[0-9A-Za-z０-９]+)*"),
)
_SUFFIX = re.compile(r"\.[0-9A-Za-z]")  # behind a space it begins a word: the suffix of a file


class Glyph(NamedTuple):
    """One character with the font that draws it."""

    character: str
    role: str
    width: float  # as a share of the size


class Line(NamedTuple):
    """A line: its characters from ``start`` up to but not including ``end``."""

    start: int
    end: int


def allowed(text: str, place: int) -> bool:
    """Tell whether the signs on both sides allow a break before the character at ``place``."""
    after = text[place]
    if text[place - 1].isspace() and _SUFFIX.match(text, place):
        return True
    return not (
        after in NO_START
        or text[place - 1] in NO_END
        or after.isspace()
        or (not after.isascii() and unicodedata.combining(after))
    )


def breaks(text: str) -> list[int]:
    """Return every place a line may begin at, and the end of the text."""
    inside: set[int] = set()
    for pattern in _WHOLE:
        for match in pattern.finditer(text):
            inside.update(range(match.start() + 1, match.end()))
    places = [place for place in range(1, len(text)) if place not in inside and allowed(text, place)]
    return [*places, len(text)] if text else []


class Breaker:
    """One text with the widths of its characters, ready to be broken."""

    def __init__(self, text: str, advances: Sequence[float], em: float) -> None:
        """Take a text, the advance of each character and the size, all in points."""
        self.text = text
        self.em = em
        self.advances = advances
        self.places = breaks(text)
        self._sums = [0.0, *accumulate(advances)]
        trims = [trim(sign, advance, em) for sign, advance in zip(text, advances, strict=True)]
        self._trims = [0.0, *accumulate(trims)]

    def natural(self, start: int, end: int) -> float:
        """Return the width of a line as it is; spaces at its end do not count."""
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return self._sums[end] - self._sums[start]

    def lines(self, width: float, indent: float = 0.0) -> list[Line]:
        """Break the text into lines of a width; the first is shorter by ``indent``."""
        found: list[Line] = []
        start, room = 0, width - indent
        while start < len(self.text):
            end = self._end(start, room, width)
            found.append(Line(start, end))
            start, room = end, width
        return found

    def widest(self) -> float:
        """Return the width of the widest part that should not be broken."""
        return max((self.natural(*part) for part in pairwise([0, *self.places])), default=0.0)

    def _end(self, start: int, room: float, width: float) -> int:
        """Return where a line that begins at ``start`` ends."""
        out, within = start, len(self.text)
        for place in self.places[bisect_right(self.places, start) :]:
            if self.natural(start, place) > room + _LITTLE:
                within = place
                break
            out = place
        if out == len(self.text):
            return out
        pull = self._pull(start, within, room)
        if pull <= 1 and (out == start or pull <= self._push(start, out, room)):
            return within
        if out == start or self.natural(out, within) > width:
            return self._force(start, out, within, room)
        return out

    def _pull(self, start: int, end: int, room: float) -> float:
        """Return the share of its white that a line must give away to hold all up to ``end``."""
        need = self.natural(start, end) - room
        first = trim(self.text[start], self.advances[start], self.em)
        spare = self._trims[end] - self._trims[start] - (first if self.text[start] in _OPENING else 0)
        return need / spare if spare > 0 else float("inf")

    def _push(self, start: int, end: int, room: float) -> float:
        """Return how ugly the line is when it ends at ``end`` and is spread, on the scale of ``_pull``."""
        gaps = max(end - start - 1, 1)
        return (room - self.natural(start, end)) / gaps / self.em / _FULL_STRETCH

    def _force(self, start: int, out: int, within: int, room: float) -> int:
        """Return where to break the part from ``out`` that is wider than a line.

        Behind a soft sign, else before the part if little is lost by it, else where the signs allow.
        """
        last = bisect_right(self._sums, self._sums[start] + room + _LITTLE) - 1
        last = max(min(last, within), start + 1)
        legal = [place for place in range(last, out, -1) if place < within and allowed(self.text, place)]
        soft = [place for place in legal if self.text[place - 1] in _SOFT]
        if not soft and out > start and room - self.natural(start, out) < _LOST * self.em:
            return out
        if not legal and out == start:
            return last
        return next(iter(soft or legal), out)


def trim(sign: str, advance: float, em: float) -> float:
    """Return how much narrower a punctuation mark may become, in points."""
    return _TRIM * em if (sign in _CLOSING or sign in _OPENING) and advance > _FULL * em else 0.0


def spread(text: str, advances: Sequence[float], room: float, em: float, *, last: bool) -> list[float]:
    """Return the advances of one line so that it is exactly ``room`` wide; a last line is only narrowed.

    A line that would have to be torn wide apart stays as it is.
    """
    seen = len(text.rstrip()) or len(text)
    placed = list(advances)
    rest = room - sum(placed[:seen])
    if rest < -_LITTLE:
        _narrow(text, placed, seen, -rest, em)
    elif not last and rest > _LITTLE:
        _widen(text, placed, seen, rest, em)
    return placed


def _narrow(text: str, placed: list[float], seen: int, need: float, em: float) -> None:
    """Take the white of punctuation away, at the end of the line first."""
    spare = [trim(sign, advance, em) for sign, advance in zip(text, placed, strict=True)]
    final = min(need, spare[seen - 1]) if text[seen - 1] in _CLOSING else 0.0
    placed[seen - 1] -= final
    ends = seen if text[seen - 1] in _OPENING else seen - 1  # its white is before it, also at the end
    inner = [(place, spare[place]) for place in range(1, ends) if spare[place]]
    if text[0] in _CLOSING and seen > 1:
        inner.insert(0, (0, spare[0]))
    total = sum(share for _, share in inner)
    taken = min(1.0, (need - final) / total) if total else 0.0
    for place, share in inner:
        placed[place if text[place] in _CLOSING else place - 1] -= taken * share


def _widen(text: str, placed: list[float], seen: int, rest: float, em: float) -> None:
    """Give every gap that has a full character or a space on one side the same share."""
    narrow = [advance < _FULL * em and not sign.isspace() for sign, advance in zip(text, placed, strict=True)]
    gaps = [place for place in range(seen - 1) if not (narrow[place] and narrow[place + 1])]
    if not gaps or rest / len(gaps) > _RAGGED * em:
        return
    for place in gaps:
        placed[place] += rest / len(gaps)

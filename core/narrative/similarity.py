"""What a text took over from another one: sentences that say the same once numbers and names are masked.

The pairs of places serve the screen, which shows both texts side by side. Close sentences are compared by
the insertions and deletions between them; a sentence that stands in both is not compared at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.narrative.stretches import REMEMBERED, Stretch, plain, sentences

NEAR = 90  # per cent: sentences this close are one sentence with a word changed
SHORTEST = 6  # characters that make a sentence worth comparing closely; shorter ones must be equal
_NUMBER, _NAME, _TITLE = "\x00", "\x01", "\x02"  # no text holds them
_NUMBERS = re.compile(
    r"\d+(?:[.,，]\d+)*(?:\s*[%％])?|[〇零○一二三四五六七八九十百千万亿两]+(?=[年月日件条次起人元份期个项号])"
)
_TITLES = re.compile(r"《[^》\n]*》(?:\s*[（(][^（）()\n]*号[）)])?")
_IDLE = re.compile(r"[\s,，。；;：:、！!？?“”‘’\"'（）()]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with the one it repeats; ``exact`` if only figures, names and marks differ."""

    now: Stretch
    before: Stretch
    exact: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a text stands in another one."""

    percent: int  # 0 to 100, numbers and names masked, marks not counted
    characters: int  # of the text, counted the same way
    sentences: int
    pairs: tuple[Pair, ...]  # in the order of the text


@lru_cache(maxsize=16)
def likeness(text: str, before: str, names: tuple[str, ...] = ()) -> Likeness:
    """Compare a text with an older one; ``names`` (longest first) are masked in both."""
    old = _masked_sentences(before, names)
    now = _masked_sentences(text, names)
    first: dict[str, int] = {}
    for at, (_, bare) in enumerate(old):
        first.setdefault(bare, at)
    bares = tuple(bare for _, bare in old)
    pairs = []
    characters = copied = 0
    for sentence, bare in now:
        size = len(bare)
        characters += size
        at = first.get(bare, -1)
        exact = at >= 0
        if not exact and size >= SHORTEST:
            at = _nearest(bare, bares)
        if at >= 0:
            copied += size
            pairs.append(Pair(sentence, old[at][0], exact))
    percent = max(copied * 100 // characters if characters else 0, _overall(now, old) if pairs else 0)
    return Likeness(percent, characters, len(now), tuple(pairs))


@lru_cache(maxsize=32)
def length(text: str, names: tuple[str, ...] = ()) -> int:
    """Return how many characters of a text are its own words: no marks, numbers, names or titles."""
    return sum(len(bare) for _, bare in _masked_sentences(text, names))


@lru_cache(maxsize=32)
def _masked_sentences(text: str, names: tuple[str, ...]) -> tuple[tuple[Stretch, str], ...]:
    found = ((sentence, masked(sentence.text, names)) for sentence in sentences(text))
    return tuple((sentence, bare) for sentence, bare in found if bare)


@lru_cache(maxsize=4 * REMEMBERED)
def masked(sentence: str, names: tuple[str, ...]) -> str:
    """Return the words of a sentence: numbers, names and titles masked, marks and blanks left out."""
    text = _TITLES.sub(_TITLE, plain(sentence))
    for name in names:
        if name in text:
            text = text.replace(name, _NAME)
    return _IDLE.sub("", _NUMBERS.sub(_NUMBER, text))


@lru_cache(maxsize=4 * REMEMBERED)
def _nearest(bare: str, among: tuple[str, ...]) -> int:
    """Return the place of the closest sentence, -1 if none is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a report with last year's text compares

    best = process.extractOne(bare, among, scorer=fuzz.ratio, score_cutoff=NEAR)
    return best[2] if best else -1


def _overall(now: Sequence[tuple[Stretch, str]], old: Sequence[tuple[Stretch, str]]) -> int:
    """Return how close the texts are as a whole, for sentences that were only joined or torn."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    ratio = fuzz.ratio("".join(bare for _, bare in now), "".join(bare for _, bare in old), score_cutoff=NEAR)
    return int(ratio)

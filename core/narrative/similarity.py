"""What a text took over from another one: sentences that say the same once numbers and names are masked.

The pairs of places serve the screen, which shows both texts side by side. Close sentences are compared by
the insertions and deletions between them; a sentence that stands in both is not compared at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, Stretch, plain, sentences

NEAR = 90  # per cent: sentences this close are one sentence with a word changed
TORN = 50  # per cent of a text in copied sentences from which joined or torn ones are thought of
SHORTEST = 6  # characters that make a sentence worth comparing closely; shorter ones must be equal
_NUMBER, _NAME, _TITLE = "\x00", "\x01", "\x02"  # no text holds them
_NUMERALS = "〇零○一二三四五六七八九十百千万亿两"
_NUMBERS = re.compile(
    r"\d+(?:[.,，]\d+)*(?:\s*[%％])?"
    rf"|(?<![{_NUMERALS}])[{_NUMERALS}]++(?=[年月日件条次起人元份期个项号])"  # a run is looked at once
)
_TITLES = re.compile(r"《[^》\n]{0,200}》(?:\s*[（(][^（）()\n]*号[）)])?")
_IDLE = re.compile(r"[\s,，。；;：:、！!？?“”‘’\"'（）()]+")


class Pair(NamedTuple):
    """A sentence with the one it repeats; ``exact`` if only figures, names and marks differ."""

    now: Stretch
    before: Stretch
    exact: bool


class Likeness(NamedTuple):
    """How much of a text stands in another one."""

    percent: int  # 0 to 100, numbers and names masked, marks not counted
    characters: int  # of the text, counted the same way
    sentences: int
    pairs: tuple[Pair, ...]  # in the order of the text


class _Older:
    """The sentences of the older text, ready to be looked up; compared by identity."""

    def __init__(self, sentences_with_words: Sequence[tuple[Stretch, str]]) -> None:
        """Take the sentences with their masked words."""
        self.sentences = [sentence for sentence, _ in sentences_with_words]
        self.bares = [bare for _, bare in sentences_with_words]
        self._first: dict[str, int] = {}
        for at, bare in enumerate(self.bares):
            self._first.setdefault(bare, at)

    def find(self, bare: str) -> tuple[Stretch | None, bool]:
        """Return the same sentence or the closest one, and whether it is the same; None if none is close."""
        at = self._first.get(bare)
        if at is not None:
            return self.sentences[at], True
        near = _nearest(bare, self) if len(bare) >= SHORTEST else -1
        return (self.sentences[near] if near >= 0 else None), False

    def without(self, starts: Collection[int]) -> str:
        """Return the words of the sentences that begin elsewhere."""
        pairs = zip(self.sentences, self.bares, strict=True)
        return "".join(bare for sentence, bare in pairs if sentence.start not in starts)


@lru_cache(maxsize=16)
def _older(before: str, names: tuple[str, ...]) -> _Older:
    return _Older(_masked_sentences(before, names))


@lru_cache(maxsize=16)
def likeness(text: str, before: str, names: tuple[str, ...] = ()) -> Likeness:
    """Compare a text with an older one; ``names`` (longest first) are masked in both."""
    older = _older(before, names)
    now = _masked_sentences(text, names)
    pairs, left = [], []
    total = 0
    for sentence, bare in now:
        match, exact = older.find(bare)
        total += len(bare)
        if match is None:
            left.append(bare)
        else:
            pairs.append(Pair(sentence, match, exact))
    new = sum(map(len, left))
    percent = (total - new) * 100 // total if total else 0
    if TORN <= percent < NEAR:
        taken = {pair.before.start for pair in pairs}
        percent = (total - new + _alike("".join(left), older.without(taken))) * 100 // total
    return Likeness(percent, total, len(now), tuple(pairs))


@lru_cache(maxsize=32)
def length(text: str, names: tuple[str, ...] = ()) -> int:
    """Return how many characters of a text are its own words: no marks, numbers, names or titles."""
    return sum(len(bare) for _, bare in _masked_sentences(text, names))


@lru_cache(maxsize=32)
def _masked_sentences(text: str, names: tuple[str, ...]) -> tuple[tuple[Stretch, str], ...]:
    found = ((sentence, masked(sentence.text, names)) for sentence in sentences(text))
    return tuple((sentence, bare) for sentence, bare in found if bare)


@lru_cache(maxsize=8 * REMEMBERED)
def masked(sentence: str, names: tuple[str, ...]) -> str:
    """Return the words of a sentence: numbers, names and titles masked, marks and blanks left out."""
    text = _TITLES.sub(_TITLE, plain(sentence))
    for name in names:
        if name in text:
            text = text.replace(name, _NAME)
    return _IDLE.sub("", _NUMBERS.sub(_NUMBER, text))


@lru_cache(maxsize=8 * REMEMBERED)
def _nearest(bare: str, older: _Older) -> int:
    """Return the place of the closest sentence, -1 if none is close."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a report with last year's text compares

    best = process.extractOne(bare, older.bares, scorer=fuzz.ratio, score_cutoff=NEAR)
    return best[2] if best else -1


def _alike(now: str, old: str) -> int:
    """Return how many characters of what is left stand in what is left of the older text, if most do.

    So sentences are found that were only joined or torn.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    return int(fuzz.ratio(now, old, score_cutoff=TORN) * len(now) / 100)

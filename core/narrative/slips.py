"""Slips of the pen: doubled words and marks, half-width marks in Chinese text, ends that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, Stretch, paragraphs, sentences_of

_HAN = r"\u3400-\u9fff"
_NUMERALS = frozenset("〇零○一二三四五六七八九十百千万亿两")
_DOUBLED = re.compile(rf"([{_HAN}]{{2,6}})\1")
_MARKS = re.compile(r"[，。；：、？！,;]{2,}|^[，：、,]")
_HALF = re.compile(r"[,;:?!.(]")
_BRACKETS = re.compile(r"\([^()\n]{1,60}\)")
_CLOSING = frozenset("》〉”’）】〕％%")  # before a mark they tell of a Chinese text
_OPENING = frozenset("《〈“‘（【〔")  # or behind it
_NUMBERING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十]{1,3})\.")
_PAIRS = dict(zip("《“（〔【", "》”）〕】", strict=True))
_PAIRED = re.compile(f"[{''.join(_PAIRS)}{''.join(_PAIRS.values())}]")
_NUMBERING_ENDS = frozenset("）")  # 1）…
_ENDED = re.compile(r"[。！？!?…；;][”’」』）)》】]*$")
_ITEM = re.compile(
    r"\s*(?:(?P<figure>\d{1,2}[.．、])|(?P<bracketed>[（(][一二三四五六七八九十\d]{1,3}[）)])"
    r"|(?P<numeral>[一二三四五六七八九十]{1,3}、)|(?P<spoken>[一二三四五六七八九十]是)|(?P<dot>[-—·•●]))"
)  # how an item of a list begins
_MARK = re.compile(r"[，。；：、？！,;:?!]")
_ENTRY = 8  # characters of a line that is an entry or a heading, not a sentence: 许可 3
_COMMAS = ("，", "、", ",")


class SlipWords(NamedTuple):
    """Single words that are never doubled on purpose, and doubled ones that are."""

    single: tuple[str, ...]  # 的, 了
    meant: tuple[str, ...]  # 研究研究


@lru_cache(maxsize=REMEMBERED)
def doubled_words(paragraph: str, words: SlipWords) -> tuple[Stretch, ...]:
    """Return the words written twice in a row, such as 的的 or 进一步进一步."""
    return tuple(
        hit.moved(sentence.start)
        for sentence in sentences_of(paragraph)
        for hit in _doubled_in(sentence.text, words)
    )


@lru_cache(maxsize=8 * REMEMBERED)
def _doubled_in(sentence: str, words: SlipWords) -> tuple[Stretch, ...]:
    return tuple(sorted(_doubled(sentence, words), key=lambda hit: hit.start))


def _doubled(paragraph: str, words: SlipWords) -> Iterator[Stretch]:
    for word in words.single:
        twice = word * 2
        at = paragraph.find(twice)
        while at >= 0:
            yield Stretch(at, at + len(twice), twice)
            at = paragraph.find(twice, at + len(twice))
    for match in _DOUBLED.finditer(paragraph):
        if not set(match[1]) <= _NUMERALS and match[1] not in words.meant and len(set(match[1])) > 1:
            yield Stretch(match.start(), match.end(), match[0])


@lru_cache(maxsize=REMEMBERED)
def doubled_marks(paragraph: str) -> tuple[Stretch, ...]:
    """Return the places where two marks stand that can only be one."""
    return tuple(
        Stretch(start, end, paragraph[start:end])
        for sentence in sentences_of(paragraph)
        for start, end in _marks_in(sentence.text, sentence.start)
    )


def _marks_in(sentence: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where marks follow one another; one at the beginning follows the end of the sentence before."""
    for start, end in _marks_alone(sentence):
        if end - start > 1:
            yield offset + start, offset + end
        elif offset:
            yield offset - 1, offset + end


@lru_cache(maxsize=8 * REMEMBERED)
def _marks_alone(sentence: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _MARKS.finditer(sentence))


@lru_cache(maxsize=REMEMBERED)
def half_width(paragraph: str) -> tuple[Stretch, ...]:
    """Return the half-width marks between Chinese characters; those of numbers and addresses are none."""
    numbering = _NUMBERING.match(paragraph)
    first = numbering.end() if numbering else 0
    hits = (_in_chinese(paragraph, found) for found in _HALF.finditer(paragraph, first))
    return tuple(hit for hit in hits if hit)


def _in_chinese(paragraph: str, found: re.Match[str]) -> Stretch | None:
    """Return a half-width mark between Chinese characters, or brackets that hold or follow one."""
    start, end, mark = found.start(), found.end(), found[0]
    before, after = paragraph[max(0, start - 1) : start], paragraph[end : end + 1]
    if mark == "(":
        brackets = _BRACKETS.match(paragraph, start)
        if not brackets or not (_is_han(before) or _is_han(after)):
            return None
        return Stretch(start, brackets.end(), brackets[0])
    if _is_han(before) and after.isdecimal():
        wrong = True
    elif before.isdecimal() and mark != ".":
        wrong = _opens(after)
    else:
        wrong = (_is_han(before) or before in _CLOSING) and (not after or _opens(after))
    return Stretch(start, end, mark) if wrong else None


def _opens(character: str) -> bool:
    return _is_han(character) or character in _OPENING


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


@lru_cache(maxsize=REMEMBERED)
def unpaired(paragraph: str) -> tuple[Stretch, ...]:
    """Return the brackets and quotation marks of a paragraph without their other half."""
    if all(paragraph.count(opening) == paragraph.count(closing) for opening, closing in _PAIRS.items()):
        return ()
    waiting: list[re.Match[str]] = []
    alone: list[re.Match[str]] = []
    for found in _PAIRED.finditer(paragraph):
        mark = found[0]
        if mark in _PAIRS:
            waiting.append(found)
        elif waiting and _PAIRS[waiting[-1][0]] == mark:
            waiting.pop()
        elif mark not in _NUMBERING_ENDS:
            alone.append(found)
    marks = sorted((*waiting, *alone), key=lambda found: found.start())
    return tuple(Stretch(found.start(), found.end(), found[0]) for found in marks)


@lru_cache(maxsize=16)
def unfinished(text: str, *, last: bool) -> tuple[Stretch, ...]:
    """Return the ends of paragraphs that break off; with ``last`` the text must end with a full stop.

    A last line that is an entry, or an item of a list no item of which has a full stop, needs none.
    """
    found = [(paragraph, paragraph.text.rstrip()) for paragraph in paragraphs(text)]
    lines = [line for _, line in found]
    broken = [_tail(paragraph) for paragraph, line in found if line.endswith(_COMMAS)]
    if last and lines and not lines[-1].endswith(_COMMAS) and not _may_end(lines):
        broken.append(_tail(found[-1][0]))
    return tuple(broken)


def _may_end(lines: Sequence[str]) -> bool:
    """Tell whether a text may end with the last of its lines."""
    line = lines[-1]
    if _ENDED.search(line):
        return True
    item = _ITEM.match(line)
    if item:
        alike = [one for one in lines if (other := _ITEM.match(one)) and other.lastgroup == item.lastgroup]
        return len(alike) > 1 and not any(_ENDED.search(one) or one.endswith(_COMMAS) for one in alike)
    return len(line) <= _ENTRY and not _MARK.search(line)


def _tail(paragraph: Stretch, length: int = 8) -> Stretch:
    """Return the last characters of a paragraph."""
    text = paragraph.text.rstrip()
    start = max(0, len(text) - length)
    return Stretch(paragraph.start + start, paragraph.start + len(text), text[start:])

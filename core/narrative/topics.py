"""What a text speaks of: aspects it names, and long passages that speak of something else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, Stretch, sentences


class Aspect(NamedTuple):
    """Something a text should speak of, and the words that show it."""

    name: str
    words: tuple[str, ...]


class Passage(NamedTuple):
    """Sentences in a row that speak of something else."""

    where: Stretch
    words: tuple[str, ...]  # the words that show of what


class Subject(NamedTuple):
    """What a text is to be about, what it is not to be about, and how long it may stray."""

    about: tuple[str, ...]
    astray: tuple[str, ...]
    characters: int
    words: int


@lru_cache(maxsize=32)
def missing_aspects(text: str, aspects: tuple[Aspect, ...]) -> tuple[str, ...]:
    """Return the names of the aspects of which no word stands in the text."""
    return tuple(aspect.name for aspect in aspects if not any(word in text for word in aspect.words))


@lru_cache(maxsize=32)
def astray(text: str, subject: Subject) -> tuple[Passage, ...]:
    """Return the passages of sentences in a row without a word of the subject that are long enough."""
    return tuple(_passages(text, subject))


def _passages(text: str, subject: Subject) -> Iterator[Passage]:
    run: list[Stretch] = []
    for sentence in sentences(text):
        if _on(sentence.text, subject.about):
            yield from _told(text, run, subject)
            run = []
        else:
            run.append(sentence)
    yield from _told(text, run, subject)


def _told(text: str, run: list[Stretch], subject: Subject) -> Iterator[Passage]:
    if sum(len(sentence.text) for sentence in run) >= subject.characters:
        start, end = run[0].start, run[-1].end
        words = tuple(word for word in subject.astray if word in text[start:end])
        if len(words) >= subject.words:
            yield Passage(Stretch(start, end, text[start:end]), words)


@lru_cache(maxsize=8 * REMEMBERED)
def _on(sentence: str, about: tuple[str, ...]) -> bool:
    """Tell whether a sentence holds a word of the subject."""
    return any(word in sentence for word in about)

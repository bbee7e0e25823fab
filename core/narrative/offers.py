"""Sentences offered while writing: only what the report's own figures and fields support.

Which sentences there are is the form's data (``sentences.toml``). A sentence is offered when every figure in
it is known and its conditions hold; a blank is no zero, so a half-filled table supports nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from core import keys
from core.findings import Figure
from core.formfile.sentences import LIST, PLACE
from core.narrative import fees
from core.report import Report
from core.rules import Sentence
from core.values import number, show

JOINER = "，"
_ENDS = "。！？；"


class Offer(NamedTuple):
    """One sentence as it would be inserted."""

    section: str  # id of the text, or preamble
    name: str  # what it is about: 收到申请
    text: str
    sources: tuple[str, ...]  # keys of the figures and fields it restates, in its order

    @property
    def key(self) -> str:
        """Return the key of the text it belongs to."""
        return keys.text(self.section)


def for_section(report: Report, section: str) -> tuple[Offer, ...]:
    """Return the sentences a text may take now, in the form's order; the same words only once."""
    return _offers(report, (one for one in report.form.sentences if one.section == section))


def for_zero(report: Report) -> tuple[Offer, ...]:
    """Return the sentences that go with 本年未收到申请, as far as the zeros are confirmed, for all texts."""
    return _offers(report, (one for one in report.form.sentences if one.zero_path))


def waiting(report: Report, section: str) -> tuple[str, ...]:
    """Return what more could be said if blanks were filled in: names of sentences, each once."""
    offered = {offer.name for offer in for_section(report, section)}
    names = (
        one.name
        for one in report.form.sentences
        if one.section == section and _Reading(report, one).undecided and one.name not in offered
    )
    return tuple(dict.fromkeys(names))


def stands_in(offer: Offer, text: str) -> bool:
    """Tell whether a text says the sentence already, spaces and line breaks aside."""
    return "".join(offer.text.split()) in "".join(text.split())


def place_for(text: str, caret: int) -> tuple[int, str]:
    """Return where a sentence goes and what must stand before it, nothing or a line feed.

    At the caret where a sentence could begin there; else at the end of the caret's paragraph, or below it
    where that is no finished sentence, such as a heading.
    """
    if caret == 0 or text[caret - 1] in f"\n{_ENDS}":
        return caret, ""
    end = text.find("\n", caret)
    end = len(text) if end < 0 else end
    return end, "" if text[end - 1] in _ENDS else "\n"


def added(report: Report, offers: Iterable[Offer]) -> Mapping[str, str]:
    """Return the texts, by key, with the sentences as paragraphs at their ends; what is said there stays.

    Meant for ``session.apply``, so that several sentences are one step.
    """
    changed: dict[str, str] = {}
    for offer in offers:
        text = changed.get(offer.key, report.text(offer.section))
        if not stands_in(offer, text):
            changed[offer.key] = f"{text.rstrip()}\n{offer.text}".lstrip("\n")
    return changed


def _offers(report: Report, sentences: Iterable[Sentence]) -> tuple[Offer, ...]:
    found: dict[tuple[str, str], Offer] = {}
    for sentence in sentences:
        reading = _Reading(report, sentence)
        if reading.holds and (text := reading.text):
            offer = Offer(sentence.section, sentence.name, text, reading.sources)
            found.setdefault((offer.section, offer.text), offer)
    return tuple(found.values())


class _Reading:
    """A sentence held against a report."""

    def __init__(self, report: Report, sentence: Sentence) -> None:
        self._report = report
        self._sentence = sentence

    @property
    def holds(self) -> bool:
        """Tell whether the conditions are met and nothing is unknown."""
        return not self._refuted and not self._unknown

    @property
    def undecided(self) -> bool:
        """Tell whether only something unknown stands in the way."""
        return not self._refuted and self._unknown

    @property
    def text(self) -> str:
        """Return the sentence with its figures; empty if no part of its list is left."""
        parts = JOINER.join(self._parts())
        if self._sentence.parts and not parts:
            return ""
        return self._filled(self._sentence.text).replace(f"{{{LIST}}}", parts)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the keys whose content the sentence restates."""
        one = self._sentence
        named = [key for place in one.values for key in one.values[place]]
        return tuple(dict.fromkeys((*named, *one.zero)))

    @cached_property
    def _refuted(self) -> bool:
        one = self._sentence
        zero = any(self._figure(key) for key in (*one.zero, *one.blank_or_zero))
        raw = any(fees.trouble(self._report, key) for key in one.blank_or_zero if key in fees.KEYS)
        some = bool(one.some) and all(self._figure(key) == 0 for key in one.some)
        each = any(self._is_no_more(key) for key in one.each)
        emptied = bool(one.parts) and all(self._nothing(part) for part in one.parts)
        return zero or raw or some or each or emptied

    @cached_property
    def _unknown(self) -> bool:
        one = self._sentence
        named = (*one.zero, *one.some, *one.each)
        missing = any(self._figure(key) is None for key in named)
        fields = {place for place in PLACE.findall(one.text) if place != LIST}
        return missing or any(
            self._place(place) is None for place in one.values if self._needed(place, fields)
        )

    def _needed(self, place: str, in_text: set[str]) -> bool:
        """Tell whether a place must be known: all figures, and the fields that are not one part of a list."""
        return place in in_text or not self._is_field(place)

    def _is_field(self, place: str) -> bool:
        return any(key.partition(".")[0] in {keys.UNIT, keys.REPORT} for key in self._sentence.values[place])

    def _is_no_more(self, key: str) -> bool:
        figure = self._figure(key)
        return figure is not None and figure <= 0

    def _nothing(self, part: str) -> bool:
        """Tell whether a part of the list has only zeros in it; a blank field may still be filled in."""
        return all(self._place(place) == 0 for place in PLACE.findall(part))

    def _parts(self) -> Iterator[str]:
        for part in self._sentence.parts:
            if all(self._place(place) for place in PLACE.findall(part)):
                yield self._filled(part)

    def _filled(self, text: str) -> str:
        for place in self._sentence.values:
            found = self._place(place)
            shown = found if isinstance(found, str) else show(found)
            text = text.replace(f"{{{place}}}", shown)
        return text

    def _place(self, place: str) -> Figure | str | None:
        """Return what stands for a place: a field's words, the sum of its figures, or None if not known."""
        named = self._sentence.values[place]
        if not named:
            return str(self._report.year)
        if self._is_field(place):
            return self._report.string(named[0]).strip() or None
        figures = [self._figure(key) for key in named]
        known = [figure for figure in figures if figure is not None]
        return sum(known) if len(known) == len(figures) else None

    def _figure(self, key: str) -> Figure | None:
        """Return a final figure, of a table or a fee field; None if blank, half added up, or no number."""
        if key in fees.KEYS:
            return number(fees.value(self._report, key))
        return self._report.figure(key) if self._report.complete(key) else None

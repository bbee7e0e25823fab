"""Notes: where the figure of a cell, or what a sentence says, came from (PRODUCT.md 1).

The note on a cell stands under ``note.<cell key>``. The note on a sentence stands under
``note.text.<section>.<id>``; its value is the words and, on a last line of its own behind ``〔原句〕``, the
sentence they were written for, so that it can be found again in a text that was edited since.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core import keys
from core.narrative.stretches import Stretch, sentences
from core.places import cell_name, section_name
from core.report import Report

MARK = "\n〔原句〕"
GONE = "这句话已改掉"
ALIKE = 0.6  # of two sentences: share of what they have in common, from which one counts as the other edited
_ID = 10  # hexadecimal digits


class Standing(StrEnum):
    """How the sentence of a note stands in the text now."""

    EXACT = "exact"
    EDITED = "edited"  # the most similar sentence is taken for it
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Note:
    """Words about a cell or a sentence."""

    place: str  # a cell's key, or text.<section>.<id>
    name: str  # 表三 新收·自然人; 总体情况
    words: str
    sentence: str = ""  # what it was written for; empty for a cell
    standing: Standing = Standing.EXACT
    where: Stretch | None = None  # the sentence as it stands now

    @property
    def section(self) -> str:
        """Return the id of the text the note is about; empty for a cell."""
        return section_of(self.place)

    @property
    def key(self) -> str:
        """Return the key the note is stored under."""
        return keys.note(self.place)

    @property
    def spot(self) -> str:
        """Return the key to go to: the cell, or the whole text."""
        return keys.spot(self.place)


def section_of(place: str) -> str:
    """Return the id of the text in which a sentence's place lies; empty for a cell."""
    kind, _, rest = place.partition(".")
    return rest.partition(".")[0] if kind == keys.TEXT else ""


def sentence_place(section: str, sentence: str) -> str:
    """Return the place of a sentence that gets its first note."""
    digest = hashlib.sha256(_kept(sentence).encode()).hexdigest()[:_ID]
    return f"{keys.text(section)}.{digest}"


def changes(place: str, words: str, sentence: str = "") -> dict[str, str]:
    """Return what ``session.apply`` stores for a note; without words the note goes.

    ``sentence`` is the one a sentence's note was first written for; a cell's note has none.
    """
    if not words.strip():
        return {keys.note(place): ""}
    return {keys.note(place): f"{words}{MARK}{_kept(sentence)}" if sentence else words}


def parsed(value: str) -> tuple[str, str]:
    """Return (words, sentence) of a stored note; the sentence is empty for a cell."""
    words, mark, sentence = value.rpartition(MARK)
    return (words, sentence) if mark else (value, "")


def note_on(report: Report, place: str) -> Note:
    """Return the note on a place; one without words where there is none yet."""
    return _note(report, place, report.string(keys.note(place)))


def note_on_sentence(report: Report, section: str, sentence: str) -> Note:
    """Return the note on a sentence of a text, also one written before the sentence was edited.

    Where there is none, a note without words comes back, ready to be written.
    """
    kept = _kept(sentence)
    for note in all_notes(report):
        stands = note.where.text.strip() if note.where else note.sentence
        if note.section == section and kept in {note.sentence, stands}:
            return note
    return _about(report, sentence_place(section, kept), "", kept)


def all_notes(report: Report) -> tuple[Note, ...]:
    """Return every note of a report in printed order; notes on what the form does not have come last."""
    found = {place: _note(report, place, value) for place, value in report.starting_with(keys.NOTE).items()}
    return tuple(found[place] for place in _in_order(report, found))


def find(text: str, sentence: str) -> tuple[Standing, Stretch | None]:
    """Return where the sentence of a note stands in a text now: itself, else the most similar one."""
    return _found(text, _kept(sentence))


@lru_cache(maxsize=256)
def _found(text: str, sentence: str) -> tuple[Standing, Stretch | None]:
    standing = sentences(text)
    if same := next((one for one in standing if one.text.strip() == sentence), None):
        return Standing.EXACT, same
    if (start := text.find(sentence)) >= 0:  # a part of a sentence, or several
        return Standing.EXACT, Stretch(start, start + len(sentence), sentence)
    likest = max(standing, key=lambda one: _alike(one.text, sentence), default=None)
    if likest is None or _alike(likest.text, sentence) < ALIKE:
        return Standing.GONE, None
    return Standing.EDITED, likest


def _alike(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - loads much; a start compares nothing

    return Indel.normalized_similarity(one, other)


def _kept(sentence: str) -> str:
    """Return a sentence as it is stored: one line, composed characters."""
    return unicodedata.normalize("NFC", " ".join(sentence.split("\n"))).strip()


def _note(report: Report, place: str, value: str) -> Note:
    words, sentence = parsed(value) if section_of(place) else (value, "")
    return _about(report, place, words, sentence)


def _about(report: Report, place: str, words: str, sentence: str) -> Note:
    section = section_of(place)
    if not section:
        return Note(place, cell_name(report.form, place), words)
    standing, where = find(report.text(section), sentence) if sentence else (Standing.GONE, None)
    return Note(place, section_name(report.form, section), words, sentence, standing, where)


def _in_order(report: Report, found: Mapping[str, Note]) -> Iterator[str]:
    """Yield the places as printed: cells of a table in the form's order, sentences as they stand."""
    form, left = report.form, dict(found)
    for section in ("preamble", *(part.id for part in form.sections)):
        inside = [place for place in left if section_of(place) == section]
        inside.sort(key=lambda place: _start(left[place], report))
        cells = [key for key, cell in form.cells.items() if cell.table == section and key in left]
        for place in (*inside, *cells):
            del left[place]
            yield place
    yield from left


def _start(note: Note, report: Report) -> int:
    """Return where a sentence stands; one that is gone comes after the others."""
    return note.where.start if note.where else len(report.text(note.section))

"""The difference of two states of one report: figures, texts, and the rest, in plain words.

A state is what is stored, by key (``Report.entries``, or ``history.replayed``). Texts are compared sentence
by sentence, and inside sentences that only changed by figures and characters; what stands on both sides
together with what was inserted is the later text exactly, with what was removed the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from core import keys, notes
from core.form import FormDef
from core.narrative.stretches import sentences
from core.places import UNKNOWN, cell_name, group_name, place_name, rank, section_name
from core.report import Entry, Origin, Report
from core.values import Value

State = Mapping[str, Entry]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|\s+|.", re.DOTALL)  # a figure is one thing
SHORTEST = 3  # characters on both sides between two changes; fewer are taken into the change
ALIKE = 0.4  # share two sentences must have in common to be taken for one that was edited


class Kind(StrEnum):
    """What happened to a stretch of a text."""

    SAME = "same"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text and what happened to it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A figure that is another one now, or came from elsewhere."""

    key: str
    name: str  # 表三 新收·自然人
    table: str  # 表三
    before: Value
    after: Value
    origin_before: Origin | None
    origin_after: Origin | None
    follows: bool = False  # a total, and figures it is made of are others too

    @property
    def of_value(self) -> bool:
        """Tell whether the figure differs, and not only where it came from."""
        return self.before != self.after

    @property
    def counts(self) -> bool:
        """Tell whether this is a figure somebody changed, and not a total that followed."""
        return self.of_value and not self.follows


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that differs."""

    key: str
    name: str  # 总体情况
    spans: tuple[Span, ...]
    count: int  # sentences that were changed, added or taken out; 0 if only the paragraphs are others


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A line about unit or report, a note or an explanation that differs."""

    key: str
    name: str  # 单位地址; 备注 表三 新收·自然人
    group: str  # 单位信息, 备注, 说明
    before: str
    after: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the difference as stretches."""
        return spans(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, in printed order; ``changes`` turns the earlier state into the later one."""

    cells: tuple[CellChange, ...]
    texts: tuple[TextChange, ...]
    fields: tuple[FieldChange, ...]
    changes: Mapping[str, Entry | None]

    @property
    def empty(self) -> bool:
        """Tell whether the two states say the same, wherever it came from."""
        return not (self.texts or self.fields or any(cell.counts for cell in self.cells))

    @property
    def summary(self) -> str:
        """Return how much differs where: ``表三 2 格，总体情况 1 句``; empty if nothing does."""
        return "，".join((*self._figures(), *self._sentences(), *self._others()))

    def _figures(self) -> Iterator[str]:
        counted = [cell for cell in self.cells if cell.counts]
        for table, found in groupby(counted, key=lambda cell: cell.table):
            yield f"{table} {len(list(found))} 格"

    def _sentences(self) -> Iterator[str]:
        for text in self.texts:
            yield f"{text.name} {text.count} 句" if text.count else f"{text.name}分段"

    def _others(self) -> Iterator[str]:
        for group, found in groupby(self.fields, key=lambda field: field.group):
            yield f"{group} {len(list(found))} 处"


def compare(form: FormDef, before: State, after: State) -> Comparison:
    """Return what differs between two states of a report in a form."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    changed.sort(key=lambda key: rank(form, key))
    return Comparison(
        tuple(_cells(form, before, after, [key for key in changed if keys.is_cell(key)])),
        tuple(_texts(form, before, after, [key for key in changed if keys.is_text(key)])),
        tuple(_fields(form, before, after, changed)),
        {key: after.get(key) for key in changed},
    )


def spans(before: str, after: str) -> tuple[Span, ...]:
    """Return a text's difference as stretches; removed ones stand before those inserted in their place."""
    one, other = _segments(before), _segments(after)
    found: list[Span] = []
    for removed, inserted in _regions(one, other):
        if removed == inserted:
            found += _stretch(Kind.SAME, removed)
        else:
            for old, new in _aligned(removed, inserted):
                found += _inside(old, new)
    return tuple(_merged(found))


def sentences_changed(before: str, after: str) -> int:
    """Return how many sentences were changed, added or taken out."""
    return sum(
        max(_counted(removed), _counted(inserted))
        for removed, inserted in _regions(_segments(before), _segments(after))
        if removed != inserted
    )


def _cells(form: FormDef, before: State, after: State, changed: Sequence[str]) -> Iterator[CellChange]:
    if not changed:
        return
    earlier, later = Report(form, 0, before), Report(form, 0, after)
    others = {key for key in changed if earlier.value(key) != later.value(key)}
    for key in changed:
        cell = form.cells.get(key)
        yield CellChange(
            key,
            cell_name(form, key),
            form.table(cell.table).name if cell else UNKNOWN,
            earlier.value(key),
            later.value(key),
            earlier.origin(key),
            later.origin(key),
            follows=bool(cell and cell.computed and others.intersection(form.leaves(key))),
        )


def _texts(form: FormDef, before: State, after: State, changed: Iterable[str]) -> Iterator[TextChange]:
    for key in changed:
        old, new = _words(before, key), _words(after, key)
        name = section_name(form, key.partition(".")[2])
        yield TextChange(key, name, spans(old, new), sentences_changed(old, new))


def _fields(form: FormDef, before: State, after: State, changed: Iterable[str]) -> Iterator[FieldChange]:
    for key in changed:
        kind = key.partition(".")[0]
        if keys.is_cell(key) or keys.is_text(key) or kind == keys.BASIS:
            continue  # the figures an explanation was written for say nothing to a person
        old, new = _words(before, key), _words(after, key)
        if kind == keys.NOTE:
            old, new = notes.parsed(old)[0], notes.parsed(new)[0]
        yield FieldChange(key, place_name(form, key), group_name(key), old, new)


def _words(state: State, key: str) -> str:
    entry = state.get(key)
    return str(entry.value) if entry else ""


def _segments(text: str) -> list[str]:
    """Return sentences and what stands between them; together they are the text."""
    pieces: list[str] = []
    place = 0
    for sentence in sentences(text):
        pieces += [text[place : sentence.start], sentence.text]
        place = sentence.end
    pieces.append(text[place:])
    return [piece for piece in pieces if piece]


def _counted(pieces: Iterable[str]) -> int:
    return sum(bool(piece.strip()) for piece in pieces)


def _regions(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the pieces of both sides in order: equal ones together, and between them what differs."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - loads much; a start compares nothing

    removed: list[str] = []
    inserted: list[str] = []
    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            if removed or inserted:
                yield removed, inserted
                removed, inserted = [], []
            same = list(one[step.src_start : step.src_end])
            yield same, same
        else:
            removed += one[step.src_start : step.src_end]
            inserted += other[step.dest_start : step.dest_end]
    if removed or inserted:
        yield removed, inserted


def _aligned(removed: Sequence[str], inserted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield sentences that are the same one before and after it was edited, and alone those that have none.

    The pairing keeps the order and has the most in common of all such pairings.
    """
    best = [[0.0] * (len(inserted) + 1) for _ in range(len(removed) + 1)]
    gain = [[_in_common(old, new) for new in inserted] for old in removed]
    for i in range(len(removed) - 1, -1, -1):
        for j in range(len(inserted) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], gain[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(removed) and j < len(inserted):
        if gain[i][j] and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            yield removed[i], inserted[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield removed[i], ""
            i += 1
        else:
            yield "", inserted[j]
            j += 1
    yield "".join(removed[i:]), "".join(inserted[j:])


def _in_common(old: str, new: str) -> float:
    """Return how much two sentences have in common, in characters; 0 for strangers."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as above

    share = Indel.normalized_similarity(old, new, score_cutoff=ALIKE)
    return share * (len(old) + len(new))


def _inside(removed: str, inserted: str) -> list[Span]:
    """Return the difference of a sentence before and after by figures and characters."""
    pairs = [
        ("".join(old), "".join(new))
        for old, new in _regions(_TOKEN.findall(removed), _TOKEN.findall(inserted))
    ]
    found: list[Span] = []
    for old, new in _calmed(pairs):
        if old == new:
            found += _stretch(Kind.SAME, [old])
        else:
            found += [*_stretch(Kind.REMOVED, [old]), *_stretch(Kind.INSERTED, [new])]
    return found


def _calmed(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take short common stretches between two changes into the change: scraps help nobody to read."""
    calm: list[tuple[str, str]] = []
    for place, (old, new) in enumerate(pairs):
        scrap = old == new and 0 < place < len(pairs) - 1 and len(old) < SHORTEST
        changing = old != new or scrap
        if changing and calm and calm[-1][0] != calm[-1][1]:
            calm[-1] = (calm[-1][0] + old, calm[-1][1] + new)
        else:
            calm.append((old, new))
    return calm


def _stretch(kind: Kind, pieces: Iterable[str]) -> list[Span]:
    text = "".join(pieces)
    return [Span(kind, text)] if text else []


def _merged(found: Iterable[Span]) -> Iterator[Span]:
    """Join neighbours of one kind, and put what was removed before what was inserted."""
    for changed, together in groupby(found, key=lambda span: span.kind is not Kind.SAME):
        stretch = list(together)
        kinds = (Kind.REMOVED, Kind.INSERTED) if changed else (Kind.SAME,)
        for kind in kinds:
            yield from _stretch(kind, [span.text for span in stretch if span.kind is kind])

"""The journal as a person reads it: one line for what was done at one go, and what it changed.

Typing into one field is one line however often it was saved meanwhile; undoing several steps in a row is one
line too. What has been undone stays listed, as such: the journal never shrinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from core import keys, notes
from core.compare import Kind, spans
from core.form import FormDef
from core.history import Change, Splice, Step, StepKind, spliced
from core.places import place_name, rank
from core.report import Entry
from core.values import Raw, show

TRAVEL = {StepKind.UNDO: "撤销", StepKind.REDO: "重做"}
BLANK = "空白"
QUOTED = 24  # characters of a text that are quoted
SPELLED_OUT = 2  # changes inside one stretch of a text


@dataclass(frozen=True, slots=True)
class Line:
    """What was done at one go; ``steps[first:end]`` of the journal, and ``steps[:end]`` leads to after it."""

    kind: StepKind
    label: str
    at: str  # when it ended, local time, ISO 8601 with seconds
    group: int
    first: int
    end: int
    undone: bool = False

    @property
    def words(self) -> str:
        """Return what the line is called: the step's label, 撤销 …, 重做 3 步."""
        if self.kind not in TRAVEL:
            return self.label
        count = self.end - self.first
        return f"{TRAVEL[self.kind]} {count} 步" if count > 1 else f"{TRAVEL[self.kind]} {self.label}"


def lines(steps: Sequence[Step]) -> tuple[Line, ...]:
    """Return the lines of a journal, oldest first."""
    found: list[Line] = []
    undone: set[int] = set()
    for place, step in enumerate(steps):
        if step.kind is StepKind.UNDO:
            undone.add(step.group)
        elif step.kind is StepKind.REDO:
            undone.discard(step.group)
        last = found[-1] if found else None
        if last and _goes_on(last, step):
            found[-1] = replace(last, at=step.at, end=place + 1)
        else:
            found.append(Line(step.kind, step.label, step.at, step.group, place, place + 1))
    return tuple(
        replace(line, undone=True) if line.kind is StepKind.DO and line.group in undone else line
        for line in found
    )


def _goes_on(line: Line, step: Step) -> bool:
    """Tell whether a step belongs to the line before it."""
    if line.kind is not step.kind:
        return False
    return step.kind in TRAVEL or (step.kind is StepKind.DO and step.group == line.group)


def told(form: FormDef, journal: Sequence[Step], line: Line) -> tuple[str, ...]:
    """Return what a line of a journal changed, one thing after another: 表三 新收·自然人 48 → 49.

    What the line's words name already is not named again.
    """
    steps, label = journal[line.first : line.end], line.words
    shown = [change for change in _net(steps) if change.key.partition(".")[0] != keys.BASIS]
    shown.sort(key=lambda change: rank(form, change.key))
    typed = [change for change in shown if not _is_total(form, change)]
    whole = (_with_whole_figures(change, journal[: line.first]) for change in typed or shown)
    return tuple(words for change in whole if (words := _said(form, change, label)))


def text_at(steps: Iterable[Step], key: str) -> str:
    """Return what a text says after some steps, the journal's first ones in order."""
    entry: Entry | None = None
    for step in steps:
        for change in step.changes:
            if change.key == key:
                entry = change.outcome(entry)
    return str(entry.value) if entry else ""


def _with_whole_figures(change: Change | Splice, before: Sequence[Step]) -> Change | Splice:
    """Return what changed in a text as a splice that cuts through no figure: 48 → 49, and not 8 → 9.

    Where what was before has been cleared, the splice is as it was kept.
    """
    if keys.is_cell(change.key) or any(step.cleared for step in before):
        return change
    cut = change if isinstance(change, Splice) else spliced(change)
    if not any(char.isdigit() for char in _edges(cut)):
        return cut
    old = text_at(before, cut.key)
    start, end = cut.start, cut.start + len(cut.removed)
    if old[start:end] != cut.removed:
        return cut  # the second of two places in one text
    left = _digits(old[:start][::-1])
    right = _digits(old[end:])
    return cut._replace(
        start=start - left,
        removed=old[start - left : end + right],
        inserted=old[start - left : start] + cut.inserted + old[end : end + right],
    )


def _edges(cut: Splice) -> str:
    return cut.removed[:1] + cut.removed[-1:] + cut.inserted[:1] + cut.inserted[-1:]


def _digits(text: str) -> int:
    """Return with how many digits a text begins."""
    return next((place for place, char in enumerate(text) if not char.isdigit()), len(text))


def _is_total(form: FormDef, change: Change | Splice) -> bool:
    """Tell whether a total changed, which follows what it is made of."""
    cell = form.cells.get(change.key)
    return cell is not None and cell.computed


def _said(form: FormDef, change: Change | Splice, label: str) -> str:
    name = place_name(form, change.key)
    cell = form.cells.get(change.key)
    lead = "" if name in label or (cell and cell.name in label) else f"{name} "
    if isinstance(change, Change) and keys.is_cell(change.key):
        computed = "计算结果" if cell and cell.computed else BLANK
        return f"{lead}{_figure(change.before, computed)} → {_figure(change.after, computed)}"
    cut = change if isinstance(change, Splice) else spliced(change)
    words = _edited(_plain(cut.removed), _plain(cut.inserted))
    return f"{lead}{words}" if words else ""


def _figure(entry: Entry | None, absent: str) -> str:
    if entry is None or isinstance(entry.value, str):
        return absent
    return f"“{entry.value.text}”" if isinstance(entry.value, Raw) else show(entry.value)


def _edited(removed: str, inserted: str) -> str:
    """Return what was done to a text; of a long stretch, only what differs in it."""
    if removed and inserted and max(len(removed), len(inserted)) > QUOTED:
        parts = list(_parts(removed, inserted))
        more = f" 等 {len(parts)} 处" if len(parts) > SPELLED_OUT else ""
        return "、".join(parts[:SPELLED_OUT]) + more
    return _changed(removed, inserted)


def _parts(removed: str, inserted: str) -> Iterator[str]:
    for changed, together in groupby(spans(removed, inserted), key=lambda span: span.kind is not Kind.SAME):
        found = {span.kind: span.text for span in together}
        if changed:
            yield _changed(found.get(Kind.REMOVED, ""), found.get(Kind.INSERTED, ""))


def _changed(removed: str, inserted: str) -> str:
    if removed and inserted:
        return f"{_quoted(removed)} 改为 {_quoted(inserted)}"
    return f"增 {_quoted(inserted)}" if inserted else f"删 {_quoted(removed)}" if removed else ""


def _plain(words: str) -> str:
    """Return what a person wrote: of a note without the sentence it is kept with."""
    return words.partition(notes.MARK)[0]


def _quoted(words: str) -> str:
    line = " ".join(words.split()) or "分段"
    return f"“{line}”" if len(line) <= QUOTED else f"“{line[:QUOTED]}…”（{len(words)} 字）"


def _net(steps: Iterable[Step]) -> Iterator[Change | Splice]:
    """Yield what some steps did together; a key that was changed twice is told once where that can be."""
    found: dict[str, list[Change | Splice]] = {}
    for step in steps:
        for change in step.changes:
            told_before = found.setdefault(change.key, [])
            both = _together(told_before[-1], change) if told_before else None
            if both is None:
                told_before.append(change)
            else:
                told_before[-1] = both
    for told_of_key in found.values():
        yield from told_of_key


def _together(first: Change | Splice, second: Change | Splice) -> Change | Splice | None:
    if isinstance(first, Change) and isinstance(second, Change):
        return Change(first.key, first.before, second.after)
    one = first if isinstance(first, Splice) else spliced(first)
    other = second if isinstance(second, Splice) else spliced(second)
    return joined(one, other)


def joined(first: Splice, second: Splice) -> Splice | None:
    """Return two splices of one text as one; None where the second does not touch what the first put in."""
    end_first = first.start + len(first.inserted)
    end_second = second.start + len(second.removed)
    if second.start > end_first or end_second < first.start:
        return None
    left = max(0, first.start - second.start)
    right = max(0, end_second - end_first)
    removed = second.removed[:left] + first.removed + second.removed[len(second.removed) - right :]
    kept_left = first.inserted[: max(0, second.start - first.start)]
    kept_right = first.inserted[end_second - first.start :]
    start = min(first.start, second.start)
    inserted = kept_left + second.inserted + kept_right
    return Splice(first.key, start, removed, inserted, first.before, second.after)

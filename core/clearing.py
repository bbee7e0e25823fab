"""Clearing what some steps of a journal did: “清除这段历史内容”.

For what should never have been written down. A cleared step keeps its number, group, kind and time, and
its place in the hash chain; its words and figures are gone from the file. That somebody cleared is kept: a
step of its own names what it cleared, and a journal with gaps that no step names does not hold
(core/seal.py). The report itself says what it said.

- Whole groups are cleared, with what undid them and did them again: they hold the same words.
- Undo ends at what was cleared; what was done later can still be taken back.
- The report as it stood at a moment can be shown where all steps up to then, or all steps since, are whole.
- Drafts that were made for signing stay as they are: they are what was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from core.errors import NothingToClear
from core.history import Change, Cleared, Splice, Step, StepKind, Trail, blanked, replayed, taken_back
from core.report import Entry

_SHORTEST = 4  # characters that two steps must have in common to be told to hold the same words
_LASTING = {StepKind.FORGET}


def whole(steps: Sequence[Step], seqs: Iterable[int]) -> tuple[Step, ...]:
    """Return all that has to be cleared with some steps; raises ``NothingToClear`` if that is nothing."""
    wanted = set(seqs)
    groups = {step.group for step in steps if step.seq in wanted and step.kind not in _LASTING}
    chosen = tuple(
        step for step in steps if step.group in groups and not step.cleared and step.kind not in _LASTING
    )
    if not chosen:
        raise NothingToClear("这几步的内容已经清除，或本来就没有内容。", "请选另一步。")
    return chosen


def sharing(steps: Sequence[Step], chosen: Iterable[Step]) -> tuple[Step, ...]:
    """Return other steps that hold words of the chosen ones, such as the one that deleted them again."""
    held = {step.seq for step in chosen}
    pieces = {piece for step in steps if step.seq in held for piece in _pieces(step)}
    return tuple(
        step
        for step in steps
        if step.seq not in held and any(_common(one, other) for one in _pieces(step) for other in pieces)
    )


def label(count: int) -> str:
    """Return what the step that clears is called."""
    return f"清除历史内容（{count} 步）"


def cleared(steps: Iterable[Step], chosen: Iterable[Step]) -> list[Step]:
    """Return a journal in which the chosen steps are cleared."""
    gone = {step.seq for step in chosen}
    return [blanked(Cleared.of(step)) if step.seq in gone else step for step in steps]


def undo_lost(steps: Sequence[Step], chosen: Iterable[Step]) -> int:
    """Return how many groups can be undone or done again now, and cannot be once some steps are cleared."""
    before, after = Trail.of(steps), Trail.of(cleared(steps, chosen))
    return len(before.done) + len(before.undone) - len(after.done) - len(after.undone)


def state_after(steps: Sequence[Step], count: int, now: Mapping[str, Entry]) -> dict[str, Entry] | None:
    """Return what was stated after a journal's first ``count`` steps; None where both ways there are cleared.

    ``now`` is what the whole journal led to.
    """
    first, rest = steps[:count], steps[count:]
    if not any(map(is_gap, first)):
        return replayed(first)
    if any(map(is_gap, rest)):
        return None
    before = taken_back(list(rest), now.get)
    found = {**now, **before}
    return {key: entry for key, entry in found.items() if entry is not None}


def is_gap(step: Step) -> bool:
    """Tell whether what a step changed is no longer known."""
    return step.cleared and step.kind is not StepKind.MARK  # that changed nothing


def _pieces(step: Step) -> Iterator[str]:
    for change in step.changes:
        if isinstance(change, Splice):
            yield from (change.removed, change.inserted)
        elif isinstance(change, Change):
            entries = (change.before, change.after)
            yield from (str(entry.value) for entry in entries if entry and isinstance(entry.value, str))


def _common(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and shorter in longer

"""Steps, undo and redo: one append-only journal per report, the same thing on disk and in memory.

A step has a group; undo works by group (HOUSE.md 3). Undoing appends a step, so the journal never shrinks and
its hash chain (RELIABILITY.md) covers undo too. Texts are kept as splices.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from core import keys
from core.canonical import Json, canonical
from core.report import Entry, Origin, OriginKind, decode, encode

GENESIS = "0" * 64


class StepKind(StrEnum):
    """Whether a step does something new, or takes a group back or forth."""

    START = "start"  # what a report was born with; not undone
    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    MARK = "mark"  # a named point to come back to; changes nothing, is not undone
    FORGET = "forget"  # clears what earlier steps did (core/clearing.py); changes nothing, is not undone


class Change(NamedTuple):
    """A key's entry before and after."""

    key: str
    before: Entry | None
    after: Entry | None

    def reversed(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.key, self.after, self.before)

    def outcome(self, _current: Entry | None) -> Entry | None:
        """Return the entry that stands after this change."""
        return self.after


class Splice(NamedTuple):
    """The one stretch in which a text changed, as the journal keeps it; a text that is absent is empty."""

    key: str
    start: int  # code points
    removed: str
    inserted: str
    before: Origin | None  # None: the text was absent
    after: Origin | None

    def reversed(self) -> Splice:
        """Return the splice that takes this one back."""
        return Splice(self.key, self.start, self.inserted, self.removed, self.after, self.before)

    def outcome(self, current: Entry | None) -> Entry | None:
        """Return the text after this splice; ``ValueError`` if it was made for another text."""
        text = str(current.value) if current else ""
        end = self.start + len(self.removed)
        if text[self.start : end] != self.removed:
            message = f"splice does not fit the text of {self.key}"
            raise ValueError(message)
        return (
            None if self.after is None else Entry(text[: self.start] + self.inserted + text[end:], self.after)
        )


class Cleared(NamedTuple):
    """What stays known of a step whose content was cleared, kept by the step that cleared it."""

    seq: int
    group: int
    kind: StepKind
    at: str

    @classmethod
    def of(cls, step: Step) -> Cleared:
        """Return what stays of a step."""
        return cls(step.seq, step.group, step.kind, step.at)


class Step(NamedTuple):
    """One entry of the journal."""

    seq: int  # 1, 2, ... per report
    group: int  # steps of one group are undone together; of undo and redo, the group taken back or forth
    kind: StepKind
    label: str  # Chinese name of the step: 填写 表三 新收·自然人
    at: str  # local time, ISO 8601 with seconds
    changes: tuple[Change | Splice, ...]
    forgets: tuple[Cleared, ...] = ()  # what a step of kind FORGET cleared
    cleared: bool = False  # the content is gone: label and changes tell nothing

    def merged(self, later: Iterable[Change]) -> Step:
        """Return this step with later changes of the same group folded in; the first before is kept."""
        kept: dict[str, Change | Splice] = {change.key: change for change in self.changes}
        for change in later:
            first = kept.get(change.key, change)
            before = first.before if isinstance(first, Change) else change.before
            kept[change.key] = Change(change.key, before, change.after)
        return self._replace(changes=tuple(kept.values()))


def blanked(what: Cleared) -> Step:
    """Return what a journal shows of a cleared step."""
    return Step(what.seq, what.group, what.kind, "（内容已清除）", what.at, (), cleared=True)


def slim(step: Step) -> Step:
    """Return a step with its texts as splices, as the file keeps it: a fraction of the memory."""
    changes = (
        spliced(change) if isinstance(change, Change) and not keys.is_cell(change.key) else change
        for change in step.changes
    )
    return step._replace(changes=tuple(changes))


def pack(step: Step) -> bytes:
    """Return the canonical bytes of what a step did: what the journal keeps and the chain covers."""
    body: dict[str, Json] = {
        "group": step.group,
        "kind": step.kind.value,
        "label": step.label,
        "at": step.at,
        "changes": [_pack(change) for change in step.changes],
    }
    if step.forgets:
        body["forgets"] = [[one.seq, one.group, one.kind.value, one.at] for one in step.forgets]
    return canonical(body)


def unpack(seq: int, body: bytes) -> Step:
    """Read a payload back; ``ValueError``, ``KeyError`` or ``TypeError`` if it is none of ours."""
    data: dict[str, Any] = json.loads(body)
    changes = tuple(_unpack(change) for change in data["changes"])
    forgets = tuple(
        Cleared(int(number), int(group), StepKind(kind), str(at))
        for number, group, kind, at in data.get("forgets", ())
    )
    kind, label, at = StepKind(data["kind"]), str(data["label"]), str(data["at"])
    return Step(seq, int(data["group"]), kind, label, at, changes, forgets)


def chain(previous: str, salt: bytes, body: bytes) -> str:
    """Return an entry's hash: previous hash and H(salt ‖ payload), so that a payload can be blanked."""
    inner = hashlib.sha256(salt + body).digest()
    return hashlib.sha256(bytes.fromhex(previous) + inner).hexdigest()


def splice(before: str, after: str) -> tuple[int, str, str]:
    """Return (start, removed, inserted): the one stretch in which two texts differ."""
    limit = min(len(before), len(after))
    start = _alike(limit, lambda size: before.startswith(after[:size]))
    tail = _alike(limit - start, lambda size: before.endswith(after[len(after) - size :]))
    return start, before[start : len(before) - tail], after[start : len(after) - tail]


def _alike(limit: int, agree: Callable[[int], bool]) -> int:
    """Return up to which size two texts agree, by halving: a key in a long text must not cost its length."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if agree(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _pack(change: Change | Splice) -> Json:
    if isinstance(change, Change):
        if keys.is_cell(change.key):
            return {"key": change.key, "before": _entry(change.before), "after": _entry(change.after)}
        change = spliced(change)
    return {
        "key": change.key,
        "splice": [change.start, change.removed, change.inserted],
        "origins": [_origin(change.before), _origin(change.after)],
    }


def spliced(change: Change) -> Splice:
    """Return a change of a text as the one stretch in which it changed."""
    before, after = change.before, change.after
    cut = splice(str(before.value) if before else "", str(after.value) if after else "")
    return Splice(change.key, *cut, before.origin if before else None, after.origin if after else None)


def _origin(origin: Origin | None) -> Json:
    return None if origin is None else [origin.kind.value, origin.detail]


def _entry(entry: Entry | None) -> Json:
    return None if entry is None else [encode(entry.value), entry.origin.kind.value, entry.origin.detail]


def _unpack(data: dict[str, Any]) -> Change | Splice:
    key = str(data["key"])
    if "splice" in data:
        start, removed, inserted = data["splice"]
        before, after = (
            None if pair is None else Origin(OriginKind(pair[0]), pair[1]) for pair in data["origins"]
        )
        return Splice(key, int(start), str(removed), str(inserted), before, after)
    return Change(key, _read_entry(key, data["before"]), _read_entry(key, data["after"]))


def _read_entry(key: str, data: list[Any] | None) -> Entry | None:
    return None if data is None else Entry(decode(key, data[0]), Origin(OriginKind(data[1]), str(data[2])))


def replayed(steps: Iterable[Step]) -> dict[str, Entry]:
    """Return everything that is stated after some steps, the journal's first ones in order, by key.

    ``ValueError`` if a splice does not fit, which a journal whose chain was verified never has.
    """
    entries: dict[str, Entry] = {}
    for step in steps:
        for change in step.changes:
            after = change.outcome(entries.get(change.key))
            if after is None:
                entries.pop(change.key, None)
            else:
                entries[change.key] = after
    return entries


class Trail:
    """What can be undone and redone, rebuilt by feeding it the journal's steps in order."""

    def __init__(self) -> None:
        """Start from an empty journal."""
        self.done: list[list[Step]] = []  # groups, oldest first
        self.undone: list[list[Step]] = []

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Trail:
        """Return what can be undone and redone after some steps, the journal's first ones in order."""
        trail = cls()
        for step in steps:
            trail.feed(step)
        return trail

    def feed(self, step: Step) -> None:
        """Take one more step of the journal into account.

        A cleared one can be neither taken back nor done again, nor what lies below it on either stack.
        """
        if step.kind in {StepKind.START, StepKind.MARK, StepKind.FORGET}:
            return
        if step.kind in {StepKind.UNDO, StepKind.REDO}:
            back = step.kind is StepKind.UNDO
            source, target = (self.done, self.undone) if back else (self.undone, self.done)
            if source:
                target.append(source.pop())
            else:  # of a group below what was cleared
                target.clear()
        else:
            self.undone.clear()
            if step.cleared:
                self.done.clear()
            elif self.done and self.done[-1][0].group == step.group:
                self.done[-1].append(step)
            else:
                self.done.append([step])

    def slimmed(self, last: Step) -> Step:
        """Return the newest step in less memory, and keep it here like that too."""
        less = slim(last)
        if self.done and self.done[-1][-1] is last:
            self.done[-1][-1] = less
        return less

    def replace_last(self, step: Step) -> None:
        """Put the longer version of the open step in place of the shorter one."""
        self.undone.clear()
        self.done[-1][-1] = step

    @property
    def undo_label(self) -> str:
        """Return the name of what undo would take back; empty if there is nothing."""
        return self.done[-1][0].label if self.done else ""

    @property
    def redo_label(self) -> str:
        """Return the name of what redo would do again; empty if there is nothing."""
        return self.undone[-1][0].label if self.undone else ""


def taken_back(group: list[Step], current: Callable[[str], Entry | None]) -> dict[str, Entry | None]:
    """Return the entries that stand once a group is undone; ``current`` gives what stands now."""
    steps = [change.reversed() for step in reversed(group) for change in reversed(step.changes)]
    return _played(steps, current)


def done_again(group: list[Step], current: Callable[[str], Entry | None]) -> dict[str, Entry | None]:
    """Return the entries that stand once an undone group is done again."""
    return _played([change for step in group for change in step.changes], current)


def _played(
    changes: Iterable[Change | Splice], current: Callable[[str], Entry | None]
) -> dict[str, Entry | None]:
    result: dict[str, Entry | None] = {}
    for change in changes:
        now = result[change.key] if change.key in result else current(change.key)
        result[change.key] = change.outcome(now)
    return result

"""Steps of a journal, as a session would make them."""

from __future__ import annotations

from core.history import Change, Step, StepKind
from core.report import Entry, Origin, OriginKind

CELL = "applications.new_received.natural_person"
AT = "2031-01-08T10:32:00"


def typed(seq: int, value: int | None, *, key: str = CELL, before: int | None = None) -> Step:
    """One figure typed into one cell; a group of its own."""
    return Step(seq, seq, StepKind.DO, f"填写 {value}", AT, (Change(key, entry(before), entry(value)),))


def entry(value: int | None) -> Entry | None:
    return None if value is None else Entry(value)


def imported(seq: int, values: dict[str, int | str], source: str = "去年.docx") -> Step:
    """Many figures and texts in one step."""
    origin = Origin(OriginKind.IMPORTED, source)
    changes = tuple(Change(key, None, Entry(value, origin)) for key, value in values.items())
    return Step(seq, seq, StepKind.DO, "导入", AT, changes)


def outcome(step: Step) -> dict[str, Entry | None]:
    """What stands after a step that starts from blanks."""
    return {change.key: change.outcome(None) for change in step.changes}

"""What becomes of a value on its way into the report: tidied, held against its key, locked or free.

Everything a person types, pastes or takes from a suggestion passes here before it is recorded as a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from core import keys, oddities, past, places
from core.errors import CellLocked, OddCharacter
from core.form import FormDef
from core.report import TYPED, Content, Entry, Origin, Report
from core.values import Kind, Raw, parse


def entry_of(form: FormDef, key: str, value: Content, origin: Origin) -> Entry | None:
    """Return what is stored for a value that was tidied; None blanks the key, and so does an empty text.

    Raises ``KeyError`` for a key of no kind.
    """
    if keys.is_cell(key):
        if key not in form.cells or isinstance(value, str):
            raise KeyError(key)
        return None if value is None else Entry(value, origin)
    if key.partition(".")[0] not in keys.RESERVED or not (value is None or isinstance(value, str)):
        raise KeyError(key)
    return Entry(value, origin) if value else None


def tidied(form: FormDef, key: str, value: Content) -> tuple[Content, str]:
    """Return a value without the characters that no report keeps, and what was done to it in words.

    A figure that something unseen stood in is read once more. Raises ``OddCharacter``, which names the place.
    """
    if not isinstance(value, str | Raw):
        return value, ""
    given = value.text if isinstance(value, Raw) else value
    try:
        found = oddities.clean(given, one_line=not (isinstance(value, Raw) or keys.has_lines(key)))
    except OddCharacter as refusal:
        message = f"“{places.place_name(form, key)}”中，{refusal.message}"
        raise OddCharacter(message, refusal.hint) from refusal
    if isinstance(value, str):
        return found.text, found.words
    cell = form.cells[key]
    fresh = parse(found.text, cell.kind, cell.unit) if found.words else Raw(found.text)
    return Raw(" ".join(fresh.text.split())) if isinstance(fresh, Raw) else fresh, found.words


def taken(
    form: FormDef, changes: Mapping[str, Content], origin: Origin
) -> tuple[dict[str, Entry | None], dict[str, str]]:
    """Return what is stored for some values, and by key what was taken out of them; raises as the two above.

    Nothing is known here of what stands in the report.
    """
    stated, said = dict[str, Entry | None](), dict[str, str]()
    for key, value in changes.items():
        kept, words = tidied(form, key, value)
        stated[key] = entry_of(form, key, kept, origin)
        if words:
            said[key] = f"“{places.place_name(form, key)}”中{words}"
    return stated, said


def sentence(said: Mapping[str, str]) -> str:
    """Return what was taken out, of the first place in full; empty if nothing was."""
    more = f"，另外 {len(said) - 1} 处也有" if len(said) > 1 else ""
    return f"{next(iter(said.values()))}{more}。" if said else ""


def unlocked(report: Report, entries: Mapping[str, Entry | None]) -> dict[str, Entry | None]:
    """Return what may be written: a locked cell stays as it is; another value for it is ``CellLocked``."""
    free: dict[str, Entry | None] = {}
    for key, after in entries.items():
        before = report.entry(key)
        if before is None or not past.locked(report, key):
            free[key] = after
        elif after is None or after.value != before.value:
            name = report.form.cells[key].name
            message = f"“{name}”来自 {before.origin.detail} 年报告，已锁定。"
            raise CellLocked(message, "要改的话，请先解除锁定并写明原因。")
    return free


def with_totals(report: Report, entries: Mapping[str, Entry | None]) -> dict[str, Entry | None]:
    """Return the entries, and the stated totals above them dropped, so that the computed ones show again."""
    totals = {total for key in entries for total in report.form.sums_with.get(key, ())}
    dropped: dict[str, Entry | None] = {
        key: None for key in totals if key not in entries and report.entry(key) is not None
    }
    return {**entries, **dropped}


def news(report: Report, entries: Mapping[str, Entry | None]) -> dict[str, Entry | None]:
    """Return the entries that say something new; typing the same value again changes nothing."""
    return {key: after for key, after in entries.items() if not _same(report.entry(key), after)}


def zeros(form: FormDef, blanks: Iterable[str]) -> dict[str, Content]:
    """Return a zero for each of some cells, of the cell's own kind."""
    return {key: Decimal(0) if form.cells[key].kind is Kind.MONEY else 0 for key in blanks}


def _same(before: Entry | None, after: Entry | None) -> bool:
    """Tell whether only the origin would change by typing the same value again."""
    return before is not None and after is not None and before.value == after.value and after.origin == TYPED

"""Last year, for this year's report: figures typed from paper, what is carried over, how a new year starts.

Where no file of last year is at hand, the few figures that are needed are typed from paper and kept in this
year's report under ``before.<cell key>`` (PRODUCT.md 1); they then count as last year's report.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from core import keys
from core.form import FormDef
from core.report import TYPED, Entry, Origin, OriginKind, Report
from core.values import Raw, parse

STAYS = (
    keys.UNIT_NAME,
    keys.OVERVIEW_LIMIT,
    keys.CHAIN,
    *(f"{keys.UNIT}.{field}" for field in keys.UNIT_FIELDS),
)  # what a new year takes over as it is


def typed_from_paper(report: Report) -> dict[str, int | Decimal | Raw]:
    """Return last year's figures that were typed from paper, by cell; what is no number stays as typed."""
    return {
        key: value
        for key, text in report.starting_with(keys.BEFORE).items()
        if (cell := report.form.cells.get(key)) and (value := parse(text, cell.kind, cell.unit)) is not None
    }


def count_on_paper(report: Report) -> int:
    """Return how many figures of last year's were typed from paper; what is no number does not count."""
    return sum(not isinstance(value, Raw) for value in typed_from_paper(report).values())


def on_paper(report: Report) -> Report | None:
    """Return last year's report as far as it was typed from paper; None if nothing was."""
    typed = typed_from_paper(report)
    if not typed:
        return None
    unit = {keys.UNIT_NAME: Entry(report.unit_name)} if report.unit_name else {}
    return Report(report.form, report.year - 1, {**unit, **{key: Entry(typed[key]) for key in typed}})


def carried(form: FormDef, last_year: Report) -> dict[str, Entry]:
    """Return what stands in the carried-over cells of a form after last year's report, by cell.

    A cell whose figure last year's report does not give is left out.
    """
    origin = Origin(OriginKind.CARRIED, str(last_year.year))
    return {
        key: Entry(figure, origin)
        for key in form.typed
        if (source := form.cells[key].carry_from)
        and source in last_year.form.cells
        and (figure := last_year.figure(source)) is not None
        and can_be_carried(figure)
    }


def can_be_carried(figure: int | Decimal) -> bool:
    """Tell whether a figure can be what was left over: what is negative or not whole is a mistake."""
    return figure >= 0 and figure == int(figure)


def offered(report: Report, last_year: Report) -> dict[str, Entry]:
    """Return the carried-over cells that are blank or older than last year's report says now."""
    return {
        key: entry
        for key, entry in carried(report.form, last_year).items()
        if (now := report.entry(key)) is None
        or (now.origin.kind is OriginKind.CARRIED and now.value != entry.value)
    }


def locked(report: Report, key: str) -> bool:
    """Tell whether a cell was carried over from last year and waits for a reason before it is changed."""
    entry = report.entry(key)
    return entry is not None and entry.origin.kind is OriginKind.CARRIED


def next_report(last_year: Report, form: FormDef, year: int) -> Report:
    """Return the report a new year starts with: who we are, and what is carried over; never a text."""
    stays: Mapping[str, Entry] = {
        key: Entry(words, TYPED) for key in STAYS if (words := last_year.string(key))
    }
    follows = year == last_year.year + 1
    return Report(form, year, {**stays, **(carried(form, last_year) if follows else {})})

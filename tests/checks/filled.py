"""Reports to check: every cell filled, from few figures; totals stated or left to the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core import formfile, keys
from core.findings import Finding, Level, Verdict
from core.form import FormDef
from core.report import Entry, Report
from core.rules import CheckSpec
from core.values import Value, parse

FORM = formfile.load("2021")

# Everything that is not zero in a report that holds: 50 applications handled, three disputes.
SAMPLE: dict[str, int] = {
    "disclosure.normative.made": 11,
    "disclosure.normative.repealed": 2,
    "disclosure.normative.valid": 24,
    "applications.new_received.natural_person": 48,
    "applications.carried_in.commercial": 2,
    "applications.granted.natural_person": 12,
    "applications.granted.commercial": 2,
    "applications.unable.not_held.natural_person": 30,
    "applications.not_processed.duplicate.natural_person": 6,
    "disputes.review.upheld": 1,
    "disputes.direct_suit.upheld": 1,
    "disputes.suit_after_review.upheld": 1,
}


# Short texts about which no check has anything to say, with or without last year's.
TEXTS: dict[str, str] = {
    "overview": "主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障等工作按要求开展。",
    "problems": "公开内容还不够及时，下一步加强培训。",
    "other_matters": "本年没有收取信息处理费。",
}


def asking(*wanted: CheckSpec) -> FormDef:
    """Return the form of 2021 with other declared checks; what adds up stays."""
    return replace(FORM, read_rules=lambda: FORM.rules._replace(checks=wanted))


def report(figures: Mapping[str, Value], *, totals: bool = False, form: FormDef = FORM) -> Report:
    """Fill the cells given, else zero, and write every text; ``totals`` states every total as it is."""
    made = Report(form, form.first_year, _entries({**dict.fromkeys(form.typed, 0), **figures}))
    made.write({keys.text(section): Entry(text) for section, text in TEXTS.items()})
    if totals:
        state(made, {key: made.derived(key).value for key in form.computed})
    return made


def state(made: Report, figures: Mapping[str, Value]) -> Report:
    """Write figures over what is there; None blanks a cell."""
    made.write({key: None if value is None else Entry(value) for key, value in figures.items()})
    return made


def blank(made: Report, keys: Iterable[str]) -> Report:
    """Empty some cells."""
    return state(made, dict.fromkeys(keys))


def typed(form: FormDef, key: str, text: str) -> Value:
    """Read a figure as if it were typed into its cell."""
    cell = form.cells[key]
    return parse(text, cell.kind, cell.unit)


def _entries(figures: Mapping[str, Value]) -> dict[str, Entry]:
    return {key: Entry(value) for key, value in figures.items() if value is not None}


def to_mend(verdict: Verdict) -> list[Finding]:
    """What must be mended and stands by itself: without doubts, and without what nobody can judge."""
    return [finding for finding in verdict.leading if finding.level in {Level.FAULT, Level.ERROR}]

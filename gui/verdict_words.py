"""What the findings panel says: groups, filters, buttons, where a finding leads, and the honest line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from core import basis, keys
from core.findings import NO_REPORT, NOT_ENTERED, Finding, Level, Span, Suggestion, Verdict
from core.form import FormDef
from core.report import Report
from core.session import Session
from core.values import show
from gui import states

BLANK = "blank"
EXPLAINED = "explained"
ALL = "all"
COPIED_RULE = "copied"  # the declared kind whose findings mark sentences taken over from last year
QUOTED = 3  # stretches of a text that a card quotes
PAIRS = 6  # copied sentences that a card sets beside last year's
LONGEST = 60  # characters of one quotation
CHANGES = 2  # changed figures that are named


class Group(NamedTuple):
    """Findings that are shown together."""

    id: str
    title: str
    filter: str  # the filter that shows it
    folds: bool = False  # a person may fold it away


GROUPS = (
    Group(Level.ERROR.value, "必须修改", Level.ERROR.value),
    Group(Level.FAULT.value, "程序错误", Level.ERROR.value),
    Group(BLANK, "空白（请填写，或确认为 0）", BLANK),
    Group(Level.EXPLAIN.value, "须说明", Level.EXPLAIN.value),
    Group(Level.HINT.value, "提示", Level.HINT.value, folds=True),
    Group(Level.UNKNOWN.value, "无法判断", Level.UNKNOWN.value),
    Group(EXPLAINED, "已说明", EXPLAINED, folds=True),
)
FILTERS: Mapping[str, str] = {
    ALL: "全部",
    Level.ERROR.value: "必须修改",
    Level.EXPLAIN.value: "须说明",
    BLANK: "空白",
    Level.HINT.value: "提示",
    Level.UNKNOWN.value: "无法判断",
    EXPLAINED: "已说明",
}
PROBLEMS = (Level.ERROR.value, Level.EXPLAIN.value, Level.HINT.value)  # filters whose findings want a look

Groups = dict[str, list[Finding]]


def group_of(report: Report, finding: Finding) -> str:
    """Return the id of the group a finding belongs to; what waits, and what is explained, has its own."""
    if finding.waiting:
        return BLANK
    return EXPLAINED if states.is_explained(report, finding) else finding.level.value


def in_groups(report: Report, verdict: Verdict, staying: Mapping[str, str] | None = None) -> Groups:
    """Return the findings that stand by themselves by group, groups in the order shown, none empty.

    ``staying`` holds findings in a group for now, by id: nothing moves away under a person's hands.
    """
    found: Groups = {group.id: [] for group in GROUPS}
    for finding in verdict.leading:
        group = group_of(report, finding)
        if staying and finding.level is Level.EXPLAIN:
            group = staying.get(finding.id, group)
        found[group].append(finding)
    return {group: findings for group, findings in found.items() if findings}


def folded(verdict: Verdict) -> dict[str, list[Finding]]:
    """Return what is folded under each finding, by the id of that finding."""
    found: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        if finding.follows is not None:
            found.setdefault(finding.follows, []).append(finding)
    return found


def counts(groups: Groups) -> dict[str, int]:
    """Return how many findings each filter shows, counted as the tabs count; of all, those to look at."""
    found = dict.fromkeys(FILTERS, 0)
    for group in GROUPS:
        found[group.filter] += len(groups.get(group.id, ()))
    found[ALL] = sum(found[name] for name in PROBLEMS)
    return found


def chip(name: str, number: int, cells: int) -> str:
    """Return what a filter says: its name with how many findings it shows, or how many cells are blank."""
    if name == ALL:  # what it shows is of several kinds: a number would be compared with the others
        return FILTERS[name]
    return f"{FILTERS[name]} {f'{cells} 格' if name == BLANK and cells else number}"


def button(report: Report, suggestion: Suggestion) -> str:
    """Return what the button of a suggestion says: ``本机关不掌握·自然人 30 → 29``."""
    cell = report.form.cells[suggestion.cell]
    if cell.computed:
        return f"以计算结果为准：{show(report.derived(cell.key).value)}"
    now = show(report.value(cell.key))
    then = show(suggestion.value)
    return f"{cell.name} {now} → {then}" if now else f"{cell.name} 填 {then}"


def toggle(lead: Finding, follows: Collection[Finding]) -> str:
    """Return what opens the findings folded under another."""
    if lead.level is Level.UNKNOWN:
        return f"其余 {len(follows)} 项"
    if lead.level is Level.ERROR and all(finding.level is Level.ERROR for finding in follows):
        return f"另有 {len(follows)} 处随之不平"
    return f"另有 {len(follows)} 条由此而来"


def needs_last_year(finding: Finding) -> bool:
    """Tell whether last year's figures would let the program judge."""
    return finding.level is Level.UNKNOWN and finding.title.startswith((NO_REPORT, NOT_ENTERED))


def quotes(report: Report, finding: Finding) -> tuple[tuple[str, Span], ...]:
    """Return the words of a text that a finding is about, with their places; only the first few."""
    found = []
    for span in finding.spans[:QUOTED]:
        words = " ".join(report.text(span.section)[span.start : span.end].split())
        if words:
            found.append((words if len(words) <= LONGEST else f"{words[:LONGEST]}…", span))
    return tuple(found)


def is_copied(form: FormDef, finding: Finding) -> bool:
    """Tell whether a finding marks sentences that can be set beside last year's."""
    return bool(finding.spans) and any(
        spec.code == finding.code and spec.rule == COPIED_RULE for spec in form.checks
    )


def copied_pairs(session: Session, finding: Finding) -> tuple[list[tuple[str, str]], int]:
    """Return the first copied sentences of a text beside last year's, and how many there are in all."""
    from core.narrative.similarity import likeness  # noqa: PLC0415 - needed when a person asks
    from core.narrative.units import names_of  # noqa: PLC0415 - as above

    report, last_year = session.report, session.last_year
    if last_year is None or not finding.spans:
        return [], 0
    section = finding.spans[0].section
    names = names_of(report.unit_name, last_year.unit_name)
    pairs = likeness(report.text(section), last_year.text(section), names).pairs
    return [(pair.now.text, pair.before.text) for pair in pairs[:PAIRS]], len(pairs)


def changed(report: Report, finding: Finding) -> str:
    """Say that an explanation was written for other figures, and which; empty where it was not."""
    if not finding.explanation or not basis.outdated(report, finding):
        return ""
    cells = report.form.cells
    named = [
        f"{cells[one.key].name} {one.then or '空'} → {one.now or '空'}"
        for one in basis.changed(report, finding)
        if one.key in cells
    ]
    more = "等" if len(named) > CHANGES else ""
    return "数值已变，请重看" + (f"：{'，'.join(named[:CHANGES])}{more}" if named else "")


def target(form: FormDef, finding: Finding) -> str:
    """Return the key a finding leads to: the repair offered first, the text, or the first typed cell."""
    if finding.suggestions:
        return finding.suggestions[0].cell
    if finding.spans:
        return keys.text(finding.spans[0].section)
    typed = (key for key in finding.places if key not in form.cells or not form.cells[key].computed)
    return next(typed, finding.places[0] if finding.places else "")

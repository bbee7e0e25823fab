"""What the findings panel says: groups, buttons, where a finding leads, and the honest line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core import keys
from core.findings import PASS, Finding, Level, Suggestion, Verdict
from core.form import FormDef
from core.report import Report
from core.values import show

NOT_YET = "（正文里的数字、与上年的比较，现在还不核对）"
BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that are shown together."""

    id: str
    title: str


GROUPS = (
    Group(Level.ERROR.value, "必须修改"),
    Group(BLANK, "空白（请填写，或确认为 0）"),
    Group(Level.EXPLAIN.value, "须说明"),
    Group(Level.HINT.value, "提示"),
    Group(Level.UNKNOWN.value, "无法判断"),
    Group(Level.FAULT.value, "程序错误"),
)
STATE_WORDS: Mapping[str, str] = {
    PASS: "通过",
    Level.ERROR.value: "必须修改",
    Level.EXPLAIN.value: "须说明",
    Level.HINT.value: "提示",
    Level.UNKNOWN.value: "无法判断",
    Level.FAULT.value: "程序错误",
}
ALWAYS_SAID = {PASS, Level.ERROR.value}


def group_of(finding: Finding) -> str:
    """Return the id of the group a finding belongs to; what only waits to be filled in has its own."""
    return BLANK if finding.waiting else finding.level.value


def in_groups(verdict: Verdict) -> dict[str, list[Finding]]:
    """Return the findings that stand by themselves by group, groups in the order shown, none empty."""
    found: dict[str, list[Finding]] = {group.id: [] for group in GROUPS}
    for finding in verdict.leading:
        found[group_of(finding)].append(finding)
    return {group: findings for group, findings in found.items() if findings}


def folded(verdict: Verdict) -> dict[str, list[Finding]]:
    """Return what is folded under each finding, by the id of that finding."""
    found: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        if finding.follows is not None:
            found.setdefault(finding.follows, []).append(finding)
    return found


def button(report: Report, suggestion: Suggestion) -> str:
    """Return what the button of a suggestion says: ``本机关不掌握·自然人 30 → 29``."""
    cell = report.form.cells[suggestion.cell]
    if cell.computed:
        return f"以计算结果为准：{show(report.derived(cell.key).value)}"
    now = show(report.value(cell.key))
    then = show(suggestion.value)
    return f"{cell.name} {now} → {then}" if now else f"{cell.name} 填 {then}"


def target(form: FormDef, finding: Finding) -> str:
    """Return the key a finding leads to: the repair offered first, the text, or the first typed cell."""
    if finding.suggestions:
        return finding.suggestions[0].cell
    if finding.spans:
        return keys.text(finding.spans[0].section)
    typed = (key for key in finding.places if key not in form.cells or not form.cells[key].computed)
    return next(typed, finding.places[0] if finding.places else "")


def figures(verdict: Verdict) -> tuple[int, int]:
    """Return how many findings must be mended (blanks not among them) and how many explained."""
    wrong = sum(
        finding.level in {Level.ERROR, Level.FAULT} and not finding.waiting for finding in verdict.leading
    )
    return wrong, verdict.count(Level.EXPLAIN)


def honest_line(verdict: Verdict) -> str:
    """Return what was checked, counted by the worst state of each code, and what is not checked yet."""
    counted = dict.fromkeys(STATE_WORDS, 0)
    for state in verdict.codes.values():
        counted[state] += 1
    wrong = {
        finding.code for finding in verdict.leading if finding.level is Level.ERROR and not finding.waiting
    }
    blanks = len({finding.code for finding in verdict.leading if finding.waiting} - wrong)
    of_them = f"（其中空白 {blanks}）" if blanks else ""
    parts = [
        f"{words} {counted[state]}{of_them if state == Level.ERROR.value else ''}"
        for state, words in STATE_WORDS.items()
        if counted[state] or state in ALWAYS_SAID
    ]
    return f"已核对 {len(verdict.codes)} 项：{'，'.join(parts)}。{NOT_YET}"

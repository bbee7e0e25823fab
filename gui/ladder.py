"""The year's routine as steps, and what is left at each of them, out of the session (PRODUCT.md 1).

上年数据 → 填报 → 核对 → 说明 → 送审稿 → 签发 → 上报. A draft made here and a signature registered here fill
in their step with its day; what happened on paper only is ticked with its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from core import basis, days, keys, past, signoff
from core.drafts import Draft
from core.form import Section
from core.levels import Level
from core.report import Report
from core.session import Session

if TYPE_CHECKING:
    from core.findings import Finding

LAST_YEAR_COMMAND = "last-year"
PREVIEW_COMMAND = "preview"
DRAFT_COMMAND, SIGN_COMMAND = "draft", "sign"
CHECKING = "正在核对…"  # before the checks have run for the first time
FINDINGS_COMMAND = "next"  # opens the panel of findings
LAST_YEAR = "上年"  # stands in the sentence of every finding that misses last year's report
SOON = 3  # days before the deadline from which it is coloured


class Step(NamedTuple):
    """One step: how it stands, what is left in words, and where its button goes.

    That is the finding, else the key, else the command; a step with none of them leads to its own day.
    """

    id: str
    name: str
    state: str  # complete, blank, explain or error
    words: str
    key: str = ""  # of a value in the report
    finding: Finding | None = None
    command: str = ""  # id of a command of the window
    date_key: str = ""  # of the day on which a person did it
    day: str = ""  # that day, ISO
    fixed: bool = False  # it belongs to a signed draft and is not changed


class Done(NamedTuple):
    """A step with a day of its own: the day's key, its name, what is said before and after."""

    key: str
    name: str
    waiting: str
    done: str
    command: str = ""


DONE = (
    Done("report.sent", "送审稿", "还没有送审", "已送审", PREVIEW_COMMAND),
    Done("report.signed", "签发", "还没有签发", "已签发"),
    Done("report.handed_over", "上报", "还没有上报", "已上报"),
)
HANDED_OVER = DONE[-1].key


def steps(session: Session) -> tuple[Step, ...]:
    """Return the steps of the year in their order."""
    sent, signed, handed_over = (_ticked(session.report, done) for done in DONE)
    if newest := signoff.newest(session.drafts()):
        present = signoff.is_present(newest, session.report)
        sent, signed = _sent(sent, newest, present=present), _signed(signed, newest, present=present)
    ours = (_last_year(session), _filling(session), _checking(session), _explaining(session))
    return (*ours, sent, signed, handed_over)


def may_be_handed_over(session: Session) -> bool:
    """Tell whether the report stands as it was signed, nothing is open, and no day is registered yet."""
    draft = signoff.present(session.drafts(), session.report)
    signed = draft is not None and draft.signed
    return signed and not signoff.obstacles(session.verdict) and not session.report.string(HANDED_OVER)


def deadline(report: Report, today: dt.date) -> str:
    """Return ``还有 3 天（1月28日 周三）``; empty without a deadline, and once the report is handed over."""
    day = _deadline(report)
    return "" if day is None else f"{days.distance(day, today)}（{days.spoken(day, today)}）"


def deadline_state(report: Report, today: dt.date) -> str:
    """Return ``error`` when the deadline has passed, ``explain`` when it is near, else the empty text."""
    day = _deadline(report)
    if day is None or (left := (day - today).days) > SOON:
        return ""
    return "error" if left < 0 else "explain"


def deadline_short(report: Report, today: dt.date) -> str:
    """Return the same in few words, for the bar at the top: ``还有 3 天``."""
    day = _deadline(report)
    return "" if day is None else days.distance(day, today)


def without_last_year(session: Session) -> tuple[Finding, ...]:
    """Return what cannot be judged because something of last year's report is missing, one per check.

    Nothing before the checks have run.
    """
    if not session.examined:
        return ()
    wanting = {
        finding.code: finding
        for finding in reversed(session.verdict.findings)
        if finding.level is Level.UNKNOWN and LAST_YEAR in finding.text
    }
    return tuple(wanting[code] for code in sorted(wanting))


def unexplained(session: Session) -> tuple[Finding, ...]:
    """Return the findings that still want an explanation, or one written for other figures."""
    return tuple(
        finding
        for finding in session.verdict.leading
        if finding.level is Level.EXPLAIN
        and (not finding.explanation or basis.outdated(session.report, finding))
    )


def _deadline(report: Report) -> dt.date | None:
    return None if report.string(HANDED_OVER) else days.stored(report.string(keys.DEADLINE))


def _last_year(session: Session) -> Step:
    last, report = session.last_year, session.report
    unknown = len(without_last_year(session))
    offered = past.offered(report, last) if last else {}
    if last is None:
        state, words = "blank", "还没有" + (f"，{unknown} 项无法判断" if unknown else "")
    elif offered:
        state, words = "blank", f"上年结转可以填入 {len(offered)} 格"
    elif session.filed_last_year is None:
        count = past.count_on_paper(report)
        state = "blank" if unknown or not count else "complete"
        left = f"，还有 {unknown} 项无法判断" if unknown else ""
        words = f"来自上年纸质报告（手工录入 {count} 格）{left}"
    elif not last.figures:
        state, words = "blank", f"{last.year} 年报告还没有填"
    else:
        state, words = "complete", f"已有 {last.year} 年报告"
    return Step("last_year", "上年数据", state, words, command=LAST_YEAR_COMMAND)


def _filling(session: Session) -> Step:
    report = session.report
    parts, first = [], ""
    for words, key in _unfilled(report):
        parts.append(words)
        first = first or key
    if not parts:
        return Step("filling", "填报", "complete", "已填完", key=keys.UNIT_NAME)
    return Step("filling", "填报", "blank", "；".join(parts), key=first)


def _unfilled(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what is not filled in yet, with the key to begin at: in the order of the pages."""
    if not report.unit_name:
        yield "单位名称未填", keys.UNIT_NAME
    if not report.string(keys.UNIT_KIND):
        yield "单位类型未选", keys.UNIT_KIND
    if blanks := report.blanks():
        yield f"未填 {len(blanks)} 格", blanks[0]
    if unwritten := [section for section in report.form.sections if _unwritten(report, section)]:
        numerals = "、".join(section.heading.partition("、")[0] for section in unwritten)
        yield f"{numerals} 未写", keys.text(unwritten[0].id)


def _unwritten(report: Report, section: Section) -> bool:
    return section.kind == "text" and not report.text(section.id).strip()


def _checking(session: Session) -> Step:
    if not session.examined:
        return Step("checking", "核对", "blank", CHECKING, command=FINDINGS_COMMAND)
    verdict = session.verdict
    wrong = [
        finding
        for finding in verdict.leading
        if finding.level in {Level.ERROR, Level.FAULT} and not finding.waiting
    ]
    if wrong:
        return Step("checking", "核对", "error", f"必须修改 {len(wrong)}", finding=wrong[0])
    hints = [finding for finding in verdict.leading if finding.level is Level.HINT]
    first = hints[0] if hints else None
    words = "没有必须修改的" + (f"，提示 {len(hints)}" if hints else "")
    if any(finding.waiting for finding in verdict.findings):
        return Step(
            "checking", "核对", "blank", f"填好的部分{words}", finding=first, command=FINDINGS_COMMAND
        )
    return Step("checking", "核对", "complete", words, finding=first, command=FINDINGS_COMMAND)


def _explaining(session: Session) -> Step:
    if not session.examined:
        return Step("explaining", "说明", "blank", CHECKING, command=FINDINGS_COMMAND)
    wanted = [finding for finding in session.verdict.leading if finding.level is Level.EXPLAIN]
    still = unexplained(session)
    explained = len(wanted) - len(still)
    if still:
        words = f"须说明 {len(still)}" + (f"，已说明 {explained}" if explained else "")
        return Step("explaining", "说明", "explain", words, finding=still[0])
    words = f"已说明 {explained}" if explained else "没有须说明的"
    first = wanted[0] if wanted else None
    state = "complete"
    if any(finding.waiting for finding in session.verdict.findings):
        state, words = "blank", f"填好的部分{words}"
    return Step("explaining", "说明", state, words, finding=first, command=FINDINGS_COMMAND)


def _ticked(report: Report, done: Done) -> Step:
    """Return a step as a person has ticked it."""
    day = report.string(done.key)
    state, words = ("complete", done.done) if day else ("blank", done.waiting)
    return Step(done.key, done.name, state, words, command=done.command, date_key=done.key, day=day)


def _sent(step: Step, draft: Draft, *, present: bool) -> Step:
    """Return the step of sending, as the newest draft tells it; a day that was typed stays."""
    day = step.day or draft.made_at.date().isoformat()
    words = f"{draft.name}已送审" if present else f"{draft.name}以后又有改动，要重新送审"
    state = "complete" if present else "blank"
    return step._replace(state=state, words=words, command=DRAFT_COMMAND, day=day)


def _signed(step: Step, draft: Draft, *, present: bool) -> Step:
    """Return the step of signing, as the newest draft tells it; else what a person ticked holds."""
    if not draft.signed:
        return step._replace(command=SIGN_COMMAND)
    words = f"{draft.name}已签发（{draft.signed_by}）" if present else f"{draft.name}签发以后又有改动"
    state = "complete" if present else "blank"
    return step._replace(state=state, words=words, command=DRAFT_COMMAND, day=draft.signed_on, fixed=True)

"""What was checked, said honestly in one line: in the window, and on the check sheet of a draft."""

from __future__ import annotations

from collections.abc import Mapping

from core import basis
from core.findings import PASS, Level, Verdict
from core.report import Report

NOT_YET = "正文里的数字与表格是否一致，现在还不核对。"
STATE_WORDS: Mapping[str, str] = {
    PASS: "通过",
    Level.ERROR.value: "要修改",
    Level.EXPLAIN.value: "要说明",
    Level.HINT.value: "有提示",
    Level.UNKNOWN.value: "无法判断",
    Level.FAULT.value: "程序出错",
}


def honest_line(report: Report, verdict: Verdict) -> str:
    """Return what was checked, counted by the worst state of each code, and what is not checked yet.

    These are checks, not findings: each number stands before 项, so that nobody compares it with those.
    """
    counted = dict.fromkeys(STATE_WORDS, 0)
    for state in verdict.codes.values():
        counted[state] += 1
    asides = {
        Level.ERROR.value: _blanks(verdict),
        Level.EXPLAIN.value: _explained(report, verdict, counted[Level.EXPLAIN.value]),
        Level.UNKNOWN.value: "、".join(_reasons(verdict)),
    }
    parts = [
        f"{counted[state]} 项{words}" + (f"（{aside}）" if (aside := asides.get(state)) else "")
        for state, words in STATE_WORDS.items()
        if counted[state] or state == PASS
    ]
    return f"已核对 {len(verdict.codes)} 项：{'，'.join(parts)}。{NOT_YET}"


def _blanks(verdict: Verdict) -> str:
    wrong = {
        finding.code for finding in verdict.leading if finding.level is Level.ERROR and not finding.waiting
    }
    blanks = len({finding.code for finding in verdict.leading if finding.waiting} - wrong)
    return f"其中 {blanks} 项只是空白" if blanks else ""


def _explained(report: Report, verdict: Verdict, wanted: int) -> str:
    """Say for how many of the codes everything is explained."""
    open_points: set[str] = set()
    done: set[str] = set()
    for finding in verdict.leading:
        if finding.level is Level.EXPLAIN:
            explained = finding.explanation and not basis.outdated(report, finding)
            (done if explained else open_points).add(finding.code)
    number = len(done - open_points)
    if not number:
        return ""
    return "均已说明" if number == wanted else f"其中 {number} 项已说明"


def _reasons(verdict: Verdict) -> list[str]:
    """Return why some checks could not judge, each reason once."""
    titles = (finding.title for finding in verdict.findings if finding.level is Level.UNKNOWN)
    return list(dict.fromkeys(title.partition("：")[0] for title in titles if title))

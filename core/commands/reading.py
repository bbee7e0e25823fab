"""``read``, ``check`` and ``claims``: what a report says, and whether it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from core import checks
from core.canonical import Json
from core.commands import DONE, ERRORS_FOUND, Voice, Wanted, opening, show
from core.errors import NotBuiltYet
from core.findings import Verdict
from core.report import Report


def read(wanted: Wanted, voice: Voice) -> int:
    """Say what a report holds and what is doubtful about it."""
    found = opening.opened(wanted.file, opening.year_of(wanted.year))
    _remark(found, voice)
    if wanted.json:
        _say_json(found.json, voice)
    else:
        _say_lines(show.report_lines(found.report, found.doubts), voice)
    return DONE


def check(wanted: Wanted, voice: Voice) -> int:
    """Run every check and say what was found; ``ERRORS_FOUND`` where something must be changed."""
    found = opening.opened(wanted.file, opening.year_of(wanted.year))
    before = opening.year_before(wanted.last_year, found.report) if wanted.last_year else found.last_year
    verdict = checks.run_all(found.report, before)
    _remark(found, voice)
    if found.doubts:
        voice.note(f"读取时有 {len(found.doubts)} 处存疑，用 read 命令可以看到。")
    if wanted.json:
        _say_json(verdict_json(found.report, verdict), voice)
    else:
        _say_lines(show.verdict_lines(found.report, verdict), voice)
    return ERRORS_FOUND if verdict.verdict == "error" else DONE


def claims(_wanted: Wanted, _voice: Voice) -> int:
    """Refuse: the numbers in prose are not read yet."""
    raise NotBuiltYet("这个版本还不能列出正文中的数字。", "表格的核对请用 check 命令。")


def verdict_json(report: Report, verdict: Verdict) -> dict[str, Json]:
    """Return the shape of ``check --json`` (CONTRACT.md 3)."""
    return {
        "form": report.form.id,
        "verdict": verdict.verdict,
        "counts": verdict.counts(),
        "findings": [finding.to_json() for finding in verdict.findings],
        "numbers": [],
    }


def _remark(found: opening.Opened, voice: Voice) -> None:
    if found.remark:
        voice.note(found.remark)


def _say_json(content: Json, voice: Voice) -> None:
    voice.say(json.dumps(content, ensure_ascii=False, indent=1))


def _say_lines(lines: Iterable[str], voice: Voice) -> None:
    voice.say("\n".join(lines))

"""What of last year's report there is to compare with, and what is said where it is missing.

Last year's report may be missing, in another form, or hold only the few figures that somebody copied from
paper. A figure that is not there is never zero.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.findings import NO_REPORT, NOT_ENTERED, Figure, Finding, Level
from core.report import Report
from core.rules import CheckSpec

OTHER_FORM = "上年报告的表格不同"

_SAID = {
    NO_REPORT: "没有上年报告，无法判断{what}。",
    NOT_ENTERED: "上年的数没有录全，无法判断{what}。",
    OTHER_FORM: "上年报告的表格里没有这一项，无法判断{what}。",
}


def final(report: Report, key: str) -> Figure | None:
    """Return a printed number that no blank can still change; None if there is none."""
    figure = report.figures.get(key)
    return figure if figure is not None and report.complete(key) else None


def before(last_year: Report | None, key: str) -> Figure | None:
    """Return last year's final number under the same key; None if there is none."""
    return None if last_year is None or key not in last_year.form.cells else final(last_year, key)


def lacking(last_year: Report | None, keys: Iterable[str]) -> str:
    """Return what is missing of last year's figures, empty where all are there."""
    if last_year is None:
        return NO_REPORT
    if any(key not in last_year.form.cells for key in keys):
        return OTHER_FORM
    return NOT_ENTERED if any(final(last_year, key) is None for key in keys) else ""


def unknown(spec: CheckSpec, missing: str, what: str) -> Finding:
    """Say that a check cannot judge; ``what`` names its question."""
    return Finding(spec.code, Level.UNKNOWN, _SAID[missing].format(what=what), title=missing)

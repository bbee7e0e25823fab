"""Y04: a year in which every figure is last year's again."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.lastyear import before, lacking, unknown
from core.checks.registry import rule
from core.findings import Finding, Level
from core.report import Report
from core.rules import CheckSpec


@rule("repeated")
def repeated(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find a finished report whose figures, as far as they are not 0, all stand in last year's."""
    if report.blanks():
        return
    filled = [key for key in report.form.typed if report.figures.get(key)]
    few = len(filled) < spec.limits["at_least"]
    if few or sum(report.figures[key] for key in filled) < spec.limits["adding_up_to"]:
        return
    for key in filled:
        then = before(last_year, key)
        if then is not None and then != report.figures[key]:
            return
    shared = filled if last_year is None else [key for key in filled if key in last_year.form.cells]
    if missing := lacking(last_year, shared):
        yield unknown(spec, missing, "是不是照抄了上年的数")
    elif len(shared) == len(filled):
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"不为 0 的 {len(filled)} 格与上年报告完全相同，请核对是不是照抄了上年的数。",
            title="所有数字都与上年相同",
            left_places=tuple(filled),
            left=len(filled),
        )

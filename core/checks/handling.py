"""A04, A05, A08: how applications were handled, as far as one year's table tells."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.lastyear import final
from core.checks.registry import rule
from core.checks.wording import namer, side
from core.findings import Finding, Level
from core.report import Report
from core.rules import CheckSpec, Term
from core.values import show

PERCENT = 100


@rule("nothing_handled", doubts=True)
def nothing_handled(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find a whole year in which something came in and nothing was handled."""
    incoming, handled = spec.cells["incoming"], spec.cell("handled")
    name = namer(report.form, (*incoming, handled))
    came = side(report, [Term(key) for key in incoming], name)
    if came.total > 0 and final(report, handled) == 0:
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"{came.text} 件申请，全年{name(handled)}却是 0，请核对或说明。",
            title="收到了申请，全年一件也没有办理",
            left_places=(*incoming, handled),
            left=came.total,
            right=0,
        )


@rule("large_share", doubts=True)
def large_share(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find a rest that is so large that it needs a word of what it contains."""
    part_key, whole_key = spec.cell("part"), spec.cell("whole")
    part, whole = final(report, part_key), final(report, whole_key)
    if part is None or not whole or part < spec.limits["at_least"]:
        return
    if part * PERCENT > whole * spec.limits["more_than_percent"]:
        row = report.form.cells[part_key].row
        total = report.form.cells[whole_key].row.name
        share = f"{part * PERCENT / whole:.1f}".removesuffix(".0")
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"“{row.place}”{show(part)} 件，占{total} {show(whole)} 件的 {share}%，请说明包含哪些情形"
            "（申请人主动撤回的计入这里）。",
            title=f"“{row.place}”占了 {share}%",
            left_places=(part_key,),
            right_places=(whole_key,),
            left=part,
            right=whole,
        )


@rule("backlog", doubts=True)
def backlog(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find columns in which more is carried into next year than was received in this one."""
    for left_key, right_key in zip(spec.cells["carried"], spec.cells["received"], strict=True):
        left, right = final(report, left_key), final(report, right_key)
        if left is not None and right is not None and left > right:
            cell, received = report.form.cells[left_key], report.form.cells[right_key].row.name
            column, carried = cell.column.name, cell.row.name
            words = f"{carried} {show(left)} 件，多于本年{received}的 {show(right)} 件"
            yield Finding(
                code=spec.code,
                level=Level(spec.level),
                text=f"{column}列：{words}，请核对。",
                title=f"{column}列{carried}多于{received}",
                left_places=(left_key,),
                right_places=(right_key,),
                left=left,
                right=right,
            )

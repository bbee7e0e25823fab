"""D01: what is in force follows from last year's, what was made and what was repealed."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks.lastyear import before, final, lacking, unknown
from core.checks.registry import rule
from core.checks.wording import pieces, size
from core.findings import Finding, Level
from core.report import Report
from core.rules import CheckSpec
from core.values import show


@rule("in_force", doubts=True)
def in_force(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find rows whose figure in force is not last year's, and made, less repealed."""
    if missing := lacking(last_year, spec.cells["valid"]):
        yield unknown(spec, missing, "现行有效的件数与上年是否衔接")
    lines = (spec.cells[name] for name in ("valid", "made", "repealed"))
    for places in zip(*lines, strict=True):
        if found := _gap(spec, report, last_year, places):
            yield found


def _gap(
    spec: CheckSpec, report: Report, last_year: Report | None, places: tuple[str, ...]
) -> Finding | None:
    then = before(last_year, places[0])
    valid, made, repealed = (final(report, key) for key in places)
    if then is None or valid is None or made is None or repealed is None:
        return None
    expected = then + made - repealed
    if valid == expected:
        return None
    cells = report.form.cells
    row, (first, plus, minus) = cells[places[0]].row.name, (cells[key].column.name for key in places)
    due = f"上年{first} {show(then)} + {plus} {show(made)} - {minus} {show(repealed)} = {show(expected)}"
    stands = f"本年{first}填的是 {show(valid)}，相差 {show(size(valid - expected))}"
    gap = pieces(report.form, places[0], valid - expected)
    return Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{row}：{due}，{stands}，请核对或说明。",
        title=f"{row}{first}{'多' if valid > expected else '少'} {gap}",
        left_places=places[:1],
        right_places=places[1:],
        left=valid,
        right=expected,
    )

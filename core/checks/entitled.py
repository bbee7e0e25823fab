"""C09, A07: figures that this kind of unit seldom or never has."""

from __future__ import annotations

from collections.abc import Iterator

from core import keys
from core.checks.registry import rule
from core.findings import Finding, Level
from core.report import Report
from core.rules import CheckSpec
from core.values import show

NO_KIND = "没有填单位类型"


@rule("not_entitled")
def not_entitled(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find rows that must be zero in such a unit: only a city with districts and above issues 规章."""
    found = {key: figure for key in spec.cells["row"] if (figure := report.figures.get(key))}
    if not found:
        return
    row = report.form.cells[next(iter(found))].row
    kind = report.string(keys.UNIT_KIND)
    if kind in spec.words["kinds"]:
        cells = report.form.cells
        filled = "、".join(f"{cells[key].column.name} {show(figure)}" for key, figure in found.items())
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"{row.name}填了{filled}，但{kind}无权制定{row.name}，通常应当填 0；确实有的请说明。",
            title=f"{row.name}一行不是 0",
            left_places=tuple(found),
        )
    else:
        yield _unknown(spec, kind, f"有没有权制定{row.name}")


@rule("delicate", doubts=True)
def delicate(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find grounds of refusal that are rare in such a unit and need a record of their review."""
    kind = report.string(keys.UNIT_KIND)
    found = {key: figure for key in spec.cells["places"] if (figure := report.figures.get(key))}
    for key, figure in found.items():
        cell = report.form.cells[key]
        if kind in spec.words["kinds"]:
            what = f"{report.form.table(cell.table).name}“{cell.row.name}”有 {show(figure)} 件"
            words = f"{what}，{kind}很少遇到，请核对并留存审查记录。"
            yield Finding(
                code=spec.code,
                level=Level(spec.level),
                text=words,
                title=f"{cell.row.name} {show(figure)} 件：留存审查记录",
                left_places=(key,),
                left=figure,
            )
    if found and not kind:
        yield _unknown(spec, kind, "是不是需要留存审查记录")


def _unknown(spec: CheckSpec, kind: str, what: str) -> Finding:
    """Say that the kind of unit does not tell."""
    title = f"单位类型是“{kind}”" if kind else NO_KIND
    return Finding(
        spec.code, Level.UNKNOWN, f"{title}，无法判断{what}。", title=title, left_places=(keys.UNIT_KIND,)
    )

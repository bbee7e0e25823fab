"""Y01, Y02: what was carried in from last year is what last year's report carried forward."""

from __future__ import annotations

from collections.abc import Iterator

from core import past
from core.checks.lastyear import before, final, lacking, unknown
from core.checks.registry import rule
from core.checks.suggest import AT_MOST
from core.checks.wording import pieces, size
from core.findings import Figure, Finding, Level, Suggestion
from core.report import OriginKind, Report
from core.rules import CheckSpec
from core.values import show


@rule("carried_over", doubts=True)
def carried_over(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find figures that do not repeat last year's, with last year's offered where they are not locked."""
    cells = report.form.cells
    sources = [cells[key].carry_from for key in spec.cells["places"]]
    if missing := lacking(last_year, sources):
        columns = [cells[key].column.name for key in spec.cells["places"]]
        which = f"{columns[0]}列" if len(columns) == 1 else "各列"
        yield unknown(spec, missing, f"{which}{cells[spec.cells['places'][0]].row.name}与上年报告是否衔接")
    for key in spec.cells["places"]:
        then, now = before(last_year, cells[key].carry_from), final(report, key)
        if then is not None and now is not None and then != now:
            yield _differs(spec, report, last_year, key, (then, now))


def _differs(
    spec: CheckSpec, report: Report, last_year: Report | None, key: str, pair: tuple[Figure, Figure]
) -> Finding:
    then, now = pair
    cell = report.form.cells[key]
    column, row = cell.column.name, cell.row.name
    source = report.form.cells[cell.carry_from].row.name
    more = "多" if now > then else "少"
    parts = () if report.stated(key) is not None else cell.parts
    return Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{column}列：{row} {show(now)}，上年报告的{source}是 {show(then)}，"
        f"相差 {show(size(now - then))}，请核对或说明。",
        title=f"{column}列{row}{more} {pieces(report.form, key, now - then)}",
        left_places=(key,),
        right_places=tuple(part for part in parts if _wrong(report, last_year, part)),
        left=now,
        right=then,
        suggestions=tuple(_offers(report, last_year, key))[:AT_MOST],
    )


def _offers(report: Report, last_year: Report | None, key: str) -> Iterator[Suggestion]:
    """Yield the typed cells of a figure that differ from last year's, as last year has them."""
    for leaf in report.form.leaves(key):
        entry = report.entry(leaf)
        locked = entry is not None and entry.origin.kind is OriginKind.CARRIED
        then = before(last_year, report.form.cells[leaf].carry_from)
        if _wrong(report, last_year, leaf) and not locked and then is not None and past.can_be_carried(then):
            yield Suggestion(leaf, then)


def _wrong(report: Report, last_year: Report | None, key: str) -> bool:
    then = before(last_year, report.form.cells[key].carry_from)
    return then is not None and then != final(report, key)

"""D03, Y03: figures that are many times last year's, or a small part of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.checks.lastyear import OTHER_FORM, unknown
from core.checks.registry import rule
from core.checks.wording import cell_name, size
from core.findings import NO_REPORT, NOT_ENTERED, Figure, Finding, Level
from core.form import FormDef
from core.report import Report
from core.rules import CheckSpec
from core.values import show

FEW = 3  # rows that are named one by one

Pair = tuple[Figure, Figure]  # last year's, this year's


@rule("jump", doubts=True)
def jump(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find figures so many times larger or smaller than last year's, or more."""
    times = spec.limits["times"]
    yield from _jumps(spec, report, last_year, lambda small, large: large >= small * times)


@rule("leap", doubts=True)
def leap(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find figures more than so many times larger or smaller than last year's, or fallen to nothing."""
    times = spec.limits["more_than"]
    yield from _jumps(spec, report, last_year, lambda small, large: large > small * times)


def _jumps(
    spec: CheckSpec, report: Report, last_year: Report | None, far: Callable[[Figure, Figure], bool]
) -> Iterator[Finding]:
    """Yield what jumped; a part of a sum that jumped the same way is folded under the sum.

    What last year carried forward has a check of its own and is left to it.
    """
    least = spec.limits["at_least"]
    found: dict[str, Pair] = {}
    missing, shared = last_year is None, False
    now, before = report.figures, {} if last_year is None else last_year.figures
    there = {} if last_year is None else last_year.form.cells
    cells = report.form.cells
    for key in spec.cells["places"]:
        if cells[key].carry_from:
            continue
        new, old = now.get(key), before.get(key)
        if old is None:
            missing |= key in there
            continue
        shared = True
        if new is not None and size(new - old) >= least and far(min(new, old), max(new, old)):
            found[key] = old, new
    if last_year is not None:
        found = {key: pair for key, pair in found.items() if report.complete(key) and last_year.complete(key)}
    yield from _folded(spec, report, found)
    if missing or not shared:
        reason = NO_REPORT if last_year is None else NOT_ENTERED if missing else OTHER_FORM
        yield unknown(spec, reason, f"{_names(spec, report)}与上年相比有没有大起大落")


def _names(spec: CheckSpec, report: Report) -> str:
    """Return the rows compared, or where they are many, their tables."""
    cells = [report.form.cells[key] for key in spec.cells["places"]]
    rows = dict.fromkeys(cell.row.name for cell in cells)
    tables = dict.fromkeys(report.form.table(cell.table).name for cell in cells)
    return "、".join(rows if len(rows) <= FEW else tables)


def _folded(spec: CheckSpec, report: Report, found: dict[str, Pair]) -> Iterator[Finding]:
    said = {key: _said(spec, report, key, pair) for key, pair in found.items()}
    for key, finding in said.items():
        above = _above(report.form, found, key)
        yield finding.under(said[above]) if above else finding


def _above(form: FormDef, found: dict[str, Pair], key: str) -> str:
    """Return the largest sum that contains a figure and jumped the same way; empty if there is none."""
    leaves, (old, new) = form.leaves(key), found[key]
    above = [
        total
        for total in form.sums_with[leaves[0]]
        if total in found and (found[total][1] > found[total][0]) == (new > old)
    ]
    inside = [total for total in above if set(leaves) < set(form.leaves(total))]
    return max(inside, key=lambda total: len(form.leaves(total)), default="")


def _said(spec: CheckSpec, report: Report, key: str, pair: Pair) -> Finding:
    old, new = pair
    cell = report.form.cells[key]
    change = "增到" if new > old else "降到"
    words = f"上年 {show(old)}，本年 {show(new)}，{'增加' if new > old else '减少'} {show(size(new - old))}"
    return Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{cell_name(report.form, cell)}：{words}，变化很大，请核对或说明。",
        title=f"{cell.name}由 {show(old)} {change} {show(new)}",
        left_places=(key,),
        left=new,
        right=old,
    )

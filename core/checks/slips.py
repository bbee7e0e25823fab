"""C06, C07: a figure so large that a finger or a unit slipped."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from core.checks.lastyear import before, lacking, unknown
from core.checks.registry import rule
from core.checks.wording import cell_name
from core.findings import Figure, Finding, Level, Suggestion
from core.form import Cell
from core.report import Report
from core.rules import CheckSpec
from core.values import MONEY_PLACES, YUAN_PER_WAN, Kind, normal, show

Stated = tuple[Cell, Figure]
Large = tuple[Cell, Figure, Figure | None]  # the cell, this year's figure, last year's

SMALLEST = {Kind.COUNT: Decimal(1), Kind.MONEY: Decimal(1).scaleb(-MONEY_PLACES)}  # last year's, if not 0
WAN = "万元"


@rule("wrong_unit", doubts=True)
def wrong_unit(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find amounts that look like 元 typed as 万元: very large, or so many times last year's."""
    limit = spec.limits["at_least"]
    stated = _stated(report, Kind.MONEY, spec.limits["times"])
    for large in _large(spec, stated, last_year, limit):
        cell, figure, then = large
        if cell.unit == WAN:
            amount = f"{cell_name(report.form, cell)}填的是 {show(figure)} {WAN}"
            compared = f"，上年是 {show(then)} {WAN}" if then is not None and figure < limit else ""
            yuan = normal((Decimal(figure) / YUAN_PER_WAN).quantize(SMALLEST[Kind.MONEY], ROUND_HALF_UP))
            meant = f"如果是 {show(figure)} 元，应当填 {show(yuan)}"
            words = f"{amount}{compared}，请核对单位是不是{WAN}；{meant}。"
            offer = Suggestion(cell.key, yuan)
            yield _finding(spec, large, words, f"{cell.column.name}像是按元填的", offer)
    yield from _undecided(spec, stated, last_year, limit, f"有没有把元填成{WAN}")


@rule("too_long", doubts=True)
def too_long(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find counts with so many digits, or so many times last year's, that a key may have bounced."""
    limit = 10 ** spec.limits["digits"]
    stated = _stated(report, Kind.COUNT, spec.limits["times"])
    for large in _large(spec, stated, last_year, limit):
        cell, figure, then = large
        why = f"超过 {spec.limits['digits']} 位" if figure >= limit else f"上年只有 {show(then)}"
        words = f"{cell_name(report.form, cell)}填的是 {show(figure)}，{why}，请核对是不是多按了数字键。"
        yield _finding(spec, large, words, f"{cell.name} {show(figure)} 是不是多了几位")
    yield from _undecided(spec, stated, last_year, limit, "有没有多按数字键")


def _stated(report: Report, kind: Kind, times: int) -> dict[str, Stated]:
    """Return what is typed or read in cells of a kind, if it could be so many times last year's.

    A stated total is left out where one of its parts is as large.
    """
    least = SMALLEST[kind] * times
    cells = report.form.cells
    found = [key for key, figure in report.figures.items() if figure >= least and key in report.entries]
    typed = {key for key in found if not cells[key].computed}
    return {
        key: (cells[key], report.figures[key])
        for key in found
        if cells[key].kind is kind and (key in typed or typed.isdisjoint(report.form.leaves(key)))
    }


def _large(
    spec: CheckSpec, stated: dict[str, Stated], last_year: Report | None, limit: int
) -> Iterator[Large]:
    """Yield the figures that reach the limit, or last year's so many times, with last year's."""
    for key, (cell, figure) in stated.items():
        then = before(last_year, key)
        if figure >= limit or (then is not None and 0 < then * spec.limits["times"] <= figure):
            yield cell, figure, then


def _undecided(
    spec: CheckSpec, stated: dict[str, Stated], last_year: Report | None, limit: int, what: str
) -> Iterator[Finding]:
    """Say once that last year's figures are missing, where they could still show a slip."""
    doubtful = [key for key, (_, figure) in stated.items() if figure < limit]
    if doubtful and (missing := lacking(last_year, doubtful)):
        yield unknown(spec, missing, what)


def _finding(
    spec: CheckSpec, large: Large, words: str, title: str, offer: Suggestion | None = None
) -> Finding:
    cell, figure, then = large
    return Finding(
        code=spec.code,
        level=Level(spec.level),
        text=words,
        title=title,
        left_places=(cell.key,),
        left=figure,
        right=then,
        suggestions=(offer,) if offer else (),
    )

"""B02, B03, B04, B06: reviews and suits that can hardly have happened like that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.checks.lastyear import before, final, lacking, unknown
from core.checks.registry import rule
from core.checks.wording import namer, side
from core.findings import Figure, Finding, Level
from core.report import Report
from core.rules import CheckSpec, Term
from core.values import show


@rule("suit_without_review", doubts=True)
def suit_without_review(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find suits after a review while there was no review, this year or last."""
    suits, reviews = spec.cell("suits"), spec.cell("reviews")
    figure = report.figures.get(suits, 0)
    if figure <= 0 or final(report, reviews) != 0:
        return
    if missing := lacking(last_year, [reviews]):
        name = report.form.cells[suits].row.name
        yield unknown(spec, missing, f"{name} {show(figure)} 件之前有没有复议")
    elif before(last_year, reviews) == 0:
        suit, review = (report.form.cells[key].row.name for key in (suits, reviews))
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"{suit} {show(figure)} 件，但{review}今年和上年都是 0 件，请核对或说明。",
            title=f"有{suit}，没有{review}",
            left_places=(suits,),
            right_places=(reviews,),
            left=figure,
            right=0,
        )


@rule("more_contested")
def more_contested(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find more reviews and suits than applications in two years: this year's and last year's."""
    disputes, incoming = spec.cells["disputes"], spec.cells["incoming"]
    new, *old = (final(report, key) for key in incoming)
    said = side(report, [Term(key) for key in disputes], namer(report.form, disputes))
    if new is None or None in old or said.total <= new + _sum(old):
        return
    sides = [[before(last_year, key) for key in spec.cells[name]] for name in ("incoming", "outgoing")]
    known = new + max(_sum(old), *(_sum(figures) for figures in sides))  # the carried in were last year's
    if said.total <= known:
        return
    if all(None in figures for figures in sides):
        yield unknown(spec, lacking(last_year, incoming), "复议和诉讼的件数与两年的申请件数是否相称")
        return
    yield Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{said.text} 件，超过今年和上年收到的全部申请 {show(known)} 件，请核对或说明。",
        title="复议和诉讼比申请还多",
        left_places=disputes,
        right_places=incoming,
        left=said.total,
        right=known,
    )


def _sum(figures: Iterable[Figure | None]) -> Figure:
    return sum(figure for figure in figures if figure is not None)


@rule("review_comes_first", doubts=True)
def review_comes_first(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find suits without a review since the year from which the law asks for a review first."""
    key, since = spec.cell("suits"), spec.limits["since"]
    figure = report.figures.get(key, 0)
    if report.year >= since and figure > 0:
        name = report.form.cells[key].row.name
        law = f"（{spec.source}）" if spec.source else ""
        duty = f"{since}年起，对不予公开的决定不服应当先申请行政复议{law}"
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"{name} {show(figure)} 件：{duty}，请核对。",
            title=f"{name} {show(figure)} 件，请核对",
            left_places=(key,),
            left=figure,
        )


@rule("pending_gone", doubts=True)
def pending_gone(spec: CheckSpec, report: Report, last_year: Report | None) -> Iterator[Finding]:
    """Find groups that lost cases still open at the end of last year."""
    pairs = list(zip(spec.cells["pending"], spec.cells["total"], strict=True))
    open_ = [pending for pending, total in pairs if not _bounded(report, last_year, total)]
    if missing := lacking(last_year, open_) if open_ else "":
        yield unknown(spec, missing, "上年没有审结的案件本年是否都计入了")
    for pending, total in pairs:
        then, now = before(last_year, pending), final(report, total)
        if then is not None and now is not None and then > now:
            row, column = report.form.cells[total].row.name, report.form.cells[pending].column.name
            yield Finding(
                code=spec.code,
                level=Level(spec.level),
                text=f"{row}：上年报告{column} {show(then)} 件，本年总计只有 {show(now)} 件；"
                "上年没有审结的应当计入本年，请核对。",
                title=f"{row}比上年{column}的还少",
                left_places=(total,),
                right_places=(pending,),
                left=now,
                right=then,
            )


def _bounded(report: Report, last_year: Report | None, total: str) -> bool:
    """Tell whether all of last year's cases of a group are no more than this year's."""
    then, now = before(last_year, total), final(report, total)
    return then is not None and now is not None and then <= now

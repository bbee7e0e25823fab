"""What is said about one cell: where it stands, what it holds, where that came from, what is wrong."""

from __future__ import annotations

from decimal import Decimal

from core.findings import Verdict
from core.form import Cell
from core.report import OriginKind, Report
from core.values import show
from gui.tables.look import Look, Mark, last_years

TIP_FINDINGS = 2  # findings named in a tooltip; the panel has them all


def path(cell: Cell) -> str:
    """Return the labels from the group to the column: （三）不予公开 · 1.属于国家秘密 · 自然人."""
    return " · ".join(part for part in (cell.row.group, cell.row.label, cell.column.label) if part)


def state(seen: Look) -> str:
    """Return the state of a cell in words; empty for an ordinary figure."""
    if seen.raw:
        return "不是数字"
    if seen.missing:
        return f"还有 {seen.missing} 格未填"
    if seen.blank:
        return "未填" if not seen.computed else "各项均未填"
    return ""


def spoken(cell: Cell, seen: Look) -> str:
    """Return a cell as a screen reader says it: row, column, figure, state."""
    marked = {Mark.ERROR: "必须修改", Mark.EXPLAIN: "须说明", Mark.NONE: ""}[seen.mark]
    parts = (
        cell.row.label,
        cell.column.label,
        seen.text,
        "自动计算" if cell.computed else "",
        state(seen),
        marked,
        f"上年 {seen.before}" if seen.before else "",
        f"{seen.origin}报告，已锁定" if seen.locked else "",
        f"备注：{seen.note}" if seen.note else "",
    )
    return "，".join(part for part in parts if part)


def tip(seen: Look, verdict: Verdict, against: str) -> str:
    """Return the tooltip of a cell: what is wrong, what last year had, what was noted; empty for none.

    ``against`` compares with last year, as ``against_last_year`` says it.
    """
    wrong = [finding.text for finding in verdict.leading if seen.key in finding.left_places[:1]]
    said = "不是数字，已按原样保留，请改为数字" if seen.raw else state(seen)
    locked = f"{seen.origin}报告，已锁定；要改请先写明原因" if seen.locked else ""
    noted = f"备注：{seen.note}" if seen.note else ""
    return "\n".join(line for line in (said, *wrong[:TIP_FINDINGS], against, locked, noted) if line)


def against_last_year(report: Report, last_year: Report | None, key: str) -> str:
    """Return last year's figure, this year's, the difference: 上年 5，今年 7，增加 2; empty without one.

    What is carried over is compared with what last year passed on: 上年结转下年 1，这里 5，多 4.
    """
    source = report.form.cells[key].carry_from
    if source:
        return _against_source(report, last_year, key, source)
    before = last_years(last_year, key)
    if not before or last_year is None:
        return ""
    now, then = report.figure(key), last_year.figure(key)
    if now is None or then is None or not report.complete(key):
        return f"上年 {before}"
    more: int | Decimal = now - then
    change = f"{'增加' if more > 0 else '减少'} {show(more if more > 0 else -more)}" if more else "与上年相同"
    return f"上年 {before}，今年 {show(now)}，{change}"


def _against_source(report: Report, last_year: Report | None, key: str, source: str) -> str:
    before = last_years(last_year, source)
    if not before or last_year is None:
        return ""
    passed_on = f"上年{last_year.form.cells[source].row.name} {before}"
    now, then = report.figure(key), last_year.figure(source)
    if now is None or then is None or not report.complete(key):
        return passed_on
    more: int | Decimal = now - then
    change = f"{'多' if more > 0 else '少'} {show(more if more > 0 else -more)}" if more else "一致"
    return f"{passed_on}，这里 {show(now)}，{change}"


def origin(report: Report, cell: Cell) -> str:
    """Return where the figure of a cell came from, in plain words."""
    if cell.computed:
        return "来源：所读文件中的合计数" if report.stated(cell.key) is not None else "自动计算，不用填写"
    came = report.origin(cell.key)
    if came is None:
        return "未填"
    return {
        OriginKind.TYPED: "来源：填写",
        OriginKind.PASTED: "来源：粘贴",
        OriginKind.IMPORTED: f"来源：导入自 {came.detail}",
        OriginKind.CARRIED: f"来源：{came.detail} 年报告（已锁定）",
        OriginKind.COMPUTED: "自动计算",
        OriginKind.ZERO: "来源：确认为 0",
    }[came.kind]

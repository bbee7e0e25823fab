"""What is said about one cell: where it stands, what it holds, where that came from, what is wrong."""

from __future__ import annotations

from core.findings import Verdict
from core.form import Cell
from core.report import OriginKind, Report
from gui.tables.look import Look, Mark

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
    )
    return "，".join(part for part in parts if part)


def tip(seen: Look, verdict: Verdict) -> str:
    """Return the tooltip of a cell; empty for an ordinary figure."""
    lines = [finding.text for finding in verdict.leading if seen.key in finding.left_places[:1]]
    said = state(seen)
    if seen.raw:
        said = "不是数字，已按原样保留，请改为数字"
    return "\n".join([said, *lines[:TIP_FINDINGS]] if said else lines[:TIP_FINDINGS])


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
        OriginKind.CARRIED: f"来源：{came.detail} 年报告",
        OriginKind.COMPUTED: "自动计算",
        OriginKind.ZERO: "来源：确认为 0",
    }[came.kind]

"""What must not be smaller than something else."""

from __future__ import annotations

from core.checks.balances import Balance
from core.checks.sums import HOPELESS
from core.checks.wording import namer, pieces, side
from core.findings import Finding
from core.report import Report
from core.rules import Equation
from core.values import show


def too_small(equation: Equation, balance: Balance, report: Report) -> Finding:
    """Say that the left side of an ordering is smaller than the right, or than nothing."""
    name = namer(report.form, equation.keys)
    left, right = side(report, equation.left, name), side(report, equation.right, name)
    difference = show(right.total - left.total)
    hopeless = HOPELESS if left.open or right.open else ""
    rule = f"不应小于 {right.text}，相差 {difference}" if equation.right else "不应小于 0"
    words = f"{equation.place}：{left.text}，{rule}{hopeless}。"
    if equation.sentence:
        words = equation.sentence.format(
            place=equation.place, left=left.text, right=right.text, difference=difference
        )
    first = equation.left[0].key
    title = f"{equation.place}{name(first)}少 {pieces(report.form, first, right.total - left.total)}"
    if equation.less:
        title = equation.less.format(place=equation.place, difference=difference)
    return Finding(
        code=balance.code,
        level=balance.level,
        text=words,
        title=title,
        left_places=tuple(term.key for term in equation.left),
        right_places=tuple(term.key for term in equation.right),
        left=left.total,
        right=right.total,
    )

"""C01 to C04: what stands in a single cell is a number that fits its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from core.checks.registry import rule
from core.checks.wording import cell_name, short
from core.findings import Finding, Level
from core.form import Cell, CheckSpec
from core.report import Report
from core.values import MAX_DIGITS, MONEY_PLACES, YUAN_PER_WAN, Kind, Raw, Value, number, show

_BETWEEN = re.compile(r"[\s,，]")
_LONG = re.compile(rf"[+-]?0*\d{{{MAX_DIGITS + 1},}}(件|起|万?元)?")  # a number, only too long to be a figure


@rule("number")
def not_a_number(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find what was typed and is no number; it is kept as typed."""
    for cell, value in _stated(report, lambda value: isinstance(value, Raw)):
        typed = show(value)
        long = bool(_LONG.fullmatch(_BETWEEN.sub("", typed)))
        wrong = f"超过 {MAX_DIGITS} 位" if long else "不是数字"
        what = f"填的是“{short(typed, 30)}”，{wrong}，{'请核对' if long else '请改成数字'}。"
        yield _finding(spec, cell, value, f"{cell_name(report.form, cell)}{what}", f"“{short(typed)}”{wrong}")


@rule("negative")
def negative(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find figures below zero; a change against last year may be one."""
    for cell, value in _stated(report, lambda value: isinstance(value, int | Decimal) and value < 0):
        if cell.kind is not Kind.SIGNED:
            what = "金额" if cell.kind is Kind.MONEY else "件数"
            words = f"{cell_name(report.form, cell)}填的是 {show(value)}{_unit(cell)}，{what}不能小于 0。"
            yield _finding(spec, cell, value, words, f"{cell.name}是负数")


@rule("whole")
def not_whole(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find counts that are not whole."""
    for cell, value in _stated(report, lambda value: isinstance(value, Decimal) and bool(value % 1)):
        if cell.kind is not Kind.MONEY:
            words = f"{cell_name(report.form, cell)}填的是 {show(value)}，件数只能是整数。"
            yield _finding(spec, cell, value, words, f"{cell.name}不是整数")


@rule("decimals")
def too_many_decimals(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find amounts of money finer than four decimals (1 元 where the unit is 万元)."""
    for cell, value in _stated(report, _is_fine):
        if cell.kind is Kind.MONEY:
            limit = f"最多保留 {MONEY_PLACES} 位小数"
            words = f"{cell_name(report.form, cell)}填的是 {show(value)}{_unit(cell)}，{limit}。"
            yield _finding(spec, cell, value, words, f"{cell.column.name}小数超过 {MONEY_PLACES} 位")


def _is_fine(value: Value) -> bool:
    return isinstance(value, Decimal) and bool(value * YUAN_PER_WAN % 1)


def _stated(report: Report, wrong: Callable[[Value], bool]) -> list[tuple[Cell, Value]]:
    """Return what was typed or read and is wrong, in the order of the form."""
    found = {
        key: entry.value
        for key, entry in report.entries.items()
        if not isinstance(entry.value, str) and wrong(entry.value)
    }
    return [(cell, found[key]) for key, cell in report.form.cells.items() if key in found] if found else []


def _unit(cell: Cell) -> str:
    return f" {cell.unit}" if cell.unit else ""


def _finding(spec: CheckSpec, cell: Cell, value: Value, words: str, title: str) -> Finding:
    return Finding(
        code=spec.code,
        level=Level(spec.level),
        text=words,
        title=title,
        left_places=(cell.key,),
        left=number(value),
    )

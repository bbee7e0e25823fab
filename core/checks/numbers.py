"""C01 to C04: what stands in a single cell is a number that fits its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from core.checks.registry import rule
from core.checks.wording import cell_name, short
from core.findings import Finding, Level
from core.form import Cell
from core.report import Report
from core.rules import CheckSpec
from core.values import MAX_DIGITS, MONEY_PLACES, NUMBERS, YUAN_PER_WAN, Kind, Raw, Value, number, show

_BETWEEN = re.compile(r"[\s,，]")
_LONG = re.compile(rf"[+-]?0*\d{{{MAX_DIGITS + 1},}}(件|起|万?元)?")  # a number, only too long to be a figure


Typed = TypeVar("Typed", bound=Value)


@rule("number")
def not_a_number(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find what was typed and is no number; it is kept as typed."""
    stray = {key: entry.value for key, entry in report.entries.items() if isinstance(entry.value, Raw)}
    for cell, value in _in_order(report, stray):
        typed = show(value)
        long = bool(_LONG.fullmatch(_BETWEEN.sub("", typed)))
        wrong = f"超过 {MAX_DIGITS} 位" if long else "不是数字"
        what = f"填的是“{short(typed, 30)}”，{wrong}，{'请核对' if long else '请改成数字'}。"
        yield _finding(spec, cell, value, f"{cell_name(report.form, cell)}{what}", f"“{short(typed)}”{wrong}")


@rule("negative")
def negative(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find figures below zero; a change against last year may be one."""
    below = {
        key: entry.value
        for key, entry in report.entries.items()
        if isinstance(entry.value, NUMBERS) and entry.value < 0
    }
    for cell, value in _in_order(report, below):
        if cell.kind is not Kind.SIGNED:
            what = "金额" if cell.kind is Kind.MONEY else "件数"
            words = f"{cell_name(report.form, cell)}填的是 {show(value)}{_unit(cell)}，{what}不能小于 0。"
            yield _finding(spec, cell, value, words, f"{cell.name}是负数")


@rule("whole")
def not_whole(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find counts that are not whole."""
    broken = {key: figure for key, figure in _decimals(report).items() if figure % 1}
    for cell, value in _in_order(report, broken):
        if cell.kind is not Kind.MONEY:
            words = f"{cell_name(report.form, cell)}填的是 {show(value)}，件数只能是整数。"
            yield _finding(spec, cell, value, words, f"{cell.name}不是整数")


@rule("decimals")
def too_many_decimals(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find amounts of money finer than four decimals (1 元 where the unit is 万元)."""
    fine = {key: figure for key, figure in _decimals(report).items() if figure * YUAN_PER_WAN % 1}
    for cell, value in _in_order(report, fine):
        if cell.kind is Kind.MONEY:
            limit = f"最多保留 {MONEY_PLACES} 位小数"
            words = f"{cell_name(report.form, cell)}填的是 {show(value)}{_unit(cell)}，{limit}。"
            yield _finding(spec, cell, value, words, f"{cell.column.name}小数超过 {MONEY_PLACES} 位")


def _decimals(report: Report) -> dict[str, Decimal]:
    return {key: entry.value for key, entry in report.entries.items() if isinstance(entry.value, Decimal)}


def _in_order(report: Report, found: Mapping[str, Typed]) -> list[tuple[Cell, Typed]]:
    """Return what was typed or read and is wrong, in the order of the form."""
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

"""The three fee fields: read as numbers, and held against the fee amount in the table.

The fields are texts of the report (``keys.FEE``): a count of notices, and two amounts in 元. What is no
number stays as typed and is said. 信息处理费 is an 行政事业性收费, so what was received is part of the
table's figure.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from core import keys
from core.findings import Figure, Level
from core.report import Report
from core.values import YUAN_PER_WAN, Kind, Raw, Value, normal, number, parse, show

NOTICES, NOTIFIED, RECEIVED = KEYS = tuple(f"{keys.FEE}.{field}" for field in keys.FEE_FIELDS)
_CENTS = 2  # decimal places of an amount in 元
_WAN = "万"


class Remark(NamedTuple):
    """What is to be said about the fees as they stand."""

    level: Level  # explain: look again; hint: told only. No numbered check yet, so never an error
    text: str


def value(report: Report, key: str) -> Value:
    """Return what a fee field holds: a whole number of notices, an amount in 元, or ``Raw``."""
    text = report.string(key)
    found = parse(text) if key == NOTICES else _yuan(text)
    figure = number(found)
    if figure is None:
        return found
    exact = Decimal(figure).as_tuple().exponent
    places = -exact if isinstance(exact, int) else 0
    return Raw(text.strip()) if figure < 0 or places > (0 if key == NOTICES else _CENTS) else found


def _yuan(text: str) -> Value:
    """Read an amount in 元; one written with 万元 is converted."""
    if _WAN in text:
        wan = number(parse(text, Kind.MONEY, "万元"))
        return Raw(text.strip()) if wan is None else normal(Decimal(wan) * YUAN_PER_WAN)
    found = parse(text.strip().removesuffix("元"), Kind.MONEY, "")
    return Raw(text.strip()) if isinstance(found, Raw) else found


def normalised(report: Report, key: str) -> str:
    """Return a field's figure in its shortest writing, an amount in 元; what is no number as it was typed."""
    found = value(report, key)
    return report.string(key) if isinstance(found, Raw) else show(found)


def trouble(report: Report, key: str) -> str:
    """Return what is wrong with what stands in a field; empty if nothing is."""
    if not isinstance(value(report, key), Raw):
        return ""
    return "不是件数，应填整数" if key == NOTICES else "不是金额，应填以元为单位的数字"


def remarks(report: Report, amount_cell: str) -> tuple[Remark, ...]:
    """Return what the three fields say beside each other and beside the table's amount, a cell in 万元."""
    notices, notified, received = (number(value(report, key)) for key in KEYS)
    found = [] if received is None else [_beside_table(report, received, amount_cell)]
    if received is not None and notified is not None and received > notified:
        found.append(Remark(Level.EXPLAIN, "实收金额比通知金额多，请核对。"))
    if notices == 0 and (notified or received):
        found.append(Remark(Level.EXPLAIN, "收费通知是 0 件，却有金额，请核对。"))
    if notices and notified == 0:
        found.append(Remark(Level.EXPLAIN, "发出过收费通知，通知金额却是 0 元，请核对。"))
    return tuple(found)


def _beside_table(report: Report, received: Figure, amount_cell: str) -> Remark:
    cell = report.form.cells[amount_cell]
    place = f"{report.form.table(cell.table).name}{cell.column.name}"
    wan = Decimal(received) / YUAN_PER_WAN
    text = f"实收 {show(received)} 元 = {show(wan)} 万元，{place}"
    amount = report.figure(amount_cell)
    if amount is None:
        return Remark(Level.HINT, f"{text}还没有填。")
    text = f"{text}为 {show(amount)} 万元"
    if wan > amount:
        return Remark(Level.EXPLAIN, f"{text}：请核对。实收的信息处理费是收费金额的一部分，不会比它多。")
    return Remark(Level.HINT, f"{text}。")

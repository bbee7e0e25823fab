"""One parser and one formatter for figures; blank is not zero and nothing typed is lost.

CONTRACT.md 2. A value is ``None`` (blank), ``int``, ``Decimal`` (exact) or ``Raw`` (what was typed and is
no number). A cell's column decides what a value means; findings C01 to C04 say what does not fit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

MAX_COUNT = 999_999_999
MAX_DIGITS = 9
MONEY_PLACES = 4
YUAN_PER_WAN = 10_000


class Raw(NamedTuple):
    """What was typed and could not be read as a number, kept as typed."""

    text: str


Value = int | Decimal | Raw | None
NUMBERS = (int, Decimal)  # what can be calculated with; a tuple, because a union is built anew at every use


class Kind(StrEnum):
    """What a column counts."""

    COUNT = "count"
    SIGNED = "signed"  # a change against last year: may be negative
    MONEY = "money"


_FOLD = {
    **{0xFF10 + i: str(i) for i in range(10)},
    **dict.fromkeys(map(ord, "，﹐"), ","),
    **dict.fromkeys(map(ord, "．。"), "."),
    **dict.fromkeys(map(ord, "－−–﹣"), "-"),
    **dict.fromkeys(map(ord, "＋﹢"), "+"),
}
_SPACES = r"[\s\u00a0\u3000\u200b\ufeff]+"  # patterns are compiled when a figure is first read
_APART = "[\x00-\x1f\x7f-\x9f\u2028\u2029]"  # lines, tabs and control characters: never one figure
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
_ENDS = " \t\r\n\x85\u2028\u2029\u00a0\u3000\u200b\ufeff"  # may stand around a figure
_GROUPED = r"(?a)[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?"
_NUMBER = r"(?a)([+-]?)(\d+)(?:\.(\d*))?"
_UNITS = ("万元", "元", "件", "起")


def parse(text: str, kind: Kind = Kind.COUNT, unit: str | None = None) -> Value:
    """Read what a person typed or a document says in one cell.

    Accepts full-width digits, spaces, thousands separators and a trailing unit (件, 起, 万元; 元 is converted
    where the cell's ``unit`` is 万元 and kept as typed where the form names no unit). Anything else that is
    not empty comes back as ``Raw`` with the text as typed; a number longer than nine digits too
    (RELIABILITY.md, odd input: refused before ``int()``).
    """
    folded = re.sub(_SPACES, "", text.translate(_FOLD))
    if not folded and re.search(_CONTROL, text) is None:
        return None
    if re.search(_APART, text.strip(_ENDS)):
        return Raw(text.strip(_ENDS))
    number, suffix = _split_unit(folded)
    if re.fullmatch(_GROUPED, number):
        number = number.replace(",", "")
    match = re.fullmatch(_NUMBER, number)
    if match is None or not _unit_fits(suffix, kind, unit):
        return Raw(text.strip())
    sign, whole, fraction = match[1], match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    if (
        len(whole) > (MAX_DIGITS if suffix != "元" else MAX_DIGITS + MONEY_PLACES)
        or len(fraction) > MAX_DIGITS
    ):
        return Raw(text.strip())
    exact = Decimal(f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}")
    if suffix == "元":
        exact = normal(exact / YUAN_PER_WAN)
    if kind is Kind.MONEY:
        return exact
    return exact if fraction else int(exact)


def _split_unit(text: str) -> tuple[str, str]:
    """Return (number, unit) with the unit empty when none of ours is written behind the number."""
    for unit in _UNITS:
        if text.endswith(unit):
            return text.removesuffix(unit), unit
    return text, ""


def _unit_fits(suffix: str, kind: Kind, unit: str | None) -> bool:
    if not suffix:
        return True
    if kind is Kind.MONEY:
        return unit == "万元" and suffix in {"万元", "元"}
    return suffix in {"件", "起"}


def normal(value: Decimal) -> Decimal:
    """Return the decimal without trailing zeros and never in exponent form (``0.0000`` is ``0``)."""
    return Decimal(plain(value))


def plain(value: Decimal) -> str:
    """Return the shortest ordinary writing of a decimal: ``1.5``, ``0``, ``1200``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", "+0", ""} else text


def show(value: Value) -> str:
    """Return what is shown and printed for a value; blank is the empty string."""
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.text
    return plain(value) if isinstance(value, Decimal) else str(value)


def is_number(value: Value) -> bool:
    """Tell whether the value can be calculated with."""
    return isinstance(value, NUMBERS)


def number(value: Value) -> int | Decimal | None:
    """Return the value if it can be calculated with, else ``None`` (blank or not a number)."""
    return value if isinstance(value, NUMBERS) else None


def to_json(value: Value) -> int | str | None:
    """Return a value as it stands in JSON: counts as numbers, decimals and raw input as strings."""
    return value if value is None or isinstance(value, int) else show(value)


def from_json(value: float | str | None, kind: Kind, unit: str | None) -> Value:
    """Read a cell's value from JSON; a JSON fraction is read from its shortest writing.

    Raises ``TypeError`` for anything that is neither number, string nor null.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        message = f"a cell holds a number, a string or null, not {value!r}"
        raise TypeError(message)
    return parse(value if isinstance(value, str) else format(Decimal(repr(value)), "f"), kind, unit)

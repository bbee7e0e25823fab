"""What a copied text is, and which value it means in a cell; a stroke is never zero, nothing is repaired."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from core import oddities
from core.form import Cell
from core.readers.lines import fold
from core.values import MAX_DIGITS, Kind, Raw, Value, is_number, number, parse

LONGEST = 40  # characters of what is kept in a cell though it is no number; more is a text that went astray
_MARK = re.compile(r"[-/\\_*·.…]+|无|无数据|不适用|N/?A", re.IGNORECASE)
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE = "。；，"  # what no figure's cell holds beside Chinese words
_COUNTED = re.compile(r"\d\s*[\u4e00-\u9fff]{1,2}[，。；]")
_SPLIT_DIGITS = re.compile(r"[\d,，]\s+[\d,，]")
_SPACED_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[\u0020\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?")


class Sort(Enum):
    """What stands at one place of a grid."""

    EMPTY = auto()
    MARK = auto()  # a stroke or 无, written instead of a figure
    FIGURE = auto()  # a number, or what stands where a number belongs and has no Chinese in it
    WORDS = auto()


@lru_cache(maxsize=4096)
def sort_of(text: str) -> Sort:
    """Return what a text is, wherever it stands."""
    bare = "".join(text.split()).strip("\u200b\ufeff")
    if not bare:
        return Sort.EMPTY
    if is_mark(bare):
        return Sort.MARK
    if is_number(parse(bare)) or is_number(parse(bare, Kind.MONEY, "万元")):
        return Sort.FIGURE
    return Sort.WORDS if _CHINESE.search(bare) else Sort.FIGURE


def is_mark(text: str) -> bool:
    """Tell whether a text only says that there is no figure."""
    return _MARK.fullmatch("".join(fold(text).split())) is not None


def is_sentence(text: str, *, ends: bool = False) -> bool:
    """Tell whether a text is one of a report's sentences; with ``ends`` a label with a comma is none."""
    return any(mark in text for mark in ("。" if ends else _SENTENCE)) and _CHINESE.search(text) is not None


def counts_in_words(text: str) -> bool:
    """Tell whether a figure stands inside a sentence: 收到申请7件，其中自然人5件."""
    return _COUNTED.search(text) is not None


def doubt(value: Value, cell: Cell) -> str:
    """Return why a value is none that the cell can count with, in words; empty for a proper one."""
    if isinstance(value, Raw):
        return "不是数字，请核对"
    figure = number(value)
    if figure is None:
        return ""
    if cell.kind is not Kind.MONEY and not isinstance(figure, int):
        return "件数应为整数，请核对"
    if cell.kind is not Kind.SIGNED and figure < 0:
        return "不应为负数，请核对"
    return ""


def value_of(text: str, cell: Cell) -> Value:
    """Return the value of a text in a cell; figures apart in one text are never run together."""
    bare = text.strip()
    if cell.kind is Kind.COUNT and bare.isascii() and bare.isdigit() and len(bare) <= MAX_DIGITS:
        return int(bare)  # nearly all of them
    if _SPLIT_DIGITS.search(bare) and not _SPACED_THOUSANDS.fullmatch(bare):
        return Raw(" ".join(bare.split()))
    value = parse(bare, cell.kind, cell.unit)
    if isinstance(value, Raw) and not oddities.holds_refused(bare):  # else whoever stores it names the place
        bare = oddities.clean(bare).text
        value = parse(bare, cell.kind, cell.unit)
    return Raw(" ".join(bare.split())) if isinstance(value, Raw) else value

"""The 校验码: which data a paper prints, in thirteen characters that a person can read out and type.

SHA-256 over the canonical JSON of what a report says (HOUSE.md 4): 60 of its bits as twelve characters of
Crockford's base 32, and a thirteenth that shows a slip of the pen. It is a code, never a signature.

What is covered, and how, has a version. A draft keeps its own, and a report is held against a draft in the
draft's version, so that an upgrade of the program invalidates no paper.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest

from core import keys
from core.canonical import Json, canonical
from core.errors import WrongArgument
from core.report import Report
from core.values import Raw, Value, plain

VERSION = 1  # of what ``content`` covers and how, for a new draft; stored with every draft
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
LENGTH = 12  # characters, without the check character
SHORT = 8  # characters of a hash of which only the beginning is printed
GROUP = 4
BITS = 5  # in a character
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive: the field of 32 elements

_FOLD: dict[int, int | str] = {
    **{0xFF01 + place: 0x21 + place for place in range(94)},  # full width
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣ー·.。_/"), "-"),
}
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyzOIL", "ABCDEFGH1JK1MN0PQRSTUVWXYZ011")
_GAPS = r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff-]+"
_NAME = r"^\s*校验码\s*[:：]?"
_FOREIGN = f"[^{ALPHABET}]"
_HINT = "请对照纸上的校验码重新输入。"


def content(report: Report) -> dict[str, Json]:
    """Return what the code covers: unit, year, form, title, printed figures, texts, explanations.

    Not where figures came from, notes, dates, or numbers of drafts. A blank or incomplete figure is null; a
    total counts as it is printed, whether it was stated or computed.
    """
    return {
        "version": 1,
        "form": report.form.id,
        "year": report.year,
        "unit": {"name": report.unit_name, **report.starting_with(keys.UNIT)},
        "title": _title(report),
        "cells": {
            key: _figure(report.value(key)) if report.complete(key) else None for key in report.form.cells
        },
        "texts": {section: report.text(section) for section in report.form.texts},
        "fees": report.starting_with(keys.FEE),
        "explanations": report.starting_with(keys.EXPLAIN),
    }


CONTENTS: Mapping[int, Callable[[Report], dict[str, Json]]] = {1: content}  # every version there ever was


def body(report: Report, version: int = VERSION) -> bytes:
    """Return the canonical bytes that the code is made of, as a draft of a version stores them.

    ``KeyError`` for a version of a newer program.
    """
    return canonical(CONTENTS[version](report))


def full(report: Report, version: int = VERSION) -> str:
    """Return the whole SHA-256, 64 hexadecimal digits, as it stands in the QR code."""
    return hashlib.sha256(body(report, version)).hexdigest()


def code(report: Report, version: int = VERSION) -> str:
    """Return the code as it is printed: ``M8YM-R55H-XAF1-N``."""
    return of_hash(full(report, version))


def of_hash(digest: str) -> str:
    """Return the printed code of a SHA-256 in hexadecimal digits."""
    letters = _letters(digest, LENGTH)
    return _grouped(letters + check_character(letters))


def short(digest: str) -> str:
    """Return the beginning of a SHA-256 as the journal's head is printed: ``7Q2K-0F9D``."""
    return _grouped(_letters(digest, SHORT))


def _letters(digest: str, count: int) -> str:
    bits = int(digest, 16) >> (len(digest) * 4 - count * BITS)
    return "".join(ALPHABET[bits >> place & 0b11111] for place in range((count - 1) * BITS, -1, -BITS))


def check_character(letters: str) -> str:
    """Return the character that makes every single slip and every swap of two characters visible.

    A sum over the field of 32 elements, each character times another power of its generator. ISO 7064's
    system for 32 letters would miss one swap of neighbours in 496.
    """
    total = 0
    for letter in letters:
        total = (total ^ ALPHABET.index(letter)) << 1
        if total >= len(ALPHABET):
            total ^= _POLYNOMIAL
    return ALPHABET[total]


def read(typed: str) -> str:
    """Return the code that a person typed, as it is printed.

    Small letters, O for 0, I or L for 1, spaces, dashes of any kind and full width are all right. Raises
    ``WrongArgument`` with a sentence that names the group where it can be known.
    """
    groups = _groups(typed)
    if not groups:
        raise WrongArgument("还没有输入校验码。", f"校验码印在每一页纸上，共 {LENGTH + 1} 个字母和数字。")
    letters = "".join(groups).translate(_LETTERS)
    if len(letters) == LENGTH + 1:
        groups = _cut(letters)
    for number, group in enumerate(groups, 1):
        if found := re.search(_FOREIGN, group.translate(_LETTERS)):
            raise WrongArgument(
                f"{_at(number, group)}里的“{_shown(group[found.start()])}”不是校验码用的字符。", _HINT
            )
    if len(letters) != LENGTH + 1:
        raise WrongArgument(_wrong_length(groups, len(letters)), _HINT)
    if check_character(letters[:LENGTH]) != letters[LENGTH:]:
        raise WrongArgument("校验码里有字符抄错或者抄颠倒了，看不出是哪一组。", "请逐组对照纸上的校验码。")
    return _grouped(letters)


def nearly(typed: str, known: Sequence[str]) -> tuple[str, int, str] | None:
    """Return the one known code that a typed one differs from in a single group, that group and what it says.

    None where the groups cannot be told apart, or no code, or more than one, is that near.
    """
    letters = "".join(_groups(typed)).translate(_LETTERS)
    if len(letters) != LENGTH + 1:
        return None
    written = _grouped(letters)
    near = [(code, places) for code in known if len(places := differing(written, code)) == 1]
    if len(near) != 1:
        return None
    code, (group,) = near[0]
    return code, group, _shown(written.split("-")[group - 1])


def differing(one: str, other: str) -> tuple[int, ...]:
    """Return which groups (1 to 4) differ between two codes as printed."""
    pairs = zip_longest(one.split("-"), other.split("-"))
    return tuple(number for number, (left, right) in enumerate(pairs, 1) if left != right)


def _figure(value: Value) -> Json:
    """Return a figure in one writing, however it is stored: ``0``, ``0.0000`` and ``Decimal(0)`` are one."""
    if isinstance(value, Raw):
        return {"raw": value.text}
    return None if value is None else plain(Decimal(value))


def _title(report: Report) -> str:
    """Return the report's own title; empty where it is the official one, stated or not."""
    own = report.string(keys.TITLE)
    return "" if own == report.form.title(report.unit_name, report.year) else own


def _groups(typed: str) -> list[str]:
    return [part for part in re.split(_GAPS, re.sub(_NAME, "", typed).translate(_FOLD)) if part]


def _cut(letters: str) -> list[str]:
    return [letters[start : start + GROUP] for start in range(0, len(letters), GROUP)]


def _grouped(letters: str) -> str:
    return "-".join(_cut(letters))


def _at(number: int, group: str) -> str:
    return f"第 {number} 组“{_shown(group)}”"


def _shown(words: str) -> str:
    """Return what a person typed, short and with nothing in it that cannot be seen."""
    return "".join(sign if sign.isprintable() else "□" for sign in words[: 2 * LENGTH])


def _wrong_length(groups: Sequence[str], count: int) -> str:
    wanted = [len(group) for group in _cut("0" * (LENGTH + 1))]
    if len(groups) == len(wanted):
        for number, (group, size) in enumerate(zip(groups, wanted, strict=True), 1):
            if len(group) != size:
                return f"{_at(number, group)}应该是 {size} 个字符，输入了 {len(group)} 个。"
    return f"校验码共 {LENGTH + 1} 个字符，输入了 {count} 个。"

"""The text in the QR code of every page, and what a scanner or a person hands back.

One line, for people and for programs::

    校验码M8YM-R55H-XAF1-B 第2稿 2025年 青石镇人民政府 9F86D081…(64 hexadecimal digits)

A scanner that types as a keyboard may lose the Chinese; code and digits are enough.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from core import checkcode

LONGEST = 24  # characters of the unit's name: more would make the squares too small for a phone
_DIGEST = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])")

_WORDS = re.compile(r"第(\d+)稿 (\d{4})年 ([^\n]{1,30}?) (?=[0-9A-F]{64})")


class Scanned(NamedTuple):
    """What a paper says of itself; ``digest`` is empty where only the code was typed."""

    code: str
    digest: str = ""
    about: str = ""  # 青石镇人民政府 2025年 第2稿, where the words of the QR code came through


def text(digest: str, number: int, year: int, unit: str) -> tuple[str, str]:
    """Return the text of the QR code in two parts: words, and the digest, which packs more tightly."""
    short = unit if len(unit) <= LONGEST else f"{unit[: LONGEST - 1]}…"
    return f"校验码{checkcode.of_hash(digest)} 第{number}稿 {year}年 {short} ", digest.upper()


def read(typed: str) -> Scanned:
    """Return what was typed or scanned; raises ``WrongArgument`` as ``checkcode.read`` does."""
    if found := _DIGEST.search(unicodedata.normalize("NFKC", typed)):  # an input method may widen letters
        digest = found[0].lower()
        words = _WORDS.search(typed)
        about = f"{words[3].strip()} {words[2]}年 第{words[1]}稿" if words else ""
        return Scanned(checkcode.of_hash(digest), digest, about)
    return Scanned(checkcode.read(typed))

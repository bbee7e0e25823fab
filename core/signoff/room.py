"""What words become on a sheet: cleaned, cut to what there is room for, measured."""

from __future__ import annotations

import unicodedata

from core.writers import layout
from core.writers.blocks import PAGES


def clean(text: str) -> str:
    """Return text as it is printed; the sign that stands for the number of pages is nobody's to type."""
    return layout.clean(text).replace(PAGES, "□")


def cut(text: str, most: int) -> str:
    """Return text as one clean line of so many characters at most."""
    line = clean(" ".join(text.split()))
    return line if len(line) <= most else f"{line[:most]}…"


def width(text: str) -> float:
    """Return about how many characters wide a text is; Latin ones are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.56 for sign in text)

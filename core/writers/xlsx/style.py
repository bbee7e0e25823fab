"""How the workbook looks: fonts, borders, fills, and how much room a label needs."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

BODY_POINTS = 10.5  # 五号
LINE_POINTS = 15.0  # one line of body text with its leading
CELL_PIXELS = 14.0  # one Chinese character of body text at 96 dpi
WIDTH_PIXELS = 8  # one unit of column width: a digit of the workbook's ordinary font
PADDING_PIXELS = 8
LEAST_HEIGHT = 21.0
MOST_HEIGHT = 409.0  # the tallest row a spreadsheet shows

SONG = "宋体"
FANGSONG = "仿宋"
HEI = "黑体"

_THIN = Side(style="thin", color="FF000000")
FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
NO_FRAME = Border()

BLACK = "FF000000"
RED = "FFC00000"
GREY = "FF7F7F7F"


def fill(colour: str) -> PatternFill:
    """Return a solid fill of an ARGB colour."""
    return PatternFill("solid", fgColor=colour, bgColor=colour)


HEADING_FILL = fill("FFF2F2F2")
COMPUTED_FILL = fill("FFE8EEF6")
NO_FILL = PatternFill()


@dataclass(frozen=True, slots=True)
class Look:
    """One way to draw a cell."""

    font: Font
    alignment: Alignment
    border: Border = FRAME
    fill: PatternFill = NO_FILL


def font(
    name: str = SONG, points: float = BODY_POINTS, *, bold: bool = False, colour: str = "FF000000"
) -> Font:
    """Return a font by its Chinese name, as every Windows, WPS and UOS has it."""
    return Font(name=name, sz=points, b=bold, color=colour)


def align(
    horizontal: str = "center", *, vertical: bool = False, shrink: bool = False, indent: int = 0
) -> Alignment:
    """Return an alignment: wrapped, or shrunk to fit for figures; ``vertical`` stacks the characters."""
    return Alignment(
        horizontal="center" if vertical else horizontal,
        vertical="center",
        indent=indent,
        wrap_text=not shrink,
        shrink_to_fit=shrink,
        text_rotation=255 if vertical else 0,
    )


SHEET_TITLE = Look(font(HEI, 16), align(), NO_FRAME)
SMALL = Look(font(points=10), align("left"), NO_FRAME)
NOTE = Look(font(points=9, colour=GREY), align("left"), NO_FRAME)
WRONG_NOTE = Look(font(points=9, colour=RED), align("left"), NO_FRAME)

WRONG = DifferentialStyle(font=Font(color=RED, b=True), fill=fill("FFFDE0DD"))
RIGHT = DifferentialStyle(font=Font(color="FF1E6B34"), fill=fill("FFE3F2E6"))
WAITING = DifferentialStyle(font=Font(color=GREY), fill=fill("FFF2F2F2"))
BLANK = DifferentialStyle(fill=PatternFill("lightUp", fgColor="FFBFBFBF", bgColor="FFFFFFFF"))


def pixels(text: str, character: float = CELL_PIXELS) -> float:
    """Return the width of one line of text; a Chinese character counts full, a Latin one half."""
    return sum(character if unicodedata.east_asian_width(sign) in "WFA" else character / 2 for sign in text)


def lines(text: str, width: float, character: float = CELL_PIXELS) -> int:
    """Return how many lines a text takes in a column of so many width units."""
    room = max(width * WIDTH_PIXELS - PADDING_PIXELS, character)
    per_line = max(room // character, 1) * character
    return sum(max(1, math.ceil(pixels(line, character) / per_line)) for line in text.split("\n"))


def height(text: str, width: float, *, vertical: bool = False) -> float:
    """Return the row height in points that shows a whole label."""
    count = len(text) if vertical else lines(text, width)
    return max(LEAST_HEIGHT, count * LINE_POINTS + 5)

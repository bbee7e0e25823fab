"""How the workbook looks: fonts, borders, fills, and how much room a label needs."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
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

BLACK = "FF000000"
RED = "FFC00000"
GREY = "FF7F7F7F"


HEADING_FILL = "FFF2F2F2"
COMPUTED_FILL = "FFE8EEF6"

_THIN = Side(style="thin", color=BLACK)
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True, slots=True)
class Look:
    """One way to draw a cell: a font by its Chinese name, as Windows, WPS and UOS have it, and its setting.

    ``locked`` says whether a protected sheet keeps the cell as it is; ``vertical`` stacks the characters;
    ``shrink`` makes a figure smaller rather than hiding it, all else is wrapped; colours are ARGB, an empty
    ``fill`` is none.
    """

    font: str = SONG
    points: float = BODY_POINTS
    bold: bool = False
    colour: str = BLACK
    horizontal: str = "center"
    vertical: bool = False
    shrink: bool = False
    indent: int = 0
    framed: bool = True
    fill: str = ""
    locked: bool = True

    def dress(self, cell: Cell) -> None:
        """Give a cell this look; slow, so that ``Canvas`` copies it from one cell to the next."""
        cell.font = Font(name=self.font, sz=self.points, b=self.bold, color=self.colour)
        cell.border = _FRAME if self.framed else Border()
        cell.fill = _solid(self.fill) if self.fill else PatternFill()
        cell.alignment = Alignment(
            horizontal="center" if self.vertical else self.horizontal,
            vertical="center",
            indent=self.indent,
            wrap_text=not self.shrink,
            shrink_to_fit=self.shrink,
            text_rotation=255 if self.vertical else 0,
        )
        if not self.locked:
            cell.protection = Protection(locked=False)


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour, bgColor=colour)


SHEET_TITLE = Look(HEI, 16, framed=False)
SMALL = Look(points=10, horizontal="left", framed=False)
NOTE = Look(points=9, colour=GREY, horizontal="left", framed=False)
WRONG_NOTE = Look(points=9, colour=RED, horizontal="left", framed=False)

WRONG = DifferentialStyle(font=Font(color=RED, b=True), fill=_solid("FFFDE0DD"))
RIGHT = DifferentialStyle(font=Font(color="FF1E6B34"), fill=_solid("FFE3F2E6"))
WAITING = DifferentialStyle(font=Font(color=GREY), fill=_solid("FFF2F2F2"))
FILL_IN = DifferentialStyle(fill=_solid("FFFFF8DC"))  # on paper as good as white: a pen must be seen on it
BLANK = DifferentialStyle(fill=PatternFill("lightUp", fgColor="FFD9D9D9", bgColor="FFFFFFFF"))


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

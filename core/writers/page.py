"""The page of official papers, GB/T 9704-2012: A4, margins, grid of lines and characters; in points."""

from __future__ import annotations

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 26 * MM, 37 * MM, 35 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM
LINES, CHARACTERS = 22, 28
PITCH = HEIGHT / LINES
SIZE = 16.0
TRACKING = WIDTH / CHARACTERS - SIZE  # 28 characters of 16 points are a little wider than the text area
TITLE_SIZE = 22.0
TITLE_PITCH = 36.0
TITLE_SPACE = PITCH * 0.75  # below the title
SLIP_SIZE = 12.0  # of the pages that go with a draft
SLIP_CELL, SLIP_LEADING = 11.0, 14.5  # in the cells of their tables: the size, and from line to line
SLIP_PITCH = 20.0  # between the lines of a text
SLIP_ROW = 20.5  # least height of a row
SLIP_ABOVE, SLIP_BELOW = 8.0, 4.0  # white above a heading, below a table
SLIP_SIDE, SLIP_EDGE = 5.0, 3.0  # white beside, and above and below, the text of a cell
NUMBER_SIZE = 14.0
NUMBER_DROP = 7 * MM


def page_number(page: int | str) -> str:
    """Return the number as it stands at the foot of a page."""
    return f"— {page} —"

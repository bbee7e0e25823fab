"""How wide the columns and how high the rows of a table are, given the room there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.form import Placed, Role
from gui.tables.labels import lines
from gui.tables.letters import Letters
from gui.tables.plan import Plan

VALUE_LEAST, VALUE_MOST = 56, 190  # pixels of a column of figures at 100 %
LABEL_LEAST, LABEL_MOST = 84, 380
ROW_LEAST, ROW_MOST = 26, 38
HEADING_LEAST = 25
VERTICAL_EMS = 2.6  # width of a label printed one character below the other
LINE_ROOM = 4  # pixels above and below the lines of a label, together


class Measures(NamedTuple):
    """Pixels of every column of the whole grid, of every heading row and of every body row."""

    columns: tuple[int, ...]
    headings: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def height(self) -> int:
        """Return the height of headings and rows together."""
        return sum(self.headings) + sum(self.rows)


def measures(plan: Plan, letters: Letters, width: int, height: int) -> Measures:
    """Lay a table out in the given room; it may come out higher than the room, never wider than it must."""
    columns = _columns(plan, letters, width)
    top = plan.grid.heading_rows
    least = [letters.px(HEADING_LEAST)] * top + [letters.px(ROW_LEAST)] * plan.rows
    natural = _heights(plan.grid.placed, columns, letters, least)
    rows = _stretched(natural[top:], height - sum(natural[:top]), letters)
    return Measures(tuple(columns), tuple(natural[:top]), tuple(rows))


def _columns(plan: Plan, letters: Letters, width: int) -> list[int]:
    """Share the width out by the printed widths, columns of figures alike, within least and most."""
    labels = plan.label_columns()
    fixed = {cell.column: round(letters.em * VERTICAL_EMS) for cell in plan.grid.placed if cell.vertical}
    weights = _weights(plan.grid.widths, labels)
    least = [letters.px(LABEL_LEAST if c in labels else VALUE_LEAST) for c in range(plan.grid.columns)]
    most = [letters.px(LABEL_MOST if c in labels else VALUE_MOST) for c in range(plan.grid.columns)]
    for column, pixels in fixed.items():
        least[column] = most[column] = pixels
    return _shared(weights, least, most, width)


def _weights(widths: Sequence[int], labels: frozenset[int]) -> list[float]:
    """Return the printed widths with every column of figures as wide as their mean."""
    figures = [width for column, width in enumerate(widths) if column not in labels]
    mean = sum(figures) / len(figures)
    return [float(width) if column in labels else mean for column, width in enumerate(widths)]


def _shared(weights: Sequence[float], least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Share ``room`` by weight; who would get too little or too much is settled first."""
    settled: dict[int, int] = {}
    while len(settled) < len(weights):
        left = [column for column in range(len(weights)) if column not in settled]
        scale = (room - sum(settled.values())) / sum(weights[column] for column in left)
        wish = {column: int(weights[column] * scale) for column in left}
        low = {column: least[column] for column in left if wish[column] < least[column]}
        high = {column: most[column] for column in left if wish[column] > most[column]}
        settled |= low or high or wish
    return _filled([settled[column] for column in range(len(weights))], most, room)


def _filled(widths: list[int], most: Sequence[int], room: int) -> list[int]:
    """Give the few pixels lost by rounding to the columns that may grow."""
    spare = room - sum(widths)
    for column in range(len(widths)):
        if spare > 0 and widths[column] < most[column]:
            widths[column] += 1
            spare -= 1
    return widths


def _heights(
    placed: Iterable[Placed], columns: Sequence[int], letters: Letters, least: list[int]
) -> list[int]:
    """Return how high every row must be for its labels; labels over several rows raise their last one."""
    heights = list(least)
    labels = [cell for cell in placed if cell.role is not Role.VALUE and not cell.vertical]
    for cell in sorted(labels, key=lambda cell: cell.row_span):
        width = sum(columns[cell.column : cell.column + cell.column_span]) - 2 * letters.pad
        need = letters.height(lines(cell, width, letters)) + letters.px(LINE_ROOM)
        rows = slice(cell.row, cell.row + cell.row_span)
        if (short := need - sum(heights[rows])) > 0:
            heights[cell.row + cell.row_span - 1] += short
    return heights


def _stretched(rows: Sequence[int], room: int, letters: Letters) -> list[int]:
    """Let rows grow into room that would stay empty, but never grotesquely."""
    spare = room - sum(rows)
    if spare <= 0:
        return list(rows)
    each = min(spare // len(rows), letters.px(ROW_MOST - ROW_LEAST))
    return [row + each for row in rows]

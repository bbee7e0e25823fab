"""The measures of a table: column widths, row heights, and every cell's text broken into lines.

The form's relative widths are a start: a column whose figures need more takes it from those with room. A label
is wrapped at word-like places; what still does not fit is set smaller, never cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from core.form import Role
from core.writers.blocks import GridCell, TableBlock
from core.writers.pdf.faces import BODY, Faces, Glyph
from core.writers.pdf.sheet import advance
from core.writers.pdf.typeset import NO_END, NO_START, Breaker, Line

SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0)  # tried in this order
WIDE = 6  # a table with more columns starts smaller
FROM_WIDE = 10.5
SMALLEST = 5.0
_SIDE = 0.2  # white at the sides of a cell, as a share of the size
_EDGE = 0.38  # white above and below
_LEADING = 1.22
_SHORT = 3  # labels up to so many characters are not broken
_NARROW = 7  # cells up to so many characters wide are broken with care


@dataclass(frozen=True, slots=True)
class Set:
    """A cell's text, broken into lines, at its own size."""

    cell: GridCell
    lines: tuple[tuple[Glyph, ...], ...]
    size: float

    @property
    def height(self) -> float:
        """Return the height of the lines in points."""
        return len(self.lines) * self.size * _LEADING

    @property
    def leading(self) -> float:
        """Return the distance of two lines."""
        return self.size * _LEADING


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table with all measures, in points."""

    block: TableBlock
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Set, ...]

    @property
    def height(self) -> float:
        """Return the height of the whole table."""
        return sum(self.heights)

    @property
    def heading(self) -> float:
        """Return the height of the rows that repeat on every page."""
        return sum(self.heights[: self.block.heading_rows])

    def lefts(self) -> list[float]:
        """Return the left edge of every column, and the right edge of the last."""
        return [0.0, *accumulate(self.widths)]

    def grown(self, extra: float) -> Ruled:
        """Return the table with every row higher by the same."""
        heights = tuple(height + extra for height in self.heights)
        return Ruled(self.block, self.size, self.widths, heights, self.cells)


def measure(block: TableBlock, width: float, height: float, faces: Faces) -> Ruled:
    """Return a table at the largest size at which it fits the height, else at the smallest."""
    sizes = [size for size in SIZES if size <= FROM_WIDE or block.columns <= WIDE]
    for size in sizes:
        ruled = _at(block, width, size, faces)
        if ruled.height <= height:
            return ruled
    return ruled


def _at(block: TableBlock, width: float, size: float, faces: Faces) -> Ruled:
    widths = _widths(block, width, size, faces)
    cells = tuple(_set(cell, sum(widths[cell.column :][: cell.column_span]), size, faces) for cell in block.cells)
    return Ruled(block, size, widths, _heights(block, cells, size), cells)


def _widths(block: TableBlock, width: float, size: float, faces: Faces) -> tuple[float, ...]:
    """Return the columns' widths: the form's, but none narrower than its figures and shortest labels need."""
    total = sum(block.widths)
    wished = [share * width / total for share in block.widths]
    needed = [min(need, width / block.columns * 2) for need in _needs(block, size, faces)]
    if sum(needed) >= width:
        return tuple(need * width / sum(needed) for need in needed)
    lack = sum(max(0.0, need - wish) for need, wish in zip(needed, wished, strict=True))
    spare = sum(max(0.0, wish - need) for need, wish in zip(needed, wished, strict=True))
    share = lack / spare if spare else 0.0
    return tuple(
        need if need > wish else wish - (wish - need) * share for need, wish in zip(needed, wished, strict=True)
    )


def _needs(block: TableBlock, size: float, faces: Faces) -> list[float]:
    """Return the least width of every column: its widest figure, and what its labels cannot do without."""
    needs = [0.0] * block.columns
    for cell in block.cells:
        if cell.column_span == 1 and cell.text:
            glyphs = faces.glyphs(cell.text, BODY)
            if cell.vertical:
                natural = 1.5 * size
            elif cell.role is Role.VALUE:
                natural = _natural(glyphs, size)
            elif len(glyphs) <= _SHORT:
                natural = _natural(glyphs, size)
            else:
                natural = min(_natural(glyphs, size), 2 * size)
            needs[cell.column] = max(needs[cell.column], natural + 2 * _SIDE * size + 0.1)
    return needs


def _natural(glyphs: Sequence[Glyph], size: float) -> float:
    return sum(glyph.width for glyph in glyphs) * size


def _set(cell: GridCell, width: float, size: float, faces: Faces) -> Set:
    """Break a cell's text to its width; smaller where a part that must stay whole is too wide."""
    glyphs = tuple(faces.glyphs(cell.text, BODY))
    if not glyphs:
        return Set(cell, (), size)
    if cell.vertical:
        return Set(cell, _stacked(glyphs), size)
    whole = cell.role is Role.VALUE and len(glyphs) <= 2 * _NARROW
    while True:
        room = width - 2 * _SIDE * size
        breaker = Breaker(cell.text, [advance(glyph, size) for glyph in glyphs], size)
        widest = _natural(glyphs, size) if whole else breaker.widest()
        if widest <= room or size <= SMALLEST:
            break
        size = max(SMALLEST, min(size * room / widest, size - 0.25))
    lines = [Line(0, len(glyphs))] if whole else _careful(breaker, room, size)
    return Set(cell, tuple(glyphs[line.start : line.end] for line in lines), size)


def _stacked(glyphs: Sequence[Glyph]) -> tuple[tuple[Glyph, ...], ...]:
    """Return one character per line; a closing sign stays beside the character before it."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and (glyph.character in NO_START or lines[-1][-1].character in NO_END):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return tuple(tuple(line) for line in lines)


def _careful(breaker: Breaker, room: float, size: float) -> list[Line]:
    """Break a label: a narrow one in pairs of characters and behind signs, as Chinese words go."""
    plain = breaker.lines(room)
    text = breaker.text
    if len(plain) == 1 or room > _NARROW * size:
        return plain

    @lru_cache(maxsize=None)
    def rest(start: int) -> tuple[float, tuple[int, ...]]:
        if start == len(text):
            return 0.0, ()
        options = [
            (cost + rest(end)[0], (end, *rest(end)[1])) for end, cost in _ends(breaker, start, room)
        ]
        return min(options, default=(1e9, (len(text),)))

    cost, ends = rest(0)
    if cost >= 1e9:
        return plain
    return [Line(start, end) for start, end in zip((0, *ends), ends, strict=False)]


def _ends(breaker: Breaker, start: int, room: float) -> Iterator[tuple[int, float]]:
    """Yield where a line from ``start`` may end, with the cost of the break and of one line more."""
    text = breaker.text
    for end in breaker.places:
        if end > start and breaker.natural(start, end) <= room + 1e-6:
            behind_sign = end == len(text) or text[end - 1] in NO_START
            pairs = (end - start) % 2 == 0
            yield end, 1.5 + (0.0 if behind_sign else 1.0 if pairs else 4.0)


def _heights(block: TableBlock, cells: Sequence[Set], size: float) -> tuple[float, ...]:
    """Return the least height of every row; a cell over several rows shares out what it lacks."""
    edge = 2 * _EDGE * size
    heights = [size * _LEADING + edge] * block.rows
    for one in cells:
        if one.cell.row_span == 1:
            heights[one.cell.row] = max(heights[one.cell.row], one.height + edge)
    for one in sorted(cells, key=lambda drawn: drawn.cell.row_span):
        rows = range(one.cell.row, one.cell.row + one.cell.row_span)
        lack = one.height + edge - sum(heights[row] for row in rows)
        if lack > 0:
            for row in rows:
                heights[row] += lack / len(rows)
    return tuple(heights)

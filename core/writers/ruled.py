"""The measures of a table: column widths, row heights, and every cell's text broken into lines.

The form's relative widths are a start: a column whose figures need more takes it from those with room. A
label is wrapped at word-like places; what still does not fit is set smaller, never cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Protocol

from core.form import Role
from core.writers.blocks import GridCell, TableBlock
from core.writers.fonts import BODY
from core.writers.typeset import NO_END, NO_START, Breaker, Glyph, Line

SIZES = (12.0, 11.0, 10.5, 10.0, 9.5, 9.0)  # tried in this order
WIDE = 6  # a table with more columns starts smaller
FROM_WIDE = 10.0
SMALLEST = 5.0
SIDE = 0.26  # white at the sides of a cell, as a share of the size
_EDGE = 0.16  # least white above and below
_COMFORT = 0.45  # white that every row is given on top where there is room
_LEADING = 1.22
_STACKED, _PAIR, _WORD = 1.5, 2.0, 4.0  # characters that vertical text, a heading and a row's label need
_SHORT = 3  # labels up to so many characters are not broken
_NEARLY = 1.6  # a label that lacks so many characters makes its column wider
_LITTLE = 0.1
_NEVER = 1e9  # cost of a break that cannot be
FIGURE = 14  # figures up to so many characters are never broken
_NARROW = 7  # cells up to so many characters wide are broken with care


class Faces(Protocol):
    """What tells how wide a text is: fonts, or what is known of them."""

    def glyphs(self, text: str, role: str, /) -> Sequence[Glyph]:
        """Return a text as glyphs in the font of a role."""


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

    def comfortable(self, room: float) -> Ruled:
        """Return the table with rows as high as reads well, as far as ``room`` goes."""
        return self.grown(max(0.0, min(_COMFORT * self.size, (room - self.height) / self.block.rows)))


def measure(block: TableBlock, width: float, height: float, faces: Faces) -> Ruled:
    """Return a table at the largest size at which it fits the height, else at the smallest."""
    sizes = [size for size in SIZES if size <= FROM_WIDE or block.columns <= WIDE]
    for size in sizes:
        ruled = _at(block, width, size, faces)
        if ruled.height <= height:
            break
    return ruled.comfortable(height)


def _at(block: TableBlock, width: float, size: float, faces: Faces) -> Ruled:
    widths = _widths(block, width, size, faces)
    cells = tuple(
        _set(cell, sum(widths[cell.column :][: cell.column_span]), size, faces) for cell in block.cells
    )
    return Ruled(block, size, widths, _heights(block, cells, size), cells)


def _widths(block: TableBlock, width: float, size: float, faces: Faces) -> tuple[float, ...]:
    """Return the columns' widths: the form's, but none narrower than its figures and shortest labels need.

    A column that spoils a label by a character or two is made wider where the others have room.
    """
    total = sum(block.widths)
    wished = [share * width / total for share in block.widths]
    needed = [min(need, width / block.columns * 2) for need in _needs(block, size, faces)]
    if sum(needed) >= width:
        return tuple(need * width / sum(needed) for need in needed)
    widths = _shared(wished, needed)
    better = [
        max(need, label) for need, label in zip(needed, _nearly(block, widths, size, faces), strict=True)
    ]
    return tuple(_shared(wished, better) if sum(better) < width else widths)


def _shared(wished: Sequence[float], needed: Sequence[float]) -> list[float]:
    """Return widths of the same sum as wished, none less than needed; who has room gives by its room."""
    pairs = list(zip(wished, needed, strict=True))
    lack = sum(max(0.0, need - wish) for wish, need in pairs)
    spare = sum(max(0.0, wish - need) for wish, need in pairs)
    share = lack / spare if spare else 0.0
    return [need if need > wish else wish - (wish - need) * share for wish, need in pairs]


def _nearly(block: TableBlock, widths: Sequence[float], size: float, faces: Faces) -> list[float]:
    """Return the width of the widest label of every column that just does not fit, else 0."""
    found = [0.0] * block.columns
    for cell in block.cells:
        heading = cell.role is Role.HEADING and block.columns > WIDE  # these columns should look alike
        if cell.column_span == 1 and cell.text and not cell.vertical and not heading:
            natural = _natural(faces.glyphs(cell.text, BODY), size) + 2 * SIDE * size + _LITTLE
            if widths[cell.column] < natural < widths[cell.column] + _NEARLY * size:
                found[cell.column] = max(found[cell.column], natural)
    return found


def _needs(block: TableBlock, size: float, faces: Faces) -> list[float]:
    """Return the least width of every column: its widest figure, and what its labels cannot do without."""
    needs = [0.0] * block.columns
    for cell in block.cells:
        if cell.column_span == 1 and cell.text:
            natural = _least(cell, faces.glyphs(cell.text, BODY)) * size
            needs[cell.column] = max(needs[cell.column], natural + 2 * SIDE * size + _LITTLE)
    return needs


def _least(cell: GridCell, glyphs: Sequence[Glyph]) -> float:
    """Return the least width of a cell's text as a multiple of the size."""
    if cell.vertical:
        return _STACKED
    natural = sum(glyph.width for glyph in glyphs)
    if cell.role is Role.VALUE or len(glyphs) <= _SHORT:
        return natural
    return min(natural, _WORD if cell.role is Role.LABEL else _PAIR)


def _natural(glyphs: Sequence[Glyph], size: float) -> float:
    return sum(glyph.width for glyph in glyphs) * size


def _set(cell: GridCell, width: float, size: float, faces: Faces) -> Set:
    """Break a cell's text to its width; smaller where a part that must stay whole is too wide."""
    glyphs = tuple(faces.glyphs(cell.text, BODY))
    if not glyphs:
        return Set(cell, (), size)
    if cell.vertical:
        return Set(cell, _stacked(glyphs), size)
    if cell.role is Role.VALUE and len(glyphs) <= FIGURE:
        return Set(cell, (glyphs,), _smaller(size, width, sum(glyph.width for glyph in glyphs)))
    widths = [glyph.width for glyph in glyphs]
    size = _smaller(size, width, Breaker(cell.text, widths, 1).widest())
    lines = _careful(
        Breaker(cell.text, [share * size for share in widths], size), width - 2 * SIDE * size, size
    )
    return Set(cell, tuple(glyphs[line.start : line.end] for line in lines), size)


def _smaller(size: float, width: float, widest: float) -> float:
    """Return the size at which a part ``widest`` times the size goes into a cell with its white."""
    return max(SMALLEST, min(size, width / (widest + 2 * SIDE)))


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
    if len(plain) == 1:
        return plain
    if room > _NARROW * size:
        return _not_alone(breaker, plain, room)

    @cache
    def rest(start: int) -> tuple[float, tuple[int, ...]]:
        if start == len(text):
            return 0.0, ()
        options = [(cost + rest(end)[0], (end, *rest(end)[1])) for end, cost in _ends(breaker, start, room)]
        return min(options, default=(_NEVER, (len(text),)))

    cost, ends = rest(0)
    if cost >= _NEVER:
        return plain
    return [Line(start, end) for start, end in zip((0, *ends), ends, strict=False)]


def _not_alone(breaker: Breaker, plain: list[Line], room: float) -> list[Line]:
    """Return as many lines, the last of them more than a single character where that can be had."""
    for narrower in (room - breaker.em, room - 2 * breaker.em):
        start, end = plain[-1]
        if sum(sign not in NO_START for sign in breaker.text[start:end]) > 1:
            break
        tried = breaker.lines(narrower)
        if len(tried) == len(plain):
            plain = tried
    return plain


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

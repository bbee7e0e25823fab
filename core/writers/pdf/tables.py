"""Drawing a table: rows in order, merged cells, frames; over several pages with its headings repeated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from core.form import Role
from core.writers.blocks import GridCell, TableBlock
from core.writers.pdf.faces import BODY, Glyph
from core.writers.pdf.sheet import LEFT, Sheet, advance
from core.writers.pdf.tagging import Element
from core.writers.ruled import SIDE, Ruled, Set
from core.writers.typeset import spread

THIN, THICK = 0.5, 1.0
_SCOPES = {Role.CAPTION: "Column", Role.HEADING: "Column", Role.LABEL: "Row"}
_SPACE = " "  # behind every figure, so that two figures are never read as one


def printed_cells(block: TableBlock, first: int, last: int) -> Iterator[GridCell]:
    """Yield the cells of a part of a table, rows ``first`` up to but not ``last``, in the order they are set.

    A later part begins with the headings; a label that spans the break stands in both parts.
    """
    if first:
        yield from sorted(
            (cell for cell in block.cells if cell.row < block.heading_rows),
            key=lambda cell: (cell.row, cell.column),
        )
    inside = (cell for cell in block.cells if cell.row < last and cell.row + cell.row_span > first)
    yield from sorted(inside, key=lambda cell: (max(cell.row, first), cell.column))


def parts(ruled: Ruled, room: float, page: float) -> Iterator[tuple[int, int]]:
    """Yield the rows of each part: the first is at most ``room`` high, the others at most ``page``."""
    first = 0
    while first < ruled.block.rows:
        used = ruled.heading if first else 0.0
        last = first
        while last < ruled.block.rows and (
            last < max(first, ruled.block.heading_rows) + 1 or used + ruled.heights[last] <= room
        ):
            used += ruled.heights[last]
            last += 1
        yield first, last
        first, room = last, page


def draw(sheet: Sheet, ruled: Ruled, top: float, part: tuple[int, int], whole: Element) -> float:
    """Draw the rows of a part, from the first up to but not the last, below ``top``; return the height used.

    ``whole`` is the table in the document's structure; what a later part repeats is no part of it.
    """
    first, last = part
    rows = list(range(first, last))
    if first:
        rows = [*range(ruled.block.heading_rows), *rows]
    tops = dict(zip(rows, accumulate((ruled.heights[row] for row in rows), initial=top), strict=False))
    bottom = top + sum(ruled.heights[row] for row in rows)
    lefts = [LEFT + left for left in ruled.lefts()]
    drawn = {(one.cell.row, one.cell.column): one for one in ruled.cells}
    edges: set[tuple[float, float, float, float]] = set()
    lines: dict[int, Element] = {}
    for cell in printed_cells(ruled.block, first, last):
        own = [row for row in range(cell.row, cell.row + cell.row_span) if row in tops]
        box = (
            lefts[cell.column],
            tops[own[0]],
            lefts[cell.column + cell.column_span],
            tops[own[-1]] + ruled.heights[own[-1]],
        )
        edges.update(_edges(box, (lefts[0], top, lefts[-1], bottom)))
        if cell.row < first:
            with sheet.artifact():
                _text(sheet, drawn[cell.row, cell.column], box)
            continue
        line = lines.get(cell.row) or lines.setdefault(cell.row, sheet.add("TR", whole))
        kind = "TH" if cell.role in _SCOPES else "TD"
        with sheet.part(kind, _attributes(cell), line):
            _text(sheet, drawn[cell.row, cell.column], box)
    sheet.rules(sorted(edges), THIN)
    frame = (lefts[0], top, lefts[-1], bottom)
    sheet.rules(list(_frame(*frame)), THICK)
    return bottom - top


def _attributes(cell: GridCell) -> str:
    """Return what a reader is told of a cell: how far it reaches, and what it heads."""
    parts = [f"/RowSpan {cell.row_span}" if cell.row_span > 1 else ""]
    parts.append(f"/ColSpan {cell.column_span}" if cell.column_span > 1 else "")
    parts.append(f"/Scope /{_SCOPES[cell.role]}" if cell.role in _SCOPES else "")
    said = " ".join(filter(None, parts))
    return f"/A <</O /Table {said}>>" if said else ""


def _frame(
    left: float, top: float, right: float, bottom: float
) -> Iterator[tuple[float, float, float, float]]:
    yield left, top, right, top
    yield left, bottom, right, bottom
    yield left, top, left, bottom
    yield right, top, right, bottom


def _edges(
    box: tuple[float, float, float, float], frame: tuple[float, float, float, float]
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the left and upper edge of a cell where they are not the table's own."""
    left, top, right, bottom = box
    if left > frame[0]:
        yield left, top, left, bottom
    if top > frame[1]:
        yield left, top, right, top


def _text(sheet: Sheet, one: Set, box: tuple[float, float, float, float]) -> None:
    """Set a cell's lines in the middle of its box; a figure is followed by a space."""
    left, top, right, bottom = box
    leading = one.leading
    if one.cell.vertical and len(one.lines) > 1:
        leading = min(one.size * 1.6, (bottom - top) / len(one.lines))
    middle = (top + bottom) / 2 - leading * (len(one.lines) - 1) / 2
    for number, glyphs in enumerate(one.lines):
        advances = _advances(glyphs, one, right - left)
        width = sum(advances)
        side = min(SIDE * one.size, max(0.0, right - left - width))
        x = {"left": left + side, "right": right - side - width}.get(
            one.cell.align, (left + right - width) / 2
        )
        line = list(glyphs)
        if one.cell.key and number == len(one.lines) - 1:
            space = sheet.faces.glyphs(_SPACE, BODY)
            line += space
            advances.append(advance(space[0], one.size))
        sheet.line(x, middle + number * leading, line, advances, one.size)


def _advances(glyphs: tuple[Glyph, ...], one: Set, width: float) -> list[float]:
    """Return the advances of a line in a box; a sign beside a stacked character is half as wide."""
    advances = [advance(glyph, one.size) for glyph in glyphs]
    text = "".join(glyph.character for glyph in glyphs)
    room = 0.0 if one.cell.vertical and len(glyphs) > 1 else width - 2 * SIDE * one.size
    return spread(text, advances, room, one.size, last=True) if sum(advances) > room else advances

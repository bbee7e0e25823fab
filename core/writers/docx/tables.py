"""A table as the form draws it: merged cells, headings that repeat, rows that stay whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from core.writers.blocks import GridCell, TableBlock
from core.writers.docx import styles
from core.writers.docx.markup import BREAK, element, paragraph, run, twips
from core.writers.page import HEIGHT, PITCH, WIDTH
from core.writers.ruled import SIDE, Ruled, Set, measure
from core.writers.typeset import Glyph

ROOM = (
    HEIGHT - 1.5 * PITCH
)  # for a table; beside its heading half a line is left for what Word sets otherwise
_SIDE = 0.7 * SIDE  # less than was measured with: a line of a label must not break again
_THIN, _THICK = 4, 8  # eighths of a point
_BROAD = {"W", "F", "A"}  # signs that may be broad are so in a Chinese font


class _Squares:
    """Widths as all Chinese fonts have them: a sign is a square or half of one."""

    def glyphs(self, text: str, role: str, /) -> list[Glyph]:
        """Return a text as glyphs."""
        return [_square(sign, role) for sign in text]


@lru_cache(8192)
def _square(sign: str, role: str) -> Glyph:
    return Glyph(sign, role, 1.0 if unicodedata.east_asian_width(sign) in _BROAD else 0.5)


SQUARES = _Squares()


def measured(block: TableBlock) -> Ruled:
    """Return a table with its measures: as large as goes on a page, or the smallest."""
    return measure(block, WIDTH, ROOM, SQUARES)


def table(ruled: Ruled) -> str:
    """Return the table."""
    block = ruled.block
    widths = _rounded(ruled.widths)
    columns = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", _properties(ruled, sum(widths)), columns, *_rows(ruled, widths, block))


def _rounded(widths: Sequence[float]) -> list[int]:
    """Return widths in twips whose sum is that of the widths."""
    edges = [twips(edge) for edge in accumulate(widths, initial=0.0)]
    return [right - left for left, right in pairwise(edges)]


def _properties(ruled: Ruled, width: int) -> str:
    outer = [(side, _THICK) for side in ("top", "left", "bottom", "right")]
    lines = [
        element(side, val="single", sz=thickness, space=0, color="auto")
        for side, thickness in (*outer, ("insideH", _THIN), ("insideV", _THIN))
    ]
    side = twips(_SIDE * ruled.size)
    white = [element(name, w=side, type="dxa") for name in ("left", "right")]
    return element(
        "tblPr",
        element("tblStyle", val=styles.GRID),
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *lines),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *white),
        element("tblCaption", val=ruled.block.title),
    )


def _rows(ruled: Ruled, widths: Sequence[int], block: TableBlock) -> Iterator[str]:
    sets = {(one.cell.row, one.cell.column): one for one in ruled.cells}
    whole = ruled.height <= HEIGHT - PITCH
    for row, height in enumerate(ruled.heights):
        head = element("tblHeader") if row < block.heading_rows else ""
        look = element("trPr", element("cantSplit"), element("trHeight", val=twips(height)), head)
        keep = whole and row < block.rows - 1
        cells = (
            _cell(sets[cell.row, cell.column], row, widths, ruled.size, keep=keep)
            for cell in _crossing(block, row)
        )
        yield element("tr", look, *cells)


def _crossing(block: TableBlock, row: int) -> list[GridCell]:
    """Return the cells that stand in a row or reach into it, from the left."""
    inside = (cell for cell in block.cells if cell.row <= row < cell.row + cell.row_span)
    return sorted(inside, key=lambda cell: cell.column)


def _cell(one: Set, row: int, widths: Sequence[int], size: float, *, keep: bool) -> str:
    """Return one cell, or the part of it that reaches into a row."""
    cell = one.cell
    first = row == cell.row
    merged = element("vMerge", val="restart" if first else "continue") if cell.row_span > 1 else ""
    width = sum(widths[cell.column :][: cell.column_span])
    look = element(
        "tcPr",
        element("tcW", w=width, type="dxa"),
        element("gridSpan", val=cell.column_span) if cell.column_span > 1 else "",
        merged,
        element("textDirection", val="tbRlV") if cell.vertical else "",
        element("vAlign", val="center"),
    )
    text = _text(one, width / twips(1) - 2 * _SIDE * size, _smaller(one.size, size)) if first else ""
    own = element("keepNext") if keep else ""
    own += element("spacing", line=twips(one.leading), lineRule="exact")
    own += element("jc", val=cell.align) if cell.align != "center" else ""
    return element("tc", look, paragraph(styles.table_text(size), text, properties=own))


def _text(one: Set, room: float, smaller: str) -> str:
    """Return a cell's text; a label is broken where it was measured to be, as Chinese words go.

    Not where a line was to be pressed together: that is left to Word, which would break it once more.
    """
    widest = max((sum(glyph.width for glyph in line) * one.size for line in one.lines), default=0.0)
    if one.cell.key or one.cell.vertical or widest > room:
        return run(one.cell.text, smaller)
    lines = ("".join(glyph.character for glyph in line) for line in one.lines)
    return BREAK.join(run(line, smaller) for line in lines)


def _smaller(size: float, usual: float) -> str:
    number = int(size * 2)
    return "" if size == usual else element("sz", val=number) + element("szCs", val=number)

"""Slips: the pages that go with a draft, in smaller type than the report and without its grid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from core.writers.blocks import PAGES, Slip, SlipCell, SlipKind, SlipTable, SlipText, Title
from core.writers.headline import title_lines
from core.writers.page import (
    HEIGHT,
    LEFT,
    MM,
    SLIP_ABOVE,
    SLIP_BELOW,
    SLIP_CELL,
    SLIP_EDGE,
    SLIP_LEADING,
    SLIP_PITCH,
    SLIP_ROW,
    SLIP_SIDE,
    SLIP_SIZE,
    TITLE_PITCH,
    TITLE_SIZE,
    WIDTH,
)
from core.writers.pdf.faces import BODY, HEI, HEI_BOLD, TITLE
from core.writers.pdf.sheet import Sheet, advance
from core.writers.pdf.tagging import PARAGRAPH
from core.writers.typeset import Breaker, Glyph, spread

_THIN = 0.6
_SHADE = 0.95
_ROLES = {SlipKind.HEADING: HEI_BOLD}
_SIZES = {SlipKind.SMALL: 10.5}

Lines = list[tuple[list[Glyph], list[float]]]


def title(sheet: Sheet, block: Title, top: float) -> float:
    """Set a title in balanced lines below ``top``; return the height of its lower edge."""
    glyphs = sheet.faces.glyphs(block.text, TITLE)
    advances = [advance(glyph, TITLE_SIZE) for glyph in glyphs]
    with sheet.part("H1"):
        for start, end in title_lines(block.text, advances, WIDTH, TITLE_SIZE):
            left = LEFT + (WIDTH - sum(advances[start:end])) / 2
            sheet.line(left, top + TITLE_PITCH / 2, glyphs[start:end], advances[start:end], TITLE_SIZE)
            top += TITLE_PITCH
    return top


def draw(sheet: Sheet, slip: Slip, pages: int | str = "") -> None:
    """Draw a slip from the top of an empty page on; ``pages`` is how many the whole paper has."""
    sheet.section(slip.name, 0.0)
    drawing = _Drawing(sheet, str(pages))
    for block in slip.blocks:
        drawing.put(block)


def table(sheet: Sheet, block: SlipTable, top: float) -> float:
    """Draw a table of a slip below ``top``, on further pages where it needs them; return its lower edge."""
    drawing = _Drawing(sheet, "", top)
    drawing.put(block)
    return drawing.top


class _Drawing:
    """A slip being drawn; ``top`` is where the next block begins."""

    def __init__(self, sheet: Sheet, pages: str, top: float = 0.0) -> None:
        self._sheet = sheet
        self._pages = pages
        self._top = top

    @property
    def top(self) -> float:
        return self._top

    def put(self, block: Title | SlipText | SlipTable) -> None:
        if isinstance(block, Title):
            self._top = title(self._sheet, block, self._top) + SLIP_ABOVE
        elif isinstance(block, SlipTable):
            self._table(block)
        else:
            self._text(block)

    def _need(self, height: float) -> bool:
        """Turn the page unless so much room is left; tell whether it was turned."""
        if not self._top or self._top + height <= HEIGHT:
            return False
        self._sheet.turn()
        self._top = 0.0
        return True

    def _text(self, block: SlipText) -> None:
        size = _SIZES.get(block.kind, SLIP_SIZE)
        heading = block.kind is SlipKind.HEADING
        if heading:
            self._top += SLIP_ABOVE
            self._need(2 * SLIP_PITCH)
        with self._sheet.part("H2" if heading else PARAGRAPH):
            for glyphs, advances in self._lines(block.text, _ROLES.get(block.kind, BODY), size, WIDTH):
                self._need(SLIP_PITCH)
                left = LEFT
                if block.kind is SlipKind.CENTRED:
                    left += (WIDTH - sum(advances)) / 2
                self._sheet.line(left, self._top + SLIP_PITCH / 2, glyphs, advances, size)
                self._top += SLIP_PITCH
        if block.kind is SlipKind.CENTRED:
            self._top += SLIP_ABOVE / 2

    def _lines(self, text: str, role: str, size: float, room: float) -> Lines:
        text = text.replace(PAGES, self._pages)
        glyphs = self._sheet.faces.glyphs(text, role)
        breaker = Breaker(text, [advance(glyph, size) for glyph in glyphs], size)
        return [
            (
                glyphs[start:end],
                spread(text[start:end], breaker.advances[start:end], room, size, last=end == len(text)),
            )
            for start, end in breaker.lines(room)
        ]

    def _table(self, block: SlipTable) -> None:
        total = sum(block.widths)
        edges = [LEFT, *(LEFT + WIDTH * share / total for share in accumulate(block.widths))]
        with self._sheet.part("Table"):
            for number, row in enumerate(block.rows):
                least = block.heights[number] * MM if block.heights else SLIP_ROW
                if self._need(self._height(row, edges, least)):
                    with self._sheet.artifact():  # printed again
                        for heading in block.rows[: block.heading_rows]:
                            self._row(heading, edges, SLIP_ROW, shaded=True)
                with self._sheet.part("TR"):
                    self._row(row, edges, least, shaded=number < block.heading_rows)
        self._top += SLIP_BELOW

    def _height(self, row: Sequence[SlipCell], edges: Sequence[float], least: float) -> float:
        placed = self._placed(row, edges)
        needs = (
            len(lines) * SLIP_LEADING + 2 * SLIP_EDGE + (SLIP_LEADING if cell.foot else 0.0)
            for cell, lines, _, _ in placed
        )
        return max(least, *needs)

    def _placed(
        self, row: Sequence[SlipCell], edges: Sequence[float]
    ) -> list[tuple[SlipCell, Lines, float, float]]:
        """Return the cells of a row with their lines, left and right edges."""
        placed = []
        column = 0
        for cell in row:
            left, right = edges[column], edges[column + cell.span]
            role = HEI if cell.strong else BODY
            placed.append(
                (cell, self._lines(cell.text, role, SLIP_CELL, right - left - 2 * SLIP_SIDE), left, right)
            )
            column += cell.span
        return placed

    def _row(
        self, row: Sequence[SlipCell], edges: Sequence[float], least: float, *, shaded: bool = False
    ) -> None:
        height = self._height(row, edges, least)
        top, bottom = self._top, self._top + height
        placed = self._placed(row, edges)
        if shaded:
            self._sheet.shade((edges[0], top, edges[-1], bottom), _SHADE)
        rules = {(edges[0], top, edges[-1], top), (edges[0], bottom, edges[-1], bottom)}
        rules |= {(edge, top, edge, bottom) for _, _, left, right in placed for edge in (left, right)}
        self._sheet.rules(sorted(rules), _THIN)
        for cell, lines, left, right in placed:
            scope = f"/Scope /{'Column' if shaded else 'Row'}" if cell.strong else ""
            attributes = f"/A <</O /Table /ColSpan {cell.span} {scope}>>" if cell.span > 1 or scope else ""
            with self._sheet.part("TH" if cell.strong else "TD", attributes):
                self._cell(cell, lines, (left, top, right, bottom))
        self._top = bottom

    def _cell(self, cell: SlipCell, lines: Lines, box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = box
        middle = (top + bottom) / 2 - SLIP_LEADING * (len(lines) - 1) / 2
        if cell.foot:  # the text stands at the top then
            middle = top + SLIP_EDGE + SLIP_LEADING / 2
        for glyphs, advances in lines:
            width = sum(advances)
            start = {"left": left + SLIP_SIDE, "right": right - SLIP_SIDE - width}.get(
                cell.align, (left + right - width) / 2
            )
            self._sheet.line(start, middle, glyphs, advances, SLIP_CELL)
            middle += SLIP_LEADING
        if cell.foot:
            for glyphs, advances in self._lines(cell.foot, BODY, SLIP_CELL, right - left - 2 * SLIP_SIDE):
                start = right - SLIP_SIDE - sum(advances)
                self._sheet.line(start, bottom - SLIP_EDGE - SLIP_LEADING / 2, glyphs, advances, SLIP_CELL)

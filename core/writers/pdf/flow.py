"""The document on its pages: title, headings, paragraphs and tables, one below the other on the grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.errors import TooLarge
from core.writers.blocks import Block, ChartBlock, Document, Heading, Paragraph, TableBlock, Title
from core.writers.page import TITLE_SPACE
from core.writers.pdf import chart, slips, tables
from core.writers.pdf.faces import BODY, HEI, KAI, Faces, Glyph
from core.writers.pdf.sheet import HEIGHT, LEFT, PITCH, SIZE, TRACKING, WIDTH, Sheet, advance
from core.writers.pdf.tagging import PARAGRAPH, Page
from core.writers.ruled import Ruled, measure
from core.writers.typeset import Breaker, spread

INDENT = 2 * (SIZE + TRACKING)
BELOW_TABLE = PITCH * 0.3
FOOT = 5.0  # points left free below a table that fills its page
_ROLES = {1: HEI, 2: KAI}
_LITTLE = 0.01
_SHOWN = 12  # characters of a text that a message shows


def heading_role(level: int) -> str:
    """Return the font of a heading or paragraph of a level."""
    return _ROLES.get(level, BODY)


def paragraph_glyphs(block: Paragraph, faces: Faces) -> list[Glyph]:
    """Return a paragraph as glyphs: its lead in the font of headings of level 2."""
    role = heading_role(block.level)
    return faces.glyphs(block.text[: block.lead], KAI) + faces.glyphs(block.text[block.lead :], role)


def _refuse_endless(ruled: Ruled) -> None:
    """Raise ``TooLarge`` where a row and the headings are higher than a page, with the longest cell in it."""
    for row in range(ruled.block.heading_rows, ruled.block.rows):
        if ruled.heading + ruled.heights[row] > HEIGHT - PITCH:
            inside = (cell for cell in ruled.block.cells if cell.row <= row < cell.row + cell.row_span)
            longest = max(inside, key=lambda cell: len(cell.text))
            raise TooLarge(
                f"{ruled.block.title}的“{longest.name or longest.text[:_SHOWN]}”里的内容有"
                f" {len(longest.text)} 个字，太长，一页印不下。",
                "请改短后再导出。",
            )


class Flow:
    """What is being laid out; ``top`` is the height at which the next block begins."""

    def __init__(self, document: Document, faces: Faces) -> None:
        """Start at the top of the first page."""
        self._document = document
        self._faces = faces
        self._sheet = Sheet(document, faces)
        self._top = 0.0
        self._measured: dict[str, Ruled] = {}

    def run(self) -> bytes:
        """Lay out every block, and around them what goes with a draft; return the file."""
        self._blocks(self._document.blocks)
        for slip in self._document.annex:
            self._turn()
            slips.draw(self._sheet, slip)
        report = self._sheet.take()
        front = self._front(len(report))
        return self._sheet.finish([*front, *report])

    def _front(self, others: int) -> list[Page]:
        """Return the pages of the slips before the report, which say how many pages there are with them."""
        pages: list[Page] = []
        for count in (others + len(self._document.slips), others + len(self._document.slips) + 1):
            for slip in self._document.slips:
                slips.draw(self._sheet, slip, count)
                self._sheet.turn()
            pages = self._sheet.take()
            if len(pages) + others == count:
                break
        return pages

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for number, block in enumerate(blocks):
            if isinstance(block, Title):
                self._title(block)
            elif isinstance(block, Heading):
                self._heading(block, blocks[number + 1 :])
            elif isinstance(block, Paragraph):
                self._paragraph(block, blocks[number + 1 :])
            elif isinstance(block, ChartBlock):
                self._charts(block)
            else:
                self._table(block)

    def _turn(self) -> None:
        self._sheet.turn()
        self._top = 0.0

    def _fits(self, height: float) -> bool:
        return self._top + height <= HEIGHT + _LITTLE

    def _need(self, height: float) -> None:
        """Go on to the next page unless so much room is left; a page that is still empty stays."""
        if self._top and not self._fits(height):
            self._turn()

    def _snap(self) -> None:
        """Go down to the next line of the grid."""
        self._top = math.ceil(self._top / PITCH - _LITTLE) * PITCH

    def _title(self, block: Title) -> None:
        self._top = slips.title(self._sheet, block, self._top) + TITLE_SPACE
        self._snap()

    def _heading(self, block: Heading, following: Sequence[Block]) -> None:
        glyphs = self._faces.glyphs(block.text, heading_role(block.level))
        self._need(self._height(block.text, glyphs) + self._kept(following))
        if block.level == 1:
            self._sheet.section(block.text, self._top)
        self._lines(block.text, glyphs, f"H{block.level + 1}")

    def _paragraph(self, block: Paragraph, following: Sequence[Block]) -> None:
        glyphs = paragraph_glyphs(block, self._faces)
        if block.level:
            self._need(self._height(block.text, glyphs) + self._kept(following))
        self._lines(block.text, glyphs, f"H{block.level + 1}" if block.level else PARAGRAPH)

    def _kept(self, following: Sequence[Block]) -> float:
        """Return how much of what follows must stand on the same page as a heading."""
        if not following or isinstance(following[0], Title | Heading | ChartBlock):
            return 0.0
        if isinstance(following[0], Paragraph):
            height = self._height(following[0].text, paragraph_glyphs(following[0], self._faces))
            if following[0].level:  # a heading of its own, which must not stand alone either
                return height + self._kept(following[1:])
            return min(height, 2 * PITCH)
        ruled = self._ruled(following[0])
        if ruled.height <= HEIGHT - PITCH:
            return ruled.height
        return ruled.heading + ruled.heights[ruled.block.heading_rows]

    def _breaker(self, text: str, glyphs: Sequence[Glyph]) -> Breaker:
        return Breaker(text, [advance(glyph, SIZE, TRACKING) for glyph in glyphs], SIZE)

    def _height(self, text: str, glyphs: Sequence[Glyph]) -> float:
        return len(self._breaker(text, glyphs).lines(WIDTH, INDENT)) * PITCH

    def _lines(self, text: str, glyphs: Sequence[Glyph], kind: str) -> None:
        """Set a text of a kind of the structure, its first line indented by two characters."""
        breaker = self._breaker(text, glyphs)
        indent = INDENT
        with self._sheet.part(kind):
            for start, end in breaker.lines(WIDTH, INDENT):
                self._need(PITCH)
                placed = spread(
                    text[start:end], breaker.advances[start:end], WIDTH - indent, SIZE, last=end == len(text)
                )
                self._sheet.line(LEFT + indent, self._top + PITCH / 2, glyphs[start:end], placed, SIZE)
                self._top += PITCH
                indent = 0.0

    def _charts(self, block: ChartBlock) -> None:
        """Draw an annex of charts on a page of its own."""
        if self._top:
            self._turn()
        self._sheet.section(block.title, self._top)
        chart.draw(self._sheet, block)
        self._top = HEIGHT

    def _ruled(self, block: TableBlock) -> Ruled:
        if block.id not in self._measured:
            ruled = measure(block, WIDTH, HEIGHT - PITCH - FOOT, self._faces)
            _refuse_endless(ruled)
            self._measured[block.id] = ruled
        return self._measured[block.id]

    def _table(self, block: TableBlock) -> None:
        """Draw a table whole where one page holds it."""
        ruled = self._ruled(block)
        if not self._fits(ruled.height) and ruled.height <= HEIGHT:
            self._need(ruled.height)
        with self._sheet.part("Table") as whole:
            for first, last in tables.parts(ruled, HEIGHT - self._top, HEIGHT):
                if first:
                    self._turn()
                self._top += tables.draw(self._sheet, ruled, self._top, (first, last), whole)
        self._top += BELOW_TABLE
        self._snap()

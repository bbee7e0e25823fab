"""The pages: A4 with the text area of official papers, lines of glyphs and ruled lines set on it exactly.

GB/T 9704-2012: margins 37, 35, 28 and 26 mm, 22 lines of 28 characters of 16 points; page numbers ``— 1 —``
of 14 points, 7 mm below the text area, on the outer side one character in. All lengths are points; heights
are measured downwards from the top of the text area.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import MAXYEAR
from itertools import groupby

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream, xObjectName
from reportlab.pdfgen.canvas import Canvas

from core.writers.blocks import Document
from core.writers.page import (
    HEIGHT,
    LEFT,
    NUMBER_DROP,
    NUMBER_SIZE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PITCH,
    SIZE,
    TOP,
    TRACKING,
    WIDTH,
    page_number,
)
from core.writers.pdf.faces import BODY, Faces, Glyph
from core.writers.pdf.foot import FIRST, RULE, SECOND, Foot
from core.writers.pdf.tagging import Page, Tagger, put

__all__ = ["HEIGHT", "LEFT", "PITCH", "SIZE", "TRACKING", "WIDTH", "Sheet", "advance", "page_number"]

FULL = 0.9  # share of the size from which a character counts as full
PROGRAM = "公开年报"
rl_config.useA85 = 0  # pages as bytes: writing them as letters costs a quarter more room, and time


class _Canvas(Canvas):
    _doc: PDFDocument  # which the types of the library leave out
    _formsinuse: list[str]


class Sheet(Tagger):
    """A document being drawn; text comes out in the order it is set.

    Pages are laid out first and numbered when the document is finished, so that a slip at the front can say
    how many there are.
    """

    def __init__(self, document: Document, faces: Faces) -> None:
        """Start the first page; the file's properties say title and unit, nothing of the computer."""
        super().__init__()
        self.faces = faces
        self._document = document
        self._pages: list[Page] = []
        self._buffer = io.BytesIO()
        self._canvas = _Canvas(
            self._buffer,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=faces.font(BODY).fontName,  # type: ignore[arg-type] # the stub says a number
            lang="zh-CN",
        )
        self._canvas.setTitle(document.title)
        self._canvas.setAuthor(document.unit or PROGRAM)
        self._canvas.setSubject("政府信息公开工作年度报告")
        self._canvas.setCreator(PROGRAM)
        self._canvas.setProducer(PROGRAM)
        date = f"D:{min(document.year + 1, MAXYEAR):04d}0101000000+08'00'"  # the first day after the year
        self._canvas.setDateFormatter(lambda *_: date)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    def line(
        self, x: float, middle: float, glyphs: Sequence[Glyph], advances: Sequence[float], size: float
    ) -> None:
        """Set one line: its left edge, the height of its middle, its glyphs with their advances in points."""
        placed = list(zip(glyphs, advances, strict=True))
        runs: list[str] = []
        for role, run in groupby(placed, key=lambda item: item[0].role):
            part = list(run)
            rise = middle + self.faces.middle(role) * size
            shown, wide = [glyph for glyph, _ in part], [advance for _, advance in part]
            runs.append(self._run(role, shown, wide, (x, rise), size))
            x += sum(wide)
        if runs:
            self.text(" ".join(runs))

    def _run(
        self, role: str, glyphs: list[Glyph], advances: list[float], place: tuple[float, float], size: float
    ) -> str:
        """Return glyphs of one font as written: the most frequent spacing for all, others in between."""
        document = self._canvas._doc  # noqa: SLF001 - the library has no other way to the document
        font = self.faces.font(role)
        extra = [
            round(advance - glyph.width * size, 3) for glyph, advance in zip(glyphs, advances, strict=True)
        ]
        usual = Counter(extra).most_common(1)[0][0]
        codes = font.encode([glyph.character for glyph in glyphs], document)
        shown = "".join(
            code if more == usual else f"{code}>{_short((usual - more) * 1000 / size)}<"
            for code, more in zip(codes, extra, strict=True)
        )
        left, down = place
        return (
            f"BT {font.resource(document)} {_short(size)} Tf {_short(usual)} Tc "
            f"1 0 0 1 {_short(left)} {_short(PAGE_HEIGHT - TOP - down)} Tm [<{shown}>] TJ ET"
        )

    def rules(self, segments: Sequence[tuple[float, float, float, float]], thickness: float) -> None:
        """Draw straight lines, each (left, top, right, bottom)."""
        bottom = PAGE_HEIGHT - TOP
        drawn = " ".join(
            f"{_short(x0)} {_short(bottom - y0)} m {_short(x1)} {_short(bottom - y1)} l"
            for x0, y0, x1, y1 in segments
        )
        self.drawing(f"{_short(thickness)} w 2 J {drawn} S")

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]], grey: float) -> None:
        """Fill boxes with a grey, 0 black to 1 white, and outline them; each (left, top, right, bottom)."""
        bottom = PAGE_HEIGHT - TOP
        drawn = " ".join(
            f"{_short(x0)} {_short(bottom - y1)} {_short(x1 - x0)} {_short(y1 - y0)} re"
            for x0, y0, x1, y1 in boxes
        )
        self.drawing(f"q {_short(grey)} g 0.5 w {drawn} B Q")

    def shade(self, box: tuple[float, float, float, float], grey: float) -> None:
        """Fill a box with a grey, without an outline."""
        left, top, right, bottom = box
        corner = f"{_short(left)} {_short(PAGE_HEIGHT - TOP - bottom)}"
        self.drawing(f"q {_short(grey)} g {corner} {_short(right - left)} {_short(bottom - top)} re f Q")

    def picture(
        self, name: str, image: PDFStream, box: tuple[float, float, float, float], words: str
    ) -> None:
        """Show a picture in a box; what it shows in words is for those who do not see it."""
        document = self._canvas._doc  # noqa: SLF001 - as above
        document.Reference(image, xObjectName(name))
        self.page.pictures.append(name)
        left, top, right, bottom = box
        place = f"{_short(right - left)} 0 0 {_short(bottom - top)} {_short(left)}"
        alternative = f"/Alt <FEFF{words.encode('utf-16-be').hex().upper()}>"
        with self.part("Figure", alternative):
            self.text(f"q {place} {_short(PAGE_HEIGHT - TOP - bottom)} cm /{xObjectName(name)} Do Q")

    def section(self, title: str, top: float) -> None:
        """Put a heading into the outline that viewers show beside the pages."""
        self.page.sections.append((title, top))

    def turn(self) -> None:
        """Start the next page."""
        self._pages.append(self.page)
        self.page = Page()

    def take(self) -> list[Page]:
        """Return the pages laid out so far and start anew; a last page without anything on it is none."""
        if self.page.literals:
            self.turn()
        pages, self._pages = self._pages, []
        return pages

    def finish(self, pages: Sequence[Page]) -> bytes:
        """Number the pages, put on them what stands on every page, and return the file."""
        stamp = self._document.stamp
        foot = Foot(stamp, self.faces, self._canvas) if stamp else None
        sections = 0
        for number, self.page in enumerate(pages, 1):
            for title, top in self.page.sections:
                sections += 1
                self._canvas.bookmarkHorizontal(f"section{sections}", 0, PAGE_HEIGHT - TOP - top)
                self._canvas.addOutlineEntry(title, f"section{sections}", 0)
            with self.artifact():
                if foot:
                    self._foot(foot, number, len(pages))
                self._number(number)
            if foot:
                foot.behind()
            self._canvas.addLiteral("\n".join(self.page.literals))
            self._canvas._formsinuse += self.page.pictures  # noqa: SLF001 - as above
            if foot:
                foot.picture()
            self._canvas.showPage()
        document = self._canvas._doc  # noqa: SLF001 - as above
        put(document, pages, document.Pages.pages)  # type: ignore[attr-defined] # left out of the types
        self._canvas.save()
        return self._buffer.getvalue()

    def plain(self, x: float, middle: float, text: str, role: str, size: float) -> float:
        """Set one line of plain text; return its width."""
        glyphs = self.faces.glyphs(text, role)
        advances = [advance(glyph, size) for glyph in glyphs]
        self.line(x, middle, glyphs, advances, size)
        return sum(advances)

    def _foot(self, foot: Foot, page: int, pages: int) -> None:
        self.rules([(LEFT, RULE, LEFT + WIDTH, RULE)], 0.5)
        for middle, parts in zip((FIRST, SECOND), foot.texts(page, pages), strict=True):
            x = LEFT
            for text, role, size in parts:
                x += self.plain(x, middle, text, role, size)

    def _number(self, page: int) -> None:
        glyphs = self.faces.glyphs(page_number(page), BODY)
        advances = [glyph.width * NUMBER_SIZE for glyph in glyphs]
        left = LEFT + NUMBER_SIZE
        if page % 2:
            left = LEFT + WIDTH - NUMBER_SIZE - sum(advances)
        self.line(left, HEIGHT + NUMBER_DROP, glyphs, advances, NUMBER_SIZE)


def advance(glyph: Glyph, size: float, tracking: float = 0.0) -> float:
    """Return a glyph's advance in points; tracking is for full characters only."""
    return glyph.width * size + (tracking if glyph.width >= FULL else 0.0)


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") if number else "0"

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
from reportlab.pdfbase.pdfdoc import PDFDocument
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

__all__ = ["HEIGHT", "LEFT", "PITCH", "SIZE", "TRACKING", "WIDTH", "Sheet", "advance", "page_number"]

FULL = 0.9  # share of the size from which a character counts as full
PROGRAM = "公开年报"
rl_config.useA85 = 0  # pages as bytes: writing them as letters costs a quarter more room, and time


class _Canvas(Canvas):
    _doc: PDFDocument  # which the types of the library leave out


class Sheet:
    """A document being drawn; text comes out in the order it is set."""

    def __init__(self, document: Document, faces: Faces) -> None:
        """Start the first page; the file's properties say title and unit, nothing of the computer."""
        self.faces = faces
        self.page = 1
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
        self._sections = 0

    def line(
        self, x: float, middle: float, glyphs: Sequence[Glyph], advances: Sequence[float], size: float
    ) -> None:
        """Set one line: its left edge, the height of its middle, its glyphs with their advances in points."""
        placed = list(zip(glyphs, advances, strict=True))
        for role, run in groupby(placed, key=lambda item: item[0].role):
            part = list(run)
            rise = middle + self.faces.middle(role) * size
            self._run(role, [glyph for glyph, _ in part], [advance for _, advance in part], (x, rise), size)
            x += sum(advance for _, advance in part)

    def _run(
        self, role: str, glyphs: list[Glyph], advances: list[float], place: tuple[float, float], size: float
    ) -> None:
        """Write glyphs of one font; the most frequent spacing is the run's own, others stand between."""
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
        self._canvas.addLiteral(
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
        self._canvas.addLiteral(f"{_short(thickness)} w 2 J {drawn} S")

    def boxes(self, boxes: Sequence[tuple[float, float, float, float]], grey: float) -> None:
        """Fill boxes with a grey, 0 black to 1 white, and outline them; each (left, top, right, bottom)."""
        bottom = PAGE_HEIGHT - TOP
        drawn = " ".join(
            f"{_short(x0)} {_short(bottom - y1)} {_short(x1 - x0)} {_short(y1 - y0)} re"
            for x0, y0, x1, y1 in boxes
        )
        self._canvas.addLiteral(f"q {_short(grey)} g 0.5 w {drawn} B Q")

    def section(self, title: str, top: float) -> None:
        """Put a heading into the outline that viewers show beside the pages."""
        self._sections += 1
        key = f"section{self._sections}"
        self._canvas.bookmarkHorizontal(key, 0, PAGE_HEIGHT - TOP - top)
        self._canvas.addOutlineEntry(title, key, 0)

    def turn(self) -> None:
        """Number this page and start the next."""
        self._number()
        self._canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        """Number the last page and return the file."""
        self._number()
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def _number(self) -> None:
        glyphs = self.faces.glyphs(page_number(self.page), BODY)
        advances = [glyph.width * NUMBER_SIZE for glyph in glyphs]
        left = LEFT + NUMBER_SIZE
        if self.page % 2:
            left = LEFT + WIDTH - NUMBER_SIZE - sum(advances)
        self.line(left, HEIGHT + NUMBER_DROP, glyphs, advances, NUMBER_SIZE)


def advance(glyph: Glyph, size: float, tracking: float = 0.0) -> float:
    """Return a glyph's advance in points; tracking is for full characters only."""
    return glyph.width * size + (tracking if glyph.width >= FULL else 0.0)


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") if number else "0"

"""The fonts of a table at one zoom, with the measures that painting and layout need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

LABEL_PIXELS = 13
VALUE_PIXELS = 15
SMALL_PIXELS = 10
ORIGIN_PIXELS = 9
TINY_PIXELS = 8
LINE_PITCH = 1.28  # height of a line among several, in ems


class Piece(NamedTuple):
    """A text that has been shaped once and is drawn often."""

    static: QStaticText
    width: int  # pixels


class Face:
    """One font, which remembers the texts it has drawn: shaping costs ten times what drawing does."""

    def __init__(self, font: QFont, pixels: int, *, bold: bool = False) -> None:
        """Take the family of a font at a size."""
        self.font = QFont(font)
        self.font.setPixelSize(pixels)
        self.font.setBold(bold)
        self.metrics = QFontMetrics(self.font)
        self.height = self.metrics.height()
        self._pieces: dict[str, Piece] = {}

    def piece(self, text: str) -> Piece:
        """Return a text ready to be drawn, with its width."""
        found = self._pieces.get(text)
        if found is None:
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(font=self.font)
            found = self._pieces[text] = Piece(static, self.metrics.horizontalAdvance(text))
        return found

    def width(self, text: str) -> int:
        """Return how wide a text is, in pixels."""
        return self.piece(text).width

    def draw(self, painter: QPainter, left: int, top: int, text: str) -> None:
        """Draw a text on one line; ``top`` is the top of the line."""
        painter.setFont(self.font)
        painter.drawStaticText(left, top, self.piece(text).static)


class Letters:
    """Fonts and lengths in device-independent pixels; ``zoom`` 1.0 is the size of the drawings."""

    def __init__(self, font: QFont, zoom: float = 1.0) -> None:
        """Derive every font from the given one's family."""
        self.zoom = zoom
        self.broken: dict[tuple[str, int, int], tuple[str, ...]] = {}  # labels already broken into lines
        self.label = Face(font, self.px(LABEL_PIXELS))
        self.label_bold = Face(font, self.px(LABEL_PIXELS), bold=True)
        self.value = Face(font, self.px(VALUE_PIXELS))
        self.value_bold = Face(font, self.px(VALUE_PIXELS), bold=True)
        self.small = Face(font, self.px(SMALL_PIXELS))
        self.origin = Face(font, self.px(ORIGIN_PIXELS))
        self.tiny = Face(font, self.px(TINY_PIXELS))
        self.pad = self.px(8)
        self.em = self.label.width("一")
        self.pitch = round(self.em * LINE_PITCH)

    def px(self, length: float) -> int:
        """Return a length of the drawing at this zoom, at least one pixel."""
        return max(1, round(length * self.zoom))

    def height(self, lines: Sequence[str]) -> int:
        """Return how high the lines of a label are together."""
        return self.label.height + self.pitch * (len(lines) - 1)

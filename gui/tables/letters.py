"""The fonts of a table at one zoom, with the measures that painting and layout need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QFontMetrics

LABEL_PIXELS = 13
VALUE_PIXELS = 15
SMALL_PIXELS = 10


class Letters:
    """Fonts and lengths in device-independent pixels; ``zoom`` 1.0 is the size of the drawings."""

    def __init__(self, font: QFont, zoom: float = 1.0) -> None:
        """Derive every font from the given one's family."""
        self.zoom = zoom
        self.broken: dict[tuple[str, int, int], tuple[str, ...]] = {}  # labels already broken into lines
        self.label = self._sized(font, LABEL_PIXELS, bold=False)
        self.label_bold = self._sized(font, LABEL_PIXELS, bold=True)
        self.value = self._sized(font, VALUE_PIXELS, bold=False)
        self.value_bold = self._sized(font, VALUE_PIXELS, bold=True)
        self.small = self._sized(font, SMALL_PIXELS, bold=False)
        self.label_metrics = QFontMetrics(self.label)
        self.bold_metrics = QFontMetrics(self.label_bold)
        self.value_metrics = QFontMetrics(self.value)
        self.value_bold_metrics = QFontMetrics(self.value_bold)
        self.small_metrics = QFontMetrics(self.small)
        self.pad = self.px(8)
        self.em = self.label_metrics.horizontalAdvance("一")

    def px(self, length: float) -> int:
        """Return a length of the drawing at this zoom, at least one pixel."""
        return max(1, round(length * self.zoom))

    def height(self, lines: Sequence[str]) -> int:
        """Return how high the lines of a label are together."""
        return self.label_metrics.height() * len(lines)

    def _sized(self, font: QFont, pixels: float, *, bold: bool) -> QFont:
        sized = QFont(font)
        sized.setPixelSize(self.px(pixels))
        sized.setBold(bold)
        return sized

"""Drawing the annex 数据图解 on one page: bars in two greys, every number written behind its bar."""

from __future__ import annotations

from collections.abc import Sequence

from core.writers.blocks import Bar, Chart, ChartBlock
from core.writers.pdf.faces import BODY, HEI, Glyph
from core.writers.pdf.sheet import HEIGHT, LEFT, PITCH, SIZE, WIDTH, Sheet, advance

TITLE_SIZE, LARGEST = 12.0, 10.5
NOTE_SIZE = 9.0
HIGHEST = 17.0  # a bar with its white, in points; lower where there are many
_HEAD, _NOTE, _REST, _APART = 1.7, 1.0, 0.9, 0.35  # heights of the other parts, measured in bars
_THICK = 0.62  # share of its height that a bar fills
_LABELS, _FIGURES = 0.42, 0.3  # share of the width that labels and figures may take
_GAP = 5.0
DARK, LIGHT, AXIS = 0.3, 0.88, 0.5
Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw(sheet: Sheet, block: ChartBlock) -> None:
    """Draw the annex on an empty page."""
    _centred(sheet, block.title, PITCH / 2)
    bars = min(HIGHEST, (HEIGHT - PITCH * 1.5) / sum(_height(chart) for chart in block.charts))
    top = PITCH * 1.5
    for chart in block.charts:
        _Drawing(sheet, chart, top, bars).draw()
        top += _height(chart) * bars


def _height(chart: Chart) -> float:
    """Return the height of a chart, measured in bars."""
    apart = _APART * len(set(_labels(chart))) if chart.groups else 0.0
    return _HEAD + len(chart.bars) + apart + (_NOTE if chart.note else 0.0) + _REST


def _labels(chart: Chart) -> list[str]:
    return [bar.label for bar in chart.bars]


def _centred(sheet: Sheet, text: str, middle: float) -> None:
    glyphs = sheet.faces.glyphs(text, HEI)
    advances = [advance(glyph, SIZE) for glyph in glyphs]
    sheet.line(LEFT + (WIDTH - sum(advances)) / 2, middle, glyphs, advances, SIZE)


class _Drawing:
    """One chart being drawn: where its bars begin, and how long one unit is."""

    def __init__(self, sheet: Sheet, chart: Chart, top: float, pitch: float) -> None:
        self._sheet = sheet
        self._chart = chart
        self._top = top
        self._pitch = pitch
        self._size = min(LARGEST, pitch * 0.68)
        labels = min(WIDTH * _LABELS, max(self._natural(label) for label in _labels(chart)))
        figures = min(WIDTH * _FIGURES, max(self._natural(bar.text) for bar in chart.bars))
        self._axis = LEFT + labels + _GAP
        self._figures = figures
        self._room = LEFT + WIDTH - figures - _GAP - self._axis
        self._most = max(float(bar.value or 0) for bar in chart.bars)

    def draw(self) -> None:
        """Draw title, legend, bars and note, each text in the order the block names them."""
        self._heading()
        first = self._top
        for _, bars in self._chart.by_label():
            self._bars(bars)
        self._sheet.rules([(self._axis, first, self._axis, self._top - self._gap())], 0.75)
        if self._chart.note:
            self._text(self._chart.note, LEFT, self._top + self._pitch * _NOTE / 2, NOTE_SIZE, WIDTH)

    def _gap(self) -> float:
        return _APART * self._pitch if self._chart.groups else 0.0

    def _heading(self) -> None:
        middle = self._top + self._pitch * _HEAD * 0.4
        x = LEFT + self._text(self._chart.title, LEFT, middle, TITLE_SIZE, WIDTH * 0.7, role=HEI)
        x += 2 * TITLE_SIZE
        for group in self._chart.groups:
            side = self._size * 0.8
            self._fill((x, middle - side / 2, x + side * 1.6, middle + side / 2), group)
            x += side * 1.6 + _GAP
            x += self._text(group, x, middle, self._size, WIDTH) + self._size
        self._top += self._pitch * _HEAD

    def _bars(self, bars: Sequence[Bar]) -> None:
        """Draw the bars of one label, the label in the middle before them."""
        middle = self._top + self._pitch * len(bars) / 2
        room = self._axis - _GAP - LEFT
        self._text(bars[0].label, self._axis - _GAP, middle, self._size, room, right=True)
        for bar in bars:
            self._bar(bar)
            self._top += self._pitch
        self._top += self._gap()

    def _bar(self, bar: Bar) -> None:
        length = self._room * max(0.0, float(bar.value or 0)) / self._most if self._most > 0 else 0.0
        middle = self._top + self._pitch / 2
        half = self._pitch * _THICK / 2
        if length > 0:
            self._fill((self._axis, middle - half, self._axis + length, middle + half), bar.group)
        self._text(bar.text, self._axis + length + _GAP, middle, self._size, self._figures)

    def _fill(self, box: Box, group: str) -> None:
        """Draw a box: dark for this year, which is the last group; light with an outline for the other."""
        others = self._chart.groups[:-1]
        self._sheet.boxes([box], LIGHT if group in others else DARK)

    def _natural(self, text: str) -> float:
        return sum(advance(glyph, self._size) for glyph in self._sheet.faces.glyphs(text, BODY))

    def _text(  # noqa: PLR0913 - where a text stands, and how
        self,
        text: str,
        x: float,
        middle: float,
        size: float,
        room: float,
        *,
        role: str = BODY,
        right: bool = False,
    ) -> float:
        """Set one line from ``x``, or up to it; smaller where it would be wider than ``room``; its width."""
        glyphs: list[Glyph] = self._sheet.faces.glyphs(text, role)
        width = sum(advance(glyph, size) for glyph in glyphs)
        if width > room:
            size, width = size * room / width, room
        advances = [advance(glyph, size) for glyph in glyphs]
        self._sheet.line(x - width if right else x, middle, glyphs, advances, size)
        return width

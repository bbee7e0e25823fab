"""A TrueType face whose long lists are read at once: the library reads them number by number.

Loading a font is most of what the first PDF of a process takes; this halves it. What is read is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from struct import unpack_from

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

_SEGMENTS, _GROUPS = 4, 12  # formats of a list of characters
_WINDOWS = 3
_SPACE, _FIXED_SPACE = 0x20, 0xA0


class Face(TTFontFace):
    """One face; ``hmetrics``, ``glyphPos``, ``charToGlyph`` and ``charWidths`` as the library has them."""

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - the library's names
        """Read the face; raises ``TTFError``, ``struct.error`` or ``LookupError`` if it is damaged."""
        super().extractInfo(0)
        if charInfo:
            self._read_metrics()
            self._read_places()
            self._read_characters()

    def _read_metrics(self) -> None:
        table = self._table("hmtx")
        full = unpack_from(">H", self._table("hhea"), 34)[0]
        numbers = unpack_from(f">{2 * full}H", table)
        rest = unpack_from(f">{self.numGlyphs - full}H", table, 4 * full)
        self.hmetrics = [
            *zip(numbers[::2], numbers[1::2], strict=True),
            *zip(repeat(numbers[-2]), rest, strict=False),
        ]

    def _read_places(self) -> None:
        table, count = self._table("loca"), self.numGlyphs + 1
        if unpack_from(">h", self._table("head"), 50)[0]:
            self.glyphPos = list(unpack_from(f">{count}L", table))
        else:
            self.glyphPos = [2 * place for place in unpack_from(f">{count}H", table)]

    def _read_characters(self) -> None:
        table = self._table("cmap")
        characters = dict(_listed(table))
        if _SPACE in characters:
            characters[_FIXED_SPACE] = characters[_SPACE]
        units = unpack_from(">H", self._table("head"), 18)[0]
        widths = [wide * 1000.0 / units for wide, _ in self.hmetrics]
        self.charToGlyph = characters
        self.defaultWidth = widths[0]
        self.charWidths = {character: widths[glyph] for character, glyph in characters.items()}

    def _table(self, tag: str) -> bytes:
        return bytes(self.get_table(tag))  # type: ignore[no-untyped-call] # the library's


def _listed(table: bytes) -> Iterator[tuple[int, int]]:
    """Yield every character with its glyph, from the last list for Windows, as the library takes it."""
    count = unpack_from(">H", table, 2)[0]
    records = (unpack_from(">HHL", table, 4 + 8 * number) for number in range(count))
    at = next((offset for platform, _, offset in reversed(list(records)) if platform == _WINDOWS), 0)
    form = unpack_from(">H", table, at)[0] if at else 0
    if form == _GROUPS:
        return _grouped(table, at)
    if form == _SEGMENTS:
        return _segmented(table, at)
    message = f"a list of characters in format {form}"
    raise TTFError(message)


def _grouped(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield the characters of groups: first, last, glyph of the first."""
    numbers = unpack_from(f">{3 * unpack_from('>L', table, at + 12)[0]}L", table, at + 16)
    groups = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return chain.from_iterable(
        zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
        for first, last, glyph in groups
    )


def _segmented(table: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield the characters of segments: last, first, what to add, where their glyphs stand."""
    size, _, double = unpack_from(">3H", table, at + 2)
    count = double // 2
    numbers = unpack_from(f">{(size - 14) // 2}H", table, at + 14)
    lasts, firsts = numbers[:count], numbers[count + 1 : 2 * count + 1]
    adds, places = numbers[2 * count + 1 : 3 * count + 1], numbers[3 * count + 1 : 4 * count + 1]
    for number, (first, last, add, place) in enumerate(zip(firsts, lasts, adds, places, strict=True)):
        if not place:
            yield from ((code, code + add & 0xFFFF) for code in range(first, last + 1))
            continue
        start = 3 * count + 1 + number + place // 2
        for code, glyph in enumerate(numbers[start : start + last - first + 1], first):
            yield code, glyph + add & 0xFFFF if glyph else 0

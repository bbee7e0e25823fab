"""A TrueType face that leaves in its file what a document may not need: most outlines, and long lists.

The library reads the whole file and takes every list apart, number by number, which is most of what the first
PDF of a process takes. Here a list is read at once and unpacked where it is looked at. What is read is the
same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from struct import unpack_from

from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

from core.writers.fonts import FontData

_SEGMENTS, _GROUPS = 4, 12  # formats of a list of characters
_WINDOWS = 3
_SPACE, _FIXED_SPACE = 0x20, 0xA0
_EM = 1000.0  # the library gives widths in thousandths of the size


class Face(TTFontFace):
    """One face; ``hmetrics``, ``glyphPos`` and ``charToGlyph`` tell what the library's do."""

    def __init__(self, data: FontData) -> None:
        """Read the face; raises ``TTFError``, ``struct.error`` or ``LookupError`` if it is damaged."""
        with data.open():
            super().__init__(data)

    def readFile(self, f: FontData) -> None:  # noqa: N802 - the library's name
        """Take the bytes as they are; the library would read them all."""
        self.filename = "(ttf)"  # what the library calls a face without a name
        self._ttf_data = f
        self._pos = 0

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - the library's names
        """Read what is known of the whole face and, if wished, of its characters."""
        super().extractInfo(0)
        if charInfo:
            full = unpack_from(">H", self._table("hhea"), 34)[0]
            self.hmetrics = Metrics(self._table("hmtx"), full)
            long = unpack_from(">h", self._table("head"), 50)[0]
            self.glyphPos = Places(self._table("loca"), long=bool(long))
            self._units = unpack_from(">H", self._table("head"), 18)[0]
            self._read_characters()

    def _read_characters(self) -> None:
        characters = dict(_listed(self._table("cmap")))
        if _SPACE in characters:
            characters[_FIXED_SPACE] = characters[_SPACE]
        self.charToGlyph = characters
        self.defaultWidth = self._width(0)

    def getCharWidth(self, code: int) -> float:  # noqa: N802 - the library's name
        """Return a character's width in thousandths of the size."""
        return self._width(self.charToGlyph.get(code, 0))

    def _width(self, glyph: int) -> float:
        return float(self.hmetrics[glyph][0] * _EM / self._units)

    def get_table(self, tag: str) -> bytes | Outlines:
        """Return a table, that of the outlines as a sequence that is read in parts."""
        if tag != "glyf":
            return self._table(tag)
        return Outlines(self._ttf_data, *self.get_table_pos(tag))

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802 - the library's name
        """Return the font with some of its characters."""
        with self._ttf_data.open():
            return bytes(super().makeSubset(subset))

    def _table(self, tag: str) -> bytes:
        start, length = self.get_table_pos(tag)
        return self._ttf_data[start : start + length]


class Metrics:
    """How wide each glyph is and how far from its origin it begins; those at the end are equally wide."""

    def __init__(self, table: bytes, full: int) -> None:
        """Take the list as the file has it, with so many pairs at its beginning."""
        self._table, self._full = table, full

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        last = min(glyph, self._full - 1)
        width, left = unpack_from(">2H", self._table, 4 * last)
        if glyph > last:
            (left,) = unpack_from(">H", self._table, 4 * self._full + 2 * (glyph - self._full))
        return width, left


class Places:
    """Where the outline of each glyph begins, and where the last one ends."""

    def __init__(self, table: bytes, *, long: bool) -> None:
        """Take the list as the file has it: long numbers, or short ones of half the places."""
        self._table, self._long = table, long

    def __getitem__(self, glyph: int) -> int:
        if self._long:
            return int(unpack_from(">L", self._table, 4 * glyph)[0])
        return 2 * int(unpack_from(">H", self._table, 2 * glyph)[0])


class Outlines:
    """The table of the outlines, of which the slices are read that are asked for."""

    def __init__(self, data: FontData, start: int, length: int) -> None:
        """Take a part of the font."""
        self._data, self._start, self._length = data, start, length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        return self._data[self._start + start : self._start + stop]


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

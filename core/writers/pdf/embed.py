"""A TrueType font embedded as one subset with two-byte codes, so that every character can be copied out.

The library's own way cuts a font into parts of 256 characters and writes characters beyond U+FFFF wrongly
into the map that viewers search and copy by. Here a font is one composite font (ISO 32000-1, 9.7) whose map
is written in UTF-16, characters beyond U+FFFF as two units.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack, unpack_from
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFont

from core.writers.fonts import FontData
from core.writers.pdf.face import Face

_EM = 1000  # widths in a PDF are thousandths of the size
_BLOCK = 100  # entries that one bfchar block may hold
_NOT_A_CHARACTER = 0xFFFF  # a font's list of characters may end with it
_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class EmbeddedFont(TTFont):
    """One font; may be used for several documents, one after another."""

    def __init__(
        self, name: str, data: FontData
    ) -> None:  # as the library's own, with our way to read a face
        """Read the font from its bytes; raises the library's ``TTFError`` or ``struct.error`` if damaged."""
        self.fontName = name
        self.face = Face(data)
        self.encoding = TTEncoding()
        self.state = WeakKeyDictionary()
        self.shapable = False
        self._asciiReadable = 0
        self._codes: WeakKeyDictionary[PDFDocument, dict[str, int]] = WeakKeyDictionary()
        self._subset = f"{SUBSETN(0).decode()}+{self.face.name.decode()}"  # the font's name in a document
        # The library keeps one font for each name of a face and hands it to all who register that face; ours
        # cannot be drawn with in the library's way, so its face is known by a name that nobody else has.
        self.face.name = name.encode()

    def has(self, character: str) -> bool:
        """Tell whether the font can draw the character."""
        code = ord(character)
        return code != _NOT_A_CHARACTER and self.face.charToGlyph.get(code, 0) != 0

    def width(self, character: str) -> float:
        """Return the character's advance as a share of the size."""
        return float(self.face.getCharWidth(ord(character))) / _EM

    def middle(self, character: str) -> float:
        """Return the height of the middle of a character's ink above the baseline, as a share of the size."""
        data, units = self.glyf(character)
        _, _, low, _, high = unpack_from(">5h", data)
        return float(low + high) / 2 / units

    def glyf(self, character: str) -> tuple[bytes, int]:
        """Return what the font holds of a character's outline, and how many of its units are the size."""
        face = self.face
        glyph = face.charToGlyph[ord(character)]
        start, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
        at = face.get_table_pos("glyf")[0] + start
        return bytes(face.get_chunk(at, end - start)), int(unpack_from(">H", face.get_table("head"), 18)[0])

    def resource(self, document: PDFDocument) -> str:
        """Return the name that pages of a document call the font by, such as ``/F1``."""
        if document not in self._codes:
            self._codes[document] = {}
            document.fontMapping[self.fontName] = f"/F{len(document.fontMapping) + 1}"
            document.delayedFonts.append(self)
        return str(document.fontMapping[self.fontName])

    def encode(self, characters: Iterable[str], document: PDFDocument) -> list[str]:
        """Return each character's hexadecimal code in a document; all must be in the font."""
        self.resource(document)
        codes = self._codes[document]
        return [f"{codes.setdefault(character, len(codes) + 1):04X}" for character in characters]

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - the library calls it at the end of a document
        """Put the subset used by a document into it."""
        characters = list(self._codes.pop(doc))
        points = [ord(character) for character in characters]
        name = self._subset
        descendant = PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": PDFName(name),
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": self.face.addSubsetObjects(doc, name, points),
                "DW": _EM,
                "W": PDFArray(self._widths(characters)),
                "CIDToGIDMap": self._stream(doc, f"glyphs:{name}", self._glyphs(points)),
            }
        )
        font = PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": PDFName(name),
                "Encoding": "/Identity-H",
                "DescendantFonts": PDFArray([doc.Reference(descendant, f"descendant:{name}")]),
                "ToUnicode": self._stream(doc, f"unicode:{name}", _unicode_map(characters).encode("ascii")),
            }
        )
        fonts = doc.idToObject["BasicFonts"]
        assert isinstance(fonts, PDFDictionary)
        fonts.dict[doc.fontMapping[self.fontName][1:]] = doc.Reference(font, f"font:{name}")

    def _widths(self, characters: list[str]) -> list[int | PDFArray]:
        """Return the widths that are not a full square: a code, then the widths from it on."""
        widths = [(code, round(self.width(character) * _EM)) for code, character in enumerate(characters, 1)]
        return [part for code, width in widths if width != _EM for part in (code, PDFArray([width]))]

    def _glyphs(self, points: list[int]) -> bytes:
        """Return the glyph of each code in the subset, numbered as the library numbers them."""
        numbers = {0: 0}
        glyphs = [0] + [
            numbers.setdefault(self.face.charToGlyph.get(point, 0), len(numbers)) for point in points
        ]
        return pack(f">{len(glyphs)}H", *glyphs)

    @staticmethod
    def _stream(document: PDFDocument, name: str, content: bytes) -> PDFObjectReference:
        reference: PDFObjectReference = document.Reference(
            PDFStream(content=content, filters=[PDFZCompress]), name
        )
        return reference


def _unicode_map(characters: list[str]) -> str:
    entries = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(characters, 1)
    ]
    parts = [entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK)]
    blocks = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    return _MAP.format(blocks=blocks)

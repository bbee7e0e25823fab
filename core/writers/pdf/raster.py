"""Pictures for the pages: a PNG with a palette goes into the file as it is, without being unpacked.

ISO 32000-1, 7.4.4.4: the rows of a PNG are what the filter with predictor 15 expects. No picture library is
needed, and none is in the bundle.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import unpack_from
from typing import NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KIND = (8, 3, 0, 0, 0)  # bits, a palette, the usual packing and filter, not interlaced


class Raster(NamedTuple):
    """A picture of at most 256 colours: its size in pixels, colours and packed rows."""

    width: int
    height: int
    colours: bytes
    rows: bytes

    def stream(self) -> PDFStream:
        """Return the picture as an object of a file."""
        most = len(self.colours) // 3 - 1
        return PDFStream(
            PDFDictionary(
                {
                    "Type": PDFName("XObject"),
                    "Subtype": PDFName("Image"),
                    "Width": self.width,
                    "Height": self.height,
                    "BitsPerComponent": 8,
                    "ColorSpace": f"[/Indexed /DeviceRGB {most} <{self.colours.hex()}>]",
                    "Filter": PDFName("FlateDecode"),
                    "DecodeParms": f"<</Predictor 15 /Colors 1 /BitsPerComponent 8 /Columns {self.width}>>",
                    "Interpolate": "true",
                }
            ),
            self.rows,
        )


def read(file: Path) -> Raster:
    """Read a PNG with a palette of one byte; ``ValueError`` for any other."""
    data = file.read_bytes()
    if not data.startswith(_SIGNATURE):
        raise ValueError(file.name)
    parts = list(_parts(data))
    width, height, *kind = unpack_from(">2I5B", parts[0][1])
    if tuple(kind) != _KIND:
        raise ValueError(file.name)
    colours = next(part for name, part in parts if name == b"PLTE")
    return Raster(width, height, colours, b"".join(part for name, part in parts if name == b"IDAT"))


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(data):
        length, name = unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += 12 + length

"""A PDF's pages as text and as pictures; the library behind them bears one caller at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

ONE_AT_A_TIME = threading.RLock()  # neither this library nor the fonts may be used by two threads at once
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels: rows of ``stride`` bytes, blue, green and red one byte each."""

    width: int
    height: int
    stride: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it was set in one go, and its box in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def page_pieces(pdf: bytes) -> list[list[Piece]]:
    """Return the text of every page, piece by piece in the order it was set.

    Piece by piece, because the library would sort pieces of equal height from left to right: a heading in the
    middle of two rows would come between the pieces of its neighbour.
    """
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_pieces(page) for page in document]
        finally:
            document.close()


def _pieces(page: pypdfium2.PdfPage) -> list[Piece]:
    text = page.get_textpage()
    try:
        pieces = page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], textpage=text)
        return [Piece(piece.extract(), *piece.get_bounds()) for piece in pieces]
    finally:
        text.close()
        page.close()


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of every page, in points."""
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()


def page_images(pdf: bytes, dpi: float, numbers: Sequence[int] | None = None) -> Iterator[PageImage]:
    """Yield pages as they are printed, at a resolution in dots per inch: all, or some by number, from 0.

    Each page is drawn when it is asked for; may be used from any thread.
    """
    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        wanted = range(len(document)) if numbers is None else numbers
    try:
        for number in wanted:
            with ONE_AT_A_TIME:
                image = _image(document, number, dpi)
            yield image
    finally:
        with ONE_AT_A_TIME:
            document.close()


def _image(document: pypdfium2.PdfDocument, number: int, dpi: float) -> PageImage:
    page = document[number]
    try:
        bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=False)
        try:
            return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            bitmap.close()
    finally:
        page.close()

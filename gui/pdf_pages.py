"""The pages of a PDF as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import pypdfium2

POINTS = 72  # to the inch
METRE = 39.37  # inches


def images(pdf: bytes, dpi: int) -> tuple[QImage, ...]:
    """Return every page at so many pixels to the inch; each image knows its resolution."""
    import pypdfium2  # noqa: PLC0415 - loaded when a page is first shown

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_image(page, dpi) for page in document)
    finally:
        document.close()


def _image(page: pypdfium2.PdfPage, dpi: int) -> QImage:
    bitmap = page.render(scale=dpi / POINTS, rev_byteorder=True, prefer_bgrx=True)
    drawn = QImage(
        bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
    ).copy()  # the buffer goes with the page
    drawn.setDotsPerMeterX(round(dpi * METRE))
    drawn.setDotsPerMeterY(round(dpi * METRE))
    return drawn

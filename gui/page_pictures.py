"""The pages of a finished PDF as pictures, for the screen and for a printer; drawn beside the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from core.writers.pdf import PageImage


def pictures(pdf: bytes, dpi: float, numbers: Sequence[int] | None = None) -> Iterator[QImage]:
    """Yield pages drawn at so many pixels to the inch: all, or those of some numbers from 0."""
    from core.writers.pdf import page_images  # noqa: PLC0415 - loaded when a page is first drawn

    return (_picture(page) for page in page_images(pdf, dpi, numbers))


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of every page, in points."""
    from core.writers.pdf import page_sizes  # noqa: PLC0415 - as above

    return page_sizes(pdf)


def _picture(page: PageImage) -> QImage:
    drawn = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_BGR888)
    if drawn.allGray():
        return drawn.convertToFormat(QImage.Format.Format_Grayscale8)  # a third of the memory
    return drawn.copy()  # the bytes go with the page

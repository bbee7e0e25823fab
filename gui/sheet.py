"""One page of a document on the screen: white paper with a thin edge and a quiet shadow."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import style

INCH = 96.0  # pixels on screen at 100 %
PAGE_WIDTH = 210 / 25.4  # inches, A4
SHADOW = 2  # pixels


class Sheet(QWidget):
    """Shows an image of a page, so many times as large as on paper."""

    def __init__(self, number: int) -> None:
        """Start without an image."""
        super().__init__()
        self.setAccessibleName(f"第 {number} 页")
        self._image = QImage()
        self._inches = (PAGE_WIDTH, PAGE_WIDTH * 2**0.5)
        self._page = QRect()

    def show_image(self, image: QImage, dpi: float) -> None:
        """Show an image drawn at so many pixels to the inch."""
        self._image = image
        self._inches = (image.width() / dpi, image.height() / dpi)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Show the page so many times as large as on paper."""
        width, height = (round(side * INCH * scale) for side in self._inches)
        self._page = QRect(0, 0, width, height)
        self.setFixedSize(QSize(width + SHADOW, height + SHADOW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, page and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect().adjusted(SHADOW, SHADOW, 0, 0), style.BORDER)
        painter.fillRect(self._page, Qt.GlobalColor.white)  # paper, also in the dark
        painter.drawImage(self._page, self._image)
        painter.setPen(style.BORDER)
        painter.drawRect(self._page.adjusted(0, 0, -1, -1))

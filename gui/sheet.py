"""One page of a document on the screen: white paper with a thin edge and a quiet shadow."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui import style

INCH = 96.0  # pixels on screen at 100 %
PAGE_WIDTH = 210 / 25.4  # inches, A4
SHADOW = 2  # pixels
_POINTS = 72  # in an inch


class Sheet(QWidget):
    """Shows an image of a page, so many times as large as on paper; white paper as long as it has none."""

    def __init__(self, number: int) -> None:
        """Start as a blank sheet."""
        super().__init__()
        self.setAccessibleName(f"第 {number} 页")
        self._image = QImage()
        self.dpi = 0.0  # of the image; 0: there is none
        self._points = (PAGE_WIDTH * _POINTS, PAGE_WIDTH * _POINTS * 2**0.5)
        self._page = QRect()

    def show_blank(self, points: tuple[float, float]) -> None:
        """Be a page of another paper; nothing is drawn on it yet."""
        self._points = points
        self.forget()

    def show_image(self, image: QImage, dpi: float) -> None:
        """Show an image drawn at so many pixels to the inch."""
        self._image, self.dpi = image, dpi
        self.update()

    def forget(self) -> None:
        """Let go of the image."""
        if self.dpi:
            self.show_image(QImage(), 0.0)

    def set_size(self, dpi: float, ratio: float) -> None:
        """Be as large as an image of so many pixels to the inch; ``ratio``: pixels of the screen in one."""
        width, height = (round(ceil(side * dpi / _POINTS) / ratio) for side in self._points)
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

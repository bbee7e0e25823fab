"""The last tab: the real pages of the PDF, made from a snapshot each time the report has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.errors import Refused
from core.session import Delta
from core.writers import find, layout
from core.writers.blocks import Document
from gui import jobs, style
from gui.bridge import Bridge
from gui.fields import text_label
from gui.first_stop import FirstStop
from gui.flow import Flow

if TYPE_CHECKING:
    from core.writers.pdf import PageImage

INCH = 96.0  # pixels on screen at 100 %
PAGE_WIDTH = 210 / 25.4  # inches, A4
WIDEST = 1.5  # times; a page does not grow beyond, however wide the window
SPACE = 16  # pixels around a page
SHADOW = 2  # pixels
PAUSE = 250  # milliseconds after the last change or resizing
PROBLEM_WIDTH = 640  # pixels
EXPORTS = (("pdf", "导出 PDF"), ("xlsx", "导出 Excel"), ("", "全部导出"))


@dataclass(frozen=True, slots=True)
class Made:
    """The pages of one state of the report."""

    pdf: bytes
    dpi: float
    images: tuple[QImage, ...]


NOTHING = Made(b"", INCH, ())


class PreviewPage(FirstStop):
    """Shows what will be printed; the window exports."""

    export_wanted = Signal(str)  # a format, or empty for all

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Wait until the page is shown before anything is made."""
        super().__init__(parent)
        self._bridge = bridge
        self._stale = True
        self._job: jobs.Job | None = None
        self._made = NOTHING
        self.fit = True
        self.state = text_label(muted=True)
        self.pages: list[Sheet] = []
        self._column = QVBoxLayout()
        self._scroll = QScrollArea()
        self.problem = text_label(wrap=True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._catch_up)
        self._build()
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._on_opened)

    # ---- building

    def _build(self) -> None:
        body = QWidget()
        body.setLayout(self._column)
        self._column.setContentsMargins(style.px(SPACE), style.px(4), style.px(SPACE), style.px(SPACE))
        self._column.setSpacing(style.px(SPACE))
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.problem.setProperty("card", True)
        self.problem.setContentsMargins(style.px(14), style.px(12), style.px(14), style.px(12))
        self.problem.setMaximumWidth(style.px(PROBLEM_WIDTH))
        self.problem.hide()
        self._column.addWidget(self.problem)
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("要打印的页面")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(self._scroll, 1)
        self.lead_to(self._scroll)

    def _head(self) -> QWidget:
        """Return the buttons; where they do not stand in one line they go on in the next."""
        sizes, group = [], QButtonGroup(self)
        for words, fit in (("适合宽度", True), ("100 %", False)):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setChecked(fit == self.fit)
            button.setStyleSheet(checked())
            button.clicked.connect(lambda _=False, fit=fit: self.set_fit(fit=fit))
            button.setAccessibleName(f"页面大小：{words}")
            group.addButton(button)
            sizes.append(button)
        exports = []
        for name, words in EXPORTS:
            button = QPushButton(words)
            button.setProperty("primary", not name)
            button.clicked.connect(lambda _=False, name=name: self.export_wanted.emit(name))
            exports.append(button)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(style.px(16), style.px(10), style.px(4), style.px(8))
        column.setSpacing(style.px(6))
        column.addWidget(Flow([*sizes, *exports], style.px(8)))
        column.addWidget(self.state)
        return head

    def set_fit(self, *, fit: bool) -> None:
        """Show the pages as wide as the window allows, or in their real size."""
        self.fit = fit
        self._size_pages()
        self._catch_up()

    # ---- making

    def showEvent(self, event: QShowEvent) -> None:
        """Make the pages if the report has changed since."""
        super().showEvent(event)
        if self._stale:
            self._make()

    def _on_changed(self, _delta: Delta) -> None:
        self._stale = True
        if self.isVisible():
            self._pause.start()

    def _on_opened(self) -> None:
        self._show_pages(NOTHING)
        self._stale = True
        if self.isVisible():
            self._make()

    def _catch_up(self) -> None:
        """Make the pages anew if the report has changed, or draw them anew if their size has.

        While another page is in front nothing is made: that would be repeated at every key, for nobody.
        """
        if not self.isVisible():
            return
        made, dpi = self._made, self._dpi()
        if self._stale:
            self._make()
        elif made.images and made.dpi != dpi and self._job is None:
            self._start(lambda: _drawn(made.pdf, dpi))

    def _make(self) -> None:
        """Write the PDF of a snapshot and draw its pages, both beside the window."""
        self._stale = False
        document = layout.build(self._bridge.session.report)
        dpi = self._dpi()
        self._start(lambda: _made(document, dpi))

    def _start(self, work: Callable[[], Made]) -> None:
        if self._job is not None:
            self._job.cancel()
        self.state.setText("正在生成…")
        self._job = jobs.run(work, self._on_made, self._on_failed, self)

    def _on_made(self, made: Made) -> None:
        self._job = None
        self._made = made
        self.problem.hide()
        self._show_pages(made)
        self.state.setText(f"共 {len(made.images)} 页")
        self._catch_up()

    def _on_failed(self, refusal: Refused) -> None:
        self._job, self._made = None, NOTHING
        self._show_pages(NOTHING)
        self.state.setText("")
        self.problem.setText(f"没有生成预览。{refusal}")
        self.problem.show()

    # ---- showing

    def _show_pages(self, made: Made) -> None:
        """Put the images on the sheets; the place one is reading stays where it is."""
        while len(self.pages) > len(made.images):
            sheet = self.pages.pop()
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        while len(self.pages) < len(made.images):
            self.pages.append(Sheet(len(self.pages) + 1))
            self._column.addWidget(self.pages[-1], 0, Qt.AlignmentFlag.AlignHCenter)
        for sheet, image in zip(self.pages, made.images, strict=True):
            sheet.show_image(image, made.dpi)
        self._size_pages()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pages follow the width; they are drawn sharply again after a moment."""
        super().resizeEvent(event)
        self._size_pages()
        if self._made.images:
            self._pause.start()

    def _size_pages(self) -> None:
        for sheet in self.pages:
            sheet.set_scale(self.scale())

    def scale(self) -> float:
        """Return how many times their real size the pages are shown."""
        if not self.fit:
            return 1.0
        room = self._scroll.viewport().width() - 2 * style.px(SPACE) - SHADOW
        return min(max(room / (PAGE_WIDTH * INCH), 0.3), WIDEST)

    def _dpi(self) -> float:
        return INCH * self.scale() * self.devicePixelRatioF()


class Sheet(QWidget):
    """One page as white paper with a thin edge and a quiet shadow."""

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


def checked() -> str:
    """Return the style of a button that stays pressed."""
    tint, line = style.ACTIVE_TINT.name(), style.ACTIVE.name()
    return f"QPushButton:checked {{ background: {tint}; border-color: {line}; font-weight: bold; }}"


def _made(document: Document, dpi: float) -> Made:
    return _drawn(find("pdf").write(document), dpi)


def _drawn(pdf: bytes, dpi: float) -> Made:
    from core.writers.pdf import page_images  # noqa: PLC0415 - loaded when a page is first drawn

    return Made(pdf, dpi, tuple(_image(page) for page in page_images(pdf, dpi)))


def _image(page: PageImage) -> QImage:
    drawn = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_BGR888)
    grey = drawn.convertToFormat(QImage.Format.Format_Grayscale8)  # a third of the memory; print is black
    return grey.copy()  # the bytes go with the page

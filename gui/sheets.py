"""The pages of a PDF under one another; drawn are only those that are seen, and their neighbours.

A picture of a page takes more than a megabyte, and a report may have forty pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui import jobs, style
from gui.page_pictures import pictures, sizes
from gui.sheet import INCH, PAGE_WIDTH, SHADOW, Sheet

WIDEST = 1.5  # times; a page does not grow beyond, however wide the window
SPACE = 16  # pixels around a page
PAUSE = 250  # milliseconds after the last resizing
NEIGHBOURS = 1  # pages drawn before and behind those that are seen


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF and the size of each of its pages, in points."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some pages by number, from 0, as pictures of so many pixels to the inch."""

    dpi: float
    images: Mapping[int, QImage]


BLANK = Paper(b"", ())


def paper(pdf: bytes, dpi: float, first: Sequence[int]) -> tuple[Paper, Drawn]:
    """Return a PDF as paper, with some of its pages drawn as far as it has them; for a job."""
    measured = Paper(pdf, tuple(sizes(pdf)))
    return measured, draw(measured, dpi, [number for number in first if number < len(measured.sizes)])


def draw(paper: Paper, dpi: float, numbers: Sequence[int]) -> Drawn:
    """Return some pages as pictures; for a job."""
    return Drawn(dpi, dict(zip(numbers, pictures(paper.pdf, dpi, numbers), strict=True)))


class Sheets(QScrollArea):
    """Shows pages in two sizes, with other widgets above them."""

    failed = Signal(object)  # core.errors.Refused

    def __init__(self, above: Sequence[QWidget]) -> None:
        """Start without pages."""
        super().__init__()
        self.pages: list[Sheet] = []
        self.fit = True  # as wide as the window allows, else in their real size
        self._above = above
        self._paper = BLANK
        self._job: jobs.Job | None = None
        self._column = QVBoxLayout()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)
        self._build()

    def _build(self) -> None:
        body = QWidget()
        body.setLayout(self._column)
        self._column.setContentsMargins(style.px(SPACE), style.px(4), style.px(SPACE), style.px(SPACE))
        self._column.setSpacing(style.px(SPACE))
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        for widget in self._above:
            self._column.addWidget(widget)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self.look)

    def show_paper(self, paper: Paper, drawn: Drawn) -> None:
        """Show other pages, some drawn already; the place one is reading stays where it is."""
        if self._job is not None:
            self._job.cancel()
        self._job, self._paper = None, paper
        while len(self.pages) > len(paper.sizes):
            sheet = self.pages.pop()
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        while len(self.pages) < len(paper.sizes):
            self.pages.append(Sheet(len(self.pages) + 1))
            self._column.addWidget(self.pages[-1], 0, Qt.AlignmentFlag.AlignHCenter)
        for sheet, size in zip(self.pages, paper.sizes, strict=True):
            sheet.show_blank(size)
        self._show(drawn)
        self.set_fit(fit=self.fit)

    def set_fit(self, *, fit: bool) -> None:
        """Show the pages as wide as the window allows, or in their real size."""
        self.fit = fit
        self._size_pages()
        self.look()

    # ---- what is seen

    def current(self) -> int:
        """Return which page is in front, from 0: the one in the middle of what is seen."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        after = (number for number, (_, bottom) in enumerate(self._places()) if middle < bottom)
        return next(after, max(0, len(self.pages) - 1))

    def near(self) -> range:
        """Return the numbers of the pages that are seen, and of their neighbours; there may be fewer."""
        top = self.verticalScrollBar().value()
        end = top + self.viewport().height()
        seen = [number for number, (high, low) in enumerate(self._places()) if low > top and high < end]
        first, last = (seen[0], seen[-1]) if seen else (self.current(), self.current())
        return range(max(0, first - NEIGHBOURS), last + 1 + NEIGHBOURS)

    def is_drawn(self) -> bool:
        """Tell whether every page that is seen, or next to one, is drawn in its present size."""
        return not self._lacking()

    def _lacking(self) -> list[int]:
        dpi, there = self.dpi(), range(len(self.pages))
        return [number for number in self.near() if number in there and self.pages[number].dpi != dpi]

    def _places(self) -> Iterator[tuple[int, int]]:
        """Yield upper and lower edge of every page by the heights: the pages may have no places yet."""
        gap = self._column.spacing()
        top = sum(widget.height() + gap for widget in self._above if not widget.isHidden())
        for sheet in self.pages:
            yield top, top + sheet.height() + gap
            top += sheet.height() + gap

    # ---- drawing

    def look(self) -> None:
        """Have those pages drawn that are seen and are not, and let go of the others' pictures."""
        near = self.near()
        for number, sheet in enumerate(self.pages):
            if number not in near:
                sheet.forget()
        lacking = self._lacking()
        if lacking and self._job is None and self.isVisible():
            work = partial(draw, self._paper, self.dpi(), lacking)
            self._job = jobs.run(work, self._on_drawn, self.failed.emit, self)

    def _on_drawn(self, drawn: Drawn) -> None:
        self._job = None
        self._show(drawn)
        self.look()  # one has gone on meanwhile

    def _show(self, drawn: Drawn) -> None:
        for number, image in drawn.images.items():
            self.pages[number].show_image(image, drawn.dpi)

    # ---- size

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not drawn while nobody saw it."""
        super().showEvent(event)
        self.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pages follow the width; they are drawn sharply again after a moment."""
        super().resizeEvent(event)
        self._size_pages()
        self._pause.start()

    def _size_pages(self) -> None:
        for sheet in self.pages:
            sheet.set_size(self.dpi(), self.devicePixelRatioF())

    def dpi(self) -> float:
        """Return how many pixels of the screen an inch of paper takes."""
        return INCH * self._scale() * self.devicePixelRatioF()

    def _scale(self) -> float:
        """Return how many times their real size the pages are shown."""
        if not self.fit:
            return 1.0
        room = self.viewport().width() - 2 * style.px(SPACE) - SHADOW
        return min(max(room / (PAGE_WIDTH * INCH), 0.3), WIDEST)

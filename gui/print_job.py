"""Pages on paper: each is drawn beside the window and then handed to the printer, at its true size."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from core.errors import NotPrinted, Refused
from gui import jobs
from gui.page_pictures import pictures

FINEST = 300  # pixels to the inch; finer is not seen on paper and takes the printer's memory
BLANK = -1  # in place of a page's number: the empty back of a sheet


class PrintJob(QObject):
    """Prints some pages of a PDF, so many copies of them; can be stopped between two pages."""

    reached = Signal(int, int)  # the page now printed, counted from 1, and how many there are
    ended = Signal()
    failed = Signal(object)  # core.errors.Refused

    def __init__(self, pdf: bytes, numbers: Sequence[int], printer: QPrinter, copies: int = 1) -> None:
        """Get ready to print the pages of some numbers from 0 on a printer that is set up."""
        super().__init__()
        self._pdf = pdf
        self._printer = printer
        self._dpi = float(min(FINEST, printer.resolution()))
        self._numbers = _sheets(numbers, printer, copies)
        self._next = 0
        self._stopped = False
        self._painter = QPainter()
        self._job: jobs.Job | None = None

    def start(self) -> None:
        """Begin; what follows is told by the signals."""
        _furnish(self._printer)
        self._go_on()

    def stop(self) -> None:
        """Print no more pages."""
        self._stopped = True
        if self._job is not None:
            self._job.cancel()
        self._end(abort=True)

    def _go_on(self) -> None:
        """Draw the next page, or end after the last."""
        if self._next == len(self._numbers):
            self._end()
            self.ended.emit()
            return
        self.reached.emit(self._next + 1, len(self._numbers))
        if self._stopped:  # by who was just told
            return
        number, pdf, dpi = self._numbers[self._next], self._pdf, self._dpi
        self._job = jobs.run(lambda: _page(pdf, dpi, number), self._put, self._refuse, self)

    def _put(self, image: QImage) -> None:
        """Put a page on paper."""
        self._job = None
        layout = QPageLayout.Orientation
        wide = image.width() > image.height()
        self._printer.setPageOrientation(layout.Landscape if wide else layout.Portrait)
        begun = self._printer.newPage() if self._painter.isActive() else self._painter.begin(self._printer)
        if not begun:
            self._refuse(NotPrinted("打印机没有接受这份文件。", "请看打印机是否开着、连着，再打印一次。"))
            return
        if not image.isNull():
            inches = self._printer.resolution() / self._dpi
            self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            self._painter.drawImage(QRectF(0, 0, image.width() * inches, image.height() * inches), image)
        self._next += 1
        self._go_on()

    def _refuse(self, refusal: Refused) -> None:
        self._job = None
        self._end(abort=True)
        self.failed.emit(refusal)

    def _end(self, *, abort: bool = False) -> None:
        if self._painter.isActive():
            if abort:
                self._printer.abort()
            self._painter.end()


def _sheets(numbers: Sequence[int], printer: QPrinter, copies: int) -> list[int]:
    """Return the pages in the order they are printed; a driver that cannot count is given every copy.

    A second copy never begins on the back of the first one's last page.
    """
    if printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
        printer.setCollateCopies(True)
        return list(numbers)
    both_sides = printer.duplex() in {QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide}
    back = [BLANK] if both_sides and len(numbers) % 2 else []
    return list(
        chain.from_iterable([*numbers, *(back if copy < copies else [])] for copy in range(1, copies + 1))
    )


def _furnish(printer: QPrinter) -> None:
    """Let a page be the whole sheet: the pages have their margins already, and are never made smaller."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)


def _page(pdf: bytes, dpi: float, number: int) -> QImage:
    return QImage() if number == BLANK else next(pictures(pdf, dpi, [number]))

"""Printing from the window: ask on which printer, then hand the pages over one by one, and say how it ended.

The system is asked for its printers only here, when somebody prints (RELIABILITY.md 12).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from core.errors import Refused
from gui.dialogs.print import PrintDialog, Printer, Usual, WantedPrint

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from gui.window import Window

PRINTER, BOTH_SIDES = "printer", "print_both_sides"  # settings
NONE = "这台电脑上没有装打印机。可以存成 PDF，再到别的电脑上打印。"


class Pages:
    """A finished PDF: its bytes, how many pages, the one in front (from 0), and what it is called."""

    def __init__(self, pdf: bytes, count: int, current: int, name: str) -> None:
        """Keep them."""
        self.pdf, self.count, self.current, self.name = pdf, count, current, name


def ask_and_print(window: Window, pages: Pages, save_as_pdf: Callable[[], object]) -> None:
    """Ask for printer and pages, then print; with no printer at all offer the file instead."""
    there, settings = printers(), window.settings
    if not there:
        window.notice.say(NONE, "ask", [("存成 PDF…", save_as_pdf)])
        return
    usual = Usual(settings.text(PRINTER), settings.text(BOTH_SIDES) == "yes")
    dialog = PrintDialog(there, pages.count, pages.current, usual, window)
    if not dialog.exec():
        return
    wanted = dialog.values()
    settings.remember(PRINTER, wanted.printer)
    settings.remember(BOTH_SIDES, "yes" if wanted.both_sides else "")
    settings.save()
    print_pages(window, pages, wanted, printer_for(wanted.printer))


def print_pages(window: Window, pages: Pages, wanted: WantedPrint, printer: QPrinter) -> None:
    """Print beside the window; the notice counts the pages and can stop them.

    The notice is asked for each time: another zoom builds another one.
    """
    from PySide6.QtPrintSupport import QPrinter  # noqa: PLC0415 - only when printing

    from gui.print_job import PrintJob  # noqa: PLC0415 - as above

    modes = QPrinter.DuplexMode
    printer.setDuplex(modes.DuplexLongSide if wanted.both_sides else modes.DuplexNone)
    printer.setDocName(pages.name)
    printer.setCreator("")
    job = PrintJob(pages.pdf, wanted.numbers, printer, wanted.copies)

    def stop() -> None:
        job.stop()
        window.notice.say("已停止打印。前面几页可能已经打出来了。", "ask")
        job.deleteLater()

    def ended() -> None:
        window.notice.say(f"已交给打印机：{told(wanted)}。", "good")
        job.deleteLater()

    def failed(refusal: Refused) -> None:
        window.notice.refuse(refusal)
        job.deleteLater()

    def reached(page: int, of: int) -> None:
        window.notice.amend(f"正在打印：第 {page} 页，共 {of} 页…")

    job.setParent(QCoreApplication.instance())  # it ends what it has begun even if the window goes
    window.destroyed.connect(job.stop)
    job.reached.connect(reached)
    job.ended.connect(ended)
    job.failed.connect(failed)
    window.notice.say("正在打印…", "ask", [("停止打印", stop)])
    job.start()


def told(wanted: WantedPrint) -> str:
    """Return what was handed over: ``6 页，2 份``."""
    copies = f"，{wanted.copies} 份" if wanted.copies > 1 else ""
    return f"{len(wanted.numbers)} 页{copies}"


def printers() -> Sequence[Printer]:
    """Return the printers of this PC, the usual one first."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - only when printing

    usual = QPrinterInfo.defaultPrinterName()
    found = []
    for name in QPrinterInfo.availablePrinterNames():
        info = QPrinterInfo.printerInfo(name)
        modes = info.supportedDuplexModes()
        both = not modes or QPrinter.DuplexMode.DuplexLongSide in modes
        found.append(Printer(name, info.description() or name, both))
    return sorted(found, key=lambda printer: printer.name != usual)


def printer_for(name: str) -> QPrinter:
    """Return a printer by the name the system gives it, at its own fineness."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 - only when printing

    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)

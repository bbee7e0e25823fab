"""Printing: which pages go to paper, how large, how often, and what is said; the printer writes a PDF."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from core.writers import find, layout
from core.writers.pdf import page_images
from gui import printing, start
from gui.bridge import Bridge
from gui.dialogs.print import ALL, SOME, THIS, PrintDialog, Printer, Usual, WantedPrint
from gui.page_pictures import pictures
from gui.print_job import PrintJob
from gui.printing import Pages
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import ROOT, click, press, report_with, write

WAIT = 20_000  # milliseconds
A4 = (595, 842)  # points
NAME = "青石镇2025年政府信息公开工作年度报告"
PRINTERS = (Printer("hp", "办公室 HP"), Printer("old", "老打印机", both_sides=False))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A report of four pages or so."""
    return find("pdf").write(layout.build(report_with({})))


def paper(folder: Path, kind: type[QPrinter] = QPrinter, fineness: int = 96) -> QPrinter:
    """A printer that writes a PDF."""
    printer = kind(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(fineness)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "纸.pdf"))
    return printer


def sheets(folder: Path) -> list[tuple[int, int]]:
    """The size in points of every sheet that was printed."""
    return [(page.width, page.height) for page in page_images((folder / "纸.pdf").read_bytes(), 72)]


def run(job: PrintJob, qtbot: QtBot) -> list[tuple[int, int]]:
    """Print to the end; return what was counted."""
    counted: list[tuple[int, int]] = []
    job.reached.connect(lambda page, of: counted.append((page, of)))
    with qtbot.waitSignal(job.ended, timeout=WAIT):
        job.start()
    return counted


def test_chosen_pages_come_in_their_real_size(qtbot: QtBot, tmp_path: Path, pdf: bytes) -> None:
    counted = run(PrintJob(pdf, [0, 2], paper(tmp_path, fineness=600)), qtbot)
    assert counted == [(1, 2), (2, 2)]
    assert [tuple(map(round, sheet)) for sheet in sheets(tmp_path)] == [A4, A4]
    printed, meant = (
        list(pictures(data, 50, numbers))
        for data, numbers in (((tmp_path / "纸.pdf").read_bytes(), [0, 1]), (pdf, [0, 2]))
    )
    for ours, theirs in zip(printed, meant, strict=True):
        assert _ink(ours) == pytest.approx(_ink(theirs), abs=1.5)  # pixels: nothing moved, nothing shrank


def _ink(image: QImage) -> list[int]:
    """The box of what is printed on a page."""
    dark = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 140
    ]
    across, down = [x for x, _ in dark], [y for _, y in dark]
    return [min(across), max(across), min(down), max(down)]


class Turning(QPrinter):
    """A printer that turns the sheet over; the one that writes a PDF cannot."""

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


@pytest.mark.parametrize(("kind", "expected"), [(QPrinter, 3 * 2), (Turning, 3 * 2 + 1)])
def test_a_second_copy_never_begins_on_the_back_of_the_first(
    qtbot: QtBot, tmp_path: Path, pdf: bytes, kind: type[QPrinter], expected: int
) -> None:
    run(PrintJob(pdf, [0, 1, 2], paper(tmp_path, kind), 2), qtbot)
    assert len(sheets(tmp_path)) == expected


def test_printing_can_be_stopped_between_two_pages(qtbot: QtBot, tmp_path: Path, pdf: bytes) -> None:
    job = PrintJob(pdf, [0, 1, 2], paper(tmp_path))
    counted: list[int] = []

    def reached(page: int, _of: int) -> None:
        counted.append(page)
        if page == 2:
            job.stop()

    job.reached.connect(reached)
    job.start()
    qtbot.waitUntil(lambda: counted[-1:] == [2], timeout=WAIT)
    qtbot.wait(100)
    assert counted == [1, 2]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_said_once(qtbot: QtBot, tmp_path: Path, pdf: bytes) -> None:
    printer = paper(tmp_path / "没有这个文件夹")
    job = PrintJob(pdf, [0], printer)
    with qtbot.waitSignal(job.failed, timeout=WAIT) as told:
        job.start()
    assert str(told.args[0]) == "打印机没有接受这份文件。请看打印机是否开着、连着，再打印一次。"


# ---- the question


@pytest.fixture
def ask(qtbot: QtBot) -> Callable[..., PrintDialog]:
    def make(usual: str = "hp") -> PrintDialog:
        dialog = PrintDialog(PRINTERS, 6, 2, Usual(usual, both_sides=True))
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        return dialog

    return make


def test_enter_prints_everything_once(ask: Callable[..., PrintDialog]) -> None:
    dialog = ask()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert dialog.values() == WantedPrint("hp", (0, 1, 2, 3, 4, 5), 1, True)


def test_one_page_or_some_of_them(ask: Callable[..., PrintDialog]) -> None:
    dialog = ask()
    dialog.ranges.button(THIS).setFocus()
    press(dialog.ranges.button(THIS), Qt.Key.Key_Space)
    assert dialog.values().numbers == (2,)
    dialog.first.setFocus()
    dialog.first.selectAll()
    write(dialog.first, "2")
    assert dialog.ranges.checkedId() == SOME  # who types a page means it
    dialog.last.setText("４")
    assert dialog.values().numbers == (1, 2, 3)


@pytest.mark.parametrize(("first", "last"), [("0", "2"), ("3", "2"), ("1", "7"), ("", "2"), ("a", "2")])
def test_pages_that_are_not_there_cannot_be_printed(
    ask: Callable[..., PrintDialog], first: str, last: str
) -> None:
    dialog = ask()
    dialog.ranges.button(SOME).setChecked(True)
    dialog.first.setText(first)
    dialog.last.setText(last)
    assert dialog.sentence.text() == "页码请填 1 到 6，前面的不大于后面的。"
    assert not dialog.accept_button.isEnabled()
    dialog.ranges.button(ALL).setChecked(True)
    assert dialog.accept_button.isEnabled()


def test_copies_are_few(ask: Callable[..., PrintDialog]) -> None:
    dialog = ask()
    dialog.copies.setText("100")
    assert dialog.sentence.text() == "份数请填 1 到 99。"
    dialog.copies.setText("3")
    assert dialog.values().copies == 3


def test_a_printer_that_cannot_turn_the_sheet_is_not_asked_to(ask: Callable[..., PrintDialog]) -> None:
    dialog = ask("old")
    assert not dialog.both.isEnabled()
    assert dialog.values() == WantedPrint("old", (0, 1, 2, 3, 4, 5), 1, False)
    dialog.printer.setFocus()
    press(dialog.printer, Qt.Key.Key_Up)
    assert dialog.values().both_sides


def test_everything_in_the_question_can_be_read(ask: Callable[..., PrintDialog], screens: Path) -> None:
    dialog = ask()
    assert dialog.grab().save(str(screens / "dialog-print.png"))
    for kind in (QPushButton, QRadioButton):
        assert all(one.width() >= one.sizeHint().width() for one in dialog.findChildren(kind))
    for label in dialog.findChildren(QLabel):
        assert label.wordWrap() or label.width() >= label.sizeHint().width()


# ---- in the window


def test_nothing_that_prints_is_loaded_before_somebody_prints() -> None:
    code = (
        "import sys, gui.window, gui.pages.preview, gui.printing, gui.signing, gui.exporting;"
        "sys.exit('PySide6.QtPrintSupport' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Window:
    made = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_no_printer_is_said_with_a_way_out(
    window: Window, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "printers", list)
    saved: list[bool] = []
    printing.ask_and_print(window, Pages(pdf, 4, 0, NAME), partial(saved.append, True))
    assert window.notice.text == f"！  {printing.NONE}"
    click(next(one for one in window.notice.findChildren(QPushButton) if one.text() == "存成 PDF…"))
    assert saved == [True]


def test_the_window_counts_the_pages_and_says_how_it_ended(
    window: Window, pdf: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "printers", lambda: PRINTERS)
    monkeypatch.setattr(printing, "printer_for", lambda _: paper(tmp_path))
    monkeypatch.setattr(PrintDialog, "exec", lambda _: 1)
    printing.ask_and_print(window, Pages(pdf, 2, 0, NAME), bool)
    assert window.notice.text == "！  正在打印：第 1 页，共 2 页…"
    qtbot.waitUntil(lambda: window.notice.text == "✓  已交给打印机：2 页。", timeout=WAIT)
    assert window.settings.text(printing.PRINTER) == "hp"
    assert len(sheets(tmp_path)) == 2


def test_printing_survives_another_zoom(
    window: Window, pdf: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "printers", lambda: PRINTERS)
    monkeypatch.setattr(printing, "printer_for", lambda _: paper(tmp_path))
    monkeypatch.setattr(PrintDialog, "exec", lambda _: 1)
    printing.ask_and_print(window, Pages(pdf, 3, 0, NAME), bool)
    window.set_zoom(90)
    qtbot.waitUntil(lambda: window.notice.text == "✓  已交给打印机：3 页。", timeout=WAIT)
    window.set_zoom(100)
    qtbot.wait(10)


def test_a_window_that_goes_while_it_prints_takes_nothing_down(
    tmp_path: Path, qtbot: QtBot, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    window.show()
    monkeypatch.setattr(printing, "printers", lambda: PRINTERS)
    monkeypatch.setattr(printing, "printer_for", lambda _: paper(tmp_path))
    monkeypatch.setattr(PrintDialog, "exec", lambda _: 1)
    printing.ask_and_print(window, Pages(pdf, 3, 0, NAME), bool)
    qtbot.waitUntil(lambda: "第 2 页" in window.notice.text, timeout=WAIT)
    window.close()
    window.deleteLater()
    qtbot.wait(200)


def test_printing_can_be_stopped_in_the_window(
    window: Window, pdf: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(printing, "printers", lambda: PRINTERS)
    monkeypatch.setattr(printing, "printer_for", lambda _: paper(tmp_path))
    monkeypatch.setattr(PrintDialog, "exec", lambda _: 1)
    printing.ask_and_print(window, Pages(pdf, 3, 0, NAME), bool)
    click(next(one for one in window.notice.findChildren(QPushButton) if one.text() == "停止打印"))
    assert window.notice.text == "！  已停止打印。前面几页可能已经打出来了。"

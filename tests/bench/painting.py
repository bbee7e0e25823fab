"""Keys and repaints on the screen, in this process: our table 三 and a bare grid, each shown and filled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from core.report import Entry, Report
from core.session import Session, blank_report
from gui import style
from gui.bridge import Bridge
from gui.pages.table import TablePage
from tests.bench.bare_window import bare_window
from tests.bench.measure import Measured, timed

SIZE = (1280, 860)
TYPED_INTO = "applications.granted.natural_person"


@contextmanager
def table_three(folder: Path) -> Iterator[TablePage]:
    """Table 三 of an open unit file, every typed cell 2, so that many checks have something to say."""
    blank = blank_report("青石镇人民政府", 2099)
    twos = {key: Entry(2) for key, cell in blank.form.cells.items() if not cell.computed}
    session = Session.create(folder / "bench.gknb", Report(blank.form, blank.year, {**blank.entries, **twos}))
    page = TablePage(Bridge(session), blank.form.table("applications"))
    try:
        _show(page)
        page.show_key(TYPED_INTO)
        yield page
    finally:
        page.close()
        session.close()


def our_key(page: TablePage) -> Measured:
    """A case: one key typed into a cell, through session and checks, until the screen shows it."""
    keys = cycle((Qt.Key.Key_1, Qt.Key.Key_Backspace))

    def press() -> None:
        QTest.keyClick(page.view.cells.editor or page.view, next(keys))
        QApplication.processEvents()

    return lambda: timed(press)


def our_repaint(page: TablePage) -> Measured:
    """A case: table 三 with its headings painted anew."""
    return lambda: timed(_repainting(page.view))


@contextmanager
def bare_grid() -> Iterator[QTableWidget]:
    """The bare window's grid, shown."""
    window, grid = bare_window()
    try:
        _show(window)
        yield grid
    finally:
        window.close()


def bare_key(grid: QTableWidget) -> Measured:
    """A case: one item of the bare grid changed, until the screen shows it."""
    texts = cycle(("1", "11"))

    def change() -> None:
        grid.setItem(2, 0, QTableWidgetItem(next(texts)))
        QApplication.processEvents()

    return lambda: timed(change)


def bare_repaint(grid: QTableWidget) -> Measured:
    """A case: the bare grid with its headings painted anew."""
    return lambda: timed(_repainting(grid))


def dress(app: QApplication) -> None:
    """The window's own fonts, colours and style."""
    app.setStyle("Fusion")
    app.setFont(style.load_fonts())
    app.setPalette(style.palette())
    app.setStyleSheet(style.sheet())


def _show(widget: QWidget) -> None:
    widget.resize(*SIZE)
    widget.show()
    widget.activateWindow()
    widget.setFocus()
    QApplication.processEvents()


def _repainting(view: QWidget) -> Callable[[], None]:
    parts = view.findChildren(QWidget)

    def repaint() -> None:
        for part in parts:
            QWidget.update(part)  # a view has an update of its own, for one index
        QApplication.processEvents()

    return repaint

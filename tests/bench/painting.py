"""Keys and repaints on the screen, in this process: our table 三 and a bare grid, each shown and filled."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from core import paths, readers
from core.report import Entry, Report
from core.session import Session
from gui import style
from gui.app import PAUSE
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.window import Window
from tests.bench.bare_window import bare_window
from tests.bench.measure import Figure, Measured, Row, Wanted, interleaved, timed

SIZE = (1280, 860)
TYPED_INTO = "applications.granted.natural_person"


def floors(repeats: int) -> dict[str, Figure]:
    """A key and a repaint of the bare grid, in the looks this process begins with."""
    with bare_grid() as grid:
        return interleaved({"key": bare_key(grid), "paint": bare_repaint(grid)}, repeats)


def rows(folder: Path, repeats: int, floors: Mapping[str, Figure]) -> list[Row]:
    """Keys and repaints of table 三 beside the bare grid's."""
    with table_three(folder) as page:
        ours = interleaved({"key": our_key(page), "paint": our_repaint(page)}, repeats)
    with table_three(folder, all_wrong=True) as page:
        wrong = interleaved({"key": our_key(page)}, repeats)
    one_item, painted = ("bare grid: one item", floors["key"]), ("bare grid painted anew", floors["paint"])
    return [
        Row("one key: checks and screen", ours["key"], *one_item, Wanted(8)),
        Row("one key, every column wrong", wrong["key"], *one_item),
        Row("table 三 painted anew", ours["paint"], *painted, Wanted(8)),
    ]


@contextmanager
def table_three(folder: Path, *, all_wrong: bool = False) -> Iterator[TablePage]:
    """Table 三 in the window, open on the sample; `all_wrong`: every typed cell 2, so each column fails."""
    report = readers.read(paths.sample_text()).to_report()
    typed = [key for key, cell in report.form.cells.items() if not cell.computed] if all_wrong else []
    entries = {**report.entries, **dict.fromkeys(typed, Entry(2))}
    session = Session.create(folder / f"{len(typed)}.gknb", Report(report.form, report.year, entries))
    window = Window(Bridge(session, pause=PAUSE), Settings(folder / "settings.json"))
    try:
        _show(window)
        window.complete()
        window.go(TYPED_INTO)
        QApplication.processEvents()
        page = window.stack.currentWidget()
        assert isinstance(page, TablePage)
        yield page
    finally:
        window.close()
        session.close()
        shiboken6.delete(window)


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
        shiboken6.delete(window)


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

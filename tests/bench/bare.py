"""Floors for the desk: the toolkit's own text editor, grid and tabs, with as much in them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from tests.bench.bare_window import COLUMNS, ROWS, bare_window

TABS = 8
SIZE = (1366, 768)

Act = Callable[[], object]


@contextmanager
def acts(text: str, block: str) -> Iterator[dict[str, Act]]:
    """Each act of the desk on bare widgets: a key into a text, into a grid, a paste, another tab."""
    window, grid = bare_window()
    editor, tabs = QPlainTextEdit(text), QTabWidget()
    for number in range(TABS):
        tabs.addTab(QTableWidget(ROWS, COLUMNS), str(number))
    widgets: tuple[QWidget, ...] = (window, editor, tabs)
    try:
        for widget in widgets:
            widget.resize(*SIZE)
            widget.show()
        QApplication.processEvents()
        yield {
            "text": _key(editor, len(text) // 2),
            "table": _item(grid),
            "paste": lambda: _paste(grid, block),
            "tabs": _turn(tabs),
        }
    finally:
        for widget in widgets:
            widget.close()
            shiboken6.delete(widget)


def _key(editor: QPlainTextEdit, place: int) -> Act:
    cursor = editor.textCursor()
    cursor.setPosition(place)
    editor.setTextCursor(cursor)
    turn = cycle((Qt.Key.Key_A, Qt.Key.Key_Backspace))

    def press() -> None:
        QTest.keyClick(editor, next(turn))
        QApplication.processEvents()

    return press


def _item(grid: QTableWidget) -> Act:
    texts = cycle(("1", "11"))

    def change() -> None:
        grid.setItem(2, 0, QTableWidgetItem(next(texts)))
        QApplication.processEvents()

    return change


def _paste(grid: QTableWidget, block: str) -> None:
    for row, line in enumerate(block.split("\r\n")):
        for column, text in enumerate(line.split("\t")):
            grid.setItem(row, column, QTableWidgetItem(text))
    QApplication.processEvents()


def _turn(tabs: QTabWidget) -> Act:
    turning = cycle(range(TABS))

    def turn() -> None:
        tabs.setCurrentIndex(next(turning))
        QApplication.processEvents()

    return turn

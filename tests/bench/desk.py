"""The editing desk: keys with the largest text and every check, a large paste, tabs, the preview.

The report is the crowded one: 5,000 characters in each text, last year's report beside it with texts of its
own, and everything that belongs to a full table.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core import keys, paths, readers
from core.report import Entry, Report
from core.session import Session
from gui import jobs, states
from gui.app import PAUSE
from gui.bridge import Bridge
from gui.pages.preview import PreviewPage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window
from tests.bench import bare
from tests.bench.measure import MILLI, Figure, Row, Taken, Wanted, exactly, figure, timed

LARGEST = 5_000  # characters of one text
SIZE = (1366, 768)
BLOCK_AT = "applications.new_received.natural_person"
TYPED_INTO = "applications.granted.natural_person"
SECTION = "overview"
WORDS = tuple(
    Qt.Key(code) for code in range(Qt.Key.Key_A.value, Qt.Key.Key_K.value)
)  # typed, then taken back
REST = 200  # milliseconds after which nothing is left to follow
WAIT = 30_000  # milliseconds at most for what the worker makes
BREAK = 100  # milliseconds between two keys: a quick typist, ten a second


QUICK, SELDOM = Wanted(8), Wanted(16)  # of a key: usually, and all but one in a hundred
SOON = Wanted(50)


class Spread(NamedTuple):
    """What many repeats took, and the time that all but one in a hundred keep."""

    usual: Figure
    p99: Figure


@contextmanager
def desk(folder: Path) -> Iterator[Window]:
    """A window on the crowded report, with last year's in the same file."""
    sample = readers.read(paths.sample_text()).to_report()
    texts = {keys.text(section): Entry(_long_text()) for section in sample.form.texts}
    this = Report(sample.form, sample.year, {**sample.entries, **texts})
    last = Report(sample.form, sample.year - 1, {**sample.entries, **texts})
    session = Session.create(folder / "desk.gknb", this)
    session.add_past(last, "导入上年报告")
    window = Window(Bridge(session, pause=PAUSE), Settings(folder / "desk.json"))
    window.resize(*SIZE)
    window.show()
    window.complete()
    window.activateWindow()
    if not QTest.qWaitForWindowActive(window):
        message = "the window does not get the keyboard"
        raise RuntimeError(message)
    try:
        yield window
    finally:
        window.close()
        jobs._worker().submit(bool).result()  # the preview's pages: PDF libraries work for one at a time
        shiboken6.delete(window)


def floors(repeats: int) -> dict[str, Figure]:
    """The same acts on bare widgets; they take the keyboard, so this comes before the window."""
    with bare.acts(_long_text(), _block()) as acts:
        return {name: spread(act, max(repeats // 5, 3)).usual for name, act in acts.items()}


def rows(window: Window, repeats: int, floors: Mapping[str, Figure]) -> list[Row]:
    """Every figure of the desk beside the bare widgets."""
    tabs_turned, pastes = max(repeats // 20, 2) * len(window.tabs.ids), max(repeats // 5, 3)
    ours = {
        "text": key_in_text(window, repeats),
        "table": key_in_table(window, repeats),
        "paste": paste(window, pastes),
        "tabs": tabs(window, tabs_turned),
    }
    return [
        Row("key into a text of 5,000 characters", ours["text"].usual, *_beside(floors, "text"), QUICK),
        Row("  all but one in a hundred within", ours["text"].p99, wanted=SELDOM),
        Row("key into table 三, a full report", ours["table"].usual, *_beside(floors, "table"), QUICK),
        Row("  all but one in a hundred within", ours["table"].p99, wanted=SELDOM),
        Row("paste of 25 × 7 cells", ours["paste"].usual, *_beside(floors, "paste"), SOON),
        Row("turning to another tab", ours["tabs"].usual, *_beside(floors, "tabs"), SOON),
    ]


BESIDE = {
    "text": "QPlainTextEdit, the same text",
    "table": "bare grid: one item",
    "paste": "bare grid: 175 items",
    "tabs": "QTabWidget of bare grids",
}


def _beside(floors: Mapping[str, Figure], name: str) -> tuple[str, Figure]:
    return BESIDE[name], floors[name]


def key_in_text(window: Window, repeats: int) -> Spread:
    """One key into the middle of the largest text, until the screen shows it."""
    window.go(keys.text(SECTION))
    page = window.stack.currentWidget()
    assert isinstance(page, TextPage)
    page.editor.set_caret(LARGEST // 2)
    return spread(_keys(lambda: page.editor, WORDS), repeats)


def key_in_table(window: Window, repeats: int) -> Spread:
    """One key into a cell of table 三, until the screen shows it."""
    window.go(TYPED_INTO)
    before = window.bridge.session.report.entry(TYPED_INTO)
    press = _keys(lambda: _held(window), (Qt.Key.Key_1,))
    press()
    if window.bridge.session.report.entry(TYPED_INTO) == before:
        message = "the keys do not reach the table"
        raise RuntimeError(message)
    return spread(press, repeats)


def paste(window: Window, repeats: int) -> Spread:
    """25 × 7 cells out of the clipboard into the cleared table 三, until the screen shows them."""
    block = _block()
    runs = []
    for _ in range(repeats):
        window.go(BLOCK_AT)
        QTest.keyClick(_held(window), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(_held(window), Qt.Key.Key_Delete)
        window.go(BLOCK_AT)
        QGuiApplication.clipboard().setText(block)
        pause(REST)
        if not window.bridge.session.report.blanks():
            message = "the table was not cleared"
            raise RuntimeError(message)
        runs.append(timed(lambda: _pasted(window)))
        if window.bridge.session.report.blanks():
            message = "the table was not pasted"
            raise RuntimeError(message)
    QGuiApplication.clipboard().clear()
    return _spread(runs)


def _pasted(window: Window) -> None:
    QTest.keyClick(_held(window), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def tabs(window: Window, repeats: int) -> Spread:
    """From one page to the next, each built before, until the screen shows it."""
    for tab in window.tabs.ids:
        window.go_to(tab)
        QApplication.processEvents()
    turning = cycle(window.tabs.ids)

    def turn() -> None:
        window.go_to(next(turning))
        QApplication.processEvents()

    return spread(turn, repeats)


def pages(window: Window) -> int:
    """Look at every page of the preview, until the screen shows it; return how many there are."""
    window.go_to(states.PREVIEW)
    page = window.stack.currentWidget()
    assert isinstance(page, PreviewPage)
    _until(lambda: bool(page.pages) and page._job is None)
    pause(REST)
    for sheet in page.pages:
        page._scroll.verticalScrollBar().setValue(sheet.y())
        _until(page._scroll.is_drawn)
    return len(page.pages)


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(WAIT // BREAK):
        if holds():
            return
        pause(BREAK)
    message = "what was waited for does not come"
    raise RuntimeError(message)


def pause(milliseconds: int) -> None:
    """Let the window and the writer thread come to rest; ``QTest.qWait`` would keep that thread waiting."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def spread(act: Callable[[], object], repeats: int) -> Spread:
    """Do something again and again; the first tenth is thrown away."""
    runs = []
    for _ in range(repeats + repeats // 10 + 1):
        runs.append(timed(act))
        pause(BREAK)
    return _spread(runs[repeats // 10 + 1 :])


def _spread(runs: list[Taken]) -> Spread:
    rare = quantiles([run.clock for run in runs], n=100, method="inclusive")[-1]
    return Spread(figure(runs), exactly(MILLI * rare, "")._replace(runs=len(runs)))


def _keys(held: Callable[[], QWidget], letters: Sequence[Qt.Key]) -> Callable[[], None]:
    turn = cycle([*letters, *[Qt.Key.Key_Backspace] * len(letters)])

    def press() -> None:
        QTest.keyClick(held(), next(turn))
        QApplication.processEvents()

    return press


def _held(window: Window) -> QWidget:
    held = QApplication.focusWidget()
    return window if held is None else held


def _long_text() -> str:
    body = readers.read(paths.sample_text()).to_report().text(SECTION)
    return "\n".join([body] * (LARGEST // len(body) + 1))[:LARGEST]


def _block() -> str:
    """Table 三 of the sample, as a spreadsheet copies it."""
    report = readers.read(paths.sample_text()).to_report()
    table = next(table for table in report.form.tables if BLOCK_AT in table.cells)
    spots = table.placement
    placed = sorted(table.cells.values(), key=lambda cell: (spots[cell.key].row, spots[cell.key].column))
    rows: dict[str, list[str]] = {}
    for cell in placed:
        rows.setdefault(cell.row.id, []).append(str(report.figure(cell.key)))
    return "\r\n".join("\t".join(row) for row in rows.values())

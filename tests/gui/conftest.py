"""An open report behind a bridge, for every test of the window."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core import formfile
from core.report import Entry, Report
from core.session import Session, blank_report
from core.values import Value, parse
from gui import style
from gui.bridge import Bridge

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "build" / "screens"
UNIT = "青石镇人民政府"
YEAR = 2025

NO_MODIFIER = Qt.KeyboardModifier.NoModifier

OpenReport = Callable[..., Bridge]


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press and release one key."""
    QTest.keyClick(widget, key, modifiers)


def write(widget: QWidget, text: str) -> None:
    """Press the keys of a text in ASCII."""
    QTest.keyClicks(widget, text)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click with the left button, in the middle unless told."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_MODIFIER, place or widget.rect().center())


def double_click(widget: QWidget, place: QPoint) -> None:
    """Click twice with the left button."""
    click(widget, place)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, NO_MODIFIER, place)


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Every test sees the window's own font and style."""
    qapp.setStyle("Fusion")
    qapp.setFont(style.load_fonts())
    qapp.setPalette(style.palette())
    qapp.setStyleSheet(style.sheet())
    yield
    qapp.clipboard().clear()  # the offscreen platform frees what was copied only after Python has ended


@pytest.fixture(autouse=True)
def swept(dressed: None) -> Iterator[None]:  # noqa: ARG001 - there must be an application
    """What a test has built is gone after it: Qt would dress all of it anew at every other size."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def report_with(figures: Mapping[str, str], year: int = YEAR) -> Report:
    """A report with some cells stated as typed texts."""
    blank = blank_report(UNIT, year, formfile.load("2021"))
    entries = dict(blank.entries)
    for key, text in figures.items():
        cell = blank.form.cells[key]
        value: Value = parse(text, cell.kind, cell.unit)
        assert value is not None
        entries[key] = Entry(value)
    return Report(blank.form, year, entries)


@pytest.fixture
def open_report(tmp_path: Path, dressed: None) -> Iterator[OpenReport]:  # noqa: ARG001 - font and style first
    """Open a new unit file with the given figures: open_report({"applications…": "3"}) -> Bridge."""
    opened: list[Session] = []

    def start(figures: Mapping[str, str] | None = None) -> Bridge:
        path = tmp_path / f"{UNIT}{len(opened)}.gknb"
        session = Session.create(path, report_with(figures or {}))
        opened.append(session)
        return Bridge(session)

    yield start
    for session in opened:
        session.close()


@pytest.fixture
def bridge(open_report: OpenReport) -> Bridge:
    """A blank report behind a bridge."""
    return open_report()


@contextlib.contextmanager
def looking(qapp: QApplication, zoom: int, light: str) -> Iterator[str]:
    """Draw at a zoom and in a light, taken back afterwards; yields the end of a picture's name."""
    style.set_zoom(zoom)
    style.set_dark(dark=bool(light))
    style.dress(qapp)
    yield f"{zoom}{f'-{light}' if light else ''}"
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


@pytest.fixture(scope="session")
def screens() -> Path:
    """Where pictures of the pages are put, to be looked at."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS


@pytest.fixture
def open_whole(tmp_path: Path, dressed: None) -> Iterator[OpenReport]:  # noqa: ARG001 - font and style first
    """Open a report with figures, whose texts and whose last year give no cause for a finding."""
    from tests.gui.panels import TEXTS, before  # noqa: PLC0415 - they need this file

    opened: list[Session] = []

    def start(figures: Mapping[str, str] | None = None) -> Bridge:
        report = report_with(figures or {})
        report.write({key: Entry(words) for key, words in TEXTS.items()})
        session = Session.create(tmp_path / f"{UNIT}{len(opened)}.gknb", before(report))
        session.add_year(report)
        opened.append(session)
        return Bridge(session)

    yield start
    for session in opened:
        session.close()

"""The keyboard alone: Tab goes everywhere, Enter presses, Esc withdraws, and nothing is left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gui import start
from gui.bridge import Bridge
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, press

TOO_MANY = 400  # presses of Tab


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, dressed: None) -> Iterator[Window]:
    """The sample with one figure that does not add up."""
    assert dressed is None
    session = start.sample(tmp_path)
    session.apply({"applications.unable.not_held.natural_person": 31}, "填写")
    yield from opened(Bridge(session), tmp_path, qtbot)


@pytest.fixture
def blank(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A blank report: everything that can be offered is offered."""
    yield from opened(open_report(), tmp_path, qtbot)


@pytest.fixture
def second_year(open_whole: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A report with texts and last year's report beside them."""
    yield from opened(open_whole(), tmp_path, qtbot)


def opened(bridge: Bridge, place: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(bridge, Settings(place / "settings.json"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_first()
    made.complete()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield made
    made.close()


def held() -> QWidget:
    """The widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def ring(key: Qt.Key) -> list[QWidget]:
    """Everything Tab comes to from here, in order, until it is here again."""
    begin, found = held(), [held()]
    for _ in range(TOO_MANY):
        press(held(), key)
        if held() is begin and len(found) > 1:
            return found
        if held() not in found:
            found.append(held())
    raise AssertionError([named(widget) for widget in found])


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()}"


def stops(window: Window) -> set[QWidget]:
    """Everything in the window that can be seen and takes Tab; of a bar of tabs, the bar."""
    return {
        part
        for part in window.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.window() is window
        and part.focusProxy() is None
        and not isinstance(part.parent(), QTabBar)
        and not beside_the_one_that_is_down(part)
    }


def beside_the_one_that_is_down(part: QWidget) -> bool:
    """One of several buttons of which one is down: the arrows lead to it."""
    group = part.group() if isinstance(part, QAbstractButton) else None
    return group is not None and group.exclusive() and part is not group.checkedButton()


def missed(window: Window, tab: str) -> dict[str, list[str]]:
    """What Tab and Shift+Tab do not come to from a page."""
    left: dict[str, list[str]] = {}
    for words, key in (("Tab", Qt.Key.Key_Tab), ("Shift+Tab", Qt.Key.Key_Backtab)):
        window.go_to(tab)
        QApplication.processEvents()
        window.to_page()
        not_met = stops(window) - set(ring(key))
        left |= {f"{tab} {words}": sorted(map(named, not_met))} if not_met else {}
    return left


def test_tab_reaches_everything_from_every_page_of_the_sample_and_comes_back(window: Window) -> None:
    left: dict[str, list[str]] = {}
    for tab in window.tabs.ids:
        left |= missed(window, tab)
    assert left == {}


def test_tab_reaches_everything_from_every_page_of_a_blank_report_and_comes_back(blank: Window) -> None:
    left: dict[str, list[str]] = {}
    for tab in blank.tabs.ids:
        left |= missed(blank, tab)
    assert left == {}


def test_tab_reaches_everything_where_last_years_text_stands_beside_the_text(second_year: Window) -> None:
    left: dict[str, list[str]] = {}
    for tab in second_year.tabs.ids:
        left |= missed(second_year, tab)
    assert left == {}


def test_tab_reaches_everything_beside_every_panel_and_on_last_years_sheet(window: Window) -> None:
    left: dict[str, list[str]] = {}
    for panel in window.side.ids:
        window.side.open(panel)
        left |= {f"{panel}: {place}": words for place, words in missed(window, "overview").items()}
    window.show_last_year()
    not_met = stops(window) - set(ring(Qt.Key.Key_Tab))
    assert left == {}
    assert sorted(map(named, not_met)) == []

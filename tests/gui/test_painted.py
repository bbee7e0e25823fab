"""What waits for a widget's first painting: called once, seen, and never for what is gone."""

import sys

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.painted import OncePainted

A_WHILE = 50  # milliseconds in which everything that waits would have been called


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def calls(widget: QWidget) -> list[str]:
    """What was called for the widget."""
    called: list[str] = []
    OncePainted(widget, lambda: called.append("called"))
    return called


def paint(widget: QWidget) -> None:
    """Show a widget and paint it now, before any timer fires."""
    widget.show()
    widget.grab()


def test_it_is_called_after_the_first_painting_and_never_again(
    widget: QWidget, calls: list[str], qtbot: QtBot
) -> None:
    paint(widget)
    assert calls == []  # not while it is being painted
    qtbot.waitUntil(lambda: bool(calls))
    widget.hide()
    paint(widget)
    qtbot.wait(A_WHILE)
    assert calls == ["called"]
    assert widget.children() == []  # and nothing is left that watches


def test_a_widget_hidden_at_once_waits_for_its_next_painting(
    widget: QWidget, calls: list[str], qtbot: QtBot
) -> None:
    paint(widget)
    widget.hide()
    qtbot.wait(A_WHILE)
    assert calls == []
    paint(widget)
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == ["called"]


@pytest.mark.parametrize("painted", [False, True], ids=["before painting", "before the timer"])
def test_nothing_is_called_for_a_widget_that_is_deleted(qtbot: QtBot, *, painted: bool) -> None:
    calls: list[str] = []
    widget = QWidget()
    OncePainted(widget, lambda: calls.append("called"))
    if painted:
        paint(widget)
    widget.close()
    shiboken6.delete(widget)
    qtbot.wait(A_WHILE)
    assert calls == []


def test_a_bug_in_what_waited_is_not_swallowed(
    widget: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: told.append(kind))
    OncePainted(widget, lambda: 1 / 0)
    paint(widget)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [ZeroDivisionError]

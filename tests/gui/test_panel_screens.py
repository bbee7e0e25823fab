"""Pictures of the panel in every state, light and dark and at 200 %, and proof that nothing is cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import keys
from gui import style
from gui.bridge import Bridge
from gui.findings_panel import FindingsPanel
from gui.flow import Flow
from gui.wrap_button import WrapButton
from tests.gui.conftest import OpenReport
from tests.gui.panels import FULL, OTHER, TEXTS, WRONG, A, commit, shown, words_of

WHY = "区划调整前由市政府制定，现行有效，已与县司法局逐件核对；清单附后。"
RULES = {"disclosure.rules.made": "1", "disclosure.rules.valid": "1"}
MANY = FULL | WRONG | OTHER | RULES | {f"{A}granted.research": "2件a", f"{A}other.other.other": "9"}
OVERVIEW = keys.text("overview")
LOOKS = {"light": (100, False), "dark": (100, True), "200": (200, False), "200-dark": (200, True)}
SIZES = {100: (360, 640), 200: (500, 560)}


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Each look in turn; the ordinary one comes back at the end."""
    name: str = request.param
    percent, dark = LOOKS[name]
    style.set_zoom(percent)
    style.set_dark(dark=dark)
    style.dress(qapp)
    yield name
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


def explain(panel: FindingsPanel) -> None:
    for card in list(panel.cards.values()):
        if card.why:
            commit(words_of(card), WHY)
    panel._bridge.session.close_group()
    panel._refresh()


def outdate(panel: FindingsPanel) -> None:
    explain(panel)
    panel._bridge.session.apply({"disclosure.rules.valid": 2}, "填写")


def see_explained(panel: FindingsPanel) -> None:
    explain(panel)
    panel.filters.levels["explain"].click()


def see_outdated(panel: FindingsPanel) -> None:
    outdate(panel)
    panel.filters.levels["explain"].click()


def see_unknown(panel: FindingsPanel) -> None:
    panel._bridge.session.last_year = None
    panel._bridge.session.apply({"disclosure.penalty.decisions": 1}, "填写")
    panel.filters.levels["unknown"].click()


def see_hints(panel: FindingsPanel) -> None:
    panel._bridge.session.apply({OVERVIEW: f"{TEXTS[OVERVIEW]}全年受理受理三件。"}, "填写")
    panel.filters.levels["hint"].click()


STATES: dict[str, tuple[dict[str, str], Callable[[FindingsPanel], None]]] = {
    "many": (MANY, FindingsPanel.next),
    "one": (FULL | WRONG, FindingsPanel.next),
    "none": (FULL, lambda _panel: None),
    "blank": ({}, lambda _panel: None),
    "explained": (MANY, see_explained),
    "outdated": (FULL | RULES, see_outdated),
    "unknown": (FULL, see_unknown),
    "hints": (MANY, see_hints),
}


@pytest.mark.parametrize("state", STATES)
def test_the_panel_is_drawn_and_nothing_is_cut_off(
    state: str, look: str, open_whole: OpenReport, qtbot: QtBot, screens: Path
) -> None:
    figures, act = STATES[state]
    bridge: Bridge = open_whole(figures)
    panel = shown(bridge, qtbot, SIZES[style.zoom()])
    act(panel)
    for _ in range(3):
        QApplication.processEvents()
    assert panel.grab().save(str(screens / f"panel-{state}-{look}.png"))
    assert panel._scroll.widget().width() <= panel._scroll.viewport().width()
    cut_off = [words for words in _cut_off(panel) if words]
    assert cut_off == []


def _cut_off(panel: FindingsPanel) -> Iterator[str]:
    """Yield the words that have less room than they need, or stick out at the right."""
    for label in panel.findChildren(QLabel):
        if label.isVisible() and label.text():
            wanted = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            if label.height() < wanted or (not label.wordWrap() and label.width() < label.sizeHint().width()):
                yield label.text()
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            wraps = isinstance(button, WrapButton)
            narrow = button.width() < button.sizeHint().width() and not wraps
            low = wraps and button.height() < button.heightForWidth(button.width())
            outside = button.mapTo(panel, button.rect().bottomRight()).x() > panel.width()
            if narrow or low or outside:
                yield button.text()
    for flow in panel.findChildren(Flow):
        if flow.isVisible() and flow.height() < flow.heightForWidth(flow.width()):
            yield "a row of parts"

"""A file in another year's form comes in front: pages, tabs and keys are those of its form."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot

from core import formfile, session
from core.form import FormDef
from core.session import Session
from gui import states
from gui.bridge import Bridge
from gui.pages.table import TablePage
from gui.settings import Settings
from gui.window import Window
from tests.forms import invented
from tests.gui.conftest import UNIT, press

PARTNERSHIP = "applications.new_received.partnership"  # a cell that only the invented form has
COMMERCIAL = "applications.new_received.commercial"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form_2099(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormDef:
    """The invented form with another name on one tab."""
    folder = invented.build(tmp_path)
    file = folder / invented.ID / "form.toml"
    text = file.read_text("utf-8")
    renamed = re.sub(r'tab = "五、[^"]*"', 'tab = "五、改进"', text)
    assert renamed != text
    file.write_text(renamed, "utf-8")
    form = formfile.load(invented.ID, folder)
    known = {invented.ID: form, "2021": formfile.load("2021")}
    monkeypatch.setattr(formfile, "form_ids", lambda: tuple(known))
    monkeypatch.setattr(formfile, "load", lambda form_id, **_: known[form_id])
    return form


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show_first()
    made.show()
    made.complete()
    yield made
    made.close()


@pytest.fixture
def other(form_2099: FormDef, tmp_path: Path) -> Path:
    """A file in the invented form."""
    path = tmp_path / "其他.gknb"
    Session.create(path, session.blank_report(UNIT, 2099, form_2099)).close()
    return path


def visit_all(window: Window) -> None:
    for index in range(len(window.tabs.ids) - 1):
        window.tabs.setCurrentIndex(index)


def test_pages_and_tabs_are_built_anew_and_the_page_in_front_stays(window: Window, other: Path) -> None:
    visit_all(window)
    window.go(COMMERCIAL)
    before = dict(window.pages)
    window.run(lambda: window.files.open_path(other))
    assert window.bridge.session.report.form.id == invented.ID
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    assert page.table_id == "applications"
    assert page not in before.values()
    titles = [window.tabs.tabText(index) for index in range(window.tabs.count())]
    assert "五、改进" in titles
    window.go(PARTNERSHIP)
    assert page.current_key() == PARTNERSHIP
    window.bridge.session.apply({PARTNERSHIP: 2}, "填写")
    assert page.model.looks[page.model.plan.place_of[PARTNERSHIP]].text == "2"


def test_the_old_pages_are_gone(window: Window, other: Path) -> None:
    visit_all(window)
    old = list(window.pages.values())
    gone: list[str] = []
    for page in old:
        page.destroyed.connect(lambda _=None: gone.append("page"))
    window.run(lambda: window.files.open_path(other))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(gone) == len(old)
    assert window.stack.count() == 1


def test_keys_and_the_blue_button_lead_to_the_new_pages(window: Window, other: Path) -> None:
    visit_all(window)
    window.run(lambda: window.files.open_path(other))
    for number, tab in enumerate(window.tabs.ids[:-1], 1):
        press(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert window.tabs.ids[window.tabs.currentIndex()] == tab
        assert window.stack.currentWidget() is window.pages[tab]
    window.actions_by_id["preview"].trigger()
    assert window.tabs.ids[window.tabs.currentIndex()] == states.PREVIEW


def test_the_way_back_to_the_first_form_is_the_same(window: Window, other: Path) -> None:
    visit_all(window)
    first = window.bridge.session.path
    window.run(lambda: window.files.open_path(other))
    visit_all(window)
    window.run(lambda: window.files.open_path(first))
    window.go(COMMERCIAL)
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    assert PARTNERSHIP not in page.model.plan.place_of


def test_a_file_in_the_same_form_keeps_the_pages(window: Window, tmp_path: Path) -> None:
    visit_all(window)
    before = dict(window.pages)
    path = tmp_path / "同.gknb"
    Session.create(path, session.blank_report(UNIT, 2025)).close()
    window.run(lambda: window.files.open_path(path))
    assert window.pages == before

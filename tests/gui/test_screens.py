"""Pictures of every page of the window, to be looked at: build/screens/."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import start, states, style
from gui.bridge import Bridge
from gui.pages.preview import PreviewPage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window

LOOKS = (  # width, height, zoom in per cent, dark
    (1366, 768, 100, ""),
    (1920, 1080, 100, ""),
    (1366, 768, 200, ""),
    (1366, 768, 100, "dark"),
)
Look = tuple[int, int, int, str]
COLOURS = 40  # a page that shows something has more colours than an empty one
WAIT = 20_000  # milliseconds


def _drawn(page: PreviewPage) -> bool:
    return bool(page.pages) and page._scroll.is_drawn()


@pytest.fixture
def look(request: pytest.FixtureRequest, qapp: QApplication, dressed: None) -> Iterator[Look]:
    """A size, a zoom and a light, taken back afterwards."""
    assert dressed is None
    wanted: Look = request.param
    _, _, zoom, dark = wanted
    style.set_zoom(zoom)
    style.set_dark(dark=bool(dark))
    style.dress(qapp)
    yield wanted
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)), indirect=True)
def test_every_page_of_the_sample_is_pictured(
    look: Look, tmp_path: Path, screens: Path, qtbot: QtBot
) -> None:
    width, height, zoom, dark = look
    session = start.sample(tmp_path)
    session.apply({"applications.unable.not_held.natural_person": 31}, "填写")
    session.apply({"disputes.review.corrected": None}, "清除")
    window = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    window.complete()
    for index, tab in enumerate(window.tabs.ids):
        window.tabs.setCurrentIndex(index)
        page = window.stack.currentWidget()
        if isinstance(page, PreviewPage):
            qtbot.waitUntil(partial(_drawn, page), timeout=WAIT)
        if isinstance(page, TextPage):
            assert page.editor.caret() == 0
            assert page.editor.verticalScrollBar().value() == 0
        qtbot.wait(30)
        picture = window.grab()
        look_name = f"{width}{'' if zoom == 100 else f'-zoom{zoom}'}{'-dark' if dark else ''}"
        file = screens / f"{index + 1}-{tab}-{look_name}.png"
        assert (window.width(), window.height()) == (width, height)
        assert picture.save(str(file))
        image = picture.toImage()
        points = range(0, min(image.width(), image.height()), 3)
        assert len({image.pixel(x, y) for x in points for y in points}) > COLOURS
    assert window.tabs.state(states.COVER).words == "未填 1 格"
    window.close()

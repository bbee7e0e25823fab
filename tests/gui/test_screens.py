"""Pictures of every page of the window, to be looked at: build/screens/."""

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui import start, states
from gui.bridge import Bridge
from gui.pages.preview import PreviewPage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window

SIZES = ((1366, 768), (1920, 1080))
COLOURS = 40  # a page that shows something has more colours than an empty one
WAIT = 20_000  # milliseconds


def _drawn(page: PreviewPage) -> bool:
    return bool(page.pages)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_page_of_the_sample_is_pictured(
    size: tuple[int, int], tmp_path: Path, screens: Path, qtbot: QtBot, dressed: None
) -> None:
    assert dressed is None
    session = start.sample(tmp_path)
    session.apply({"applications.unable.not_held.natural_person": 31}, "填写")
    session.apply({"disputes.review.corrected": None}, "清除")
    window = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.resize(*size)
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
        file = screens / f"{index + 1}-{tab}-{size[0]}.png"
        assert picture.save(str(file))
        image = picture.toImage()
        points = range(0, min(image.width(), image.height()), 3)
        assert len({image.pixel(x, y) for x in points for y in points}) > COLOURS
    assert window.tabs.state(states.COVER).words == "未填 1 格"
    window.close()

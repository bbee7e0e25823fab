"""The guide in its window: F1 twice, search, keys, zoom, dark, saved as PDF."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from core import guide
from gui import style
from gui.bridge import Bridge
from gui.dialogs.picture import PictureDialog
from gui.guide_page import ENLARGE
from gui.guide_window import NOTHING, GuideWindow
from gui.help_panel import HelpPanel
from gui.paper import Paper
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import ROOT, press, write

WAIT = 20_000  # milliseconds
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LOOKS = ((100, ""), (150, ""), (200, ""), (100, "dark"))


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.show()
    made.show_first()
    made.complete()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def reader(window: Window, qtbot: QtBot) -> GuideWindow:
    found = window.guides.reader
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found


def listed(found: GuideWindow) -> list[str]:
    return [found.list.item(row).text() for row in range(found.list.count())]


def test_f1_twice_opens_the_guide_at_the_fitting_chapter(window: Window, qtbot: QtBot) -> None:
    window.go_to("applications")
    press(window, Qt.Key.Key_F1)
    assert window.guides.reader is None
    press(window, Qt.Key.Key_F1)
    assert reader(window, qtbot).chapter.id == "tables"


def test_shift_f1_opens_it_from_anywhere(window: Window, qtbot: QtBot) -> None:
    window.go_to("overview")
    press(window, Qt.Key.Key_F1, SHIFT)
    found = reader(window, qtbot)
    assert found.chapter.id == "texts"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go_to("preview")
    press(window, Qt.Key.Key_F1, SHIFT)
    assert reader(window, qtbot) is found
    assert found.chapter.id == "print"


def test_the_help_leads_to_it(window: Window, qtbot: QtBot) -> None:
    window.go_to("disputes")
    press(window, Qt.Key.Key_F1)
    panel = window.side.panel("help")
    assert isinstance(panel, HelpPanel)
    panel.guide.setFocus()
    press(panel.guide, Qt.Key.Key_Space)
    assert reader(window, qtbot).chapter.id == "tables"


def test_words_are_searched_and_the_place_is_shown(window: Window, qtbot: QtBot) -> None:
    window.guides.open("install")
    found = reader(window, qtbot)
    write(found.line, "F8")
    assert found.hint.text().startswith("查到")
    assert found.chapter.id in {one.chapter.id for one in guide.search(guide.load(), "F8")}
    marked = found.paper.extraSelections()
    assert {one.cursor.selectedText() for one in marked} == {"F8"}  # type: ignore[attr-defined]
    first = found.list.currentRow()
    press(found.line, Qt.Key.Key_Down)
    assert found.list.currentRow() == first + 1
    press(found.line, Qt.Key.Key_Return)
    assert found.paper.hasFocus()
    found.line.setText("没有这样的字")
    assert found.hint.text() == NOTHING
    press(found.line, Qt.Key.Key_Escape)
    assert len(listed(found)) == len(guide.load().chapters)
    assert found.isVisible()
    press(found.line, Qt.Key.Key_Escape)
    assert not found.isVisible()


def test_every_chapter_can_be_read_to_its_end(window: Window, qtbot: QtBot) -> None:
    window.guides.open("install")
    found = reader(window, qtbot)
    for chapter in guide.load().chapters:
        found.open_at(chapter.id)
        words = found.paper.toPlainText()
        assert words.startswith(chapter.title)
        assert len(found.places) == len(chapter.blocks)
        assert found.paper.horizontalScrollBar().maximum() == 0, chapter.id


def enlarged(found: GuideWindow, qtbot: QtBot) -> PictureDialog:
    qtbot.waitUntil(lambda: found.findChild(PictureDialog) is not None)
    dialog = found.findChild(PictureDialog)
    assert isinstance(dialog, PictureDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_a_picture_made_smaller_is_seen_at_its_full_size_by_key_and_by_click(
    window: Window, screens: Path, qtbot: QtBot
) -> None:
    window.guides.open("start")
    found = reader(window, qtbot)
    found.resize(760, 700)
    qtbot.waitUntil(lambda: ENLARGE in found.paper.toPlainText())
    found.paper.setFocus()
    press(found.paper, Qt.Key.Key_Tab)
    press(found.paper, Qt.Key.Key_Return)
    dialog = enlarged(found, qtbot)
    kept = QImage(str(guide.picture_file("cover.png")))
    assert dialog.windowTitle().startswith("封面与单位")
    assert dialog.picture.pixmap().size() == kept.size()
    assert dialog.area.viewport().rect().contains(dialog.picture.rect())
    assert dialog.grab().save(str(screens / "guide-enlarged.png"))
    assert found.grab().save(str(screens / "guide-narrow.png"))
    press(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: found.findChild(PictureDialog) is None)
    place = spot(found.paper, "picture:cover.png")
    qtbot.mouseClick(found.paper.viewport(), Qt.MouseButton.LeftButton, pos=place)
    press(enlarged(found, qtbot), Qt.Key.Key_Escape)
    assert found.isVisible()


def spot(paper: Paper, link: str) -> QPoint:
    """A place of the page at which a link stands."""
    area = paper.viewport().rect()
    places = (QPoint(x, y) for y in range(0, area.height(), 4) for x in range(0, area.width(), 8))
    return next(place for place in places if paper.anchorAt(place) == link)


def test_a_picture_with_room_is_no_link(window: Window, qtbot: QtBot) -> None:
    window.guides.open("hand-over")
    found = reader(window, qtbot)
    found.open_at("print")
    found.resize(500, 700)
    qtbot.waitUntil(lambda: ENLARGE in found.paper.toPlainText())
    found.resize(1100, 700)
    qtbot.waitUntil(lambda: ENLARGE not in found.paper.toPlainText())
    assert "导出：勾选要的格式" in found.paper.toPlainText()


def test_every_picture_can_be_enlarged_in_its_chapter(window: Window, qtbot: QtBot) -> None:
    window.guides.open("install")
    found = reader(window, qtbot)
    for chapter in guide.load().chapters:
        found.open_at(chapter.id)
        for block in chapter.blocks:
            if isinstance(block, guide.Picture):
                found.paper.picture_wanted.emit(block.file)
                dialog = enlarged(found, qtbot)
                assert dialog.windowTitle() == block.words
                dialog.reject()
                qtbot.waitUntil(lambda: found.findChild(PictureDialog) is None)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}{look[1]}")
def test_it_is_pictured(
    look: tuple[int, str], window: Window, qapp: QApplication, screens: Path, qtbot: QtBot
) -> None:
    zoom, light = look
    try:
        window.set_zoom(zoom)
        window.set_dark(dark=bool(light))
        qtbot.wait(50)
        window.guides.open("checks")
        found = reader(window, qtbot)
        qtbot.wait(200)
        for button in (found.save, found.save_quick, found.close_button):
            assert button.width() >= button.minimumSizeHint().width()
        assert found.grab().save(str(screens / f"guide-{zoom}{light and '-'}{light}.png"))
    finally:
        style.set_zoom(100)
        style.set_dark(dark=False)
        style.dress(qapp)


def test_another_zoom_or_light_keeps_the_chapter(window: Window, qapp: QApplication, qtbot: QtBot) -> None:
    window.guides.open("safe")
    before = reader(window, qtbot)
    try:
        press(before, Qt.Key.Key_Minus, CTRL)
        qtbot.waitUntil(lambda: window.guides.reader is not before)
        after = reader(window, qtbot)
        assert after.chapter.id == "safe"
        assert style.zoom() < 100
        press(after, Qt.Key.Key_0, CTRL)
        qtbot.waitUntil(lambda: window.guides.reader is not after)
        assert style.zoom() == 100
    finally:
        style.set_zoom(100)
        style.dress(qapp)


def test_it_goes_with_its_window(window: Window, qtbot: QtBot) -> None:
    window.guides.open("keys")
    found = reader(window, qtbot)
    assert not found.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    window.close()
    assert not found.isVisible()


def test_both_are_saved_as_pdf(
    window: Window, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "快速上手.pdf"
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(target)])
    window.actions_by_id["quick-pdf"].trigger()
    qtbot.waitUntil(lambda: "已存好" in window.notice.text, timeout=WAIT)
    assert target.read_bytes().startswith(b"%PDF")
    target.unlink()
    target.mkdir()
    window.actions_by_id["quick-pdf"].trigger()
    qtbot.waitUntil(lambda: "正在写出" not in window.notice.text, timeout=WAIT)
    assert window.notice.text.startswith("✕")


def test_the_start_does_not_wait_for_it() -> None:
    script = (
        "import sys, gui.window; sys.exit('core.guide' in sys.modules or 'gui.guide_window' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0

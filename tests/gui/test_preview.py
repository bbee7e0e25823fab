"""The preview: real pages of the present report, made anew when it has changed, in two sizes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core import keys, writers
from core.errors import FontMissing
from core.writers import Writer
from core.writers.blocks import Document
from gui import sheets
from gui.bridge import Bridge
from gui.pages import preview
from gui.pages.preview import PreviewPage
from tests.gui.conftest import OpenReport, click
from tests.gui.test_text import OVERVIEW, TEXT

A4 = 297 / 210


def shown(bridge: Bridge, qtbot: QtBot, size: tuple[int, int] = (1002, 640)) -> PreviewPage:
    page = PreviewPage(bridge)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    return page


def made(page: PreviewPage, qtbot: QtBot) -> int:
    """Wait until the pages are there; return how many."""
    qtbot.waitUntil(lambda: page.state.text().startswith("共"), timeout=20_000)
    return len(page.pages)


def drawn(page: PreviewPage, qtbot: QtBot) -> list[int]:
    """Wait until what is seen is drawn; return the pages that have a picture."""
    qtbot.waitUntil(page._scroll.is_drawn, timeout=20_000)
    return [number for number, sheet in enumerate(page.pages) if sheet.dpi]


def button(page: PreviewPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents of which a PDF is made, as they are made."""
    seen: list[Document] = []
    real = writers.find("pdf")

    def write(document: Document) -> bytes:
        seen.append(document)
        return real.write(document)

    monkeypatch.setattr(preview, "find", lambda _: Writer("pdf", ".pdf", write, real.verify))
    return seen


def test_nothing_is_made_before_the_page_is_shown(
    bridge: Bridge, qtbot: QtBot, written: list[Document]
) -> None:
    page = PreviewPage(bridge)
    qtbot.addWidget(page)
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    qtbot.wait(2 * preview.PAUSE)
    assert written == []
    page.show()
    assert page.state.text() == "正在生成…"
    assert made(page, qtbot) >= 3
    assert len(written) == 1


def test_pages_are_white_paper_with_ink(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report()
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    page = shown(bridge, qtbot)
    count = made(page, qtbot)
    assert page.state.text() == f"共 {count} 页"
    sheet = page.pages[0]
    assert sheet.height() / sheet.width() == pytest.approx(A4, abs=0.01)
    image = sheet.grab().toImage()
    shades = [
        image.pixelColor(x, y).lightness()
        for x in range(10, image.width() - 10, 3)
        for y in range(10, image.height() - 10, 3)
    ]
    assert sum(shade > 250 for shade in shades) > 0.8 * len(shades)
    assert sum(shade < 90 for shade in shades) > 100


def test_pages_follow_the_report_when_the_page_is_shown_again(
    bridge: Bridge, qtbot: QtBot, written: list[Document]
) -> None:
    page = shown(bridge, qtbot)
    made(page, qtbot)
    page.hide()
    bridge.session.apply({keys.UNIT_NAME: "白云镇人民政府"}, "x")
    qtbot.wait(2 * preview.PAUSE)
    assert len(written) == 1
    page.show()
    qtbot.waitUntil(lambda: len(written) == 2, timeout=20_000)
    made(page, qtbot)
    assert written[1].unit == "白云镇人民政府"
    page.hide()
    page.show()  # nothing has changed
    qtbot.wait(2 * preview.PAUSE)
    assert len(written) == 2


def test_undo_while_the_page_is_in_front_makes_the_pages_anew_once(
    bridge: Bridge, qtbot: QtBot, written: list[Document]
) -> None:
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    page = shown(bridge, qtbot)
    made(page, qtbot)
    bridge.session.undo()
    bridge.session.redo()
    bridge.session.undo()
    qtbot.waitUntil(lambda: len(written) == 2, timeout=20_000)
    made(page, qtbot)
    qtbot.wait(2 * preview.PAUSE)
    assert len(written) == 2
    assert TEXT[:10] not in str(written[1].blocks)


def test_two_sizes(bridge: Bridge, qtbot: QtBot, written: list[Document]) -> None:
    page = shown(bridge, qtbot)
    made(page, qtbot)
    room = page._scroll.viewport().width()
    assert room - 60 < page.pages[0].width() <= room
    assert page._scroll.horizontalScrollBar().maximum() == 0
    click(button(page, "100 %"))
    assert page.pages[0].width() == pytest.approx(210 / 25.4 * 96, abs=4)
    made(page, qtbot)
    assert button(page, "100 %").isChecked()
    assert not button(page, "适合宽度").isChecked()
    click(button(page, "适合宽度"))
    assert room - 60 < page.pages[0].width() <= room
    made(page, qtbot)
    assert len(written) == 1  # another size needs no other document


def test_only_pages_near_those_that_are_seen_are_drawn(
    open_report: OpenReport, qtbot: QtBot, written: list[Document]
) -> None:
    bridge = open_report()
    bridge.session.apply({OVERVIEW: "\n".join([TEXT] * 40)}, "x")
    page = shown(bridge, qtbot)
    last = made(page, qtbot) - 1
    assert last >= 6
    assert drawn(page, qtbot) == [0, 1]
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1500)
    bar.setValue(page.pages[3].y() + 20)
    assert not page._scroll.is_drawn()
    assert drawn(page, qtbot) == [2, 3, 4]
    bar.setValue(bar.maximum())
    assert drawn(page, qtbot) == [last - 1, last]
    bar.setValue(0)
    assert drawn(page, qtbot) == [0, 1]
    assert len(written) == 1  # looking at another page needs no other document


def test_a_drawn_page_fills_its_sheet_point_by_point(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    made(page, qtbot)
    for words in ("100 %", "适合宽度"):
        click(button(page, words))
        drawn(page, qtbot)
        assert page.pages[0]._image.size() == page.pages[0]._page.size()


def test_pages_that_came_while_others_were_drawn_are_not_covered_by_them(
    bridge: Bridge, qtbot: QtBot
) -> None:
    page = shown(bridge, qtbot)
    made(page, qtbot)
    click(button(page, "100 %"))
    assert not page._scroll.is_drawn()  # a job draws the pages in another size
    page._scroll.show_paper(sheets.BLANK, preview.NONE_DRAWN)
    qtbot.wait(200)
    assert page.pages == []


def test_a_wide_window_does_not_blow_the_pages_up(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot, (1900, 900))
    made(page, qtbot)
    assert page.pages[0].width() <= sheets.WIDEST * 210 / 25.4 * 96 + 4


def test_the_place_one_is_reading_stays(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    made(page, qtbot)
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1500)  # the pages are laid out a moment after they are made
    bar.setValue(1500)
    assert bar.value() == 1500
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    page.state.setText("")
    made(page, qtbot)
    assert bar.value() == 1500


def test_the_page_in_the_middle_of_what_is_seen_is_the_one_in_front(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    made(page, qtbot)
    assert page.current() == 0
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1500)
    bar.setValue(page.pages[2].y())
    assert page.current() == 2
    bar.setValue(bar.maximum())
    assert page.current() == len(page.pages) - 1


def test_a_failure_is_one_sentence_on_the_page(
    bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_document: Document) -> bytes:
        raise FontMissing("程序的字体文件 X.ttf 不见了或已损坏。", "请重新安装程序。")

    with monkeypatch.context() as patch:
        patch.setattr(preview, "find", lambda _: Writer("pdf", ".pdf", write, lambda _data, _document: None))
        page = shown(bridge, qtbot)
        qtbot.waitUntil(page.problem.isVisible, timeout=20_000)
    assert page.problem.text() == "没有生成预览。程序的字体文件 X.ttf 不见了或已损坏。请重新安装程序。"
    assert page.pages == []
    assert page.problem.textFormat() is Qt.TextFormat.PlainText
    bridge.session.apply({OVERVIEW: "甲"}, "x")
    made(page, qtbot)
    assert not page.problem.isVisible()


def test_the_window_is_asked_to_export_and_to_print(bridge: Bridge, qtbot: QtBot) -> None:
    page = shown(bridge, qtbot)
    with qtbot.waitSignal(page.export_wanted) as told:
        click(button(page, "导出…"))
    assert told.args == [""]
    with qtbot.waitSignal(page.command_wanted) as told:
        click(button(page, "打印…"))
    assert told.args == ["print"]


def test_a_page_closed_while_it_is_made_is_told_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    page = PreviewPage(bridge)
    page.show()
    gone: list[bool] = []
    page.destroyed.connect(lambda: gone.append(True))
    page.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))
    other = shown(bridge, qtbot)
    assert made(other, qtbot) >= 3


@pytest.mark.parametrize(("name", "size"), [("1366", (1002, 640)), ("1920", (1556, 944))])
def test_the_preview_is_drawn(
    bridge: Bridge, qtbot: QtBot, screens: Path, name: str, size: tuple[int, int]
) -> None:
    bridge.session.apply({OVERVIEW: TEXT}, "x")
    bridge.session.confirm_zeros()
    page = shown(bridge, qtbot, size)
    made(page, qtbot)
    QApplication.processEvents()
    assert page.grab().save(str(screens / f"preview-{name}.png"))
    top: Callable[[int], int] = lambda number: page.pages[number].y()  # noqa: E731 - one line
    page._scroll.verticalScrollBar().setValue(top(1) - 20)
    drawn(page, qtbot)
    QApplication.processEvents()
    assert page.grab().save(str(screens / f"preview-table-{name}.png"))
    assert page.pages[0].x() + page.pages[0].width() <= page._scroll.viewport().width()

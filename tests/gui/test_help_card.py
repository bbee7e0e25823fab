"""The card under a table: two lines, never cut in the middle, the rest left to F1."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextDocument, QTextOption
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import formfile, paths
from core.form import FormDef
from core.handbook import county
from gui import style
from gui.bridge import Bridge
from gui.help_card import LINES, MORE, HelpCard
from gui.pages.table import TablePage
from tests.gui.conftest import click

NOT_HELD = "applications.unable.not_held.natural_person"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing a county wrote on this computer is read."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setattr(paths, "user_data", lambda: folder)
    return folder


@pytest.fixture
def plain(qapp: QApplication, dressed: None) -> Iterator[QApplication]:
    """The program; whatever a test does to its zoom is taken back."""
    assert dressed is None
    yield qapp
    style.set_zoom(100)
    style.dress(qapp)


def page_of(bridge: Bridge, qtbot: QtBot, table: str, width: int = 980) -> TablePage:
    page = TablePage(bridge, bridge.session.report.form.table(table))
    qtbot.addWidget(page)
    page.resize(width, 600)
    page.show()
    return page


def lines(card: HelpCard) -> int:
    """The lines of what the card shows, as a rich text lays them out."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(card.text.font())
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    document.setDefaultTextOption(option)
    document.setHtml(card.text.text())
    document.setTextWidth(card.text.contentsRect().width())
    assert document.size().height() <= card.text.height() + 1
    return document.firstBlock().layout().lineCount()


def words(card: HelpCard) -> str:
    document = QTextDocument()
    document.setHtml(card.text.text())
    return document.toPlainText()


@pytest.mark.parametrize("look", [(100, 980), (100, 700), (200, 900), (80, 980)])
def test_every_figure_is_explained_on_two_lines(
    bridge: Bridge, qtbot: QtBot, plain: QApplication, look: tuple[int, int]
) -> None:
    percent, width = look
    style.set_zoom(percent)
    style.dress(plain)
    form = bridge.session.report.form
    for table in form.tables:
        page = page_of(bridge, qtbot, table.id, width)
        for key, cell in table.cells.items():
            page.help.explain(page.model, cell)
            assert lines(page.help) <= LINES, key
            if form.helps.row(cell.table, cell.row.id).written:
                assert words(page.help).endswith((MORE, "。")), key
        page.hide()


def test_what_fits_is_shown_whole_and_what_does_not_ends_with_the_way_to_the_rest(
    bridge: Bridge, qtbot: QtBot
) -> None:
    page = page_of(bridge, qtbot, "applications", 1400)
    page.show_key("applications.unable.needs_creation.research")
    assert words(page.help) == (
        "（四）无法提供 · 2.没有现成信息需要另行制作 · 科研机构　未填　"
        "条例第三十八条：需要对现有政府信息进行加工、分析的。　不含：能够作区分处理的，计入（二）。"
    )
    page.resize(500, 600)
    qtbot.waitUntil(lambda: words(page.help).endswith(MORE))
    assert lines(page.help) == LINES
    assert "能够作区分处理的" in page.help.text.accessibleName()  # whoever hears it hears all of it


def test_a_path_longer_than_a_line_is_told_in_short(bridge: Bridge, qtbot: QtBot) -> None:
    page = page_of(bridge, qtbot, "applications", 560)
    page.show_key("applications.other.overdue_correction.natural_person")
    assert words(page.help).startswith("（六）1.逾期不补正 · 自然人　未填")


def test_our_own_reading_is_marked_and_law_is_not(bridge: Bridge, qtbot: QtBot) -> None:
    page = page_of(bridge, qtbot, "applications", 1400)
    page.show_key("applications.unable.not_held.total")
    assert "条例第三十六条第（四）项、第（五）项：供参考：经检索没有的" in words(page.help)
    assert "不含（供参考）：需要加工" in words(page.help)
    page.show_key("applications.denied.state_secret.total")
    assert "条例第十四条：依法确定为国家秘密的政府信息。" in words(page.help)


def test_what_the_county_wrote_is_said_to_be_the_countys_and_taken_for_no_markup(
    bridge: Bridge, qtbot: QtBot, own_folder: Path
) -> None:
    page = page_of(bridge, qtbot, "applications", 1400)
    page.show_key(NOT_HELD)
    form = formfile.load("2021")
    written = '[rows."applications.granted"]\ncounts = "<b>本县</b>的说法"\nmistake = "漏报"\n'
    county.file_of(form.id, own_folder).write_text(written, "utf-8")
    page.show_key("applications.granted.commercial")  # read anew without a restart
    assert "：县里补充：<b>本县</b>的说法。" in words(page.help)
    assert "常见错误（县里补充）：漏报。" in words(page.help)
    assert page.help.text.accessibleName().count("<b>") == 1


def test_the_way_to_the_rest_can_be_clicked(bridge: Bridge, qtbot: QtBot) -> None:
    page = page_of(bridge, qtbot, "disputes", 700)
    page.show_key("disputes.direct_suit.corrected")
    text = page.help.text
    with qtbot.waitSignal(page.help.more_wanted):
        for x in range(text.width() - 1, 0, -8):
            click(text, QPoint(x, text.height() - 10))


def test_the_height_stays_whatever_is_shown(bridge: Bridge, qtbot: QtBot) -> None:
    form: FormDef = bridge.session.report.form
    page = page_of(bridge, qtbot, "applications")
    heights = set()
    for key in form.table("applications").cells:
        page.help.explain(page.model, form.cells[key])
        heights.add(page.help.sizeHint().height())
    assert len(heights) == 1

"""Sentences from the tables on a text page: seen whole first, chosen with keys, inserted as one step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from core.values import Value
from gui import offers_button
from gui.bridge import Bridge
from gui.offers_button import OffersPopup
from gui.pages.cover import CoverPage
from gui.pages.text import TextPage
from tests.gui.conftest import click, press
from tests.gui.text_pages import commit, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, offscreen

OVERVIEW = keys.text("overview")
RECEIVED = "2025年，本机关收到政府信息公开申请7件，无上年结转申请。"


@pytest.fixture
def filled(bridge: Bridge) -> Bridge:
    """Seven applications, one of them carried forward, all else 0."""
    form = bridge.session.report.form
    figures: dict[str, Value] = dict.fromkeys(form.typed, 0)
    figures["applications.new_received.natural_person"] = 7
    figures["applications.granted.natural_person"] = 6
    figures["applications.carried_forward.natural_person"] = 1
    bridge.session.apply(figures, "填写")
    return bridge


def opened(page: TextPage | CoverPage) -> OffersPopup:
    offers = page.words.offers if isinstance(page, CoverPage) else page.offers
    click(offers)
    QApplication.processEvents()
    popup = offers.popup
    assert popup is not None
    return popup


def lines(popup: OffersPopup) -> list[str]:
    return [popup.list.item(row).text() for row in range(popup.list.count())]


def test_the_list_shows_whole_sentences_with_their_figures(filled: Bridge, qtbot: QtBot) -> None:
    popup = opened(shown(filled, qtbot))
    assert RECEIVED in lines(popup)
    assert "全年办结政府信息公开申请6件，其中予以公开6件。" in lines(popup)
    for row in range(popup.list.count()):
        item = popup.list.item(row)
        place = popup.list.visualItemRect(item)
        needed = popup.list.fontMetrics().boundingRect(
            place.adjusted(14, 0, -14, 0), Qt.TextFlag.TextWordWrap.value, item.text()
        )
        assert place.height() >= needed.height(), item.text()
        assert place.bottom() <= popup.list.height() or popup.list.verticalScrollBar().maximum() > 0
    popup.close()


def test_a_sentence_is_chosen_with_keys_and_is_one_step(filled: Bridge, qtbot: QtBot) -> None:
    page = shown(filled, qtbot)
    commit(page.editor, "扎实做好工作。")
    popup = opened(page)
    while not popup.list.currentItem().text().startswith("2025年，本机关收到"):
        press(popup.list, Qt.Key.Key_Down)
    press(popup.list, Qt.Key.Key_Return)
    assert filled.session.report.text("overview") == f"扎实做好工作。{RECEIVED}"
    assert filled.session.undo_label == "插入句子 收到申请"
    assert page.editor.hasFocus()
    assert page.editor.caret() == len(page.editor.text())
    filled.session.undo()
    assert page.editor.text() == "扎实做好工作。"


def test_a_click_chooses_too_and_escape_chooses_nothing(filled: Bridge, qtbot: QtBot) -> None:
    page = shown(filled, qtbot)
    press(opened(page).list, Qt.Key.Key_Escape)
    assert page.editor.text() == ""
    popup = opened(page)
    item = popup.list.item(lines(popup).index(RECEIVED))
    click(popup.list.viewport(), popup.list.visualItemRect(item).center())
    assert page.editor.text() == RECEIVED


def test_what_the_text_says_already_is_marked_and_cannot_be_chosen(filled: Bridge, qtbot: QtBot) -> None:
    page = shown(filled, qtbot)
    commit(page.editor, RECEIVED)
    popup = opened(page)
    (said,) = [row for row, line in enumerate(lines(popup)) if RECEIVED in line]
    assert lines(popup)[said].startswith("✓ 已在正文里：")
    popup.list.setCurrentRow(said)
    press(popup.list, Qt.Key.Key_Return)
    assert page.editor.text() == RECEIVED
    popup.close()


def test_a_sentence_goes_below_a_heading_and_never_into_another_sentence(
    filled: Bridge, qtbot: QtBot
) -> None:
    filled.session.apply({OVERVIEW: "（一）依申请公开\n甲，乙。"}, "x")
    page = shown(filled, qtbot)
    offer = opened(page)._offers[0]
    page.offers.popup.close() if page.offers.popup else None
    page.editor.set_caret(3)
    page.offers.chosen.emit(offer)
    page.editor.set_caret(page.editor.text().index("乙"))
    page.offers.chosen.emit(offer)
    assert page.editor.text() == f"（一）依申请公开\n{offer.text}\n甲，乙。{offer.text}"


def test_blanks_offer_nothing_and_say_what_would_come(bridge: Bridge, qtbot: QtBot) -> None:
    popup = opened(shown(bridge, qtbot))
    assert lines(popup) == []
    assert popup.foot.text().startswith(offers_button.NONE)
    assert "办理结果" in popup.foot.text()
    popup.close()


def test_the_preamble_has_its_sentences_on_the_cover(filled: Bridge, qtbot: QtBot) -> None:
    page = CoverPage(filled)
    qtbot.addWidget(page)
    page.resize(1002, 900)
    page.show()
    popup = opened(page)
    assert any("统计期限自2025年1月1日起" in line for line in lines(popup))
    press(popup.list, Qt.Key.Key_Return)
    assert filled.session.report.text("preamble").startswith("根据《中华人民共和国政府信息公开条例》")
    assert filled.session.undo_label == "插入句子 编制依据"


def test_the_list_stays_on_the_screen(filled: Bridge, qtbot: QtBot) -> None:
    page = shown(filled, qtbot)
    screen = page.screen().availableGeometry()
    page.move(screen.right() - 60, screen.bottom() - 60)
    popup = opened(page)
    assert screen.contains(popup.geometry())
    popup.close()

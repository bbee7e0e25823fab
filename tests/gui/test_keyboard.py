"""The keyboard alone: Tab goes everywhere, Enter presses, Esc withdraws, and nothing is left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui import start, states, style
from gui.bridge import Bridge
from gui.finding_card import FindingCard
from gui.nothing_received import NothingReceived
from gui.pages.cover import CoverPage
from gui.pages.table import TablePage
from gui.painted import OncePainted
from gui.preamble_card import PreambleCard
from gui.settings import Settings
from gui.verdict_words import EXPLAINED
from gui.window import Window
from tests.gui.conftest import NO_MODIFIER, OpenReport, press, write
from tests.gui.panels import FULL
from tests.gui.test_ladder import STOPS

RULES = {"disclosure.rules.made": "1", "disclosure.rules.valid": "1"}
TOO_MANY = 400  # presses of Tab


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, dressed: None) -> Iterator[Window]:
    """The sample with one figure that does not add up."""
    assert dressed is None
    session = start.sample(tmp_path)
    session.apply({"applications.unable.not_held.natural_person": 31}, "填写")
    yield from opened(Bridge(session), tmp_path, qtbot)


@pytest.fixture
def zoom_restored(qapp: QApplication) -> Iterator[None]:
    """The usual size again, whatever happens."""
    yield
    style.set_zoom(100)
    style.dress(qapp)


@pytest.fixture
def blank(open_report: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A blank report: everything that can be offered is offered."""
    yield from opened(open_report(), tmp_path, qtbot)


@pytest.fixture
def second_year(open_whole: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A report with texts and last year's report beside them."""
    yield from opened(open_whole(), tmp_path, qtbot)


@pytest.fixture
def to_explain(open_whole: OpenReport, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """A township with a rule of its own, which it has to explain."""
    yield from opened(open_whole(FULL | RULES), tmp_path, qtbot)


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


FIELDS = (
    *("单位名称", "单位类型", "报告标题", "单位地址", "邮政编码"),
    *("联系电话", "电子邮箱", "政府网站", "截止日期", "字数上限"),
)


def painted_cover(window: Window, qtbot: QtBot) -> CoverPage:
    """The cover of a window, once its last card and the panel beside it have been built by themselves."""
    page = window.pages[states.COVER]
    assert isinstance(page, CoverPage)
    qtbot.waitUntil(lambda: bool(page.findChildren(PreambleCard)) and window.side.stack.count() > 0)
    return page


def down_the_cover(window: Window, page: CoverPage) -> list[str]:
    """Name where Tab stops from the first step until it is beside the page."""
    page.ladder.first().setFocus()
    found: list[str] = []
    while not window.side.isAncestorOf(held()) and len(found) < TOO_MANY:
        found.append(held().accessibleName().partition("，")[0])
        press(held(), Qt.Key.Key_Tab)
    return found


@pytest.mark.usefixtures("zoom_restored")
def test_tab_goes_down_the_cover_as_it_was_painted_at_every_zoom(tmp_path: Path, qtbot: QtBot) -> None:
    window = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    OncePainted(window, window.complete)
    window.show()
    for percent in (100, 125, 100):
        window.set_zoom(percent)
        qtbot.waitUntil(lambda: window._zoom == style.zoom())
        page = painted_cover(window, qtbot)
        assert down_the_cover(window, page) == [*STOPS[:-1], *FIELDS, "由表格生成句子", "前言"]
    window.close()


def questions(window: Window) -> NothingReceived:
    """The question under the table of applications, its page in front."""
    window.go_to("applications")
    page = window.stack.page("applications")
    assert isinstance(page, TablePage)
    page.nothing.offer.setFocus()
    return page.nothing


def table(window: Window) -> QWidget:
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    return page.view


def test_enter_presses_the_button_that_has_the_keyboard_once(blank: Window) -> None:
    asked = questions(blank)
    press(held(), Qt.Key.Key_Return)
    assert held() is asked.yes
    steps = len(blank.bridge.session.steps())
    press(held(), Qt.Key.Key_Enter)
    assert len(blank.bridge.session.steps()) == steps + 1
    assert held() is asked.sentences.write


def test_enter_held_down_asks_but_does_not_answer(blank: Window) -> None:
    asked = questions(blank)
    press(held(), Qt.Key.Key_Return)
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NO_MODIFIER, "\r", autorep=True)
    QApplication.sendEvent(held(), again)
    assert held() is asked.yes


def test_enter_takes_a_suggestion_in_the_panel_once(window: Window) -> None:
    card = next(card for card in window.panel.cards.values() if card.buttons)
    card.buttons[0].setFocus()
    steps = len(window.bridge.session.steps())
    press(held(), Qt.Key.Key_Return)
    assert len(window.bridge.session.steps()) == steps + 1


def test_enter_on_a_step_of_the_ladder_goes_there(window: Window) -> None:
    window.go_to(states.COVER)
    page = window.stack.currentWidget()
    assert isinstance(page, CoverPage)
    page.ladder.rows["last_year"].name.setFocus()
    press(held(), Qt.Key.Key_Return)
    assert not page.ladder.isVisible()  # last year's sheet is in front


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_enter_on_a_button_with_a_menu_opens_it(window: Window) -> None:
    button = next(part for part in window.top.findChildren(QToolButton) if part.text() == "导出")
    shown: list[bool] = []
    menu = button.menu()
    menu.aboutToShow.connect(lambda: shown.append(True))
    QTimer.singleShot(50, menu.close)
    button.setFocus()
    press(held(), Qt.Key.Key_Return)
    assert shown == [True]


def test_enter_in_a_field_presses_no_button(window: Window) -> None:
    window.go_to(states.COVER)
    steps = len(window.bridge.session.steps())
    here = held()
    press(here, Qt.Key.Key_Return)
    assert held() is here
    assert len(window.bridge.session.steps()) == steps


def test_esc_withdraws_the_question_whether_nothing_was_received(blank: Window) -> None:
    asked = questions(blank)
    press(held(), Qt.Key.Key_Space)
    assert held() is asked.yes
    press(held(), Qt.Key.Key_Escape)
    assert asked.yes.isHidden()
    assert held() is asked.offer


def test_esc_withdraws_the_question_about_the_blanks_of_one_table(blank: Window) -> None:
    blank.go_to("applications")
    page = blank.stack.currentWidget()
    assert isinstance(page, TablePage)
    page.blanks.ask.setFocus()
    press(held(), Qt.Key.Key_Return)
    assert held() is page.blanks.yes
    press(held(), Qt.Key.Key_Escape)
    assert page.blanks.yes.isHidden()
    assert held() is page.blanks.ask


def test_enter_on_no_does_not_unlock_a_figure(blank: Window) -> None:
    blank.go_to("applications")
    page = blank.stack.currentWidget()
    assert isinstance(page, TablePage)
    given: list[str] = []
    page.unlock.given.connect(lambda key, _reason: given.append(key))
    page.unlock.ask(page.current_key(), "本年新收", "来自上年报告")
    write(page.unlock.reason, "checked")
    page.unlock.no.setFocus()
    press(held(), Qt.Key.Key_Return)
    assert given == []
    assert held() is page.view


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Escape], ids=["written", "left with Esc"])
def test_after_the_sentences_the_keyboard_is_in_the_table_again(key: Qt.Key, blank: Window) -> None:
    asked = questions(blank)
    press(held(), Qt.Key.Key_Space)
    press(held(), Qt.Key.Key_Space)
    assert held() is asked.sentences.write
    press(held(), key)
    assert held() is table(blank)


def test_the_question_in_the_foot_gives_the_keyboard_back(blank: Window) -> None:
    blank.go_to("applications")
    blank.foot.offer.setFocus()
    press(held(), Qt.Key.Key_Space)
    assert held() is blank.foot.yes
    press(held(), Qt.Key.Key_Escape)
    assert blank.foot.yes.isHidden()
    assert held() is blank.foot.offer
    press(held(), Qt.Key.Key_Space)
    press(held(), Qt.Key.Key_Space)
    assert not blank.bridge.session.report.blanks()
    assert held() is table(blank)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_notice_that_is_closed_gives_the_keyboard_back_to_the_page(key: Qt.Key, window: Window) -> None:
    window.go_to("applications")
    window.say("已保存一份副本。")
    next(button for button in window.notice.findChildren(QPushButton)).setFocus()
    press(held(), key)
    assert window.notice.isHidden()
    assert held() is table(window)


def test_a_notice_that_is_closed_leaves_the_keyboard_where_it_is_elsewhere(window: Window) -> None:
    window.say("已保存一份副本。")
    window.top.findChildren(QToolButton)[0].setFocus()
    here = held()
    window.notice.close_notice()
    assert held() is here


def reason(window: Window) -> FindingCard:
    """A card that asks for an explanation, the keyboard in it."""
    card = next(card for card in window.panel.cards.values() if card.why)
    assert card.why is not None
    card.why.words.setFocus()
    return card


def test_enter_ends_the_explanation_and_goes_to_its_card(to_explain: Window) -> None:
    card = reason(to_explain)
    write(held(), "checked")
    press(held(), Qt.Key.Key_Return)
    assert held() is card
    assert card.finding.explanation == "checked"


def test_a_card_that_folds_away_once_explained_leaves_the_keyboard_in_the_panel(to_explain: Window) -> None:
    to_explain.panel.titles[EXPLAINED].toggle.setChecked(True)
    card = reason(to_explain)
    write(held(), "checked")
    press(held(), Qt.Key.Key_Return)
    assert card.finding.id not in to_explain.panel.cards
    assert to_explain.panel.isAncestorOf(held())


def test_esc_takes_back_the_explanation_and_a_second_time_goes_to_the_page(to_explain: Window) -> None:
    card = reason(to_explain)
    words = held()
    write(words, "checked")
    press(words, Qt.Key.Key_Escape)
    assert not card.finding.explanation
    assert held() is words
    press(words, Qt.Key.Key_Escape)
    page = to_explain.stack.currentWidget()
    assert page.isAncestorOf(held())


def test_esc_goes_from_the_panel_the_bars_and_the_foot_to_the_page(window: Window) -> None:
    window.go_to("applications")
    card = next(iter(window.panel.cards.values()))
    for place in (card, window.tabs, window.foot.findChildren(QToolButton)[0]):
        place.setFocus()
        press(held(), Qt.Key.Key_Escape)
        assert held() is table(window)

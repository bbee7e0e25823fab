"""Filters of the panel, the keys that go from problem to problem, and what is said to be not shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import basis, checks, keys
from core.findings import Finding, Level, Span, Verdict
from core.report import Report
from gui import verdict_words
from gui.bridge import Bridge
from gui.findings_panel import AT_ONCE, FindingsPanel
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import OpenReport, click, press
from tests.gui.panels import FULL, TEXTS, WRONG, A, Told, chips, shown, texts

SHIFT = Qt.KeyboardModifier.ShiftModifier
OVERVIEW = keys.text("overview")
WORDS = "受理受理"
TEXTED = {OVERVIEW: TEXTS[OVERVIEW] + f"全年{WORDS}三件。"}  # one hint
TOWN_RULES = {"disclosure.rules.made": "1", "disclosure.rules.valid": "1"}  # one to explain, in table two


def codes(panel: FindingsPanel) -> list[str]:
    return [card.finding.code for card in panel.cards.values()]


@pytest.fixture
def mixed(open_whole: OpenReport) -> Bridge:
    """An error in table three, one thing to explain in table two, one hint in a text."""
    bridge = open_whole(FULL | WRONG | TOWN_RULES)
    bridge.session.apply(TEXTED, "填写")
    assert [finding.level for finding in bridge.session.verdict.leading] == (
        [Level.ERROR, Level.EXPLAIN, Level.HINT]
    )
    return bridge


def test_every_filter_says_how_many_it_shows_and_shows_them(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot)
    everything = codes(panel)
    assert chips(panel) == ["全部", "必须修改 1", "须说明 1", "提示 1", "无法判断 0"]
    found = []
    for name, number in (("error", 1), ("explain", 1), ("hint", 1), ("unknown", 0)):
        click(panel.filters.levels[name])
        assert len(panel.cards) == number
        assert panel.hidden.label.text() == f"另有 {3 - number} 条未显示"
        assert panel.hidden.isVisible()
        found += codes(panel)
    assert found == everything
    assert panel.nothing.isVisible()
    click(panel.hidden.button)
    assert codes(panel) == everything
    assert not panel.hidden.isVisible()
    assert not panel.nothing.isVisible()


def test_filters_are_chosen_with_the_keyboard(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot)
    chips_ = list(panel.filters.levels.values())
    chips_[0].setFocus()
    press(chips_[0], Qt.Key.Key_Right)
    assert chips_[1].hasFocus()
    press(chips_[1], Qt.Key.Key_Space)
    assert panel.filters.level == "error"
    assert codes(panel) == ["A01"]
    press(chips_[1], Qt.Key.Key_Tab)
    assert panel.filters.here.hasFocus()
    press(panel.filters.here, Qt.Key.Key_Tab)
    assert next(iter(panel.cards.values())).hasFocus()


def test_a_filter_stays_while_the_verdict_changes(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot)
    click(panel.filters.levels["error"])
    (card,) = panel.cards.values()
    mixed.session.apply({f"{A}granted.commercial": 4}, "填写")
    assert len(panel.cards) == 2
    assert card in panel.cards.values()
    mixed.session.apply({OVERVIEW: TEXTS[OVERVIEW]}, "改回")
    assert chips(panel) == ["全部", "必须修改 2", "须说明 1", "提示 0", "无法判断 0"]
    assert panel.hidden.label.text() == "另有 1 条未显示"


def test_only_this_page_follows_the_page(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot)
    panel.set_page("applications")
    click(panel.filters.here)
    assert codes(panel) == ["A01"]
    assert panel.filters.here.text() == "只看本页 1"
    assert panel.hidden.label.text() == "另有 2 条未显示"
    panel.set_page("disclosure")
    assert codes(panel) == ["C09"]
    panel.set_page("problems")
    assert codes(panel) == []
    assert "没有要在这里显示的问题。" in texts(panel)
    assert not panel.fine.isVisible()


def test_hints_can_be_folded_away_and_say_so(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot)
    toggle = panel.titles["hint"].toggle
    assert toggle.text() == "提示 1 条"
    toggle.setFocus()
    press(toggle, Qt.Key.Key_Space)
    assert toggle.text() == "提示 1 条（已收起）"
    assert "T09" not in codes(panel)
    press(toggle, Qt.Key.Key_Space)
    assert "T09" in codes(panel)


def test_f8_and_shift_f8_go_round_to_cells_and_words(mixed: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    window = Window(mixed, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    told = Told(mixed)
    ids = list(window.panel.cards)
    for _ in range(4):
        press(QApplication.focusWidget() or window, Qt.Key.Key_F8)
    for _ in range(2):
        press(QApplication.focusWidget() or window, Qt.Key.Key_F8, SHIFT)
    chosen = [one.id for one in told.highlighted if one]
    assert chosen == [ids[0], ids[1], ids[2], ids[0], ids[2], ids[1]]
    start = TEXTED[OVERVIEW].index(WORDS)
    assert [span[0] for span in told.spans] == ["overview", "overview"]
    assert told.spans[0][1] <= start < told.spans[0][2]
    assert window.tabs.ids[window.tabs.currentIndex()] == "disclosure"
    window.panel.previous()
    window.panel.previous()
    assert isinstance(window.stack.currentWidget(), TextPage)
    window.close()


def test_the_words_of_a_text_are_quoted_and_lead_there(mixed: Bridge, qtbot: QtBot) -> None:
    panel, told = shown(mixed, qtbot, (356, 900)), Told(mixed)
    card = next(card for card in panel.cards.values() if card.finding.spans)
    assert card.quotes is not None
    (quote,) = card.quotes.words
    assert WORDS in quote.text()
    click(quote)
    span = card.finding.spans[0]
    assert told.spans == [(span.section, span.start, span.end)]
    mixed.session.apply({OVERVIEW: "其中，" + TEXTED[OVERVIEW]}, "填写")
    assert WORDS in quote.text()
    click(quote)
    assert told.spans[1] == ("overview", span.start + 3, span.end + 3)


def test_of_a_card_that_is_too_high_the_beginning_is_shown(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot, (356, 260))
    panel.next()
    QApplication.processEvents()
    card = panel.cards[panel.selected]
    viewport = panel._scroll.viewport()
    assert card.height() > viewport.height()
    assert card.mapTo(viewport, card.rect().topLeft()).y() == 0


def many(number: int) -> Verdict:
    found = tuple(
        Finding(
            f"A{at:02}",
            Level.ERROR,
            f"第 {at} 句",
            title=f"第 {at} 处",
            spans=(Span("overview", at, at + 1),),
        )
        for at in range(number)
    )
    return Verdict(found, {finding.code: "error" for finding in found})


def test_more_than_can_be_seen_at_once_is_a_click_or_f8_away(
    open_whole: OpenReport, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "run_all", lambda *_: many(AT_ONCE + 5))
    panel = shown(open_whole(FULL), qtbot)
    assert len(panel.cards) == AT_ONCE
    assert panel.more.label.text() == "还有 5 条"
    assert chips(panel)[1] == f"必须修改 {AT_ONCE + 5}"
    for _ in range(AT_ONCE + 1):
        panel.next()
    assert len(panel.cards) == AT_ONCE + 5
    assert panel.selected == list(panel.cards)[AT_ONCE]
    assert not panel.more.isVisible()


def test_a_folded_reason_leads_to_last_years_page(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL)
    bridge.session.apply(TEXTS, "填写")
    panel, asked = shown(bridge, qtbot), list[bool]()
    panel.last_year_wanted.connect(lambda: asked.append(True))
    (card,) = (card for card in panel.cards.values() if card.finding.level is Level.UNKNOWN)
    number = 1 + sum(finding.follows == card.finding.id for finding in bridge.session.verdict.findings)
    assert number > 3
    assert f"缺少上年报告：{number} 项无法判断" in texts(panel)
    assert card.folded is not None
    assert card.folded.toggle.text() == f"其余 {number - 1} 项"
    assert card.last_year is not None
    click(card.last_year)
    click(panel.comparison.add)
    assert len(asked) == 2
    assert f"{number} 项无法判断（缺少上年报告）" in panel.line.text()


def test_what_cannot_be_judged_for_another_reason_offers_no_last_year() -> None:
    other = Finding("C09", Level.UNKNOWN, "……", title="没有填单位类别")
    assert not verdict_words.needs_last_year(other)
    assert not verdict_words.needs_last_year(Finding("Y01", Level.EXPLAIN, "……", title="缺少上年报告"))


def test_an_edit_touches_only_the_card_that_says_something_else(open_whole: OpenReport, qtbot: QtBot) -> None:
    bridge = open_whole(FULL | WRONG | {"disputes.review.upheld": "2件a"})
    panel = shown(bridge, qtbot)
    second, first = panel.cards.values()
    shown_before = second._shown
    bridge.session.apply({f"{A}new_received.natural_person": 70}, "x")
    assert first.finding.left == 71
    assert second._shown is shown_before


def test_everything_in_the_panel_has_a_name_for_screen_readers(mixed: Bridge, qtbot: QtBot) -> None:
    panel = shown(mixed, qtbot)
    assert panel.filters.levels["error"].accessibleName() == "显示必须修改 1 条"
    assert panel.filters.here.accessibleName() == "只看本页，0 条"
    names = [card.accessibleName() for card in panel.cards.values()]
    assert [name.partition("，")[0] for name in names] == ["必须修改", "须说明", "提示"]
    for stop in panel._stops:
        if stop.isVisible():
            assert stop.accessibleName() or getattr(stop, "text", str)()


def test_the_page_of_a_finding_is_that_of_its_words(mixed: Bridge) -> None:
    report: Report = mixed.session.report
    groups = verdict_words.in_groups(report, mixed.session.verdict)
    assert list(groups) == ["error", "explain", "hint"]
    counts = verdict_words.counts(groups)
    assert {name: number for name, number in counts.items() if number} == (
        {"all": 3, "error": 1, "explain": 1, "hint": 1}
    )


def badge(window: Window) -> str:
    return window.top._chip.text()


def marks(window: Window, state: str) -> int:
    """What all tabs together count in a state."""
    states = (window.tabs.state(tab) for tab in window.tabs.ids)
    return sum(one.number for one in states if one.name == state)


def test_badge_tabs_and_filters_count_alike_with_blanks_and_what_is_explained_apart(
    open_whole: OpenReport, qtbot: QtBot, tmp_path: Path
) -> None:
    stray = ("disclosure.normative.made", "disputes.review.upheld")
    bridge = open_whole(TOWN_RULES | dict.fromkeys(stray, "x/y"))
    window = Window(bridge, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    cells = len(bridge.session.report.blanks())
    found = chips(window.panel)
    assert badge(window) == "✕ 必须修改 2"
    assert marks(window, "error") == 2
    assert found[1:4] == ["必须修改 2", "须说明 1", f"空白 {cells} 格"]
    bridge.session.apply(dict.fromkeys(stray, 0), "改正")
    assert badge(window) == "！须说明 1"
    assert marks(window, "explain") == 1
    assert chips(window.panel)[1:3] == ["必须修改 0", "须说明 1"]
    (open_point,) = (one for one in bridge.session.verdict.leading if one.level is Level.EXPLAIN)
    bridge.session.apply(basis.changes(bridge.session.report, open_point, "上级授权制定"), "说明")
    assert badge(window).startswith("○ 未填")
    assert chips(window.panel)[1:3] == ["必须修改 0", "须说明 0"]
    assert chips(window.panel)[-1] == "已说明 1"
    click(window.panel.filters.levels["blank"])
    assert {card.finding.waiting for card in window.panel.cards.values()} == {True}
    assert window.panel.filters.levels["blank"].accessibleName() == f"显示空白 {cells} 格"
    window.close()


def test_a_number_beside_the_filters_never_counts_what_cannot_be_judged(
    open_report: OpenReport, qtbot: QtBot
) -> None:
    bridge = open_report(FULL)
    bridge.session.apply(TEXTS, "填写")
    panel = shown(bridge, qtbot)
    assert [card.finding.level for card in panel.cards.values()] == [Level.UNKNOWN]
    assert chips(panel) == ["全部", "必须修改 0", "须说明 0", "提示 0", "无法判断 1"]
    assert (
        verdict_words.counts(verdict_words.in_groups(bridge.session.report, bridge.session.verdict))["all"]
        == 0
    )

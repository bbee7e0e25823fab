"""Explanations: written in place, kept, listed quietly, marked when their figures change, confirmed anew."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from core.report import Report
from core.session import Session
from gui import states
from gui.bridge import Bridge
from gui.finding_card import FindingCard
from gui.findings_panel import FindingsPanel
from gui.verdict_words import EXPLAINED
from tests.gui.conftest import OpenReport, press
from tests.gui.panels import FULL, TEXTS, commit, shown, texts, words_of

MADE = "disclosure.rules.made"
VALID = "disclosure.rules.valid"
RULES = {MADE: "1", VALID: "1"}  # 规章 are not for a township: to be explained
OVERVIEW = keys.text("overview")
WHY = "区划调整前由市政府制定，现行有效，已与司法局核对。"
LONG = WHY * 6
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def rules(open_whole: OpenReport) -> Bridge:
    """A report with one thing to explain."""
    return open_whole(FULL | RULES)


def only_card(panel: FindingsPanel) -> FindingCard:
    (card,) = panel.cards.values()
    return card


def explain(panel: FindingsPanel, words: str = WHY) -> FindingCard:
    card = only_card(panel)
    field = words_of(card)
    field.setFocus()
    commit(field, words)
    press(field, Qt.Key.Key_Return)
    panel.filters.here.setFocus()
    QApplication.processEvents()
    return card


def test_what_is_being_written_stays_where_it_is_until_the_person_goes_elsewhere(
    rules: Bridge, qtbot: QtBot
) -> None:
    panel = shown(rules, qtbot)
    card = only_card(panel)
    field = words_of(card)
    field.setFocus()
    commit(field, WHY)
    assert not panel.titles[EXPLAINED].isVisible()
    press(field, Qt.Key.Key_Return)
    assert card.hasFocus()
    assert panel.titles[EXPLAINED].isVisible()
    assert panel.titles[EXPLAINED].toggle.text() == "已说明 1 条"
    assert only_card(panel) is card
    assert "（均已说明）" in panel.line.text()


def test_a_tab_whose_points_are_all_explained_is_complete(rules: Bridge, qtbot: QtBot) -> None:
    assert states.states(rules.session)["disclosure"].words == "须说明 1"
    explain(shown(rules, qtbot))
    assert states.states(rules.session)["disclosure"].words == "已填完"


def test_an_explanation_survives_rechecks_and_a_restart(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    explain(panel)
    rules.session.apply({"disclosure.penalty.decisions": 3}, "填写")
    assert words_of(only_card(panel)).text() == WHY
    path, year = rules.session.path, rules.session.report.year
    rules.session.close()
    again = Session.open(path, year)
    try:
        after = shown(Bridge(again), qtbot)
        assert words_of(only_card(after)).text() == WHY
        assert after.titles[EXPLAINED].isVisible()
    finally:
        again.close()


def test_only_its_own_figures_make_it_outdated(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    card = explain(panel)
    assert card.why is not None
    rules.session.apply({"disclosure.normative.valid": 0, "disclosure.licence.decisions": 2}, "填写")
    assert not card.why.still.isVisible()
    rules.session.apply({VALID: 2}, "填写")
    assert any("数值已变，请重看：规章·现行有效 1 → 2" in text for text in texts(panel))
    assert card.why.still.isVisible()
    assert not panel.titles[EXPLAINED].isVisible()
    assert card.accessibleName().startswith("数值已变，请重看")
    rules.session.apply({VALID: 1}, "改回")
    assert not card.why.still.isVisible()
    assert panel.titles[EXPLAINED].isVisible()


def test_that_it_still_holds_is_one_step_with_the_keyboard(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    card = explain(panel)
    assert card.why is not None
    rules.session.apply({VALID: 2}, "填写")
    words_of(card).setFocus()
    press(words_of(card), Qt.Key.Key_Tab)
    assert card.why.still.hasFocus()
    press(card.why.still, Qt.Key.Key_Space)
    assert panel.titles[EXPLAINED].isVisible()
    assert words_of(card).text() == WHY
    assert rules.session.undo_label == f"说明仍然适用 {card.finding.title}"
    rules.session.undo()
    assert card.why.still.isVisible()


def test_writing_the_explanation_anew_is_enough_too(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    card = explain(panel)
    rules.session.apply({VALID: 2}, "填写")
    words_of(card).setFocus()
    commit(words_of(card), "今年又增加一件。")
    assert card.why is not None
    assert not card.why.still.isVisible()
    assert rules.session.report.string(keys.explain(card.finding.id)).endswith("今年又增加一件。")


def test_the_field_grows_with_its_words_and_stops_at_eight_lines(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot, (356, 900))
    field = words_of(only_card(panel))
    one = field.height()
    field.setFocus()
    commit(field, WHY)
    QApplication.processEvents()
    two = field.height()
    assert one < two < 3 * one
    assert field.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    commit(field, LONG * 3)
    QApplication.processEvents()
    assert two < field.height() < 8 * one
    assert field.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded


def test_lines_are_kept_and_formats_are_not(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    card = only_card(panel)
    field = words_of(card)
    field.setFocus()
    commit(field, "一")
    press(field, Qt.Key.Key_Return, SHIFT)
    pasted = QMimeData()
    pasted.setHtml("<b>二</b>")
    pasted.setText("二\r\n三")
    field.insertFromMimeData(pasted)
    assert field.text() == "一\n二\n三"
    assert rules.session.report.string(keys.explain(card.finding.id)) == "一\n二\n三"
    assert "<b>" not in field.toHtml()


def test_blanks_alone_are_no_explanation(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    card = explain(panel, "  ")
    assert rules.session.report.string(keys.explain(card.finding.id)) == ""
    assert "还没有说明" in texts(panel)


def test_undo_in_the_field_is_the_windows(rules: Bridge, qtbot: QtBot) -> None:
    panel = shown(rules, qtbot)
    card = explain(panel)
    field = words_of(card)
    field.setFocus()
    press(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == WHY  # nothing was taken back by the field alone
    rules.session.undo()
    assert field.text() == ""


def test_a_finding_that_goes_while_it_is_being_explained_takes_its_card_along(
    rules: Bridge, qtbot: QtBot
) -> None:
    panel = shown(rules, qtbot)
    field = words_of(only_card(panel))
    field.setFocus()
    commit(field, "不")
    rules.session.apply({MADE: 0, VALID: 0}, "改正")
    QApplication.processEvents()
    assert panel.cards == {}
    assert panel.fine.isVisible()


def test_copied_sentences_are_set_beside_last_years(rules: Bridge, qtbot: QtBot) -> None:
    copied = "严格按照条例要求，及时公开本级规范性文件和重点领域信息，方便群众查询。" * 3
    session = rules.session
    assert session.last_year is not None
    last = Report(session.report.form, session.last_year.year, session.last_year.entries)
    last.write(dict.fromkeys([OVERVIEW], session.report.entry(OVERVIEW)))
    session.apply({OVERVIEW: TEXTS[OVERVIEW] + copied}, "填写")
    entry = session.report.entry(OVERVIEW)
    assert entry is not None
    last.write({OVERVIEW: entry._replace(value=TEXTS[OVERVIEW] + copied)})
    session.last_year = last
    session.apply({"disclosure.penalty.decisions": 1}, "填写")
    panel = shown(rules, qtbot, (356, 1200))
    card = next(card for card in panel.cards.values() if card.finding.code == "Y05")
    assert card.quotes is not None
    toggle = card.quotes.toggle
    toggle.setFocus()
    press(toggle, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert any(text.startswith("今年：严格按照") for text in texts(panel))
    assert any(text.startswith("上年：严格按照") for text in texts(panel))
    press(toggle, Qt.Key.Key_Space)
    assert not any(text.startswith("上年：") for text in texts(panel))

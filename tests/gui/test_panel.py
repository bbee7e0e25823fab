"""The findings panel: groups, cards, the way to the cell, repairs by click, nothing rebuilt idly."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core import checked, checks, keys
from core.errors import DiskFull, Refused
from core.findings import Finding, Level, Verdict
from core.report import Report
from core.saver import SaveFailed
from core.values import Raw
from gui import verdict_words
from gui.bridge import Bridge
from tests.gui.conftest import OpenReport, click, press, report_with
from tests.gui.panels import FULL, OTHER, TEXTS, WRONG, A, Told, chips, commit, shown, texts, words_of


@pytest.fixture
def open_report(open_whole: OpenReport) -> OpenReport:
    """Open reports whose texts and whose last year give no cause for a finding."""
    return open_whole


def test_one_wrong_cell_is_one_card_with_its_repairs(open_report: OpenReport, qtbot: QtBot) -> None:
    panel = shown(open_report(FULL | WRONG), qtbot)
    (card,) = panel.cards.values()
    assert card.finding.code == "A01"
    assert [button.text() for button in card.buttons] == [
        "本机关不掌握·自然人 4 → 3",
        "结转下年·自然人 2 → 1",
        "上年结转·自然人 1 → 2",
    ]
    assert [bool(button.property("primary")) for button in card.buttons] == [True, False, False]
    assert chips(panel) == ["全部", "必须修改 1", "须说明 0", "提示 0", "无法判断 0"]
    assert texts(panel)[:3] == ["必须修改", "A01", "自然人列多办结 1 件"]


def test_a_click_on_a_repair_carries_it_out_and_goes_there(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL | WRONG)
    panel, told = shown(bridge, qtbot), Told(bridge)
    (card,) = panel.cards.values()
    click(card.buttons[0])
    assert bridge.session.report.value(f"{A}unable.not_held.natural_person") == 3
    assert bridge.session.undo_label == "按建议修改 本机关不掌握·自然人"
    assert told.jumps == [f"{A}unable.not_held.natural_person"]
    assert panel.cards == {}
    assert panel.fine.isVisible()
    assert "没有发现问题" in texts(panel)
    bridge.session.undo()
    assert len(panel.cards) == 1
    assert not panel.fine.isVisible()


def test_a_stated_total_gives_way_to_the_computed_one(open_report: OpenReport, qtbot: QtBot) -> None:
    wrong = {f"{A}new_received.research": "2", f"{A}granted.research": "2", f"{A}granted.total": "5"}
    bridge = open_report(FULL | wrong)
    panel = shown(bridge, qtbot)
    (card,) = panel.cards.values()
    assert [button.text() for button in card.buttons] == ["以计算结果为准：2"]
    click(card.buttons[0])
    assert bridge.session.report.stated(f"{A}granted.total") is None


def test_a_click_on_a_card_colours_both_sides_and_goes_to_the_first_repair(
    open_report: OpenReport, qtbot: QtBot
) -> None:
    bridge = open_report(FULL | WRONG)
    panel, told = shown(bridge, qtbot), Told(bridge)
    (card,) = panel.cards.values()
    click(card)
    assert card.selected
    assert told.highlighted == [card.finding]
    assert told.jumps == [f"{A}unable.not_held.natural_person"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_do_what_a_click_does(open_report: OpenReport, qtbot: QtBot, key: Qt.Key) -> None:
    bridge = open_report(FULL | WRONG)
    panel, told = shown(bridge, qtbot), Told(bridge)
    (card,) = panel.cards.values()
    card.setFocus()
    press(card, key)
    assert panel.selected == card.finding.id
    assert len(told.jumps) == 1


def test_arrows_move_between_cards_and_choose_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    panel, told = shown(bridge, qtbot), Told(bridge)
    first, second, third = panel.cards.values()
    first.setFocus()
    for card, key, focused in (
        (first, Qt.Key.Key_Down, second),
        (second, Qt.Key.Key_Down, third),
        (third, Qt.Key.Key_Down, third),
        (third, Qt.Key.Key_Up, second),
    ):
        press(card, key)
        assert focused.hasFocus()
    assert told.jumps == []


def test_tab_goes_from_a_card_to_its_buttons_and_on(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL | WRONG | {f"{A}granted.research": "2件a"})
    panel = shown(bridge, qtbot)
    cards = list(panel.cards.values())
    stops = [stop for card in cards for stop in (card, *card.buttons)]
    assert len(stops) > 3
    stops[0].setFocus()
    for before, after in pairwise(stops):
        assert before.hasFocus()
        press(before, Qt.Key.Key_Tab)
        assert after.hasFocus()


def test_next_goes_round(bridge: Bridge, qtbot: QtBot) -> None:
    panel, told = shown(bridge, qtbot), Told(bridge)
    for _ in range(4):
        panel.next()
    ids = list(panel.cards)
    assert [one.id for one in told.highlighted if one] == [*ids, ids[0]]
    tables = [table.id for table in bridge.session.report.form.tables]
    assert [jump.partition(".")[0] for jump in told.jumps] == [*tables, tables[0]]


def test_next_does_nothing_where_nothing_is_wrong(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL)
    panel, told = shown(bridge, qtbot), Told(bridge)
    panel.next()
    assert (told.highlighted, told.jumps) == ([], [])
    assert panel.fine.isVisible()


def test_blanks_are_a_group_of_their_own(bridge: Bridge, qtbot: QtBot) -> None:
    panel = shown(bridge, qtbot)
    assert [card.finding.code for card in panel.cards.values()] == ["C05"] * 3
    assert chips(panel)[:4] == ["全部", "必须修改 0", "须说明 0", "空白 166 格"]
    assert texts(panel)[0] == "空白 166 格（请填写，或确认为 0）"


def test_the_selection_survives_a_recheck(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL | WRONG)
    panel = shown(bridge, qtbot)
    panel.next()
    (card,) = panel.cards.values()
    before = card.finding.text
    told = Told(bridge)
    bridge.session.apply({f"{A}new_received.natural_person": 70}, "x")
    assert list(panel.cards.values()) == [card]
    assert card.selected
    assert card.finding.text != before
    assert any("70" in text for text in texts(panel))
    assert told.highlighted == []


def test_when_the_chosen_finding_is_gone_the_colours_go(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL | WRONG | OTHER)
    panel = shown(bridge, qtbot)
    assert len(panel.cards) == 2
    panel.next()
    told = Told(bridge)
    gone = panel.cards[panel.selected]
    bridge.session.accept(gone.finding.suggestions[0])
    assert told.highlighted == [None]
    assert panel.selected == ""
    assert gone not in panel.cards.values()


def test_an_edit_elsewhere_rebuilds_nothing(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL | WRONG | OTHER)
    panel = shown(bridge, qtbot)
    before = [*panel.cards.values(), *(button for card in panel.cards.values() for button in card.buttons)]
    bridge.session.apply({keys.text("problems"): TEXTS[keys.text("problems")] + "已经整改。"}, "x")
    bridge.session.apply({"disputes.review.upheld": 0, "disclosure.licence.decisions": 3}, "x")
    after = [*panel.cards.values(), *(button for card in panel.cards.values() for button in card.buttons)]
    assert after == before


def test_cards_stand_in_the_order_of_the_verdict(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(WRONG)
    panel = shown(bridge, qtbot)
    bridge.session.apply({f"{A}granted.research": Raw("2件a")}, "x")
    bridge.session.apply({"disputes.review.upheld": -1}, "x")
    bridge.session.undo()
    groups = verdict_words.in_groups(bridge.session.report, bridge.session.verdict)
    assert list(panel.cards) == [finding.id for found in groups.values() for finding in found]
    QApplication.processEvents()
    tops = [card.y() for card in panel.cards.values()]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops) > 3


def test_what_follows_is_folded_and_can_be_opened(open_report: OpenReport, qtbot: QtBot) -> None:
    panel = shown(open_report(FULL | WRONG), qtbot)
    (card,) = panel.cards.values()
    assert card.folded is not None
    toggle = card.folded.toggle
    assert toggle.text() == "另有 1 处随之不平"
    assert not any("总计列" in text for text in texts(panel))
    toggle.setFocus()
    press(toggle, Qt.Key.Key_Space)
    assert any("总计列" in text for text in texts(panel))
    press(toggle, Qt.Key.Key_Space)
    assert not any("总计列" in text for text in texts(panel))


@pytest.mark.parametrize(
    ("figures", "wrong", "words"),
    [
        (FULL, 0, ""),
        (FULL | WRONG, 1, "，1 项要修改"),
        ({}, 1, "，1 项要修改（其中 1 项只是空白）"),
        (WRONG, 2, "，2 项要修改（其中 1 项只是空白）"),
    ],
)
def test_the_line_below_says_what_was_checked_and_what_not(
    open_report: OpenReport, qtbot: QtBot, figures: dict[str, str], wrong: int, words: str
) -> None:
    bridge = open_report(figures)
    panel = shown(bridge, qtbot)
    run = len(bridge.session.verdict.codes)
    assert run > 40
    assert panel.line.text() == f"已核对 {run} 项：{run - wrong} 项通过{words}。{checked.NOT_YET}"


def test_the_line_names_every_state_that_occurs_and_why_some_could_not_be_judged() -> None:
    codes = {"A": "pass", "B": "error", "C": "explain", "D": "hint", "E": "unknown", "F": "fault"}
    lacking = Finding("E", Level.UNKNOWN, "……", title="缺少上年报告：7 项无法判断")
    line = checked.honest_line(report_with({}), Verdict((lacking,), codes))
    assert line.startswith(
        "已核对 6 项：1 项通过，1 项要修改，1 项要说明，1 项有提示，"
        "1 项无法判断（缺少上年报告），1 项程序出错。"
    )


def test_the_line_says_what_is_explained() -> None:
    report = report_with({})
    codes = {"A": "pass", "C": "explain", "D": "explain"}
    said = Finding("C", Level.EXPLAIN, "……", left_places=(f"{A}granted.other",), explanation="漏统计")
    unsaid = Finding("D", Level.EXPLAIN, "……")
    line = checked.honest_line(report, Verdict((said, unsaid), codes))
    assert line.startswith("已核对 3 项：1 项通过，2 项要说明（其中 1 项已说明）。")
    line = checked.honest_line(report, Verdict((said, replace(unsaid, explanation="已核实")), codes))
    assert line.startswith("已核对 3 项：1 项通过，2 项要说明（均已说明）。")


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_a_group_with_a_name(level: Level) -> None:
    finding = Finding("X01", level, "一句话")
    groups = verdict_words.in_groups(report_with({}), Verdict((finding,)))
    assert groups == {level.value: [finding]}
    assert level.value in {group.id for group in verdict_words.GROUPS}


def test_what_was_typed_is_never_taken_for_markup(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge = open_report(FULL)
    panel = shown(bridge, qtbot)
    bridge.session.apply({f"{A}granted.other": Raw("<h1>&amp;")}, "x")
    assert any("<h1>&amp;" in text for text in texts(panel))
    labels = panel.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels if label.text()} == {Qt.TextFormat.PlainText}


def explainable(report: Report, *_: object) -> Verdict:
    """A check that always asks for a reason."""
    finding = Finding("Y01", Level.EXPLAIN, "上年结转 0，与上年报告的 1 不同。", title="与上年不同")
    words = report.string(keys.explain(finding.id))
    return Verdict((replace(finding, explanation=words or None),), {"Y01": "explain"})


def test_a_reason_is_written_in_the_card_and_is_one_step(
    open_report: OpenReport, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, screens: Path
) -> None:
    monkeypatch.setattr(checks, "run_all", explainable)
    bridge = open_report(FULL)
    panel, told = shown(bridge, qtbot), Told(bridge)
    (card,) = panel.cards.values()
    assert "还没有说明" in texts(panel)
    words_of(card).setFocus()
    commit(words_of(card), "去年漏统计")
    commit(words_of(card), "1件。")
    press(words_of(card), Qt.Key.Key_Return)
    assert bridge.session.report.string(keys.explain(card.finding.id)) == "去年漏统计1件。"
    assert bridge.session.report.string(keys.basis(card.finding.id)) == "{}"  # a finding without cells
    assert bridge.session.undo_label == "填写说明 与上年不同"
    assert list(panel.cards.values()) == [card]
    assert card.finding.explanation == "去年漏统计1件。"
    assert any(text.startswith("已说明，") for text in texts(panel))
    assert told.jumps == []  # Enter ended the line and went nowhere
    assert panel.grab().save(str(screens / "panel-explained.png"))
    bridge.session.undo()
    assert words_of(card).text() == ""
    assert "还没有说明" in texts(panel)


def test_escape_in_a_reason_takes_back_what_was_typed_since_the_line_was_entered(
    open_report: OpenReport, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "run_all", explainable)
    bridge = open_report(FULL)
    panel = shown(bridge, qtbot)
    (card,) = panel.cards.values()
    words_of(card).setFocus()
    commit(words_of(card), "漏统计")
    press(words_of(card), Qt.Key.Key_Return)
    commit(words_of(card), "多写的")
    press(words_of(card), Qt.Key.Key_Escape)
    assert words_of(card).text() == "漏统计"
    assert bridge.session.report.string(keys.explain(card.finding.id)) == "漏统计"


def test_escape_in_a_reason_that_cannot_be_taken_back_is_refused_in_words(
    open_report: OpenReport, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "run_all", explainable)
    bridge = open_report(FULL)
    panel = shown(bridge, qtbot)
    (card,) = panel.cards.values()
    commit(words_of(card), "漏统计")
    failure = SaveFailed(DiskFull("磁盘已满，没有保存。", "请腾出空间。"), 1, 2)
    bridge.session.failure = failure
    told: list[Refused] = []
    panel.refused.connect(told.append)
    press(words_of(card), Qt.Key.Key_Escape)
    assert told == [failure.refusal]
    bridge.session.failure = None


def test_a_reason_is_asked_for_only_where_one_may_stand(open_report: OpenReport, qtbot: QtBot) -> None:
    panel = shown(open_report(FULL | WRONG), qtbot)
    (card,) = panel.cards.values()
    assert card.why is None


def test_another_report_clears_the_choice(open_report: OpenReport, qtbot: QtBot) -> None:
    bridge, other = open_report(FULL | WRONG), open_report(FULL)
    panel = shown(bridge, qtbot)
    panel.next()
    told = Told(bridge)
    bridge.attach(other.session)
    assert panel.cards == {}
    assert panel.selected == ""
    assert told.highlighted == [None]


@pytest.mark.parametrize(("name", "size"), [("1366", (356, 640)), ("1920", (356, 944))])
def test_the_panel_is_drawn(
    open_report: OpenReport, qtbot: QtBot, screens: Path, name: str, size: tuple[int, int]
) -> None:
    bridge = open_report(WRONG | OTHER | {f"{A}granted.research": "2件a"})
    panel = shown(bridge, qtbot, size)
    panel.next()
    panel.next()
    QApplication.processEvents()
    assert panel.grab().save(str(screens / f"panel-{name}.png"))
    inside = panel.rect()
    room = panel.height() - panel.line.mapTo(panel, panel.line.rect().bottomLeft()).y()
    assert room < 40 or panel._scroll.verticalScrollBar().maximum() == 0  # scrolls only where room is short
    for card in list(panel.cards.values())[:2]:
        for button in card.buttons:
            place = button.mapTo(panel, button.rect().bottomRight())
            assert place.x() < inside.right() - 16
            assert button.width() >= button.sizeHint().width()


def test_the_calm_panel_is_drawn(open_report: OpenReport, qtbot: QtBot, screens: Path) -> None:
    panel = shown(open_report(FULL), qtbot)
    assert panel.grab().save(str(screens / "panel-fine.png"))
    assert panel.fine.height() < 70

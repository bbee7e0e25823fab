"""The year's steps: what is said to be left at each, where each leads, days ticked, and the deadline."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core import days, keys, signoff
from core.report import Entry, Report
from core.session import Session
from gui import ladder, style
from gui.bridge import Bridge
from gui.ladder_card import LadderCard
from gui.pages.cover import CoverPage
from gui.topbar import TopBar
from tests.gui.conftest import OpenReport, click, press, report_with, write
from tests.gui.test_cover import commit

FORWARD = "applications.carried_forward.natural_person"
NEW = "applications.new_received.natural_person"
GRANTED = "applications.granted.natural_person"
TODAY = dt.date(2026, 1, 25)
DEADLINE = "2026-01-28"


def words(session: Session) -> dict[str, str]:
    return {step.name: step.words for step in ladder.steps(session)}


def state(session: Session, name: str) -> str:
    return next(step.state for step in ladder.steps(session) if step.name == name)


def card_of(bridge: Bridge, qtbot: QtBot, today: dt.date = TODAY) -> LadderCard:
    card = LadderCard(bridge, lambda: today)
    qtbot.addWidget(card)
    card.resize(900, 260)
    card.show()
    card.activateWindow()
    QApplication.processEvents()
    return card


def last_year(figures: dict[str, str] | None = None) -> Report:
    return report_with(figures or {FORWARD: "2"}, 2024)


def test_a_new_report_says_what_is_left_at_every_step(bridge: Bridge) -> None:
    said = words(bridge.session)
    assert said["上年数据"].startswith("还没有")
    assert said["填报"] == "单位类型未选；未填 166 格；一、五、六 未写"
    assert said["核对"].startswith("填好的部分没有必须修改的")
    assert said["说明"] == "填好的部分没有须说明的"
    assert [said[name] for name in ("送审稿", "签发", "上报")] == ["还没有送审", "还没有签发", "还没有上报"]
    assert state(bridge.session, "填报") == "blank"


def test_the_steps_are_those_of_the_routine_in_their_order(bridge: Bridge) -> None:
    names = [step.name for step in ladder.steps(bridge.session)]
    assert names == ["上年数据", "填报", "核对", "说明", "送审稿", "签发", "上报"]


def test_filling_leads_to_the_first_blank_in_the_order_of_the_pages(bridge: Bridge) -> None:
    session = bridge.session

    def leads() -> str:
        return next(step.key for step in ladder.steps(session) if step.name == "填报")

    assert leads() == keys.UNIT_KIND
    session.apply({keys.UNIT_KIND: "乡镇"}, "x")
    assert leads() == session.report.blanks()[0]
    session.confirm_zeros()
    assert leads() == "text.overview"
    session.apply({keys.text(text): "有。" for text in session.report.form.texts}, "x")
    assert words(session)["填报"] == "已填完"


def test_an_error_is_counted_and_leads_to_its_finding(bridge: Bridge) -> None:
    session = bridge.session
    session.apply({NEW: 3}, "x")
    session.confirm_zeros()
    step = next(step for step in ladder.steps(session) if step.name == "核对")
    assert (step.state, step.words) == ("error", "必须修改 1")
    assert step.finding is not None
    assert step.finding.code == "A01"


def test_explanations_are_counted_until_they_are_written(bridge: Bridge) -> None:
    session = bridge.session
    session.apply({keys.UNIT_KIND: "乡镇", "disclosure.rules.valid": 2}, "x")
    session.confirm_zeros()
    session.apply({keys.text(text): f"{text}有。" for text in session.report.form.texts}, "x")
    wanted = len(ladder.unexplained(session))
    assert wanted
    assert words(session)["说明"] == f"须说明 {wanted}"
    for finding in ladder.unexplained(session):
        session.apply({keys.explain(finding.id): "经核实无误"}, "x")
    assert words(session)["说明"] == f"已说明 {wanted}"
    assert state(session, "说明") == "complete"


def test_last_year_from_a_file_offers_what_is_carried_over(bridge: Bridge) -> None:
    session = bridge.session
    session.add_past(last_year(), "导入上年报告")
    assert words(session)["上年数据"] == "上年结转可以填入 1 格"
    session.carry_in()
    assert words(session)["上年数据"] == "已有 2024 年报告"
    assert state(session, "上年数据") == "complete"


def test_last_year_from_paper_says_where_it_comes_from(bridge: Bridge) -> None:
    session = bridge.session
    session.apply({keys.before("applications.total.total"): "12"}, "x")
    assert words(session)["上年数据"].startswith("来自上年纸质报告（手工录入 1 格），还有 ")


@pytest.mark.parametrize(
    ("today", "says", "colour"),
    [
        (dt.date(2025, 12, 30), "还有 29 天（1月28日 周三）", ""),
        (dt.date(2026, 1, 25), "还有 3 天（1月28日 周三）", "explain"),
        (dt.date(2026, 1, 28), "今天截止（1月28日 周三）", "explain"),
        (dt.date(2026, 1, 30), "已过 2 天（1月28日 周三）", "error"),
    ],
)
def test_the_days_left_are_said_until_the_report_is_handed_over(
    bridge: Bridge, today: dt.date, says: str, colour: str
) -> None:
    session = bridge.session
    assert ladder.deadline(session.report, today) == ""
    session.apply({keys.DEADLINE: DEADLINE}, "x")
    assert ladder.deadline(session.report, today) == says
    assert ladder.deadline_state(session.report, today) == colour
    session.apply({ladder.HANDED_OVER: "2026-01-27"}, "x")
    assert ladder.deadline(session.report, today) == ""


# ---- on screen


def test_a_step_is_ticked_with_today_as_one_step_that_undo_takes_back(bridge: Bridge, qtbot: QtBot) -> None:
    card = card_of(bridge, qtbot)
    row = card.rows["report.sent"]
    click(row.today)
    assert bridge.session.report.string("report.sent") == "2026-01-25"
    assert row.day is not None
    assert (row.words.text(), row.day.text()) == ("已送审", "1月25日 周日")
    assert row.sign.text() == style.SIGNS["complete"]
    assert bridge.session.undo_label == "送审稿日期"
    bridge.session.undo()
    assert (row.words.text(), row.day.text()) == ("还没有送审", "")


def test_the_day_of_a_step_is_typed_changed_and_taken_away(bridge: Bridge, qtbot: QtBot) -> None:
    card = card_of(bridge, qtbot)
    line = card.rows["report.signed"].day
    assert line is not None
    line.setFocus()
    write(line, "1.20")
    press(line, Qt.Key.Key_Return)
    assert bridge.session.report.string("report.signed") == "2026-01-20"
    line.selectAll()
    write(line, "2026-01-21")
    press(line, Qt.Key.Key_Tab)
    assert bridge.session.report.string("report.signed") == "2026-01-21"
    line.setFocus()
    line.selectAll()
    press(line, Qt.Key.Key_Delete)
    press(line, Qt.Key.Key_Return)
    assert bridge.session.report.string("report.signed") == ""
    assert bridge.session.undo_label == "取消签发日期"


def test_what_is_no_day_is_said_stays_on_screen_and_changes_nothing(bridge: Bridge, qtbot: QtBot) -> None:
    card = card_of(bridge, qtbot)
    line = card.rows["report.handed_over"].day
    assert line is not None
    line.setFocus()
    with qtbot.waitSignal(card.refused) as told:
        commit(line, "月底")
        press(line, Qt.Key.Key_Return)
    assert "看不懂这个日期" in str(told.args[0])
    bridge.session.apply({NEW: 1}, "x")
    assert line.text() == "月底"
    assert bridge.session.report.string("report.handed_over") == ""
    press(line, Qt.Key.Key_Escape)
    assert line.text() == ""


def test_a_draft_and_its_signature_fill_in_their_steps(open_whole: OpenReport, qtbot: QtBot) -> None:
    bridge = open_whole()
    session = bridge.session
    session.apply({keys.UNIT_KIND: "乡镇"}, "x")
    session.confirm_zeros()
    for finding in signoff.obstacles(session.verdict):
        session.apply({keys.explain(finding.id): "经核实无误"}, "x")
    card = card_of(bridge, qtbot)
    sent, signed = card.rows["report.sent"], card.rows["report.signed"]
    assert sent.day is not None
    assert signed.day is not None
    day = session.make_draft().made_at.date()
    bridge.drafted.emit()
    assert (sent.words.text(), sent.sign.text()) == ("第 1 稿已送审", style.SIGNS["complete"])
    assert sent.day.text() == days.spoken(day, TODAY)
    steps = len(session.steps())
    sent.day.setFocus()
    press(sent.day, Qt.Key.Key_Tab)
    assert len(session.steps()) == steps  # to pass by is no edit
    session.sign(1, "李明", dt.date(2026, 1, 20))
    bridge.drafted.emit()
    assert (signed.words.text(), signed.sign.text()) == ("第 1 稿已签发（李明）", style.SIGNS["complete"])
    assert signed.day.text() == "1月20日 周二"
    assert signed.day.isReadOnly()
    session.apply({NEW: 4}, "x")
    assert sent.words.text() == "第 1 稿以后又有改动，要重新送审"
    assert (signed.words.text(), signed.sign.text()) == ("第 1 稿签发以后又有改动", style.SIGNS["blank"])


def test_a_report_with_errors_is_not_handed_over(bridge: Bridge, qtbot: QtBot) -> None:
    bridge.session.apply({NEW: 3}, "x")
    bridge.session.confirm_zeros()
    card = card_of(bridge, qtbot)
    with qtbot.waitSignal(card.refused) as told:
        click(card.rows["report.handed_over"].today)
    assert str(told.args[0]).startswith("还不能登记上报：必须修改 1 项")
    assert bridge.session.report.string("report.handed_over") == ""


def test_a_step_asks_the_window_to_go_there(bridge: Bridge, qtbot: QtBot) -> None:
    card = card_of(bridge, qtbot)
    with qtbot.waitSignal(card.wanted) as told:
        press(card.rows["filling"].name, Qt.Key.Key_Space)
    assert told.args[0].key == keys.UNIT_KIND
    card.rows["report.signed"].name.click()
    assert QApplication.focusWidget() is card.rows["report.signed"].day


def test_every_step_says_its_state_to_a_screen_reader(bridge: Bridge, qtbot: QtBot) -> None:
    card = card_of(bridge, qtbot)
    names = [row.name.accessibleName() for row in card.rows.values()]
    assert names[4:] == ["送审稿，未完成：还没有送审", "签发，未完成：还没有签发", "上报，未完成：还没有上报"]
    assert names[1].startswith("填报，未完成：单位类型未选")


def test_the_deadline_is_typed_on_the_cover_and_shown_in_the_bar(bridge: Bridge, qtbot: QtBot) -> None:
    page = CoverPage(bridge, today=lambda: TODAY)
    qtbot.addWidget(page)
    page.show()
    page.show_key(keys.DEADLINE)
    write(page.deadline, "1.28")
    press(page.deadline, Qt.Key.Key_Return)
    assert bridge.session.report.string(keys.DEADLINE) == DEADLINE
    assert bridge.session.undo_label == "修改 截止日期"
    assert page.ladder.deadline.text() == "还有 3 天（1月28日 周三）"
    bar = TopBar(today=lambda: TODAY)
    qtbot.addWidget(bar)
    bar.resize(1366, 50)
    bar.show_session(bridge.session)
    assert "还有 3 天" in [label.text() for label in bar.findChildren(type(page.ladder.deadline))]
    bridge.session.undo()
    assert page.deadline.text() == ""
    assert not page.ladder.deadline.isVisible()


def test_the_limit_of_the_first_section_takes_digits_only(bridge: Bridge, qtbot: QtBot) -> None:
    page = CoverPage(bridge, today=lambda: TODAY)
    qtbot.addWidget(page)
    page.show()
    line = page.lines[keys.OVERVIEW_LIMIT]
    line.setFocus()
    write(line, "1a000")
    assert bridge.session.report.string(keys.OVERVIEW_LIMIT) == "1000"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_first_page_is_drawn(
    open_report: OpenReport, qtbot: QtBot, screens: Path, percent: int, *, dark: bool
) -> None:
    bridge = open_report({NEW: "3", GRANTED: "2"})
    bridge.session.apply({keys.DEADLINE: DEADLINE, "report.sent": "2026-01-20"}, "x")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        style.set_zoom(percent)
        style.set_dark(dark=dark)
        style.dress(app)
        page = CoverPage(bridge, today=lambda: TODAY)
        qtbot.addWidget(page)
        page.resize(800 if percent > 100 else 1000, 560)
        page.show()
        QApplication.processEvents()
        assert page.grab().save(str(screens / f"first-page-{percent}-{'dark' if dark else 'light'}.png"))
        assert page._scroll.horizontalScrollBar().maximum() == 0
        for row in page.ladder.rows.values():
            assert row.name.width() >= row.name.sizeHint().width()
    finally:
        style.set_zoom(100)
        style.set_dark(dark=False)
        style.dress(app)


def test_a_report_whose_unit_is_not_named_leads_there_first(tmp_path: Path) -> None:
    report = report_with({})
    session = Session.create(
        tmp_path / "x.gknb", Report(report.form, report.year, {"unit.kind": Entry("乡镇")})
    )
    step = next(step for step in ladder.steps(session) if step.name == "填报")
    assert (step.key, step.words.partition("；")[0]) == (keys.UNIT_NAME, "单位名称未填")
    session.close()


STOPS = (
    *("上年数据", "填报", "核对", "说明"),
    *("送审稿", "送审稿：今天完成", "送审稿日期"),
    *("签发", "签发：今天完成", "签发日期"),
    *("上报", "上报：今天完成", "上报日期"),
    "本年未收到申请",
)


def walked(count: int) -> tuple[str, ...]:
    """Name where Tab stops, from where the keyboard is."""
    seen = []
    for _ in range(count):
        held = QApplication.focusWidget()
        assert held is not None
        seen.append(held.accessibleName().partition("，")[0] or getattr(held, "text", str)())
        press(held, Qt.Key.Key_Tab)
    return tuple(seen)


def test_tab_goes_through_the_steps_in_order_and_then_to_the_offer(bridge: Bridge, qtbot: QtBot) -> None:
    card = card_of(bridge, qtbot)
    card.first().setFocus()
    assert walked(14) == STOPS


def column(*parts: QWidget) -> QWidget:
    """A widget with its parts below one another."""
    whole = QWidget()
    below = QVBoxLayout(whole)
    for part in parts:
        below.addWidget(part)
    return whole


def show_under_a_field(page: QWidget, qtbot: QtBot) -> QWidget:
    """A window with a page under a field that has the keyboard."""
    field = QLineEdit("before")
    window = column(field, page)
    qtbot.addWidget(window)
    window.resize(900, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    return window


def test_tab_comes_to_steps_built_in_a_window_that_is_shown(bridge: Bridge, qtbot: QtBot) -> None:
    card = LadderCard(bridge, lambda: TODAY)
    window = show_under_a_field(column(card, QLineEdit("after")), qtbot)
    qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton)))
    assert walked(16) == ("before", *STOPS, "after")


def test_tab_comes_to_steps_built_before_they_are_put_into_a_window(bridge: Bridge, qtbot: QtBot) -> None:
    card = LadderCard(bridge, lambda: TODAY)
    page = column(card, QLineEdit("after"))
    card.complete()
    window = show_under_a_field(page, qtbot)
    assert window.isAncestorOf(card)
    assert walked(16) == ("before", *STOPS, "after")

"""本年未收到申请: when it is offered, what it asks, what it confirms, and the sentences after it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import formfile, keys
from core.session import Session, blank_report
from gui.bridge import Bridge
from gui.nothing_received import NothingReceived, available
from gui.pages.table import TablePage
from tests.forms import invented
from tests.gui.conftest import UNIT, YEAR, OpenReport, click, press, report_with

NEW = "applications.new_received.natural_person"
FORWARD = "applications.carried_forward.natural_person"
DISPUTE = "disputes.review.upheld"
MADE = "disclosure.normative.made"


@pytest.fixture
def card(qtbot: QtBot) -> Callable[..., NothingReceived]:
    def make(bridge: Bridge, table: str = "") -> NothingReceived:
        made = NothingReceived(bridge, table)
        qtbot.addWidget(made)
        made.resize(900, 60)
        made.show() if made.offered else None
        made.activateWindow()
        QApplication.processEvents()
        return made

    return make


@pytest.mark.parametrize(
    ("figures", "offered"),
    [({}, True), ({NEW: "0"}, True), ({NEW: "1"}, False), ({DISPUTE: "1"}, False), ({MADE: "3"}, True)],
    ids=["blank", "a zero", "an application", "a dispute", "a document"],
)
def test_it_is_offered_only_beside_zeros_and_blanks(
    open_report: OpenReport, figures: dict[str, str], *, offered: bool
) -> None:
    assert available(open_report(figures).session) is offered


def test_it_is_not_offered_while_something_waits_to_be_carried_over(bridge: Bridge) -> None:
    session = bridge.session
    session.add_past(report_with({FORWARD: "1"}, YEAR - 1), "x")
    assert not available(session)


def test_a_carried_over_zero_is_no_hindrance(bridge: Bridge) -> None:
    session = bridge.session
    session.add_past(report_with({FORWARD: "0"}, YEAR - 1), "x")
    assert available(session)


def test_it_goes_when_a_figure_is_typed_and_comes_back_with_undo(
    bridge: Bridge, card: Callable[..., NothingReceived]
) -> None:
    shown = card(bridge)
    bridge.session.apply({NEW: 1}, "x")
    assert shown.isHidden()
    bridge.session.undo()
    assert not shown.isHidden()


def test_the_question_can_be_taken_back(bridge: Bridge, card: Callable[..., NothingReceived]) -> None:
    shown = card(bridge)
    click(shown.offer)
    assert "156 格空白都记为 0" in shown.said.text()
    assert QApplication.focusWidget() is shown.yes
    click(shown.no)
    assert shown.offer.isVisible()
    assert not shown.yes.isVisible()
    assert bridge.session.undo_label == ""


def test_only_ticked_sentences_are_written_behind_what_stands_there(
    bridge: Bridge, card: Callable[..., NothingReceived]
) -> None:
    session = bridge.session
    session.apply({keys.text("other_matters"): "本镇没有其他事项。"}, "x")
    shown = card(bridge)
    click(shown.offer)
    press(shown.yes, Qt.Key.Key_Space)
    ticks = {offer.section: tick for tick, offer in shown.sentences.ticks}
    assert set(ticks) == {"overview", "other_matters"}
    ticks["overview"].click()
    shown.sentences.write.click()
    assert session.report.text("overview") == ""
    assert session.report.text("other_matters").startswith("本镇没有其他事项。\n")
    assert session.undo_label == "写入与“本年未收到申请”相符的 1 句"


def test_nothing_ticked_writes_nothing(bridge: Bridge, card: Callable[..., NothingReceived]) -> None:
    shown = card(bridge)
    shown.offer.click()
    shown.yes.click()
    for tick, _ in shown.sentences.ticks:
        tick.click()
    assert not shown.sentences.write.isEnabled()
    shown.sentences.leave.click()
    assert shown.isHidden()


def test_sentences_go_when_the_zeros_are_undone(bridge: Bridge, card: Callable[..., NothingReceived]) -> None:
    shown = card(bridge)
    shown.offer.click()
    shown.yes.click()
    assert shown.sentences.ticks
    bridge.session.undo()
    assert shown.sentences.ticks == []
    assert shown.offer.isVisible()


@pytest.mark.parametrize(
    ("table", "there"), [("applications", True), ("disputes", True), ("disclosure", False)]
)
def test_it_stands_under_the_tables_concerned(
    bridge: Bridge, qtbot: QtBot, table: str, *, there: bool
) -> None:
    page = TablePage(bridge, bridge.session.report.form.table(table))
    qtbot.addWidget(page)
    assert page.nothing.isHidden() is not there


def test_it_is_pictured_under_a_table(bridge: Bridge, qtbot: QtBot, screens: Path) -> None:
    page = TablePage(bridge, bridge.session.report.form.table("disputes"))
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    page.nothing.offer.click()
    page.nothing.yes.click()
    qtbot.wait(30)
    assert page.grab().save(str(screens / "nothing-received-table.png"))
    assert page.nothing.sentences.isVisible()


def test_a_form_of_another_year_has_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, card: Callable[..., NothingReceived]
) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    monkeypatch.setattr(formfile, "form_ids", lambda: (invented.ID,))
    monkeypatch.setattr(formfile, "load", lambda _form_id, **_: form)
    session = Session.create(tmp_path / "x.gknb", blank_report(UNIT, form.first_year, form))
    shown = card(Bridge(session))
    shown.offer.click()
    shown.yes.click()
    assert not any(session.report.blanks(table) for table in form.nothing_received)
    session.close()

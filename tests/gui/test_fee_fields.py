"""The fee fields on the page of the last section: typed, compared at once, undone, never lost."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.narrative import fees
from gui import states
from gui.bridge import Bridge
from gui.fee_fields import FeeFields
from gui.pages.text import TextPage
from tests.gui.conftest import press, write
from tests.gui.panels import commit
from tests.gui.text_pages import shown

AMOUNT = "disclosure.fees.amount"


@pytest.fixture
def page(bridge: Bridge, qtbot: QtBot) -> TextPage:
    return shown(bridge, qtbot, "other_matters")


def fields(page: TextPage) -> FeeFields:
    assert page.fees is not None
    return page.fees


def type_in(page: TextPage, key: str, text: str) -> None:
    line = fields(page).lines[key]
    line.setFocus()
    write(line, text)


def said(page: TextPage) -> list[str]:
    labels = (*fields(page).troubles.values(), *fields(page).said)
    return [label.text() for label in labels if label.isVisible()]


def test_only_the_section_the_form_marks_has_them(bridge: Bridge, qtbot: QtBot) -> None:
    assert shown(bridge, qtbot, "overview").fees is None
    assert shown(bridge, qtbot, "other_matters").fees is not None


def test_what_is_typed_is_kept_as_typed_and_is_one_step_per_field(page: TextPage, bridge: Bridge) -> None:
    for key, text in zip(fees.KEYS, ("1", "270", "270.5"), strict=True):
        type_in(page, key, text)
    assert [bridge.session.report.string(key) for key in fees.KEYS] == ["1", "270", "270.5"]
    assert bridge.session.undo_label == "填写 实收金额"
    bridge.session.undo()
    assert fields(page).lines[fees.RECEIVED].text() == ""
    assert fields(page).lines[fees.NOTIFIED].text() == "270"
    assert bridge.session.undo_label == "填写 通知金额"


def test_tab_goes_from_field_to_field_and_into_the_text(page: TextPage) -> None:
    first, second, third = (fields(page).lines[key] for key in fees.KEYS)
    first.setFocus()
    press(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    press(second, Qt.Key.Key_Tab)
    assert third.hasFocus()
    assert [line.accessibleName() for line in (first, second, third)] == [
        "收费通知件数",
        "通知金额",
        "实收金额",
    ]


def test_received_is_compared_with_the_table_at_once(page: TextPage, bridge: Bridge) -> None:
    type_in(page, fees.RECEIVED, "270")
    assert said(page) == ["实收 270 元 = 0.027 万元，表二收费金额还没有填。"]
    bridge.session.apply({AMOUNT: 1}, "填写")
    assert said(page) == ["实收 270 元 = 0.027 万元，表二收费金额为 1 万元。"]
    bridge.session.apply({AMOUNT: 0}, "填写")
    (line,) = said(page)
    assert line.startswith("！ ")
    assert "请核对" in line


def test_what_is_no_number_is_said_in_words_and_stays(page: TextPage, bridge: Bridge) -> None:
    type_in(page, fees.NOTICES, "abc")
    assert said(page) == ["✕ 收费通知件数“abc”不是件数，应填整数。"]
    assert bridge.session.report.string(fees.NOTICES) == "abc"
    assert fields(page).lines[fees.NOTICES].accessibleDescription()
    bridge.session.undo()
    assert said(page) == []


def test_a_number_is_shown_plainly_once_its_field_is_left_in_the_same_step(
    page: TextPage, bridge: Bridge
) -> None:
    fields(page).lines[fees.NOTIFIED].setFocus()
    commit(fields(page).lines[fees.NOTIFIED], "３００.5")
    assert fields(page).lines[fees.NOTIFIED].text() == "３００.5"
    fields(page).lines[fees.RECEIVED].setFocus()
    assert fields(page).lines[fees.NOTIFIED].text() == "300.5"
    bridge.session.undo()
    assert bridge.session.report.string(fees.NOTIFIED) == ""
    assert not bridge.session.undo_label


def test_a_number_in_chinese_words_is_said_beside_its_field_and_stays(page: TextPage, bridge: Bridge) -> None:
    fields(page).lines[fees.NOTIFIED].setFocus()
    commit(fields(page).lines[fees.NOTIFIED], "三百")
    assert said(page) == ["✕ 通知金额“三百”不是金额，应填以元为单位的数字。"]
    fields(page).lines[fees.RECEIVED].setFocus()
    assert said(page) == ["✕ 通知金额“三百”不是金额，应填以元为单位的数字。"]
    assert bridge.session.report.string(fees.NOTIFIED) == "三百"


def test_looking_into_a_field_changes_nothing(page: TextPage, bridge: Bridge) -> None:
    bridge.session.apply({fees.NOTIFIED: "３００"}, "导入")
    fields(page).lines[fees.NOTIFIED].setFocus()
    fields(page).lines[fees.RECEIVED].setFocus()
    assert bridge.session.report.string(fees.NOTIFIED) == "３００"


def test_escape_takes_back_what_was_typed(page: TextPage, bridge: Bridge) -> None:
    type_in(page, fees.NOTIFIED, "12")
    press(fields(page).lines[fees.NOTIFIED], Qt.Key.Key_Escape)
    assert bridge.session.report.string(fees.NOTIFIED) == ""
    assert fields(page).lines[fees.NOTIFIED].text() == ""


def test_the_way_to_a_fee_leads_to_its_field(page: TextPage, bridge: Bridge) -> None:
    assert states.tab_of(bridge.session.report.form, fees.RECEIVED) == "other_matters"
    page.show_key(fees.RECEIVED)
    assert fields(page).lines[fees.RECEIVED].hasFocus()


def test_another_report_shows_its_own_fees(page: TextPage, bridge: Bridge) -> None:
    bridge.session.apply({fees.RECEIVED: "12"}, "x")
    assert fields(page).lines[fees.RECEIVED].text() == "12"
    bridge.session.apply({fees.RECEIVED: None}, "x")
    bridge.opened.emit()
    assert fields(page).lines[fees.RECEIVED].text() == ""
    assert said(page) == []

"""Pictures of the three tables, to be looked at in build/screens, and what can be told from their pixels."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import keys
from core.report import Report
from gui import style
from gui.bridge import Bridge
from gui.pages.table import TablePage
from tests.gui.conftest import OpenReport, report_with

A = "applications."
SIZES = {"1366": (1018, 652), "1920": (1572, 964)}
TABLES = ["disclosure", "applications", "disputes"]


def busy(open_report: OpenReport) -> Bridge:
    """A report with everything that is drawn in a way of its own."""
    figures = {f"{A}{row}.{column}": "0" for row in ROWS for column in COLUMNS}
    figures |= {A + "new_received.natural_person": "7", A + "carried_in.natural_person": "1"}
    figures |= {A + "granted.natural_person": "3", A + "unable.not_held.natural_person": "4"}
    figures |= {A + "carried_forward.natural_person": "2", A + "partially_granted.commercial": "2件a"}
    figures |= {"disputes.review.upheld": "1", "disputes.direct_suit.upheld": "123456789"}
    figures |= {"disclosure.normative.valid": "12.5", "disclosure.fees.amount": "1.2345"}
    bridge = open_report(figures)
    bridge.session.last_year = last_year()
    return bridge


def last_year() -> Report:
    return report_with({f"{A}{row}.{column}": "5" for row in ROWS for column in COLUMNS}, 2024)


ROWS = [
    *("new_received", "carried_in", "granted", "partially_granted", "denied.state_secret"),
    *("denied.forbidden_by_law", "denied.endangers_security", "denied.third_party_rights"),
    *("denied.internal_affairs", "denied.process_information", "denied.enforcement_files"),
    *("denied.administrative_query", "unable.not_held", "carried_forward"),
]
COLUMNS = ["natural_person", "commercial", "research", "social_welfare", "legal_service", "other"]


@pytest.mark.parametrize("screen", SIZES)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_drawn(
    open_report: OpenReport, qtbot: QtBot, screens: Path, table: str, screen: str
) -> None:
    bridge = busy(open_report)
    page = TablePage(bridge, bridge.session.report.form.table(table))
    qtbot.addWidget(page)
    page.resize(*SIZES[screen])
    page.show()
    page.activateWindow()
    page.view.setFocus()
    finding = next(one for one in bridge.session.verdict.leading if one.code == "A01")
    bridge.highlighted.emit(finding)
    QApplication.processEvents()
    picture = page.grab()
    assert picture.save(str(screens / f"table-{table}-{screen}.png"))
    seen = _colours(picture.toImage())
    expected = {
        "disclosure": [style.ERROR_TINT, style.ERROR],
        "applications": [style.LEFT_SIDE, style.RIGHT_SIDE, style.COMPUTED, style.ACTIVE],
        "disputes": [style.COMPUTED, style.ACTIVE],
    }[table]
    assert [colour.name() for colour in expected if colour.name() not in seen] == []


def test_the_same_cell_looks_different_blank_zero_raw_and_incomplete(bridge: Bridge, qtbot: QtBot) -> None:
    page = TablePage(bridge, bridge.session.report.form.table("disputes"))
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.view.clearFocus()
    page.show_key("disputes.suit_after_review.pending")
    typed, total = "disputes.review.upheld", "disputes.review.total"

    def face(key: str) -> QImage:
        QApplication.processEvents()
        box = page.view.visualRect(page.model.index_of(key))
        return page.view.viewport().grab(box).toImage()

    faces = [face(typed)]
    for text in ("0", "x"):
        page.model.setData(page.model.index_of(typed), text)
        faces.append(face(typed))
    page.model.setData(page.model.index_of(typed), "3")
    incomplete = face(total)
    page.model.confirm_zeros()
    complete = face(total)
    assert len({bytes(image.constBits()) for image in faces}) == 3
    assert bytes(incomplete.constBits()) != bytes(complete.constBits())


def _colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name() for y in range(image.height()) for x in range(0, image.width(), 3)
    }


LOOKS = {"light": (100, False), "dark": (100, True), "200": (200, False), "80": (80, False)}


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest, qapp: QApplication, dressed: None) -> Iterator[str]:
    """The window's look by name; the usual one afterwards."""
    assert dressed is None
    percent, dark = LOOKS[request.param]
    style.set_zoom(percent)
    style.set_dark(dark=dark)
    style.dress(qapp)
    yield request.param
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


def test_selection_preview_and_lock_are_drawn(
    open_report: OpenReport, qtbot: QtBot, screens: Path, look: str
) -> None:
    bridge = open_report({A + "new_received.natural_person": "5", A + "granted.natural_person": "3"})
    bridge.session.last_year = last_year()
    bridge.session.apply({keys.note(A + "granted.natural_person"): "来自司法所 1月8日 电话"}, "备注")
    bridge.session.carry_in()
    page = TablePage(bridge, bridge.session.report.form.table("applications"))
    qtbot.addWidget(page)
    page.resize(*SIZES["1366"])
    page.show()
    page.activateWindow()
    page.view.setFocus()

    def picture(name: str, *expected: QColor) -> None:
        QApplication.processEvents()
        image = page.grab()
        assert image.save(str(screens / f"table-{name}-{look}.png"))
        seen = _colours(image.toImage())
        assert [colour.name() for colour in expected if colour.name() not in seen] == []

    page.view.select((2, 0), (5, 2))
    picture("selected", style.ACTIVE)
    page.show_key(A + "new_received.natural_person")
    QApplication.clipboard().setText("7\t2\n4\t/\n5\t1\n\t\n1\t2\t3\t4\t5\t6\t9\t8")
    page.view.exchange.paste()
    picture("preview", style.ACTIVE)
    page.paste_card.close_card()
    page.show_key(A + "carried_in.natural_person")
    page.view.open_editor()
    picture("locked", style.ACTIVE)
    assert page.unlock.isVisible()
    QApplication.clipboard().clear()

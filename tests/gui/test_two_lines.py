"""Rows of two lines: thousands cost nothing until they are seen, and changes touch only what differs."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.two_lines import Look, Rows, TwoLines
from tests.gui.conftest import press

ITEMS = st.lists(st.sampled_from("甲乙丙丁"), max_size=8)


def rows(made: list[str] | None = None) -> Rows[str]:
    def look(item: str) -> Look:
        if made is not None:
            made.append(item)
        return Look(item, lead="10:32", detail=f"{item}的细节", heading=item.startswith("今天"))

    return Rows(look)


def test_only_rows_that_are_seen_are_made(qtbot: QtBot) -> None:
    made: list[str] = []
    model = rows(made)
    shown = TwoLines(model, "历史")
    qtbot.addWidget(shown)
    shown.resize(330, 400)
    model.show_items([f"第{n}步" for n in range(5_000)])
    shown.show()
    QApplication.processEvents()
    assert 0 < len(made) < 60
    press(shown, Qt.Key.Key_End)
    assert model.item(shown.currentIndex()) == "第4999步"
    press(shown, Qt.Key.Key_Home)
    assert model.item(shown.currentIndex()) == "第0步"


def test_titles_between_rows_are_passed_over(qtbot: QtBot) -> None:
    model = rows()
    shown = TwoLines(model, "历史")
    qtbot.addWidget(shown)
    model.show_items(["甲", "今天 1月8日", "乙"])
    shown.setCurrentIndex(model.index(0))
    press(shown, Qt.Key.Key_Down)
    assert model.item(shown.currentIndex()) == "乙"


def test_a_row_is_spoken_as_a_whole() -> None:
    model = rows()
    model.show_items(["甲"])
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "10:32，甲，甲的细节"
    assert model.data(QModelIndex()) is None


@given(ITEMS, ITEMS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_other_items_replace_the_ones_before_whatever_they_have_in_common(
    dressed: None, before: list[str], after: list[str]
) -> None:
    assert dressed is None
    model = rows()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_items(before)
    seen = [model.look(row).words for row in range(model.rowCount())]
    model.show_items(after)
    assert seen == before
    assert [model.look(row).words for row in range(model.rowCount())] == after
    del tester


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (["乙", "甲"], ["丙", "乙", "甲"], ["+0"]),
        (["丙", "乙", "甲"], ["乙", "甲"], ["-0"]),
        (["乙", "甲"], ["乙", "甲"], []),
        (["丙", "甲"], ["乙", "甲"], ["-0", "+0"]),
    ],
)
def test_rows_that_stay_are_not_touched(before: list[str], after: list[str], told: list[str]) -> None:
    model = rows()
    model.show_items(before)
    heard: list[str] = []
    model.rowsRemoved.connect(lambda _parent, first: heard.append(f"-{first}"))
    model.rowsInserted.connect(lambda _parent, first: heard.append(f"+{first}"))
    model.show_items(after)
    assert heard == told

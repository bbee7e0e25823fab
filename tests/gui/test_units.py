"""Several units, several years: the switcher, the list of recent files, and what a new year starts with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core import keys
from core.report import Entry, OriginKind
from core.session import Session
from gui import units
from gui.bridge import Bridge
from gui.dialogs.new_year import NewYearDialog
from gui.settings import RecentFile, Settings
from gui.window import Window
from tests.gui.conftest import UNIT, YEAR, OpenReport, press, report_with
from tests.gui.test_window import shown

FORWARD = "applications.carried_forward.natural_person"
CARRIED = "applications.carried_in.natural_person"
OTHER = "白石乡人民政府"


@pytest.fixture
def window(bridge: Bridge, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = shown(bridge, tmp_path, qtbot)
    yield made
    made.close()


def file_of(folder: Path, unit: str, name: str = "") -> Path:
    path = folder / (name or f"{unit}.gknb")
    report = report_with({})
    report.write({keys.UNIT_NAME: Entry(unit)})
    Session.create(path, report).close()
    return path


def listed(window: Window) -> dict[str, QAction]:
    """What the switcher offers, as it is just when it opens."""
    window.top.units.aboutToShow.emit()
    return {action.text(): action for action in window.top.units.actions() if action.text()}


def answers(window: Window) -> dict[str, QPushButton]:
    return {button.text(): button for button in window.notice.findChildren(QPushButton)}


# ---- the switcher


def test_the_unit_s_name_opens_the_list_of_units(window: Window) -> None:
    button = next(one for one in window.top.findChildren(QToolButton) if one.objectName() == "unit")
    assert button.text() == UNIT
    assert button.menu() is window.top.units
    assert button.focusPolicy() is Qt.FocusPolicy.StrongFocus
    assert button.accessibleName() == f"单位：{UNIT}"
    assert list(listed(window))[-2:] == ["打开其他…", "新建单位…"]


def test_units_are_listed_with_years_and_one_click_turns_to_them(window: Window, tmp_path: Path) -> None:
    here = window.bridge.session.path
    other = file_of(tmp_path, OTHER)
    window.run(lambda: window.files.open_path(other))
    window.run(lambda: window.files.open_path(here))
    entries = listed(window)
    front, second = list(entries)[:2]
    assert front == f"{UNIT} · {here.name} · 2025 年"
    assert second == f"{OTHER} · 2025 年"
    assert entries[front].isChecked()
    assert entries[second].toolTip() == str(other)
    entries[second].trigger()
    assert window.bridge.session.report.unit_name == OTHER


def test_the_same_unit_twice_is_told_apart_by_its_folder(tmp_path: Path) -> None:
    files = [RecentFile(tmp_path / place / f"{UNIT}.gknb", UNIT, (2025, 2024)) for place in ("甲", "乙")]
    assert units.lines(files) == [f"{UNIT} · 2025、2024 年 · {tmp_path / place}" for place in ("甲", "乙")]
    assert units.lines(files[:1]) == [f"{UNIT} · 2025、2024 年"]


def test_a_file_nothing_is_known_of_is_listed_by_its_name() -> None:
    assert units.lines([RecentFile(Path("/x/清河镇.gknb"))]) == ["清河镇"]


def test_a_missing_file_can_leave_the_list_and_come_back(window: Window, tmp_path: Path) -> None:
    gone = file_of(tmp_path, OTHER)
    here = window.bridge.session.path
    window.run(lambda: window.files.open_path(gone))
    window.run(lambda: window.files.open_path(here))
    gone.unlink()
    entry = listed(window)[f"{OTHER} · 2025 年（找不到）"]
    entry.trigger()
    assert "找不到" in window.notice.text
    assert window.bridge.session.path == here
    answers(window)["从列表中去掉"].click()
    assert gone not in window.settings.recent
    answers(window)["放回列表"].click()
    assert gone in window.settings.recent


def test_a_renamed_unit_is_listed_by_its_new_name(window: Window, tmp_path: Path) -> None:
    here = window.bridge.session.path
    window.settings.opened(here)
    window.bridge.session.apply({keys.UNIT_NAME: "青石街道办事处"}, "x")
    window.run(lambda: window.files.open_path(file_of(tmp_path, OTHER)))
    assert f"青石街道办事处 · {here.name} · 2025 年" in listed(window)


# ---- settings


def test_units_are_remembered_between_two_starts(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.opened(Path("/x/a.gknb"))
    settings.describe(Path("/x/a.gknb"), UNIT, [2025, 2024])
    settings.describe(Path("/x/never-opened.gknb"), OTHER, [2025])
    settings.save()
    again = Settings(tmp_path / "settings.json")
    assert again.recent_files == (RecentFile(Path("/x/a.gknb"), UNIT, (2025, 2024)),)


@pytest.mark.parametrize("kept", ["[]", '{"/x/a.gknb": 3}', '{"/x/a.gknb": {"unit": 1, "years": "x"}}'])
def test_what_was_remembered_wrongly_counts_as_not_known(tmp_path: Path, kept: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(f'{{"recent": ["/x/a.gknb"], "units": {kept}}}', encoding="utf-8")
    assert Settings(file).recent_files == (RecentFile(Path("/x/a.gknb")),)


# ---- a new year


def test_a_new_year_starts_from_last_year_s_report(
    open_report: OpenReport, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = open_report({FORWARD: "2"})
    bridge.session.apply({"unit.address": "青石路 1 号", "text.overview": "今年的话。"}, "x")
    window = shown(bridge, tmp_path, qtbot)
    monkeypatch.setattr(NewYearDialog, "exec", lambda _dialog: 1)
    window.actions_by_id["new-year"].trigger()
    report = bridge.session.report
    assert report.year == YEAR + 1
    assert report.string("unit.address") == "青石路 1 号"
    assert report.text("overview") == ""
    origin = report.origin(CARRIED)
    assert origin is not None
    assert (report.value(CARRIED), origin.kind) == (2, OriginKind.CARRIED)
    said = "已取自 2025 年报告：单位信息、上年结转 1 格；正文没有带过来，可在各部分右侧参照。"
    assert window.notice.text == f"✓  {said}"
    window.close()


def test_a_year_after_the_next_carries_no_figure_and_says_so(
    open_report: OpenReport, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = open_report({FORWARD: "2"})
    window = shown(bridge, tmp_path, qtbot)
    monkeypatch.setattr(NewYearDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(NewYearDialog, "year", lambda _dialog: YEAR + 2)
    window.actions_by_id["new-year"].trigger()
    assert bridge.session.report.value(CARRIED) is None
    assert bridge.session.report.unit_name == UNIT
    assert "文件里没有上年报告" in window.notice.text
    window.close()


def test_the_new_year_starts_from_the_year_before_it_whichever_year_is_in_front(
    open_report: OpenReport, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = open_report({FORWARD: "2"})
    bridge.session.add_past(report_with({FORWARD: "7"}, YEAR - 1), "x")
    bridge.session.switch(YEAR - 1)
    window = shown(bridge, tmp_path, qtbot)
    monkeypatch.setattr(NewYearDialog, "exec", lambda _dialog: 1)
    window.actions_by_id["new-year"].trigger()
    assert (bridge.session.report.year, bridge.session.report.value(CARRIED)) == (YEAR + 1, 2)
    window.close()


def test_the_dialog_says_what_is_taken_over(qtbot: QtBot) -> None:
    dialog = NewYearDialog([YEAR])
    qtbot.addWidget(dialog)
    assert dialog.year() == YEAR + 1
    assert dialog.taken.text().startswith("2025 年的单位信息和上年结转；正文不带过来")
    dialog.choice.setCurrentIndex(dialog.choice.count() - 1)
    assert "没有上年报告" in dialog.taken.text()


# ---- by keys


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform, of pop-ups
def test_the_switcher_opens_with_space_and_closes_with_escape(window: Window, qtbot: QtBot) -> None:
    button = next(one for one in window.top.findChildren(QToolButton) if one.objectName() == "unit")
    button.setFocus()
    opened: list[bool] = []

    def close() -> None:
        opened.append(window.top.units.isVisible())
        press(window.top.units, Qt.Key.Key_Escape)

    QTimer.singleShot(200, close)
    press(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [True]
    assert not window.top.units.isVisible()
    assert QApplication.activePopupWidget() is None

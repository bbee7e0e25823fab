"""Backups in the window: what differs is seen before a year is put back; a damaged file finds its backup."""

import contextlib
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.backup import recovery
from core.errors import FileMissing, NotBackedUp
from core.session import Session, blank_report
from core.store import read_copy
from gui import start
from gui.compare_view import PageView
from gui.dialogs.damaged import DamagedDialog
from gui.dialogs.restore import NONE_YET, PROMISE, RestoreDialog
from gui.window import Window
from tests.gui.conftest import UNIT, YEAR, press
from tests.gui.sticks import CELL, answer, answers, window_over

WAIT = 20_000  # milliseconds


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two years that was closed three times: with 48, with 49, and with 50."""
    found = tmp_path / "青石镇.gknb"
    session = Session.create(found, blank_report(UNIT, YEAR - 1))
    session.add_year(blank_report(UNIT, YEAR))
    for figure in (48, 49, 50):
        session.apply({CELL: figure}, f"填写 {figure}")
        session.close()
        session = Session.open(found)
    session.close()
    return found


def restoring(window: Window, qtbot: QtBot) -> RestoreDialog:
    """The dialog once it has read the backups."""
    window.actions_by_id["restore"].trigger()
    dialog = window.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    qtbot.waitUntil(lambda: bool(dialog.rows.items), timeout=WAIT)
    return dialog


def test_the_newest_backup_says_the_same_and_an_older_one_what_differs(
    path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = window_over(Session.open(path), tmp_path, qtbot)
    dialog = restoring(window, qtbot)
    assert len(dialog.rows.items) == 3
    assert [dialog.rows.look(row).sign for row in range(3)] == ["✓ 完好"] * 3
    assert dialog.rows.look(0).detail == "关闭时备份 · 2025、2024 年"
    assert "（今天）" in dialog.rows.look(0).words
    assert not dialog.restore.isEnabled()
    press(dialog.list, Qt.Key.Key_Down)
    view = dialog.view
    assert isinstance(view, PageView)
    assert view.summary.text() == "表三 1 格"
    assert "49" in view.paper.toPlainText()
    assert dialog.restore.isEnabled()
    dialog.reject()
    window.close()


def test_a_year_is_put_back_as_one_step_that_can_be_undone(path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = window_over(Session.open(path), tmp_path, qtbot)
    dialog = restoring(window, qtbot)
    press(dialog.list, Qt.Key.Key_End)
    dialog.restore.click()
    session = window.bridge.session
    assert session.report.value(CELL) == 48
    assert window.notice.text.startswith("✓  2025 年已恢复成")
    assert session.undo_label.startswith("恢复 ")
    assert session.undo_label.endswith(" 的备份")
    answer(window, "撤销").click()
    assert session.report.value(CELL) == 50
    window.close()


def test_another_year_comes_to_the_front_when_it_is_put_back(
    path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    session = Session.open(path)
    session.switch(YEAR - 1)
    session.apply({CELL: 7}, "填写 7")
    session.switch(YEAR)
    window = window_over(session, tmp_path, qtbot)
    dialog = restoring(window, qtbot)
    dialog.years.setCurrentIndex(dialog.years.findData(YEAR - 1))
    dialog.years.activated.emit(dialog.years.currentIndex())
    assert dialog.restore.text() == f"恢复 {YEAR - 1} 年"
    dialog.restore.click()
    assert (session.report.year, session.report.value(CELL)) == (YEAR - 1, None)
    answer(window, "撤销").click()
    assert session.report.value(CELL) == 7
    window.close()


def test_a_damaged_backup_is_listed_struck_out_and_cannot_be_used(
    path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    session = Session.open(path)
    session.backups()[1].path.write_bytes(b"SQLite format 3\x00 and no more")
    window = window_over(session, tmp_path, qtbot)
    dialog = restoring(window, qtbot)
    look = dialog.rows.look(1)
    assert (look.struck, look.sign, look.detail) == (True, "✕ 不能用", "这份备份已损坏，不能使用。")
    press(dialog.list, Qt.Key.Key_Down)
    assert not dialog.restore.isEnabled()
    assert not dialog.save.isEnabled()
    dialog.reject()
    window.close()


def test_without_a_backup_of_now_it_is_asked_once_more(
    path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_over(Session.open(path), tmp_path, qtbot)
    dialog = restoring(window, qtbot)
    press(dialog.list, Qt.Key.Key_End)
    restore = Session.restore

    def full(session: Session, *given: object, anyway: bool) -> object:
        if not anyway:
            raise NotBackedUp(
                "磁盘空间不足，恢复前的备份没有做成，还没有恢复。", "也可以不做备份，仍要恢复。"
            )
        return restore(session, *given, anyway=True)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "restore", full)
    dialog.restore.click()
    assert dialog.isVisible()
    assert "还没有恢复" in dialog.sentence.text()
    assert window.bridge.session.report.value(CELL) == 50
    assert dialog.restore.text() == "不做备份，仍要恢复"
    dialog.restore.click()
    assert window.bridge.session.report.value(CELL) == 48
    window.close()


def test_a_backup_is_saved_elsewhere_and_never_over_something(
    path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "另存.gknb"
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(target)])
    window = window_over(Session.open(path), tmp_path, qtbot)
    dialog = restoring(window, qtbot)
    press(dialog.list, Qt.Key.Key_End)
    dialog.save.click()
    assert dialog.sentence.text() == f"这份备份已存到：{target}"
    with read_copy(target) as copy:
        assert copy.entries(2)[CELL].value == 48
    dialog.save.click()
    assert "已经存在" in dialog.sentence.text()
    press(dialog.list, Qt.Key.Key_Home)
    assert dialog.sentence.text() == PROMISE
    dialog.reject()
    window.close()


def test_a_file_without_backups_says_when_they_come(tmp_path: Path, qtbot: QtBot) -> None:
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.actions_by_id["restore"].trigger()
    dialog = window.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    qtbot.waitUntil(lambda: getattr(dialog.view, "text", str)() == NONE_YET, timeout=WAIT)
    dialog.reject()
    window.close()


# ---- damaged and missing files


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:6000] = b"\x00" * (6000 - 4096)
    path.write_bytes(data)


def mending(window: Window) -> DamagedDialog:
    dialog = window.findChild(DamagedDialog)
    assert isinstance(dialog, DamagedDialog)
    return dialog


def test_a_damaged_file_is_mended_from_its_newest_backup_and_kept(
    path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    damage(path)
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    dialog = mending(window)
    assert dialog.isVisible()
    assert f"{UNIT} · 2025、2024 年 · 关闭时备份" in dialog.chosen_words.text()
    assert dialog.use.hasFocus() or dialog.use.isDefault()
    press(dialog, Qt.Key.Key_Return)
    assert window.bridge.session.path == path
    assert window.bridge.session.report.value(CELL) == 50
    (aside,) = tmp_path.glob("青石镇（损坏 *）.gknb")
    assert str(aside) in window.notice.text
    window.close()


def test_another_backup_may_be_chosen(path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    damage(path)
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    dialog = mending(window)
    assert not dialog.list.isVisible()
    dialog.another.click()
    press(dialog.list, Qt.Key.Key_End)
    dialog.use.click()
    assert window.bridge.session.report.value(CELL) == 48
    window.close()


def test_a_damaged_file_may_be_left_as_it_is(path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    damage(path)
    before = path.read_bytes()
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    press(mending(window), Qt.Key.Key_Escape)
    assert path.read_bytes() == before
    assert window.bridge.session.path.name == start.SAMPLE_NAME
    window.close()


def test_a_damaged_file_without_backups_is_refused_in_words(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "外来.gknb"
    with contextlib.closing(Session.create(path, blank_report(UNIT, YEAR))) as session:
        session._upkeep = None  # it came on a stick: nothing is known of it here
    damage(path)
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    assert window.findChild(DamagedDialog) is None
    assert "已损坏" in window.notice.text
    window.close()


def test_a_file_that_is_gone_is_offered_from_its_backups(path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    path.unlink()
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    assert answers(window) == ["从备份恢复…"]
    answer(window, "从备份恢复…").click()
    mending(window).use.click()
    assert window.bridge.session.path == path
    assert window.bridge.session.report.value(CELL) == 50
    window.close()


def test_where_the_backup_cannot_go_it_is_said_and_another_place_is_open(
    path: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "别处.gknb"
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(elsewhere)])
    gone = tmp_path / "拔走的盘" / "青石镇.gknb"
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.opening.mend(gone, FileMissing("找不到它。"), recovery.candidates(path))
    dialog = mending(window)
    dialog.use.click()
    assert dialog.isVisible()
    assert dialog.sentence.text() != ""
    dialog.elsewhere.click()
    assert window.bridge.session.path == elsewhere
    assert window.bridge.session.report.value(CELL) == 50
    window.close()

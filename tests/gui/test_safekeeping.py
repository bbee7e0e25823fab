"""A copy on a stick is read back before it is told of; the check-up; files of a newer program."""

import sqlite3
import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import NAME_AND_VERSION, checkup, migrations
from core.checkup import State
from core.errors import DiskFailed, FileExists, FileLocked
from core.media import Medium
from core.session import Session, blank_report
from core.store import Store, read_copy
from gui import start, stick
from gui.bridge import Bridge
from gui.dialogs import checkup as checkup_dialog
from gui.dialogs.checkup import CheckupDialog
from gui.dialogs.stick import NO_STICK, StickDialog
from gui.preamble_card import PreambleCard
from gui.window import Window
from tests.gui.conftest import UNIT, YEAR
from tests.gui.sticks import CELL, answer, answers, window_over

WAIT = 60_000  # milliseconds


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "青石镇.gknb", blank_report(UNIT, YEAR))
    made.apply({CELL: 7}, "填写")
    return made


def value(path: Path) -> object:
    with read_copy(path) as copy:
        return copy.entries(1)[CELL].value


# ---- a stick


def sticking(window: Window) -> StickDialog:
    window.actions_by_id["stick"].trigger()
    dialog = window.findChild(StickDialog)
    assert isinstance(dialog, StickDialog)
    return dialog


def put(dialog: StickDialog, folder: Path) -> None:
    dialog.folder.line.setText(str(folder))
    dialog.accept_button.click()


def test_a_copy_on_a_stick_is_told_of_once_it_has_been_read_back(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "U盘"
    place.mkdir()
    monkeypatch.setattr(stick, "places", lambda: (place,))
    monkeypatch.setattr(stick, "medium_of", lambda _path: Medium.REMOVABLE)
    window = window_over(session, tmp_path, qtbot)
    dialog = sticking(window)
    assert dialog.sticks.currentText() == f"U 盘 {place}"
    assert dialog.target() == place / "青石镇.gknb"
    dialog.accept_button.click()
    assert "请先不要拔出" in window.notice.text
    qtbot.waitUntil(lambda: "可以拔出" in window.notice.text, timeout=WAIT)
    assert window.notice.text == f"✓  已写到 U 盘并读回核对无误，可以拔出：{place / '青石镇.gknb'}"
    assert value(place / "青石镇.gknb") == 7
    assert [one.name for one in place.iterdir()] == ["青石镇.gknb"]
    window.close()


def test_a_folder_on_this_pc_is_taken_too_and_called_what_it_is(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick, "places", tuple)
    folder = tmp_path / "别处"
    folder.mkdir()
    window = window_over(session, tmp_path, qtbot)
    dialog = sticking(window)
    assert dialog.sentence.text() == NO_STICK
    put(dialog, folder)
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓"), timeout=WAIT)
    assert "这个位置是本机磁盘，不是 U 盘" in window.notice.text
    assert "可以拔出" not in window.notice.text
    window.close()


def test_what_stands_there_is_replaced_only_after_a_question(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "U盘"
    folder.mkdir()
    Session.create(folder / "青石镇.gknb", blank_report("别的单位", YEAR)).close()
    before = (folder / "青石镇.gknb").read_bytes()
    window = window_over(session, tmp_path, qtbot)
    put(sticking(window), folder)
    qtbot.waitUntil(lambda: answers(window) == ["替换"], timeout=WAIT)
    assert (folder / "青石镇.gknb").read_bytes() == before
    answer(window, "替换").click()
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓"), timeout=WAIT)
    assert value(folder / "青石镇.gknb") == 7
    window.close()


def test_what_comes_back_otherwise_than_it_went_is_never_called_good(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = stick.sealed(session)
    monkeypatch.setattr(stick, "from_medium", lambda _path: data[:-1])
    with pytest.raises(DiskFailed, match="读回来不一样"):
        stick.put(data, tmp_path / "副本.gknb", session.path)
    session.close()


def test_the_open_file_and_one_that_is_in_use_are_never_replaced(session: Session, tmp_path: Path) -> None:
    data = stick.sealed(session)
    with pytest.raises(FileExists, match="正在使用的文件本身"):
        stick.put(data, session.path, session.path, replace=True)
    other = Session.create(tmp_path / "别人.gknb", blank_report(UNIT, YEAR))
    with pytest.raises(FileLocked):
        stick.put(data, other.path, session.path, replace=True)
    other.close()
    session.close()


def test_no_plain_disk_is_taken_for_a_stick() -> None:
    assert Path("/") not in stick.places()


# ---- the check-up


def test_the_check_up_lists_what_was_examined_and_silence_means_checked(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    window = window_over(session, tmp_path, qtbot)
    window.actions_by_id["check-up"].trigger()
    dialog = window.findChild(CheckupDialog)
    assert isinstance(dialog, CheckupDialog)
    qtbot.waitUntil(lambda: dialog.ended, timeout=WAIT)
    assert dialog.summary.text() == checkup.summary(dialog.items)
    shown = dialog.paper.toPlainText()
    assert all(item.name in shown for item in dialog.items)
    assert [item.name for item in dialog.items if item.state is State.BAD] == []
    assert checkup_dialog.SILENCE in shown
    dialog.copy_button.click()
    assert QApplication.clipboard().text() == dialog.text()
    assert dialog.text().splitlines()[-2:] == [checkup_dialog.SILENCE, NAME_AND_VERSION]
    assert NAME_AND_VERSION in shown
    dialog.stop.click()
    assert dialog.isHidden()
    window.close()


def test_the_check_up_can_be_stopped_and_says_so(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_about: object) -> object:
        number = 0
        while True:
            number += 1
            time.sleep(0.01)
            yield checkup.Item(f"第 {number} 项", State.OK, "好")

    monkeypatch.setattr(checkup, "examine", endless)
    window = window_over(session, tmp_path, qtbot)
    dialog = CheckupDialog(session, window)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.items), timeout=WAIT)
    dialog.stop.click()
    qtbot.waitUntil(lambda: dialog.ended, timeout=WAIT)
    assert dialog.summary.text().startswith(checkup_dialog.STOPPED)
    window.close()


def test_something_bad_is_said_with_what_to_do(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    window = window_over(session, tmp_path, qtbot)
    bad = checkup.Item("年报文件的内容", State.BAD, "与校验值不符。", "请用“备份与恢复”恢复完好的一份。")
    dialog = CheckupDialog(session, window)
    dialog.found.emit(bad)
    assert "✕ 年报文件的内容：与校验值不符。请用“备份与恢复”" in dialog.paper.toPlainText()
    qtbot.waitUntil(lambda: dialog.ended, timeout=WAIT)
    window.close()


# ---- a newer program's file


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that a later program has left."""
    path = tmp_path / "新版.gknb"
    made = Session.create(path, blank_report(UNIT, YEAR))
    made.apply({CELL: 7}, "填写")
    made.close()
    with monkeypatch.context() as later:
        ledger = {"ledger": "CREATE TABLE ledger(id INTEGER PRIMARY KEY)"}
        later.setattr(migrations, "VERSIONS", (migrations.VERSION_1, {**migrations.VERSION_1, **ledger}))
        later.setattr(migrations, "MIGRATIONS", (lambda db: db.execute(ledger["ledger"]),))
        Store.open(path).close()
    return path


def test_a_newer_file_is_shown_and_cannot_be_changed(newer: Path, tmp_path: Path, qtbot: QtBot) -> None:
    before = newer.read_bytes()
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, newer))
    session = window.bridge.session
    assert (session.path, session.report.value(CELL)) == (newer, 7)
    assert "只能看，不能改" in window.notice.text
    assert window.top.saved_words == "！ 只能看"
    window.run(lambda: session.apply({CELL: 8}, "填写"))
    window.notice.close_notice()
    for command in ("copy", "stick", "restore"):
        window.actions_by_id[command].trigger()
    assert "请升级程序后再改" in window.notice.text
    assert not window.actions_by_id["undo"].isEnabled()
    assert not window.foot.offer.isEnabled()
    window.run(lambda: window.files.put_in_front(lambda: start.sample(tmp_path / "zwei")))
    assert newer.read_bytes() == before
    window.close()


def test_no_sentence_is_offered_for_the_preamble_of_a_newer_file(
    newer: Path, session: Session, qtbot: QtBot
) -> None:
    for first, second in ((Session.open_newer(newer), session), (session, Session.open_newer(newer))):
        bridge = Bridge(first)
        card = PreambleCard(bridge)
        qtbot.addWidget(card)
        assert card.offers.isEnabled() is (first is session)
        bridge.attach(second)
        assert card.offers.isEnabled() is (second is session)
    session.close()


def test_a_newer_file_that_cannot_be_trusted_is_refused(newer: Path, tmp_path: Path, qtbot: QtBot) -> None:
    with sqlite3.connect(newer) as db:
        db.execute("UPDATE entry SET value = '8' WHERE key = ?", (CELL,))
    db.close()
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, newer))
    assert window.notice.text.startswith("✕")
    assert window.bridge.session.path.name == start.SAMPLE_NAME
    window.close()

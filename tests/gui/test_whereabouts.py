"""Where the work lies is said, what was recovered is told, and nobody leaves without knowing."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import desk, holder, workcopy
from core.errors import DiskFull, FileMissing
from core.media import Medium
from core.saver import ChoreFailed
from core.session import Session, blank_report
from gui import start
from gui.compare_view import PageView
from gui.dialogs.leaving import KEPT, LeavingDialog
from gui.window import Window
from tests.core.test_holder import put
from tests.gui.conftest import UNIT, YEAR
from tests.gui.sticks import CELL, answer, answers, changed_elsewhere, opened, stick_with, window_over

WAIT = 20_000  # milliseconds
OPEN = Session.open  # as it is, before a test moves the file to a share


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return stick_with(tmp_path)


@pytest.fixture
def window(stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """A window over what lies on a stick; nothing goes back by itself."""
    monkeypatch.setattr(desk, "IDLE", 3600.0)
    made = window_over(opened(stick), tmp_path, qtbot)
    yield made
    made.close()


def on(medium: Medium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is opened from now on lies on another medium."""

    def open_there(path: Path, year: int | None = None, *, anyway: bool = False) -> Session:
        return OPEN(path, year, anyway=anyway, detect=lambda _: medium)

    monkeypatch.setattr(Session, "open", open_there)


def in_dialog(act: Callable[[LeavingDialog], None], until: Callable[[LeavingDialog], bool]) -> None:
    """Do something in the dialog about leaving, once it has come to say what is expected."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, LeavingDialog) and until(dialog):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def has_failed(dialog: LeavingDialog) -> bool:
    return dialog.again.isEnabled()


def typed(window: Window, figure: int) -> None:
    session = window.bridge.session
    session.apply({CELL: figure}, "填写")
    session.flush()


def said_at_the_top(window: Window, qtbot: QtBot, start_of_it: str) -> None:
    qtbot.waitUntil(lambda: window.top.saved_words.startswith(start_of_it), timeout=WAIT)
    pending = start_of_it.startswith("已存本机")
    qtbot.waitUntil(lambda: window.actions_by_id["write-back"].isEnabled() is pending, timeout=WAIT)


def test_what_is_only_on_this_pc_is_never_called_saved_alone(window: Window, qtbot: QtBot) -> None:
    line = window.foot.place
    assert (line.isVisible(), line.words.text) == (True, "与 U 盘上的文件一致")
    assert window.top.saved_words.startswith("已保存 ")
    typed(window, 7)
    said_at_the_top(window, qtbot, "已存本机 ")
    assert line.words.text.endswith("，还没有写回 U 盘")
    assert line.words.text.startswith("已保存在本机 ")
    assert line.now.isVisible()


def test_it_is_written_back_on_demand_and_then_said_so(window: Window, stick: Path, qtbot: QtBot) -> None:
    typed(window, 7)
    said_at_the_top(window, qtbot, "已存本机 ")
    window.foot.place.now.click()
    said_at_the_top(window, qtbot, "已保存 ")
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓"), timeout=WAIT)
    assert "写回 U 盘：" in window.notice.text
    assert "写回 U 盘：" in window.foot.place.words.text
    assert not window.foot.place.now.isVisible()
    assert not window.actions_by_id["write-back"].isEnabled()
    assert workcopy.state_of(stick).generation == 3


def test_a_file_on_this_pc_has_no_line_about_its_place(tmp_path: Path, qtbot: QtBot) -> None:
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    assert not window.foot.place.isVisible()
    assert not window.actions_by_id["write-back"].isEnabled()
    window.close()


def test_a_stick_that_is_out_is_said_once_with_its_reason(
    window: Window, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    stick.parent.rename(tmp_path / "拔出")
    typed(window, 7)
    said_at_the_top(window, qtbot, "已存本机 ")
    window.actions_by_id["write-back"].trigger()
    qtbot.waitUntil(lambda: "（U 盘不在）" in window.foot.place.words.text, timeout=WAIT)
    qtbot.waitUntil(lambda: "放回或连上以后会自动写回" in window.notice.text, timeout=WAIT)
    (tmp_path / "拔出").rename(stick.parent)
    window.actions_by_id["write-back"].trigger()
    said_at_the_top(window, qtbot, "已保存 ")


def test_an_original_changed_elsewhere_is_told_once_with_both_names_and_compared(
    window: Window, stick: Path, qtbot: QtBot
) -> None:
    typed(window, 7)
    said_at_the_top(window, qtbot, "已存本机 ")
    changed_elsewhere(stick, 9)
    window.actions_by_id["write-back"].trigger()
    qtbot.waitUntil(lambda: "两份都保留" in window.notice.text, timeout=WAIT)
    mine = window.bridge.session.path
    assert str(stick) in window.notice.text
    assert str(mine) in window.notice.text
    assert mine != stick
    answer(window, "比较这两份").click()
    view = window.stack.currentWidget()
    assert isinstance(view, PageView)
    assert "表三" in view.summary.text()
    qtbot.waitUntil(lambda: window.settings.recent[:1] == (mine,), timeout=WAIT)


def test_a_backup_that_was_not_made_is_said_calmly(window: Window) -> None:
    window.bridge.chore_failed.emit(ChoreFailed("backup", DiskFull("磁盘空间不足，这次备份没有做成。")))
    assert window.notice.text == "！  磁盘空间不足，这次备份没有做成。"


def test_leaving_writes_back_without_a_word_where_that_works(window: Window, stick: Path) -> None:
    typed(window, 7)
    assert window.close()
    assert workcopy.state_of(stick).generation == 3


def test_leaving_with_the_stick_out_says_so_and_may_be_taken_back(
    window: Window, stick: Path, tmp_path: Path
) -> None:
    typed(window, 7)
    stick.parent.rename(tmp_path / "拔出")
    told: list[str] = []

    def stay(dialog: LeavingDialog) -> None:
        told.append(dialog.sentence.text())
        dialog.stay.click()

    in_dialog(stay, has_failed)
    assert not window.close()
    assert told == ["修改还没有写回 U 盘：U 盘不在。"]
    assert "不会丢" in KEPT
    in_dialog(lambda dialog: dialog.leave.click(), has_failed)
    assert window.close()
    assert [one.original for one in workcopy.unfinished()] == [stick]


def test_the_stick_put_in_again_while_the_question_stands(
    window: Window, stick: Path, tmp_path: Path
) -> None:
    typed(window, 7)
    out = tmp_path / "拔出"
    stick.parent.rename(out)

    def put_in(dialog: LeavingDialog) -> None:
        out.rename(stick.parent)
        dialog.again.click()

    in_dialog(put_in, has_failed)
    assert window.close()
    assert workcopy.state_of(stick).generation == 3


def test_a_bad_end_is_told_with_the_last_step_and_leads_to_the_history(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "青石镇.gknb"
    Session.create(path, blank_report(UNIT, YEAR)).close()
    put(path)
    window = window_over(Session.open(path), tmp_path, qtbot)
    assert "没有正常关闭" in window.notice.text
    assert "最后一步“新建报告”为止，内容都在" in window.notice.text
    answer(window, "看历史").click()
    assert window.side.front == "history"
    window.close()


def test_work_that_never_reached_the_stick_is_offered_at_the_start(
    window: Window, stick: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(window, 7)
    stick.parent.rename(tmp_path / "拔出")
    in_dialog(lambda dialog: dialog.leave.click(), has_failed)
    assert window.close()
    (tmp_path / "拔出").rename(stick.parent)
    second = window_over(start.sample(tmp_path), tmp_path, qtbot)
    claim = holder.claim(stick)  # as long as another window has it, that one brings it back
    second.whereabouts.tell_of_unfinished()
    assert second.notice.isHidden()
    claim.release()
    second.whereabouts.tell_of_unfinished()
    assert f"“{UNIT}”有修改还没有写回" in second.notice.text
    assert str(stick) in second.notice.text
    on(Medium.REMOVABLE, monkeypatch)
    answer(second, "打开它").click()
    assert second.bridge.session.report.value(CELL) == 7
    assert "当时没来得及写回的修改也在" in second.notice.text
    second.close()


def test_a_missing_original_offers_the_local_copy(
    window: Window, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    typed(window, 7)
    stick.parent.rename(tmp_path / "拔出")
    in_dialog(lambda dialog: dialog.leave.click(), has_failed)
    assert window.close()
    second = window_over(start.sample(tmp_path), tmp_path, qtbot)
    second.run(partial(second.files.open_path, stick))
    assert "本机存有它尚未写回的修改" in second.notice.text
    answer(second, "打开本机上的这一份").click()
    assert second.bridge.session.report.value(CELL) == 7
    in_dialog(lambda dialog: dialog.leave.click(), has_failed)
    second.close()


def test_who_has_it_open_on_a_share_is_said_and_may_be_overruled(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = stick_with(tmp_path)
    put(share)
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    on(Medium.SHARE, monkeypatch)
    window.run(partial(window.files.open_path, share))
    assert "由 张三 在电脑 PC-2 上开着（自 " in window.notice.text
    answer(window, "仍要打开").click()
    assert window.bridge.session.path == share
    assert "也开着这份文件" in window.notice.text
    assert window.foot.place.words.text == "与共享盘上的文件一致"
    window.close()


def test_a_place_that_cannot_be_written_says_so_and_offers_a_copy(
    stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = window_over(opened(stick, Medium.READ_ONLY), tmp_path, qtbot)
    assert "这个位置不能写入" in window.notice.text
    assert answers(window) == ["另存副本…"]
    assert window.top.saved_words.startswith("已存本机 ")
    assert "这个位置不能写入" in window.foot.place.words.text
    window.close()


def test_a_file_in_use_names_who_has_it(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "青石镇.gknb"
    first = Session.create(path, blank_report(UNIT, YEAR))
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    assert "在本机使用（自 今天 " in window.notice.text
    first.close()
    window.close()


def test_a_listed_file_that_is_gone_can_be_taken_off_the_list(tmp_path: Path, qtbot: QtBot) -> None:
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.opening.refused(tmp_path / "没有.gknb", FileMissing("找不到“没有”。"))
    assert (window.notice.text, answers(window)) == ("✕  找不到“没有”。", [])
    window.close()

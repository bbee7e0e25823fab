"""A disk that fails while somebody types: one sentence, the work on the screen, a whole copy elsewhere."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from core import keys
from core.errors import DiskFull
from core.saver import ChoreFailed
from core.session import Session, blank_report
from core.store import read_copy
from gui import files
from gui.notice import Answer
from tests.gui.conftest import UNIT, YEAR
from tests.gui.sticks import CELL, answer, answers, window_over
from tests.reliability.test_full_disk import room_for  # skips where a process has no limits

OVERVIEW = keys.text("overview")
LONG = "".join(f"第{number}项主动公开政府信息。" for number in range(400))  # more than the file has room for
WAIT = 20_000  # milliseconds


def test_a_full_disk_is_said_once_and_everything_can_be_saved_elsewhere(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "青石镇.gknb", tmp_path / "别处.gknb"
    session = Session.create(path, blank_report(UNIT, YEAR))
    session.apply({CELL: 7}, "填写")
    session.flush()
    monkeypatch.setattr(files, "leave_unsaved", lambda *_: True)
    window = window_over(session, tmp_path, qtbot)
    said, say = list[str](), window.notice.say

    def heard(text: str, kind: str = "good", given: Sequence[Answer] = (), *, passing: bool = False) -> None:
        said.append(text)
        say(text, kind, given, passing=passing)

    monkeypatch.setattr(window.notice, "say", heard)
    with room_for(path.stat().st_size):
        session.apply({OVERVIEW: LONG}, "修改 一、总体情况")
        qtbot.waitUntil(lambda: window.notice.text.startswith("✕"), timeout=WAIT)
        window.bridge.chore_failed.emit(ChoreFailed("backup", DiskFull("这次备份没有做成。")))
        for figure in (8, 9, 10):
            window.run(partial(session.apply, {CELL: figure}, "填写"))
    assert QApplication.activeModalWidget() is None
    assert len(said) == 4, "when it failed, and at every try since"
    assert len(set(said)) == 1
    assert "屏幕上的内容还在，请先另存一份" in said[0]
    assert window.top.saved_words == "✕ 没有保存"
    assert session.report.string(OVERVIEW) == LONG
    assert session.report.value(CELL) == 7
    assert set(answers(window)) == {"另存副本…"}
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(copy)])
    answer(window, "另存副本…").click()
    assert window.notice.text.startswith("✓  副本已写好并核对无误")
    with read_copy(copy) as kept:
        assert kept.entries(1)[OVERVIEW].value == LONG
        assert kept.entries(1)[CELL].value == 7
    with read_copy(path) as old:
        assert OVERVIEW not in old.entries(1)
    assert window.close()

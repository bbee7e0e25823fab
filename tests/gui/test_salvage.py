"""A damaged file without a backup here: what can still be trusted is offered, and opened from a new file."""

from __future__ import annotations

import contextlib
import sqlite3
from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.session import Session, blank_report
from gui import start
from tests.gui.conftest import UNIT, YEAR
from tests.gui.sticks import CELL, answer, answers, window_over


def test_the_whole_years_of_a_damaged_file_are_taken_out(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "外来.gknb"
    session = Session.create(path, blank_report(UNIT, YEAR))
    session._upkeep = None  # it came from another PC: nothing is known of it here
    session.apply({CELL: 48}, "填写")
    session.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as damage:
        damage.execute("UPDATE journal SET payload = x'7b7d' WHERE seq = 2")
    before = path.read_bytes()
    window = window_over(start.sample(tmp_path), tmp_path, qtbot)
    window.run(partial(window.files.open_path, path))
    assert answers(window)[0] == f"取出完好的 {YEAR} 年"
    assert "已损坏" in window.notice.text
    answer(window, f"取出完好的 {YEAR} 年").click()
    session = window.bridge.session
    assert session.path.name.startswith("外来（取出 ")
    assert session.report.value(CELL) == 48
    assert window.notice.text.endswith("损坏的文件没有动。")
    assert path.read_bytes() == before
    window.close()

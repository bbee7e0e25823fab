"""Pictures of what the window says and asks about the safety of the work, to be looked at: build/screens/."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from core import desk
from core.desk import Recovered
from core.errors import FileDamaged
from core.session import Session
from gui import place_words
from gui.dialogs.checkup import CheckupDialog
from gui.dialogs.damaged import DamagedDialog
from gui.dialogs.fault import FaultDialog
from gui.dialogs.leaving import LeavingDialog
from gui.dialogs.restore import RestoreDialog
from gui.dialogs.stick import StickDialog
from gui.window import Window
from tests.gui.conftest import UNIT, looking, press
from tests.gui.sticks import CELL, opened, stick_with, window_over

LOOKS = ((100, ""), (150, ""), (200, ""), (100, "dark"))  # zoom in per cent, dark
WAIT = 60_000  # milliseconds
SIZE = (1366, 768)
Keep = Callable[[QDialog | None, str], None]


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """A zoom and a light, taken back afterwards; its name at the end of a picture's."""
    with looking(qapp, *request.param) as name:
        yield name


def picture_files(window: Window, place: Path, keep: Keep, qtbot: QtBot) -> None:
    """Restoring, and mending."""
    session = window.bridge.session
    restore = RestoreDialog(session, window)
    restore.open()
    qtbot.waitUntil(lambda: bool(restore.rows.items), timeout=WAIT)
    press(restore.list, Qt.Key.Key_Down)
    keep(restore, "restore")
    restore.reject()
    refusal = FileDamaged(f"文件“{place}”已损坏或没有复制完整，内容与校验值不符，没有打开。")
    damaged = DamagedDialog(place, refusal, session.backups(), window)
    damaged.open()
    keep(damaged, "damaged")
    damaged.show_list()
    keep(damaged, "damaged-list")
    damaged.reject()


def picture_others(window: Window, folder: Path, keep: Keep, qtbot: QtBot) -> None:
    """The check-up, the stick, a fault."""
    session = window.bridge.session
    checkup = CheckupDialog(session, window)
    checkup.open()
    qtbot.waitUntil(lambda: checkup.ended, timeout=WAIT)
    keep(checkup, "check-up")
    checkup.accept()
    stick = StickDialog((folder,), folder, f"{UNIT}.gknb", window)
    stick.open()
    keep(stick, "stick")
    stick.reject()
    fault = FaultDialog("ValueError", window, diagnose=lambda: True)
    fault.open()
    keep(fault, "fault")
    fault.reject()


def test_what_is_asked_about_the_work_is_pictured(
    look: str, tmp_path: Path, screens: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "IDLE", 3600.0)
    monkeypatch.setattr(LeavingDialog, "exec", lambda _dialog: 1)  # should the test end early
    place = stick_with(tmp_path)
    for figure in (48, 49):
        session = Session.open(place)
        session.apply({CELL: figure, "text.overview": f"受理{figure}件。"}, f"填写 {figure}")
        session.close()
    session = opened(place)
    window = window_over(session, tmp_path, qtbot)
    window.resize(*SIZE)

    def keep(widget: QDialog | None, name: str) -> None:
        qtbot.wait(30)
        picture = (widget or window).grab()
        assert picture.width() <= SIZE[0]
        assert picture.height() <= SIZE[1]
        assert picture.save(str(screens / f"safe-{name}-{look}.png"))

    picture_files(window, place, keep, qtbot)
    picture_others(window, place.parent, keep, qtbot)
    session.apply({CELL: 50}, "填写 50")
    session.flush()
    place.parent.rename(tmp_path / "拔出")
    leaving = LeavingDialog(session, window)
    leaving.open()
    qtbot.waitUntil(leaving.again.isEnabled, timeout=WAIT)
    keep(leaving, "leaving")
    leaving.reject()
    since = dt.datetime.now().astimezone()
    found = Recovered(since, since, "填写 表三 新收·自然人", rolled_back=True, caught_up=True, conflict=place)
    window.whereabouts.refresh()
    window.say(place_words.recovered(found), "ask", [("看历史", bool), ("比较这两份", bool)])
    window.go(CELL)
    keep(None, "window")
    assert UNIT in window.windowTitle()
    (tmp_path / "拔出").rename(place.parent)
    window.close()

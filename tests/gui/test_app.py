"""Starting: the sample the first time, the last file later, and a report in front whatever happens."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from core import paths
from core.errors import FileLocked, FileMissing, NotOurFile
from core.session import Session, blank_report
from gui import app, start
from gui.dialogs.fault import FaultDialog
from tests.gui.conftest import ROOT

NEW = "applications.new_received.natural_person"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders, empty."""
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def test_the_first_start_imports_the_sample_through_the_reader() -> None:
    session, refusal = start.first(None, (), want_sample=False)
    assert refusal is None
    assert session.report.unit_name == "新郑市人民政府办公室"
    assert session.report.value("applications.total.total") == 50
    assert session.verdict.verdict == "hint"  # last year is missing, nothing is wrong
    assert session.undo_label == ""
    session.close()


def test_a_later_start_opens_the_file_seen_last(tmp_path: Path) -> None:
    last = tmp_path / "青石镇.gknb"
    Session.create(last, blank_report("青石镇人民政府", 2025)).close()
    session, refusal = start.first(None, (last,), want_sample=False)
    assert (session.path, refusal) == (last, None)
    session.close()


@pytest.mark.parametrize(
    ("content", "cause"), [(None, FileMissing), (b"not ours", NotOurFile)], ids=["gone", "foreign"]
)
def test_a_last_file_that_cannot_be_opened_is_said_and_the_sample_opens(
    tmp_path: Path, content: bytes | None, cause: type[Exception]
) -> None:
    last = tmp_path / "青石镇.gknb"
    if content is not None:
        last.write_bytes(content)
    session, refusal = start.first(None, (last,), want_sample=False)
    assert isinstance(refusal, cause)
    assert "青石镇.gknb" in str(refusal)
    assert session.path.name == start.SAMPLE_NAME
    session.close()


def test_a_second_window_gets_a_sample_of_its_own() -> None:
    first, _ = start.first(None, (), want_sample=True)
    second, refusal = start.first(None, (), want_sample=True)
    assert isinstance(refusal, FileLocked)
    assert second.path != first.path
    assert second.report.unit_name == first.report.unit_name
    first.close()
    second.close()


def test_a_home_that_cannot_be_written_still_gets_a_window(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = home / "file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    session, refusal = start.first(None, (), want_sample=False)
    assert refusal is not None
    assert "临时的示例" in str(refusal)
    assert session.report.unit_name == "新郑市人民政府办公室"
    session.close()


def test_edits_of_the_sample_are_there_again_the_next_time() -> None:
    session = start.sample()
    session.apply({NEW: 49}, "填写")
    session.close()
    again = start.sample()
    assert again.report.stated(NEW) == 49
    again.close()


def test_the_process_shows_a_window_and_ends_well(home: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "gui", "--sample", "--exit-after-paint"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    made = sorted(
        path.name for path in home.rglob("*") if path.is_file() and paths.backups() not in path.parents
    )
    assert made == ["settings.json", start.SAMPLE_NAME]


@pytest.mark.usefixtures("qtbot")
def test_a_bug_before_the_window_stands_is_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = sys.excepthook, threading.excepthook
    told: list[str] = []
    monkeypatch.setattr(FaultDialog, "exec", lambda dialog: told.append(dialog.text.toPlainText()))
    try:
        faults = app.Faults()
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("张三的申请"), None)
        assert len(told) == 1  # no event loop will ever come to it
        assert "ZeroDivisionError" in told[0]
        faults.deleteLater()
    finally:
        sys.excepthook, threading.excepthook = hooks


BROKEN = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QMessageBox
from core import paths
from gui import app
from gui.dialogs.fault import FaultDialog

paths.forms_dir = lambda: Path(sys.argv[1])
FaultDialog.exec = lambda dialog: print("FAULT", dialog.text.toPlainText())
QMessageBox.exec = lambda box: print("SAID", box.text())
app.main([sys.argv[2]])
"""


@pytest.mark.parametrize("tab", ["", "applications", "overview", "preview"])
@pytest.mark.parametrize("file", ["checks.toml", "help.toml", "layout.toml", "sentences.toml"])
def test_a_form_that_is_damaged_is_said_once_and_nothing_is_left_open(
    home: Path, tmp_path: Path, file: str, tab: str
) -> None:
    path = tmp_path / "青石镇.gknb"
    Session.create(path, blank_report("青石镇", 2025)).close()
    forms = tmp_path / "forms"
    shutil.copytree(paths.forms_dir(), forms)
    (forms / "2021" / file).write_text("这不是 = = 表单", "utf-8")
    kept = paths.user_data() / "settings.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"tab": tab}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BROKEN, forms, path],
        cwd=ROOT,
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    said = done.stdout.decode().splitlines()
    assert [line.partition(" ")[0] for line in said] == ["SAID"]
    assert f"2021/{file}" in said[0]
    assert "重新安装程序" in said[0]
    session = Session.open(path)
    assert session.recovered is None  # it had been closed in order
    session.close()


def test_a_bug_after_the_first_painting_is_told(tmp_path: Path) -> None:
    program = (
        "from gui import app\n"
        "from gui.dialogs.fault import FaultDialog\n"
        "def exec_(dialog):\n"
        "    print('told', flush=True)\n"
        "    dialog.parent().close()\n"
        "FaultDialog.exec = exec_\n"
        "app.FirstPaint._after = lambda paint: 1 / 0\n"
        "app.main(['--sample'])\n"
    )
    places = {name: str(tmp_path / name) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    env = {**os.environ, **places}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, check=True, timeout=60
    )
    assert done.stdout.decode().split() == ["told"]


def test_a_bug_in_a_thread_or_slot_is_logged_and_told_calmly(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = sys.excepthook, threading.excepthook
    told: list[str] = []

    def exec_(dialog: FaultDialog) -> int:
        told.append(dialog.text.toPlainText())
        return 0

    monkeypatch.setattr(FaultDialog, "exec", exec_)
    try:
        faults = app.Faults()
        error = ZeroDivisionError("张三的申请")
        QTimer.singleShot(0, lambda: sys.excepthook(ZeroDivisionError, error, None))
        qtbot.waitUntil(lambda: bool(told))
        for shown in (told[0], paths.log_file().read_text(encoding="utf-8")):
            assert "ZeroDivisionError" in shown
            assert "张三" not in shown
        faults.deleteLater()
    finally:
        sys.excepthook, threading.excepthook = hooks

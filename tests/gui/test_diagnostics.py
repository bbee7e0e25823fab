"""The diagnostics tell of program and PC, and hold nothing of what was written: marked words are sought."""

import io
import json
import logging
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core import faults, holder, keys, paths
from core.errors import DiskFull
from core.report import Content, Report
from core.session import Session, blank_report
from gui import app, diagnostics
from gui.dialogs.fault import FaultDialog
from gui.settings import Settings
from tests.gui.sticks import window_over

FIGURE = 73918264
WORDS = (
    "李秀兰",
    "金牛镇",
    "marked@example.org",
    "0371-55667788",
    "拒不公开的秘密",
    "改动的名字",
    str(FIGURE),
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A report in which everything that can be written is marked."""
    folder = tmp_path / "李秀兰的文件夹"
    folder.mkdir()
    opened = Session.create(folder / "金牛镇人民政府.gknb", blank_report("金牛镇人民政府", 2031))
    marked: dict[str, Content] = {
        keys.text("overview"): f"李秀兰提出申请 {FIGURE} 件，拒不公开的秘密。",
        "unit.email": "marked@example.org",
        "unit.phone": "0371-55667788",
        "applications.new_received.natural_person": FIGURE,
        keys.note("applications.new_received.natural_person"): "来自李秀兰",
    }
    opened.apply(marked, "改动的名字")
    opened.mark("改动的名字")
    opened.flush()
    yield opened
    opened.close()


@pytest.fixture
def log(session: Session) -> Iterator[None]:
    """The program's log after everything in it that can go wrong has gone wrong."""
    root = logging.getLogger()
    before = list(root.handlers)
    faults.log_to_file()
    try:
        int(f"{session.path} {WORDS}")  # says in its message what it was given
    except ValueError as error:
        faults.keep(faults.where(error))
        logging.getLogger("gui.files").warning("closed without saving everything: %s", DiskFull(str(WORDS)))
        logging.getLogger("gui.settings").exception("settings not read: %s", str(session.path))
        logging.getLogger("pdfminer.cmap").warning(f"{WORDS[0]} {FIGURE}")  # noqa: G004 - as libraries do
    yield
    root.handlers[:] = before


def found_in(text: str, session: Session) -> list[str]:
    personal = (*WORDS, session.path.name, session.path.stem, str(Path.home()), holder.computer())
    return [word for word in personal if word in text]


def test_the_log_holds_none_of_the_marked_words(session: Session, log: None) -> None:
    assert log is None
    text = paths.log_file().read_text(encoding="utf-8")
    assert text.count("ValueError") == 2
    assert "DiskFull" in text
    assert found_in(text, session) == []


def test_the_bundle_holds_none_of_the_marked_words(session: Session, log: None, tmp_path: Path) -> None:
    assert log is None
    settings = Settings(tmp_path / "settings.json")
    settings.opened(session.path)
    settings.describe(session.path, session.report.unit_name, [2031])
    settings.remember("export_folder", str(session.path.parent))
    target = tmp_path / "诊断.zip"
    diagnostics.write(target, session, settings)
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as bundle:
        told = {name: bundle.read(name).decode("utf-8") for name in bundle.namelist()}
    assert sorted(told) == ["about.json", "log.txt", "说明.txt"]
    assert found_in("\n".join(told.values()), session) == []
    assert "2031" not in told["about.json"]
    facts = json.loads(told["about.json"])
    assert facts["report"]["steps"] == 3
    assert facts["report"]["blank_cells"] == 165
    assert facts["recent_files"] == 1
    assert "ValueError" in told["log.txt"]


def test_a_log_of_an_older_program_is_scrubbed_once_more(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.report.unit_name
    monkeypatch.setattr(holder, "user", lambda: "zhangsan")
    file = paths.log_file()
    file.parent.mkdir(parents=True)
    file.write_text(f"old {Path.home()}/x of zhangsan on {holder.computer()}: 李秀兰\n", encoding="utf-8")
    assert diagnostics.log() == "old …/x of … on …: ………\n".replace("：", ":")


def test_the_fault_dialog_offers_the_bundle(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = sys.excepthook, threading.excepthook
    target = tmp_path / "诊断.zip"
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(target)])
    pressed: list[str] = []

    def exec_(dialog: FaultDialog) -> int:
        dialog.diagnose_button.click()
        pressed.append(dialog.diagnose_button.text())
        return 0

    monkeypatch.setattr(FaultDialog, "exec", exec_)
    window = window_over(session, tmp_path, qtbot)
    try:
        watch = app.Faults()
        watch.window = window
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("李秀兰"), None)
        qtbot.waitUntil(lambda: bool(pressed))
        assert pressed == ["诊断信息已保存"]
        assert target.is_file()
        assert window.notice.text.endswith(str(target))
        watch.deleteLater()
    finally:
        sys.excepthook, threading.excepthook = hooks


def test_a_report_has_as_many_entries_as_are_told(session: Session, tmp_path: Path) -> None:
    facts = diagnostics.facts(session, Settings(tmp_path / "settings.json"))
    report: Report = session.report
    told = facts["report"]
    assert isinstance(told, dict)
    assert told["entries"] == len(report.entries)

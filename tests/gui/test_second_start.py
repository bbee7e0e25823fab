"""A second start brings the window forward that has the file open; where none answers it goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import holder
from core.session import Session, blank_report
from gui import second_start
from tests.gui.conftest import ROOT, UNIT, YEAR

WAIT = 60.0  # seconds; the machine may have much else to do
RAISED = "This plugin does not support raise()"  # what the offscreen platform says when a window is raised
Start = Callable[[Path], subprocess.Popen[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "青石镇.gknb"
    Session.create(path, blank_report(UNIT, YEAR)).close()
    return path


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program as a person does, with a home of its own."""
    homes = {name: str(tmp_path) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"}
    running: list[subprocess.Popen[str]] = []

    def begin(path: Path) -> subprocess.Popen[str]:
        errors = (tmp_path / f"errors-{len(running)}").open("w", encoding="utf-8")
        with errors:
            running.append(
                subprocess.Popen(
                    [sys.executable, "-m", "gui", str(path)],
                    cwd=ROOT,
                    env=environment,
                    stderr=errors,
                    text=True,
                )
            )
        return running[-1]

    yield begin
    for one in running:
        one.kill()
        one.wait()


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def has_open(path: Path, process: subprocess.Popen[str]) -> bool:
    found = holder.read(path)
    return found is not None and found.pid == process.pid


def listens(home: Path, process: subprocess.Popen[str], path: Path) -> None:
    """Wait until a program has a file open and watches for requests."""
    until(lambda: has_open(path, process))
    until((home / "gongkai-nianbao" / "requests").is_dir)
    time.sleep(0.3)  # from making the folder to watching it


def test_the_second_start_raises_the_first_window_and_ends(file: Path, tmp_path: Path, start: Start) -> None:
    first = start(file)
    listens(tmp_path, first, file)
    errors = tmp_path / "errors-0"
    assert RAISED not in errors.read_text(encoding="utf-8")
    second = start(file)
    assert second.wait(WAIT) == 0
    assert has_open(file, first)
    until(lambda: RAISED in errors.read_text(encoding="utf-8"))
    assert list((tmp_path / "gongkai-nianbao" / "requests").iterdir()) == []


def test_where_the_holder_does_not_answer_the_second_goes_on(
    file: Path, tmp_path: Path, start: Start
) -> None:
    first = start(file)
    listens(tmp_path, first, file)
    first.send_signal(signal.SIGSTOP)
    second = start(file)
    sample = tmp_path / "gongkai-nianbao" / "示例.gknb"
    until(lambda: has_open(sample, second))  # the file itself is locked, and that is said
    assert list((tmp_path / "gongkai-nianbao" / "requests").iterdir()) == []
    first.kill()
    first.wait()
    third = start(file)
    until(lambda: has_open(file, third))


def test_nobody_is_asked_about_a_file_of_somebody_else(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_start, "PATIENCE", 0.0)
    claim = holder.claim(file)
    assert not second_start.is_answered(file), "this very program"
    assert not second_start.folder().exists()
    monkeypatch.setattr(os, "getpid", lambda: 2**22 + 1)
    assert not second_start.is_answered(file), "nobody takes the request"
    assert list(second_start.folder().iterdir()) == []
    monkeypatch.setattr(holder, "user", lambda: "张三")
    second_start.folder().rmdir()
    assert not second_start.is_answered(file)
    assert not second_start.folder().exists()
    claim.release()


def test_requests_to_the_dead_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    place = second_start.folder()
    place.mkdir(parents=True)
    for name in (f"{2**22 + 1}-a.json", "x-b.json", f"{os.getppid()}-c.json"):
        (place / name).write_text("{}", encoding="utf-8")
    second_start._sweep()
    assert [one.name for one in place.iterdir()] == [f"{os.getppid()}-c.json"]
    monkeypatch.undo()

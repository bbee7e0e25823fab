"""What the start of the reading process takes is not held against the document: an old PC is slow."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import NotAReport, ReadingFailed, TooLarge
from core.importing import child, limits, reading
from core.importing.limits import Trouble, Watch
from core.importing.reading import Worker

ROOT = str(Path(__file__).resolve().parents[2])
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from core.importing.child import main; main()"
SLEEPS = "import time; time.sleep(1.2)"
HOG = "import time; held = b'x' * 90_000_000; time.sleep(0.8)"
BY_LAUNCHER = f"import subprocess, sys; subprocess.call([sys.executable, '-I', '-c', {HOG!r}])"
WORKS = "import time\nwhile time.process_time() < 0.8: pass"


@pytest.fixture
def worker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """A worker whose child does something else for a while before it is ready."""
    code = f"{request.param}\n{CHILD}"
    monkeypatch.setattr(reading, "command", lambda: [sys.executable, "-I", "-X", "utf8", "-c", code, ROOT])
    made = Worker()
    yield made
    made.close()


@pytest.mark.parametrize("worker", [SLEEPS, WORKS], ids=["waits", "works"], indirect=True)
def test_a_document_is_read_however_long_the_start_takes(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SILENT", 0.8)
    monkeypatch.setattr(limits, "STUCK", 0.5)
    monkeypatch.setattr(limits, "WALL", 1.0)
    with pytest.raises(NotAReport):
        worker.read("a.txt", "没有报告".encode())


@pytest.mark.parametrize("worker", [SLEEPS], indirect=True)
def test_a_process_that_never_gets_ready_is_not_blamed_on_the_document(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "START", 0.2)
    with pytest.raises(ReadingFailed, match=r"^没有读取：.*没有准备好。请关闭一些别的程序，再试一次。$"):
        worker.read("a.txt", "没有报告".encode())


@pytest.mark.parametrize("worker", [BY_LAUNCHER], indirect=True)
def test_what_a_process_costs_that_another_started_is_seen(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where the Python of an environment is a small program that starts the real one."""
    monkeypatch.setattr(reading, "_BY_LAUNCHER", True)
    monkeypatch.setattr(limits, "MEMORY", 90_000_000)
    with pytest.raises(TooLarge):
        worker.read("a.txt", b"")


def test_the_document_costs_from_when_the_process_was_ready() -> None:
    watch = Watch(0.0, 0.0, ready=False)
    assert watch.trouble(30.0, 9.0, 0) is None
    assert watch.trouble(limits.START, 9.0, 0) is Trouble.START
    watch.begin(30.0)
    assert watch.trouble(30.1, 9.0, 0) is None
    assert watch.trouble(33.0, 9.0 + limits.STUCK, 0) is Trouble.STUCK
    assert watch.trouble(30.0 + limits.SILENT, 9.0, 0) is Trouble.STUCK


def test_a_frozen_program_may_load_its_code_from_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """PyInstaller's code lies in the program's own file, beside the folder of everything else."""
    program, other = tmp_path / "公开年报" / "gongkai-nianbao.exe", tmp_path / "公开年报" / "别的.txt"
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(child, "_ROOMS", child._rooms())
    child._stay_inside("open", (str(program), "rb", 0))
    with pytest.raises(PermissionError):
        child._stay_inside("open", (str(other), "rb", 0))
    with pytest.raises(PermissionError):
        child._stay_inside("open", (str(program), "wb", 0))

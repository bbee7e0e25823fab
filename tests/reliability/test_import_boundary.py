"""The wall around strangers' documents: what the child may cost, what becomes of it, what is said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from core import importing, paths, readers
from core.__main__ import READ_CHILD
from core.errors import NotAReport, NotText, ReadingFailed, TooLarge
from core.importing import Worker, limits, reading, wire
from core.importing.limits import Trouble, Watch

SAMPLE = paths.sample_text()
ROOT = Path(__file__).resolve().parents[2]
PLAY = (  # a child whose reader does what the document's name says
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from core import readers\n"
    "from core.importing import child, limits\n"
    "def read(name, data):\n"
    "    exec(data)\n"
    "readers.read_bytes = read\n"
    "child.main()\n"
)


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


@pytest.fixture
def play(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """A worker whose child runs the document as a program, as a hostile parser might."""
    monkeypatch.setattr(
        reading, "command", lambda: [sys.executable, "-I", "-X", "utf8", "-c", PLAY, os.fspath(ROOT)]
    )
    return worker


def test_behind_the_wall_a_document_reads_as_before_it(worker: Worker) -> None:
    here, there = readers.read(SAMPLE), worker.read(SAMPLE.name, SAMPLE.read_bytes())
    assert there == here
    assert there.to_report().entries == here.to_report().entries
    assert there.sources["applications.total.total"].place.startswith("line ")


def test_one_child_reads_many_documents_and_is_replaced_after_its_last() -> None:
    worker = Worker(most=2)
    try:
        for _ in range(5):
            with pytest.raises(NotAReport):
                worker.read("a.txt", "没有报告".encode())
    finally:
        worker.close()
    assert worker.children == 3


def test_a_refusal_comes_through_with_its_kind_its_words_and_its_hint(worker: Worker) -> None:
    for name, data in (("a.txt", b"%PDF-1.7"), ("a.json", b"{"), ("a.txt", b"\xff\xfe\x00")):
        with pytest.raises((NotText, NotAReport)) as here:
            readers.read_bytes(name, data)
        with pytest.raises(here.type) as there:
            worker.read(name, data)
        assert (there.value.message, there.value.hint) == (here.value.message, here.value.hint)


def test_odd_values_cross_the_wall_unchanged(worker: Worker) -> None:
    content = readers.read(SAMPLE).to_json()
    assert isinstance(content["cells"], dict)
    content["cells"] |= {"applications.total.total": "12a", "disclosure.fees.amount": "0.5"}
    content["texts"] = {"overview": "😀\u3000𠮷"}
    data = json.dumps(content).encode()
    assert worker.read("a.json", data) == readers.read_bytes("a.json", data)


@pytest.mark.parametrize(
    ("program", "kind", "said"),
    [
        ("raise KeyError('x')", ReadingFailed, "读不了"),
        ("raise RecursionError", ReadingFailed, "读不了"),
        ("import os; os._exit(7)", ReadingFailed, "读不了"),
        ("import os; os.kill(os.getpid(), 11)", ReadingFailed, "读不了"),
        ("x = bytearray(2_000_000_000)", TooLarge, "内存太多"),
        ("from core.importing import child; child._answer = None", ReadingFailed, "读不了"),
        ("import sys; sys.exit(3)", ReadingFailed, "读不了"),
    ],
)
def test_whatever_becomes_of_the_child_is_one_sentence_and_the_next_document_is_read(
    program: str, kind: type[Exception], said: str, play: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(kind, match=f"^“表.txt”.*{said}") as refused:
        play.read("表.txt", program.encode())
    assert "\n" not in str(refused.value)
    monkeypatch.undo()
    play.close()
    assert play.read(SAMPLE.name, SAMPLE.read_bytes()).year == 2021


def test_what_a_library_prints_is_no_answer(play: Worker) -> None:
    with pytest.raises(ReadingFailed):
        play.read("a.txt", b"print('{\"preview\": 1}', flush=True); raise ValueError")


def test_a_reading_that_is_stuck_is_ended_soon(play: Worker) -> None:
    start = time.monotonic()
    with pytest.raises(ReadingFailed, match="读不下去"):
        play.read("a.txt", b"import re; re.match('(a|aa)+$', 'a' * 60 + 'b')")
    assert time.monotonic() - start < limits.SILENT + 3


@pytest.mark.skipif(os.name != "posix", reason="LOUD: a process is halted by a signal on POSIX only")
def test_a_child_that_takes_nothing_in_is_ended(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SILENT", 0.5)
    with pytest.raises(NotAReport):
        worker.read("表.txt", b"x")
    assert worker._child is not None
    os.kill(worker._child._process.pid, signal.SIGSTOP)
    worker._child._pieces.put(b"ready\n")  # as one that was halted once it could take a document
    with pytest.raises(ReadingFailed, match=r"^“表\.txt”读到一半读不下去"):
        worker.read("表.txt", b"x" * 3_000_000)


def test_a_reading_that_goes_on_for_ever_is_ended(play: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL", 1.0)
    with pytest.raises(ReadingFailed, match="还没有读完"):
        play.read("a.txt", b"while True: sum(range(1000))")


@pytest.mark.parametrize(
    "program",
    [
        "open('/etc/passwd').read()",
        "open('/etc/written', 'w')",
        "import os; os.open('/etc/written', os.O_CREAT | os.O_WRONLY)",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.remove('/etc/written')",
    ],
)
def test_the_child_reaches_nothing_outside(program: str, play: Worker) -> None:
    told = f"try:\n {program}\nexcept PermissionError: raise MemoryError\nelse: raise KeyError"
    with pytest.raises(TooLarge):  # MemoryError: it was not permitted
        play.read("a.txt", told.encode())


@pytest.mark.skipif(sys.platform != "linux", reason="LOUD: the address space is limited on Linux only")
def test_the_child_has_the_limits_and_none_of_the_users_surroundings(play: Worker) -> None:
    program = (
        "import os, resource\n"
        "assert resource.getrlimit(resource.RLIMIT_AS)[0] == 768 * 1024 * 1024\n"
        "assert resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] < 60\n"
        "assert 'HOME' not in os.environ and 'PATH' not in os.environ\n"
        "raise MemoryError"
    )
    with pytest.raises(TooLarge):
        play.read("a.txt", program.encode())


def test_too_much_is_refused_before_a_child_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 10)
    monkeypatch.setattr(Worker, "read", None)
    with pytest.raises(TooLarge, match=r"“a.txt”超过"):
        importing.read_bytes("a.txt", b"x" * 11)


def test_an_answer_beyond_all_measure_is_not_taken_in(play: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RESULT", 1000)
    with pytest.raises(ReadingFailed):
        play.read("a.txt", b"from core.importing import child; child._answer = lambda *_: b'x' * 10**7")
    with pytest.raises(TooLarge, match="比任何一份年报都多"):
        play.read("a.txt", b"")


def test_a_child_that_retired_is_replaced_unnoticed(worker: Worker) -> None:
    worker.start()
    assert worker._child is not None
    worker._child._process.kill()
    worker._child._process.wait()
    assert worker.read(SAMPLE.name, SAMPLE.read_bytes()).year == 2021
    assert worker.children == 2


def test_no_child_outlives_the_program() -> None:
    program = (
        "from core import importing, paths\n"
        "importing.read(paths.sample_text())\n"
        "print(importing._worker._child._process.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert not psutil.pid_exists(int(done.stdout))


def test_two_threads_read_one_after_the_other(worker: Worker) -> None:
    years: list[int] = []
    threads = [
        threading.Thread(target=lambda: years.append(worker.read(SAMPLE.name, SAMPLE.read_bytes()).year))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (years, worker.children) == ([2021] * 3, 1)


def test_a_computer_that_starts_no_process_is_said(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "command", lambda: ["/nowhere/at/all"])
    with pytest.raises(ReadingFailed, match="起不了"):
        worker.read("a.txt", b"x")


def test_the_frozen_program_is_told_by_a_word_to_be_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reading.command() == [sys.executable, READ_CHILD]


def test_the_words_of_the_command_line_lead_to_the_child() -> None:
    data = "没有报告".encode()
    done = subprocess.run(
        [sys.executable, "-m", "core", reading.WORD],
        cwd=ROOT,
        input=wire.asked("a.txt", data),
        capture_output=True,
        check=True,
    )
    ready, *_, said = done.stdout.splitlines()
    assert ready == wire.READY
    with pytest.raises(NotAReport):
        wire.understood(said)


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"7", b"{}", b'{"preview": 1}', b'{"preview": {}}', b'{"refused": ["os", "", ""]}',
        b'{"refused": ["Refusal", "", ""]}', b'{"refused": []}', b'{"fault": "KeyError"}',
        b'{"preview": {"form": "1999"}}', b'{"preview": {"form": "2021", "cells": [], "doubts": []}}',
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_a_broken_child(line: bytes) -> None:
    with pytest.raises(wire.Broken):
        wire.understood(line)


@pytest.mark.parametrize(
    ("now", "cost", "memory", "trouble"),
    [
        (1.0, 0.5, 50, None),
        (3.0, 1.9, 50, None),
        (3.0, 2.1, 50, Trouble.STUCK),
        (9.9, 0.1, 50, None),
        (10.1, 0.1, 50, Trouble.STUCK),
        (1.0, 0.1, limits.MEMORY + 1, Trouble.MEMORY),
    ],
)
def test_when_a_reading_is_stopped(now: float, cost: float, memory: int, trouble: Trouble | None) -> None:
    assert Watch(0.0, 0.0).trouble(now, cost, memory) is trouble


def test_a_reading_that_moves_is_stopped_only_by_the_time_for_the_whole() -> None:
    watch = Watch(0.0, 0.0)
    for second in range(1, 20):
        watch.move(float(second), second * 1.0)
        assert watch.trouble(second + 0.5, second + 0.5, 0) is None
    assert watch.trouble(20.0, 19.5, 0) is Trouble.SLOW

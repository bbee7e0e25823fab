"""Long work beside the window: results, refusals, faults and cancelled work, told in the window's thread."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.errors import DiskFull, Refused
from gui import jobs


class Ends:
    """What was told, and on which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[Refused] = []
        self.threads: set[threading.Thread] = set()

    def on_done(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(threading.current_thread())

    def on_failed(self, refusal: Refused) -> None:
        self.failed.append(refusal)
        self.threads.add(threading.current_thread())


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """A gate that keeps the worker busy; opened in any case, so that no test leaves it waiting."""
    event = threading.Event()
    yield event
    event.set()


def test_the_work_runs_elsewhere_and_the_result_is_told_here(qtbot: QtBot) -> None:
    ends = Ends()
    jobs.run(threading.current_thread, ends.on_done, ends.on_failed)
    assert ends.done == []
    qtbot.waitUntil(lambda: bool(ends.done))
    assert ends.done[0] is not threading.main_thread()
    assert ends.threads == {threading.main_thread()}
    assert ends.failed == []


class Result:
    """Something large."""


def test_nothing_holds_a_result_once_it_is_told(qtbot: QtBot) -> None:
    results: list[weakref.ref[Result]] = []

    def work() -> Result:
        result = Result()
        results.append(weakref.ref(result))
        return result

    told: list[bool] = []
    gc.disable()  # it would find what only holds itself, but seldom looks at what is old
    try:
        jobs.run(work, lambda _: told.append(True), bool)
        jobs.run(work, lambda _: told.append(True), bool).cancel()
        jobs.run(work, lambda _: told.append(True), bool)
        qtbot.waitUntil(lambda: len(told) == 2)
        assert [result() for result in results] == [None] * len(results)
    finally:
        gc.enable()


def test_the_window_stays_alive_meanwhile(qtbot: QtBot, gate: threading.Event) -> None:
    ends = Ends()
    ticks: list[int] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    jobs.run(lambda: gate.wait(10), ends.on_done, ends.on_failed)
    qtbot.waitUntil(lambda: len(ticks) >= 5)
    assert ends.done == []
    gate.set()
    qtbot.waitUntil(lambda: ends.done == [True])


def test_a_refusal_is_told_as_such(qtbot: QtBot) -> None:
    ends = Ends()
    refusal = DiskFull("磁盘已满。", "请换一个位置。")

    def work() -> None:
        raise refusal

    jobs.run(work, ends.on_done, ends.on_failed)
    qtbot.waitUntil(lambda: bool(ends.failed))
    assert (ends.done, ends.failed) == ([], [refusal])
    assert ends.threads == {threading.main_thread()}


def test_a_fault_reaches_the_window_s_own_boundary(qtbot: QtBot) -> None:
    ends = Ends()
    with qtbot.capture_exceptions() as faults:
        jobs.run(lambda: 1 // 0, ends.on_done, ends.on_failed)
        qtbot.waitUntil(lambda: bool(faults))
    assert [fault[0] for fault in faults] == [ZeroDivisionError]
    assert (ends.done, ends.failed) == ([], [])


def test_jobs_run_one_after_another_in_order(qtbot: QtBot) -> None:
    ends, running, most = Ends(), [0], [0]

    def work(number: int) -> int:
        running[0] += 1
        most[0] = max(most[0], running[0])
        threading.Event().wait(0.01)
        running[0] -= 1
        return number

    for number in range(5):
        jobs.run(lambda number=number: work(number), ends.on_done, ends.on_failed)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(ends.done) == 5)
    assert ends.done == [0, 1, 2, 3, 4]
    assert most == [1]


def test_of_cancelled_work_nobody_hears(qtbot: QtBot, gate: threading.Event) -> None:
    ends, begun = Ends(), threading.Event()
    ran: list[int] = []

    def first() -> int:
        begun.set()
        gate.wait(10)
        return 1

    running = jobs.run(first, ends.on_done, ends.on_failed)
    waiting = jobs.run(lambda: ran.append(2), ends.on_done, ends.on_failed)
    assert begun.wait(5)
    running.cancel()
    waiting.cancel()
    jobs.run(lambda: 3, ends.on_done, ends.on_failed)
    gate.set()
    qtbot.waitUntil(lambda: ends.done == [3])
    QApplication.processEvents()
    assert ends.done == [3]
    assert ran == []  # it had not begun


def test_an_owner_that_is_gone_is_told_nothing(qtbot: QtBot, gate: threading.Event) -> None:
    ends, owner = Ends(), QObject()
    jobs.run(lambda: gate.wait(10), ends.on_done, ends.on_failed, owner)
    owner.deleteLater()
    del owner
    qtbot.wait(10)
    gate.set()
    after = Ends()
    jobs.run(lambda: 1, after.on_done, after.on_failed)
    qtbot.waitUntil(lambda: after.done == [1])
    assert ends.done == []

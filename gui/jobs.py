"""Long work from a snapshot, one job after another; the result is told in the window's thread.

There is one worker, because the PDF libraries must not be used by two threads at once. A job touches no
widget; what it returns reaches ``done``, a refusal reaches ``failed``, and any other exception is raised in
the window's thread, where the fault dialog waits for it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from core.errors import Refused

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Result = TypeVar("Result")


def run(
    work: Callable[[], Result],
    done: Callable[[Result], object],
    failed: Callable[[Refused], object],
    owner: QObject | None = None,
) -> Job:
    """Start ``work`` as soon as the worker is free; ``owner`` gone means that nobody is told any more."""

    def tell(future: Future[Result]) -> None:
        try:
            result = future.result()
        except Refused as refusal:
            failed(refusal)
        else:
            done(result)

    job = Job(QCoreApplication.instance())
    if owner is not None:
        owner.destroyed.connect(job.cancel)
    running = _running()
    running.add(job)

    def settle() -> None:
        running.discard(job)
        job.ended.disconnect(settle)  # Qt's hold on what has ended: nobody else would ever let go of it
        future, job.future = job.future, None  # nor would this function, which holds itself
        job.deleteLater()
        if future is not None and not job.cancelled:
            tell(future)

    job.ended.connect(settle, Qt.ConnectionType.QueuedConnection)
    job.future = _worker().submit(work)
    job.future.add_done_callback(lambda _: job.ended.emit())
    return job


class Job(QObject):
    """One piece of work on its way; ``cancel`` means that its result is no longer wanted.

    It belongs to the program: the worker, which may be the last to let go of it, must not take it apart while
    the window's thread still calls it.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start as wanted."""
        super().__init__(parent)
        self.cancelled = False
        self.future: Future[Any] | None = None  # the work, until its end is told

    def cancel(self) -> None:
        """Take the work from the queue if it has not begun; nobody is told of its result in any case."""
        self.cancelled = True
        if self.future is not None:
            self.future.cancel()


class Progress(QObject):
    """How far a job has come, told from the worker and shown in the window's thread; the way to stop it."""

    reached = Signal(str)

    def __init__(self, show: Callable[[str], object], owner: QObject) -> None:
        """Show what is told with ``show`` until ``close``; lives as long as ``owner`` at most."""
        super().__init__(owner)
        self.stopped = False  # wished by the person; the work looks at it where it may end
        self.reached.connect(show, Qt.ConnectionType.QueuedConnection)

    def tell(self, words: str) -> None:
        """Say what is being done now; from any thread."""
        self.reached.emit(words)

    def stop(self) -> None:
        """Wish that the work ends."""
        self.stopped = True

    def close(self) -> None:
        """Show no more; the work has ended."""
        self.reached.disconnect()
        self.deleteLater()


@functools.cache
def _worker() -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - the first job may wait, the start may not

    return ThreadPoolExecutor(1, "job")


@functools.cache
def _running() -> set[Job]:
    """Return the jobs that somebody still waits for; it keeps them alive."""
    return set()

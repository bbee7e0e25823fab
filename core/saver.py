"""The one writer thread, which owns the open unit file (HOUSE.md 3).

Editing never waits for the disk: steps are offered and committed in order; ``flush`` waits. Only the thread's
events may claim that something is saved. After a refusal nothing more is written: what was not saved stays in
memory (RELIABILITY.md: a disk error is never papered over).
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Generic, NamedTuple, Protocol, TypeVar, cast

from core.errors import DiskFailed, Refused
from core.history import Change, Step
from core.report import Entry
from core.store import Store

HOLD = 2.0  # seconds of typing that may be lost at most (RELIABILITY.md)

T = TypeVar("T")


class Saved(NamedTuple):
    """Everything up to this step of this report is durable."""

    report_id: int
    seq: int
    at: datetime


class SaveFailed(NamedTuple):
    """Saving has stopped; ``seq`` is the first step that is not in the file."""

    refusal: Refused
    report_id: int
    seq: int


class ChoreFailed(NamedTuple):
    """Something done beside saving was refused; saving goes on."""

    name: str
    refusal: Refused


SaverEvent = Saved | SaveFailed | ChoreFailed


class Unsaved(NamedTuple):
    """A step with the entries it leads to (None deletes), not yet in the file."""

    report_id: int
    step: Step
    entries: Mapping[str, Entry | None]


class _Errand(Generic[T]):
    """Work for the writer thread; what it returns or raises is handed to the thread that waits for it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done = threading.Event()
        self._results: list[T] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        with self:
            self._results.append(self._work())

    def refuse(self, error: BaseException) -> None:
        """Hand over an error without having run."""
        self.error = error
        self._done.set()

    def wait(self) -> T:
        self._done.wait()
        if self.error is not None:
            raise self.error
        return self._results[0]

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        self._done.set()
        return True  # not swallowed: raised again in ``wait``


class _Runs(Protocol):
    """An errand, whatever it returns."""

    def run(self) -> None: ...

    def refuse(self, error: BaseException) -> None: ...


class _Chore(NamedTuple):
    """Work for quiet moments, and the monotonic time before which it is not begun."""

    name: str
    work: Callable[[Store], None]
    due: float


class _Shared:
    """What both threads touch, only under the lock."""

    def __init__(self) -> None:
        self.queue: deque[Unsaved | _Runs] = deque()
        self.chores: dict[str, _Chore] = {}  # by name
        self.open: Unsaved | None = None  # the typing step that may still grow
        self.due = 0.0  # monotonic time at which the open step is committed as it is
        self.taken: list[Unsaved] = []  # out of the queue, not in the file
        self.failed: Refused | None = None
        self.closing = False
        self.ended = False


class Saver:
    """The writer thread with its queue; ``tell`` is called on that thread and must not wait for it."""

    def __init__(
        self, opener: Callable[[], Store], tell: Callable[[SaverEvent], None], hold: float = HOLD
    ) -> None:
        """Start the thread and open the file in it; raises what ``opener`` raises."""
        self._tell = tell
        self._hold = hold
        self._shared = _Shared()
        self._wake = threading.Condition()
        self._store: Store | None = None  # the writer thread's alone
        opening = _Errand(opener)
        self._thread = threading.Thread(target=self._run, args=(opening,), name="saver", daemon=True)
        self._thread.start()
        opening.wait()

    @property
    def failed(self) -> Refused | None:
        """Return the refusal that stopped saving, or None while all is well."""
        with self._wake:
            return self._shared.failed

    def unsaved(self) -> tuple[Unsaved, ...]:
        """Return the steps that are not in the file, in order."""
        with self._wake:
            return self._pending()

    def call(self, work: Callable[[Store], T]) -> T:
        """Run ``work`` on the writer thread after everything offered so far; return or raise what it does."""
        assert threading.current_thread() is not self._thread, "the writer thread would wait for itself"
        errand = _Errand(lambda: work(self._opened()))
        with self._wake:
            self._shut()
            if self._shared.ended:
                raise self._shared.failed or _stopped()
            self._shared.queue.append(errand)
            self._wake.notify()
        return errand.wait()

    def post(self, name: str, work: Callable[[Store], None], after: float = 0.0) -> None:
        """Run ``work`` on the writer thread once ``after`` seconds have passed and nothing waits to be saved.

        A second post of the same name takes the place of the first. A refusal is told as ``ChoreFailed`` and
        saving goes on. What has not begun when the saver closes is dropped.
        """
        with self._wake:
            self._shared.chores[name] = _Chore(name, work, time.monotonic() + after)
            self._wake.notify()

    def offer(
        self, report_id: int, step: Step, entries: Mapping[str, Entry | None], *, open_group: bool
    ) -> None:
        """Take a step over for saving: soon, or within ``hold`` seconds if it may still grow.

        Raises the refusal that ended saving, once the thread has ended.
        """
        item = Unsaved(report_id, step, dict(entries))
        with self._wake:
            if self._shared.ended:
                raise self._shared.failed or _stopped()
            self._shut()
            if open_group:
                self._shared.open, self._shared.due = item, time.monotonic() + self._hold
            else:
                self._shared.queue.append(item)
            self._wake.notify()

    def grow(
        self, step_seq: int, later: Iterable[Change], entries: Mapping[str, Entry | None]
    ) -> Step | None:
        """Fold later changes into the open step and return it; None if the writer has already taken it."""
        with self._wake:
            item = self._shared.open
            if item is None or item.step.seq != step_seq:
                return None
            step = item.step.merged(later)
            self._shared.open = item._replace(step=step, entries={**item.entries, **entries})
            return step

    def close_step(self) -> None:
        """Declare the open step final: it is committed soon."""
        with self._wake:
            self._shut()
            self._wake.notify()

    def withdraw(self) -> Step | None:
        """Take the open step back; None if there is none, or the writer has already taken it."""
        with self._wake:
            item, self._shared.open = self._shared.open, None
            return item.step if item else None

    def flush(self) -> None:
        """Return once everything offered is durable; raises the refusal that stopped saving."""
        self.call(lambda _: None)
        if refusal := self.failed:
            raise refusal

    def copy_to(self, target: Path) -> None:
        """Write a whole copy with everything offered, also what a failure kept out of this file.

        Raises what ``Store.copy_to`` does; such steps stay unsaved as far as this file is concerned.
        """
        self.call(
            lambda store: store.copy_to(
                target, [(item.report_id, [item.step], item.entries) for item in self.unsaved()]
            )
        )

    def close(self) -> None:
        """Commit everything, close the file, end the thread; then raise the refusal that stopped saving."""
        with self._wake:
            self._shut()
            self._shared.closing = True
            self._wake.notify()
        self._thread.join()
        if refusal := self.failed:
            raise refusal

    def _shut(self) -> None:
        """Move the open step to the queue; the lock is held."""
        if self._shared.open:
            self._shared.queue.append(self._shared.open)
            self._shared.open = None

    def _pending(self) -> tuple[Unsaved, ...]:
        queued = [item for item in self._shared.queue if isinstance(item, Unsaved)]
        return (*self._shared.taken, *queued, *([self._shared.open] if self._shared.open else []))

    # --- on the writer thread --------------------------------------------------------------------

    def _opened(self) -> Store:
        assert self._store is not None
        return self._store

    def _run(self, opening: _Errand[Store]) -> None:
        """Open, serve until closed, close. A bug ends the thread loudly and stops saving, never silently."""
        opening.run()
        if opening.error is not None:
            return
        self._store = opening.wait()
        orderly = False
        try:
            while (work := self._next()) is not None:
                if isinstance(work, list):
                    self._commit(work)
                elif isinstance(work, _Chore):
                    self._do(work)
                else:
                    work.run()
            orderly = True
        finally:
            self._finish(orderly=orderly)

    def _next(self) -> _Runs | _Chore | list[Unsaved] | None:
        """Wait for work: an errand, the steps of one report that can share a transaction, or else a chore.

        None to end.
        """
        shared = self._shared
        with self._wake:
            while not shared.queue:
                if shared.closing:
                    return None
                now = time.monotonic()
                grows = shared.open is not None and not shared.failed
                chore = min(shared.chores.values(), key=lambda one: one.due, default=None)
                if grows and shared.due <= now:
                    self._shut()
                elif chore is not None and chore.due <= now:
                    return shared.chores.pop(chore.name)
                else:
                    dues = ([shared.due] if grows else []) + ([chore.due] if chore else [])
                    self._wake.wait(min(dues) - now if dues else None)
            first = shared.queue.popleft()
            if not isinstance(first, Unsaved):
                return first
            items = [first]
            while shared.queue and _joins(shared.queue[0], first):
                items.append(cast("Unsaved", shared.queue.popleft()))
            shared.taken.extend(items)
            return items

    def _commit(self, items: list[Unsaved]) -> None:
        if self.failed:
            return
        store, first, last = self._opened(), items[0], items[-1]
        entries = {key: entry for item in items for key, entry in item.entries.items()}
        try:
            store.append(first.report_id, [item.step for item in items], entries)
        except Refused as refusal:
            with self._wake:
                self._shared.failed = refusal
            self._say(SaveFailed(refusal, first.report_id, first.step.seq))
        else:
            with self._wake:
                self._shared.taken.clear()
            self._say(Saved(last.report_id, last.step.seq, store.saved_at))

    def _do(self, chore: _Chore) -> None:
        """Do a chore; a refusal is told, a bug is shown as one, and saving goes on after both."""
        errand = _Errand(lambda: chore.work(self._opened()))
        errand.run()
        if isinstance(errand.error, Refused):
            self._say(ChoreFailed(chore.name, errand.error))
        elif errand.error is not None:
            self._show(errand.error)

    def _say(self, event: SaverEvent) -> None:
        """Tell the listener; its own errors are shown as the bugs they are, and saving goes on."""
        telling = _Errand(lambda: self._tell(event))
        telling.run()
        if telling.error is not None:
            self._show(telling.error)

    def _show(self, error: BaseException) -> None:
        threading.excepthook(
            threading.ExceptHookArgs((type(error), error, error.__traceback__, self._thread))
        )

    def _finish(self, *, orderly: bool) -> None:
        refusal: Refused | None = None if orderly else _stopped()
        try:
            self._opened().close()
        except Refused as unclosed:
            refusal = refusal or unclosed
        with self._wake:
            told = self._shared.failed is not None
            self._shared.failed = failed = self._shared.failed or refusal
            self._shared.ended = True
            waiting = [item for item in self._shared.queue if not isinstance(item, Unsaved)]
            left = self._pending()
        for errand in waiting:
            errand.refuse(failed or _stopped())
        if left and failed and not told:
            self._say(SaveFailed(failed, left[0].report_id, left[0].step.seq))


def _joins(item: Unsaved | _Runs, first: Unsaved) -> bool:
    """Tell whether an item can share the first one's transaction."""
    return isinstance(item, Unsaved) and item.report_id == first.report_id


def _stopped() -> DiskFailed:
    return DiskFailed("保存已经停止，最近的修改还没有写入文件。", "请立即用“另存副本”把内容保存到别处。")

"""Where a document is worked on: in its place on a fixed disk, else on a local copy that is carried back.

The way back has a thread of its own, so that a share that does not answer never keeps the writer thread from
making edits durable on this PC.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from core import holder, workcopy
from core.causes import shown
from core.errors import DiskFailed, FileHeld, FileLocked, FolderReadOnly, Refused, VersionsDiffer
from core.media import Medium
from core.saver import ChoreFailed
from core.store import Store
from core.workcopy import WorkCopy

WRITE_BACK = "write-back"  # the chore's name in ``ChoreFailed``
IDLE = 3.0  # seconds after the last commit until the work is carried back
LATEST = 60.0  # and after the first one, however much is typed
AGAIN = 5.0  # seconds until the next try
PATIENCE = 20.0  # seconds that closing waits for a medium that does not answer


class WrittenBack(NamedTuple):
    """The work has reached the stick or the share; after a conflict ``path`` is another than before."""

    at: dt.datetime
    path: Path


class Recovered(NamedTuple):
    """What was found of a session that did not end properly."""

    since: dt.datetime | None  # when it had opened the file, where it could say so
    saved_at: dt.datetime  # of the last edit that is here
    label: str  # of the last step
    rolled_back: bool  # a write that was cut off has been undone
    caught_up: bool  # work that had not reached the original is here, and is carried back
    conflict: Path | None  # where such work lies, because the original had been changed


class Place(NamedTuple):
    """What the person should know about where the document lies."""

    medium: Medium
    written_back: dt.datetime | None = None
    pending: bool = False  # saved on this PC, not yet at its place
    failure: Refused | None = None  # why not
    warning: str = ""


class Desk:
    """One open document's place; ``store`` opens it on the writer thread, ``attend`` starts the way back."""

    def __init__(self, path: Path, medium: Medium, *, anyway: bool = False) -> None:
        """Decide where to work; nothing is opened yet."""
        away = medium is not Medium.FIXED or workcopy.is_unfinished(path)
        self.medium = medium
        self.copy = WorkCopy(path, medium) if away else None
        self.warning = ""
        self.rolled_back = False
        self._path = path
        self._anyway = anyway
        self._claim: holder.Claim | None = None
        self._courier: Courier | None = None

    @property
    def path(self) -> Path:
        """Return the file that the person knows."""
        return self.copy.original if self.copy else self._path

    @property
    def place(self) -> Place:
        """Return what is known now of the way back."""
        if self._courier is not None:
            return self._courier.place(self.warning)
        return Place(self.medium, pending=False, warning=self.warning)

    def store(self) -> Store:
        """Open the document; raises what ``Store.open`` does, ``FileHeld`` and ``OriginalAway``."""
        other = self._other_holder()
        places = (self._path, self.copy.local) if self.copy else (self._path,)
        self.rolled_back = any(workcopy.half_written(place) for place in places)
        store = self._opened()
        if other is None:
            self._claim = holder.claim(self._path)
        if self.copy and self.copy.damaged:
            self.warning = (
                f"本机上的工作副本已损坏（现在是{shown(self.copy.damaged)}），已重新取用原文件；"
                "缺了的修改可以从备份里恢复。"
            )
        elif self.medium is Medium.READ_ONLY:
            self.warning = "这个位置不能写入，修改只存在本机；要交给别人，请另存副本。"
        return store

    def _opened(self) -> Store:
        if self.copy is None:
            try:
                return Store.open(self._path)
            except FolderReadOnly:  # not every system says so beforehand
                self.medium = Medium.READ_ONLY
                self.copy = WorkCopy(self._path, self.medium)
            except FileLocked as refusal:
                raise holder.named(refusal, self._path) from refusal
        return self.copy.open(anyway=self._anyway)

    def _other_holder(self) -> holder.Holder | None:
        """Return who else has the original open, where no lock tells; raises ``FileHeld`` unless agreed."""
        other = holder.read(self._path) if self.copy else None
        mine = other is not None and other.on_this_computer and other.user == holder.user()
        if other is None or mine or not other.alive:
            return None
        who = other.who() or "有人"
        since = f"（自 {other.when()} 起）" if other.when() else ""
        if not self._anyway:
            said = f"{shown(self._path)}由 {who}开着{since}。"
            raise FileHeld(said, "请等对方关闭后再打开；对方其实已关机的话，可以仍要打开。")
        self.warning = f"{who}也开着这份文件{since}；谁后写回，谁得到冲突副本。"
        return other

    def recovered(self, saved_at: dt.datetime, label: str) -> Recovered | None:
        """Return what the last session left; None if it ended properly."""
        left = self._claim.left if self._claim else None
        caught_up, conflict = (self.copy.caught_up, self.copy.conflict) if self.copy else (False, None)
        if left is None and not (self.rolled_back or caught_up or conflict):
            return None
        since = left.at if left else None
        return Recovered(since, saved_at, label, self.rolled_back, caught_up, conflict)

    def attend(
        self, seal_to: Callable[[Path], None], tell: Callable[[WrittenBack | ChoreFailed], None]
    ) -> None:
        """Start carrying work back; ``seal_to`` writes the whole work, closed, to a path."""
        if self.copy is not None and self.medium is not Medium.READ_ONLY:
            self._courier = Courier(self.copy, seal_to, tell)
            if self.copy.caught_up:
                self._courier.nudge(0.0)

    def committed(self) -> None:
        """Say that something new is durable here."""
        if self._courier is not None:
            self._courier.nudge()

    def write_back(self) -> None:
        """Carry the work back now; raises the refusal that stands in the way."""
        if self._courier is not None:
            self._courier.now()

    def leave(self) -> None:
        """Carry the last work back, as far as the medium lets us; the store is still open."""
        if self._courier is not None:
            self._courier.close()

    def release(self) -> None:
        """Take the side file away; the store is closed."""
        if self._claim is not None:
            self._claim.release()


class Courier:
    """The thread that carries the work back when nobody types, and again when the medium is back."""

    def __init__(
        self,
        copy: WorkCopy,
        seal_to: Callable[[Path], None],
        tell: Callable[[WrittenBack | ChoreFailed], None],
    ) -> None:
        """Start waiting for work."""
        self._copy, self._seal_to, self._tell = copy, seal_to, tell
        self._wake = threading.Condition()
        self._due: float | None = None
        self._first = 0.0
        self._rounds = 0
        self._busy = self._closing = self._ended = False
        self._away = False  # what is being carried has not arrived yet
        self._silent = False  # the round under way was waited for in vain
        self._failure: Refused | None = None
        self._written: dt.datetime | None = None
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def place(self, warning: str) -> Place:
        """Return how far the work has come."""
        with self._wake:
            pending = self._away or self._due is not None or self._failure is not None
            return Place(self._copy.medium, self._written, pending, self._failure, warning)

    def nudge(self, after: float | None = None) -> None:
        """Carry the work back soon: some idle seconds from now, or ``after`` seconds."""
        with self._wake:
            now = time.monotonic()
            if self._due is None:
                self._first = now
            wait = IDLE if after is None else after
            self._due = min(now + wait, self._first + LATEST)
            self._wake.notify_all()

    def now(self) -> None:
        """Carry the work back and return when that is done; raises the refusal that stands in the way.

        A medium that does not answer is waited for ``PATIENCE`` seconds; the round goes on without us.
        """
        with self._wake:
            self._due = time.monotonic()
            wanted = self._rounds + 1 + self._busy  # a round under way may have begun without the last edit
            self._wake.notify_all()
            if not self._wake.wait_for(lambda: self._ended or self._rounds >= wanted, PATIENCE):
                self._silent = True
                raise _unanswered(self._copy.medium)
            if self._failure is not None:
                raise self._failure

    def close(self, patience: float = PATIENCE) -> None:
        """Carry the last work back and end, at the latest after ``patience`` seconds.

        A medium that was waited for in vain is not waited for again.
        """
        with self._wake:
            self._closing = True
            silent = self._silent
            self._wake.notify_all()
        self._thread.join(0.0 if silent else patience)

    def _run(self) -> None:
        try:
            while self._wait():
                self._once()
        finally:
            with self._wake:
                if self._busy:  # a bug ended the round; it is shown as one, and nothing claims to be back
                    self._failure = DiskFailed("写回没有完成，修改已存在本机。", "下次打开时会再写回。")
                self._ended = True
                self._wake.notify_all()

    def _wait(self) -> bool:
        """Wait until there is something to carry; False to end."""
        with self._wake:
            while True:
                if self._ended:
                    return False
                if self._closing:
                    self._ended = True  # after one last round
                    return self._due is not None or self._failure is not None
                left = None if self._due is None else self._due - time.monotonic()
                if left is not None and left <= 0:
                    return True
                self._wake.wait(left)

    def _once(self) -> None:
        with self._wake:
            self._due, self._busy, self._away = None, True, True
        failure: Refused | None = None
        event: WrittenBack | ChoreFailed | None = None
        conflict: Path | None = None
        try:
            sealed = self._copy.folder / "outbox.gknb"
            self._seal_to(sealed)
            carried = self._copy.carry(sealed)
            sealed.unlink(missing_ok=True)
        except Refused as refusal:
            failure = refusal
        else:
            if carried is not None:
                event, conflict = WrittenBack(carried.at, self._copy.original), carried.conflict
        with self._wake:
            known = self._failure is not None and failure is not None and str(self._failure) == str(failure)
            self._failure, self._away = failure, False
            self._written = event.at if isinstance(event, WrittenBack) else self._written
            if failure is not None and self._due is None:
                self._due = time.monotonic() + AGAIN
        if failure is not None and not known:
            event = ChoreFailed(WRITE_BACK, failure)
        if conflict is not None:
            self._tell(ChoreFailed(WRITE_BACK, _conflicting(conflict)))
        if event is not None:
            self._tell(event)
        with self._wake:
            self._rounds, self._busy, self._silent = self._rounds + 1, False, False
            self._wake.notify_all()


def _unanswered(medium: Medium) -> DiskFailed:
    said = f"{medium.words}没有回应，修改已存在本机。"
    return DiskFailed(said, "有回应以后会自动写回；也可以先用“另存副本”。")


def _conflicting(conflict: Path) -> VersionsDiffer:
    return VersionsDiffer(
        f"原文件在别处改过，两份都保留：您的这一份是{shown(conflict)}。", "接下来的修改写在这一份里。"
    )

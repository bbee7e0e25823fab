"""What is done for an open document beside editing: backups by themselves, and journals verified.

Nothing here is in the way of a key. The writer thread only copies the file in memory; the backup is written
on a thread of its own, so that a folder that does not answer never keeps an edit from being saved, and
closing no longer than ``PATIENCE``. Only an import or a restore waits for the backup before it, as long.
What backups need is loaded with the first of them, after the window is painted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DiskFailed, NotBackedUp, Refused
from core.saver import ChoreFailed, Saver
from core.store import Store

if TYPE_CHECKING:
    from core.backup import Shelf
    from core.backup.frozen import Frozen

BACKUP = "backup"  # the chores' names in ``ChoreFailed``
JOURNALS = "journals"
SETTLED = 3.0  # seconds after opening until the first backup: the window comes first
EVERY = 20 * 60.0  # seconds of work between two
PATIENCE = 5.0  # seconds that closing, an import or a restore waits for its backup


class Upkeep:
    """The chores of one open document; ``place`` tells where the person has it."""

    def __init__(
        self,
        saver: Saver,
        file_id: str,
        place: Callable[[], Path],
        tell: Callable[[ChoreFailed], None],
    ) -> None:
        """Begin nothing yet; ``tell`` is called on another thread."""
        self._saver = saver
        self._file_id = file_id
        self._place = place
        self._tell = tell
        self._waiting = False  # a backup is posted
        self._owed = False  # what is in the file now may lie in no backup
        self._last: Making | None = None

    @cached_property
    def shelf(self) -> Shelf:
        """Return where the backups lie."""
        from core.backup import Shelf  # noqa: PLC0415 - after the window

        return Shelf(self._file_id)

    def opened(self, others: Iterable[int], *, in_order: bool) -> None:
        """Back up what was opened if it is new, and verify the journals of the reports not in front.

        A file that was left in order was backed up then: closing it again without a change does not wait
        for the first backup.
        """
        self._owed = not in_order
        rest = tuple(others)
        self._post("opened", SETTLED)
        if rest:
            self._saver.post(JOURNALS, lambda store: store.verify_journals(rest), SETTLED)

    def edited(self) -> None:
        """Say that something new is durable: it is backed up within ``EVERY`` seconds."""
        self._owed = True
        if not self._waiting:
            self._post("timed", EVERY)

    def before(self, reason: str) -> None:
        """Back up what is there now; raises ``NotBackedUp`` if that cannot be done."""
        from core.backup.shelf import Reason, unmade  # noqa: PLC0415 - after the window

        making = self._saver.call(lambda store: self._make(store, reason))
        making.join(PATIENCE)
        if not making.made:  # refused, still under way, or ended by a bug
            refusal = making.refusal or unmade(DiskFailed(""), Reason(reason))
            raise NotBackedUp(refusal.message, refusal.hint) from refusal

    def close(self) -> None:
        """Back up what the last edit left, within ``PATIENCE`` seconds; the store is still open.

        Where that is refused, the next opening tries again and says so.
        """
        refused = self._last is not None and not self._last.made
        if not self._owed and not refused:
            return
        try:
            making = self._saver.call(lambda store: self._make(store, "closed"))
        except Refused:
            return
        making.join(PATIENCE)

    def _make(self, store: Store, reason: str, tell: Callable[[ChoreFailed], None] | None = None) -> Making:
        """Begin a backup, on the writer thread; it is numbered after those that were begun before it."""
        making = Making(self.shelf, store.frozen(), reason, self._place(), tell)
        making.after, self._last, self._owed = self._last, making, False
        making.start()
        return making

    def _post(self, reason: str, after: float) -> None:
        def work(store: Store) -> None:
            self._waiting = False
            self._make(store, reason, self._tell)

        self._waiting = True
        self._saver.post(BACKUP, work, after)


class Making(threading.Thread):
    """A backup on its way; one that never ends keeps nobody from ending the program."""

    def __init__(
        self,
        shelf: Shelf,
        frozen: Frozen,
        reason: str,
        place: Path,
        tell: Callable[[ChoreFailed], None] | None = None,
    ) -> None:
        """Begin nothing yet; a refusal is told, if anybody is to be told."""
        super().__init__(name="backup", daemon=True)
        self._shelf, self._frozen, self._reason, self._place, self._heard = shelf, frozen, reason, place, tell
        self.after: Making | None = None  # comes first
        self.refusal: Refused | None = None
        self.made = False  # it lies there, or what it would hold does

    def run(self) -> None:
        """Take the backup, and remove what is too much; before an import or a restore nothing is removed."""
        from core.backup import Reason  # noqa: PLC0415 - after the window

        reason = Reason(self._reason)
        if self.after is not None:
            self.after.join()
            self.after = None
        try:
            taken = self._shelf.take(self._frozen, reason, self._place)
            if taken is not None and reason not in {Reason.IMPORT, Reason.RESTORE}:
                self._shelf.thin()
            self.made = True
        except Refused as refusal:
            self.refusal = refusal
            if self._heard is not None:
                self._heard(ChoreFailed(BACKUP, refusal))

"""What is done for an open document beside editing: backups by themselves, and journals verified.

Nothing here is in the way of a key: chores wait for quiet moments of the writer thread. Only what comes
before an import or a restore is waited for; for the last backup, made from a copy in memory while the file
closes, no longer than ``PATIENCE``.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from core.backup import Reason, Shelf
from core.errors import NotBackedUp, Refused
from core.saver import Saver
from core.store import Store

BACKUP = "backup"  # the chores' names in ``ChoreFailed``
JOURNALS = "journals"
SETTLED = 3.0  # seconds after opening until the first backup: the window comes first
EVERY = 20 * 60.0  # seconds of work between two
PATIENCE = 5.0  # seconds that closing waits for the last one


class Upkeep:
    """The chores of one open document; ``place`` tells where the person has it."""

    def __init__(self, saver: Saver, shelf: Shelf, place: Callable[[], Path]) -> None:
        """Begin nothing yet."""
        self._saver = saver
        self.shelf = shelf
        self._place = place
        self._waiting = False  # a backup is posted

    def opened(self, others: Iterable[int]) -> None:
        """Back up what was opened if it is new, and verify the journals of the reports not in front."""
        rest = tuple(others)
        self._post(Reason.OPENED, SETTLED)
        if rest:
            self._saver.post(JOURNALS, lambda store: store.verify_journals(rest), SETTLED)

    def edited(self) -> None:
        """Say that something new is durable: it is backed up within ``EVERY`` seconds."""
        if not self._waiting:
            self._post(Reason.TIMED, EVERY)

    def before(self, reason: Reason) -> None:
        """Back up what is there now; raises ``NotBackedUp`` if that cannot be done."""
        try:
            self._saver.call(lambda store: self.shelf.take(store, reason, self._place()))
        except Refused as refusal:
            raise NotBackedUp(refusal.message, refusal.hint) from refusal

    def close(self) -> None:
        """Back up what the last edit left, within ``PATIENCE`` seconds; the store is still open.

        Where that is refused, the next opening tries again and says so.
        """
        try:
            frozen = self._saver.call(Store.frozen)
        except Refused:
            return

        def last() -> None:
            with contextlib.suppress(Refused):
                if self.shelf.take(frozen, Reason.CLOSED, self._place()) is not None:
                    self.shelf.thin()

        thread = threading.Thread(target=last, name="backup", daemon=True)
        thread.start()
        thread.join(PATIENCE)

    def _post(self, reason: Reason, after: float) -> None:
        def work(store: Store) -> None:
            self._waiting = False
            if self.shelf.take(store, reason, self._place()) is not None:
                self.shelf.thin()

        self._waiting = True
        self._saver.post(BACKUP, work, after)

"""How much a document may cost, and when its reading is stopped.

The child limits itself where the system can (``restrain``); the parent watches it on every system
(``Watch.trouble``) and kills it. A child shows that it moves by a sign every ``BEAT`` seconds, and only when
its interpreter has come to another place in the code since the last: a reading that is stuck in one call
shows nothing, one that runs in circles is stopped by the time for the whole. Its own start counts for nothing
of that: until it is ready it has not seen a byte of the document.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import StrEnum

MEMORY = 768 * 1024 * 1024  # bytes; a large workbook takes some 200 MB
PROCESSOR = 20.0  # seconds of processor time for one document
START = (
    60.0  # seconds until a child is ready: an old disk, and a virus scanner that reads every library first
)
WALL = 20.0  # seconds for one document, whatever it waits for
STUCK = 2.0  # seconds of processor time without a sign of movement
SILENT = 10.0  # seconds without a sign, on a computer that gives the child no processor time
BEAT = 0.2  # seconds between two signs
RESULT = 16 * 1024 * 1024  # bytes of an answer; a county's report takes 40 kB
DESCRIPTORS = 4  # files that may be opened beyond those of the start, for libraries loaded late


class Trouble(StrEnum):
    """Why a reading was stopped."""

    START = "start"
    SLOW = "slow"
    STUCK = "stuck"
    MEMORY = "memory"
    RESULT = "result"


@dataclass
class Watch:
    """What the parent knows of one reading: when it began, when it last moved, what it has cost."""

    began: float  # monotonic seconds
    moved: float
    cost_then: float | None = 0.0  # processor seconds of the child at the last sign; None: not looked yet
    ready: bool = True  # whether the child can take a document

    def trouble(self, now: float, cost: float, memory: int) -> Trouble | None:
        """Tell whether the reading must be stopped; ``cost`` in processor seconds, ``memory`` in bytes."""
        if memory > MEMORY:
            return Trouble.MEMORY
        if not self.ready:
            return Trouble.START if now - self.began >= START else None
        if self.cost_then is None:
            self.cost_then = cost
        if now - self.moved >= SILENT or cost - self.cost_then >= STUCK:
            return Trouble.STUCK
        return Trouble.SLOW if now - self.began >= WALL else None

    def begin(self, now: float) -> None:
        """Note that the child is ready: from here on it is the document that costs."""
        self.began = self.moved = now
        self.cost_then, self.ready = None, True

    def move(self, now: float, cost: float) -> None:
        """Note a sign of movement."""
        self.moved, self.cost_then = now, cost


def restrain() -> None:
    """Limit this process for good: its memory, nothing written to disk, no core file, no child of its own.

    Does nothing where the system has no such limits (Windows); the parent watches there.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":  # elsewhere the address space is no measure
        _lower(resource.RLIMIT_AS, MEMORY)


def before_document(spent: float) -> None:
    """Limit the next document: ``spent`` is the processor time this process has used so far."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (round(spent + PROCESSOR + 1), hard))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_next_descriptor() + DESCRIPTORS, hard))


def _next_descriptor() -> int:
    """Return the lowest number that no open file has."""
    free = os.dup(1)
    os.close(free)
    return free


def _lower(which: int, most: int) -> None:
    import resource  # noqa: PLC0415 - POSIX only

    _, hard = resource.getrlimit(which)
    if hard not in {resource.RLIM_INFINITY, -1}:
        most = min(most, hard)
    resource.setrlimit(which, (most, most))

"""What a gate counted: the same figures whether it ran short in a test or long in a soak.

A module of this folder offers its gates to ``packaging/soak.py`` as ``GATES``, or has one function
``run(count, seed)`` that returns such figures, or a mapping with some of their names.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import NamedTuple


@dataclass
class Figures:
    """The counts of one gate; they add up over its rounds."""

    runs: int = 0  # how often the whole story was played
    faults: int = 0  # kills, failed writes, jumps, alterations: what was done to it
    acknowledged: int = 0  # edits that were said to be saved
    lost: int = 0  # of these, not there afterwards
    truncated: int = 0  # files that were neither the old nor the new one
    longest: float = 0.0  # seconds that one operation took at the most
    broken: list[str] = field(default_factory=list)  # what should not have been, a sentence each
    notes: dict[str, float] = field(default_factory=dict)  # what else was counted

    @property
    def good(self) -> bool:
        """Whether nothing was lost, truncated or broken."""
        return not (self.lost or self.truncated or self.broken)

    @classmethod
    def of(cls, told: Figures | Mapping[str, object]) -> Figures:
        """Figures as another module tells them; numbers under other names become notes."""
        if isinstance(told, Figures):
            return told
        made = cls()
        for name, value in told.items():
            if name in {"broken", "problems", "failures"} and isinstance(value, list | tuple):
                made.broken += [str(one) for one in value]
            elif name in {"runs", "faults", "acknowledged", "lost", "truncated"}:
                setattr(made, name, int(str(value)))
            elif name == "longest":
                made.longest = float(str(value))
            elif name == "notes" and isinstance(value, dict):
                made.notes |= value
            elif isinstance(value, int | float):
                made.notes[name] = float(value)
        return made

    def add(self, other: Figures) -> None:
        """Take in another round."""
        self.runs += other.runs
        self.faults += other.faults
        self.acknowledged += other.acknowledged
        self.lost += other.lost
        self.truncated += other.truncated
        self.longest = max(self.longest, other.longest)
        self.broken += other.broken
        for name, value in other.notes.items():
            both = max if name.startswith("most") else float.__add__
            self.notes[name] = both(float(self.notes.get(name, 0.0)), float(value))

    def expect(self, holds: object, sentence: str) -> None:
        """Keep a sentence about what should have held and does not."""
        if not holds:
            self.broken.append(sentence)

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        """Measure one operation; the longest is kept."""
        start = time.monotonic()
        yield
        self.longest = max(self.longest, time.monotonic() - start)

    def told(self) -> dict[str, object]:
        """Return them as plain data."""
        return asdict(self)


class Gate(NamedTuple):
    """One promise put to the test: how often in CI, in one sitting of a soak, and in all of a long one."""

    name: str
    run: Callable[[int, int], Figures]  # count, seed
    short: int
    sitting: int
    long: int


def hold(figures: Figures) -> None:
    """Assert that a gate held; for tests."""
    assert figures.good, "\n".join(
        [f"lost {figures.lost}, truncated {figures.truncated}", *figures.broken[:12]]
    )

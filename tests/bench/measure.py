"""Timing: interleaved repeats, medians with their spread, wall clock beside processor time."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MILLI = 1000
BY_PROCESSOR = "by processor"


class Taken(NamedTuple):
    """What one run of a case took, in seconds: on the clock, and of a processor."""

    clock: float
    processor: float


Measured = Callable[[], Taken]


class Figure(NamedTuple):
    """The median of several repeats with the least and the most; processor time where it was measured."""

    median: float
    low: float
    high: float
    processor: float | None = None
    unit: str = ""  # none: milliseconds
    runs: int = 1  # how often it was measured

    def __str__(self) -> str:
        middle, low, high = (f"{one:.{_digits(self.median)}f}" for one in self[:3])
        shown = middle if low == high else f"{middle} ({low}–{high})"
        return f"{shown} {self.unit}".strip()


class Wanted(NamedTuple):
    """What a figure is meant to keep: at most so much, and at most so many times its peer; None: no limit."""

    most: float | None = None
    times: float | None = None


class Row(NamedTuple):
    """One thing measured beside its floor or peer, and what is wanted of it."""

    what: str
    ours: Figure
    beside: str = ""
    theirs: Figure | None = None
    wanted: Wanted = Wanted()

    @property
    def ratio(self) -> float | None:
        """Ours for one of theirs."""
        return self.ours.median / self.theirs.median if self.theirs else None

    @property
    def runs(self) -> str:
        """How often ours was measured, and how often theirs where that is another number."""
        theirs = self.theirs.runs if self.theirs else self.ours.runs
        return f"{self.ours.runs}" if theirs == self.ours.runs else f"{self.ours.runs}, {theirs}"

    @property
    def limits(self) -> str:
        """What is wanted, in words."""
        most, times = self.wanted
        unit = self.ours.unit or "ms"
        said = [f"≤ {most:g} {unit}"] if most is not None else []
        return "; ".join([*said, *([f"≤ {times:g} ×"] if times is not None else [])])

    @property
    def verdict(self) -> str:
        """Whether what is wanted holds; nothing where nothing is.

        ``BY_PROCESSOR``: only the processor time keeps it, as where other programs are at work.
        """
        most, times = self.wanted
        if most is None and times is None:
            return ""
        if times is not None and (self.ratio is None or self.ratio > times):
            return "no"
        if most is None or self.ours.median <= most:
            return "yes"
        spent = self.ours.processor
        return BY_PROCESSOR if spent is not None and spent <= most else "no"


class Part(NamedTuple):
    """Rows that belong together, and what is measured in them: times, else sizes in a unit."""

    title: str
    rows: Sequence[Row]
    unit: str = "ms"

    @property
    def timed(self) -> bool:
        """Tell whether the rows are times: with a spread, a number of runs and the processor's share."""
        return self.unit == "ms"


def interleaved(cases: Mapping[str, Measured], repeats: int) -> dict[str, Figure]:
    """Run the cases in turn, so that a busy moment hits them all; the first round is thrown away."""
    rounds = [{name: case() for name, case in cases.items()} for _ in range(repeats + 1)][1:]
    return {name: figure([one[name] for one in rounds]) for name in cases}


def figure(runs: Sequence[Taken]) -> Figure:
    """Sum up what several runs took."""
    clock = [MILLI * run.clock for run in runs]
    spent = MILLI * median(run.processor for run in runs)
    return Figure(median(clock), min(clock), max(clock), spent, runs=len(runs))


def exactly(value: float, unit: str) -> Figure:
    """A figure that is the same every time, such as a size."""
    return Figure(value, value, value, unit=unit)


def timed(action: Callable[[], object]) -> Taken:
    """What a call takes in this process."""
    begun, spent = time.perf_counter(), time.process_time()
    action()
    return Taken(time.perf_counter() - begun, time.process_time() - spent)


def repeated(action: Callable[[], object]) -> Measured:
    """A case: a call in this process."""
    return lambda: timed(action)


def process(*arguments: str, env: Mapping[str, str], allowed: tuple[int, ...] = (0,)) -> Measured:
    """A case: a whole run of this Python with the arguments, in the project's folder; it must end well."""
    return program(sys.executable, *arguments, env=env, allowed=allowed)


def program(*command: str, env: Mapping[str, str], allowed: tuple[int, ...] = (0,)) -> Measured:
    """A case: a whole run of a program; ``RuntimeError`` unless it ends as allowed."""

    def run() -> Taken:
        begun, spent = time.perf_counter(), _children()
        done = subprocess.run(
            command, cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        taken = Taken(time.perf_counter() - begun, _children() - spent)
        if done.returncode not in allowed:
            said = done.stderr.decode(errors="replace")
            raise RuntimeError(f"{command} ended with {done.returncode}:\n{said}")
        return taken

    return run


def _children() -> float:
    """The processor time of this process's children that have ended; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415  POSIX only

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _digits(value: float) -> int:
    return 2 if value < 10 else 1 if value < 100 else 0

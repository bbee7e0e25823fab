"""Timing: interleaved repeats, medians with their spread, one table."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

Measured = Callable[[], float]


class Timing(NamedTuple):
    """The median of several repeats with the quickest and the slowest, in milliseconds."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        digits = 2 if self.median < 10 else 0
        return f"{self.median:.{digits}f} ({self.low:.{digits}f}–{self.high:.{digits}f})"


class Row(NamedTuple):
    """One thing measured beside its floor; `wanted` is the figure it is meant to keep, for the reader."""

    what: str
    timing: Timing
    floor: str
    floor_timing: Timing
    wanted: str

    @property
    def ratio(self) -> float:
        return self.timing.median / self.floor_timing.median


def interleaved(cases: Mapping[str, Measured], repeats: int) -> dict[str, Timing]:
    """Run the cases in turn, so that a busy moment hits them all; the first round is thrown away.

    A case returns the seconds it took.
    """
    rounds = [{name: case() for name, case in cases.items()} for _ in range(repeats + 1)][1:]
    return {name: _timing([one[name] for one in rounds]) for name in cases}


def _timing(seconds: Sequence[float]) -> Timing:
    return Timing(1000 * median(seconds), 1000 * min(seconds), 1000 * max(seconds))


def timed(action: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def process(*arguments: str, env: Mapping[str, str], allowed: tuple[int, ...] = (0,)) -> Measured:
    """A case: a whole run of this Python with the arguments, in the project's folder; it must end well."""

    def run() -> float:
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        taken = time.perf_counter() - begun
        if done.returncode not in allowed:
            raise RuntimeError(
                f"{arguments} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')}"
            )
        return taken

    return run


def table(rows: Sequence[Row]) -> str:
    """The rows as text, in columns."""
    lines = [("what", "ms: median (min–max)", "floor", "ms: median (min–max)", "ratio", "wanted")]
    lines += [
        (row.what, str(row.timing), row.floor, str(row.floor_timing), f"{row.ratio:.2f}", row.wanted)
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )

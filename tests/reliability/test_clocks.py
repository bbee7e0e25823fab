"""The clock stands in 1999 or 2038, crosses New Year, goes backwards: nothing in the program goes by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.reliability.figures import Figures, Gate, hold

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from tests.reliability import clock
clock.install()
from tests.reliability import clock_stories
clock_stories.main()
"""


def run(count: int, seed: int) -> Figures:
    """Play the known jumps and ``count`` stories of random ones in a program of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name) / "年报", Path(name) / "home"
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, folder, str(count), str(seed)],
            cwd=ROOT,
            env={**os.environ, "XDG_DATA_HOME": str(home), "XDG_STATE_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        return Figures(broken=[done.stderr[-2000:]])
    return Figures(**json.loads(done.stdout))


GATES = (Gate("clock jumps", run, 1, 40, 400),)


def test_no_jump_of_the_clock_costs_or_moves_anything() -> None:
    figures = run(1, 1)
    hold(figures)
    assert figures.runs == 10
    assert figures.faults > 25

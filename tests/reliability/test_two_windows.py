"""Two programs that want the same file take turns; neither overwrites the other."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from core.store import Store
from tests.core.steps import typed
from tests.reliability.figures import Figures, Gate, hold

ROOT = Path(__file__).resolve().parents[2]

IMPATIENT = """
import sys
from pathlib import Path
from core.errors import FileLocked
from core.report import Entry
from core.store import Store
from tests.core.steps import CELL, typed
left, refused = int(sys.argv[2]), 0
while left:
    try:
        with Store.open(Path(sys.argv[1])) as store:
            seq = store.last_seq(1) + 1
            store.append(1, [typed(seq, seq, before=seq - 1)], {CELL: Entry(seq)})
            left -= 1
    except FileLocked:
        refused += 1
print(refused)
"""


def run(count: int, _seed: int) -> Figures:
    """Let two programs make ``count`` edits each."""
    figures = Figures(runs=2)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.gknb"
        with Store.create(path, "x") as store:
            report = store.add_report(2031, "2099", [typed(1, 1)])
        programs = [
            subprocess.Popen(
                [sys.executable, "-c", IMPATIENT, path, str(count)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [program.communicate(timeout=1200) for program in programs]
        figures.broken += [complaint for _, complaint in said if complaint]
        figures.faults = sum(int(out) for out, _ in said if out)  # how often one found the other there
        with Store.open(path) as store:
            last, entry = store.trail(report)[-1], store.entries(report).popitem()[1]
            figures.expect(last.changes[0].outcome(None) == entry, "the entry is not the last step's")
            figures.acknowledged = 2 * count
            figures.lost = 1 + 2 * count - store.last_seq(report)
        figures.expect(list(Path(name).iterdir()) == [path], "something is left beside the file")
    return figures


GATES = (Gate("two programs, one file", run, 60, 200, 2000),)


def test_no_edit_of_two_programs_is_lost() -> None:
    figures = run(60, 1)
    hold(figures)
    assert figures.acknowledged == 120

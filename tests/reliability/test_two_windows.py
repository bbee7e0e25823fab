"""Two programs that want the same file take turns; neither overwrites the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from core.store import Store
from tests.core.steps import typed

ROOT = Path(__file__).resolve().parents[2]
EDITS = int(os.environ.get("GKNB_EDITS", "60"))  # the long run: 1000

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


def test_no_edit_of_two_programs_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    with Store.create(path, "x") as store:
        report = store.add_report(2031, "2099", [typed(1, 1)])
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", IMPATIENT, path, str(EDITS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [program.communicate(timeout=600) for program in programs]
    assert [complaint for _, complaint in said] == ["", ""]
    with Store.open(path) as store:
        assert [step.changes[0].outcome(None) for step in store.trail(report)][-1] == store.entries(
            report
        ).popitem()[1]
        assert store.last_seq(report) == 1 + 2 * EDITS
    assert list(tmp_path.iterdir()) == [path]

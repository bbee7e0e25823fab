"""A program killed at any moment loses no saved edit, and the file opens again as if nothing had happened."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import FileLocked
from core.report import Entry
from core.store import Store, read_copy
from tests.core.steps import CELL, typed

RUNS = int(os.environ.get("GKNB_KILLS", "20"))  # the long run: 1000
TYPIST = Path(__file__).with_name("typist.py")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills by signal")


def killed_while_typing(path: Path, seed: int, seconds: float) -> tuple[dict[int, int], int]:
    """Let somebody type, kill them; return the last value said per step, and the last saved step."""
    with subprocess.Popen(
        [sys.executable, TYPIST, path, str(seed)], stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE
    ) as typist:
        assert typist.stdout is not None
        first = typist.stdout.readline()
        time.sleep(seconds)
        typist.kill()
        said, complaint = typist.communicate()
    assert complaint == ""
    lines = [line.split() for line in (first + said).splitlines()]
    values = {int(line[1]): int(line[2]) for line in lines if line[0] == "typed"}
    return values, max((int(line[1]) for line in lines if line[0] == "saved"), default=0)


def test_no_saved_edit_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "青石镇.gknb"
    with Store.create(path, "青石镇") as store:
        report = store.add_report(2031, "2099", [typed(1, 0)])
    chance = random.Random(7)  # noqa: S311 - the same moments on every run
    total = 0
    for run in range(RUNS):
        values, saved = killed_while_typing(path, run, chance.random() * 0.25)
        total += saved > 0
        with Store.open(path) as store:
            steps = store.trail(report)
            assert store._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert len(steps) >= saved, f"run {run}"
            for seq, value in values.items():
                if (
                    seq <= saved
                ):  # at least what was said before the kill; a later growth may not have been said
                    stands = steps[seq - 1].changes[0].outcome(None)
                    assert stands is not None
                    assert isinstance(stands.value, int)
                    assert stands.value >= value, f"run {run}, step {seq}"
            assert store.entries(report)[CELL] == steps[-1].changes[0].outcome(None)
        assert list(tmp_path.iterdir()) == [path], f"run {run}"
    assert total > RUNS // 2


def test_a_killed_program_holds_the_file_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    with Store.create(path, "x") as store:
        store.add_report(2031, "2099", [])
    with subprocess.Popen([sys.executable, TYPIST, path, "1"], stdout=subprocess.PIPE) as typist:
        assert typist.stdout is not None
        typist.stdout.readline()
        with pytest.raises(FileLocked):
            Store.open(path)
        typist.kill()
    Store.open(path).close()


def test_the_command_line_reads_whole_states_while_somebody_types(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    with Store.create(path, "x") as store:
        report = store.add_report(2031, "2099", [typed(1, 0)])
    seen: set[int] = set()
    with subprocess.Popen([sys.executable, TYPIST, path, "1"], stdout=subprocess.DEVNULL) as typist:
        end = time.monotonic() + 10
        while len(seen) < 10 and time.monotonic() < end:
            with read_copy(path) as copy:
                steps = copy.trail(report)
                assert copy.entries(report) == {CELL: steps[-1].changes[0].outcome(None)}
                assert isinstance(copy.entries(report)[CELL], Entry)
                seen.add(copy.generation)
        typist.kill()
    assert len(seen) >= 10

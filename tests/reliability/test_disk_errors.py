"""The disk fails at any one call, or from one on: what was said to be saved is there, the rest is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from core.session import Session, blank_report
from core.store import Store
from tests.reliability.figures import Figures, Gate, hold
from tests.reliability.victims import dice

CLERK = Path(__file__).with_name("clerk.py")
CALLS = ("pwrite64", "fsync", "fdatasync", "rename", "link", "unlink", "ftruncate")
EDITS = 3


def absent() -> str:
    """Say why system calls cannot be made to fail here; empty if they can."""
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()}"


class Fault(NamedTuple):
    """One system call that fails: from the nth of a thread on, or only that one."""

    call: str
    nth: int
    on: bool

    @property
    def words(self) -> str:
        return f"{self.call}:error=EIO:when={self.nth}{'+' if self.on else ''}"


def traced(folder: Path, home: Path, fault: Fault | None) -> subprocess.CompletedProcess[str]:
    """Let the clerk work under strace."""
    words: list[str | Path] = ["strace", "-f", "-o", home / "trace", "-e", f"trace={','.join(CALLS)}"]
    words += ["-e", f"inject={fault.words}"] if fault else []
    return subprocess.run(
        [*words, sys.executable, CLERK, folder / "青石镇.gknb", str(EDITS)],
        env={**os.environ, "XDG_DATA_HOME": str(home), "XDG_STATE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def positions(folder: Path, home: Path) -> list[Fault]:
    """Return every place where a call could fail, told by a trace without faults."""
    done = traced(folder, home, None)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "end"
    lines = [line.split()[:2] for line in (home / "trace").read_text().splitlines()]
    counted = Counter((thread, call.partition("(")[0]) for thread, call in lines)
    most = {name: max((n for (_, call), n in counted.items() if call == name), default=0) for name in CALLS}
    return [
        Fault(name, nth, on) for name in CALLS for nth in range(1, most[name] + 1) for on in (False, True)
    ]


def judge(figures: Figures, folder: Path, done: subprocess.CompletedProcess[str], fault: Fault) -> None:
    """See that nothing that was said to be saved is missing, and that nothing broke."""
    path, lines = folder / "青石镇.gknb", done.stdout.splitlines()
    figures.expect((done.returncode, done.stderr) == (0, ""), f"{fault.words}: {done.stderr[-400:]}")
    figures.expect(lines and lines[-1].split()[0] in {"end", "refused"}, f"{fault.words}: {lines[-1:]}")
    saved = [int(line.split()[1]) for line in lines if line.startswith("saved ")]
    refused = [line for line in lines if line.startswith(("refused", "failed"))]
    figures.expect(refused or len(saved) == EDITS, f"{fault.words}: neither saved nor said")
    figures.expect(all(line.endswith("。") for line in refused), f"{fault.words}: {refused}")
    figures.acknowledged += len(saved)
    with Store.open(path) as store:
        labels = {step.label for step in store.trail(1)}
        figures.expect(
            store._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], f"{fault.words}: damaged"
        )
    figures.lost += sum(f"第 {turn} 次" not in labels for turn in saved)
    for rescued in (Path(line.partition(" ")[2]) for line in lines if line.startswith("rescued ")):
        with Store.open(rescued) as store:
            figures.lost += max(saved, default=0) + 2 > len(store.trail(1))  # and the one that failed
    for document in folder.glob("*.json"):
        figures.truncated += not document.read_bytes().endswith(b"}\n")
    left = {one.name for one in folder.iterdir() if one.suffix not in {".json", ".gknb"}}
    figures.expect({name for name in left if not name.startswith(".")} == set(), f"{fault.words}: {left}")


def copied(original: Path, name: str) -> Path:
    """Return a new folder with a copy of the document."""
    folder = original.parent / name
    folder.mkdir()
    shutil.copy(original, folder)
    return folder


def run(count: int, seed: int) -> Figures:
    """Let ``count`` calls fail, another one each time; no more than there are."""
    figures = Figures()
    if reason := absent():
        figures.broken.append(f"not run: {reason}")
        return figures
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        home.mkdir()
        original = Path(name) / "青石镇.gknb"
        Session.create(original, blank_report("青石镇", 2025)).close()
        every = positions(copied(original, "trial"), home)
        figures.notes["most places where a call can fail"] = float(len(every))
        for number, fault in enumerate(dice(seed).sample(every, min(count, len(every)))):
            folder = copied(original, str(number))
            start = time.monotonic()
            done = traced(folder, home, fault)
            figures.longest = max(figures.longest, time.monotonic() - start)
            figures.runs, figures.faults = figures.runs + 1, figures.faults + 1
            judge(figures, folder, done, fault)
            shutil.rmtree(folder)
    return figures


GATES = (Gate("I/O errors", run, 6, 20, 400),)


@pytest.mark.skipif(bool(absent()), reason=f"NO I/O ERRORS WERE TRIED: {absent()}")
def test_no_error_of_the_disk_costs_what_was_saved() -> None:
    figures = run(6, 3)
    hold(figures)
    assert figures.faults == 6
    assert figures.notes["most places where a call can fail"] > 60

"""The long form of every reliability gate, as one table: `python3 packaging/dev.py soak`.

Gates are found among the tests: a module's ``GATES``, else its ``run``. Each sitting is a process of its own
with a home of its own, so that one gate's faults are never another's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, os.fspath(ROOT))

from tests.reliability.figures import Figures, Gate  # noqa: E402 - found from the project's folder

PATIENCE = 3600.0  # seconds that one sitting may take
HEAD = (
    "gate",
    "runs",
    "faults",
    "edits acknowledged",
    "edits lost",
    "files truncated",
    "longest, s",
    "result",
)
MARK = "SOAK "  # before the line with a sitting's figures


class Place(NamedTuple):
    """Where a gate is found."""

    module: str
    number: int  # in GATES


def gates() -> dict[Place, Gate]:
    """Return every gate of the test folders."""
    found: dict[Place, Gate] = {}
    for folder in ("reliability", "flow", "core", "gui"):
        for file in sorted((ROOT / "tests" / folder).glob("test_*.py")):
            text = file.read_text(encoding="utf-8")
            if "\nGATES" not in text and not (folder == "reliability" and "\ndef run(count" in text):
                continue
            name = f"tests.{folder}.{file.stem}"
            found |= {Place(name, number): gate for number, gate in enumerate(_offered(name))}
    return found


def _offered(name: str) -> tuple[Gate, ...]:
    module = importlib.import_module(name)
    if hasattr(module, "GATES"):
        return tuple(module.GATES)
    words = name.rpartition("test_")[2].replace("_", " ")
    sitting, long = getattr(module, "SITTING", 100), getattr(module, "LONG", 1000)
    return (Gate(words, lambda count, seed: Figures.of(module.run(count, seed)), 1, sitting, long),)


def sit(place: Place, count: int, seed: int) -> Figures:
    """Play one sitting in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "XDG_DATA_HOME": f"{home}/data", "XDG_STATE_HOME": f"{home}/state"}
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
        words = ["--sitting", place.module, str(place.number), str(count), str(seed)]
        try:
            done = subprocess.run(
                [sys.executable, __file__, *words],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return Figures(broken=[f"did not end within {PATIENCE:.0f} s (seed {seed})"])
    told = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not told:
        return Figures(broken=[f"seed {seed} ended with {done.returncode}: {done.stderr[-1500:]}"])
    return Figures(**json.loads(told[-1].removeprefix(MARK)))


def play(place: Place, count: int, seed: int) -> int:
    """Be the process of one sitting."""
    figures = Figures.of(_offered(place.module)[place.number].run(count, seed))
    print(f"{MARK}{json.dumps(figures.told(), ensure_ascii=False)}")
    return 0


class Total:
    """What one gate has counted in all its sittings."""

    def __init__(self) -> None:
        self.figures, self.count, self.seconds = Figures(), 0, 0.0

    def add(self, place: Place, gate: Gate, count: int, seed: int) -> None:
        """Play one more sitting."""
        start = time.monotonic()
        figures = sit(place, count, seed)
        took = time.monotonic() - start
        self.figures.add(figures)
        self.count, self.seconds = self.count + count, self.seconds + took
        state = "ok" if figures.good else f"BROKEN\n  {chr(10).join(figures.broken[:5])}"
        print(
            f"{dt.datetime.now().astimezone():%H:%M:%S} {gate.name}: {count} in {took:.0f} s, {state}",
            flush=True,
        )


def soak(
    chosen: dict[Place, Gate], totals: dict[Place, Total], *, minutes: float, whole: bool, seed: int
) -> None:
    """Go round the gates until the time is over, each at least once; or until each has had its long count."""
    end, turn = time.monotonic() + minutes * 60, 0
    while True:
        for place, gate in chosen.items():
            left = gate.long - totals[place].count
            over = left <= 0 if whole else turn and time.monotonic() >= end
            if not over:
                totals[place].add(
                    place, gate, min(gate.sitting, left) if whole else gate.sitting, seed + turn
                )
        turn += 1
        done = all(totals[place].count >= gate.long for place, gate in chosen.items())
        if done if whole else time.monotonic() >= end:
            return


def table(chosen: dict[Place, Gate], totals: dict[Place, Total]) -> str:
    """Return the figures as a table."""
    lines = [f"| {' | '.join(HEAD)} |", f"| --- |{' ---: |' * (len(HEAD) - 2)} --- |"]
    for place, gate in chosen.items():
        one = totals[place].figures
        counts = (one.runs, one.faults, one.acknowledged, one.lost, one.truncated)
        cells = [gate.name, *(f"{count:,}" for count in counts), f"{one.longest:.2f}"]
        lines.append(f"| {' | '.join(cells)} | {_result(one)} |")
    return "\n".join(lines)


def _result(figures: Figures) -> str:
    notes = [f"{name} {value:g}" for name, value in figures.notes.items()]
    return "; ".join(["ok" if figures.good else f"**{len(figures.broken) or 'not'} broken**", *notes])


def main(arguments: list[str]) -> int:
    """Run what is asked for and print the table; 1 if a gate did not hold."""
    if arguments[:1] == ["--sitting"]:
        module, number, count, seed = arguments[1:]
        return play(Place(module, int(number)), int(count), int(seed))
    parser = argparse.ArgumentParser(prog="packaging/dev.py soak", description=__doc__)
    parser.add_argument(
        "--minutes", type=float, default=15.0, help="go round the gates for so long (default 15)"
    )
    parser.add_argument("--long", action="store_true", help="until every gate has had its long count (hours)")
    parser.add_argument("--only", default="", help="gates whose name or module contains this")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000, help="to play the same again")
    wanted = parser.parse_args(arguments)
    found = gates().items()
    chosen = {place: gate for place, gate in found if wanted.only in f"{place.module} {gate.name}"}
    if not chosen:
        parser.error(f"no gate is called {wanted.only!r}")
    started = dt.datetime.now().astimezone()
    totals = {place: Total() for place in chosen}
    try:
        soak(chosen, totals, minutes=wanted.minutes, whole=wanted.long, seed=wanted.seed)
    except KeyboardInterrupt:
        print("interrupted: what has been counted so far")
    minutes = (dt.datetime.now().astimezone() - started).total_seconds() / 60
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    print(f"\n{started:%Y-%m-%d}, {minutes:.0f} minutes, seed {wanted.seed}, {machine}\n")
    print(table(chosen, totals))
    counted = {chosen[place].name: total.figures for place, total in totals.items()}
    broken = {name: figures for name, figures in counted.items() if not figures.good}
    for name, figures in broken.items():
        print(f"\n{name}:", *figures.broken[:20], sep="\n  ")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A person typing without end into a unit file, to be killed: says what was typed and what was saved.

``python typist.py FILE SEED``. Lines on standard output: ``typed SEQ VALUE`` once a figure stands in a step,
and ``saved SEQ`` once the writer thread says that everything up to that step is durable. Values only grow.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[2]))

from core.history import Change
from core.report import Entry
from core.saver import Saved, Saver, SaverEvent
from core.store import Store
from tests.core.steps import CELL, typed


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # one call, one whole line, from either thread


def heard(event: SaverEvent) -> None:
    if isinstance(event, Saved):
        say(f"saved {event.seq}")


def type_on(saver: Saver, report: int, chance: random.Random) -> None:
    seq, value = saver.call(lambda store: store.last_seq(report)), 0
    while True:
        seq, value = seq + 1, value + 1
        saver.offer(report, typed(seq, value), {CELL: Entry(value)}, open_group=chance.random() < 0.6)
        say(f"typed {seq} {value}")
        for _ in range(chance.randrange(4)):
            value += 1
            if saver.grow(seq, (Change(CELL, None, Entry(value)),), {CELL: Entry(value)}) is None:
                break
            say(f"typed {seq} {value}")
            time.sleep(chance.random() * 0.004)
        if chance.random() < 0.2:
            saver.flush()


def main() -> None:
    path, chance = Path(sys.argv[1]), random.Random(sys.argv[2])  # noqa: S311 - the same typing for the same seed
    saver = Saver(lambda: Store.open(path), heard, hold=0.02)
    report = saver.call(lambda store: store.reports()[0].id)
    type_on(saver, report, chance)


if __name__ == "__main__":
    main()

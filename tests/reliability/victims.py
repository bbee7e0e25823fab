"""People at work without end, to be killed; run in a nursery, each says what it was told is safe.

``typed SEQ VALUE`` once a figure stands in a step, ``saved SEQ`` once everything up to that step is durable;
values only grow.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from itertools import count
from pathlib import Path

from core import export, migrations
from core.backup import Reason, Shelf
from core.history import Change
from core.media import Medium
from core.report import Entry
from core.saver import Saved, Saver, SaverEvent
from core.session import Session
from core.store import Store
from tests.core.steps import CELL, typed
from tests.reliability.nursery import say


def dice(seed: int) -> random.Random:
    """The same chances for the same seed."""
    return random.Random(seed)  # noqa: S311 - a game, no secret


def heard(event: SaverEvent) -> None:
    if isinstance(event, Saved):
        say(f"saved {event.seq}")


def type_on(path: str, seed: int) -> None:
    """Type, a figure growing under the fingers or not, and leave the field now and then."""
    chance = dice(seed)
    saver = Saver(lambda: Store.open(Path(path)), heard, hold=0.02)
    report = saver.call(lambda store: store.reports()[0].id)
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


def back_up(path: str, _seed: int) -> None:
    """Save an edit, take a backup, again and again."""
    with Store.open(Path(path)) as store:
        while True:
            seq = store.last_seq(1) + 1
            store.append(1, [typed(seq, seq)], {CELL: Entry(seq)})
            say(f"saved {seq}")
            assert Shelf(store.file_id).take(store, Reason.TIMED)
            say(f"shelved {seq}")


def carry_back(path: str, _seed: int) -> None:
    """Work on a stick: save here, carry there."""
    session = Session.open(Path(path), detect=lambda _: Medium.REMOVABLE)
    say("open")
    while True:
        seq = len(session.steps()) + 1
        session.apply({CELL: seq}, "填写")
        session.flush()
        say(f"saved {seq}")
        session.write_back()
        say(f"carried {seq}")


def reopen_stick(path: str, _seed: int) -> None:
    """Open what lies on a stick and close it again: what was not carried back is."""
    session = Session.open(Path(path), detect=lambda _: Medium.REMOVABLE)
    say(f"steps {len(session.steps())}")
    session.close()


def edit_stick(path: str, _seed: int) -> None:
    """Change something on a stick and close it in peace."""
    session = Session.open(Path(path), detect=lambda _: Medium.REMOVABLE)
    session.apply({CELL: None}, "清空")
    session.close()


def close_on(path: str, _seed: int) -> None:
    """Open, type, close, again and again."""
    while True:
        session = Session.open(Path(path))
        say("open")
        seq = len(session.steps()) + 1
        session.apply({CELL: seq}, "填写")
        session.close()
        say(f"saved {seq}")


def write_on(folder: str, sources: str, _seed: int) -> None:
    """Write documents over their older selves."""
    drawn = [one.read_bytes() for one in sorted(Path(sources).iterdir())]
    for turn in count():
        for number in range(2):
            data = drawn[(turn + number) % len(drawn)]
            export._write(export._Drawn(Path(folder) / f"年报{number}.pdf", data))
            say(f"written {number} {(turn + number) % len(drawn)}")


def upgrade(path: str, _seed: int) -> None:
    """Open a file of version 1 with a program whose version is 2."""
    invent_a_version()
    say("begun")
    with Store.open(Path(path)) as store:
        figure = store.entries(1)[CELL].value
        say(f"upgraded {migrations.version_of(store._db)} {len(store.trail(1))} {figure}")


def invent_a_version() -> None:
    """Let this program write a version 2: one more table."""
    if migrations.newest() == 1:
        sql = "CREATE TABLE invented(id INTEGER PRIMARY KEY)"
        migrations.VERSIONS = (migrations.VERSION_1, {**migrations.VERSION_1, "invented": sql})

        def add(connection: sqlite3.Connection) -> None:
            connection.execute(sql)

        migrations.MIGRATIONS = (add,)


def idle(path: str, _seed: int) -> None:
    """Hold a file open."""
    with Store.open(Path(path)):
        say(f"open {os.getpid()}")
        time.sleep(60)

"""A PC whose clock jumps while somebody works; run by a program whose clock is ours (``clock.py``)."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

from core import days, timeline
from core.backup import Reason, Shelf
from core.export import export
from core.holder import spoken
from core.media import Medium
from core.session import Session, blank_report
from core.store import Store, read_copy
from tests.core.steps import CELL
from tests.reliability.clock import Clock
from tests.reliability.figures import Figures
from tests.reliability.victims import dice

# A story each: the moments that the clock is put to, one before each edit; "" lets it run on.
STORIES = (
    ("1999", ["1999-01-01T00:00:10", "", "1999-06-01T12:00:00"]),
    ("1970", ["1970-01-02T00:00:00", ""]),
    ("2038", ["2038-01-19T03:14:06", "2038-01-19T03:14:08", "2038-02-01T00:00:00"]),
    ("2099", ["2099-12-31T23:59:59", "", "2100-02-28T23:59:59", "2100-03-01T00:00:00"]),
    (
        "backwards",
        ["2026-01-28T10:32:00", "2026-01-28T09:00:00", "1999-01-01T00:00:00", "2026-01-28T10:40:00"],
    ),
    ("New Year", ["2025-12-31T23:59:58", "2026-01-01T00:00:01", "2025-12-31T23:59:59"]),
    ("leap day", ["2028-02-28T23:59:59", "2028-02-29T12:00:00", "2028-03-01T00:00:00"]),
    ("twenty years", ["2026-01-28T10:00:00", "2046-01-28T10:00:00", "2006-01-28T10:00:00"]),
)


def live(figures: Figures, folder: Path, name: str, moments: list[str], medium: Medium) -> None:
    """Create, edit under each clock, back up, close; open under each again and see that nothing moved."""
    path = folder / f"{name}.gknb"
    Clock.put(next(moment for moment in moments if moment))
    with figures.timed():
        Session.create(path, blank_report("青石镇", 2025)).close()
    session = Session.open(path, detect=lambda _: medium)
    for value, moment in enumerate(moments, 1):
        if moment:
            Clock.put(moment)
            figures.faults += 1
        with figures.timed():
            session.apply({CELL: value}, f"第 {value} 次")
            session.flush()
        figures.acknowledged += 1
        sentence = days.distance(dt.date(2026, 1, 31), days.today_here())
        figures.expect(sentence.startswith(("还有 ", "今天截止", "已过 ")), f"{name}: {sentence}")
        figures.expect(spoken(session.saved.at).count(":") == 1, f"{name}: {spoken(session.saved.at)}")
    figures.expect(
        all(line.words for line in timeline.lines(session.steps())), f"{name}: the journal is not told"
    )
    export(session.report, folder, ["json", "pdf"])
    session.close()
    kept_in_order(figures, path, name, moments)


def kept_in_order(figures: Figures, path: Path, name: str, moments: list[str]) -> None:
    """Whatever the clock said, steps, backups and undo go by their numbers."""
    with Store.open(path) as store:
        shelf, ids = Shelf(store.file_id), []
        for number, moment in enumerate(moments):
            Clock.put(moment or moments[0])
            seq = store.last_seq(1)
            store.append(1, [], {})
            ids.append(shelf.take(store, Reason.CLOSED))
            figures.expect(ids[-1], f"{name}: no backup under {moment} ({number}, step {seq})")
    backups = shelf.list()
    figures.expect([one.seq for one in backups] == sorted((one.seq for one in backups), reverse=True), name)
    figures.expect(len(backups) >= min(len(moments), 10), f"{name}: a clock took backups away")
    for moment in filter(None, moments):
        Clock.put(moment)
        session = Session.open(path)
        labels = [step.label for step in session.steps()]
        wanted = [f"第 {value} 次" for value in range(1, len(moments) + 1)]
        figures.lost += sum(label not in labels for label in wanted)
        figures.expect(labels[1 : len(wanted) + 1] == wanted, f"{name}: order {labels}")
        figures.expect(session.undo_label == wanted[-1], f"{name}: undo takes back {session.undo_label}")
        session.undo()
        session.redo()
        session.close()
        with read_copy(path) as copy:
            figures.expect(copy.entries(1)[CELL].value == len(moments), f"{name}: other figures")
    figures.runs += 1


def random_story(seed: int) -> list[str]:
    """Return moments anywhere between 1980 and 2100."""
    chance = dice(seed)
    start = dt.datetime.fromisoformat("1980-01-01")
    return [
        (start + dt.timedelta(seconds=chance.randrange(120 * 365 * 86_400))).isoformat() for _ in range(4)
    ]


def main() -> None:
    """Play the known jumps and then COUNT random ones; print the figures: FOLDER COUNT SEED."""
    folder, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    figures = Figures()
    for name, moments in STORIES:
        live(figures, folder, name, moments, Medium.FIXED)
    live(figures, folder, "stick", STORIES[4][1], Medium.REMOVABLE)
    for number in range(count):
        live(figures, folder, f"random {seed} {number}", random_story(seed + number), Medium.FIXED)
    sys.stdout.write(json.dumps(figures.told(), ensure_ascii=False))

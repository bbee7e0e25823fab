"""A program killed at any moment loses no saved edit, and the file opens again as if nothing had happened."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from core import workcopy
from core.backup import Shelf
from core.errors import FileLocked
from core.report import Entry
from core.session import Session, blank_report
from core.store import Store, read_copy
from tests.core.steps import CELL, typed
from tests.reliability import victims
from tests.reliability.figures import Figures, Gate, hold
from tests.reliability.nursery import Child, nursery
from tests.reliability.victims import dice

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills by signal")


def last(lines: Iterable[str], word: str) -> int:
    """Return the number last said behind a word; 0 if it never was."""
    return max((int(line.split()[1]) for line in lines if line.startswith(f"{word} ")), default=0)


def killed(child: Child, seconds: float) -> list[str]:
    """Let somebody work for some time, kill them; return what they said."""
    time.sleep(seconds)
    return child.kill()


def unit_file(folder: Path) -> Path:
    path = folder / "青石镇.gknb"
    with Store.create(path, "青石镇") as store:
        store.add_report(2031, "2099", [typed(1, 1)])
    return path


def whole(figures: Figures, path: Path, saved: int) -> list[int]:
    """Open a file and see that it is whole and holds every saved step; return the steps' values."""
    with figures.timed():
        store = Store.open(path)
    with store:
        steps = store.trail(1)
        figures.expect(store._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "integrity_check")
        figures.acknowledged += saved
        figures.lost += max(saved - len(steps), 0)
        values = [step.changes[0].outcome(None) for step in steps]
        figures.expect(store.entries(1)[CELL] == values[-1], "the entries are not where the journal ends")
    return [int(str(value.value)) for value in values if value is not None]


def kill_typing(count: int, seed: int) -> Figures:
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as crib:
        for run in range(count):
            folder = Path(name) / str(run // 25)  # a journal of thousands of steps takes long to read
            path = folder / "青石镇.gknb"
            if not path.exists():
                folder.mkdir()
                unit_file(folder)
            before = len(read_steps(path))
            child = crib.start(victims.type_on, path, seed + run)
            child.wait_for_some("saved", chance.randrange(3))
            lines = killed(child, chance.random() * 0.08)
            saved = last(lines, "saved")
            values = whole(figures, path, saved)
            figures.acknowledged -= min(before, saved)
            said = [line.split() for line in lines if line.startswith("typed ")]
            for seq, value in ((int(words[1]), int(words[2])) for words in said):
                # at least what was said before the kill: a later growth may not have been said
                figures.lost += seq <= min(saved, len(values)) and values[seq - 1] < value
            figures.expect(list(folder.iterdir()) == [path], f"run {run}: {sorted(folder.iterdir())}")
            figures.runs, figures.faults = figures.runs + 1, figures.faults + 1
    return figures


def is_unfinished(path: Path) -> bool:
    """Whether it is what a killed ``safe_write`` leaves: hidden, and swept away a day later."""
    return path.name.startswith(".gongkai-nianbao-") and path.suffix == ".tmp"


def child_says(child: Child) -> None:
    """Wait until somebody has begun."""
    end = time.monotonic() + 60
    while not child.lines():
        assert time.monotonic() < end
        time.sleep(0.001)


def read_steps(path: Path) -> tuple[object, ...]:
    with read_copy(path) as copy:
        return copy.trail(1)


def kill_backup(count: int, seed: int) -> Figures:
    """Whatever is on the shelf afterwards is whole, and what was said to be there is there."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as crib:
        shelves = Path(name) / "home" / "data" / "gongkai-nianbao" / "backups"
        for run in range(count):
            folder = Path(name) / f"{run // 10}"
            folder.mkdir(exist_ok=True)
            path = folder / "青石镇.gknb"
            if not path.exists():
                unit_file(folder)
            child = crib.start(victims.back_up, path, seed + run)
            child.wait_for_some("shelved", chance.randrange(3))
            lines = killed(child, chance.random() * 0.15)
            whole(figures, path, last(lines, "saved"))
            with Store.open(path) as store:
                shelf = Shelf(store.file_id, shelves)
            backups = shelf.list()
            figures.truncated += sum(backup.damaged for backup in backups)
            held = max((backup.generation for backup in backups), default=0)
            figures.lost += last(lines, "shelved") > held  # generation and step grow together
            figures.notes["most backups"] = max(figures.notes.get("most backups", 0.0), float(len(backups)))
            figures.runs, figures.faults = figures.runs + 1, figures.faults + 1
    figures.expect(figures.notes["most backups"], "nobody was killed after the first backup")
    return figures


def kill_upgrade(count: int, seed: int) -> Figures:
    """An older file is as it was, or upgraded; and opens."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as crib:
        for run in range(count):
            folder = Path(name) / str(run)
            folder.mkdir()
            path = unit_file(folder)
            child = crib.start(victims.upgrade, path, seed)
            child.wait_for("begun")
            done = len(killed(child, chance.random() * 0.04)) > 1
            with figures.timed():
                said = crib.start(victims.upgrade, path, seed).end()
            figures.acknowledged += 1
            figures.lost += said[-1] != "upgraded 2 1 1"
            figures.expect(list(folder.iterdir()) == [path], f"run {run}: {sorted(folder.iterdir())}")
            figures.runs, figures.faults = figures.runs + 1, figures.faults + (not done)
    return figures


def kill_carrying(count: int, seed: int) -> Figures:
    """On a stick there is an older or the newest whole state, and the next opening carries the rest there."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as crib:
        for run in range(count):
            folder = Path(name) / f"U盘{run // 20}"
            path = folder / "青石镇.gknb"
            if not folder.exists():
                folder.mkdir()
                Session.create(path, blank_report("青石镇", 2025)).close()
            child = crib.start(victims.carry_back, path, seed + run)
            child.wait_for("open")
            child.wait_for_some("carried", chance.randrange(3))
            lines = killed(child, chance.random() * 0.08)
            saved, carried = last(lines, "saved"), last(lines, "carried")
            figures.lost += len(read_steps(path)) < carried
            with figures.timed():
                said = crib.start(victims.reopen_stick, path, seed).end()
            figures.acknowledged += saved
            figures.lost += max(saved - last(said, "steps"), 0)
            figures.lost += len(read_steps(path)) < saved
            last_here = run % 20 == 19 or run == count - 1
            if last_here:  # one who is not killed clears up after those who were
                crib.start(victims.edit_stick, path, seed).end()
            left = [one for one in folder.iterdir() if one != path and not is_unfinished(one)]
            allowed = set() if last_here else {f".{path.name}.{workcopy.SWAP}"}
            figures.expect({one.name for one in left} <= allowed, f"run {run}: {left}")
            figures.runs, figures.faults = figures.runs + 1, figures.faults + 1
    return figures


def kill_closing(count: int, seed: int) -> Figures:
    """What was closed is there; what was being closed opens."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as crib:
        for run in range(count):
            folder = Path(name) / f"{run // 20}"
            path = folder / "青石镇.gknb"
            if not folder.exists():
                folder.mkdir()
                Session.create(path, blank_report("青石镇", 2025)).close()
            child = crib.start(victims.close_on, path, seed + run)
            child.wait_for_some("saved", chance.randrange(3))
            lines = killed(child, chance.random() * 0.15)
            with figures.timed():
                session = Session.open(path)
            saved = last(lines, "saved")
            figures.acknowledged += saved
            figures.lost += max(saved - len(session.steps()), 0)
            session.close()
            left = [one for one in folder.iterdir() if one != path and not is_unfinished(one)]
            figures.expect(not left, f"run {run}: {left}")
            figures.runs, figures.faults = figures.runs + 1, figures.faults + 1
    return figures


def kill_export(count: int, seed: int) -> Figures:
    """Every document is wholly an older or wholly a newer one."""
    figures, chance = Figures(), dice(seed)
    with tempfile.TemporaryDirectory() as name, nursery(Path(name) / "home") as crib:
        sources, folder = Path(name) / "sources", Path(name) / "导出"
        sources.mkdir()
        folder.mkdir()
        versions = [chance.randbytes(size) for size in (90_000, 400_000, 1_200_000)]
        for number, data in enumerate(versions):
            (sources / str(number)).write_bytes(data)
        for _ in range(count):
            child = crib.start(victims.write_on, folder, sources, seed)
            child.wait_for_some("written", chance.randrange(4))
            lines = killed(child, chance.random() * 0.05)
            newest = {words[1]: int(words[2]) for words in map(str.split, lines)}
            for place in folder.glob("年报*.pdf"):
                figures.truncated += place.read_bytes() not in versions
            figures.acknowledged += len(lines)
            figures.lost += sum(not (folder / f"年报{number}.pdf").exists() for number in newest)
            figures.runs, figures.faults = figures.runs + 1, figures.faults + 1
        figures.notes["unfinished hidden files"] = float(len(list(folder.glob(".*"))))
    return figures


GATES = (
    Gate("kill while typing", kill_typing, 100, 100, 1000),
    Gate("kill during a backup", kill_backup, 12, 50, 200),
    Gate("kill at any moment of an upgrade", kill_upgrade, 12, 50, 200),
    Gate("kill while writing back", kill_carrying, 12, 40, 200),
    Gate("kill while closing", kill_closing, 12, 50, 200),
    Gate("kill during an export", kill_export, 12, 50, 200),
)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_no_saved_edit_is_lost_and_no_file_is_cut(gate: Gate) -> None:
    figures = gate.run(gate.short, 7)
    hold(figures)
    assert figures.runs == gate.short
    assert figures.faults > gate.short // 3
    assert figures.acknowledged > gate.short // 2


def test_a_killed_program_holds_the_file_no_longer(tmp_path: Path) -> None:
    path = unit_file(tmp_path)
    with nursery(tmp_path / "home") as crib:
        child = crib.start(victims.idle, path, 1)
        child_says(child)
        with pytest.raises(FileLocked):
            Store.open(path)
        child.kill()
    start = time.monotonic()
    Store.open(path).close()
    assert time.monotonic() - start < 2


def test_the_command_line_reads_whole_states_while_somebody_types(tmp_path: Path) -> None:
    path = unit_file(tmp_path)
    seen: set[int] = set()
    with nursery(tmp_path / "home") as crib:
        child = crib.start(victims.type_on, path, 1)
        end = time.monotonic() + 10
        while len(seen) < 10 and time.monotonic() < end:
            with read_copy(path) as copy:
                steps = copy.trail(1)
                assert copy.entries(1) == {CELL: steps[-1].changes[0].outcome(None)}
                assert isinstance(copy.entries(1)[CELL], Entry)
                seen.add(copy.generation)
        child.kill()
    assert len(seen) >= 10

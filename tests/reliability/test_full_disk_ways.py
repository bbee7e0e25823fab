"""Every way to the disk under a full disk of 64 sizes: the old file or the new one, and one sentence."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from core import export, faults, holder, paths, readers
from core.backup import Reason, Shelf
from core.backup.recovery import put_back
from core.errors import DiskFailed, DiskFull, Refused
from core.media import Medium
from core.report import Entry, Report
from core.safefile import safe_write
from core.session import Session, blank_report
from core.store import Store, read_copy
from core.workcopy import WorkCopy
from core.writers import layout
from gui.settings import Settings
from tests.core.processes import SAMPLE
from tests.core.steps import CELL, imported, outcome, typed
from tests.reliability.figures import Figures, Gate, hold

pytest.importorskip("resource")

from tests.reliability.test_full_disk import LARGE, SIZES, room_for, small


class Way(NamedTuple):
    """One way to the disk: what does it, and what a folder looks like that was not touched or wholly."""

    act: Callable[[], object]
    target: Path  # its folder is looked at
    silent: bool = False  # losing it costs no work: not told to the person
    appends: bool = False  # to a log, which may end in the middle of a line


def plain(folder: Path) -> Way:
    target = folder / "名单.txt"
    target.write_bytes(b"old" * 9000)
    return Way(lambda: safe_write(target, b"new!" * 12_000), target)


def settings(folder: Path) -> Way:
    target = folder / "settings.json"
    kept = Settings(target)
    kept.remember("zoom", "100")
    kept.save()
    more = Settings(target)
    for number in range(80):
        more.remember(f"窗口{number}", "字" * 60)
    return Way(more.save, target, silent=True)


def log(folder: Path) -> Way:
    target = folder / "program.log"
    target.write_text("before\n")

    def act() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paths, "log_file", lambda: target)
            faults.keep("words " * 2000)

    return Way(act, target, silent=True, appends=True)


def side_file(folder: Path) -> Way:
    target = folder / "青石镇.gknb"
    side = holder.side_file(target)
    holder.claim(target)
    return Way(lambda: holder.claim(target), side, silent=True)


def new_unit(folder: Path) -> Way:
    target = folder / "新.gknb"
    return Way(lambda: Session.create(target, blank_report("青石镇", 2025)).close(), target)


def copy(folder: Path) -> Way:
    target = folder / "副本.gknb"
    source = folder.parent / "source.gknb"
    if not source.exists():
        small(source)
    shutil.copy(source, target)
    store = Store.open(source)
    seq = store.last_seq(1) + 1
    store.append(1, [imported(seq, dict(LARGE))], outcome(imported(seq, dict(LARGE))))
    store.close()

    def act() -> None:
        with read_copy(source) as read:
            read.copy_to(target)

    return Way(act, target)


def write_back(folder: Path) -> Way:
    target, sealed = folder / "青石镇.gknb", folder.parent / "sealed.gknb"
    sealed.unlink(missing_ok=True)
    small(target)
    carrier = WorkCopy(target, Medium.REMOVABLE)
    carrier.open().close()
    with Store.open(target) as store:
        store.copy_to(sealed)
    with Store.open(sealed) as store:
        store.append(1, [imported(2, dict(LARGE))], outcome(imported(2, dict(LARGE))))
    return Way(lambda: carrier.carry(sealed), target)


def backup(folder: Path) -> Way:
    source = folder.parent / "shelved.gknb"
    source.unlink(missing_ok=True)
    small(source)
    with Store.open(source) as store:
        shelf = Shelf(store.file_id, folder)
        shelf.take(store, Reason.OPENED)
        store.append(1, [typed(2, 6, before=5)], {CELL: Entry(6)})

    def act() -> None:
        with read_copy(source) as read:
            shelf.take(read, Reason.CLOSED)

    return Way(act, shelf.folder / "000002-closed.gknb")


def restored(folder: Path) -> Way:
    source, target = folder.parent / "good.gknb", folder / "青石镇.gknb"
    source.unlink(missing_ok=True)
    small(source)
    with Store.open(source) as store:
        shelf = Shelf(store.file_id, folder.parent / "shelf")
        shelf.take(store, Reason.OPENED)
    target.write_bytes(b"damaged" * 100)
    return Way(lambda: put_back(shelf.list()[0], target), target)


def document(name: str) -> Callable[[Path], Way]:
    """Writing one format; what is drawn is drawn once."""

    def way(folder: Path) -> Way:
        data = _drawn(name)
        target = folder / f"年报.{name}"
        target.write_bytes(b"an older one")
        return Way(lambda: export._write(export._Drawn(target, data)), target)

    return way


_DRAWN: dict[str, bytes] = {}


def _drawn(name: str) -> bytes:
    if name not in _DRAWN:
        report: Report = readers.read(SAMPLE).to_report()
        _DRAWN[name] = export.draw(report, layout.build(report), name)
    return _DRAWN[name]


WAYS: dict[str, Callable[[Path], Way]] = {
    "a plain file": plain,
    "settings": settings,
    "the log": log,
    "who has it open": side_file,
    "a new unit file": new_unit,
    "a copy": copy,
    "back to the stick": write_back,
    "a backup": backup,
    "a backup put back": restored,
    **{f"export to {name}": document(name) for name in export.formats()},
}


def contents(folder: Path) -> dict[str, bytes]:
    """Return what every file of a folder holds, by name; notes of where files lay are none of them."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sha256")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if path.parent.name != "places"
    }


def squeeze(way_of: Callable[[Path], Way], place: Path, sizes: int, shift: int) -> Figures:
    """Go one way at so many sizes of a full disk; look at the folder after each."""
    figures = Figures()
    folder = place / "folder"
    folder.mkdir()
    way = way_of(folder)
    before = contents(folder)
    measured = _full_size(way_of, place)
    step = max(measured // sizes, 1)
    for size in range(shift % step, measured, step):
        refusal: Refused | None = None
        figures.runs += 1
        with figures.timed(), room_for(size):
            try:
                way.act()
            except (DiskFull, DiskFailed) as said:
                refusal = said
        after = contents(folder)
        figures.faults += after == before
        if after == before:
            figures.expect(refusal is not None or way.silent, f"{size}: nothing written and nothing said")
            if refusal is not None:
                figures.expect(_one_sentence(refusal), f"{size}: {refusal}")
            continue
        if way.appends:
            name = way.target.name
            figures.truncated += not after[name].startswith(before[name])
        else:
            changed = sorted(name for name in before | after if before.get(name) != after.get(name))
            if refusal is not None:  # and yet something is different
                figures.truncated += 1
                figures.broken.append(f"{size}: {refusal}, but {changed}")
        shutil.rmtree(folder)
        folder.mkdir()
        way = way_of(folder)
        before = contents(folder)
    way.act()
    figures.expect(contents(folder) != before, "with room again, nothing was written")
    return figures


def _full_size(way_of: Callable[[Path], Way], place: Path) -> int:
    """Return how large the largest file becomes that this way writes."""
    trial = place / "trial"
    trial.mkdir()
    way = way_of(trial)
    way.act()
    size = max((len(data) for data in contents(trial).values()), default=0)
    shutil.rmtree(trial)
    return size


def _one_sentence(refusal: Refused) -> bool:
    return refusal.message.endswith("。") and bool(refusal.hint) and "Errno" not in str(refusal)


def run(count: int, seed: int) -> Figures:
    """Go every way at ``count`` sizes."""
    figures = Figures()
    for name, way_of in WAYS.items():
        with tempfile.TemporaryDirectory() as place:
            one = squeeze(way_of, Path(place), count, seed * 37)
        one.broken = [f"{name}, {sentence}" for sentence in one.broken]
        if one.truncated:
            one.broken.append(f"{name}: {one.truncated} truncated")
        figures.add(one)
    return figures


GATES = (Gate("full disk, every way", run, SIZES, SIZES, SIZES * 8),)


@pytest.mark.parametrize("name", WAYS)
def test_a_full_disk_leaves_the_old_file_or_the_new_one(name: str, tmp_path: Path) -> None:
    figures = squeeze(WAYS[name], tmp_path, SIZES, 0)
    hold(figures)
    assert figures.runs >= SIZES
    assert figures.faults >= 1

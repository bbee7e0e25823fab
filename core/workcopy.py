"""Working on a local copy where the medium cannot be trusted, and carrying it back whole.

A stick is pulled out, a share loses locks, a disc cannot be written. The copy lies in this user's folder with
the state of the original it was taken from, its base. It goes back only onto that base (compare and swap on
generation and content hash); any other original stays, and the copy is put beside it under a name of its own.
Neither version is ever overwritten.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from core import dbfile, holder, paths, safefile, seal
from core.causes import damaged, locked, shown
from core.errors import (
    DiskFailed,
    DiskFull,
    FileDamaged,
    FileExists,
    FileLocked,
    FileMissing,
    FolderReadOnly,
    OriginalAway,
    Refused,
)
from core.media import Medium
from core.store import Store

ORIGIN = "origin.json"
SWAP = "写回中"
STALE = 120.0  # seconds that another PC's swap file must have stood unchanged before our eyes
_TRIES, _PAUSE = 8, 0.05  # of reading a file that another process is writing; seconds between them

_MOVED = (FolderReadOnly, DiskFull, FileMissing, DiskFailed)  # there the conflict copy goes elsewhere


class Origin(NamedTuple):
    """Where a working copy comes from, and the state that the original had then.

    ``same`` is the copy's own state where it says what the base says, but was upgraded to a newer version.
    """

    original: str
    base: seal.State
    same: seal.State | None = None

    def write(self, folder: Path) -> None:
        """Keep it beside the working copy, durable."""
        same = self.same._asdict() if self.same else None
        told = {"original": self.original, "base": self.base._asdict(), "same": same}
        told["place"] = _place_name(Path(self.original))
        safefile.safe_write(folder / ORIGIN, json.dumps(told, ensure_ascii=False).encode())

    @classmethod
    def read(cls, folder: Path) -> Origin | None:
        """Return what is kept there; None where there is nothing that can be understood."""
        try:
            told = json.loads((folder / ORIGIN).read_bytes())
            same = told.get("same")
            return cls(str(told["original"]), seal.State(**told["base"]), same and seal.State(**same))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def holds(self, state: seal.State) -> bool:
        """Tell whether a copy in this state has nothing that the original had not."""
        return state in {self.base, self.same}


class Unfinished(NamedTuple):
    """A working copy with work that its original does not hold."""

    original: Path
    unit: str
    saved_at: dt.datetime


class Carried(NamedTuple):
    """The working copy's state is at the original's place now, or at ``conflict``, beside a changed one."""

    at: dt.datetime
    conflict: Path | None = None


class WorkCopy:
    """The local copy of one original; ``original`` becomes the conflict copy once there is one."""

    def __init__(self, original: Path, medium: Medium) -> None:
        """Name the copy's place; nothing is read or written yet."""
        self.original = original
        self.medium = medium
        self.folder = folder_of(original)
        self.local = _working(self.folder) or self.folder / original.name
        self.base: seal.State | None = None
        self.caught_up = False  # work of an earlier session was found that the original does not hold
        self.conflict: Path | None = None  # where such work was put because the original had changed
        self.damaged: Path | None = None  # where a copy that could not be opened lies now
        self._device = _device(original.parent)
        self._seen: tuple[bytes, float] | None = None  # a foreign swap file, and since when we see it

    def open(self, *, anyway: bool = False) -> Store:
        """Open the copy, brought up to date with the original; raises what ``Store.open`` does.

        Work of an earlier session is kept: continued where the original is still at its base, else put aside
        as a conflict copy. Raises ``OriginalAway`` where there is such work and no original; ``anyway``
        continues it then.
        """
        if self.medium is not Medium.READ_ONLY and half_written(self.original):
            Store.open(
                self.original
            ).close()  # undoes the write that was cut off; refused while it is under way
        with dbfile.refusing(self.folder, writing=True):
            self.folder.mkdir(parents=True, exist_ok=True)
        if not self.local.exists():
            self._fetch()
        store = self._opened()
        try:
            return self._agreed(store, anyway=anyway)
        except Refused:
            store.close()
            raise

    def adopt(self, base: seal.State) -> None:
        """Say that the original holds this state now."""
        self.base = base
        Origin(str(self.original), base).write(self.folder)

    def carry(self, sealed: Path) -> Carried | None:
        """Bring a closed copy of the whole work to the original's place; None if it is there already.

        Raises the refusal that stands in the way: the medium is away, full, or cannot be written.
        """
        with dbfile.refusing(self.original, writing=True):
            return self._carried(sealed)

    def _carried(self, sealed: Path) -> Carried | None:
        state = state_of(sealed)
        if state == self.base:
            return None
        self._look_for_the_medium()
        with self._alone():
            if half_written(self.original):
                raise locked(self.original)
            there = state_of(self.original)
            if there == state:
                conflict = None
            elif there == self.base:
                conflict = self._replaced(sealed, state)
            else:
                conflict = self._put_beside(sealed)
        if conflict is not None:
            self.original, self.conflict = conflict, conflict
            self._device = _device(conflict.parent)
        self.adopt(state)
        return Carried(dt.datetime.now().astimezone(), conflict)

    # ---- opening

    def _opened(self) -> Store:
        try:
            store = self._whole()
        except FileLocked as refusal:
            raise holder.named(locked(self.original), self.original) from refusal
        known = Origin.read(self.folder)
        if known is not None and store.upgraded_from is not None and known.holds(store.upgraded_from):
            known._replace(same=store.state).write(self.folder)
        return store

    def _whole(self) -> Store:
        """Open the copy; where it is damaged, put it aside and begin anew with the original."""
        try:
            return Store.open(self.local)
        except FileDamaged:
            taken = _taken(self.original)  # raises before anything is moved
            from core.backup import recovery  # noqa: PLC0415 - seldom needed

            self.damaged = recovery.set_aside(self.local)
            self._fetch(taken)
            return Store.open(self.local)

    def _fetch(self, taken: tuple[bytes, seal.State] | None = None) -> None:
        pages, state = taken or _taken(self.original)
        self.adopt(state)
        try:
            safefile.safe_write_new(self.local, pages)
        except FileExists as error:  # another window did the same in this moment
            raise locked(self.original) from error

    def _agreed(self, store: Store, *, anyway: bool) -> Store:
        mine, known = store.state, Origin.read(self.folder)
        self.base = known.base if known and Path(known.original) == self.original else None
        done = known is not None and known.holds(mine)
        try:
            there = state_of(self.original)
        except (FileMissing, DiskFailed) as away:
            if done:
                raise
            if anyway:
                self.caught_up = True
                return store
            raise OriginalAway(
                f"找不到{shown(self.original)}，但本机存有它尚未写回的修改。",
                "请插回 U 盘或连上共享盘；也可以先打开本机上的这一份。",
            ) from away
        if there == mine:
            self.adopt(there)
        elif there == self.base:
            self.caught_up = not done
        else:
            if not done:
                self._set_aside(store)
            return self._refreshed(store)
        return store

    def _set_aside(self, store: Store) -> None:
        sealed = self.folder / "aside.gknb"
        store.copy_to(sealed)
        self.conflict = self._put_beside(sealed)
        sealed.unlink()

    def _refreshed(self, store: Store) -> Store:
        """Become what the original holds now, in one transaction of the copy, and open it anew."""
        pages, state = _taken(self.original)
        store.take_over(pages)
        store.close()
        self.adopt(state)
        return self._opened()

    # ---- going back

    def _look_for_the_medium(self) -> None:
        """Raise if the stick or share is not there; an empty mount point on this disk is not it."""
        now = _device(self.original.parent)
        if now is None or (self._device is not None and now != self._device) or not self.original.exists():
            what = {Medium.REMOVABLE: "U 盘不在", Medium.SHARE: "共享盘连不上"}.get(self.medium, "原文件不在")
            what = what if now is None or now != self._device else "原文件不在原处"
            raise FileMissing(f"{what}，修改已存在本机。", "放回或连上以后会自动写回。")

    def _replaced(self, sealed: Path, state: seal.State) -> Path | None:
        """Take the original's place if that is still at its base; else return the conflict copy."""
        data, changed = sealed.read_bytes(), False

        def still_at_base() -> None:
            nonlocal changed
            dbfile.refuse_if_held(self.original)
            changed = state_of(self.original) != self.base
            if changed:
                raise locked(self.original)

        try:
            safefile.safe_write(self.original, data, just_before=still_at_base)
        except FileLocked:
            if not changed:
                raise
            return self._put_beside(sealed)
        if state_of(self.original) != state:
            raise DiskFailed(
                f"写回{shown(self.original)}后读回的内容不一致，修改仍在本机。", "请检查 U 盘或共享盘。"
            )
        return None

    def _put_beside(self, sealed: Path) -> Path:
        """Write the conflict copy beside the original, or among the documents where that cannot be."""
        data = sealed.read_bytes()
        try:
            return _in_free_place(self.original.parent, self.original, data)
        except _MOVED:
            return _in_free_place(paths.documents(), self.original, data)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other programs of ours from writing back in the same moment: a swap file made by one alone."""
        swap = self.original.with_name(f".{self.original.name}.{SWAP}")
        mine = json.dumps(holder.Holder.here()._asdict(), ensure_ascii=False).encode()
        with dbfile.refusing(self.original, writing=True):
            try:
                _make(swap, mine)
            except FileExistsError:
                self._clear(swap)
                try:
                    _make(swap, mine)
                except FileExistsError as error:
                    raise _busy(self.original) from error
        self._seen = None
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                if swap.read_bytes() == mine:
                    swap.unlink()

    def _clear(self, swap: Path) -> None:
        """Remove a swap file whose maker is dead; raises ``FileLocked`` while that is not sure."""
        found = swap.read_bytes()
        if not _dead(found):
            if self._seen is None or self._seen[0] != found:
                self._seen = (found, time.monotonic())
            if time.monotonic() - self._seen[1] < STALE:
                raise _busy(self.original)
        aside = safefile.temp_beside(swap)
        swap.rename(aside)
        if aside.read_bytes() != found:  # somebody's fresh one after all
            safefile.put_in_free_place(aside, swap)
            raise _busy(self.original)
        aside.unlink()


def folder_of(original: Path) -> Path:
    """Return where the working copy of an original lies, or is to lie.

    Each folder says whose copy it holds: after a conflict that is the conflict copy, and the original that
    was opened first gets another folder.
    """
    wanted = _place_name(original)
    holding = {folder.name: _place_held(folder) for folder in _folders()}
    found = (name for name, place in holding.items() if place == wanted)
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    free = (name for name in names if not holding.get(name))
    return paths.work_copies() / next(chain(found, free))


def is_unfinished(original: Path) -> bool:
    """Tell whether there is work in a local copy that this original may not hold."""
    folder = folder_of(original)
    try:
        return folder.is_dir() and _unfinished(folder) is not None
    except PermissionError:  # as in ``_folders``
        return False


def unfinished() -> tuple[Unfinished, ...]:
    """Return the working copies whose work never reached their originals; those in use included."""
    return tuple(found for folder in _folders() if (found := _unfinished(folder)) is not None)


def state_of(path: Path) -> seal.State:
    """Return the state of a file, whoever has it open; raises what ``read_copy`` does."""
    return _taken(path)[1]


def conflict_name(original: Path, now: dt.datetime, number: int = 1) -> str:
    """Return ``青石镇（冲突副本 2026-01-28 10.32 PC-2）.gknb``."""
    again = f" {number}" if number > 1 else ""
    pc = "".join(sign for sign in holder.computer() if sign.isalnum() or sign in "-_.")
    return f"{original.stem}（冲突副本 {now:%Y-%m-%d %H.%M} {pc}{again}）{original.suffix}"


def _in_free_place(folder: Path, original: Path, data: bytes) -> Path:
    now, number = dt.datetime.now().astimezone(), 1
    while True:
        place = folder / conflict_name(original, now, number)
        try:
            safefile.safe_write_new(place, data)
        except FileExists:
            number += 1
        else:
            return place


def _unfinished(folder: Path) -> Unfinished | None:
    origin = Origin.read(folder)
    if origin is None:
        return None
    original = Path(origin.original)
    if (found := _working(folder)) is None:
        return None
    try:
        with contextlib.closing(dbfile.snapshot(found)) as copy:
            state = seal.state(copy)
            unit = str(copy.execute("SELECT unit FROM meta").fetchone()[0])
    except (OSError, dbfile.DatabaseError, Refused, seal.Broken, ValueError):
        return Unfinished(original, "", dt.datetime.fromtimestamp(found.stat().st_mtime).astimezone())
    if origin.holds(state):
        return None
    return Unfinished(original, unit, dt.datetime.fromisoformat(state.saved_at))


def _folders() -> list[Path]:
    """Return the folders of all working copies."""
    folder = paths.work_copies()
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except PermissionError:  # this user's own folder is somebody else's: nothing of ours is in it
        return []


def _place_name(original: Path) -> str:
    """Return a folder's name for the place of an original."""
    name = os.path.normcase(original.resolve())
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:24]


def _place_held(folder: Path) -> str:
    """Return the name for the place whose copy a folder holds; empty where it cannot say."""
    try:
        told = json.loads((folder / ORIGIN).read_bytes())
        return str(told.get("place", folder.name))
    except (OSError, ValueError, AttributeError):
        return ""


def _working(folder: Path) -> Path | None:
    """Return the copy in a folder that is worked on; None if there is none yet."""
    try:
        return next((one for one in sorted(folder.glob("*.gknb")) if _is_working(one.name)), None)
    except PermissionError:  # opening says so
        return None


def _is_working(name: str) -> bool:
    from core.backup import recovery  # noqa: PLC0415 - as above

    return name not in {"outbox.gknb", "aside.gknb"} and recovery.DAMAGED not in name


def _taken(path: Path) -> tuple[bytes, seal.State]:
    for _ in range(_TRIES - 1):
        try:
            return _once(path)
        except FileDamaged:  # perhaps only torn
            time.sleep(_PAUSE)
    return _once(path)


def _once(path: Path) -> tuple[bytes, seal.State]:
    dbfile.look(path)
    try:
        with dbfile.refusing(path), contextlib.closing(dbfile.snapshot(path)) as copy:
            return copy.serialize(), seal.verify(copy, thorough=True)
    except seal.Broken as error:
        raise damaged(path) from error


def half_written(path: Path) -> bool:
    """Tell whether a program writes into this very file, or was cut off there."""
    try:
        return path.with_name(f"{path.name}-journal").stat().st_size > 0
    except OSError:
        return False


def _device(folder: Path) -> int | None:
    try:
        return folder.stat().st_dev
    except OSError:
        return None


def _make(swap: Path, text: bytes) -> None:
    try:
        with swap.open("xb") as file:
            file.write(text)
    except FileExistsError:
        raise
    except OSError:  # what a full disk let through would keep everybody out
        swap.unlink(missing_ok=True)
        raise


def _dead(text: bytes) -> bool:
    made_by = holder.understood(text)
    return made_by is not None and not made_by.alive


def _busy(original: Path) -> FileLocked:
    return FileLocked(f"另一台电脑正在写{shown(original)}，修改已存在本机。", "稍后会自动写回。")

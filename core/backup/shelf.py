"""The shelf of one unit file: taking, listing and thinning its backups."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from core import days, dbfile, paths, safefile, seal
from core.causes import read_only
from core.errors import DiskFull, FileDamaged, FileExists, FileNewer, FolderReadOnly, NotOurFile, Refused

SUFFIX = ".gknb"
NEWEST = 10  # of these none ever goes
_DIGITS = 6
_SUM = ".sha256"  # beside each backup: the hash of its bytes, which tells a whole one fast
_PART = ".part"
_FORGOTTEN = (
    86_400.0  # seconds after which an unfinished file is nobody's; only rubbish depends on this clock
)
_HEXADECIMAL = frozenset("0123456789abcdef-")


class Reason(StrEnum):
    """Why a backup was taken; part of its file's name."""

    OPENED = "opened"
    CLOSED = "closed"
    TIMED = "timed"
    IMPORT = "import"
    RESTORE = "restore"
    UPGRADE = "upgrade"

    @property
    def words(self) -> str:
        """Return the reason as a person reads it."""
        return _WORDS[self]


_WORDS = {
    Reason.OPENED: "打开后",
    Reason.CLOSED: "关闭时",
    Reason.TIMED: "定时",
    Reason.IMPORT: "导入前",
    Reason.RESTORE: "恢复前",
    Reason.UPGRADE: "升级前",
}


_DAMAGED = "这份备份已损坏，不能使用。"


class Source(Protocol):
    """What a backup is taken of: an open store, or its pages of one moment."""

    @property
    def path(self) -> Path:
        """Return the file."""

    @property
    def file_id(self) -> str:
        """Return which unit file it is, as every copy of it says."""

    @property
    def state(self) -> seal.State:
        """Return what the last transaction left."""

    def contents(self) -> dict[int, str]:
        """Return the hash of each year's entries."""

    def copy_to(self, target: Path) -> None:
        """Write a verified copy of the whole file."""


_File = tuple[int, Reason, Path]


class Backup(NamedTuple):
    """One backup on the shelf; of a damaged one only number, reason and path can be told."""

    seq: int
    reason: Reason
    path: Path
    unit: str = ""
    years: tuple[int, ...] = ()  # newest first
    saved_at: datetime | None = None  # of the last edit it holds, local time; None: damaged
    generation: int = 0
    content: str = ""  # the content hash of the whole file
    damaged: bool = False  # or cannot be read for another reason: not to be offered
    trouble: str = ""  # why, as a sentence
    spared: bool = False  # not proven damaged (of a newer program, not readable now): never removed
    reports: tuple[tuple[int, str], ...] = ()  # year and hash of its entries

    @property
    def when(self) -> str:
        """Return when the last edit it holds was saved: ``1月28日 10:32``; empty for a damaged one."""
        if self.saved_at is None:
            return ""
        date = days.spoken(self.saved_at.date(), days.today_here()).partition(" ")[0]
        return f"{date} {self.saved_at.hour}:{self.saved_at.minute:02}"


class Shelf:
    """The backups of one unit file, by its file id."""

    def __init__(self, file_id: str, folder: Path | None = None) -> None:
        """Name the shelf's folder inside ``folder``, usually ``paths.backups()``; nothing is made yet."""
        self.file_id = file_id
        self._root = folder or paths.backups()
        self.folder = self._root / _folder_name(file_id)

    def list(self) -> tuple[Backup, ...]:
        """Return every backup, newest first, each one read and verified."""
        return tuple(self._seen())

    def take(self, source: Source, reason: Reason, place: Path | None = None) -> Backup | None:
        """Put a verified copy on the shelf; None if what it would hold is there already.

        ``place`` is where the person has the file, if not where the store has it. Runs on the thread that
        owns the store. Raises DiskFull, DiskFailed, FolderReadOnly, FileDamaged …, worded for a backup;
        the shelf is then as it was.
        """
        try:
            with dbfile.refusing(self.folder, writing=True):
                self._make_folder()
                self._sweep()
                remember(place or source.path, source.file_id, self._root)
                return None if self._holds(source, reason) else self._put(source, reason)
        except Refused as refusal:
            raise unmade(refusal, reason) from refusal

    def holding(self, year: int, seqs: Iterable[int]) -> tuple[Backup, ...]:
        """Return the backups that still hold what some steps of a year's journal did, newest first.

        Of a damaged one nobody can tell: it is among them.
        """
        wanted = tuple(seqs)
        return tuple(one for one in self._seen() if one.damaged or _keeps(one.path, year, wanted))

    def remove(self, backups: Iterable[Backup]) -> None:
        """Remove backups because a person says so; raises refusals, with those before them gone."""
        with dbfile.refusing(self.folder, writing=True):
            for backup in backups:
                backup.path.unlink(missing_ok=True)
                _sum_of(backup.path).unlink(missing_ok=True)

    def thin(self) -> tuple[Path, ...]:
        """Remove what is too much, and return it; by number only, whatever the clock says."""
        seen = self.list()
        kept = kept_of(seen)
        gone = tuple(backup for backup in seen if backup.seq not in kept)
        try:
            self.remove(gone)
        except Refused as refusal:
            raise type(refusal)("旧的备份没有清理成。", "新的备份和编辑都不受影响。") from refusal
        return tuple(backup.path for backup in gone)

    # ---- inside

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError as error:  # something else has that name
            raise read_only(self.folder) from error

    def _files(self) -> tuple[_File, ...]:
        """Return number, reason and path of every file that is named as a backup, newest first."""
        found: set[_File] = set()
        for path in self.folder.glob(f"*{SUFFIX}"):
            number, _, reason = path.stem.partition("-")
            if number.isdecimal() and number.isascii() and reason in set(Reason):
                found.add((int(number), Reason(reason), path))
        return tuple(sorted(found, reverse=True))

    def _seen(self) -> Iterator[Backup]:
        for number, reason, path in self._files():
            yield look_at(path, number, reason)

    def _holds(self, source: Source, reason: Reason) -> bool:
        """Tell whether one of the newest, which stay for long, is the same; before a change, the newest.

        Two copies of a file that are opened in turn, or going back and forth, would else crowd the shelf with
        the same states.
        """
        few = 1 if reason in {Reason.IMPORT, Reason.UPGRADE} else NEWEST
        good = islice((backup for backup in self._seen() if not backup.damaged), few)
        if reason is Reason.RESTORE:
            wanted = tuple(sorted(source.contents().items()))
            return any(backup.reports == wanted for backup in good)
        state = source.state.generation, source.state.content
        return any((backup.generation, backup.content) == state for backup in good)

    def _put(self, source: Source, reason: Reason) -> Backup:
        part = self.folder / f".{secrets.token_hex(6)}{_PART}"
        try:
            source.copy_to(part)
            digest = hashlib.sha256(part.read_bytes()).hexdigest()
            number, target = self._named(part, reason)
        finally:
            part.unlink(missing_ok=True)
        with contextlib.suppress(Refused):  # without it, looking takes longer; the backup is as good
            safefile.safe_write(_sum_of(target), digest.encode())
        return look_at(target, number, reason)

    def _named(self, part: Path, reason: Reason) -> tuple[int, Path]:
        """Give a finished copy the next number; another copy of the file may be open and take it first."""
        while True:
            number = max((one[0] for one in self._files()), default=0) + 1
            target = self.folder / f"{number:0{_DIGITS}}-{reason.value}{SUFFIX}"
            try:
                safefile.put_in_free_place(part, target)
            except FileExists:
                continue
            return number, target

    def _sweep(self) -> None:
        """Remove what a killed program left unfinished."""
        for path in self.folder.glob(".*"):
            with contextlib.suppress(OSError):  # somebody else has removed it
                if abs(time.time() - path.stat().st_mtime) > _FORGOTTEN:
                    path.unlink()


def look_at(path: Path, number: int, reason: Reason) -> Backup:
    """Return what a backup holds once it is verified; one that cannot be is told as damaged."""
    try:
        with dbfile.refusing(path):
            data = path.read_bytes()
            with contextlib.closing(dbfile.in_memory(data)) as connection:
                dbfile.refuse_foreign(path, connection)
                if not _is_as_written(path, data):
                    seal.verify(connection, thorough=True)
                return _read(path, number, reason, connection)
    except (FileDamaged, NotOurFile, seal.Broken):
        return Backup(number, reason, path, damaged=True, trouble=_DAMAGED)
    except FileNewer:
        said = "这份备份是更新版本的程序做的，请升级程序后再用。"
    except Refused:
        said = "这份备份现在读不出来，可能没有权限，或磁盘出错。"
    return Backup(number, reason, path, damaged=True, trouble=said, spared=True)


def _keeps(path: Path, year: int, seqs: Iterable[int]) -> bool:
    """Tell whether a good backup's journal still has the payload of one of some steps."""
    with contextlib.closing(dbfile.in_memory(path.read_bytes())) as connection:
        rows = connection.execute(
            "SELECT seq FROM journal WHERE payload IS NOT NULL"
            " AND report = (SELECT id FROM report WHERE year = ?)",
            (year,),
        ).fetchall()
    return not {seq for (seq,) in rows}.isdisjoint(seqs)


def kept_of(backups: Iterable[Backup]) -> frozenset[int]:
    """Return the numbers that stay.

    The newest ten good ones stay. Of the others, one whose age in numbers is below 10 · 2ᵏ shares a slot with
    its 2ᵏ neighbours; the first good one of each slot stays, which is the multiple of 2ᵏ where that was taken
    and is good. So what stays at some age is among what stayed before. A damaged one goes only where a good
    one of its slot stays.
    """
    ordered = sorted(backups, key=lambda backup: backup.seq)
    newest = max((backup.seq for backup in ordered), default=0)
    good = [backup.seq for backup in ordered if not backup.damaged]
    kept = set(good[-NEWEST:])
    first: dict[tuple[int, int], int] = {}
    for seq in good:
        first.setdefault(_slot(seq, newest), seq)
    kept.update(first.values())
    kept.update(
        backup.seq
        for backup in ordered
        if backup.spared or (backup.damaged and _slot(backup.seq, newest) not in first)
    )
    return frozenset(kept)


def _slot(seq: int, newest: int) -> tuple[int, int]:
    k = ((newest - seq) // NEWEST).bit_length()
    return k, seq >> k


def remember(place: Path, file_id: str, root: Path | None = None) -> None:
    """Keep which file lies at a place; raises refusals."""
    note = _note_of(place, root)
    data = json.dumps({"path": os.fspath(place.resolve()), "file": file_id}).encode()
    with dbfile.refusing(note, writing=True):
        if note.is_file() and note.read_bytes() == data:
            return
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        safefile.safe_write(note, data)


def remembered(place: Path, root: Path | None = None) -> str:
    """Return the id of the file that was last seen at a place; empty if none was."""
    try:
        return str(json.loads(_note_of(place, root).read_bytes())["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _note_of(place: Path, root: Path | None) -> Path:
    name = os.fsencode(os.path.normcase(place.resolve()))
    return (root or paths.backups()) / "places" / f"{hashlib.sha256(name).hexdigest()[:24]}.json"


def _folder_name(file_id: str) -> str:
    """Return a file id as a folder's name; a file from elsewhere may say anything."""
    if file_id and set(file_id) <= _HEXADECIMAL:
        return file_id
    return hashlib.sha256(file_id.encode(errors="surrogateescape")).hexdigest()


def _sum_of(path: Path) -> Path:
    return path.with_suffix(_SUM)


def _is_as_written(path: Path, data: bytes) -> bool:
    try:
        return _sum_of(path).read_text(encoding="ascii") == hashlib.sha256(data).hexdigest()
    except (OSError, ValueError):
        return False


def _read(path: Path, number: int, reason: Reason, connection: sqlite3.Connection) -> Backup:
    state = seal.state(connection)
    contents = tuple(sorted(seal.contents(connection).items()))
    unit = str(connection.execute("SELECT unit FROM meta").fetchone()[0])
    return Backup(
        number,
        reason,
        path,
        unit,
        tuple(year for year, _ in reversed(contents)),
        datetime.fromisoformat(state.saved_at),
        state.generation,
        state.content,
        reports=contents,
    )


_SO = {  # what did not happen for want of a backup, and what can be done all the same
    Reason.UPGRADE: ("升级前的备份没有做成，文件保持原样，没有打开。", ""),
    Reason.IMPORT: ("导入前的备份没有做成，还没有导入。", "也可以不做备份，仍要导入。"),
    Reason.RESTORE: ("恢复前的备份没有做成，还没有恢复。", "也可以不做备份，仍要恢复。"),
}


def unmade(refusal: Refused, reason: Reason) -> Refused:
    """Return a refusal as one about a backup; the person knows nothing of its folder."""
    so, hint = _SO.get(reason, ("这次备份没有做成。", "编辑和保存不受影响。"))
    if isinstance(refusal, DiskFull):
        return DiskFull(f"磁盘空间不足，{so}", f"请清理磁盘。{hint}")
    if isinstance(refusal, FolderReadOnly):
        return FolderReadOnly(f"备份文件夹不能写入，{so}", f"请检查用户文件夹的权限。{hint}")
    if isinstance(refusal, FileDamaged):
        return FileDamaged(f"文件里有内容与校验值不符，{so}", "以前的备份都在，请从中恢复完好的一份。")
    return type(refusal)(f"备份文件夹读写出错，{so}", f"请检查磁盘。{hint}")

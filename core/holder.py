"""Who has a document open: a small hidden file beside it, for people (RELIABILITY.md, fact 5).

It is information only; SQLite's lock is the truth. It may be missing (read-only media), and it may outlive a
program that was killed: found while the lock is free, it says that the last session did not end properly.
The database itself is never opened here (fact 4).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from core import VERSION, safefile, windows
from core.causes import shown
from core.days import FAR
from core.errors import FileHeld, FileLocked

_SIDE = "使用中"
_LARGEST = 4096  # bytes; what is larger is none of ours


class Holder(NamedTuple):
    """A program that has a document open; ``since`` is local time with its zone, ISO 8601."""

    user: str
    computer: str
    pid: int
    since: str
    program: str
    token: str = ""  # tells one opening from the next

    @classmethod
    def here(cls) -> Holder:
        """Return this program, from now on."""
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        return cls(user(), computer(), os.getpid(), now, VERSION, os.urandom(8).hex())

    @property
    def at(self) -> dt.datetime | None:
        """Return since when, in this PC's local time."""
        try:
            return dt.datetime.fromisoformat(self.since).astimezone()
        except (ValueError, OverflowError, OSError):
            return None

    @property
    def on_this_computer(self) -> bool:
        """Tell whether the program runs, or ran, on this PC."""
        return self.computer == computer()

    @property
    def alive(self) -> bool:
        """Tell whether the program may still run; of another PC that is not known and taken for true."""
        return not self.on_this_computer or runs(self.pid)

    def who(self) -> str:
        """Return ``张三 在电脑 PC-2 上``, as far as it is known."""
        place = "在本机" if self.on_this_computer else f"在电脑 {self.computer} 上" if self.computer else ""
        return " ".join(part for part in (self.user, place) if part)

    def when(self, now: dt.datetime | None = None) -> str:
        """Return since when in words: ``今天 10:32``, ``昨天 10:32``, ``1月28日 10:32``; may be empty."""
        return spoken(self.at, now) if self.at else ""


def spoken(at: dt.datetime, now: dt.datetime | None = None) -> str:
    """Return a moment as it is told: today's and yesterday's by name, a far one with its year."""
    here = now or dt.datetime.now().astimezone()
    days = (here.date() - at.date()).days
    clock = f"{at.hour}:{at.minute:02}"
    if days in {0, 1}:
        return f"{'昨天' if days else '今天'} {clock}"
    year = f"{at.year}年" if abs(days) > FAR else ""
    return f"{year}{at.month}月{at.day}日 {clock}"


def user() -> str:
    """Return this person's name at this PC; empty where the system knows none."""
    if name := next(filter(None, map(os.environ.get, ("LOGNAME", "USER", "LNAME", "USERNAME"))), ""):
        return name
    import getpass  # noqa: PLC0415 - asks the same, then reads the system's list of people

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a number without a name
        return ""


def computer() -> str:
    """Return this PC's name."""
    if sys.platform == "win32":
        import platform  # noqa: PLC0415 - dear to load; elsewhere the system says it at once

        return platform.node()
    return os.uname().nodename


def runs(pid: int) -> bool:
    """Tell whether a process of this PC still runs."""
    import psutil  # noqa: PLC0415 - only where a side file was found

    return bool(psutil.pid_exists(pid))


def side_file(path: Path) -> Path:
    """Return where the information about ``path`` lies."""
    return path.with_name(f".{path.name}.{_SIDE}")


def read(path: Path) -> Holder | None:
    """Return who says to have ``path`` open; None where nobody does or it cannot be understood."""
    side = side_file(path)
    try:
        if not side.is_file() or side.stat().st_size > _LARGEST:
            return None
        return understood(side.read_bytes())
    except OSError:
        return None


def understood(text: bytes) -> Holder | None:
    """Return what a side file's bytes say; None where they are none of ours."""
    try:
        told: object = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    pid = told.get("pid")
    words = {name: told.get(name) for name in ("user", "computer", "since", "program", "token")}
    said = {name: word for name, word in words.items() if isinstance(word, str) and word.isprintable()}
    return Holder(pid=pid, **said) if isinstance(pid, int) and len(said) == len(words) else None


class Claim(NamedTuple):
    """The side file of an open document; ``left`` is what the one before left behind, or None."""

    path: Path
    mine: Holder
    left: Holder | None
    written: bool

    def release(self) -> None:
        """Remove the side file if it is still this one's."""
        found = read(self.path) if self.written else None
        if found is not None and found.token == self.mine.token:
            with contextlib.suppress(OSError):  # information only
                side_file(self.path).unlink(missing_ok=True)


def claim(path: Path) -> Claim:
    """Say that this program has ``path`` open now, in place of what was said before; never raises."""
    mine, left = Holder.here(), read(path)
    return Claim(path, mine, left, _write(side_file(path), mine))


def named(refusal: FileLocked, path: Path, now: dt.datetime | None = None) -> FileLocked:
    """Return the refusal with who has the file open, which PC and since when, where that is known."""
    holder = read(path)
    if isinstance(refusal, FileHeld) or holder is None or not holder.alive or not holder.who():
        return refusal
    since = f"（自 {holder.when(now)} 起）" if holder.when(now) else ""
    by = "正被 " if holder.user else "正"
    return FileLocked(f"文件{shown(path)}{by}{holder.who()}使用{since}。", refusal.hint)


def _write(side: Path, mine: Holder) -> bool:
    """Write the side file whole; it need not survive a power cut."""
    temp = side.with_name(f".gongkai-nianbao-{mine.token[:12]}.tmp")
    try:
        temp.write_text(json.dumps(mine._asdict(), ensure_ascii=False), "utf-8")
        windows.hide(temp)
        safefile.sweep(temp)
        temp.replace(side)
    except (OSError, UnicodeError):
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
        return False
    return True

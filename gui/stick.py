"""另存到 U 盘: a whole copy on a stick, read back from it before anybody is told that it is there."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import NamedTuple

from core import dbfile, workcopy
from core.causes import shown
from core.errors import DiskFailed, FileExists
from core.media import Medium, medium_of
from core.safefile import already_there, from_medium, safe_write, safe_write_new
from core.session import Session

NOT_SYSTEM = ("/", "/boot", "/home", "/var", "/usr")


class Arrived(NamedTuple):
    """A copy that was read back."""

    path: Path
    medium: Medium

    @property
    def words(self) -> str:
        """Return what the person is told: that the stick may be pulled out, or where else the copy went."""
        if self.medium is Medium.REMOVABLE:
            return f"已写到 U 盘并读回核对无误，可以拔出：{self.path}"
        return f"已写好并读回核对无误：{self.path}。这个位置是{self.medium.words}，不是 U 盘。"


def sealed(session: Session) -> bytes:
    """Return a whole, verified copy of a session's file as bytes; raises what ``save_copy`` does."""
    with tempfile.TemporaryDirectory(prefix="gongkai-nianbao-") as folder:
        copy = Path(folder) / session.path.name
        session.save_copy(copy)
        return copy.read_bytes()


def put(data: bytes, target: Path, own: Path, *, replace: bool = False) -> Arrived:
    """Write a copy to a place and compare what the medium then holds; raises refusals.

    ``own`` is the file that the window has open, which is never replaced; any other only where ``replace``.
    """
    if target.resolve() == own.resolve():
        raise FileExists("这里放的就是正在使用的文件本身，它会自动写回。", "请选另一个 U 盘或文件夹。")
    if target.exists() and not replace:
        raise already_there(target)
    with dbfile.refusing(target, writing=True):
        if target.exists():
            safe_write(target, data, just_before=lambda: dbfile.refuse_if_held(target))
        else:
            safe_write_new(target, data)
        there = from_medium(target)
    if hashlib.sha256(there).digest() != hashlib.sha256(data).digest():
        raise DiskFailed(
            f"写到{shown(target)}的内容读回来不一样，这份副本不能用。", "请换一个 U 盘，这个可能坏了。"
        )
    workcopy.state_of(target)  # opens, and its content agrees with its hash
    return Arrived(target, medium_of(target))


def places() -> tuple[Path, ...]:
    """Return the sticks that are in, as far as the system tells; a plain disk is never among them."""
    import psutil  # noqa: PLC0415 - asked for once in a while

    mounted = (Path(one.mountpoint) for one in psutil.disk_partitions(all=False))
    there = (place for place in mounted if str(place) not in NOT_SYSTEM)
    return tuple(place for place in there if medium_of(place / "x") is Medium.REMOVABLE)

"""On what kind of medium a file lies: where an exclusive lock and a rollback journal can be trusted.

A stick is pulled out, locks on a share are not kept by every server, and a disc cannot be written: there the
work is done on a local copy (core/workcopy.py). What cannot be told is taken for a fixed disk.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path

from core import windows

_SHARES = {"cifs", "smb", "smb2", "smb3", "smbfs", "nfs", "nfs4", "afs", "9p", "ncpfs", "davfs", "webdav"}
_SHARING = ("fuse.sshfs", "fuse.gvfsd", "fuse.smb", "fuse.davfs", "fuse.rclone", "fuse.cifs")
_DISCS = {"iso9660", "udf"}
_USB = "/usb"  # in the system's name of a device on that bus, also of a disk that says it is fixed
_DEPTH = 4  # an encrypted volume on a partition on a stick

# https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdrivetypew
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


class Medium(StrEnum):
    """What a document lies on."""

    FIXED = "fixed"
    REMOVABLE = "removable"  # a stick, a card, a disk on a cable
    SHARE = "share"  # another computer's disk
    READ_ONLY = "read-only"  # nothing can be written there, whatever it is

    @property
    def words(self) -> str:
        """Return what a person calls it."""
        return {"fixed": "本机磁盘", "removable": "U 盘", "share": "共享盘", "read-only": "只读位置"}[self]


def medium_of(path: Path) -> Medium:
    """Return what the file ``path`` lies on, or would lie on; never raises."""
    try:
        place = path.resolve()
        folder = next((one for one in place.parents if one.is_dir()), None)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return Medium.FIXED
    if folder is None:
        return Medium.FIXED
    kind = _kind_on_windows(folder) if sys.platform == "win32" else _kind(folder)
    return Medium.READ_ONLY if _refuses(place, folder) else kind


def _refuses(place: Path, folder: Path) -> bool:
    """Tell whether the system says that nothing can be written; of a folder Windows does not say."""
    unwritable = os.name == "posix" and not os.access(folder, os.W_OK)
    return unwritable or (place.is_file() and not os.access(place, os.W_OK))


def _kind(folder: Path) -> Medium:
    try:
        device = folder.stat().st_dev
    except OSError:
        return Medium.FIXED
    if (block := _block(device)).exists():
        return Medium.REMOVABLE if _can_be_pulled(block) else Medium.FIXED
    return _mounted(folder)


def _mounted(folder: Path) -> Medium:
    """Ask the table of mounts about what is no plain disk: shares, volumes without a number of their own."""
    import psutil  # noqa: PLC0415 - costs more than everything else here; a plain disk never needs it

    mounts = [one for one in psutil.disk_partitions(all=True) if folder.is_relative_to(one.mountpoint)]
    if not mounts:
        return Medium.FIXED
    nearest = max(mounts, key=lambda one: len(one.mountpoint))  # of two on one place, the later covers
    nearest = [one for one in mounts if one.mountpoint == nearest.mountpoint][-1]
    return kind_of_mount(nearest.fstype, nearest.device)


def kind_of_mount(fstype: str, device: str) -> Medium:
    """Return what a line in the table of mounts stands for."""
    if fstype in _SHARES or fstype.startswith(_SHARING) or device.startswith("//"):
        return Medium.SHARE
    if fstype in _DISCS:
        return Medium.READ_ONLY
    try:
        node = Path(device).stat().st_rdev if device.startswith("/dev/") else 0
    except OSError:
        return Medium.FIXED
    return Medium.REMOVABLE if node and _can_be_pulled(_block(node)) else Medium.FIXED


def _block(device: int) -> Path:
    return Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")


def _can_be_pulled(block: Path, depth: int = _DEPTH) -> bool:
    """Tell from Linux's folder of a block device whether it, or what lies under it, can be pulled out."""
    try:
        real = block.resolve()
        if _USB in str(real):
            return True
        for folder in (real, real.parent):  # a partition's own folder does not say; the disk's does
            flag = folder / "removable"
            if flag.is_file():
                if flag.read_text().strip() == "1":
                    return True
                break
        under = list((real / "slaves").iterdir()) if depth and (real / "slaves").is_dir() else []
    except OSError:
        return False
    return any(_can_be_pulled(one, depth - 1) for one in under)


def _kind_on_windows(folder: Path) -> Medium:
    drive = folder.drive
    if drive.startswith("\\\\"):
        return Medium.SHARE
    return kind_of_drive(windows.drive_type(f"{drive}\\"))


def kind_of_drive(number: int) -> Medium:
    """Return what Windows' number for a drive stands for."""
    kinds = {
        _DRIVE_REMOVABLE: Medium.REMOVABLE,
        _DRIVE_REMOTE: Medium.SHARE,
        _DRIVE_CDROM: Medium.READ_ONLY,
    }
    return kinds.get(number, Medium.FIXED)

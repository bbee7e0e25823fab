"""What a document lies on: a disk, a stick, a share, or what cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from core import media
from core.media import Medium

ROOT = Path(__file__).resolve().parents[2]


def test_a_folder_of_this_disk_is_fixed(tmp_path: Path) -> None:
    assert media.medium_of(tmp_path / "青石镇.gknb") is Medium.FIXED


def test_a_place_that_does_not_exist_is_judged_by_the_folder_above(tmp_path: Path) -> None:
    assert media.medium_of(tmp_path / "没有" / "也没有" / "青石镇.gknb") is Medium.FIXED


@pytest.mark.parametrize(
    ("fstype", "device", "kind"),
    [
        ("cifs", "//server/共享", Medium.SHARE),
        ("smb3", "//server/共享", Medium.SHARE),
        ("nfs4", "server:/srv", Medium.SHARE),
        ("fuse.sshfs", "someone@server:/srv", Medium.SHARE),
        ("fuse.gvfsd-fuse", "gvfsd-fuse", Medium.SHARE),
        ("iso9660", "/dev/sr0", Medium.READ_ONLY),
        ("udf", "/dev/sr0", Medium.READ_ONLY),
        ("ext4", "/dev/none", Medium.FIXED),
        ("tmpfs", "tmpfs", Medium.FIXED),
        ("overlay", "overlay", Medium.FIXED),
        ("何物", "何处", Medium.FIXED),
    ],
)
def test_a_line_of_the_table_of_mounts(fstype: str, device: str, kind: Medium) -> None:
    assert media.kind_of_mount(fstype, device) is kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (0, Medium.FIXED),
        (2, Medium.REMOVABLE),
        (3, Medium.FIXED),
        (4, Medium.SHARE),
        (5, Medium.READ_ONLY),
        (6, Medium.FIXED),
    ],
)
def test_a_drive_of_windows(number: int, kind: Medium) -> None:
    assert media.kind_of_drive(number) is kind


@pytest.mark.parametrize(
    ("bus", "flag", "pulled"),
    [
        ("pci/ata1", "0", False),
        ("pci/ata1", "1", True),
        ("pci/usb2/2-1", "0", True),
        ("virtual", None, False),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="Linux's folders of devices")
def test_what_the_system_says_of_a_disk_and_its_partition(
    tmp_path: Path, bus: str, flag: str | None, pulled: object
) -> None:
    disk = tmp_path / bus / "sdb"
    (disk / "sdb1").mkdir(parents=True)
    if flag is not None:
        (disk / "removable").write_text(f"{flag}\n")
    assert media._can_be_pulled(disk) is pulled
    assert media._can_be_pulled(disk / "sdb1") is pulled


@pytest.mark.skipif(os.name != "posix", reason="Linux's folders of devices")
def test_an_encrypted_volume_is_what_it_lies_on(tmp_path: Path) -> None:
    stick = tmp_path / "sdb"
    stick.mkdir()
    (stick / "removable").write_text("1\n")
    volume = tmp_path / "dm-0"
    (volume / "slaves").mkdir(parents=True)
    (volume / "removable").write_text("0\n")
    (volume / "slaves" / "sdb").symlink_to(stick)
    assert media._can_be_pulled(volume)


ASKED_BY_SOMEBODY = """
import os
import sys
from pathlib import Path
from core import media
if os.geteuid() == 0:
    os.setuid(65534)  # root could write anywhere
for name in sys.argv[1:]:
    print(media.medium_of(Path(name)))
"""


@pytest.mark.skipif(os.name != "posix", reason="rights of folders")
def test_what_may_not_be_written_is_read_only() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.gknb").touch()
        (folder / "a.gknb").chmod(0o666)
        (folder / "只读.gknb").touch(0o444)
        folder.chmod(0o777)
        (folder / "只读").mkdir()
        (folder / "只读").chmod(0o555)
        asked = [folder / "a.gknb", folder / "只读.gknb", folder / "只读" / "a.gknb", folder / "新.gknb"]
        done = subprocess.run(
            [sys.executable, "-c", ASKED_BY_SOMEBODY, *asked],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    assert done.stdout.split() == ["fixed", "read-only", "read-only", "fixed"]

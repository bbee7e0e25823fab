"""Builds the bundle: `python3 packaging/dev.py build`, on Linux and on Windows.

PyInstaller's folder, what it does not need left out, beside it the licences of everything in it, the guide on
paper and an installer for one user, and one archive to hand over:
`dist/gongkai-nianbao-VERSION-SYSTEM.tar.gz` (or `.zip`). What it was made from is remembered; `--if-needed`
builds only where that is not the source as it stands. On Linux a bundle says on which system it was built; a
release is built by `oldest.py`, which runs this in an old one: any other is for trial.
"""

from __future__ import annotations

import filecmp
import gzip
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import notices

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from core import VERSION, guide  # noqa: E402 - of the tree that is built
from core.writers.pdf import booklet  # noqa: E402

NAME = f"gongkai-nianbao-{VERSION}"
BUILD, DIST = ROOT / "build", ROOT / "dist"
WINDOWS = sys.platform == "win32"
SYSTEM = "windows-x86_64" if WINDOWS else "linux-x86_64"
STRIPPED = ("libpython3*", "lib-dynload/*.so")  # carry 20 MB that only a debugger reads
MOST_UNPACKED, MOST_PACKED = 220, 80  # MB that the parts may take
# The oldest C library that a release runs with, and the system that releases are built on, by oldest.py.
# Guide and changes name both; a test holds that they do, and smoke.py that it is true of what is built there.
OLDEST_GLIBC, BUILT_ON = (2, 28), "Debian 11"
BUILT_ON_FILE = Path("_internal", "built-on.txt")  # in the bundle
# What somebody whose program does not start can read all the same.
GUIDES = {"使用手册.pdf": guide.GUIDE, "快速上手.pdf": guide.QUICK}
MADE_OF = ("core", "gui", "resources", "packaging", "LICENSE")
NOT_MADE_OF = (
    "packaging/docs/",
    "packaging/smoke.py",
    "packaging/trial.py",
    "packaging/soak.py",
    "packaging/guide.py",
)


def main(arguments: list[str]) -> int:
    """Build everything; returns 1 if the bundle has grown too big."""
    if "--if-needed" in arguments and is_current():
        print(f"{DIST / NAME} is of this source")
        return 0
    begun = time.monotonic()
    source = made_of()
    stamp().unlink(missing_ok=True)
    BUILD.mkdir(exist_ok=True)
    if WINDOWS:
        write_windows_parts()
    folder = DIST / NAME
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    subprocess.run([*command, *places, str(HERE / "app.spec")], cwd=ROOT, check=True)
    if not WINDOWS:
        strip(folder)
        (folder / BUILT_ON_FILE).write_text(f"{this_system()}\n{platform.libc_ver()[1]}\n", encoding="utf-8")
    add_papers(folder)
    archive = packed(folder)
    unpacked = sum(file.lstat().st_size for file in folder.rglob("*")) / 1e6
    size = archive.stat().st_size / 1e6
    stamp().write_text(f"{source}\n{by()}\n", encoding="ascii")
    print(f"{folder}\n{archive}")
    if not WINDOWS and not is_release(folder):
        print(f"built on {this_system()}: for trial, a release is built on {BUILT_ON} (build --oldest)")
    print(
        f"unpacked {unpacked:.0f} MB (at most {MOST_UNPACKED}), packed {size:.0f} MB (at most {MOST_PACKED})"
    )
    print(f"built in {time.monotonic() - begun:.0f} s")
    return 1 if unpacked > MOST_UNPACKED or size > MOST_PACKED else 0


def stamp() -> Path:
    """Return where it is written what the bundle was made of; not there while it is only half made."""
    return DIST / f"{NAME}.made-of"


def is_current() -> bool:
    """Tell whether the bundle, folder and archive, is complete and was made of the source as it stands.

    One for trial has to be by this very Python, too; a release is by that of the system it was built on.
    """
    folder = DIST / NAME
    if not (folder.is_dir() and archive_of(folder).is_file() and stamp().is_file()):
        return False
    source, _, python = stamp().read_text(encoding="ascii").strip().partition("\n")
    return source == made_of() and (python == by() or is_release(folder))


def is_release(folder: Path) -> bool:
    """Tell whether a bundle was built on the system that releases are built on."""
    return built_on(folder)[0] == BUILT_ON


def built_on(folder: Path) -> tuple[str, tuple[int, ...]]:
    """Return which system a bundle for Linux says it was built on, and its C library; nothing elsewhere."""
    if not (folder / BUILT_ON_FILE).is_file():
        return "", ()
    system, library = (folder / BUILT_ON_FILE).read_text(encoding="utf-8").splitlines()
    return system, tuple(map(int, library.split(".")))


def this_system() -> str:
    """Return the Linux that this is, as `BUILT_ON` names one."""
    said = platform.freedesktop_os_release()
    return f"{said['NAME'].partition(' ')[0]} {said.get('VERSION_ID', '')}".strip()


def by() -> str:
    """Return the building Python in one line."""
    return " ".join(sys.version.split())


def made_of() -> str:
    """Return a hash over every file that decides what is in the bundle."""
    digest = hashlib.sha256()
    for file in _sources():
        name = file.relative_to(ROOT).as_posix()
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for name in MADE_OF:
        top = ROOT / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            inside = file.relative_to(ROOT).as_posix()
            if file.is_file() and "__pycache__" not in file.parts and not inside.startswith(NOT_MADE_OF):
                yield file


def strip(folder: Path) -> None:
    """Take out of Python's own library what only a debugger reads."""
    if not shutil.which("strip"):
        return
    for pattern in STRIPPED:
        for library in folder.rglob(pattern):
            if library.is_file() and not library.is_symlink():
                subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def add_papers(folder: Path) -> None:
    """Put licences, the guide on paper and the installer beside the program."""
    packages = [] if WINDOWS else system_packages(folder / "_internal")
    (folder / "THIRD-PARTY.txt").write_text(notices.text(packages), encoding="utf-8")
    shutil.copy2(ROOT / "LICENSE", folder / "LICENSE.txt")
    for file, name in GUIDES.items():
        booklet.save(name, folder / file)
    shutil.copytree(HERE / ("windows" if WINDOWS else "linux") / "inside", folder, dirs_exist_ok=True)


def system_packages(internal: Path) -> list[str]:
    """Return the Debian packages that libraries in the bundle were taken from; none on other systems.

    A package that has a library of the same name, but not this one, is none of them.
    """
    if not shutil.which("dpkg-query"):
        return []
    found: set[str] = set()
    for file in sorted(internal.glob("lib*.so*")):
        if file.is_symlink():
            continue  # to a wheel's
        asked = ["dpkg-query", "--search", f"*/{file.name}"]
        said = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        for line in said.stdout.decode().splitlines():
            packages, _, place = line.partition(": ")
            if Path(place).is_file() and filecmp.cmp(place, file, shallow=False):
                found.update(part.partition(":")[0].strip() for part in packages.split(","))
    return sorted(found)


def archive_of(folder: Path) -> Path:
    """Return where the archive of a folder is, or will be."""
    return folder.with_name(f"{folder.name}-{SYSTEM}.{'zip' if WINDOWS else 'tar.gz'}")


def packed(folder: Path) -> Path:
    """Return the archive of a folder: names in order, nobody's name or clock in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    target = archive_of(folder)
    if WINDOWS:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in files:
                archive.write(path, path.relative_to(folder.parent))
        return target
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=raw, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as archive,
    ):
        for path in files:
            archive.add(path, str(path.relative_to(folder.parent)), recursive=False, filter=_nobodys)
    return target


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member


def write_windows_parts() -> None:
    """Write the icon and the version that Windows shows of the program."""
    from PIL import Image  # noqa: PLC0415 - only where it is needed

    pictures = [Image.open(ROOT / "resources" / "icons" / f"app-{size}.png") for size in (16, 32, 48, 256)]
    sizes = [picture.size for picture in pictures]
    pictures[-1].save(BUILD / "app.ico", sizes=sizes, append_images=pictures[:-1])
    numbers = (*map(int, VERSION.split(".")), 0)[:4]
    (BUILD / "version.txt").write_text(version_resource(numbers), encoding="utf-8")


def version_resource(numbers: tuple[int, ...]) -> str:
    """Return PyInstaller's text of a Windows version resource."""
    strings = {
        "CompanyName": "gongkai-nianbao",
        "FileDescription": "公开年报",
        "FileVersion": VERSION,
        "InternalName": "gongkai-nianbao",
        "LegalCopyright": "Apache-2.0",
        "OriginalFilename": "gongkai-nianbao.exe",
        "ProductName": "公开年报",
        "ProductVersion": VERSION,
    }
    told = ", ".join(f"StringStruct({name!r}, {words!r})" for name, words in strings.items())
    fixed = f"filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, date=(0, 0)"
    language = "VarFileInfo([VarStruct('Translation', [2052, 1200])])"
    kids = f"StringFileInfo([StringTable('080404B0', [{told}])]), {language}"
    return f"VSVersionInfo(ffi=FixedFileInfo({fixed}), kids=[{kids}])\n"


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))

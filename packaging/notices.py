"""What is shipped and under which licence, from the installed libraries themselves.

`text` is the bundle's THIRD-PARTY.txt; `python3 packaging/dev.py audit` prints the table.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LICENCES = HERE / "licences"
FONTS = HERE.parent / "resources" / "fonts"
RECIPE = "_internal/resources/fonts/fonts.py"  # of the bundle: packaging/fonts.py, by app.spec
LOCK = HERE / "requirements.lock"
WANTED = HERE / "requirements.in"
TOOLS_BEGIN = "# What its tests and linters need."  # of requirements.in: what comes after it is not shipped

# The licences that a library may have beside ours, Apache-2.0; by the words its own metadata uses.
FREE = re.compile(
    r"\b(MIT|BSD|Apache|MPL|Mozilla|LGPL|Lesser General|PSF|Python Software Foundation|HPND|ISC|Unlicense"
    r"|Historical Permission|Zope|CC0|0BSD|Public Domain)\b",
    re.IGNORECASE,
)
# Shipped with what a library brings inside its wheel, and whose metadata says more than one thing.
KNOWN = {
    "pyside6-essentials": "LGPL-3.0-only",  # or GPL or commercial: we take the first
    "shiboken6": "LGPL-3.0-only",
    "pyinstaller": "GPL-2.0-or-later with the bootloader exception; its run-time hooks Apache-2.0",
    "pyinstaller-hooks-contrib": "GPL-2.0-or-later; its run-time hooks, which alone are shipped, Apache-2.0",
}
NOT_SHIPPED = {"pillow", "charset-normalizer"}  # a stub stands for the first, nothing asks for the second
STARTER = (
    "pyinstaller",
    "pyinstaller-hooks-contrib",
)  # the program's first file and its hooks come from them
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==(\S+)(?: *; *([^\\\n]*[^\\\s]))?", re.MULTILINE)
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


HEAD = (
    (
        "公开年报（gongkai-nianbao）随附的第三方软件和字体\n"
        "Third-party software and fonts shipped with this program"
    ),
    "程序本身：Apache-2.0，见 LICENSE.txt。\nThe program itself: Apache-2.0, see LICENSE.txt.",
    (
        "按 LGPL 使用的有三样，都可以换成自己改过的：\n"
        "- Qt 和 PySide6、shiboken6（LGPL-3.0）：独立的动态库，在 _internal/PySide6 和 _internal/shiboken6，"
        "换成同名的文件即可。\n"
        "- python-stdnum（LGPL-2.1 或更高版本）：没有编译的源文件，在 _internal/stdnum，改了就生效。\n"
        "- 最后“系统库”一节里写明 LGPL 的库（只在 Linux）：独立的动态库，在 _internal。\n"
        "允许为了换用这些库而对程序作必要的修改和反向工程。\n"
        "Used under the LGPL, and open to exchange: Qt, PySide6 and shiboken6 (LGPL-3.0), shared libraries\n"
        "in _internal/PySide6 and _internal/shiboken6; python-stdnum (LGPL-2.1 or later), plain source in\n"
        "_internal/stdnum; on Linux the system libraries that the last part calls so, shared libraries in\n"
        "_internal. Replace the files under the same names. Nothing forbids changing or examining the\n"
        "program in order to do so."
    ),
    (
        "这些库的源代码 Their sources, of the very versions named below:\n"
        "- Qt: https://download.qt.io/archive/qt/ (“single”, or the module qtbase and qtsvg), and https://code.qt.io/\n"
        "- PySide6, shiboken6: https://download.qt.io/official_releases/QtForPython/pyside6/, and"
        " https://code.qt.io/cgit/pyside/pyside-setup.git/\n"
        "- python-stdnum: https://arthurdejong.org/python-stdnum/; what is shipped is the source\n"
        "- 系统库 system libraries: https://snapshot.debian.org/, by package and version as below\n"
        "取不到的，向给您这个程序包的人要。\n"
        "Where they cannot be had there, whoever gave you this bundle owes them to you."
    ),
    (
        "几份许可全文的位置：Apache-2.0 在 LICENSE.txt；LGPL-3.0 在 pyside6-essentials 一节；"
        "LGPL-2.1 在 python-stdnum 一节；GPL-3.0 在字体一节（FandolFang-COPYING.txt）；"
        "GPL-2.0 在 pyinstaller 一节。下面若写着 /usr/share/common-licenses，指的就是它们。\n"
        "What /usr/share/common-licenses is said to hold stands here: Apache-2.0 in LICENSE.txt, LGPL-3.0\n"
        "at pyside6-essentials, LGPL-2.1 at python-stdnum, GPL-3.0 at the fonts, GPL-2.0 at pyinstaller."
    ),
)


class Library(NamedTuple):
    """One library as it is installed."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]  # file name and words

    @property
    def free(self) -> bool:
        """Tell whether its licence is one that goes with ours."""
        return FREE.search(self.licence) is not None


def shipped() -> tuple[Library, ...]:
    """Return the libraries that the program needs, with what they need, by name."""
    wanted = _NAME.findall(WANTED.read_text(encoding="utf-8").partition(TOOLS_BEGIN)[0])
    found: dict[str, Library] = {}
    while wanted:
        name = _plain(wanted.pop())
        if name in found or name in NOT_SHIPPED:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another system
        found[name] = _library(name, distribution)
        wanted += _needed(distribution)
    return tuple(found[name] for name in sorted(found))


def starter() -> tuple[Library, ...]:
    """Return what the program is started by: PyInstaller's first file and its hooks are in the bundle."""
    return tuple(_library(name, metadata.distribution(name)) for name in STARTER)


def locked() -> tuple[Library, ...]:
    """Return everything that the lock file names and that is installed here, tools too."""
    names = {_plain(name) for name in _NAME.findall(LOCK.read_text(encoding="utf-8"))}
    return tuple(_library(name, metadata.distribution(name)) for name in sorted(names) if _is_here(name))


def elsewhere() -> tuple[tuple[str, str, str], ...]:
    """Return what the lock file names for other systems only: name, version and for which."""
    rows = _LOCKED.findall(LOCK.read_text(encoding="utf-8"))
    here = {_plain(name) for name, _, _ in rows if _is_here(_plain(name))}
    return tuple(
        (_plain(name), version, system) for name, version, system in rows if _plain(name) not in here
    )


def text(packages: Sequence[str] = ()) -> str:
    """Return the whole notice; ``packages``: of the system that the bundle was built on."""
    parts = [
        *HEAD,
        _heading(f"Python {sys.version.split()[0]} — Python Software Foundation License"),
        _python_licence(),
    ]
    for library in (*starter(), *shipped()):
        parts.append(_heading(f"{library.name} {library.version} — {library.licence}"))
        parts += [f"[{name}]\n{words.strip()}" for name, words in library.texts or _kept_here(library)]
        if library.name == "pyside6-essentials":
            parts.append(_heading("Qt 里的第三方部分 What others wrote inside Qt"))
            parts.append((LICENCES / "Qt-parts.txt").read_text(encoding="utf-8").strip())
    parts.append(_heading("字体 Fonts"))
    parts.append(
        f"仿宋字体的制作脚本（packaging/fonts.py）在程序包里是 {RECIPE}。\n"
        f"The recipe of GK FangSong, called packaging/fonts.py below, is {RECIPE} in this bundle."
    )
    parts.append((FONTS / "NOTICE.md").read_text(encoding="utf-8").strip())
    for file in sorted((FONTS / "licences").iterdir()):
        parts.append(f"[{file.name}]\n{file.read_text(encoding='utf-8').strip()}")
    parts += _system_libraries(packages)
    return "\n\n".join(parts) + "\n"


def _library(name: str, distribution: metadata.Distribution) -> Library:
    said = distribution.metadata
    lines = [line for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    classified = "; ".join(line.rpartition("::")[2].strip() for line in lines)
    stated = [words for field in ("License-Expression", "License") for words in said.get_all(field) or []]
    licence = KNOWN.get(name) or classified or (stated[0] if stated else "")
    licence = " ".join(licence.split())[:120] or "unknown"
    return Library(name, distribution.version, licence, tuple(_texts(distribution)))


def _texts(distribution: metadata.Distribution) -> Iterator[tuple[str, str]]:
    for file in distribution.files or ():
        inside = file.as_posix()
        if ".dist-info/" in inside and ("/licenses/" in inside or _LICENCE_FILE.search(file.name)):
            yield file.name, Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")


def _kept_here(library: Library) -> tuple[tuple[str, str], ...]:
    """Return the licence of a library that brings no words of its own; ``KeyError`` if we have none."""
    file = {"LGPL-3.0-only": "LGPL-3.0.txt"}[library.licence]
    return ((file, (LICENCES / file).read_text(encoding="utf-8")),)


def _needed(distribution: metadata.Distribution) -> list[str]:
    """Return what a library needs here, without its extras."""
    lines = [line for line in distribution.requires or () if "extra ==" not in line]
    return [match[1] for line in lines if (match := _NAME.match(line))]


def _system_libraries(packages: Sequence[str]) -> list[str]:
    """Return the licences of the Debian packages that libraries in the bundle were taken from."""
    parts = [_heading("系统库 System libraries")] if packages else []
    for package in packages:
        copyright_file = Path("/usr/share/doc", package, "copyright")
        if copyright_file.is_file():
            words = copyright_file.read_text(encoding="utf-8", errors="replace").strip()
            parts.append(f"[{package} {_version(package)}]\n{words}")
    return parts


def _version(package: str) -> str:
    asked = ["dpkg-query", "--show", "--showformat=${Version}", package]
    return subprocess.run(asked, stdout=subprocess.PIPE, check=False).stdout.decode().strip()


def _python_licence() -> str:
    base = Path(sys.base_prefix)
    for place in (base, base / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"):
        for name in ("LICENSE.txt", "LICENSE"):
            if (place / name).is_file():
                return (place / name).read_text(encoding="utf-8", errors="replace").strip()
    message = "this Python brings no licence; it cannot be shipped"
    raise FileNotFoundError(message)


def _is_here(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _heading(words: str) -> str:
    return f"{'=' * 100}\n{words}\n{'=' * 100}"


def audit() -> int:
    """Print every locked library with version and licence; 1 if one of those shipped has none that fits."""
    inside = {library.name for library in shipped()}
    rows = [(one.name, one.version, _role(one.name, inside), one.licence) for one in locked()]
    others = [(name, version, "not here", system) for name, version, system in elsewhere()]
    rows = sorted([*rows, *others])
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]))
    bad = [library for library in shipped() if not library.free]
    for library in bad:
        print(f"{library.name}: “{library.licence}” does not go with Apache-2.0", file=sys.stderr)
    tools = len(rows) - len(others) - len(inside)
    print(
        f"{len(inside)} shipped, {tools} tools (the starter is in the bundle, too), {len(others)} for another"
        " system or Python, whose condition stands in place of a licence; every one pinned with its hashes"
    )
    return 1 if bad else 0


def _role(name: str, inside: set[str]) -> str:
    return "shipped" if name in inside else "starter" if name in STARTER else "tool"


if __name__ == "__main__":
    sys.exit(audit())

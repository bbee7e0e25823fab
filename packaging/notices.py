"""What is shipped and under which licence, from the installed libraries themselves.

`text` is the bundle's THIRD-PARTY.txt; `python3 packaging/dev.py audit` prints the table.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "resources" / "fonts"
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
}
NOT_SHIPPED = {"pillow", "charset-normalizer"}  # a stub stands for the first, nothing asks for the second
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


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


def locked() -> tuple[Library, ...]:
    """Return everything that the lock file names and that is installed here, tools too."""
    names = {_plain(name) for name in _NAME.findall(LOCK.read_text(encoding="utf-8"))}
    return tuple(_library(name, metadata.distribution(name)) for name in sorted(names) if _is_here(name))


def text(packages: Sequence[str] = ()) -> str:
    """Return the whole notice; ``packages``: of the system that the bundle was built on."""
    parts = [
        (
            "公开年报（gongkai-nianbao）随附的第三方软件和字体\n"
            "Third-party software and fonts shipped with this program"
        ),
        (
            "程序本身：Apache-2.0，见 LICENSE.txt。Qt 和 PySide6 按 LGPL-3.0 使用，"
            "以独立的动态库放在 _internal 文件夹里，可以自行替换。\n"
            "The program itself: Apache-2.0. Qt and PySide6 are used under the LGPL-3.0,"
            " as separate shared libraries that may be exchanged."
        ),
        _heading(f"Python {sys.version.split()[0]} — Python Software Foundation License"),
        _python_licence(),
    ]
    for library in shipped():
        parts.append(_heading(f"{library.name} {library.version} — {library.licence}"))
        parts += [f"[{name}]\n{words.strip()}" for name, words in library.texts or _kept_here(library)]
    parts.append(_heading("字体 Fonts"))
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
    return ((file, (HERE / "licences" / file).read_text(encoding="utf-8")),)


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
            parts.append(f"[{package}]\n{words}")
    return parts


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
    rows = [
        (one.name, one.version, "shipped" if one.name in inside else "tool", one.licence) for one in locked()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]))
    bad = [library for library in shipped() if not library.free]
    for library in bad:
        print(f"{library.name}: “{library.licence}” does not go with Apache-2.0", file=sys.stderr)
    print(f"{len(inside)} shipped, {len(rows) - len(inside)} tools, every one pinned with its hashes")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(audit())

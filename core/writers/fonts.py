"""The program's own fonts: which file plays which role, proved undamaged and read in parts.

``resources/fonts/fonts.toml`` lists every file with its length and SHA-256; a file that is missing or is not
exactly that one is refused, so that a damaged font never prints a wrong character. The fonts of one document
are some twenty megabytes, of which it needs a few hundred characters: they stay where they are.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import FileIO
from pathlib import Path
from typing import overload

from core import paths
from core.errors import FontMissing

TITLE, BODY, HEI, HEI_BOLD, KAI, FALLBACK = "title", "body", "hei", "hei_bold", "kai", "fallback"  # roles
LIST = "fonts.toml"
_HINT = "请重新安装本程序。"


@dataclass(frozen=True, slots=True)
class FontFile:
    """One font of the program as its list describes it."""

    role: str  # title, body, hei, hei_bold, kai, fallback
    path: Path
    sha256: str


def folder() -> Path:
    """Return the folder of the program's fonts."""
    return paths.resources() / "fonts"


@cache
def listed(fonts: Path) -> Mapping[str, FontFile]:
    """Return the fonts of a folder by role; ``FontMissing`` if their list is missing or damaged."""
    try:
        content = tomllib.loads((fonts / LIST).read_text(encoding="utf-8"))
        return {
            block["role"]: FontFile(block["role"], fonts / block["file"], block["sha256"])
            for block in content["font"]
        }
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as reason:
        raise FontMissing(f"字体清单“{LIST}”缺失或已损坏。", _HINT) from reason


class FontData:
    """A font's bytes as a sequence: the slices that are asked for are read from the file.

    Raises ``FontMissing`` if the file is missing, is not the one listed, or cannot be read. It is proved when
    it is first opened, and again whenever it has changed since. For one thread at a time.
    """

    def __init__(self, font: FontFile) -> None:
        """Prove the file."""
        self._font = font
        self._proved: tuple[int, int] | None = None  # size and time of change of the file that was proved
        self._file: FileIO | None = None
        with self.open():
            pass

    @contextmanager
    def open(self) -> Iterator[None]:
        """Keep the file open while much is read; without, it is opened for every slice."""
        if self._file is not None:
            yield
            return
        with self._opened() as file:
            self._file = file
            try:
                yield
            finally:
                self._file = None

    def __len__(self) -> int:
        return self._proved[0] if self._proved else 0

    @overload
    def __getitem__(self, part: int) -> int: ...
    @overload
    def __getitem__(self, part: slice) -> bytes: ...
    def __getitem__(self, part: int | slice) -> int | bytes:
        if isinstance(part, int):
            return self._read(range(len(self))[part], 1)[0]
        start, stop, _ = part.indices(len(self))
        return self._read(start, max(0, stop - start))

    def _read(self, start: int, length: int) -> bytes:
        with self.open():
            assert self._file is not None
            try:
                self._file.seek(start)
                data = self._file.read(length)
            except OSError as reason:
                raise self._unreadable() from reason
        if len(data) != length:
            raise damaged(self._font.path.name)
        return data

    def _opened(self) -> FileIO:
        try:
            file = self._font.path.open("rb", buffering=0)
        except OSError as reason:
            raise self._unreadable() from reason
        try:
            self._prove(file)
        except OSError as reason:
            file.close()
            raise self._unreadable() from reason
        except FontMissing:
            file.close()
            raise
        return file

    def _prove(self, file: FileIO) -> None:
        state = os.fstat(file.fileno())
        stamp = (state.st_size, state.st_mtime_ns)
        if stamp != self._proved:
            if hashlib.file_digest(file, "sha256").hexdigest() != self._font.sha256:
                raise damaged(self._font.path.name)
            self._proved = stamp

    def _unreadable(self) -> FontMissing:
        return FontMissing(f"字体文件“{self._font.path.name}”缺失或读不出来。", _HINT)


def data(fonts: Path, role: str) -> FontData:
    """Return the bytes of the font for a role; ``FontMissing`` if the file is missing or damaged."""
    if (font := listed(fonts).get(role)) is None:
        raise FontMissing(f"字体清单“{LIST}”不完整。", _HINT)
    return FontData(font)


def damaged(name: str) -> FontMissing:
    """Return the refusal for a font file that is not the one the program came with."""
    return FontMissing(f"字体文件“{name}”已损坏。", _HINT)

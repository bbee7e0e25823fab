"""The program's own fonts: which file plays which role, read whole and proved undamaged.

``resources/fonts/fonts.toml`` lists every file with its length and SHA-256; a file that is missing or is not
exactly that one is refused, so that a damaged font never prints a wrong character.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


def read(fonts: Path, role: str) -> bytes:
    """Return the bytes of the font for a role; ``FontMissing`` if the file is missing or damaged."""
    if (font := listed(fonts).get(role)) is None:
        raise FontMissing(f"字体清单“{LIST}”不完整。", _HINT)
    try:
        data = font.path.read_bytes()
    except OSError as reason:
        raise FontMissing(f"字体文件“{font.path.name}”缺失或读不出来。", _HINT) from reason
    if hashlib.sha256(data).hexdigest() != font.sha256:
        raise damaged(font.path.name)
    return data


def damaged(name: str) -> FontMissing:
    """Return the refusal for a font file that is not the one the program came with."""
    return FontMissing(f"字体文件“{name}”已损坏。", _HINT)

"""Which font draws which character: the role's own, else the fallback, which is read only when needed."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFError

from core.writers import fonts
from core.writers.fonts import BODY, FALLBACK, HEI, HEI_BOLD, KAI, TITLE
from core.writers.pdf.embed import EmbeddedFont
from core.writers.typeset import Glyph

__all__ = ["BODY", "FALLBACK", "HEI", "HEI_BOLD", "KAI", "TITLE", "Faces", "Glyph", "font"]

_SAMPLE = "国"  # its middle is the middle of a line


@cache
def font(folder: Path, role: str) -> EmbeddedFont:
    """Return a loaded font; ``FontMissing`` if its file is missing or damaged."""
    data = fonts.data(folder, role)
    try:
        loaded = EmbeddedFont(f"{role}:{folder}", data)
    except (TTFError, struct.error, LookupError) as reason:
        raise fonts.damaged(fonts.listed(folder)[role].path.name) from reason
    registerFont(loaded)
    return loaded


class Faces:
    """The fonts of one document."""

    def __init__(self, folder: Path) -> None:
        """Take the fonts of a folder; each is read on first use."""
        self._folder = folder
        self._glyphs: dict[tuple[str, str], Glyph | None] = {}
        self._middles: dict[str, float] = {}

    def font(self, role: str) -> EmbeddedFont:
        """Return the font of a role."""
        return font(self._folder, role)

    def glyph(self, character: str, role: str) -> Glyph | None:
        """Return the character in the role's font, else in the fallback; None if no font has it."""
        if (character, role) not in self._glyphs:
            self._glyphs[character, role] = self._find(character, role)
        return self._glyphs[character, role]

    def _find(self, character: str, role: str) -> Glyph | None:
        for tried in (role, FALLBACK):
            if (found := self.font(tried)).has(character):
                return Glyph(character, tried, found.width(character))
        return None

    def missing(self, text: str, role: str) -> Iterable[str]:
        """Return the characters of a text that no font has, each once, in order."""
        return (character for character in dict.fromkeys(text) if self.glyph(character, role) is None)

    def glyphs(self, text: str, role: str) -> list[Glyph]:
        """Return a text as glyphs; characters that no font has must have been refused before."""
        found = [self.glyph(character, role) for character in text]
        known = [glyph for glyph in found if glyph is not None]
        assert len(known) == len(found)
        return known

    def middle(self, role: str) -> float:
        """Return the height of the middle of a character above the baseline, as a share of the size."""
        if role not in self._middles:
            self._middles[role] = self.font(role).middle(_SAMPLE)
        return self._middles[role]

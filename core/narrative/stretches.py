"""Paragraphs and sentences of a text with their places, and the digits in it made plain."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

REMEMBERED = 256  # paragraphs, of all texts on screen and of last year's; of sentences eight times as many
_PARAGRAPH = r"[^\n]*\S[^\n]*"
_SENTENCE = r"[^\s。！？!?；;][^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)》]*|$)"
_WIDE = r"[０-９Ａ-Ｚａ-ｚ]"
_PLAIN = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B)})


class Stretch(NamedTuple):
    """Words with their place in a text, in code points, end exclusive."""

    start: int
    end: int
    text: str

    def moved(self, offset: int) -> Stretch:
        """Return the same words in a text in which they stand ``offset`` further on."""
        return Stretch(self.start + offset, self.end + offset, self.text)


@lru_cache(maxsize=16)
def paragraphs(text: str) -> tuple[Stretch, ...]:
    """Return the paragraphs of a text that are not empty, blanks around them and all."""
    return tuple(Stretch(found.start(), found.end(), found[0]) for found in re.finditer(_PARAGRAPH, text))


@lru_cache(maxsize=16)
def sentences(text: str) -> tuple[Stretch, ...]:
    """Return the sentences of a text in order; a paragraph's end ends one, and so does a semicolon."""
    return tuple(
        sentence.moved(paragraph.start)
        for paragraph in paragraphs(text)
        for sentence in sentences_of(paragraph.text)
    )


@lru_cache(maxsize=REMEMBERED)
def sentences_of(paragraph: str) -> tuple[Stretch, ...]:
    """Return the sentences of one paragraph, with their places in it."""
    return tuple(Stretch(found.start(), found.end(), found[0]) for found in re.finditer(_SENTENCE, paragraph))


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Return a text with full-width digits and letters made plain; nothing moves."""
    return text.translate(_PLAIN) if re.search(_WIDE, text) else text

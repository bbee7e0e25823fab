"""Numbers of documents (国办函〔2020〕109号) and the titles they stand with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, Stretch, plain

_NUMBER = re.compile(r"[〔\[［【（(](?P<year>\d{4})[〕\]］】）)]\s*(?P<serial>\d{1,4})\s*号")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{1,12}$")
_END = re.compile(r"[。；！？\n]")
_BACK = 120  # characters before a number in which its title stands
_AFTER = 60  # and behind it: 国办函〔2020〕109号《…》


class Document(NamedTuple):
    """A document that reports cite: its number without the issuer's words, and words only its title has."""

    number: str  # as printed: 国办函〔2020〕109号
    words: tuple[str, ...]

    @property
    def issuer(self) -> str:
        """Return the words before the year: 国办函."""
        return re.split(r"[〔\[［【（(]", self.number)[0]

    def is_cited(self, issuer: str, match: re.Match[str]) -> bool:
        """Tell whether a number found behind ``issuer`` is this document's; the issuer may be left out."""
        own = _NUMBER.search(self.number)
        if own is None or (own["year"], own["serial"]) != (match["year"], match["serial"]):
            return False
        return not issuer or issuer.endswith(self.issuer)


class Mismatch(NamedTuple):
    """A number that stands with the title of another document."""

    where: Stretch
    cited: Document
    titled: Document


@lru_cache(maxsize=REMEMBERED)
def mismatches(paragraph: str, documents: tuple[Document, ...]) -> tuple[Mismatch, ...]:
    """Return the numbers of known documents that stand with another known document's title."""
    if not _NUMBER.search(paragraph):
        return ()
    return tuple(_found(paragraph, plain(paragraph), documents))


def _found(paragraph: str, folded: str, documents: tuple[Document, ...]) -> Iterator[Mismatch]:
    before = 0
    for match in _NUMBER.finditer(folded):
        named = _ISSUER.search(folded, max(before, match.start() - 12), match.start())
        issuer = named[0] if named else ""
        cited = next((one for one in documents if one.is_cited(issuer, match)), None)
        title = _title(folded, before, match)
        before = match.end()
        if cited is None or not title or any(word in title for word in cited.words):
            continue
        titled = next((one for one in documents if any(word in title for word in one.words)), None)
        if titled:
            start = match.start() - min(len(issuer), len(cited.issuer))
            yield Mismatch(Stretch(start, match.end(), paragraph[start : match.end()]), cited, titled)


def _title(text: str, before: int, match: re.Match[str]) -> str:
    """Return the words a number stands with: those before it, or the title right behind it."""
    start = max(before, match.start() - _BACK)
    ends = [end.end() for end in _END.finditer(text, start, match.start())]
    title = text[ends[-1] if ends else start : match.start()]
    behind = text[match.end() : match.end() + _AFTER]
    return behind if "《" not in title and behind.startswith("《") else title

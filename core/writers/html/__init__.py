"""The report as one web page: headings, real tables, nothing fetched from elsewhere, nothing that runs.

For the column 公开年报 of a county's site, to be put there as a file or pasted as words and tables; also with
its style stripped it reads in order. A screen reader names for every figure the row and the column it belongs
to. The same document gives the same bytes; nothing of the person, the computer or the day is in them.
"""

from __future__ import annotations

import re

from core import oddities
from core.errors import OddCharacter
from core.writers import writer
from core.writers.blocks import Document
from core.writers.html import page
from core.writers.html.readback import verify

__all__ = ["verify", "write"]

_QUOTED = 8  # characters of a text named in a refusal
_HALF = re.compile("[\ud800-\udfff]")


@writer("html", ".html", verify)
def write(document: Document) -> bytes:
    """Return the page as UTF-8; ``OddCharacter`` for a character that no page can hold, with its place."""
    refuse_characters(document)
    return page.page(document).encode()


def refuse_characters(document: Document) -> None:
    """Raise ``OddCharacter`` for a control character, no character at all, or half of one."""
    for text in page.texts(document):
        if oddities.holds_refused(text) or _HALF.search(text):
            near = oddities.quoted(text)[:_QUOTED]
            raise OddCharacter(f"“{near}”这段里有一个坏字符，写不进网页。", "请删去这个字再导出。")

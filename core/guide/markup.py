"""How the guide's chapters are written: a small part of Markdown, read strictly.

``# title`` once, ``## heading``, paragraphs of one line, ``- `` and ``1. `` items, ``> `` a note,
``![caption](pictures/name.png)``, tables with ``|`` whose second line gives the widths by its dashes. In a
line: ``**strong**``, a key of the keyboard in backticks, a command of the window in square brackets
(``[文件 → 备份与恢复…]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

_PICTURE = re.compile(r"!\[([^\]]+)\]\((?:[^()]*/)?([a-z0-9-]+\.png)\)")
_NUMBER = re.compile(r"(\d+\.) +(.+)")
_SPANS = re.compile(r"\*\*([^*]+)\*\*|`([^`]+)`|\[([^\]]+)\]")
_BULLET = "·"


class Look(StrEnum):
    """How words of a line look."""

    PLAIN = "plain"
    STRONG = "strong"
    KEY = "key"  # of the keyboard
    COMMAND = "command"  # of the window, in quotation marks


class Span(NamedTuple):
    """Some words of one look."""

    words: str
    look: Look = Look.PLAIN


Spans = tuple[Span, ...]


class Heading(NamedTuple):
    """A heading inside a chapter."""

    words: str


class Text(NamedTuple):
    """A paragraph, an item of a list (with its mark), or a note."""

    spans: Spans
    mark: str = ""  # · or 1.
    note: bool = False

    @property
    def words(self) -> str:
        """Return the words as they are read."""
        return self.mark + _plain(self.spans)


class Picture(NamedTuple):
    """A picture of the window, with what stands below it."""

    file: str
    words: str


class Table(NamedTuple):
    """A table with a row of headings; ``widths`` are relative."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Spans, ...], ...]

    @property
    def words(self) -> str:
        """Return the words row by row, cells parted by spaces."""
        return " ".join(_plain(cell) for row in self.rows for cell in row)


Block = Heading | Text | Picture | Table


class Chapter(NamedTuple):
    """One chapter."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def read(name: str, text: str) -> Chapter:
    """Return a chapter; ``ValueError`` with its name where it has no title."""
    first, _, rest = text.partition("\n")
    if not first.startswith("# "):
        raise ValueError(name)
    lines = [line.strip() for line in rest.splitlines()]
    return Chapter(name, first[2:].strip(), tuple(_blocks(name, lines)))


def _blocks(name: str, lines: Sequence[str]) -> Iterator[Block]:
    for tabular, group in groupby(filter(None, lines), key=lambda line: line.startswith("|")):
        if tabular:
            yield _table(name, list(group))
        else:
            yield from (_block(name, line) for line in group)


def _block(name: str, line: str) -> Block:
    if line.startswith("## "):
        return Heading(line[3:])
    if picture := _PICTURE.fullmatch(line):
        return Picture(picture[2], picture[1])
    if line.startswith("> "):
        return Text(spans(line[2:]), note=True)
    if line.startswith("- "):
        return Text(spans(line[2:]), _BULLET)
    if item := _NUMBER.fullmatch(line):
        return Text(spans(item[2]), item[1])
    if line[0] in "#!<":
        raise ValueError(name, line)
    return Text(spans(line))


def _table(name: str, lines: Sequence[str]) -> Table:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    heading, widths, *others = rows
    if any(len(row) != len(heading) for row in rows) or any(set(dashes) != {"-"} for dashes in widths):
        raise ValueError(name, lines[0])
    return Table(
        tuple(len(dashes) for dashes in widths),
        tuple(tuple(map(spans, row)) for row in (heading, *others)),
    )


def spans(line: str) -> Spans:
    """Return the words of a line with their looks."""
    found: list[Span] = []
    at = 0
    for match in _SPANS.finditer(line):
        if match.start() > at:
            found.append(Span(line[at : match.start()]))
        strong, key, command = match.groups()
        if command:
            found.append(Span(f"“{command}”", Look.COMMAND))
        else:
            found.append(Span(strong, Look.STRONG) if strong else Span(key, Look.KEY))
        at = match.end()
    if at < len(line):
        found.append(Span(line[at:]))
    return tuple(found)


def _plain(parts: Spans) -> str:
    return "".join(part.words for part in parts)

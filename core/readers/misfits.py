"""What stands where a figure belongs and is none (十二, 12个, 待定): kept in its place as written.

Only where a line names its row and nothing else explains the words; the value is then what was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from core.readers import matching
from core.readers.labels import TableLabels, squash
from core.readers.lines import Kind, Piece

_LONGEST = 12  # characters of what is written instead of a figure
_FARTHEST = 400  # characters above a line in which a label of its own may have begun
_MOST_PIECES = 40  # of a line in which a label may end
_NEARLY_BEHIND = re.compile(r"件?(?:左右|以上|以下|以内|多|余)件?")  # behind a figure: not to be taken
_NO_ROW = -2  # before any row: a label that is also a heading counts only with its numbering


def with_misfits(labels: TableLabels, found: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, words in the place of a row's figures made figures, so that they are kept."""
    if not labels.by_row:
        return list(found)
    lines = [list(pieces) for _, pieces in groupby(found, key=lambda piece: piece.line)]
    result: list[Piece] = []
    for at, line in enumerate(lines):
        figure_follows = at + 1 < len(lines) and not lines[at + 1][0].word
        result += _in_place(labels, line, result, figure_follows=figure_follows)
    return result


def _words_before(found: Sequence[Piece]) -> str:
    """Return the words since the last figure, squashed: a label may have begun there."""
    start, size = len(found), 0
    while start and found[start - 1].word and size < _FARTHEST:
        start -= 1
        size += len(found[start].text)
    return squash("".join(piece.text for piece in found[start:]))


def _in_place(
    labels: TableLabels, line: list[Piece], above: Sequence[Piece], *, figure_follows: bool
) -> list[Piece]:
    """Return the pieces of a line, those in the places of its row's figures made figures."""
    if len(line) < 2 or not any(piece.word for piece in line[1:]):  # noqa: PLR2004 - a label and a figure
        return line
    before = _words_before(above)
    for end in range(1, min(len(line), _MOST_PIECES)):
        label, rest = line[:end], line[end:]
        if not all(piece.word for piece in label):
            return line
        row = matching.row_at_end(labels, before + squash("".join(piece.text for piece in label)), _NO_ROW)
        if row is None:
            continue
        wanted = len(labels.keys(row))
        nearly = _NEARLY_BEHIND.fullmatch("".join(piece.text for piece in rest[1:])) is not None
        if wanted == 1 and (nearly or (not figure_follows and all(_odd(labels, p) for p in rest))):
            text = "".join(piece.text for piece in rest)
            return [*label, Piece(text, Kind.FIGURE, line[0].line)] if len(text) <= _LONGEST else line
        figures = any(not piece.word for piece in rest)
        if 1 < wanted == len(rest) and figures and all(_odd(labels, p) for p in rest if p.word):
            return [*label, *(Piece(p.text, Kind.FIGURE, p.line) if p.word else p for p in rest)]
    return line


def _odd(labels: TableLabels, piece: Piece) -> bool:
    """Tell whether a piece is words, short, and nothing that the table prints itself."""
    said = squash(piece.text)
    return piece.word and 0 < len(said) <= _LONGEST and not any(said in text for text in labels.printed)

"""Which row of a table some words of a document name: exactly, cut in two, with more words, or damaged.

Words are squashed (``labels.squash``); the end of them stands nearest to the figures and decides.
"""

from __future__ import annotations

from collections.abc import Container
from difflib import SequenceMatcher

from core.readers.labels import TableLabels

_SHORTEST_CUT = 6  # characters of a label before the place where its figures cut it in two
_SHORTEST = 4  # characters of a label that is recognised inside other words or by likeness
_LONGEST_REST = 8  # characters of other words behind a label
_ALIKE = 0.8  # how similar a damaged label must be


def row_at_end(labels: TableLabels, text: str, last: int) -> int | None:
    """Return the row whose label, with or without its numbering, the words end with.

    A label that is also another heading of the table (其他, 总计) counts without its numbering only where it
    is the row after ``last``, the row found before.
    """
    fitting = [
        (len(written), label.row > last, -label.row)
        for label in labels.labels
        for written in (label.whole, label.core)
        if text.endswith(written)
        and (written == label.whole != label.core or not label.short or label.row == last + 1)
    ]
    return -max(fitting)[2] if fitting else None


def group_at_end(labels: TableLabels, text: str) -> str | None:
    """Return the group of rows (its words without numbering) that the words end with."""
    return next((core for core in labels.groups if text.endswith(core)), None)


def row_cut(labels: TableLabels, text: str, found: Container[int]) -> tuple[int | None, str]:
    """Return the row whose label the words break off in, and what is still to come of it."""
    for label in labels.labels:
        for size in range(len(label.core) - 1, _SHORTEST_CUT - 1, -1):
            if label.row not in found and text.endswith(label.core[:size]):
                return label.row, label.core[size:]
    return None, ""


def row_inside(labels: TableLabels, text: str, found: Container[int]) -> int | None:
    """Return the row whose label stands last in the words, with a few others behind it."""
    ends = [
        (text.rfind(label.core) + len(label.core), -label.row)
        for label in labels.labels
        if len(label.core) >= _SHORTEST and label.core in text and label.row not in found
    ]
    end, row = max(ends, default=(0, 0))
    return -row if ends and len(text) - end <= _LONGEST_REST else None


def row_alike(labels: TableLabels, text: str, found: Container[int]) -> int | None:
    """Return the row whose label is most like the end of the words, if it is like enough."""
    alike = [
        (SequenceMatcher(None, label.core, text[-len(label.core) :], autojunk=False).ratio(), -label.row)
        for label in labels.labels
        if len(label.core) >= _SHORTEST and label.row not in found
    ]
    likeness, row = max(alike, default=(0.0, 0))
    return -row if likeness >= _ALIKE else None

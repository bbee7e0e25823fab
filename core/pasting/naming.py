"""Which row or column of a table some words beside or above figures name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.readers import matching
from core.readers.labels import TableLabels, core_of, squash

_TELLING = 3  # characters of a column's label that is recognised inside other words


@dataclass(frozen=True, slots=True)
class Name:
    """What some words name: a row (its index), a column (its id), a group of rows, or nothing."""

    row: int | None = None
    column: str = ""
    group: str = ""
    nearly: str = ""  # the words, where they are not quite those of the form

    def __bool__(self) -> bool:
        """Tell whether a row or a column is named."""
        return self.row is not None or bool(self.column)


class Namer:
    """Names one line of labels after the other; what came before decides about 其他 and 总计."""

    def __init__(self, labels: TableLabels, *, guesses: bool) -> None:
        """Work for one table; ``guesses`` also takes labels that are damaged or have words behind them."""
        self._labels = labels
        self._guesses = guesses
        self._found: set[int] = set()
        self._last = -1
        self._columns: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        for block in labels.table.blocks:
            for column in block.columns:
                for text in (column.label, *column.aliases, column.name):
                    self._columns.setdefault(squash(text), column.id)
        for index, row in enumerate(labels.rows):
            self._rows.setdefault(squash(row.name), index)

    def name(self, texts: Sequence[str]) -> Name:
        """Return what the texts of one line, from the outside to the figures, name together."""
        found = self._exactly(texts)
        if not found and not found.group and self._guesses:
            found = self._nearly(squash("".join(texts)))
        if found.row is not None:
            self._last = found.row
            self._found.add(found.row)
        return found

    def would_name(self, texts: Sequence[str]) -> bool:
        """Tell whether the texts name a row exactly; nothing is remembered."""
        return self._exactly(texts).row is not None

    def column(self, text: str) -> str:
        """Return the id of the column that a text names; empty for none."""
        words = squash(text)
        if words in self._columns:
            return self._columns[words]
        inside = {
            column for label, column in self._columns.items() if len(label) >= _TELLING and label in words
        }
        return inside.pop() if len(inside) == 1 else ""

    def _exactly(self, texts: Sequence[str]) -> Name:
        words = squash("".join(texts))
        if not words:
            return Name()
        row = self._row(words)
        if row is not None:
            return Name(row)
        if column := self.column(texts[-1]):
            return Name(self._row(squash("".join(texts[:-1]))), column)
        for label, column in self._columns.items():
            if words.endswith(label) and (row := self._row(words.removesuffix(label))) is not None:
                return Name(row, column)
        if (row := self._rows.get(squash(texts[-1]))) is not None:
            return Name(row)
        core = core_of(texts[-1])
        return Name(group=next((group for group in self._labels.groups if core == group), ""))

    def _row(self, words: str) -> int | None:
        return matching.row_at_end(self._labels, words, self._last) if words else None

    def _nearly(self, words: str) -> Name:
        row = matching.row_inside(self._labels, words, self._found)
        row = matching.row_alike(self._labels, words, self._found) if row is None else row
        return Name() if row is None else Name(row, nearly=words)

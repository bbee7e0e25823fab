"""The printed labels of a form, in the bare writing in which documents are compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core import keys
from core.form import FormDef, Role, Row, Table
from core.readers.lines import fold

_NUMBERING = re.compile(r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]+|\d{1,2}[.．、])")
_NOISE = re.compile(r"[^\w]|_")


def squash(text: str) -> str:
    """Return the text without blanks, quotes, brackets and punctuation, in one writing."""
    return _NOISE.sub("", fold(text))


def core_of(label: str) -> str:
    """Return a label's words without its numbering, squashed."""
    return squash(_NUMBERING.sub("", label.strip()))


@dataclass(frozen=True, slots=True)
class Label:
    """One way to write the label of a row: whole, and without its numbering."""

    row: int  # index in ``TableLabels.rows``
    whole: str
    core: str
    short: bool  # the core alone may also be another heading of the table


@dataclass(frozen=True)
class TableLabels:
    """What is printed in one table: the rows in order, and every other text of its grid."""

    table: Table

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all blocks in printed order."""
        return tuple(row for block in self.table.blocks for row in block.rows)

    def keys(self, row: int) -> tuple[str, ...]:
        """Return the cell keys of a row in printed order."""
        wanted = self.rows[row]
        return tuple(
            keys.cell(self.table.id, wanted.id, column.id)
            for block in self.table.blocks
            if wanted in block.rows
            for column in block.columns
        )

    @cached_property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """Return the rows that stand under each group label (its core)."""
        found: dict[str, tuple[int, ...]] = {}
        for index, row in enumerate(self.rows):
            if row.group:
                core = core_of(row.group)
                found[core] = (*found.get(core, ()), index)
        return found

    @cached_property
    def beside(self) -> frozenset[str]:
        """Return the labels printed beside several rows, squashed: their parts may stand among those rows."""
        row_labels = {row.label for row in self.rows}
        printed = [cell.text for cell in self.table.grid.placed if cell.role is Role.LABEL]
        names = [*(row.group for row in self.rows), *(text for text in printed if text not in row_labels)]
        return frozenset(squash(name) for name in names if name)

    @cached_property
    def headings(self) -> frozenset[str]:
        """Return every text of the table that names no row, squashed: columns, captions, groups."""
        columns = [column for block in self.table.blocks for column in block.columns]
        names = [label for column in columns for label in (column.label, *column.aliases)]
        row_labels = {row.label for row in self.rows}
        printed = [cell.text for cell in self.table.grid.placed if cell.role is not Role.VALUE]
        texts = [*names, *(text for text in printed if text and text not in row_labels)]
        texts += [block.caption for block in self.table.blocks]
        return frozenset(squash(text) for text in texts if text)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Return every writing of every row's label, the longest first."""
        found = {
            Label(index, squash(text), core_of(text), core_of(text) in self.headings)
            for index, row in enumerate(self.rows)
            for text in (row.label, *row.aliases)
        }
        return tuple(sorted(found, key=lambda label: (-len(label.whole), label.row, label.whole)))

    @cached_property
    def printed(self) -> frozenset[str]:
        """Return every text of the table, squashed."""
        return self.headings | {label.whole for label in self.labels}

    @cached_property
    def by_row(self) -> bool:
        """Tell whether each row's figures stand beside its label; else they stand below headings."""
        labelled = {cell.row for cell in self.table.grid.placed if cell.role is Role.LABEL}
        return all(place.row in labelled for place in self.table.placement.values())

    @cached_property
    def printed_order(self) -> tuple[str, ...]:
        """Return the keys as their cells are printed, line by line."""
        place = self.table.placement
        return tuple(sorted(place, key=lambda key: (place[key].row, place[key].column)))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Return texts long enough to show, wherever they stand, that this table begins or goes on."""
        texts = {label.core for label in self.labels} | self.headings
        return frozenset(text for text in texts if len(text) > 5)  # noqa: PLR2004 - shorter ones are ordinary words


def table_labels(form: FormDef) -> dict[str, TableLabels]:
    """Return the labels of every table of a form, by table id."""
    return {table.id: TableLabels(table) for table in form.tables}


def any_in(texts: Iterable[str], squashed: str) -> bool:
    """Tell whether one of the texts stands in a squashed line."""
    return any(text in squashed for text in texts)

"""What a cell is for, as far as it tells which change is likely; read from the form's data alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from core.form import Block, Cell, FormDef, Table


class Roles:
    """The roles of all cells of one form."""

    def __init__(self, form: FormDef) -> None:
        """Keep the form; everything is worked out when first asked for."""
        self._form = form

    @cached_property
    def place(self) -> dict[str, int]:
        """Return every cell's place in the order of the form."""
        return {key: place for place, key in enumerate(self._form.cells)}

    @cached_property
    def outcomes(self) -> frozenset[str]:
        """Return the typed cells that a total adds up down a column, or across where no row is a total."""
        return frozenset(key for table in self._form.tables for key in _outcomes(table))

    @cached_property
    def carry(self) -> frozenset[str]:
        """Return the cells that repeat last year's, and those that next year will repeat."""
        return frozenset(
            key
            for cell in self._form.cells.values()
            if cell.carry_from
            for key in (cell.key, cell.carry_from)
        )

    @cached_property
    def beside(self) -> dict[str, tuple[str, str]]:
        """Return the cells left and right of every cell in its row; empty where there is none."""
        found: dict[str, tuple[str, str]] = {}
        for row in _rows(self._form):
            keys = ["", *(cell.key for cell in row), ""]
            found |= {keys[at]: (keys[at - 1], keys[at + 1]) for at in range(1, len(keys) - 1)}
        return found


def _rows(form: FormDef) -> Iterator[list[Cell]]:
    for table in form.tables:
        rows: dict[str, list[Cell]] = {}
        for cell in table.cells.values():
            rows.setdefault(cell.row.id, []).append(cell)
        yield from rows.values()


def _outcomes(table: Table) -> Iterator[str]:
    blocks = {row.id: block for block in table.blocks for row in block.rows}
    summed = {row_id: _summed(block) for row_id, block in blocks.items()}
    for key, cell in table.cells.items():
        rows, columns = summed[cell.row.id]
        if not cell.computed and (cell.row.id in rows if rows else cell.column.id in columns):
            yield key


def _summed(block: Block) -> tuple[set[str], set[str]]:
    """Return the rows and the columns of a block that are parts of a total."""
    return (
        {part for row in block.rows for part in row.sum_of},
        {part for column in block.columns for part in column.sum_of},
    )

"""Places counted from the selection, along the printed grid: for blocks without labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from core.form import Table
from core.pasting.grid import Grid
from core.pasting.layout import Layout
from core.pasting.meaning import Sort
from core.readers.labels import TableLabels

Lines = Sequence[Sequence[str]]  # keys, by printed line and from left to right


class Positions:
    """The figures of one table in the lines in which they are printed."""

    def __init__(self, labels: TableLabels) -> None:
        """Work for one table."""
        self._labels = labels
        self.table: Table = labels.table

    @cached_property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Return the keys of every printed line that holds figures."""
        places = self.table.placement
        rows = sorted({place.row for place in places.values()})
        return tuple(
            tuple(sorted((k for k, p in places.items() if p.row == row), key=lambda k: places[k].column))
            for row in rows
        )

    def lay_out(self, grid: Grid, at: str, selected: Sequence[str] = ()) -> Layout:
        """Return where the figures of a grid belong; ``at`` is where its first one goes.

        One figure for several selected cells fills them all; a grid as large as the table, or as the cells
        of it that a person types, is placed whole even where the selection is not in the first cell.
        """
        layout = Layout()
        if grid.width == grid.height == 1 and len(selected) > 1:
            for number, key in enumerate(key for key in selected if not self._computed(key)):
                layout.keys[0, -number] = key  # all of them from the one place; see ``place``
            return layout
        texts = [[(row, column) for column in range(grid.width)] for row in range(grid.height)]
        lines, start, left, texts = self._target(grid, at, texts)
        for number, places in enumerate(texts):
            line = self._from(lines, start + number, left, len(places))
            for offset, where in enumerate(places):
                if grid.sorts[where[0]][where[1]] is Sort.EMPTY:
                    continue
                if offset < len(line):
                    layout.put(where, line[offset])
                else:
                    layout.leave(where, "超出了表格的右边" if line else "超出了表格的下边")
        return layout

    def _target(
        self, grid: Grid, at: str, texts: list[list[tuple[int, int]]]
    ) -> tuple[Lines, int, int, list[list[tuple[int, int]]]]:
        """Return the lines to fill, the first line, the place in it, and the grid's places to put there."""
        whole = [key for line in self.lines for key in line]
        for cells in (whole, [key for key in whole if not self._computed(key)]):
            if 1 in {grid.height, grid.width} and grid.height * grid.width == len(cells):
                return [cells], 0, 0, [[where for line in texts for where in line]]
        if (logical := self._logical(grid)) is not None:
            return logical, 0, 0, texts
        start, left = next(((n, line.index(at)) for n, line in enumerate(self.lines) if at in line), (0, 0))
        typed = [line for line in self.lines if not all(map(self._computed, line))]
        if start + grid.height > len(self.lines) and grid.height in {len(self.lines), len(typed)}:
            start = 0
        lines: Lines = self.lines
        if grid.height == len(lines[start:]) - 1 and len(typed) == len(lines) - 1:
            lines = [*lines[:start], *(line for line in lines[start:] if line in typed)]
        return lines, start, self._left(grid, lines, start, left), texts

    def _left(self, grid: Grid, lines: Lines, start: int, left: int) -> int:
        """Return the place in the line where to begin: its first if the grid is as wide as the whole line."""
        line = lines[start] if start < len(lines) else ()
        typed = [key for key in line if not self._computed(key)]
        return 0 if left + grid.width > len(line) and grid.width in {len(line), len(typed)} else left

    def _logical(self, grid: Grid) -> Lines | None:
        """Return the rows of a table printed in one line, where the grid has as many: 3 × 5 for 1 × 15."""
        rows = [self._labels.keys(number) for number in range(len(self._labels.rows))]
        if len(self.lines) > 1 or len(rows) < 2 or grid.height != len(rows):  # noqa: PLR2004 - several
            return None
        typed = [[key for key in row if not self._computed(key)] for row in rows]
        return next((some for some in (rows, typed) if all(len(row) == grid.width for row in some)), None)

    def _from(self, lines: Lines, number: int, left: int, count: int) -> Sequence[str]:
        """Return the cells of a line for so many figures; only the typed ones where the count says so."""
        if number >= len(lines):
            return ()
        rest = lines[number][left:]
        typed = [key for key in rest if not self._computed(key)]
        return typed if count == len(typed) < len(rest) else rest

    def _computed(self, key: str) -> bool:
        return self.table.cells[key].computed

"""The printed grid as the screen needs it: the body, which cell covers a place, where an arrow leads.

Places are (row, column) of the body: the grid without its heading rows and columns. Everything here is pure.
"""

from __future__ import annotations

from core.form import Grid, Placed, Role, Table

Place = tuple[int, int]  # row and column of the body


class Plan:
    """The placed cells of one table, sorted into headings, body and corner."""

    def __init__(self, table: Table) -> None:
        """Sort the grid of a table."""
        self.table = table
        self.grid: Grid = table.grid
        top, side = self.grid.heading_rows, self.grid.heading_columns
        self.rows = self.grid.rows - top
        self.columns = self.grid.columns - side
        placed = self.grid.placed
        self.above = tuple(cell for cell in placed if cell.row < top and cell.column >= side)
        self.beside = tuple(cell for cell in placed if cell.row >= top and cell.column < side)
        self.corner = tuple(cell for cell in placed if cell.row < top and cell.column < side)
        self.body: dict[Place, Placed] = {
            (cell.row - top, cell.column - side): cell
            for cell in placed
            if cell.row >= top and cell.column >= side
        }
        self._owner: dict[Place, Place] = {
            (row, column): place
            for place, cell in self.body.items()
            for row in range(place[0], place[0] + cell.row_span)
            for column in range(place[1], place[1] + cell.column_span)
        }
        self.place_of: dict[str, Place] = {cell.key: place for place, cell in self.body.items() if cell.key}
        self._values = sorted(self.place_of.values())
        self._typed = [place for place in self._values if self.is_typed(place)]

    def owner(self, place: Place) -> Place:
        """Return the place whose cell covers this one."""
        return self._owner[place]

    def key(self, place: Place) -> str:
        """Return the key of the figure that covers a place; empty for a label or outside the table."""
        owner = self._owner.get(place)
        return "" if owner is None else self.body[owner].key

    def is_typed(self, place: Place) -> bool:
        """Tell whether a person types the figure at this place."""
        key = self.key(place)
        return bool(key) and not self.table.cells[key].computed

    def first(self) -> Place:
        """Return the first figure that a person types, else the first figure."""
        return (self._typed or self._values)[0]

    def last(self) -> Place:
        """Return the last figure in reading order."""
        return self._values[-1]

    def vertical(self, place: Place, step: int, *, typed: bool = False) -> Place | None:
        """Return the next figure above (-1) or below (+1), passing labels; None at the edge."""
        row, column = self._owner[place]
        row += self.body[row, column].row_span if step > 0 else -1
        while 0 <= row < self.rows:
            if self._fits((row, column), typed=typed):
                return self._owner[row, column]
            row += step
        return None

    def horizontal(self, place: Place, step: int) -> Place | None:
        """Return the next figure to the left (-1) or right (+1) in the same row; None at the edge."""
        row, column = self._owner[place]
        column += self.body[row, column].column_span if step > 0 else -1
        while 0 <= column < self.columns:
            if self._fits((row, column), typed=False):
                return self._owner[row, column]
            column += step
        return None

    def edge(self, place: Place, step: int) -> Place:
        """Return the first (-1) or last (+1) figure of the row."""
        while (further := self.horizontal(place, step)) is not None:
            place = further
        return place

    def next_typed(self, place: Place, step: int) -> Place | None:
        """Return the next typed figure in reading order, wrapping to the next row; None at the end."""
        ahead = [other for other in self._typed if (other > place if step > 0 else other < place)]
        if not ahead:
            return None
        return ahead[0] if step > 0 else ahead[-1]

    def _fits(self, place: Place, *, typed: bool) -> bool:
        return self.is_typed(place) if typed else bool(self.key(place))

    def label_columns(self) -> frozenset[int]:
        """Return the columns of the whole grid in which no figure begins."""
        side = self.grid.heading_columns
        figures = {cell.column for cell in self.grid.placed if cell.role is Role.VALUE}
        return frozenset(range(self.grid.columns)) - figures | frozenset(range(side))

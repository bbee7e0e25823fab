"""Where a table's texts stand on the pages: a figure must be below its heading and beside its label.

The order of the texts alone would not tell a figure from the same figure in the blank cell beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from core.values import number
from core.writers.blocks import GridCell
from core.writers.pdf.pages import Piece

_STRAY = 4.0  # points that a text may stand beside the middle of its fellows; half a row is more

_Stand = tuple[GridCell, float]


class Places:
    """The middles of one table's texts as they were found."""

    def __init__(self) -> None:
        """Start without any."""
        self._columns: dict[tuple[int, int], list[_Stand]] = defaultdict(list)
        self._rows: dict[tuple[int, int, int], list[_Stand]] = defaultdict(list)

    def note(self, cell: GridCell, page: int, pieces: Sequence[Piece]) -> None:
        """Note where a cell's text was found, piece by piece, on a page; a sign for a figure may lean."""
        if not pieces or (cell.key and number(cell.value) is None):
            return
        if cell.align == "center":
            across = min(piece.left for piece in pieces) + max(piece.right for piece in pieces)
            self._columns[cell.column, cell.column_span].append((cell, across / 2))
        down = min(piece.bottom for piece in pieces) + max(piece.top for piece in pieces)
        self._rows[page, cell.row, cell.row_span].append((cell, down / 2))

    def misplaced(self) -> GridCell | None:
        """Return the first figure that stands out of its column or row, or None."""
        return next(
            (
                cell
                for fellows in (*self._columns.values(), *self._rows.values())
                for cell in _strays(fellows)
            ),
            None,
        )


def _strays(fellows: Iterable[_Stand]) -> Iterator[GridCell]:
    """Yield the figures of a column or row that stand apart from most of it."""
    stands = list(fellows)
    middle = median(place for _, place in stands)
    return (cell for cell, place in stands if cell.key and abs(place - middle) > _STRAY)

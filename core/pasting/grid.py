"""A grid of texts as it was copied, with its merged cells spread out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.pasting.meaning import Sort, sort_of


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a grid; a merged cell fills several, only the first of which is its own."""

    text: str
    first: bool = True


EMPTY = Spot("")


@dataclass(frozen=True)
class Grid:
    """Rows of equal length without empty rows or columns around them."""

    rows: tuple[tuple[Spot, ...], ...]

    @classmethod
    def of(cls, rows: Iterable[Sequence[Spot]]) -> Grid:
        """Return the grid of rows of any length: filled up, and trimmed on the outside."""
        full = [list(row) for row in rows]
        while full and not _holds(full[-1]):
            full.pop()
        while full and not _holds(full[0]):
            full.pop(0)
        width = max((_width(row) for row in full), default=0)
        level = [[*row, *[EMPTY] * (width - len(row))][:width] for row in full]
        start = min((_indent(row) for row in level if _holds(row)), default=0)
        return cls(tuple(tuple(row[start:]) for row in level))

    @classmethod
    def of_texts(cls, rows: Iterable[Sequence[str]]) -> Grid:
        """Return the grid of plain texts, none of them merged."""
        return cls.of([Spot(text.strip()) for text in row] for row in rows)

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def sorts(self) -> tuple[tuple[Sort, ...], ...]:
        """Return what stands at every place; what a merged cell covers besides its first place is empty."""
        return tuple(
            tuple(sort_of(spot.text) if spot.first else _covered(spot) for spot in row) for row in self.rows
        )

    @cached_property
    def has_words(self) -> bool:
        """Tell whether words stand anywhere."""
        return any(Sort.WORDS in row for row in self.sorts)

    @cached_property
    def has_figures(self) -> bool:
        """Tell whether a figure stands anywhere."""
        return any(Sort.FIGURE in row for row in self.sorts)

    def part(self, top: int, left: int) -> Grid:
        """Return the grid without its first rows and columns; nothing else is trimmed."""
        return Grid(tuple(row[left:] for row in self.rows[top:]))


def _covered(spot: Spot) -> Sort:
    """Return what a covered place counts as: words go on over their whole cell, a figure stands once."""
    return Sort.WORDS if sort_of(spot.text) is Sort.WORDS else Sort.EMPTY


def _holds(row: Sequence[Spot]) -> bool:
    return any(spot.text for spot in row)


def _width(row: Sequence[Spot]) -> int:
    return max((at + 1 for at, spot in enumerate(row) if spot.text), default=0)


def _indent(row: Sequence[Spot]) -> int:
    return next(at for at, spot in enumerate(row) if spot.text)

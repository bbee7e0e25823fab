"""A workbook as a reader sees it: names, and cells within bounds; a far cell is never walked to."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.workbook import Workbook

MOST_SHEETS = 40
MOST_ROWS = 2_000  # of a sheet; a county's report has some 200
MOST_COLUMNS = 64

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_MIDNIGHT = dt.time()


class Area(NamedTuple):
    """Some cells of one sheet; rows and columns counted from 1, the last ones included."""

    sheet: str
    row: int
    column: int
    last_row: int
    last_column: int


class Cell(NamedTuple):
    """What stands in one cell, as it can be shown, and of what nature it is."""

    text: str
    number: bool = False
    date: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands in it."""
        return not self.text.strip()


BLANK = Cell("")


class Book:
    """One workbook, loaded with the values it shows; opened a second time only to look for formulas."""

    def __init__(self, data: bytes) -> None:
        """Load it; a broken one raises whatever the library raises."""
        self._data = data
        self._values = _load(data, values=True)
        self._cells: dict[tuple[str, bool], dict[tuple[int, int], Cell]] = {}

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the names of the sheets that a person sees, in order."""
        shown = [sheet.title for sheet in self._values.worksheets if sheet.sheet_state == "visible"]
        return tuple(shown[:MOST_SHEETS])

    @cached_property
    def names(self) -> dict[str, Area]:
        """Return the defined names that lead to one area of an existing sheet within bounds."""
        found = {}
        titles = {sheet.title for sheet in self._values.worksheets}
        for name, defined in self._values.defined_names.items():
            places = list(defined.destinations)
            if len(places) == 1 and places[0][0] in titles and (area := _area(*places[0])):
                found[name] = area
        return found

    def cell(self, area: Area) -> Cell:
        """Return what the first cell of an area shows."""
        return self._sheet(area.sheet).get((area.row, area.column), BLANK)

    def is_formula(self, area: Area) -> bool:
        """Tell whether the first cell of an area holds a formula."""
        return self._sheet(area.sheet, values=False).get((area.row, area.column), BLANK).text.startswith("=")

    def rows(self, sheet: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield the rows in which something stands, with their numbers, up to the last column in use."""
        cells = {place: cell for place, cell in self._sheet(sheet).items() if not cell.blank}
        width = max((column for _, column in cells), default=0)
        for row in sorted({row for row, _ in cells}):
            yield row, tuple(cells.get((row, column), BLANK) for column in range(1, width + 1))

    def is_larger(self, sheet: str) -> bool:
        """Tell whether a sheet says of itself that it goes on beyond what is read of it."""
        found = self._values[sheet]
        return (found.max_row or 0) > MOST_ROWS or (found.max_column or 0) > MOST_COLUMNS

    @cached_property
    def _formulas(self) -> Workbook:
        return _load(self._data, values=False)

    def _sheet(self, sheet: str, *, values: bool = True) -> dict[tuple[int, int], Cell]:
        """Return the cells of a sheet within bounds, by row and column."""
        if (sheet, values) not in self._cells:
            book = self._values if values else self._formulas
            rows = book[sheet].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            self._cells[sheet, values] = {
                (row, column): _shown(value)
                for row, found in enumerate(rows, 1)
                for column, value in enumerate(found, 1)
                if value is not None
            }
        return self._cells[sheet, values]


def place(area: Area) -> str:
    """Return where the first cell of an area stands, as a person finds it: ``表三!D5``."""
    return f"{area.sheet}!{get_column_letter(area.column)}{area.row}"


def _load(data: bytes, *, values: bool) -> Workbook:
    return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _area(sheet: str, address: str) -> Area | None:
    left, top, right, bottom = range_boundaries(address.replace("$", ""))
    if left is None or top is None or right is None or bottom is None:
        return None  # whole rows or columns
    if bottom > MOST_ROWS or right > MOST_COLUMNS:
        return None
    return Area(sheet, top, left, bottom, right)


def _shown(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, int):
        return Cell(str(value), number=True)
    if isinstance(value, float):
        return Cell(format(Decimal(repr(value)), "f"), number=True)
    if isinstance(value, dt.datetime):
        return Cell(f"{value.date() if value.time() == _MIDNIGHT else value}", date=True)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(str(value), date=True)
    return Cell(_ESCAPE.sub(lambda escaped: chr(int(escaped[1], 16)), str(value)))

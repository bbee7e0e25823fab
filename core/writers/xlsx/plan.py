"""Where every figure stands in the workbook, and what a program that calculates sees there.

Writers never add up for the report: the sums here only tell whether a live formula shows the printed figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter, quote_sheetname

from core.values import Raw, plain
from core.writers.blocks import Document, GridCell, TableBlock

Figure = int | Decimal

TITLE_ROW = 1
UNIT_ROW = 2
GRID_ROW = 3  # first row of the printed grid on a table's sheet; its first column is column A
EXACT_DIGITS = 15  # a spreadsheet keeps no more significant digits of a number
SHEET_NAME_LENGTH = 31
NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the workbook: sheet name, row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """Return the address on its own sheet, such as ``D5``."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def absolute(self) -> str:
        """Return the address for a defined name, such as ``'表三'!$D$5``."""
        return f"{quote_sheetname(self.sheet)}!${get_column_letter(self.column)}${self.row}"


@dataclass(frozen=True)
class Plan:
    """The whole workbook's addresses: sheets by table id; spots, formulas and figures by cell key.

    ``formulas`` holds the computed cells that stay live; ``figures`` what a spreadsheet counts with (text and
    blanks are absent). ``fill_in`` makes it a form that somebody else fills in: protected, with room.
    """

    document: Document
    sheets: Mapping[str, str]
    spots: Mapping[str, Spot]
    cells: Mapping[str, GridCell]
    formulas: Mapping[str, str]
    figures: Mapping[str, Figure]
    fill_in: bool = False

    def leaves(self, key: str) -> tuple[str, ...]:
        """Return the cells a live formula rests on in the end; any other cell rests on itself."""
        if key not in self.formulas:
            return (key,)
        return tuple(leaf for part in self.cells[key].sum_of for leaf in self.leaves(part))

    def refer(self, keys: Iterable[str], home: str = "") -> str:
        """Return the arguments of a SUM or COUNT over cells, contiguous ones as ranges."""
        return references([self.spots[key] for key in keys], home)


def make(document: Document, *, fill_in: bool = False) -> Plan:
    """Return the plan of a document's workbook."""
    sheets: dict[str, str] = {}
    for table in document.tables():
        sheets[table.id] = _sheet_name(table, sheets.values())
    spots = {
        cell.key: Spot(sheets[table.id], GRID_ROW + cell.row, 1 + cell.column)
        for table in document.tables()
        for cell in table.cells
        if cell.key
    }
    cells = document.cells()
    figures = {key: figure for key, cell in cells.items() if (figure := counted(cell)) is not None}
    formulas: dict[str, str] = {}
    for key in cells:
        if (formula := _formula(key, cells, figures, spots)) is not None:
            formulas[key] = formula
    return Plan(document, sheets, spots, cells, formulas, figures, fill_in)


def counted(cell: GridCell) -> Figure | None:
    """Return the number a spreadsheet holds for a cell; None for blanks, text and numbers too long."""
    value = cell.value
    if value is None or isinstance(value, Raw):
        return None
    if isinstance(value, Decimal) and len(plain(value).strip("-0.").replace(".", "")) > EXACT_DIGITS:
        return None
    return value


def _formula(
    key: str, cells: Mapping[str, GridCell], figures: Mapping[str, Figure], spots: Mapping[str, Spot]
) -> str | None:
    """Return the live formula of a computed cell, or None where it would not show the printed figure."""
    if not cells[key].sum_of:
        return None
    for parts in (cells[key].sum_of, _leaves(key, cells)):
        if set(parts) <= spots.keys() and _shown(cells[key]) == _added(parts, figures):
            listed = references([spots[part] for part in parts], spots[key].sheet)
            return f'=IF(COUNT({listed})<{len(parts)},"",SUM({listed}))'
    return None


def _shown(cell: GridCell) -> Figure | str:
    return cell.value if isinstance(cell.value, int | Decimal) else cell.text


def _added(parts: Sequence[str], figures: Mapping[str, Figure]) -> Figure | str:
    """Return what ``=IF(COUNT(parts)<n,"",SUM(parts))`` gives."""
    present = [figures[part] for part in parts if part in figures]
    return sum(present) if len(present) == len(parts) else ""


def _leaves(key: str, cells: Mapping[str, GridCell]) -> tuple[str, ...]:
    parts = cells[key].sum_of if key in cells else ()
    return tuple(leaf for part in parts for leaf in _leaves(part, cells)) if parts else (key,)


def _sheet_name(table: TableBlock, taken: Iterable[str]) -> str:
    """Return ``表三`` for a table titled 三、…, else its title cut to what a sheet name may hold."""
    numeral, mark, _ = table.title.partition("、")
    name = f"表{numeral}" if mark and numeral else table.title
    name = name.translate(NOT_IN_SHEET_NAMES)[: SHEET_NAME_LENGTH - 3] or table.id
    return name if name not in taken else f"{name}{len(list(taken))}"


def references(spots: Sequence[Spot], home: str = "") -> str:
    """Return the spots as comma-separated ranges; sheets other than ``home`` are named.

    A full rectangle becomes one range, else runs down a column or along a row, whichever gives fewer.
    """
    found = _rectangle(spots)
    if found is None:
        found = min(_runs(spots, down=True), _runs(spots, down=False), key=len)
    return ",".join(_range(first, last, home) for first, last in found)


def _rectangle(spots: Sequence[Spot]) -> list[tuple[Spot, Spot]] | None:
    places = {(spot.row, spot.column) for spot in spots}
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if len({spot.sheet for spot in spots}) > 1 or not len(places) == len(spots) == height * width:
        return None
    sheet = spots[0].sheet
    return [(Spot(sheet, min(rows), min(columns)), Spot(sheet, max(rows), max(columns)))]


def _runs(spots: Sequence[Spot], *, down: bool) -> list[tuple[Spot, Spot]]:
    step = (1, 0) if down else (0, 1)
    runs: list[tuple[Spot, Spot]] = []
    for spot in spots:
        if runs:
            first, last = runs[-1]
            if (spot.sheet, spot.row, spot.column) == (last.sheet, last.row + step[0], last.column + step[1]):
                runs[-1] = (first, spot)
                continue
        runs.append((spot, spot))
    return runs


def _range(first: Spot, last: Spot, home: str) -> str:
    sheet = "" if first.sheet == home else f"{quote_sheetname(first.sheet)}!"
    return f"{sheet}{first.address}" if first == last else f"{sheet}{first.address}:{last.address}"

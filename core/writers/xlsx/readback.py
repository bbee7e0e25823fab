"""The workbook read back as a stranger would read it, and compared with the document it was made from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from core.values import normal, plain
from core.workbook import CONTINUED, ELSEWHERE, GUIDE_SHEET
from core.writers.blocks import Document, GridCell, Heading, Paragraph, TableBlock
from core.writers.refusals import differs, unreadable
from core.writers.xlsx import balances, plan, texts
from core.writers.xlsx.canvas import escaped
from core.writers.xlsx.plan import GRID_ROW, TITLE_ROW, Plan

KIND = "Excel"
_UNREADABLE = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError)


def verify(data: bytes, document: Document, *, fill_in: bool = False) -> None:
    """Compare every figure, label and text of a workbook with its document.

    Reads the formulas and, separately, the stored values; of a form to fill in also what is open. Raises
    ``DocumentDiffers`` naming the first place.
    """
    try:
        formulas, values = _read(data, values=False), _read(data, values=True)
        protected = load_workbook(io.BytesIO(data)) if fill_in else None
    except _UNREADABLE as reason:
        raise unreadable(KIND) from reason
    planned = plan.make(document, fill_in=fill_in)
    for place, stands, meant in _comparisons(formulas, values, planned):
        if stands != meant:
            raise differs(KIND, place, stands, meant)
    for place, stands, meant in _open_cells(protected, planned) if protected else ():
        if stands != meant:
            raise differs(KIND, place, stands, meant)


@dataclass(frozen=True, slots=True)
class _Stands:
    """What a workbook says: names, and of each sheet the cells that are not empty, by row and column."""

    names: Mapping[str, str]
    sheets: Mapping[str, Mapping[tuple[int, int], object]]

    def said(self, sheet: str, row: int, column: int) -> str:
        return _said(self.sheets[sheet].get((row, column)))


def _read(data: bytes, *, values: bool) -> _Stands:
    """Read formulas or stored values, without the looks of the cells: half of the library's work."""
    with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=values)) as book:
        names = {name: book.defined_names[name].attr_text or "" for name in book.defined_names}
        return _Stands(names, {sheet.title: _cells(sheet, formulas=not values) for sheet in book})


def _cells(sheet: Worksheet, *, formulas: bool) -> dict[tuple[int, int], object]:
    """Return what stands in a sheet, wherever it says that it ends; of the formulas nothing else."""
    ReadOnlyWorksheet.reset_dimensions(sheet)  # type: ignore[arg-type]  # a book read so has sheets of that kind
    stand = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return {(cell.row, cell.column): cell.value for cell in stand if not formulas or cell.data_type == "f"}


def _comparisons(formulas: _Stands, values: _Stands, planned: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield (place, what the file says, what the report says)."""
    first = (GUIDE_SHEET,) if planned.fill_in else ()
    sheets = (*first, texts.SHEET, *planned.sheets.values(), balances.SHEET)
    yield "工作表的名称", "、".join(values.sheets), "、".join(sheets)
    if tuple(values.sheets) != sheets:
        return
    yield from _names(values, planned)
    for table in planned.document.tables():
        yield from _table(formulas, values, planned, table)
    yield from _words(values, planned.document)
    yield from _verdicts(formulas, values, planned)


def _open_cells(formulas: Workbook, planned: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield for each sheet of a form that it is protected, and which of its cells are not."""
    meant: dict[str, set[str]] = {sheet.title: set() for sheet in formulas}
    for key, cell in planned.cells.items():
        if cell.editable:
            spot = planned.spots[key]
            whole = product(range(cell.row_span), range(cell.column_span))  # joined cells are open together
            at = (replace(spot, row=spot.row + down, column=spot.column + along) for down, along in whole)
            meant[spot.sheet].update(one.address for one in at)
    for row, line in enumerate(texts.lines(planned), 1):
        if not line.look.locked:
            meant[texts.SHEET].add(f"B{row}")
    for sheet in formulas:
        yield f"{sheet.title}的保护", str(sheet.protection.sheet), str(True)
        stand = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        yield f"{sheet.title}里可以填的格", "、".join(sorted(stand)), "、".join(sorted(meant[sheet.title]))


def _names(values: _Stands, planned: Plan) -> Iterator[tuple[str, str, str]]:
    meant = {key: spot.absolute for key, spot in planned.spots.items()}
    meant |= texts.names(texts.lines(planned))
    for key in sorted(meant.keys() | values.names.keys()):
        cell = planned.cells.get(key)
        yield f"单元格名称（{cell.name if cell else key}）", values.names.get(key, ""), meant.get(key, "")


def _table(
    formulas: _Stands, values: _Stands, planned: Plan, table: TableBlock
) -> Iterator[tuple[str, str, str]]:
    name = planned.sheets[table.id]
    yield f"{name}的标题", values.said(name, TITLE_ROW, 1), escaped(table.title)
    for cell in table.cells:
        row, column = GRID_ROW + cell.row, 1 + cell.column
        place = f"{name}的{cell.name or cell.text}"
        yield place, values.said(name, row, column), _printed(cell)
        yield f"{place}的公式", formulas.said(name, row, column), planned.formulas.get(cell.key, "")


def _words(values: _Stands, document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of the text sheet, continued ones joined, beside the document's own."""
    stand: list[str] = []
    cells = values.sheets[texts.SHEET]
    for row in sorted({row for row, _ in cells}):
        label, text = cells.get((row, 1)), cells.get((row, 2))
        if label == CONTINUED:
            stand[-1] += _said(text)
        elif text is not None and label != ELSEWHERE:
            stand.append(_said(text))
    head = [document.title, document.unit, str(document.year), document.form]
    words = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph) and block.text]
    meant = [escaped(text) for text in (*head, *words) if text]
    yield "文字的段数", str(len(stand)), str(len(meant))
    for number, (here, there) in enumerate(zip(stand, meant, strict=False), 1):
        yield f"第{number}段文字", here, there


def _verdicts(formulas: _Stands, values: _Stands, planned: Plan) -> Iterator[tuple[str, str, str]]:
    for balance in balances.balances(planned):
        spot = balance.spot
        yield (
            f"核对表的{balance.equation.place}",
            values.said(spot.sheet, spot.row, spot.column),
            balance.verdict,
        )
    for sheet, cells in formulas.sheets.items():
        for (row, column), formula in cells.items():
            if values.sheets[sheet].get((row, column)) is None:
                yield f"{sheet}的{get_column_letter(column)}{row}", "", _shows(formula)


def _shows(formula: object) -> str:
    """Return what a formula without a stored value should have; sums that show nothing have none."""
    return "" if '""' in str(formula) else str(formula)


def _printed(cell: GridCell) -> str:
    if isinstance(cell.value, Decimal):
        return plain(cell.value)
    return str(cell.value) if isinstance(cell.value, int) else escaped(cell.text)


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return plain(normal(Decimal(repr(value))))
    return str(value)

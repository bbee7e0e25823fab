"""The workbook read back as a stranger would read it, and compared with the document it was made from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

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
        formulas = load_workbook(io.BytesIO(data))
        values = load_workbook(io.BytesIO(data), data_only=True)
    except _UNREADABLE as reason:
        raise unreadable(KIND) from reason
    planned = plan.make(document, fill_in=fill_in)
    for place, stands, meant in _comparisons(formulas, values, planned):
        if stands != meant:
            raise differs(KIND, place, stands, meant)


def _comparisons(formulas: Workbook, values: Workbook, planned: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield (place, what the file says, what the report says)."""
    first = (GUIDE_SHEET,) if planned.fill_in else ()
    sheets = (*first, texts.SHEET, *planned.sheets.values(), balances.SHEET)
    yield "工作表的名称", "、".join(values.sheetnames), "、".join(sheets)
    if tuple(values.sheetnames) != sheets:
        return
    yield from _names(values, planned)
    for table in planned.document.tables():
        yield from _table(formulas, values, planned, table)
    yield from _words(values, planned.document)
    yield from _verdicts(formulas, values, planned)
    if planned.fill_in:
        yield from _open_cells(formulas, planned)


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


def _names(values: Workbook, planned: Plan) -> Iterator[tuple[str, str, str]]:
    meant = {key: spot.absolute for key, spot in planned.spots.items()}
    stand = {name: values.defined_names[name].attr_text for name in values.defined_names}
    meant |= texts.names(texts.lines(planned))
    for key in sorted(meant.keys() | stand.keys()):
        cell = planned.cells.get(key)
        yield f"单元格名称（{cell.name if cell else key}）", stand.get(key) or "", meant.get(key, "")


def _table(
    formulas: Workbook, values: Workbook, planned: Plan, table: TableBlock
) -> Iterator[tuple[str, str, str]]:
    name = planned.sheets[table.id]
    yield f"{name}的标题", _said(values[name].cell(TITLE_ROW, 1).value), escaped(table.title)
    for cell in table.cells:
        row, column = GRID_ROW + cell.row, 1 + cell.column
        place = f"{name}的{cell.name or cell.text}"
        yield place, _said(values[name].cell(row, column).value), _printed(cell)
        written = formulas[name].cell(row, column)
        if cell.key in planned.formulas:
            yield f"{place}的公式", _said(written.value), planned.formulas[cell.key]
        elif written.data_type == "f":
            yield f"{place}的公式", _said(written.value), ""


def _words(values: Workbook, document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of the text sheet, continued ones joined, beside the document's own."""
    stand: list[str] = []
    for label, text in values[texts.SHEET].iter_rows(max_col=2, values_only=True):
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


def _verdicts(formulas: Workbook, values: Workbook, planned: Plan) -> Iterator[tuple[str, str, str]]:
    for balance in balances.balances(planned):
        spot = balance.spot
        stands = values[spot.sheet].cell(spot.row, spot.column).value
        yield f"核对表的{balance.equation.place}", _said(stands), balance.verdict
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and values[sheet.title][cell.coordinate].value is None:
                    yield f"{sheet.title}的{cell.coordinate}", "", _shows(cell.value)


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

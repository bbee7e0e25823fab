"""Reports to write as workbooks, and a workbook as a stranger opens it."""

import functools
import io
from collections.abc import Mapping

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from core import formfile, keys
from core.report import Entry, Report
from core.values import parse
from core.writers import layout, xlsx
from core.writers.blocks import Document

FORM = formfile.load("2021")
UNIT = "青石镇人民政府"
TEXTS = {
    "preamble": "青石镇人民政府编制本报告。",
    "overview": "本年公开信息12条。\n（一）主动公开。公开栏更新3次。",
    "problems": "培训不够，下一步加强培训。",
    "other_matters": "本年未收取信息处理费。",
}
APPLICATIONS = {
    "applications.new_received.natural_person": "5",
    "applications.carried_in.natural_person": "1",
    "applications.granted.natural_person": "3",
    "applications.denied.state_secret.natural_person": "2",
    "applications.carried_forward.natural_person": "1",
    "applications.new_received.commercial": "2",
    "applications.unable.not_held.commercial": "2",
    "disputes.review.upheld": "1",
    "disclosure.normative.made": "4",
    "disclosure.normative.valid": "20",
    "disclosure.fees.amount": "12345.6789",
}


def report(
    cells: Mapping[str, str] | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    unit: str = UNIT,
    zeros: bool = True,
) -> Report:
    """A report with these figures as typed (an empty one blanks a cell), all others 0 unless told."""
    typed = {**(dict.fromkeys(FORM.typed, "0") if zeros else {}), **(cells or {})}
    entries = {
        key: Entry(value)
        for key, text in typed.items()
        if (value := parse(text, FORM.cells[key].kind, FORM.cells[key].unit)) is not None
    }
    words = {keys.text(section): Entry(text) for section, text in (TEXTS if texts is None else texts).items()}
    name = {keys.UNIT_NAME: Entry(unit)} if unit else {}
    return Report(FORM, 2021, {**entries, **words, **name})


def document(
    cells: Mapping[str, str] | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    unit: str = UNIT,
    zeros: bool = True,
) -> Document:
    """The same as a document."""
    return layout.build(report(cells, texts=texts, unit=unit, zeros=zeros))


class Book:
    """A workbook read twice: as formulas and as the values a viewer shows that does not calculate."""

    def __init__(self, data: bytes) -> None:
        self.formulas: Workbook = load_workbook(io.BytesIO(data))
        self.values: Workbook = load_workbook(io.BytesIO(data), data_only=True)

    def sheet(self, name: str) -> Worksheet:
        sheet = self.formulas[name]
        assert isinstance(sheet, Worksheet)
        return sheet

    def place(self, key: str) -> tuple[str, str]:
        ((sheet, address),) = self.formulas.defined_names[key].destinations
        return sheet, address.replace("$", "")

    def formula(self, key: str) -> object:
        return self.cell(key).value

    def cell(self, key: str) -> Cell:
        sheet, address = self.place(key)
        cell = self.sheet(sheet)[address]
        assert isinstance(cell, Cell)
        return cell

    def shown(self, key: str) -> object:
        sheet, address = self.place(key)
        return self.values[sheet][address].value

    def verdicts(self) -> dict[tuple[str, str], object]:
        """What the sheet 核对 says, by (table, what is checked, left side)."""
        rows = self.values["核对"].iter_rows(min_row=5, max_col=9, values_only=True)
        return {(str(row[1]), str(row[2])): row[8] for row in rows}


@functools.cache
def write(written: Document) -> Book:
    """The document as a workbook, read back by ourselves first; for reading only."""
    data = xlsx.write(written)
    xlsx.verify(data, written)
    return Book(data)

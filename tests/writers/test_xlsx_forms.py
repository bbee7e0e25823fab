"""Workbooks of other forms and of the real report: nothing in the writer knows a year or a table."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from core import formfile, keys
from core.form import Role
from core.report import Entry, Report
from core.rules import Equation, Term
from core.values import Kind, from_json
from core.writers import layout
from core.writers.blocks import Document, GridCell, Heading, TableBlock, Title
from tests.forms import invented
from tests.writers.workbooks import FORM, write


def test_the_invented_form_is_written_and_read_back(tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    entries = {key: Entry(1) for key in form.typed if form.cells[key].kind is Kind.COUNT}
    book = write(layout.build(Report(form, 2099, entries)))
    assert book.shown("applications.new_received.total") == 7
    assert book.formula("applications.new_received.total") == '=IF(COUNT(D6:J6)<7,"",SUM(D6:J6))'
    assert book.shown("disputes.review.total") == 3
    assert book.sheet("表三")["A8"].value == "三、本年度办理结果"
    assert "（一）全部公开" in [cell.value for cell in book.sheet("表三")["B"]]


def test_the_real_report_is_written_and_read_back(shared_reports: Path) -> None:
    found = json.loads((shared_reports / "xinzheng-2021.expected.json").read_text(encoding="utf-8"))
    entries = {
        key: Entry(value)
        for key, stands in found["cells"].items()
        if (value := from_json(stands, FORM.cells[key].kind, FORM.cells[key].unit)) is not None
    }
    entries |= {keys.text(section): Entry(text) for section, text in found["texts"].items() if text}
    entries[keys.UNIT_NAME] = Entry(found["unit"])
    book = write(layout.build(Report(FORM, found["year"], entries)))
    shown = {key: book.shown(key) for key in FORM.cells}
    assert {key: str(value) for key, value in shown.items()} == {
        key: str(value) for key, value in found["cells"].items()
    }
    assert {book.cell(key).data_type for key in FORM.computed} == {"f"}
    assert book.values["核对"]["A2"].value == "全部相符"


def money(row: int, key: str, value: Decimal | None, sum_of: tuple[str, ...] = ()) -> GridCell:
    return GridCell(
        row, 1, 1, 1, "" if value is None else str(value), Role.VALUE, "center", False,
        key=key, value=value, sum_of=sum_of, kind=Kind.MONEY, unit="万元", name=f"{key}·金额",
    )  # fmt: skip


def signed(row: int, key: str, value: int) -> GridCell:
    return GridCell(
        row, 1, 1, 1, str(value), Role.VALUE, "center", False,
        key=key, value=value, kind=Kind.SIGNED, name=f"{key}·增减",
    )  # fmt: skip


def label(row: int, text: str) -> GridCell:
    return GridCell(row, 0, 1, 1, text, Role.LABEL, "left", False)


@pytest.fixture
def strange() -> Document:
    """Two tables that no official form has: money added up, signed changes, an equation across both."""
    fees = (money(0, "fees.0.x", Decimal("0.1")), money(1, "fees.1.x", Decimal("0.2")))
    total = money(2, "fees.total.x", Decimal("0.3"), ("fees.0.x", "fees.1.x"))
    across = Equation(
        "Z01", "error", "两表", (Term("fees.total.x"),), (Term("change.0.x"), Term("change.1.x", -1))
    )
    names = (label(0, "甲"), label(1, "乙"), label(2, "合计"))
    odd = "收费：[明细]/*?"
    first = TableBlock("fees", odd, 3, 2, 0, 0, (3, 1), (*names, *fees, total), (across,))
    changes = (signed(0, "change.0.x", 5), signed(1, "change.1.x", -3))
    second = TableBlock("change", odd, 2, 2, 0, 0, (3, 1), (*names[:2], *changes), (across,))
    blocks = (Title("收费"), Heading(1, "一"), first, Heading(1, "二"), second)
    return Document("收费", "青石镇", 2099, "x", blocks)


def test_sheets_get_names_a_spreadsheet_allows_and_no_two_the_same(strange: Document) -> None:
    assert write(strange).formulas.sheetnames == ["封面与文字", "收费：明细", "收费：明细1", "核对"]


def test_money_adds_up_exactly(strange: Document) -> None:
    book = write(strange)
    assert book.formula("fees.total.x") == '=IF(COUNT(B3:B4)<2,"",SUM(B3:B4))'
    assert book.shown("fees.total.x") == 0.3


def test_a_signed_cell_may_be_negative(strange: Document) -> None:
    (rule,) = write(strange).sheet("收费：明细1").data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.formula2) == ("whole", "-999999999", "999999999")


def test_an_equation_across_two_tables_stands_in_the_list_only(strange: Document) -> None:
    book = write(strange)
    assert book.verdicts() == {("两表", "fees.total.x·金额"): "相差 7.7"}
    sheet = book.values["核对"]
    assert [sheet.cell(5, column).value for column in (4, 7, 8)] == [0.3, 8, -7.7]
    assert book.values["收费：明细"].max_column == 2


def test_a_document_without_tables_is_a_workbook_too(strange: Document) -> None:
    book = write(strange._replace(blocks=(Title("收费"), Heading(1, "一"))))
    assert book.formulas.sheetnames == ["封面与文字", "核对"]
    assert book.values["核对"]["A2"].value == "全部相符"


def test_a_table_too_tall_for_a_page_is_drawn_wider_so_that_it_prints_smaller() -> None:
    book = write(layout.build(Report(FORM, 2021)))
    sheet = book.sheet("表三")
    width = sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJ")
    height = sum(sheet.row_dimensions[row].height or 0 for row in range(1, 31))
    assert 84 < width <= 84 * 1.3 + 1
    assert height * 84 / width <= 700

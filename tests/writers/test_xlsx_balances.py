"""The equations of the workbook: both sides, difference and verdict, live and stored."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.writers import xlsx
from core.writers.blocks import Document
from tests.writers.workbooks import APPLICATIONS, FORM, Book, document, write

NEW = "applications.new_received.natural_person"
A01 = ("自然人列", "新收＋上年结转")
A02 = ("自然人列", "予以公开等21项之和")
D02 = ("行政规范性文件", "现行有效－制发＋废止")

# what is changed in a report that adds up, the equation, its verdict
CASES: list[tuple[Mapping[str, str], tuple[str, str], str]] = [
    ({}, A01, "相符"),
    ({}, D02, "相符"),
    ({"applications.new_received.natural_person": "7"}, A01, "相差 2"),
    ({"applications.new_received.natural_person": "3"}, A01, "相差 2"),
    ({"applications.new_received.natural_person": ""}, A01, "未填全"),
    ({"applications.granted.natural_person": ""}, A01, "未填全"),
    # nothing that could be filled in lowers the left side, so the blank does not excuse it
    ({"applications.carried_in.natural_person": "", NEW: "9"}, A01, "相差 3"),
    ({"applications.granted.natural_person": "一二"}, A01, "未填全"),
    ({"applications.total.natural_person": "8"}, A02, "相差 3"),
    ({"applications.total.natural_person": "8", "applications.granted.natural_person": ""}, A02, "未填全"),
    ({"disclosure.normative.made": "24"}, D02, "少 4"),
    ({"disclosure.normative.made": "24", "disclosure.normative.repealed": "4"}, D02, "相符"),
    ({"disclosure.normative.made": "24", "disclosure.normative.repealed": ""}, D02, "未填全"),
    ({"disclosure.normative.made": ""}, D02, "未填全"),
]


@pytest.mark.parametrize(("changed", "equation", "verdict"), CASES)
def test_a_verdict_says_in_words_how_an_equation_stands(
    changed: Mapping[str, str], equation: tuple[str, str], verdict: str
) -> None:
    assert write(document({**APPLICATIONS, **changed})).verdicts()[equation] == verdict


def test_every_equation_of_the_form_is_listed_once() -> None:
    book = write(document(APPLICATIONS))
    assert len(book.verdicts()) == len(FORM.equations)


def test_an_equation_shows_both_sides_and_the_difference() -> None:
    book = write(document({**APPLICATIONS, "applications.new_received.natural_person": "7"}))
    rows = list(book.values["核对"].iter_rows(min_row=5, max_col=9, values_only=True))
    assert (
        "表三",
        "自然人列",
        "新收＋上年结转",
        8,
        "等于",
        "办理总计＋结转下年",
        6,
        2,
        "相差 2",
    ) in rows


def test_both_sides_are_live_formulas() -> None:
    sheet = write(document(APPLICATIONS)).sheet("核对")
    row = next(row for row in range(5, 20) if sheet.cell(row, 2).value == "自然人列")
    assert sheet.cell(row, 4).value == "=IF(COUNT('表三'!D6:D7)=0,\"\",SUM('表三'!D6:D7))"
    assert sheet.cell(row, 7).value == "=IF(COUNT('表三'!D29:D30)=0,\"\",SUM('表三'!D29:D30))"
    assert sheet.cell(row, 8).value == f'=IF(COUNT(D{row},G{row})<2,"",ROUND(D{row}-G{row},4))'


def test_the_verdict_stands_beside_its_row_and_below_its_column() -> None:
    book = write(document({**APPLICATIONS, "applications.new_received.natural_person": "7"}))
    values = book.values["表三"]
    assert values["A32"].value == "核对：新收＋上年结转等于办理总计＋结转下年"
    assert [values.cell(32, column).value for column in range(4, 11)] == [
        "相差 2",
        "相符",
        "相符",
        "相符",
        "相符",
        "相符",
        "相差 2",
    ]
    assert values["L6"].value == "相符"
    assert str(book.sheet("表三")["L6"].value).startswith("='核对'!I")
    assert [book.values["表四"].cell(6, column).value for column in range(17, 20)] == ["相符"] * 3
    assert book.values["表二"]["F6"].value == "相符"


def test_verdicts_are_coloured_by_rules_that_stay_live() -> None:
    sheet = write(document(APPLICATIONS)).sheet("核对")
    conditions = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert conditions == ['I5="相符"', 'I5="未填全"', 'OR(LEFT(I5,2)="相差",LEFT(I5,1)="少")']


def test_no_formula_is_without_a_stored_value() -> None:
    book = write(document(APPLICATIONS))
    formulas = 0
    for sheet in book.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    assert book.values[sheet.title][cell.coordinate].value is not None
    assert formulas == 34 + 4 * len(FORM.equations) + len(FORM.equations) + 1


HALF = {
    **APPLICATIONS,
    "applications.total.natural_person": "9",
    "applications.granted.commercial": "",
    "applications.new_received.research": "",
    "applications.denied.state_secret.natural_person": "=1+1",
    "disputes.direct_suit.total": "7",
    "disputes.review.pending": "",
    "disclosure.normative.made": "99",
    "disclosure.fees.amount": "12345.6789",
}


@pytest.mark.parametrize("written", [document(APPLICATIONS), document(HALF), document(HALF, zeros=False)])
def test_a_program_that_calculates_gets_what_is_stored(written: Document, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not on this machine: stored values not compared with calculated ones")
    stored = Book(xlsx.write(written))
    bare = tmp_path / "bare.xlsx"
    stored.formulas.save(bare)  # the library drops every stored value
    home = (tmp_path / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={home}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "calculated"), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    calculated = load_workbook(tmp_path / "calculated" / "bare.xlsx", data_only=True)
    compared = 0
    for sheet in stored.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    shown = stored.values[sheet.title][cell.coordinate].value
                    now = calculated[sheet.title][cell.coordinate].value
                    assert (now if now != "" else None) == shown, f"{sheet.title}!{cell.coordinate}"
                    compared += 1
    assert compared > 200
    assert set(calculated.defined_names) == set(stored.formulas.defined_names)

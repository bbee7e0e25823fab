"""The Excel form that somebody without this program fills in: what is open, what helps, what comes back."""

from __future__ import annotations

import functools
import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from core import paths, readers
from core.__main__ import main
from core.errors import DocumentDiffers
from core.export import blank_form
from core.handbook import Handbook
from core.report import Entry, Report
from core.writers import layout, xlsx
from core.writers.blocks import Document
from tests.writers import office
from tests.writers.packages import replaced
from tests.writers.workbooks import FORM, TEXTS, Book, report

SHEETS = ["填写说明", "封面与文字", "表二", "表三", "表四", "核对"]
LATER = ("IFS(", "XLOOKUP", "LET(", "TEXTJOIN", "CONCAT(", "FILTER(", "UNIQUE(", "_xlfn", "MAXIFS", "SWITCH(")


@functools.cache
def form() -> Document:
    return layout.build(Report(FORM, 2021, {"report.unit_name": Entry("青石镇人民政府")}))


@functools.cache
def data() -> bytes:
    return xlsx.write_blank(form(), FORM)


@functools.cache
def book() -> Book:
    xlsx.verify_blank(data(), form())
    return Book(data())


def open_cells(sheet: Worksheet) -> set[str]:
    joined = {cell for area in sheet.merged_cells.ranges for row in area.rows for cell in row[0:]}
    first = {(area.min_row, area.min_col) for area in sheet.merged_cells.ranges}
    return {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
        and ((cell.row, cell.column) in first or (cell.row, cell.column) not in joined)
    }


def test_the_sheets_stand_in_the_order_they_are_filled_in_and_all_are_protected_without_a_password() -> None:
    assert book().formulas.sheetnames == SHEETS
    for sheet in book().formulas:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatRows  # False: rows may be made taller
    assert book().formulas.security.lockStructure
    assert book().formulas.security.workbookPassword is None


def test_only_the_typed_cells_of_the_tables_are_open() -> None:
    typed = {book().place(key) for key in FORM.typed}
    assert len(typed) == 166
    stand = {(name, at) for name in SHEETS[2:] for at in open_cells(book().sheet(name))}
    assert stand == typed


def test_unit_year_and_the_rows_of_the_texts_are_open() -> None:
    sheet = book().sheet("封面与文字")
    named = {book().place(name)[1] for name in ("report.unit_name", "report.year")}
    assert named <= open_cells(sheet)
    assert len(open_cells(sheet)) == 2 + 3 + 3 * 14
    assert open_cells(book().sheet("填写说明")) == set()
    for section in FORM.texts:
        ((_, area),) = book().formulas.defined_names[f"text.{section}"].destinations
        first, _, last = area.replace("$", "").partition(":")
        assert {first, last} <= open_cells(sheet)


def test_no_figure_and_no_text_is_left_in_it() -> None:
    assert all(book().shown(key) in {None, ""} for key in FORM.cells)
    full = report({"disputes.review.upheld": "7"})
    kept = {"report.unit_name": Entry("青石镇人民政府")}
    assert layout.build(Report(full.form, full.year, kept)) == form()


def test_title_and_unit_line_follow_what_is_filled_in() -> None:
    assert book().formula("report.title") == '=$B$2&$B$3&"年政府信息公开工作年度报告"'
    assert book().shown("report.title") == "青石镇人民政府2021年政府信息公开工作年度报告"
    line = book().sheet("表三").cell(2, 1).value
    assert line == '="单位："&\'封面与文字\'!$B$2&"　　年度："&\'封面与文字\'!$B$3&"年"'
    assert book().values["表三"].cell(2, 1).value == "单位：青石镇人民政府　　年度：2021年"


def test_every_open_figure_takes_only_figures_and_says_so_in_chinese() -> None:
    for name in SHEETS[2:5]:
        sheet = book().sheet(name)
        ruled = {
            cell
            for rule in sheet.data_validations.dataValidation
            for area in rule.sqref
            for cell in area.cells
        }
        placed = {(sheet[at].row, sheet[at].column) for at in open_cells(sheet)}
        assert placed <= ruled
        for rule in sheet.data_validations.dataValidation:
            assert rule.errorStyle == "stop"
            assert rule.errorTitle == "这里填不了这个数"
            assert len(str(rule.error)) <= 225  # more is an error to Excel
    year = book().sheet("封面与文字").data_validations.dataValidation[0]
    assert (year.type, year.error) == ("whole", "请填四位数字的年份，不带“年”字。")


def test_help_hangs_on_the_names_of_rows_columns_and_texts() -> None:
    comments = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book().formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    helped = [topic for topic in Handbook(FORM).topics if topic.help.written]
    assert len(comments) >= len(helped)
    for topic in helped:
        assert any(f"【{topic.title}】" in text for text in comments.values()), topic.title
    labels = {book().sheet(sheet)[at].value for sheet, at in comments}
    assert {"一、总体情况", "自然人"} <= labels
    assert not any(str(label).isdecimal() for label in labels)


def test_the_checks_are_live_and_say_what_is_not_filled_in() -> None:
    assert set(book().verdicts().values()) == {"未填全"}
    assert str(book().formula("applications.total.total")).startswith("=IF(COUNT(")


def test_nothing_in_it_needs_a_newer_program_than_excel_2010() -> None:
    with zipfile.ZipFile(io.BytesIO(data())) as package:
        everything = "".join(package.read(name).decode() for name in package.namelist())
    assert not [word for word in LATER if word in everything]
    assert not re.search("root|openpyxl|/home|x14ac", everything)


def test_it_prints_on_paper_for_whoever_answers_by_pen() -> None:
    for sheet in book().formulas:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.print_area
    assert book().sheet("表四").row_dimensions[6].height >= 34
    assert sum(row.height or 0 for row in book().sheet("表三").row_dimensions.values()) <= 1.3 * 700


def test_the_rows_of_a_text_grow_as_they_are_filled_in() -> None:
    with zipfile.ZipFile(io.BytesIO(data())) as package:
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
    grown = re.findall(r'<row r="(\d+)"(?![^>]*customHeight)[^>]* ht="24"', sheet)
    assert len(grown) == 3 + 3 * 14


def test_the_same_form_gives_the_same_bytes() -> None:
    assert xlsx.write_blank(form(), FORM) == data()


def test_a_form_with_a_closed_cell_or_an_open_total_is_noticed() -> None:
    loose = replaced(data(), "xl/worksheets/sheet5.xml", "<sheetProtection", "<x")
    with pytest.raises(DocumentDiffers):
        xlsx.verify_blank(loose, form())
    sheet = load_workbook(io.BytesIO(data()))
    sheet["表四"]["E6"].protection = Protection(locked=False)
    spoilt = io.BytesIO()
    sheet.save(spoilt)
    with pytest.raises(DocumentDiffers):
        xlsx.verify_blank(spoilt.getvalue(), form())


def test_the_command_line_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample, out = os.fspath(paths.sample_text()), os.fspath(tmp_path)
    assert main(["export", sample, "--to", "xlsx", "--blank", "--out", out]) == 0
    (path,) = tmp_path.iterdir()
    assert path.name == "新郑市人民政府办公室2021年政府信息公开工作年度报告（空白填报表）.xlsx"
    assert capsys.readouterr().out == f"{path}\n"
    assert main(["export", sample, "--to", "xlsx,pdf", "--blank", "--out", out]) == 2
    assert "空白填报表只有 Excel 格式" in capsys.readouterr().err
    assert main(["read", os.fspath(path)]) == 0


def filled_in(tmp_path: Path) -> tuple[Path, Report]:
    """A form filled in by a program that works nothing out, and what the report is then."""
    numbers = {key: str(number % 7) for number, key in enumerate(FORM.typed)} | {
        "disclosure.fees.amount": "1.25"
    }
    meant = report(numbers)
    path = blank_form(meant, tmp_path)
    filling = load_workbook(path)
    for key in FORM.typed:
        sheet, address = book().place(key)
        figure = meant.figure(key)
        assert figure is not None
        filling[sheet][address] = float(figure) if key == "disclosure.fees.amount" else figure
    for section, text in TEXTS.items():
        ((sheet, area),) = filling.defined_names[f"text.{section}"].destinations
        first = filling[sheet][area.replace("$", "").partition(":")[0]]
        for down, paragraph in enumerate(text.split("\n")):
            filling[sheet].cell(first.row + down, first.column, paragraph)
    filling.save(path)
    return path, meant


def test_libreoffice_opens_it_works_it_out_and_gives_back_the_same_cells(tmp_path: Path) -> None:
    path, meant = filled_in(tmp_path / "填")
    (back,) = office.installed(tmp_path / "office").converted([path], "xlsx")
    found = readers.read(back)
    assert {key: found.cells[key] for key in FORM.cells} == {key: meant.value(key) for key in FORM.cells}
    assert len([key for key in FORM.typed if found.cells[key] is not None]) == 166
    assert (found.texts, found.unit, found.year, found.doubts) == (TEXTS, "青石镇人民政府", 2021, ())
    worked = Book(back.read_bytes())
    assert list(worked.verdicts().values()) == list(Book(xlsx.write(layout.build(meant))).verdicts().values())
    assert worked.sheet("表三").protection.sheet

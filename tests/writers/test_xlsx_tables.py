"""The tables of the workbook: official layout, live sums, names, validation, print set-up."""

import io

import pytest
from openpyxl import load_workbook

from core.writers import layout, xlsx
from tests.writers.workbooks import APPLICATIONS, FORM, Book, document, report, write


@pytest.fixture(scope="module")
def book() -> Book:
    return write(document(APPLICATIONS))


def test_there_is_a_sheet_for_the_words_one_per_table_and_one_for_the_equations(book: Book) -> None:
    assert book.formulas.sheetnames == ["封面与文字", "表二", "表三", "表四", "核对"]


def test_every_cell_of_the_form_has_its_key_as_defined_name(book: Book) -> None:
    named = set(book.formulas.defined_names) - {
        "report.title",
        "report.unit_name",
        "report.year",
        "report.form",
    }
    assert named == {*FORM.cells, *(f"text.{section}" for section in FORM.texts)}
    assert len(named) == 200 + 4


def test_the_name_of_a_cell_leads_to_its_figure(book: Book) -> None:
    assert book.place("applications.denied.state_secret.natural_person") == ("表三", "D10")
    assert book.shown("applications.denied.state_secret.natural_person") == 2
    assert book.shown("disclosure.fees.amount") == 12345.6789
    assert book.shown("report.unit_name") == "青石镇人民政府"


def test_a_computed_cell_is_a_live_sum_over_one_range(book: Book) -> None:
    assert book.formula("applications.new_received.total") == '=IF(COUNT(D6:I6)<6,"",SUM(D6:I6))'
    assert book.formula("applications.total.commercial") == '=IF(COUNT(E8:E28)<21,"",SUM(E8:E28))'
    assert book.formula("applications.total.total") == '=IF(COUNT(D29:I29)<6,"",SUM(D29:I29))'
    assert book.formula("disputes.direct_suit.total") == '=IF(COUNT(F6:I6)<4,"",SUM(F6:I6))'


def test_a_viewer_that_does_not_calculate_shows_the_totals(book: Book) -> None:
    assert book.shown("applications.new_received.total") == 7
    assert book.shown("applications.total.natural_person") == 5
    assert book.shown("applications.total.total") == 7


def test_all_34_computed_cells_are_formulas_and_no_typed_cell_is(book: Book) -> None:
    formulas = {key for key in FORM.cells if book.cell(key).data_type == "f"}
    assert formulas == set(FORM.computed)
    assert len(formulas) == 34


def test_headings_are_merged_as_the_form_prints_them(book: Book) -> None:
    sheet = book.sheet("表三")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for table in layout.build(report()).tables():
        if table.id == "applications":
            for cell in table.cells:
                if cell.row_span * cell.column_span > 1:
                    first = sheet.cell(3 + cell.row, 1 + cell.column).coordinate
                    last = sheet.cell(2 + cell.row + cell.row_span, cell.column + cell.column_span).coordinate
                    assert f"{first}:{last}" in merged
    assert sheet["A8"].value == "三、本年度办理结果"
    assert sheet["A8"].alignment.textRotation == 255


def test_joined_cells_are_framed_all_the_way_round() -> None:
    data = io.BytesIO(xlsx.write(document(APPLICATIONS)))
    sheet = load_workbook(data, read_only=True)["表三"]  # in this way the library dresses nothing itself
    for cell in (cell for row in sheet["A8:A29"] for cell in row):
        sides = cell.border.left, cell.border.right, cell.border.top, cell.border.bottom
        assert [side.style for side in sides] == ["thin"] * 4


def test_every_label_of_the_form_is_there(book: Book) -> None:
    for table in layout.build(report()).tables():
        sheet = book.values[book.place(next(cell.key for cell in table.cells if cell.key))[0]]
        for cell in table.cells:
            if not cell.key:
                assert sheet.cell(3 + cell.row, 1 + cell.column).value == cell.text


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("表二", ("portrait", "$1:$2", "'表二'!$A$1:$D$16", "A3")),
        ("表三", ("portrait", "$1:$5", "'表三'!$A$1:$J$30", "D6")),
        ("表四", ("landscape", "$1:$5", "'表四'!$A$1:$O$6", "A6")),
        ("核对", ("landscape", "$4:$4", "'核对'!$A$1:$I$48", "A5")),
    ],
)
def test_every_sheet_prints_one_page_wide_on_a4_with_its_headings(
    book: Book, sheet: str, expected: tuple[str, str, str, str]
) -> None:
    page = book.sheet(sheet)
    setup = (page.page_setup.orientation, page.print_title_rows, page.print_area, page.freeze_panes)
    assert setup == expected
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToWidth == 1
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_options.horizontalCentered
    assert page.oddFooter is not None
    assert page.oddFooter.center.text == "— &P —"


def test_typed_cells_take_only_figures_the_form_knows_and_say_so_in_chinese(book: Book) -> None:
    covered: dict[str, str] = {}
    for name in ("表二", "表三", "表四"):
        for rule in book.sheet(name).data_validations.dataValidation:
            assert rule.showErrorMessage
            assert rule.error
            assert rule.error.startswith("请填")
            for key in FORM.cells:
                if book.place(key)[0] == name and book.place(key)[1] in rule.cells:
                    covered[key] = str(rule.type)
                    if rule.type == "whole":
                        assert (rule.formula1, rule.formula2) == ("0", "999999999")
    assert set(covered) == set(FORM.typed)
    assert {key for key, kind in covered.items() if kind == "custom"} == {"disclosure.fees.amount"}


def test_the_fee_takes_four_decimals() -> None:
    (rule,) = [
        rule
        for rule in write(document()).sheet("表二").data_validations.dataValidation
        if rule.type == "custom"
    ]
    assert rule.formula1 == "AND(ISNUMBER(B16),B16>=0,B16<=999999999,ROUND(B16,4)=B16)"


def test_an_all_zero_report_says_zero_everywhere() -> None:
    book = write(document())
    assert {book.shown(key) for key in FORM.cells} == {0}
    assert set(book.verdicts().values()) == {"相符"}
    assert book.values["核对"]["A2"].value == "全部相符"


def test_a_blank_report_has_no_zero_anywhere() -> None:
    book = write(document(zeros=False, texts={}, unit=""))
    assert {book.shown(key) for key in FORM.cells} == {None}
    assert {book.cell(key).data_type for key in FORM.computed} == {"f"}
    assert set(book.verdicts().values()) == {"未填全"}


def test_a_half_filled_sum_is_blank_and_stays_live() -> None:
    book = write(document({**APPLICATIONS, "applications.granted.natural_person": ""}))
    assert book.shown("applications.granted.natural_person") is None
    assert book.shown("applications.total.natural_person") is None
    assert book.shown("applications.total.total") is None
    assert book.cell("applications.total.natural_person").data_type == "f"
    assert book.shown("applications.total.commercial") == 2


def test_a_stated_total_that_differs_is_written_as_stated_marked_and_the_difference_shown() -> None:
    book = write(document({**APPLICATIONS, "disputes.review.total": "3"}))
    cell = book.cell("disputes.review.total")
    assert cell.value == 3
    assert cell.font.b
    assert cell.font.color.rgb == "FFC00000"
    assert book.verdicts()[("行政复议", "结果维持＋结果纠正＋其他结果＋尚未审结")] == "相差 2"
    assert "红色粗体" in str(book.values["表四"]["A8"].value)
    assert book.values["核对"]["A2"].value == "有 1 处不相符"


def test_a_stated_total_that_agrees_stays_a_live_sum() -> None:
    book = write(document({**APPLICATIONS, "disputes.review.total": "1"}))
    assert book.formula("disputes.review.total") == '=IF(COUNT(A6:D6)<4,"",SUM(A6:D6))'


def test_a_total_over_a_stated_total_that_differs_adds_up_the_typed_cells() -> None:
    book = write(document({**APPLICATIONS, "applications.total.natural_person": "9"}))
    assert book.formula("applications.total.natural_person") == 9
    assert book.shown("applications.total.total") == 7
    assert book.formula("applications.total.total") == '=IF(COUNT(D8:I28)<126,"",SUM(D8:I28))'


def test_a_stated_total_over_blanks_is_kept_without_a_mark() -> None:
    book = write(document({"disputes.review.total": "5"}, zeros=False))
    assert book.formula("disputes.review.total") == 5
    assert not book.cell("disputes.review.total").font.b


def test_the_largest_figures_fit_and_read_back() -> None:
    crowded = dict.fromkeys(FORM.typed, "999999999") | {"disclosure.fees.amount": "999999999.9999"}
    book = write(document(crowded))
    assert book.shown("applications.new_received.total") == 5_999_999_994
    assert book.shown("disclosure.fees.amount") == 999999999.9999
    assert book.cell("applications.new_received.natural_person").alignment.shrinkToFit


def test_a_number_too_long_for_a_spreadsheet_is_kept_as_text() -> None:
    book = write(document({"disputes.review.upheld": "123456789.123456789"}))
    assert book.shown("disputes.review.upheld") == "123456789.123456789"
    assert book.formula("disputes.review.total") == "123456789.123456789"


def test_the_same_report_gives_the_same_bytes() -> None:
    written = document(APPLICATIONS)
    assert xlsx.write(written) == xlsx.write(written)

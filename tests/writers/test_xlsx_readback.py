"""Reading the workbook back: what differs from the report is found and named."""

import io

import pytest

from core.errors import DocumentDiffers
from core.writers import xlsx
from tests.writers.packages import part, replaced
from tests.writers.workbooks import APPLICATIONS, TEXTS, Book, document, report


def test_a_figure_that_differs_is_named() -> None:
    other = document({**APPLICATIONS, "applications.new_received.natural_person": "6"})
    with pytest.raises(DocumentDiffers, match="表三的新收·自然人是“5”，报告中是“6”"):
        xlsx.verify(xlsx.write(document(APPLICATIONS)), other)


def test_a_blank_is_not_a_zero() -> None:
    other = document({**APPLICATIONS, "applications.carried_in.other": ""})
    with pytest.raises(DocumentDiffers, match="表三的上年结转·其他是“0”，报告中是空白"):
        xlsx.verify(xlsx.write(document(APPLICATIONS)), other)


def test_a_text_that_differs_is_named() -> None:
    other = document(APPLICATIONS, texts={**TEXTS, "problems": "没有问题。"})
    with pytest.raises(
        DocumentDiffers, match="第13段文字是“培训不够，下一步加强培训。”，报告中是“没有问题。”"
    ):
        xlsx.verify(xlsx.write(document(APPLICATIONS)), other)


def test_of_a_long_text_only_the_neighbourhood_of_the_difference_is_quoted() -> None:
    long = "政府信息公开" * 50
    other = document(APPLICATIONS, texts={**TEXTS, "problems": f"{long}好"})
    with pytest.raises(DocumentDiffers, match="是“…政府信息公开差”，报告中是“…政府信息公开好”"):
        xlsx.verify(xlsx.write(document(APPLICATIONS, texts={**TEXTS, "problems": f"{long}差"})), other)


def test_a_stored_total_that_differs_is_named() -> None:
    written = document(APPLICATIONS)
    data = replaced(
        xlsx.write(written), "xl/worksheets/sheet4.xml", "SUM(A6:D6))</f><v>1</v>", "SUM(A6:D6))</f><v>2</v>"
    )
    with pytest.raises(DocumentDiffers, match="表四的行政复议·总计是“2”，报告中是“1”"):
        xlsx.verify(data, written)


def test_a_typed_figure_that_became_a_formula_is_named() -> None:
    written = document(APPLICATIONS)
    data = replaced(xlsx.write(written), "xl/worksheets/sheet2.xml", "<v>20</v>", "<f>10+10</f><v>20</v>")
    with pytest.raises(DocumentDiffers, match="表二的行政规范性文件·现行有效的公式"):
        xlsx.verify(data, written)


def test_a_formula_that_adds_up_other_cells_is_named() -> None:
    written = document(APPLICATIONS)
    data = replaced(xlsx.write(written), "xl/worksheets/sheet4.xml", "SUM(A6:D6)", "SUM(A6:C6)")
    with pytest.raises(DocumentDiffers, match="表四的行政复议·总计的公式"):
        xlsx.verify(data, written)


def test_a_formula_without_a_stored_value_is_named() -> None:
    written = document(APPLICATIONS)
    stripped = io.BytesIO()
    Book(xlsx.write(written)).formulas.save(stripped)
    with pytest.raises(DocumentDiffers, match="是空白"):
        xlsx.verify(stripped.getvalue(), written)


def test_a_name_that_leads_elsewhere_is_named() -> None:
    written = document(APPLICATIONS)
    data = replaced(xlsx.write(written), "xl/workbook.xml", "'表四'!$A$6<", "'表四'!$B$6<")
    with pytest.raises(DocumentDiffers, match="单元格名称（行政复议·结果维持）"):
        xlsx.verify(data, written)


def test_what_stands_beyond_the_stated_end_of_a_sheet_is_read_too() -> None:
    written, name = document(APPLICATIONS), "xl/worksheets/sheet2.xml"
    whole = xlsx.write(written)
    stated = part(whole, name).partition("<dimension ")[2].partition("/>")[0]
    data = replaced(whole, name, stated, 'ref="A1"')
    xlsx.verify(data, written)
    wrong = replaced(data, name, "<v>20</v>", "<v>21</v>")
    with pytest.raises(DocumentDiffers, match="表二的行政规范性文件·现行有效是“21”，报告中是“20”"):
        xlsx.verify(wrong, written)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\x00" * 4096])
def test_what_is_no_workbook_is_said_in_a_sentence(data: bytes) -> None:
    with pytest.raises(DocumentDiffers, match="打不开"):
        xlsx.verify(data, document())


def test_every_truncated_workbook_is_noticed() -> None:
    written = document(APPLICATIONS)
    data = xlsx.write(written)
    for length in range(0, len(data) - 1, len(data) // 12):
        with pytest.raises(DocumentDiffers):
            xlsx.verify(data[:length], written)


def test_a_report_read_back_is_the_report() -> None:
    written = report(APPLICATIONS)
    book = Book(xlsx.write(document(APPLICATIONS)))
    assert {key: book.shown(key) for key in written.form.cells if key != "disclosure.fees.amount"} == {
        key: written.value(key) for key in written.form.cells if key != "disclosure.fees.amount"
    }

"""The words of the workbook: strings only, whole, and never a formula."""

import io
import re
import tempfile
import zipfile

import pytest
from openpyxl.cell.cell import Cell

from core.errors import OddCharacter
from core.writers import xlsx
from core.writers.blocks import Document, Paragraph
from core.writers.xlsx.texts import split
from tests.writers.workbooks import FORM, Book, document, write

COMMANDS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠SUM", "\t=1", "\r=1")
TAILS = ("", "|' /C calc'!A0", '+HYPERLINK("http://x/")', "\n=2")
VECTORS = [f"{head}{tail}" for head in COMMANDS for tail in TAILS]


def texts(book: Book) -> list[tuple[object, object]]:
    rows = book.values["封面与文字"].iter_rows(max_col=2, values_only=True)
    return [(label, text) for label, text in rows]


def with_paragraphs(written: Document, *paragraphs: str) -> Document:
    return written._replace(blocks=(*written.blocks, *(Paragraph(text) for text in paragraphs)))


def test_the_words_stand_in_the_order_of_the_report() -> None:
    assert texts(write(document())) == [
        ("标题", "青石镇人民政府2021年政府信息公开工作年度报告"),
        ("单位", "青石镇人民政府"),
        ("年度", "2021"),
        ("格式", "2021"),
        ("开头", "青石镇人民政府编制本报告。"),
        (None, "一、总体情况"),
        (None, "本年公开信息12条。"),
        (None, "（一）主动公开。公开栏更新3次。"),
        (None, "二、主动公开政府信息情况"),
        ("另表", "见“表二”。"),
        (None, "三、收到和处理政府信息公开申请情况"),
        ("另表", "见“表三”。"),
        (None, "四、政府信息公开行政复议、行政诉讼情况"),
        ("另表", "见“表四”。"),
        (None, "五、存在的主要问题及改进情况"),
        (None, "培训不够，下一步加强培训。"),
        (None, "六、其他需要报告的事项"),
        (None, "本年未收取信息处理费。"),
    ]


def test_a_paragraph_that_speaks_of_a_table_is_a_paragraph() -> None:
    book = write(document(texts={"overview": "见“表三”。\n接上\n另表"}))
    assert [text for _, text in texts(book)][6:9] == ["见“表三”。", "接上", "另表"]


def test_a_blank_report_has_an_empty_line_to_fill_in_under_every_heading_of_a_text() -> None:
    lines = texts(write(document(zeros=False, texts={}, unit="")))
    for heading in ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"):
        assert lines[lines.index((None, heading)) + 1] == (None, None)


@pytest.mark.parametrize("length", [900, 32_766, 32_767, 40_000])
def test_a_long_paragraph_goes_on_in_further_rows_and_loses_nothing(length: int) -> None:
    text = "".join(f"第{number}句话讲公开。" for number in range(length))[:length]
    lines = texts(write(document(texts={"overview": text})))
    start = lines.index((None, "一、总体情况")) + 1
    end = lines.index((None, "二、主动公开政府信息情况"))
    assert [label for label, _ in lines[start:end]] == [None, *["接上"] * (end - start - 1)]
    assert end - start > 1
    assert "".join(str(piece) for _, piece in lines[start:end]) == text
    assert all(len(str(piece)) < 1000 for _, piece in lines[start:end])


def test_a_long_text_is_cut_behind_a_sentence() -> None:
    pieces = split("讲公开。" * 400)
    assert len(pieces) > 1
    assert all(piece.endswith("。") for piece in pieces)


def test_every_row_is_tall_enough_and_none_taller_than_a_spreadsheet_shows() -> None:
    book = write(document(texts={"overview": "字" * 5000}))
    for sheet in book.formulas:
        heights = [row.height for row in sheet.row_dimensions.values() if row.height]
        assert heights
        assert max(heights) <= 409


def test_40_commands_written_in_paragraphs_stay_text() -> None:
    assert len(VECTORS) == 40
    written = with_paragraphs(document(), *VECTORS)
    book = Book(xlsx.write(written))
    sheet = book.sheet("封面与文字")
    rows = list(sheet.iter_rows(min_row=sheet.max_row - 39, min_col=2, max_col=2))
    for (cell,), vector in zip(rows, VECTORS, strict=True):
        assert isinstance(cell, Cell)
        assert cell.data_type == "s"
        assert str(cell.value).replace("_x000D_", "\r") == vector
        assert cell.quotePrefix


def test_40_commands_typed_in_cells_of_the_tables_stay_text() -> None:
    typed = dict(zip(FORM.typed, VECTORS, strict=False))
    book = write(document(typed))
    commands = 0
    for key in typed:
        cell = book.cell(key)
        assert cell.data_type in {"s", "n"}  # +1 is the number one
        if cell.data_type == "s":
            assert cell.quotePrefix
            commands += 1
    assert commands >= 30


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_as_the_units_name_stays_text(command: str) -> None:
    book = write(document(unit=f"{command}镇"))
    for name in ("report.unit_name", "report.title"):
        assert book.cell(name).data_type == "s"
        assert book.cell(name).quotePrefix


def test_ordinary_text_has_no_quote_prefix() -> None:
    book = write(document())
    assert not book.cell("report.unit_name").quotePrefix
    assert not book.cell("applications.total.total").quotePrefix


def test_what_looks_like_an_error_or_an_escape_stays_text() -> None:
    words = ("#N/A", "#REF!", "TRUE", "2021-01-01", "12", "<b>&amp;", "_x0041_", "_x005F_", "𠮷野家")
    book = write(document(texts={"overview": "\n".join(words)}))
    stands = [text for _, text in texts(book)][6:15]
    assert stands == [word.replace("_x00", "_x005F_x00") for word in words]
    assert {book.sheet("封面与文字").cell(row, 2).data_type for row in range(7, 16)} == {"s"}


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\ufffe", "\uffff", "\ud800"])
def test_a_character_no_workbook_can_hold_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(OddCharacter, match="“前面后面…”一段第3个字") as refused:
        xlsx.write(with_paragraphs(document(), f"前面{sign}后面"))
    assert refused.value.hint == "请删去这个字再导出。"


def test_the_file_says_title_and_unit_and_nothing_of_person_or_program() -> None:
    data = xlsx.write(document())
    book = Book(data)
    about = book.formulas.properties
    assert about.title == "青石镇人民政府2021年政府信息公开工作年度报告"
    assert about.creator == about.lastModifiedBy == "青石镇人民政府"
    assert str(about.created) == str(about.modified) == "2022-01-01 00:00:00"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode()
    assert not re.search('openpyxl|root|Calibri"/><family val="2"/><color', everything, re.IGNORECASE)


def test_paragraph_headings_stand_out() -> None:
    book = write(document(texts={"overview": "（一）主动公开\n公开12条。"}))
    sheet = book.sheet("封面与文字")
    assert [sheet.cell(row, 2).font.name for row in (7, 8)] == ["楷体", "仿宋"]


def test_the_workbook_is_made_without_a_file_in_the_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """That folder may be full, which the library would report as a mistake of ours."""
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    made = document()
    xlsx.verify(xlsx.write(made), made)

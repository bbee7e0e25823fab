"""The tables of the PDF: on one page where it fits, headings repeated where not, nothing outside its cell."""

import pypdfium2
import pytest

from core.errors import TooLarge
from core.form import Role
from core.writers import fonts, pdf
from core.writers.blocks import Document, GridCell, TableBlock
from core.writers.pdf import tables
from core.writers.pdf.faces import Faces
from core.writers.pdf.sheet import HEIGHT, PITCH, WIDTH
from core.writers.ruled import SIDE, measure
from tests.writers.pdfs import REPORTS, document, text_of, written
from tests.writers.workbooks import document as of

NAMES = list(REPORTS)
HEADINGS = [
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
]


def faces() -> Faces:
    return Faces(fonts.folder())


def page_of(texts: list[str], words: str) -> int:
    (found,) = [number for number, text in enumerate(texts) if words in "".join(text.split())]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_table_stands_on_one_page_with_its_heading(name: str) -> None:
    texts = text_of(written(name))
    ends = ["行政事业性收费", "四、结转下年度继续办理", "复议后起诉"]
    for heading, end in zip(HEADINGS, ends, strict=True):
        assert page_of(texts, heading) == page_of(texts, end)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_table_fills_the_width_and_every_line_its_cell(name: str, number: int) -> None:
    block = list(document(name).tables())[number]
    ruled = measure(block, WIDTH, HEIGHT - PITCH, faces())
    assert sum(ruled.widths) == pytest.approx(WIDTH)
    assert ruled.height <= HEIGHT - PITCH
    assert 9 <= ruled.size <= 12
    for one in ruled.cells:
        cell = one.cell
        width = sum(ruled.widths[cell.column : cell.column + cell.column_span])
        height = sum(ruled.heights[cell.row : cell.row + cell.row_span])
        assert one.height <= height + 0.01
        assert "".join(glyph.character for line in one.lines for glyph in line) == cell.text
        for line in one.lines:
            placed = tables._advances(line, one, width)
            assert sum(placed) <= width + 0.01, cell.text


@pytest.mark.parametrize("name", NAMES)
def test_figures_of_a_row_have_white_on_both_sides(name: str) -> None:
    for block in document(name).tables():
        ruled = measure(block, WIDTH, HEIGHT - PITCH, faces())
        for one in ruled.cells:
            if one.cell.role is Role.VALUE and one.lines:
                width = sum(ruled.widths[one.cell.column : one.cell.column + one.cell.column_span])
                used = sum(glyph.width for glyph in one.lines[0]) * one.size
                assert width - used >= 2 * SIDE * one.size - 0.01


def test_figures_of_nine_digits_are_set_smaller_not_cut() -> None:
    full = of(dict.fromkeys(of().cells(), "999999999"))
    data = pdf.write(full)
    pdf.verify(data, full)
    assert "".join(text_of(data)).count("999999999") >= 166


def test_words_typed_for_a_figure_stay_in_their_cell() -> None:
    key = "applications.granted.natural_person"
    words = "约三十件左右，其中部分尚在核实之中，详见附件说明"
    typed = of({key: words})
    data = pdf.write(typed)
    pdf.verify(data, typed)
    block = list(typed.tables())[1]
    ruled = measure(block, WIDTH, HEIGHT - PITCH, faces())
    (one,) = [one for one in ruled.cells if one.cell.key == key]
    assert len(one.lines) > 1


def long_table(rows: int) -> Document:
    """Table three followed by many more rows, one group of rows spanning most of them."""
    full = of()
    (number, block) = next(
        (place, block)
        for place, block in enumerate(full.blocks)
        if isinstance(block, TableBlock) and block.id == "applications"
    )
    assert isinstance(block, TableBlock)
    more: list[GridCell] = []
    group = block.cells[-8]._replace(row=block.rows, row_span=rows, column_span=1, text="分组名称")
    more.append(group)
    for row in range(block.rows, block.rows + rows):
        more.append(group._replace(row=row, row_span=1, column=1, column_span=2, text=f"第{row}行的名称"))
        more.extend(
            cell._replace(row=row, text=str(row * 10 + place)) for place, cell in enumerate(block.cells[-7:])
        )
    longer = block._replace(rows=block.rows + rows, cells=(*block.cells, *more))
    return full._replace(blocks=(*full.blocks[:number], longer, *full.blocks[number + 1 :]))


@pytest.mark.parametrize("rows", [10, 40, 90])
def test_a_table_over_several_pages_repeats_its_headings(rows: int) -> None:
    longer = long_table(rows)
    data = pdf.write(longer)
    pdf.verify(data, longer)
    texts = ["".join(text.split()) for text in text_of(data)]
    pages = [text for text in texts if "行的名称" in text]
    assert len(pages) > rows // 45
    assert all("申请人情况" in text and "社会公益组织" in text for text in pages)
    assert all("分组名称" in text for text in pages)


def test_a_table_that_is_cut_by_a_page_is_closed_by_lines() -> None:
    longer = long_table(90)
    pages = pypdfium2.PdfDocument(pdf.write(longer))
    assert len(pages) >= 5


@pytest.mark.parametrize("typed", ["见附件二第三页由综合执法办公室另行统计后报送", "12a" * 40, "字" * 100])
def test_a_long_remark_in_a_cell_is_wrapped_and_printed(typed: str) -> None:
    made = of({"applications.granted.natural_person": typed, "disclosure.penalty.decisions": typed})
    data = pdf.write(made)
    pdf.verify(data, made)
    assert "".join("".join(text_of(data)).split()).count(typed[:5]) >= 2


@pytest.mark.parametrize("length", [1500, 20_000])
def test_a_text_too_long_for_a_page_is_refused_with_its_cell(length: int) -> None:
    with pytest.raises(TooLarge) as refused:
        pdf.write(of({"applications.granted.natural_person": "字" * length}))
    assert refused.value.message == (
        f"三、收到和处理政府信息公开申请情况的“予以公开·自然人”里的内容有 {length} 个字，太长，一页印不下。"
    )
    assert refused.value.hint == "请改短后再导出。"


@pytest.mark.parametrize("length", [15, 40, 80, 200, 300, 400, 500, 600, 700, 800, 1000])
def test_a_text_of_any_length_is_printed_or_refused(length: int) -> None:
    made = of({"applications.granted.natural_person": "字" * length})
    try:
        data = pdf.write(made)
    except TooLarge as refused:
        assert "改短" in refused.hint  # noqa: PT017 - either way is right
    else:
        pdf.verify(data, made)

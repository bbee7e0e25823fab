"""The Word file: official papers in Word's own styles, tables as the form draws them."""

import functools
import io
import itertools
import re
import zipfile
from collections.abc import Iterator

import docx
import pytest
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.table import Table

from core import readers
from core.errors import OddCharacter
from core.values import show
from core.writers import docx as word
from core.writers.blocks import Heading, Paragraph, TableBlock, Title
from core.writers.docx import styles
from tests.writers import specimens
from tests.writers.packages import part
from tests.writers.specimens import NAMES, RARE, UNPRINTABLE
from tests.writers.workbooks import document as of

MM, POINT = 36_000, 12_700  # of Word's smallest lengths


@functools.cache
def written(name: str) -> bytes:
    """One of the three reports, read back by ourselves first."""
    data = word.write(specimens.document(name))
    word.verify(data, specimens.document(name))
    return data


def opened(data: bytes) -> Opened:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(data).paragraphs]


def rows(table: Table) -> list[CT_Row]:
    return table._tbl.tr_lst


@pytest.mark.parametrize("name", NAMES)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    assert word.write(specimens.document(name)) == written(name)


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_those_that_word_shows_beside_the_pages(name: str) -> None:
    meant = [
        (block.level, block.text)
        for block in specimens.document(name).blocks
        if isinstance(block, Heading | Paragraph) and block.level
    ]
    stand = [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in opened(written(name)).paragraphs
        if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading")
    ]
    assert stand == meant
    assert {level for level, _ in stand} == ({1, 2, 3} if name == "crowded" else {1})


def test_the_levels_of_headings_are_levels_of_the_outline() -> None:
    known = opened(written("crowded")).styles
    for level in (1, 2, 3):
        look = known[f"Heading {level}"].element.pPr
        assert look.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)
        assert look.find(qn("w:keepNext")) is not None


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Body Text First Indent", "仿宋_GB2312", 16),
        ("footer", "宋体", 14),
    ],
)
def test_every_style_has_the_font_and_size_of_the_standard(style: str, font: str, size: int) -> None:
    found = opened(written("sample")).styles
    fonts: list[str] = []
    sizes: list[float] = []
    here = found[style].element
    while here is not None:
        face = here.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        fonts += [] if face is None else [face.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii")]
        sizes += [int(mark.get(qn("w:val"))) / 2 for mark in here.iter(qn("w:sz"))]
        here = here.base_style
    defaults = found.element.find(qn("w:docDefaults"))
    assert (fonts or [mark.get(qn("w:eastAsia")) for mark in defaults.iter(qn("w:rFonts"))])[0] == font
    assert (sizes or [int(mark.get(qn("w:val"))) / 2 for mark in defaults.iter(qn("w:sz"))])[0] == size


def test_the_text_begins_two_characters_in_and_its_lines_are_those_of_the_standard() -> None:
    known = opened(written("sample")).styles
    indent = known["Body Text First Indent"].element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    assert indent.get(qn("w:firstLineChars")) == "200"
    plain = known["Normal"].paragraph_format
    assert plain.line_spacing_rule is WD_LINE_SPACING.EXACTLY
    assert 22 * plain.line_spacing <= 225 * MM < 22.1 * plain.line_spacing
    tight = known["Body Text First Indent"].element.find(f"{qn('w:rPr')}/{qn('w:spacing')}")
    width = 16 + int(tight.get(qn("w:val"))) / 20
    assert 28 * width <= 156 * MM / POINT < 28.2 * width


def test_the_page_is_that_of_official_papers() -> None:
    (page,) = opened(written("sample")).sections
    sides = page.top_margin, page.bottom_margin, page.left_margin, page.right_margin
    assert [round(side / MM, 1) for side in sides if side] == [37, 35, 28, 26]
    assert [round(side / MM) for side in (page.page_width, page.page_height) if side] == [210, 297]


def test_pages_are_numbered_on_the_outer_side() -> None:
    read = opened(written("sample"))
    (page,) = read.sections
    assert read.settings.odd_and_even_pages_header_footer
    sides = {
        page.footer: ("right", WD_ALIGN_PARAGRAPH.RIGHT),
        page.even_page_footer: ("left", WD_ALIGN_PARAGRAPH.LEFT),
    }
    for foot, (side, align) in sides.items():
        (line,) = foot.paragraphs
        field = line._p.find(qn("w:fldSimple"))
        assert field is not None
        assert field.get(qn("w:instr")).strip() == "PAGE"
        assert "".join(mark.text for mark in line._p.iter(qn("w:t"))) == "— 1 —"
        assert line.alignment is align
        assert line._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_and_label_stands_where_the_form_has_it(name: str) -> None:
    blocks = list(specimens.document(name).tables())
    for table, block in zip(opened(written(name)).tables, blocks, strict=True):
        found = [row.cells for row in table.rows]  # a merged cell comes in every row and column it spans
        for cell in block.cells:
            inside = itertools.product(
                range(cell.row, cell.row + cell.row_span), range(cell.column, cell.column + cell.column_span)
            )
            stand = {id(found[row][column]._tc): found[row][column] for row, column in inside}
            (one,) = stand.values()
            assert one.text.replace("" if cell.key else "\n", "") == cell.text


def test_headings_repeat_on_every_page_and_rows_stay_whole() -> None:
    blocks = list(specimens.document("sample").tables())
    for table, block in zip(opened(written("sample")).tables, blocks, strict=True):
        heads = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows(table)]
        assert heads == [number < block.heading_rows for number in range(block.rows)]
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows(table))


def test_a_table_that_goes_on_a_page_stays_on_one_with_its_heading() -> None:
    for table in opened(written("crowded")).tables:
        *others, last = rows(table)
        assert all(
            line.find(f".//{qn('w:keepNext')}") is not None for row in others for line in row.iter(qn("w:p"))
        )
        assert last.find(f".//{qn('w:keepNext')}") is None
        assert sum(row.trHeight_val or 0 for row in rows(table)) < (225 * MM - 29 * POINT)


def test_a_label_that_the_form_prints_downwards_is_written_downwards() -> None:
    table = opened(written("sample")).tables[1]
    downwards = [
        cell
        for row in rows(table)
        for cell in row.tc_lst
        if cell.find(f".//{qn('w:textDirection')}") is not None
    ]
    assert [cell.vMerge for cell in downwards] == ["restart", *["continue"] * (len(downwards) - 1)]
    assert "".join(mark.text or "" for mark in downwards[0].iter(qn("w:t"))) == "三、本年度办理结果"


def test_tables_are_as_wide_as_the_text() -> None:
    for table in opened(written("crowded")).tables:
        assert sum(column.width for column in table.columns) == pytest.approx(156 * MM, abs=POINT)


def test_a_heading_run_in_stands_in_the_letters_of_its_level() -> None:
    data = word.write(of(texts={"overview": "（一）主动公开。公开栏更新3次。"}))
    (line,) = [line for line in opened(data).paragraphs if line.text.startswith("（一）")]
    assert [(run.text, run.style.style_id) for run in line.runs] == [
        ("（一）主动公开。", styles.LEAD),
        ("公开栏更新3次。", "DefaultParagraphFont"),
    ]


def test_a_title_is_broken_where_one_reads_on_best() -> None:
    assert texts(written("zeros"))[0] == "青石镇人民政府2021年\n政府信息公开工作年度报告"
    assert texts(written("crowded"))[0].count("\n") == 3


def test_the_file_says_title_unit_and_year_and_nothing_of_person_or_computer() -> None:
    about = opened(written("sample")).core_properties
    assert about.title == "新郑市人民政府办公室2021年政府信息公开工作年度报告"
    assert about.author == about.last_modified_by == "新郑市人民政府办公室"
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.isoformat() == "2022-01-01T00:00:00+00:00"
    assert (about.language, about.comments, about.revision) == ("zh-CN", "", 0)
    with zipfile.ZipFile(io.BytesIO(written("sample"))) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        whole = b"".join(map(parts.read, parts.namelist()))
    assert not re.search(
        rb"/(?:home|root|tmp|work|usr)/|localhost|python|w:rsid|Microsoft|Normal\.dotm", whole
    )


def test_fonts_are_named_with_what_may_stand_in_their_place_and_none_is_embedded() -> None:
    table = part(written("sample"), "word/fontTable.xml")
    pairs = dict(re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"', table))
    assert pairs["仿宋_GB2312"].startswith("仿宋,")
    assert pairs["楷体_GB2312"].startswith("楷体,")
    assert {"华文中宋", "宋体"} <= set(pairs["方正小标宋简体"].split(","))
    named = set(re.findall(r'w:eastAsia="([^"]+)"', part(written("crowded"), "word/styles.xml")))
    assert named - {"zh-CN"} == set(pairs)
    assert "embed" not in table


def test_rare_characters_are_kept_whether_our_fonts_have_them_or_not() -> None:
    data = word.write(of(texts={"overview": f"地名{RARE}{UNPRINTABLE}。"}, unit=f"{UNPRINTABLE}镇"))
    assert f"地名{RARE}{UNPRINTABLE}。" in texts(data)
    assert UNPRINTABLE in texts(data)[0]


@pytest.mark.parametrize(
    "text",
    ["<w:br/>&amp;]]>&#10;\"'", "{ PAGE }", "=SUM(A1)", " 　两端　 ", "甲\t乙", "https://a.cn/b", "甲  乙"],
)
def test_words_are_words_however_they_look(text: str) -> None:
    meant = of(texts={"overview": text})
    data = word.write(meant)
    word.verify(data, meant)
    (printed,) = [block.text for block in meant.blocks if isinstance(block, Paragraph)]
    assert printed in texts(data)


def test_a_character_that_no_such_file_can_hold_is_named_with_its_place() -> None:
    with pytest.raises(OddCharacter, match="“甲乙丙…”一段第3个字是不可见的坏字符，写不进 Word 文件。"):
        word.write(of(texts={"overview": "甲乙\uffff丙"}))


def test_a_blank_report_has_its_headings_and_empty_tables_and_ends_with_text() -> None:
    blank = of(zeros=False, texts={}, unit="")
    data = word.write(blank)
    word.verify(data, blank)
    assert "六、其他需要报告的事项" in texts(data)


def test_tables_that_follow_one_another_stay_apart_and_none_ends_the_text() -> None:
    whole = specimens.document("zeros")
    meant = whole._replace(blocks=tuple(whole.tables()))
    data = word.write(meant)
    word.verify(data, meant)
    body = opened(data).element.body
    assert [child.tag.rpartition("}")[2] for child in body] == [*["tbl", "p"] * 3, "sectPr"]


def blocks_of(name: str) -> Iterator[str]:
    for block in specimens.document(name).blocks:
        if isinstance(block, Title | Heading | Paragraph):
            yield block.text
        elif isinstance(block, TableBlock):
            yield from (cell.text for cell in block.cells)


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_the_document_is_missing_in_the_file(name: str) -> None:
    stands = "".join(re.findall(r"<w:t [^>]*>([^<]*)", part(written(name), "word/document.xml")))
    meant = "".join(blocks_of(name)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert sorted(stands) == sorted(meant)


def copied(data: bytes) -> Iterator[str]:
    """The text as it is pasted elsewhere: tabs between cells, a break in a cell as a line."""
    for item in opened(data).iter_inner_content():
        if isinstance(item, Table):
            yield from (
                "\t".join("\n".join(line.text for line in cell.p_lst) for cell in row.tc_lst)
                for row in rows(item)
            )
        else:
            yield item.text


@pytest.mark.parametrize("name", NAMES)
def test_what_is_copied_out_of_word_reads_back_as_the_same_report(name: str) -> None:
    found = readers.read_bytes("copied.txt", "\n".join(copied(written(name))).encode())
    report = specimens.REPORTS[name]()
    assert {key: show(value) for key, value in found.cells.items()} == {
        key: show(report.value(key)) for key in report.form.cells
    }
    assert {text: found.texts[text] for text in report.form.texts} == {
        text: report.text(text) for text in report.form.texts
    }


@pytest.mark.parametrize("typed", ["见附件二第三页由综合执法办公室另行统计后报送", "12a" * 40, "字" * 400])
def test_a_long_remark_in_a_cell_is_kept(typed: str) -> None:
    made = of({"applications.granted.natural_person": typed, "disclosure.penalty.decisions": typed})
    data = word.write(made)
    word.verify(data, made)
    assert part(data, "word/document.xml").count(typed) == 2


def test_a_table_longer_than_a_page_may_be_parted_between_rows() -> None:
    made = of(
        {f"applications.{row}.natural_person": "字" * 400 for row in ("granted", "total", "new_received")}
    )
    table = opened(word.write(made)).tables[1]
    assert sum(row.trHeight_val or 0 for row in rows(table)) > 225 * MM
    assert not [line for row in rows(table) for line in row.iter(qn("w:keepNext"))]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows(table))

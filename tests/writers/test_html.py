"""The web page: valid, in order, every figure under its headings, nothing fetched, nothing that runs."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from core import formfile
from core.errors import OddCharacter
from core.form import Role
from core.report import Report
from core.values import show
from core.writers import html, layout
from core.writers.blocks import GridCell, Paragraph, TableBlock
from tests.forms import invented
from tests.writers import specimens
from tests.writers.webpages import Element, document, parsed, said, written
from tests.writers.workbooks import FORM, report

NAMES = specimens.NAMES
PARTS = {"caption", "thead", "tbody"}


def page(*, charted: bool = False, name: str = "sample") -> Element:
    return parsed(written(name, charted=charted))


def page_of(made: Report) -> Element:
    meant = layout.build(made)
    data = html.write(meant)
    html.verify(data, meant)
    return parsed(data)


def figure(root: Element, key: str) -> Element:
    (found,) = (cell for cell in root.iter("td") if cell.get("data-key") == key)
    return found


def announced(root: Element, key: str) -> list[str]:
    """What a screen reader says before a figure."""
    heads = {cell.get("id"): said(cell) for cell in root.iter("th")}
    return [heads[name] for name in figure(root, key).get("headers", "").split()]


def headings(root: Element) -> Iterator[tuple[int, str]]:
    for element in root.iter():
        if re.fullmatch(r"h\d", str(element.tag)):
            yield int(str(element.tag)[1]), said(element)


@pytest.mark.parametrize("charted", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_strict_parser_finds_no_fault(name: str, *, charted: bool) -> None:
    root = page(charted=charted, name=name)
    assert root.get("lang") == "zh-CN"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_document_gives_the_same_page(name: str) -> None:
    assert html.write(document(name, charted=True)) == written(name, charted=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_stands_in_the_cell_of_its_key(name: str) -> None:
    made, root = specimens.REPORTS[name](), page(name=name)
    cells = {cell.get("data-key"): said(cell) for cell in root.iter("td")}
    assert cells == {key: show(made.value(key)) for key in made.form.cells}


@pytest.mark.parametrize(
    ("key", "heads"),
    [
        (
            "applications.new_received.natural_person",
            ["一、本年新收政府信息公开申请数量", "申请人情况", "自然人"],
        ),
        (
            "applications.denied.state_secret.commercial",
            [
                *("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"),
                *("申请人情况", "法人或其他组织", "商业企业"),
            ],
        ),
        ("applications.total.total", ["三、本年度办理结果", "（七）总计", "申请人情况", "总计"]),
        ("disclosure.normative.valid", ["第二十条第（一）项", "行政规范性文件", "现行有效件数"]),
        ("disclosure.coercion.decisions", ["第二十条第（六）项", "行政强制", "本年处理决定数量"]),
        ("disclosure.fees.amount", ["第二十条第（八）项", "行政事业性收费", "本年收费金额（单位：万元）"]),
        ("disputes.review.upheld", ["行政复议", "结果维持"]),
        ("disputes.suit_after_review.pending", ["行政诉讼", "复议后起诉", "尚未审结"]),
    ],
)
def test_a_screen_reader_says_row_and_column_of_a_figure(key: str, heads: list[str]) -> None:
    assert announced(page(), key) == heads


def test_every_figure_of_the_form_is_said_with_its_own_row_and_column() -> None:
    root = page()
    for key, cell in FORM.cells.items():
        heads = announced(root, key)
        assert cell.row.label in heads
        assert cell.column.label in heads


def placed(table: Element) -> dict[tuple[int, int, int, int], str]:
    """Where every cell of a table comes to stand, as a browser lays it out."""
    taken: set[tuple[int, int]] = set()
    found: dict[tuple[int, int, int, int], str] = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            high, broad = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            taken |= {(row + down, column + right) for down in range(high) for right in range(broad)}
            found[row, column, high, broad] = said(cell)
    return found


def test_cells_are_merged_as_the_form_merges_them() -> None:
    tables = [table for table in page().iter("table") if table.get("class") == "form"]
    assert len(tables) == len(FORM.tables)
    for table, block in zip(tables, document("sample").tables(), strict=True):
        assert placed(table) == {
            (cell.row, cell.column, cell.row_span, cell.column_span): cell.text for cell in block.cells
        }


def test_no_cell_reaches_out_of_its_group_of_rows() -> None:
    for table in page().iter("table"):
        for group in table:
            if group.tag in {"thead", "tbody"}:
                lines = list(group)
                for number, line in enumerate(lines):
                    assert all(number + int(cell.get("rowspan", "1")) <= len(lines) for cell in line)


def test_headings_repeat_on_paper_and_a_label_is_for_its_whole_group() -> None:
    tables = [table for table in page().iter("table") if table.get("class") == "form"]
    assert [len(head) for table in tables for head in table.iter("thead")] == [3, 3]
    (whole,) = (cell for cell in tables[1].iter("th") if said(cell) == "三、本年度办理结果")
    assert whole.get("scope") == "rowgroup"
    (caption, *_) = tables[0].iter("th")
    assert (said(caption), caption.get("scope")) == ("第二十条第（一）项", "rowgroup")


def test_every_table_has_a_caption_and_a_frame_that_the_keyboard_reaches() -> None:
    root = page()
    frames = [frame for frame in root.iter("div") if frame.get("role") == "region"]
    captions = {caption.get("id"): said(caption) for caption in root.iter("caption")}
    assert [captions[frame.get("aria-labelledby")] for frame in frames] == [
        "主动公开政府信息情况表",
        "收到和处理政府信息公开申请情况表",
        "政府信息公开行政复议、行政诉讼情况表",
    ]
    assert {frame.get("tabindex") for frame in frames} == {"0"}


@pytest.mark.parametrize("name", NAMES)
def test_no_rank_of_headings_is_left_out(name: str) -> None:
    ranks = [rank for rank, _ in headings(page(name=name, charted=True))]
    assert ranks.count(1) == 1
    assert ranks[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(ranks))


def test_title_sections_and_headings_have_their_ranks() -> None:
    texts = {
        "preamble": "",
        "overview": "1.甲\n文\n（一）乙\n1.丙\n文",
        "problems": "（一）丁。文字",
        "other_matters": "无",
    }
    found = list(headings(page_of(report({}, texts=texts))))
    sections = [(2, section.heading) for section in FORM.sections]
    assert found == [
        (1, "青石镇人民政府2021年政府信息公开工作年度报告"),
        sections[0],
        *((3, "1.甲"), (3, "（一）乙"), (4, "1.丙")),
        *sections[1:],
    ]


def test_a_run_in_heading_is_marked_and_stays_in_its_paragraph() -> None:
    root = page_of(report({}, texts={"overview": "（一）主动公开。公开栏更新3次。"}))
    assert [said(strong) for strong in root.iter("strong")] == ["（一）主动公开。"]
    assert "（一）主动公开。公开栏更新3次。" in [said(paragraph) for paragraph in root.iter("p")]


@pytest.mark.parametrize("charted", [False, True])
def test_nothing_is_fetched_and_nothing_runs(*, charted: bool) -> None:
    root = page(charted=charted)
    tags = {str(element.tag).rpartition("}")[2] for element in root.iter()}
    assert not tags & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "a",
        "use",
        "image",
    }
    names = {str(name) for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or name in {"src", "href", "action"}]
    (style,) = root.iter("style")
    assert "@import" not in said(style)
    assert "url(" not in said(style)
    assert not re.search(rb"url\((?!#)", written("sample", charted=charted))


def test_the_head_says_title_and_parts_and_nothing_of_person_computer_or_day() -> None:
    root = page()
    (title,) = (element for element in root.iter("title"))
    metas = {meta.get("name"): meta.get("content") for meta in root.iter("meta") if meta.get("name")}
    assert said(title) == document("sample").title
    assert set(metas) == {"viewport", "description"}
    assert str(metas["description"]).startswith(f"{said(title)}：一、总体情况；二、主动公开")
    words = written("sample").decode()
    assert str(Path.home()) not in words
    assert not re.search(r"generator|author|file:|[A-Z]:\\|<!--", words)


def test_totals_look_different_from_what_is_typed() -> None:
    root = page()
    assert figure(root, "applications.new_received.total").get("class") == "sum"
    assert figure(root, "applications.new_received.natural_person").get("class") is None


def test_a_blank_stays_blank() -> None:
    root = page_of(report({"applications.granted.research": ""}))
    assert said(figure(root, "applications.granted.research")) == ""
    assert said(figure(root, "applications.granted.total")) == ""
    assert said(figure(root, "applications.granted.commercial")) == "0"


def test_what_is_typed_is_never_markup() -> None:
    words = '<b onclick="x">甲</b> & &lt;乙&gt; "丙" \'丁\' </p></main><!-- ]]>'
    root = page_of(
        report({"disclosure.fees.amount": "<i>1</i>"}, texts={"overview": words}, unit="<script>1</script>镇")
    )
    assert [words] == [said(one) for one in root.iter("p")]
    assert said(figure(root, "disclosure.fees.amount")) == "<i>1</i>"
    assert not [element for element in root.iter() if element.tag in {"b", "script", "i"}]
    (title,) = root.iter("title")
    assert said(title).startswith("<script>1</script>镇2021年")


def test_rare_characters_are_kept_and_unseen_ones_are_not() -> None:
    root = page_of(
        report({}, texts={"overview": f"{specimens.UNPRINTABLE}{specimens.RARE}甲\u200b乙\u202e丙"})
    )
    assert [said(one) for one in root.iter("p")] == [f"{specimens.UNPRINTABLE}{specimens.RARE}甲乙丙"]


@pytest.mark.parametrize("odd", ["\ufffe", "\ufdd0", "\x00", "\x1b", "\ud800"])
def test_a_character_no_page_can_hold_is_refused_with_its_place(odd: str) -> None:
    meant = document("zeros")
    with pytest.raises(OddCharacter, match="“本年没有甲”这段里有一个坏字符"):
        html.write(meant._replace(blocks=(*meant.blocks, Paragraph(f"本年没有甲{odd}"))))


def test_without_its_style_the_page_reads_in_the_order_of_the_report() -> None:
    (main,) = page().iter("main")
    words = [line for line in said(main).split("\n") if line]
    for text in words:
        assert text.strip() == text
    firsts = ["".join(words).index(section.heading) for section in FORM.sections]
    assert firsts == sorted(firsts)


def test_a_row_of_a_table_is_one_line_of_the_page() -> None:
    lines = written("sample").decode().splitlines()
    rows = [line for line in lines if "data-key" in line]
    assert all(line.startswith("<tr>") and line.endswith("</tr>") for line in rows)
    assert len([line for line in rows if "applications." in line]) == 25


def test_the_invented_form_is_a_page_too(tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    root = page_of(Report(form, 2099))
    assert announced(root, "applications.granted.partnership") == [
        *("三、本年度办理结果", "（一）全部公开"),
        *("申请人情况", "法人或其他组织", "合伙企业"),
    ]


def test_a_table_without_headings_is_a_table() -> None:
    cells = (
        GridCell(0, 0, 1, 1, "甲", Role.LABEL, "left", vertical=False),
        GridCell(0, 1, 1, 1, "5", Role.VALUE, "center", vertical=False, key="a.b.c", value=5, name="甲·数"),
    )
    block = TableBlock("a", "清单", 1, 2, 0, 0, (1, 1), cells, ())
    meant = document("zeros")._replace(blocks=(block,))
    data = html.write(meant)
    html.verify(data, meant)
    assert announced(parsed(data), "a.b.c") == ["甲"]

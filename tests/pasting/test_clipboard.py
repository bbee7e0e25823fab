"""What Excel, WPS, Word and browsers put on the clipboard, as grids of texts."""

import time

import pytest

from core.errors import TooLarge
from core.pasting import read
from core.pasting.grid import Grid
from tests.pasting.clips import excel, put, tsv, wps


def texts(grid: Grid) -> list[list[str]]:
    return [[spot.text if spot.first else "<" for spot in row] for row in grid.rows]


def only(html: str = "", text: str = "") -> list[list[str]]:
    clip = read(html, text)
    assert len(clip.grids) == 1
    return texts(clip.grids[0])


def html(rows: str) -> str:
    return f"<html><body><table>{rows}</table></body></html>"


@pytest.mark.parametrize("make", [excel, wps])
def test_excel_and_wps(make: object) -> None:
    assert callable(make)
    assert only(make([["自然人", "1,234"], ["", "0"]])) == [["自然人", "1,234"], ["", "0"]]


def test_merged_cells_are_spread_out() -> None:
    rows = (
        "<tr><th rowspan=2>项目<th colspan=2>申请人</tr>"
        "<tr><td>自然人<td>其他</tr>"
        "<tr><td>新收<td colspan='2'>3</tr>"
    )
    assert only(html(rows)) == [["项目", "申请人", "<"], ["<", "自然人", "其他"], ["新收", "3", "<"]]


def test_a_cell_over_rows_at_the_end_of_a_line() -> None:
    assert only(html("<tr><td>1<td rowspan=2>2</tr><tr><td>3</tr>")) == [["1", "2"], ["3", "<"]]


@pytest.mark.parametrize("span", ["0", "-1", "abc", "", "１", "1e9"])
def test_a_span_that_is_none_counts_as_one(span: str) -> None:
    assert only(html(f"<tr><td colspan='{span}'>1<td>2</tr>")) == [["1", "2"]]


def test_a_huge_span_is_cut() -> None:
    assert len(only(html("<tr><td>1</td><td colspan=999999 rowspan=999999></td></tr>"))[0]) == 1


def test_blanks_breaks_and_entities() -> None:
    cell = (
        "<td><p class=MsoNormal>&nbsp;部分公开</p>"
        "<p><span lang=EN-US>（区分\r\n 处理的）<o:p></o:p></span></p></td>"
    )
    assert only(html(f"<tr>{cell}<td>&nbsp;</td><td>&#160;7&nbsp;</td></tr>")) == [
        ["部分公开\n（区分 处理的）", "", "7"]
    ]


@pytest.mark.parametrize(
    "how", ["style='display:none'", "style='mso-hide:all'", "hidden", "style='VISIBILITY: hidden'"]
)
def test_hidden_cells_and_rows_are_not_read(how: str) -> None:
    rows = f"<tr><td>1</td><td {how}>2</td><td>3<span {how}>4</span></td></tr><tr {how}><td>5</td></tr>"
    assert only(html(rows)) == [["1", "3"]]


def test_comments_scripts_and_styles_are_not_read() -> None:
    assert only(html("<tr><td><!-- 9 -->1<script>2</script><style>3</style></td></tr>")) == [["1"]]


def test_a_table_in_a_table_is_a_grid_of_its_own() -> None:
    clip = read(html("<tr><td>外面<table><tr><td>1<td>2</table></td></tr>"), "")
    assert [texts(grid) for grid in clip.grids] == [[["外面"]], [["1", "2"]]]


def test_several_tables_are_several_grids() -> None:
    two = html("<tr><td>1</td></tr>") + html("<tr><td>2</td></tr>") + html("<tr><td>&nbsp;</td></tr>")
    assert [texts(grid) for grid in read(two, "").grids] == [[["1"]], [["2"]]]


def test_rows_without_their_table_are_a_table_all_the_same() -> None:
    assert only("<tr><td>1</td><td>2</td></tr>") == [["1", "2"]]


def test_head_body_and_foot_come_in_the_order_in_which_they_stand() -> None:
    rows = "<thead><tr><td>a</thead><tr><td>b</tr><tbody><tr><td>c</tbody><tfoot><tr><td>d</tfoot>"
    assert only(html(rows)) == [["a"], ["b"], ["c"], ["d"]]


def test_excels_own_figure_where_the_column_was_too_narrow() -> None:
    assert only(html('<tr><td x:num="123456789">####</td><td x:num="0.12345">0.12</td></tr>')) == [
        ["123456789", "0.12"]
    ]


def test_html_without_a_table_leaves_the_text_in_charge() -> None:
    assert only("<p>1 2</p>", "1\t2") == [["1", "2"]]
    assert only("<!-- <tr> -->", "1\t2") == [["1", "2"]]


def test_damaged_html_is_read_as_far_as_it_goes() -> None:
    assert only("<table><tr><td>1<td>2<tr><td>3<td") == [["1", "2"], ["3", ""]]


def test_deep_nesting_ends_well() -> None:
    read(html("<tr><td>" + "<div>" * 5_000 + "1" + "</div>" * 5_000 + "</td></tr>"), "")
    read("<table><tr><td>" * 3_000, "1")


def test_quoted_cells_with_breaks_tabs_and_quotes() -> None:
    assert only(text='"部分\n公开"\t3\r\n"危及""三安全"""\t4\r\n"a\tb"\t5\r\n') == [
        ["部分\n公开", "3"],
        ['危及"三安全"', "4"],
        ["a\tb", "5"],
    ]


def test_quotes_that_quote_nothing_stay() -> None:
    assert only(text='3.危及"三安全一稳定"\t1\r\n一个"\t2\r\n')[0] == ['3.危及"三安全一稳定"', "1"]


def test_empty_lines_and_columns_around_a_block_are_no_part_of_it() -> None:
    assert only(text="\t\t\r\n\t1\t2\t\r\n\t3\t\t\r\n\t\t\t\r\n") == [["1", "2"], ["3", ""]]


def test_pipes_make_a_table_and_rules_are_frames() -> None:
    assert only(text="| 项目 | 件数 |\n| --- | ---: |\n| 新收 | 3 |") == [["项目", "件数"], ["新收", "3"]]


def test_plain_lines_stay_lines() -> None:
    clip = read("", "一、本年新收 3\r\n\r\n二、上年结转 1\r\n")
    assert [line.text for line in clip.lines] == ["一、本年新收 3", "", "二、上年结转 1"]
    assert not clip.grids


def test_nothing_is_nothing() -> None:
    assert read("", "").empty
    assert read("", " \r\n\t\r\n").empty


@pytest.mark.parametrize(
    ("copied", "of"),
    [
        ({"text": tsv([["1", "2"]] * 2_001)}, "rows of text"),
        ({"text": tsv([["1"] * 201])}, "columns of text"),
        ({"html": excel([["1"]] * 2_001)}, "rows"),
        ({"html": excel([["1"] * 201])}, "columns"),
        ({"text": "1\n" * 2_001}, "lines"),
        ({"text": "1" * 2_000_001}, "characters"),
        ({"html": "<tr>" + " " * 10_000_001}, "characters of HTML"),
    ],
)
def test_more_than_any_report_is_refused_at_once(copied: dict[str, str], of: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(TooLarge, match="没有粘贴"):
        read(copied.get("html", ""), copied.get("text", ""))
    assert time.perf_counter() - begun < 5, of


def test_as_much_as_is_read_is_placed_or_listed_soon() -> None:
    rows = [[f"没有的行{n}", *["1"] * 199] for n in range(1_999)]
    begun = time.perf_counter()
    placed = put(text=tsv([["一、本年新收政府信息公开申请数量", *["1"] * 199], *rows]))
    assert [one.text for one in placed.left[1:3]] == ["1" + "\t1" * 198] * 2
    assert len(placed.left) == 2_000
    assert time.perf_counter() - begun < 20

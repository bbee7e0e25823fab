"""Labels beside and above the numbers decide where they go, whatever is selected."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from core import pasting
from core.readers import read
from core.values import Raw, Value
from tests.pasting.clips import (
    FIRST,
    FORM,
    A,
    Rows,
    columns_of,
    excel,
    expected,
    numbers,
    put,
    report,
    rows_of,
    table,
    tsv,
    wps,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reports"
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "xinzheng-2021.txt"
ROWS = rows_of("applications")
COLUMNS = columns_of("applications")
LABELS = [row.label for block in table().blocks for row in block.rows]
HEADINGS = [column.label for block in table().blocks for column in block.columns]
ELSEWHERE = A + "granted.research"


def labelled(block: Rows, labels: list[str] = LABELS, headings: list[str] | None = None) -> Rows:
    """The block with its labels at the left and perhaps headings above."""
    lines = [[label, *row] for label, row in zip(labels, block, strict=True)]
    return [["", *headings], *lines] if headings else lines


def transposed(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("at", [FIRST, ELSEWHERE])
@pytest.mark.parametrize("columns", [7, 6])
@pytest.mark.parametrize("headings", [True, False], ids=["headings", "no headings"])
def test_labels_win_over_the_selection(at: str, columns: int, *, headings: bool) -> None:
    block = numbers(25, columns)
    rows = labelled(block, headings=HEADINGS[:columns] if headings else None)
    for placed in (put(html=excel(rows), at=at), put(html=wps(rows), at=at), put(text=tsv(rows), at=at)):
        assert placed.values == expected("applications", block, ROWS, COLUMNS[:columns])
        assert placed.by_labels
        assert not placed.left


def test_rows_may_be_few_and_in_another_order() -> None:
    rows = [["2.重复申请", *"1234567"], ["（一）予以公开", *"0000000"], ["新收", *"7654321"]]
    placed = put(text=tsv(rows), at=ELSEWHERE)
    assert placed.values == expected(
        "applications",
        [row[1:] for row in rows],
        ["not_processed.duplicate", "granted", "new_received"],
        COLUMNS,
    )


def test_columns_may_be_few_and_in_another_order() -> None:
    rows = [["", "总计", "商业企业", "自然人"], ["一、本年新收政府信息公开申请数量", "8", "5", "3"]]
    placed = put(text=tsv(rows), at=ELSEWHERE)
    assert placed.values == {FIRST: 3, A + "new_received.commercial": 5}
    assert placed.totals == 1
    assert not placed.totals_off


def test_rows_without_names_go_below_each_other_from_the_selection() -> None:
    placed = put(text="自然人\t商业企业\r\n1\t2\r\n3\t4\r\n", at=ELSEWHERE)
    block = [["1", "2"], ["3", "4"]]
    assert placed.values == expected(
        "applications", block, ["granted", "partially_granted"], ["natural_person", "commercial"]
    )


def test_one_column_beside_its_labels_goes_into_the_column_of_the_selection() -> None:
    block = numbers(25, 1)
    placed = put(text=tsv(labelled(block)), at=ELSEWHERE)
    assert placed.values == expected("applications", block, ROWS, ["research"])


def test_a_block_turned_on_its_side_is_put_upright() -> None:
    block = numbers(25, 7)
    rows = transposed(labelled(block, headings=HEADINGS))
    for placed in (put(html=excel(rows)), put(text=tsv(rows))):
        assert placed.values == expected("applications", block, ROWS, COLUMNS)
        assert not placed.left


def test_a_row_of_labels_over_a_row_of_numbers() -> None:
    rows = [["新收", "上年结转", "予以公开"], ["4", "1", "3"]]
    placed = put(text=tsv([["", *rows[0]], ["自然人", *rows[1]]]))
    assert list(placed.values.values()) == [4, 1, 3]


def test_a_title_and_the_printed_remark_above_are_no_part_of_it() -> None:
    block = numbers(25, 7)
    rows = [
        ["三、收到和处理政府信息公开申请情况（2025年）", *[""] * 7],
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", *[""] * 6],
        *labelled(block, headings=HEADINGS),
    ]
    placed = put(text=tsv(rows))
    assert placed.values == expected("applications", block, ROWS, COLUMNS)
    assert not placed.left


def test_serial_numbers_beside_the_labels_are_left_out() -> None:
    block = numbers(25, 7, start=50)
    rows = [[label, str(n), *row] for n, (label, row) in enumerate(zip(LABELS, block, strict=True), 1)]
    placed = put(text=tsv(rows))
    assert placed.values == expected("applications", block, ROWS, COLUMNS)
    assert {one.reason for one in placed.left} == {"像是序号"}


def test_a_column_the_form_does_not_have_is_listed_figure_by_figure() -> None:
    rows = [["", "自然人", "合伙企业"], ["一、本年新收政府信息公开申请数量", "8", "5"]]
    placed = put(text=tsv(rows))
    assert placed.values == {FIRST: 8}
    assert [(one.text, one.reason, one.where) for one in placed.left] == [
        ("5", "这一列的名称表里没有", "第 2 行第 3 列")
    ]


def test_a_row_the_form_does_not_have_is_listed() -> None:
    rows = [["（一）予以公开", *"1234567"], ["（八）转送其他机关", *"7000000"]]
    under_headings = put(text=tsv([["", *HEADINGS], *rows]), at=FIRST)
    placed = put(text=tsv(rows))
    assert under_headings.values == placed.values
    assert under_headings.left[0].reason == placed.left[0].reason
    assert len(placed.values) == 6
    assert [(one.text, one.where) for one in placed.left] == [("7\t0\t0\t0\t0\t0\t0", "第 2 行 7 格")]
    assert placed.left[0].reason == "“（八）转送其他机关”在表里没有这一行"


def test_more_figures_than_the_row_has_are_listed() -> None:
    placed = put(text=tsv([["（一）予以公开", *"12345678"]]))
    assert list(placed.values.values()) == [1, 2, 3, 4, 5, 6]
    assert [(one.text, one.reason) for one in placed.left] == [("8", "比表里这一行的格子多")]


def test_broken_and_spaced_labels_are_known() -> None:
    block = numbers(25, 7)
    torn = [f"{label[:5]}\n {label[5:]}" for label in LABELS]
    placed = put(html=excel(labelled(block, torn)).replace("\n 息", "<br>息"))
    assert placed.values == expected("applications", block, ROWS, COLUMNS)
    quoted = put(
        text="".join(f'"{label}"\t' + "\t".join(row) + "\r\n" for label, row in zip(torn, block, strict=True))
    )
    assert quoted.values == placed.values


def test_a_label_with_a_slip_is_taken_and_named() -> None:
    placed = put(text=tsv([["二、上年结转政府信息公开申清数量", *"1234567"]]))
    assert len(placed.values) == 6
    assert "按“二、上年结转政府信息公开申请数量”一行放入" in placed.remarks[0].reason
    assert placed.to_ask


def test_words_in_the_place_of_a_figure_are_kept_as_written() -> None:
    placed = put(text=tsv([["（一）予以公开", "3", "待定", "12个", "0", "0", "0", ""]]))
    assert placed.values[A + "granted.commercial"] == Raw("待定")
    assert placed.values[A + "granted.research"] == Raw("12个")


def test_a_group_without_its_rows_goes_into_its_row_for_the_rest() -> None:
    placed = put(text=tsv([["（六）其他处理", *"1000001"], ["（七）总计", *"1000001"]]))
    assert placed.values[A + "other.other.natural_person"] == 1
    assert "没有分项" in placed.remarks[0].reason


def test_a_subtotal_of_a_group_is_listed() -> None:
    rows = [
        ["（三）不予公开", *"2000002"],
        ["1.属于国家秘密", *"1000001"],
        ["2.其他法律行政法规禁止公开", *"1000001"],
    ]
    placed = put(text=tsv(rows))
    assert len(placed.values) == 12
    assert {one.reason for one in placed.left} == {"“（三）不予公开”是小计，表里没有它自己的一行"}


@pytest.mark.parametrize("name", ["disclosure", "applications", "disputes"])
def test_a_table_copied_as_this_program_copies_it_comes_back_whole(name: str) -> None:
    figures = {key: str(n) for n, (key, cell) in enumerate(table(name).cells.items(), 3) if not cell.computed}
    full = report(figures)
    copied = pasting.copy_table(full, table(name))
    for placed in (put(html=copied.html, name=name), put(text=copied.text, name=name)):
        assert placed.values == {key: full.stated(key) for key in figures}
        assert not placed.untold


def test_table_four_by_rows() -> None:
    rows = [["", "结果维持", "结果纠正"], ["行政复议", "1", "2"], ["经复议后起诉", "3", "4"]]
    placed = put(text=tsv(rows), name="disputes")
    assert placed.values == {
        "disputes.review.upheld": 1,
        "disputes.review.corrected": 2,
        "disputes.suit_after_review.upheld": 3,
        "disputes.suit_after_review.corrected": 4,
    }


def test_table_four_as_a_list() -> None:
    placed = put(text="行政复议\t结果维持\t1\r\n复议后起诉\t尚未审结\t2\r\n", name="disputes")
    assert placed.values == {"disputes.review.upheld": 1, "disputes.suit_after_review.pending": 2}


def test_another_table_of_the_form_is_not_put_here() -> None:
    rows = [["行政复议", *"10001"], ["未经复议直接起诉", *"00000"], ["复议后起诉", *"00000"]]
    placed = put(text=tsv(rows))
    assert not placed.values
    assert {one.reason for one in placed.left} == {"这是表四的内容，请到那一页粘贴"}


def test_pipes_are_cells() -> None:
    text = "| 项目 | 自然人 | 商业企业 |\n|---|---|---|\n| （一）予以公开 | 3 | 1 |\n"
    assert list(put(text=text).values.values()) == [3, 1]


def test_plain_lines_with_labels_are_read() -> None:
    placed = put(text="（一）予以公开 1 2 3 4 5 6 21\n（七）总计 1 2 3 4 5 6 21")
    assert placed.values == expected("applications", [list("123456")], ["granted"], COLUMNS[:6])
    assert not placed.left


@pytest.mark.parametrize("name", ["disclosure", "applications", "disputes"])
def test_a_report_copied_whole_as_text_gives_each_table_its_own(name: str) -> None:
    text = SAMPLE.read_text("utf-8")
    placed = put(text=text, name=name)
    wanted = len([cell for cell in table(name).cells.values() if not cell.computed])
    assert len(placed.values) == wanted
    assert not placed.left
    assert not placed.totals_off


def test_the_sample_pasted_is_the_sample_read() -> None:
    preview = read(SAMPLE)
    for one in FORM.tables:
        placed = put(text=SAMPLE.read_text("utf-8"), name=one.id)
        typed = [key for key, cell in one.cells.items() if not cell.computed]
        assert placed.values == {key: preview.cells[key] for key in typed}


def test_table_three_of_a_published_web_page_lands_completely() -> None:
    page, facts = SHARED / "shanghai-office-2019.html", SHARED / "shanghai-office-2019.expected.json"
    if not page.is_file():
        pytest.skip("1 published web page is not read: ../shared/reports is not here")
    cells: dict[str, Value] = json.loads(facts.read_text("utf-8"))["cells"]
    for name in ("applications", "disputes"):
        placed = put(html=page.read_text("utf-8"), name=name)
        typed = [key for key, cell in table(name).cells.items() if not cell.computed]
        assert placed.values == {key: cells[key] for key in typed if cells.get(key) is not None}
        assert not placed.left
        assert len(placed.elsewhere) == 2
        assert not placed.to_ask


KINDS = [["行政许可", "12"], ["行政处罚", "3"], ["行政事业性收费", "1.2万元"]]
KINDS_PLACED = {
    "disclosure.licence.decisions": 12,
    "disclosure.penalty.decisions": 3,
    "disclosure.fees.amount": Decimal("1.2"),
}


@pytest.mark.parametrize("heading", [["制发", "废止", "有效"], ["制发件数", "废止件数", "现行有效件数"]])
def test_a_row_with_one_cell_takes_its_one_figure_whatever_stands_above(heading: list[str]) -> None:
    placed = put(text=tsv([["信息内容", *heading], *KINDS]), name="disclosure")
    assert placed.values == KINDS_PLACED
    assert not placed.untold


def test_headings_in_order_serve_the_rows_they_belong_to_and_others_have_their_one_cell() -> None:
    rows = [["信息内容", "制发", "废止", "有效"], ["规章", "1", "0", "3"], *KINDS]
    placed = put(text=tsv(rows), name="disclosure")
    rules = {"disclosure.rules.made": 1, "disclosure.rules.repealed": 0, "disclosure.rules.valid": 3}
    assert placed.values == KINDS_PLACED | rules
    assert not placed.untold


def test_two_figures_for_one_cell_are_not_guessed_at() -> None:
    placed = put(
        text=tsv([["", "制发", "废止"], ["规章", "1", "0"], ["行政许可", "12", "4"]]), name="disclosure"
    )
    assert [one.text for one in placed.left] == ["12", "4"] or [one.text for one in placed.left] == ["12\t4"]


@pytest.mark.parametrize(
    "rows",
    [
        [["总计", "3", "0", "0", "0", "0", "0", "3"]],
        [["", *HEADINGS], ["（一）予以公开", "3", "0", "0", "0", "0", "0", "3"], ["总计", *"3000003"]],
        [["（一）予以公开", *"3000003"], ["总 计", *"3000003"]],
    ],
    ids=["alone", "below headings", "below a row"],
)
def test_a_row_called_total_is_the_tables_own_total(rows: Rows) -> None:
    placed = put(text=tsv(rows))
    totals = [A + f"total.{column}" for column in COLUMNS]
    assert [key for key in placed.covered if key in totals] == totals
    assert not placed.left
    assert FIRST not in placed.values


def test_a_total_below_columns_that_stand_as_rows_stays_the_column() -> None:
    rows = [["", "（一）予以公开", "（二）部分公开"], *([heading, "1", "2"] for heading in HEADINGS)]
    placed = put(text=tsv(rows))
    assert {A + "granted.total", A + "partially_granted.total"} <= set(placed.covered)
    assert len(placed.values) == 12
    assert not placed.left


@pytest.mark.parametrize(
    "text",
    ["全年共收到申请7件，其中自然人5件。", "全年共收到申请7件，其中自然人5件", "我镇高度重视信息公开工作。"],
)
def test_prose_is_listed_whole_and_nothing_of_it_is_placed(text: str) -> None:
    placed = put(text=text)
    assert not placed.values
    assert [(one.text, one.reason) for one in placed.left] == [(text, "是文字，不是数字")]


def test_a_sentence_between_labelled_lines_is_listed() -> None:
    text = "（一）予以公开 3 0 0 0 0 0 3\n全年共收到申请7件，其中自然人5件。\n（二）部分公开 1 0 0 0 0 0 1"
    placed = put(text=text)
    assert placed.values[A + "partially_granted.natural_person"] == 1
    assert "全年共收到申请7件，其中自然人5件。" in "".join(one.text for one in placed.untold)

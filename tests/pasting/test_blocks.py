"""Blocks of bare numbers go where the selection is, along the printed grid."""

import pytest

from core.values import Raw
from tests.pasting.clips import FIRST, A, columns_of, excel, expected, numbers, put, report, rows_of, tsv, wps

ROWS = rows_of("applications")
COLUMNS = columns_of("applications")
TYPED_ROWS = [row for row in ROWS if row != "total"]
TYPED_COLUMNS = COLUMNS[:-1]
DISPUTES = "disputes"


@pytest.mark.parametrize("made", ["excel", "wps", "tsv"])
@pytest.mark.parametrize("columns", [COLUMNS, TYPED_COLUMNS], ids=["with total", "typed only"])
@pytest.mark.parametrize("rows", [ROWS, TYPED_ROWS], ids=["with total", "typed only"])
def test_the_whole_of_table_three_with_and_without_its_totals(
    made: str, columns: list[str], rows: list[str]
) -> None:
    block = numbers(len(rows), len(columns))
    placed = put(text=tsv(block)) if made == "tsv" else put(html={"excel": excel, "wps": wps}[made](block))
    assert placed.values == expected("applications", block, rows, columns)
    assert not placed.left
    assert placed.totals == len(rows) * len(columns) - 24 * 6
    assert placed.area == (f"表三 {len(rows)}×{len(columns)} 格")


def test_a_small_block_begins_at_the_selection() -> None:
    placed = put(text="1\t2\r\n3\t4\r\n", at=A + "granted.commercial")
    assert placed.values == {
        A + "granted.commercial": 1,
        A + "granted.research": 2,
        A + "partially_granted.commercial": 3,
        A + "partially_granted.research": 4,
    }
    assert placed.label == "粘贴 表三 2×2 格"
    assert not placed.to_ask


def test_a_single_number_goes_into_the_cell() -> None:
    placed = put(text="12\r\n", at=A + "granted.research")
    assert placed.values == {A + "granted.research": 12}
    assert placed.label == "粘贴 表三 予以公开·科研机构"


def test_one_number_fills_every_selected_cell_that_a_person_types() -> None:
    selected = [A + "granted.other", A + "granted.total", A + "denied.state_secret.other"]
    placed = put(text="0", at=selected[0], selected=selected)
    assert placed.values == {selected[0]: 0, selected[2]: 0}


def test_a_block_is_not_cut_to_a_smaller_selection() -> None:
    placed = put(text="1\t2\t3", at=FIRST, selected=[FIRST, A + "new_received.commercial"])
    assert list(placed.values.values()) == [1, 2, 3]


@pytest.mark.parametrize("rows", [ROWS, TYPED_ROWS], ids=["25", "24"])
def test_a_whole_column_lands_in_the_column_of_the_selection(rows: list[str]) -> None:
    block = numbers(len(rows), 1)
    for row in ("new_received", "granted"):  # wherever in it: nothing else fits
        if row == "granted" and len(rows) == 24:
            continue
        placed = put(text=tsv(block).replace("\t", ""), at=A + row + ".research")
        assert placed.values == expected("applications", block, rows, ["research"])
        assert not placed.left


def test_a_whole_row_lands_in_the_row_of_the_selection() -> None:
    placed = put(text="1\t2\t3\t4\t5\t6\t21", at=A + "granted.other")
    assert placed.values == expected("applications", [list("123456")], ["granted"], TYPED_COLUMNS)
    assert not placed.totals_off


def test_what_goes_over_the_edge_is_listed_with_its_place() -> None:
    placed = put(text="1\t2\t3", at=A + "carried_forward.other")
    assert placed.values == {A + "carried_forward.other": 1}
    assert [(one.text, one.where) for one in placed.left] == [("3", "第 1 行第 3 列")]
    assert placed.totals_off[0].copied == 2  # it fell on the total
    assert placed.to_ask


def test_one_copied_row_of_fifteen_numbers_fills_table_four() -> None:
    row = "3\t1\t0\t2\t6\t0\t1\t0\t0\t1\t0\t0\t0\t0\t0\r\n"
    placed = put(text=row, name=DISPUTES)
    cells = [row.split("\t")[start : start + 5] for start in (0, 5, 10)]
    assert placed.values == expected(DISPUTES, cells, rows_of(DISPUTES), columns_of(DISPUTES))
    assert placed.totals == 3
    assert placed.area == "表四 1×15 格"
    assert not placed.to_ask


@pytest.mark.parametrize("text", ["\t".join("123456789876"), "\n".join("123456789876")])
def test_twelve_numbers_fill_the_typed_cells_of_table_four(text: str) -> None:
    placed = put(text=text, name=DISPUTES)
    assert list(placed.values.values()) == [int(digit) for digit in "123456789876"]
    assert placed.totals == 0


@pytest.mark.parametrize("width", [4, 5])
def test_table_four_takes_a_block_of_three_rows_too(width: int) -> None:
    block = numbers(3, width)
    placed = put(text=tsv(block), name=DISPUTES, at="disputes.review.corrected")
    assert placed.values == expected(DISPUTES, block, rows_of(DISPUTES), columns_of(DISPUTES)[:width])


def test_a_column_of_table_two_passes_the_headings_between_its_blocks() -> None:
    placed = put(text="1\n2\n3\n4\n5\n0.6\n", name="disclosure")
    assert [str(value) for value in placed.values.values()] == ["1", "2", "3", "4", "5", "0.6"]
    assert [key.partition(".")[2] for key in placed.values] == [
        *("rules.made", "normative.made", "licence.decisions", "penalty.decisions"),
        *("coercion.decisions", "fees.amount"),
    ]


def test_all_numbers_of_table_three_one_below_the_other_fill_it() -> None:
    block = numbers(25, 7)
    placed = put(text="\n".join(text for row in block for text in row))
    assert placed.values == expected("applications", block, ROWS, COLUMNS)


def test_blanks_leave_what_stands_there() -> None:
    into = report({A + "new_received.commercial": "5"})
    placed = put(text="1\t\t3", into=into)
    assert placed.values == {FIRST: 1, A + "new_received.research": 3}
    assert not placed.overwritten


def test_what_is_typed_and_differs_is_named_old_and_new() -> None:
    into = report({FIRST: "5", A + "new_received.commercial": "2"})
    placed = put(text="7\t2", into=into)
    assert [(one.key, one.before, one.after) for one in placed.overwritten] == [(FIRST, 5, 7)]
    assert placed.values == {FIRST: 7}
    assert placed.area == "表三 1×2 格"  # the same figure again is still part of what was pasted


def test_a_copied_total_that_does_not_add_up_is_named() -> None:
    placed = put(text="1\t2\t3\t0\t0\t0\t9")
    assert placed.totals_off[0].sentence == "复制的合计是 9，各格相加是 6"
    assert placed.to_ask
    assert put(text="1\t2\t3\t0\t0\t0\t6").totals_off == ()


def test_a_copied_total_is_compared_with_what_stands_in_the_cells_left_alone() -> None:
    into = report({A + "new_received.other": "4"})
    placed = put(text="1\t2\t3\t0\t0\t\t9", into=into)
    assert placed.totals_off[0].sentence == "复制的合计是 9，各格相加是 10"


def test_a_stated_total_is_never_stored() -> None:
    placed = put(text="8", at=A + "granted.total")
    assert not placed.values
    assert placed.totals == 1
    assert placed.totals_off[0].sentence == "复制的合计是 8，各格相加是 空白（还有 6 格未填）"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("1 234", 1234),
        ("12 件", 12),
        ("12件", 12),
        (" 7\u00a0", 7),
        ("\u30007", 7),
        ("12a", Raw("12a")),
        ("待定", Raw("待定")),
        ("1 2", Raw("1 2")),
        ("-3", -3),
        ("3.0", 3),
    ],
)
def test_a_figure_means_what_it_means_when_typed(text: str, value: object) -> None:
    placed = put(html=excel([["5", text]]))
    assert placed.values == {FIRST: 5, A + "new_received.commercial": value}


@pytest.mark.parametrize("mark", ["/", "—", "——", "-", "－", "无", "／", "N/A", "…"])
def test_a_stroke_is_blank_and_never_zero(mark: str) -> None:
    into = report({FIRST: "5"})
    placed = put(text=f"{mark}\t3", into=into)
    assert placed.values == {A + "new_received.commercial": 3}
    assert [(one.text, one.key) for one in placed.blanks] == [(mark, FIRST)]
    assert "视为空白" in placed.blanks[0].reason
    assert not placed.to_ask


def test_two_lines_in_one_cell_are_not_run_together() -> None:
    placed = put(html=excel([["3", "4"]]).replace(">3<", ">3<br>4<"))
    assert placed.values[FIRST] == Raw("3 4")


def test_a_paragraph_of_words_is_no_figure() -> None:
    words = "本年度共收到政府信息公开申请七件，已全部在法定期限内办结，未发生行政复议和行政诉讼，也没有结转。"
    placed = put(text=words + "\n" + words)
    assert not placed.values
    assert [one.text for one in placed.left] == [words, words]


def test_money_keeps_its_four_places_and_yuan_become_ten_thousands() -> None:
    assert (
        str(
            put(text="0.1234", name="disclosure", at="disclosure.fees.amount").values[
                "disclosure.fees.amount"
            ]
        )
        == "0.1234"
    )
    assert (
        str(
            put(text="251000元", name="disclosure", at="disclosure.fees.amount").values[
                "disclosure.fees.amount"
            ]
        )
        == "25.1"
    )


def test_labels_nobody_knows_are_no_part_of_the_block_and_are_named() -> None:
    placed = put(text="项目甲\t1\t2\r\n项目乙\t3\t4\r\n")
    assert list(placed.values.values()) == [1, 2, 3, 4]
    assert placed.remarks[0].text == "项目甲 项目乙"
    assert placed.to_ask


def test_nothing_on_the_clipboard_places_nothing() -> None:
    placed = put(text=" \r\n")
    assert not placed.values
    assert not placed.untold


@pytest.mark.parametrize("before", ["5", ""])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-3", "不应为负数，请核对"),
        ("3.5", "件数应为整数，请核对"),
        ("25%", "不是数字，请核对"),
        ("#REF!", "不是数字，请核对"),
        ("=SUM(B2:B9)", "不是数字，请核对"),
    ],
)
def test_what_is_no_count_is_placed_and_to_be_looked_at(text: str, why: str, before: str) -> None:
    placed = put(text=text, into=report({FIRST: before} if before else {}))
    assert list(placed.values) == [FIRST]
    assert [(one.key, one.text, one.reason) for one in placed.remarks] == [(FIRST, text, why)]
    assert placed.to_ask


def test_money_may_have_places_and_no_count_is_doubted_without_cause() -> None:
    assert not put(text="1.2345", name="disclosure", at="disclosure.fees.amount").remarks
    assert not put(text="1,200\t０\t7件").remarks

"""What is not certain in a document becomes a doubt with place, line and one sentence; nothing is shifted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from core import paths
from core.readers import Preview, read_bytes
from core.values import Raw

TEXT = (paths.resources() / "samples" / "xinzheng-2021.txt").read_text("utf-8")
NORMATIVE = "行政规范性文件 11 2 24"
NOT_HELD = "1.本机关不掌握相关政府信息 30 0 0 0 0 0 30"
DISPUTES = "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1"


def read(text: str) -> Preview:
    return read_bytes("年报.txt", text.encode())


def with_row(old: str, new: str) -> Preview:
    assert TEXT.count(old) == 1
    return read(TEXT.replace(old, new))


def doubts(preview: Preview) -> list[tuple[str, str]]:
    return [(doubt.place, doubt.source) for doubt in preview.doubts]


def row(preview: Preview, name: str) -> list[object]:
    return [value for key, value in preview.cells.items() if key.rpartition(".")[0] == name]


@pytest.mark.parametrize(
    ("figures", "count"),
    [("30 0 0 0 0 30", 6), ("30 0 0 0 0 0 30 30", 8), ("30", 1), ("30 0 0 0 0 0 / 30", 8)],
)
def test_a_row_with_another_number_of_figures_stays_blank_and_is_named(figures: str, count: int) -> None:
    preview = with_row(NOT_HELD, f"1.本机关不掌握相关政府信息 {figures}")
    assert row(preview, "applications.unable.not_held") == [None] * 7
    assert row(preview, "applications.unable.needs_creation") == [0] * 7
    assert doubts(preview) == [("applications.unable.not_held", "line 116")]
    assert f"应有 7 个数字，原文有 {count} 个" in preview.doubts[0].text


@pytest.mark.parametrize("mark", ["/", "—", "——", "-", "／", "无"])
def test_a_stroke_is_blank_and_named_with_its_cell(mark: str) -> None:
    preview = with_row(NORMATIVE, f"行政规范性文件 11 2 {mark}")
    assert row(preview, "disclosure.normative") == [11, 2, None]
    assert doubts(preview) == [("disclosure.normative.valid", "line 35")]
    assert "按空白读入；如果是 0 请填 0" in preview.doubts[0].text


def test_a_row_of_strokes_is_one_doubt_about_the_row() -> None:
    preview = with_row("规章 0 0 0", "规章 / / /")
    assert row(preview, "disclosure.rules") == [None] * 3
    assert doubts(preview) == [("disclosure.rules", "line 33")]


def test_empty_cells_of_a_grid_are_blank_not_zero() -> None:
    preview = with_row(NOT_HELD, "1.本机关不掌握相关政府信息\t30\t\t\t\t\t\t30")
    assert row(preview, "applications.unable.not_held") == [30, None, None, None, None, None, 30]
    assert "有 5 格空着" in preview.doubts[0].text


def test_what_is_no_number_is_kept_as_written() -> None:
    preview = with_row(NORMATIVE, "行政规范性文件 1l 2 24")
    assert row(preview, "disclosure.normative") == [Raw("1l"), 2, 24]
    assert doubts(preview) == [("disclosure.normative.made", "line 35")]


@pytest.mark.parametrize("blank", [" ", "", "\t"], ids=["blank", "glued", "tab"])
@pytest.mark.parametrize("written", ["12²", "12₃", "①", "㉕", "𝟏𝟐", "½件", "⑫", "١٢"])
def test_other_digits_are_no_figures(written: str, blank: str) -> None:
    preview = with_row("行政许可 0", f"行政许可{blank}{written}")
    assert preview.cells["disclosure.licence.decisions"] == Raw(written)
    assert doubts(preview) == [("disclosure.licence.decisions", "line 41")]


@pytest.mark.parametrize("blank", [" ", "\t"], ids=["blank", "tab"])
@pytest.mark.parametrize(
    "written", ["十二", "12个", "(12)", "暂无", "未统计", "约12", "近 12件", "12余件", "12 件左右"]
)
def test_words_instead_of_the_only_figure_are_kept_as_written(written: str, blank: str) -> None:
    preview = with_row("行政许可 0", f"行政许可{blank}{written}")
    assert preview.cells["disclosure.licence.decisions"] == Raw(written.replace(" ", ""))
    assert doubts(preview) == [("disclosure.licence.decisions", "line 41")]


def test_a_figure_glued_to_its_label_and_only_nearly_true_is_kept_as_written() -> None:
    preview = with_row("行政许可 0", "行政许可约12")
    assert preview.cells["disclosure.licence.decisions"] == Raw("约12")


@pytest.mark.parametrize("written", ["待定", "约12", "12个", "十二"])
def test_words_among_the_figures_of_a_row_are_kept_in_their_column(written: str) -> None:
    preview = with_row("2.重复申请 6 0 0 0 0 0 6", f"2.重复申请 6 0 0 {written} 0 0 6")
    assert row(preview, "applications.not_processed.duplicate") == [6, 0, 0, Raw(written), 0, 0, 6]
    assert len(preview.doubts) == 1


def test_other_digits_in_a_long_row_stay_in_their_column() -> None:
    preview = with_row("予以公开 12 2 0 0 0 0 14", "予以公开 12² 2 0 0 0 ⑫ 14")
    assert row(preview, "applications.granted") == [Raw("12²"), 2, 0, 0, 0, Raw("⑫"), 14]
    assert len(preview.doubts) == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7730.28", Decimal("7730.28")),
        ("0.0000", Decimal(0)),
        ("12,345.50元", Decimal("1.23455")),
        ("３．５ 万元", Decimal("3.5")),
    ],
)
def test_the_fee_is_exact_and_yuan_are_converted(written: str, value: Decimal) -> None:
    preview = with_row("行政事业性收费 0", f"行政事业性收费 {written}")
    assert preview.cells["disclosure.fees.amount"] == value
    assert not preview.doubts


@pytest.mark.parametrize(
    "written", ["１１ ２ ２４", "11件 2件 24件", "11 件 2 件 24 件", "11\n2\n24", "011 2 24"]
)
def test_figures_in_other_writing_are_the_same_figures(written: str) -> None:
    preview = with_row(NORMATIVE, f"行政规范性文件 {written}")
    assert row(preview, "disclosure.normative") == [11, 2, 24]
    assert not preview.doubts


def test_tabs_between_figures_alone_are_no_other_report() -> None:
    preview = read(re.sub(r"(?<=\d) (?=\d)", "\t", TEXT))
    assert preview.cells == read(TEXT).cells
    assert not preview.doubts


@pytest.mark.parametrize("comma", [", ", "， ", "、 ", "; "])
def test_commas_with_blanks_between_figures_are_no_part_of_them(comma: str) -> None:
    preview = read(re.sub(r"(?<=\d) (?=\d)", comma, TEXT))
    assert preview.cells == read(TEXT).cells
    assert not preview.doubts


def test_a_number_with_a_blank_behind_its_comma_is_not_put_together() -> None:
    preview = with_row("行政许可 0", "行政许可 1, 234")
    assert preview.cells["disclosure.licence.decisions"] is None
    assert doubts(preview) == [("disclosure.licence", "line 41")]


def test_a_missing_row_is_named() -> None:
    preview = with_row("行政强制 0", "")
    assert preview.cells["disclosure.coercion.decisions"] is None
    assert [(doubt.place, doubt.text) for doubt in preview.doubts] == [
        ("disclosure.coercion", "没有找到“行政强制”一行的数字。")
    ]


def test_a_group_printed_as_one_row_goes_to_its_row_for_the_rest() -> None:
    start, end = TEXT.index("（六）其他\n"), TEXT.index("（七）总计")
    preview = read(f"{TEXT[:start]}（六）其他处理 1 2 0 0 0 0 3\n{TEXT[end:]}")
    assert row(preview, "applications.other.other") == [1, 2, 0, 0, 0, 0, 3]
    assert row(preview, "applications.other.overdue_fee") == [None] * 7
    assert doubts(preview) == [("applications.other.other", "line 138")]
    assert "没有分项" in preview.doubts[0].text


def test_a_subtotal_that_the_form_does_not_have_is_left_out_and_named() -> None:
    preview = with_row("（四）无法\n\n提供\n", "（四）无法提供 30 0 0 0 0 0 30\n")
    assert row(preview, "applications.unable.not_held") == [30, 0, 0, 0, 0, 0, 30]
    assert doubts(preview) == [("applications", "line 112")]


def test_a_row_nobody_knows_is_left_out_and_named() -> None:
    preview = with_row(NOT_HELD, f"{NOT_HELD}\n合计数量 9 9 9 9 9 9 9")
    assert row(preview, "applications.unable.not_held") == [30, 0, 0, 0, 0, 0, 30]
    assert doubts(preview) == [("applications", "line 117")]


LAID_OUT = """三、        1.本机关不掌握相关政府
                         30   0   0      0      0   0    30
本         信息
年 （四）  2.没有现成信息需要另行
                         0    0   0      0      0   0    0
  无法提供 制作
度
       3.补正后申请内容仍不
办                        0    0   0      0      0   0    0
       明确
理      1.信访举报投诉类申请       0    0   0      0      0   0    0
"""
LAID_OUT_OTHER = """          1.申请人无正当理由逾期
          不补正、行政机关不再处    0    0   0      0      0   0    0
          理其政府信息公开申请
     （六）  2.申请人逾期未按收费通
    其他处理 知要求缴纳费用、行政机
                         0    0   0      0      0   0    0
          关不再处理其政府信息
          公开申请
          3.其他           0    0   0      0      0   0    0
"""


def test_labels_beside_the_rows_may_stand_among_them() -> None:
    text = TEXT
    for first, end, laid_out in [
        ("（四）无法\n", "2.重复申请", LAID_OUT),
        ("（六）其他\n", "（七）总计", LAID_OUT_OTHER),
    ]:
        text = text[: text.index(first)] + laid_out + text[text.index(end) :]
    preview = read(text)
    assert preview.cells == read(TEXT).cells
    assert not preview.doubts


def test_a_damaged_label_behind_one_beside_the_rows_is_read_with_a_doubt() -> None:
    preview = with_row("2.其他法律行政法规禁止公开 0", " 三 、本 年 度办 理 结果\n\n  2.其他法律行政止公开 5")
    assert row(preview, "applications.denied.forbidden_by_law") == [5, 0, 0, 0, 0, 0, 0]
    assert [(doubt.place, doubt.text[:14]) for doubt in preview.doubts] == [
        ("applications.denied.forbidden_by_law", "“2.其他法律行政止公开”按")
    ]


@pytest.mark.parametrize("indent", ["    ", "　　", "\t"])
def test_a_report_indented_as_a_whole_is_the_same_report(indent: str) -> None:
    preview = read("\n".join(indent + line if line else line for line in TEXT.split("\n")))
    assert (preview.cells, preview.texts) == (read(TEXT).cells, read(TEXT).texts)
    assert not preview.doubts


@pytest.mark.parametrize("page", ["3/9", "3 / 9", "3／9"])
def test_a_page_number_among_the_pages_is_no_part_of_a_text(page: str) -> None:
    place = TEXT.index("　　1.在主动公开方面")
    assert read(f"{TEXT[:place]}{page}\n{TEXT[place:]}").texts == read(TEXT).texts


def test_texts_taken_over_are_in_one_writing() -> None:
    preview = replace(read(TEXT), unit="Cafe\u0301办公室", notes={"overview": "re\u0301sume\u0301"})
    entries = preview.to_report().entries
    strings = [entry.value for entry in entries.values() if isinstance(entry.value, str)]
    assert "Caf\u00e9办公室" in strings
    assert all(unicodedata.is_normalized("NFC", text) for text in strings)


def test_a_label_cut_in_two_by_too_few_figures_stays_blank_and_is_named() -> None:
    preview = with_row(
        "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0",
        "5.要求行政机关确认或 0 0 0\n重新出具已获取信息",
    )
    assert row(preview, "applications.not_processed.reconfirm") == [None] * 7
    assert doubts(preview) == [("applications.not_processed.reconfirm", "line 134")]


def test_a_damaged_label_is_read_with_a_doubt() -> None:
    preview = with_row("2.其他法律行政法规禁止公开 0", "2.其他法律行政止公开 5")
    assert row(preview, "applications.denied.forbidden_by_law")[0] == 5
    assert doubts(preview) == [("applications.denied.forbidden_by_law", "line 98")]


def test_a_row_printed_twice_with_other_figures_keeps_the_first() -> None:
    preview = with_row(NORMATIVE, f"{NORMATIVE}\n行政规范性文件 12 2 25")
    assert row(preview, "disclosure.normative") == [11, 2, 24]
    assert doubts(preview) == [("disclosure.normative", "line 36")]


@pytest.mark.parametrize("page", ["— 3 —", "- 3 -", "3", "第 3 页", "第3页 共8页", "－３－", "3/8"])
def test_a_page_number_between_rows_is_no_figure(page: str) -> None:
    preview = with_row(NOT_HELD, f"{NOT_HELD}\n\n{page}\n")
    assert row(preview, "applications.unable.not_held") == [30, 0, 0, 0, 0, 0, 30]
    assert row(preview, "applications.unable.needs_creation") == [0] * 7
    assert not preview.doubts


def test_a_page_number_between_label_and_figures_is_no_figure() -> None:
    preview = with_row("公开申请\n\n0 0 0 0 0 0 0", "公开申请\n\n5\n\n4 0 0 0 0 0 4")
    assert row(preview, "applications.other.overdue_correction") == [4, 0, 0, 0, 0, 0, 4]
    assert not preview.doubts


@pytest.mark.parametrize("written", [DISPUTES.replace(" ", "\n"), DISPUTES.replace(" 1 0", "\n1 0")])
def test_the_fifteen_figures_may_stand_on_several_lines(written: str) -> None:
    assert with_row(DISPUTES, written).cells == read(TEXT).cells


def test_fourteen_figures_below_fifteen_headings_are_not_given_out() -> None:
    preview = with_row(DISPUTES, DISPUTES[2:])
    assert {value for key, value in preview.cells.items() if key.startswith("disputes")} == {None}
    assert doubts(preview) == [("disputes", "line 168")]
    assert "应有 15 个数字，原文有 14 个" in preview.doubts[0].text


def test_disputes_written_row_by_row_are_read_too() -> None:
    rows = "行政复议 1 0 0 0 1\n行政诉讼\n未经复议直接起诉 1 0 0 0 1\n复议后起诉 1 0 0 0 1"
    assert with_row(DISPUTES, rows).cells == read(TEXT).cells


def test_tables_without_figures_are_named_once_each() -> None:
    text = (
        TEXT[: TEXT.index("第二十条")]
        + "三、收到和处理政府信息公开申请情况\n"
        + TEXT[TEXT.index("五、存在") :]
    )
    preview = read(text)
    assert [doubt.text for doubt in preview.doubts] == [
        "没有找到“二、主动公开政府信息情况”的数字。",
        "没有找到“三、收到和处理政府信息公开申请情况”的数字。",
        "没有找到“四、政府信息公开行政复议、行政诉讼情况”这张表。",
    ]


def test_a_sentence_inside_a_table_is_named() -> None:
    preview = with_row("行政强制 0", "行政强制 0\n注：以上数据由县司法局和各执法单位提供并核对。")
    assert doubts(preview) == [("disclosure", "line 50")]


def test_tables_without_their_headings_are_found_by_their_own_words() -> None:
    text = TEXT
    for table in read(TEXT).form.tables:
        text = text.replace(table.title, "")
    assert read(text).cells == read(TEXT).cells


def test_a_heading_in_other_words_is_read_by_its_number_with_a_doubt() -> None:
    preview = with_row("五、存在的主要问题及改进情况", "五、政府信息公开的建议和下一步工作思考")
    assert preview.texts == read(TEXT).texts
    assert doubts(preview) == [("problems", "line 170")]


def test_a_whole_report_above_the_title_is_not_taken_for_a_preamble_in_silence() -> None:
    for first in (TEXT, TEXT.replace("2021年", "2022年")):
        preview = read(first + TEXT)
        assert preview.cells == read(TEXT).cells
        assert "像是另一份报告" in preview.doubts[-1].text
        assert doubts(preview)[-1] == ("preamble", "line 4")


def test_a_table_of_contents_is_no_report() -> None:
    contents = [section.heading for section in read(TEXT).form.sections]
    for dots in ("", "……………… 3"):
        preview = read("\n".join(["目 录", *(heading + dots for heading in contents), TEXT]))
        assert (preview.texts, preview.cells) == (read(TEXT).texts, read(TEXT).cells)
        assert not preview.doubts


def test_another_report_in_the_same_file_is_named() -> None:
    preview = read(f"某某镇人民政府2020年政府信息公开工作年度报告\n\n{TEXT}")
    assert preview.year == 2021
    assert ("year", "line 1") in doubts(preview)


def test_invisible_characters_are_taken_out_and_said() -> None:
    preview = with_row("规章 0 0 0", "规\u200b章 0 0 0")
    assert row(preview, "disclosure.rules") == [0, 0, 0]
    assert [doubt.text for doubt in preview.doubts] == ["文件里有 1 个看不见的字符，已经去掉。"]


def test_lines_of_a_web_page_are_named_not_read() -> None:
    preview = with_row("一、总体情况\n", "一、总体情况\n发布时间：2022-01-20 浏览次数：12\n")
    assert preview.texts == read(TEXT).texts
    assert doubts(preview) == [("overview", "line 3")]

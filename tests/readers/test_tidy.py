"""What web pages and hurried hands leave around a report: run-in headings, signatures, feet of pages."""

from __future__ import annotations

import pytest

from core import formfile
from core.readers import Preview, read_bytes
from core.readers.lines import Line
from core.readers.tidy import ending, split_headings
from tests.readers import styles

FORM = formfile.load("2021")
PLAIN = styles.plain(FORM, styles.figures(FORM, 1))
WANTED = {section: "\n".join(paragraphs) for section, paragraphs in styles.PROSE.items()}


def read(text: str) -> Preview:
    return read_bytes("pasted.txt", text.encode())


def split(text: str) -> list[str]:
    return [line.text.strip() for line in split_headings(FORM, [Line(1, text)])]


def test_a_heading_run_into_its_text_is_found() -> None:
    text = PLAIN.replace("一、总体情况\n", "一、总体情况 ").replace("事项\n本", "事项 本")
    preview = read(text)
    assert {section: preview.texts[section] for section in WANTED} == WANTED
    assert not preview.doubts


def test_a_heading_at_the_end_of_the_preamble_is_found() -> None:
    preview = read(PLAIN.replace("一、总体情况", "编制本报告（电话：0714-8766001）。一、总体情况"))
    assert preview.texts["preamble"] == "编制本报告（电话：0714-8766001）。"
    assert preview.texts["overview"] == WANTED["overview"]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("一、总体情况 2023年，我镇", ["一、总体情况", "2023年，我镇"]),
        ("一、总体情况2023年，我镇", ["一、总体情况", "2023年，我镇"]),
        ("一、总体情况（一）主动公开。", ["一、总体情况", "（一）主动公开。"]),
        ("此报告。一、总体情况", ["此报告。", "一、总体情况"]),
        ("一、总体情况", ["一、总体情况"]),
        ("本报告由一、总体情况，二、主动公开政府信息情况组成", None),
        ("三、本年度办理结果 （一）予以公开 0 0", None),
        ("我们要落实总体情况，", None),
    ],
)
def test_only_headings_are_cut_off(line: str, parts: list[str] | None) -> None:
    assert split(line) == (parts or [line])


def test_signature_and_foot_of_a_page_are_named_not_read() -> None:
    foot = "\n白河镇人民政府\n2024年1月20日\n\n扫一扫在手机打开当前页\n主办：青石县人民政府\n"
    preview = read(PLAIN + foot)
    assert preview.texts["other_matters"] == WANTED["other_matters"]
    assert [doubt.text for doubt in preview.doubts] == [
        "末尾的落款、图解和网页文字共 4 行没有读入：“白河镇人民政府”等。"
    ]


@pytest.mark.parametrize("title", ["数据图解", " 数 据 图 解 ", "附：数据图解", "附件1：数据图解"])
def test_the_annex_of_charts_is_no_part_of_the_last_text(title: str) -> None:
    preview = read(f"{PLAIN}\n白河镇人民政府\n2024年1月20日\n{title}\n（一）予以公开 14\n（七）总计：14\n")
    assert preview.texts["other_matters"] == WANTED["other_matters"]
    assert [doubt.text for doubt in preview.doubts] == [
        "末尾的落款、图解和网页文字共 5 行没有读入：“白河镇人民政府”等。"
    ]


def test_a_sentence_about_charts_is_kept() -> None:
    lines = [Line(1, "数据图解见网站。"), Line(2, "另附数据图解一页。")]
    assert ending(lines).kept == lines


def test_a_title_without_unit_takes_it_from_the_signature_and_says_so() -> None:
    text = PLAIN.replace(styles.TITLE, "2023年政府信息公开工作年度报告")
    preview = read(f"{text}\n白河镇人民政府\n二〇二四年一月二十日\n")
    assert preview.unit == "白河镇人民政府"
    assert any("落款" in doubt.text for doubt in preview.doubts if doubt.place == "unit")


def test_prose_that_only_names_a_date_or_a_page_is_kept() -> None:
    lines = [Line(1, "截至2024年1月20日，未收取费用。"), Line(2, "打印材料5份。")]
    assert ending(lines).kept == lines[:1] + lines[1:]
    assert ending(lines).dropped == []


def test_a_text_without_its_heading_is_taken_from_behind_the_table_with_a_doubt() -> None:
    preview = read(PLAIN.replace("五、存在的主要问题及改进情况\n", ""))
    assert preview.texts["problems"] == WANTED["problems"]
    assert "problems" in [doubt.place for doubt in preview.doubts]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("白河镇人民政府关于2023年度政府信息公开工作的年度报告", "白河镇人民政府"),
        ("2023年白河镇人民政府信息公开工作年度报告", "白河镇人民政府"),
        ("2023年青石县白河镇人民政府政府信息公开工作年度报告", "青石县白河镇人民政府"),
        ("白河镇2023年度政府信息公开工作年度报告", "白河镇"),
        ("白河镇人民政府二〇二三年政府信息公开工作年度报告", "白河镇人民政府"),
        ("白河镇人民政府\n2023年度\n政府信息公开工作年度报告", "白河镇人民政府"),
        (
            "双江拉祜族佤族布朗族傣族自治县\n白河镇人民政府2023年\n政府信息公开工作年度报告",
            "双江拉祜族佤族布朗族傣族自治县白河镇人民政府",
        ),
    ],
)
def test_titles_in_other_words_give_unit_and_year(title: str, unit: str) -> None:
    preview = read(PLAIN.replace(styles.TITLE, title))
    assert (preview.unit, preview.year, preview.title) == (unit, 2023, title.replace("\n", ""))


@pytest.mark.parametrize("above", ["青石县政务公开", "白河镇", "青石县\n\n首页", "青石县 > 政务公开"])
def test_what_a_web_page_puts_above_a_title_is_no_part_of_it(above: str) -> None:
    preview = read(PLAIN.replace(styles.TITLE, f"{above}\n{styles.TITLE}"))
    assert (preview.unit, preview.title) == (styles.UNIT, styles.TITLE)


def test_a_number_inside_a_heading_is_no_figure() -> None:
    text = PLAIN.replace("（单位：万元）", "（单位：万元，保留 4 位小数）")
    preview = read(text)
    assert preview.cells == read(PLAIN).cells
    assert not preview.doubts

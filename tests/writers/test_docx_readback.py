"""Reading the Word file back: what differs from the report is found and named."""

import pytest

from core.errors import DocumentDiffers
from core.writers import docx
from core.writers.blocks import Document, TableBlock
from tests.writers.packages import replaced
from tests.writers.workbooks import APPLICATIONS, TEXTS, document

BODY = "word/document.xml"
HINT = "请重新导出；如果还是这样，请改用其他格式。"


def refusal(data: bytes, meant: Document) -> str:
    with pytest.raises(DocumentDiffers) as refused:
        docx.verify(data, meant)
    assert refused.value.hint == HINT
    return refused.value.message


def changed(old: str, new: str) -> str:
    """What is said of a file in which one place was changed after it was written."""
    meant = document(APPLICATIONS)
    return refusal(replaced(docx.write(meant), BODY, old, new), meant)


def test_a_figure_that_differs_is_named() -> None:
    other = document({**APPLICATIONS, "applications.new_received.natural_person": "6"})
    said = refusal(docx.write(document(APPLICATIONS)), other)
    assert said == ("写好的 Word 文件中，三、收到和处理政府信息公开申请情况的新收·自然人是“5”，报告中是“6”。")


def test_a_blank_is_not_a_zero() -> None:
    other = document({**APPLICATIONS, "applications.carried_in.other": ""})
    assert "上年结转·其他是“0”，报告中是空白" in refusal(docx.write(document(APPLICATIONS)), other)


def test_a_text_that_differs_is_named() -> None:
    other = document(APPLICATIONS, texts={**TEXTS, "problems": "没有问题。"})
    said = refusal(docx.write(document(APPLICATIONS)), other)
    assert "“没有问题。”一段是“培训不够，下一步加强培训。”，报告中是“没有问题。”" in said


def test_a_text_too_much_or_too_little_is_named() -> None:
    more = document(APPLICATIONS, texts={**TEXTS, "other_matters": "甲。\n乙。"})
    less = document(APPLICATIONS, texts={**TEXTS, "other_matters": "甲。"})
    assert "“乙。”一段是“乙。”，报告中是空白" in refusal(docx.write(more), less)
    assert "“乙。”一段是空白，报告中是“乙。”" in refusal(docx.write(less), more)


def test_a_heading_that_became_text_is_named() -> None:
    said = changed('w:pStyle w:val="Heading1"', 'w:pStyle w:val="BodyTextFirstIndent"')
    assert "“一、总体情况”一段的样式是“正文”，报告中是“一级标题”" in said


def test_letters_of_a_heading_run_in_that_are_lost_are_named() -> None:
    said = changed('<w:rPr><w:rStyle w:val="LeadIn"/></w:rPr>', "")
    assert "“（一）主动公开。公开栏更”一段的段首小标题是空白，报告中是“（一）主动公开。”" in said


def test_a_label_that_differs_is_named() -> None:
    assert "“规章”是“规则”，报告中是“规章”" in changed(">规章<", ">规则<")


def test_a_cell_that_spans_too_much_is_named() -> None:
    said = changed('<w:gridSpan w:val="4"/>', '<w:gridSpan w:val="3"/>')
    assert "“第二十条第（一）项”所占的行列是“1×3”，报告中是“1×4”" in said


def test_a_merged_cell_that_was_cut_is_named() -> None:
    assert "所占的行列是" in changed('<w:vMerge w:val="continue"/>', "")


def test_a_row_that_no_longer_repeats_is_named() -> None:
    assert "每页重复的行数是“2”，报告中是“3”" in changed("<w:tblHeader/>", "")


def test_a_title_that_differs_in_the_properties_is_named() -> None:
    meant = document(APPLICATIONS)
    data = replaced(docx.write(meant), "docProps/core.xml", "<dc:title>青石镇", "<dc:title>白石镇")
    assert "文件属性中的标题是" in refusal(data, meant)


def test_a_text_where_a_table_should_be_is_named() -> None:
    meant = document(APPLICATIONS)
    without = meant._replace(
        blocks=tuple(block for block in meant.blocks if not isinstance(block, TableBlock))
    )
    assert "报告中是“第二十条第（一）项”" in refusal(docx.write(without), meant)
    assert "是“一张表”，报告中是“三、收到和处理政府信息公开申请情况”" in refusal(docx.write(meant), without)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no file of Word's"])
def test_what_does_not_open_is_said(data: bytes) -> None:
    assert refusal(data, document(APPLICATIONS)) == "写好的 Word 文件打不开。"


def test_a_file_without_its_text_does_not_open() -> None:
    meant = document(APPLICATIONS)
    assert "打不开" in refusal(replaced(docx.write(meant), BODY, "<w:body>", "<w:body"), meant)

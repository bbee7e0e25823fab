"""Reading the page back: one character, figure or place that differs is named."""

import random
import re

import pytest

from core.errors import DocumentDiffers
from core.writers import html
from core.writers.blocks import Block, ChartBlock, Document, Paragraph, TableBlock
from tests.writers.webpages import document, written
from tests.writers.workbooks import FORM

HINT = "请重新导出；如果仍然这样，请改用其他格式。"


def refusal(data: bytes, meant: Document) -> str:
    with pytest.raises(DocumentDiffers) as refused:
        html.verify(data, meant)
    assert refused.value.hint == HINT
    return refused.value.message.removeprefix("写好的网页中，")


def changed(old: str, new: str, *, charted: bool = False) -> bytes:
    """The sample's page with one thing on it changed, the first of its kind."""
    page = written("sample", charted=charted).decode()
    assert old in page
    return page.replace(old, new, 1).encode()


def test_each_figure_that_differs_is_named() -> None:
    page = written("sample").decode()
    for key, cell in FORM.cells.items():
        other = re.sub(rf'(data-key="{re.escape(key)}"[^>]*>)[^<]*', r"\g<1>987", page)
        assert other != page
        message = refusal(other.encode(), document("sample"))
        assert f"的{cell.name}应为" in message
        assert message.endswith("读回来是“987”。")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "48件",
            "49件",
            "“2.依申请公开方面。持续…”一段应为“息公开申请48件，其中，…”，读回来是“息公开申请49件",
        ),
        ("<h2>一、总体情况</h2>", "<h3>一、总体情况</h3>", "“一、总体情况”的位置或格式不对。"),
        (
            "第二十条第（五）项",
            "第二十条第（四）项",
            "二、主动公开政府信息情况的“第二十条第（五）项”应为“第二十条第（五）项”，读回来是“第二十条第（四）项”",
        ),
        (
            "自然人</th>",
            "自然</th>",
            "三、收到和处理政府信息公开申请情况的“自然人”应为“自然人”，读回来是“自然”。",
        ),
        (
            'rowspan="22"',
            'rowspan="21"',
            "三、收到和处理政府信息公开申请情况的“三、本年度办理结果”的位置或格式不对。",
        ),
        ('colspan="7"', 'colspan="6"', "三、收到和处理政府信息公开申请情况的“申请人情况”的位置或格式不对。"),
        ('headers="t1-0-0 ', 'headers="', "二、主动公开政府信息情况的规章·制发的位置或格式不对。"),
        ('headers="t1-0-0 ', 'headers="t9-0-0 ', "二、主动公开政府信息情况的规章·制发的位置或格式不对。"),
        ('lang="zh-CN"', 'lang="en"', "语言应为“zh-CN”，读回来是“en”。"),
        ("<title>新郑市", "<title>新政市", "网页标题应为“新郑市人民政府办公室20…”"),
        (
            "情况表</caption>",
            "表</caption>",
            "二、主动公开政府信息情况的表名应为“主动公开政府信息情况表”，读回来是“主动公开政府信息表”。",
        ),
        ("</main>", "<p>多一段</p></main>", "末尾多出“多一段”。"),
        ("</main>", "多几个字</main>", "末尾多出“多几个字”。"),
    ],
)
def test_anything_else_that_differs_is_named(old: str, new: str, message: str) -> None:
    assert message in refusal(changed(old, new), document("sample"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (">30</text>", ">31</text>", "“本年度办理结果和结转下年”图中的“30”应为“30”，读回来是“31”。"),
        ("无法提供</th><td>30</td>", "无法提供</th><td>3</td>",
         "“本年度办理结果和结转下年”图的表中“30”应为“30”，读回来是“3”。"),
        (">2020年</text>", ">2021年</text>", "“主要数据与上年相比（单位：件）”图中的“2020年”"),
        ("（七）总计：50", "（七）总计：5", "“本年度办理结果和结转下年”图下的说明应为“（七）总计：50”"),
    ],
)  # fmt: skip
def test_what_a_chart_says_wrongly_is_named(old: str, new: str, message: str) -> None:
    assert message in refusal(changed(old, new, charted=True), document("sample", charted=True))


def test_a_missing_end_is_named() -> None:
    meant = document("sample")
    more = meant._replace(blocks=(*meant.blocks, Paragraph("还有一段。")))
    assert refusal(written("sample"), more) == "缺少“还有一段。”一段。"


def test_a_page_without_its_charts_is_noticed() -> None:
    assert refusal(written("sample"), document("sample", charted=True)) == "缺少“数据图解”。"


@pytest.mark.parametrize("data", [b"", b"   ", b"no page", b"\x00\x01", b"<html></html>"])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentDiffers):
        html.verify(data, document("zeros"))


def test_a_damaged_page_is_refused_and_never_breaks_the_reader() -> None:
    dice = random.Random(5)  # noqa: S311 - the same damage every time
    good = written("zeros", charted=True)
    meant = document("zeros", charted=True)
    start = good.index(b"<main>")
    refused = 0
    for _ in range(60):
        data = bytearray(good)
        place = dice.randrange(start, len(data) - 40)
        del data[place : place + dice.randrange(1, 40)]
        try:
            html.verify(bytes(data), meant)
        except DocumentDiffers:
            refused += 1
    assert refused > 40


def test_the_page_that_is_compared_has_every_kind_of_block() -> None:
    kinds: set[type[Block]] = {type(block) for block in document("sample", charted=True).blocks}
    assert {Paragraph, TableBlock, ChartBlock} < kinds

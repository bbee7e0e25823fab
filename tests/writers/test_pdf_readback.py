"""Reading the file back: one character or figure that differs is named."""

import pytest

from core.errors import DocumentDiffers
from core.writers import pdf
from core.writers.blocks import Block, Document, Paragraph, TableBlock
from tests.writers.pdfs import document, written

HINT = "请重新导出；如果仍然这样，请先导出 Excel 文件。"


def with_text(meant: Document, old: str, new: str) -> Document:
    """The same document with other words in a paragraph."""

    def changed(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return block._replace(text=block.text.replace(old, new))
        return block

    return meant._replace(blocks=tuple(map(changed, meant.blocks)))


def with_figure(meant: Document, key: str, text: str) -> Document:
    """The same document with another figure."""

    def changed(block: Block) -> Block:
        if isinstance(block, TableBlock):
            cells = (cell._replace(text=text) if cell.key == key else cell for cell in block.cells)
            return block._replace(cells=tuple(cells))
        return block

    return meant._replace(blocks=tuple(map(changed, meant.blocks)))


def refusal(data: bytes, meant: Document) -> str:
    with pytest.raises(DocumentDiffers) as refused:
        pdf.verify(data, meant)
    assert refused.value.hint == HINT
    return refused.value.message


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        (
            "applications.unable.not_held.natural_person",
            "36",
            "PDF 文件中，三、收到和处理政府信息公开申请情况的本机关不掌握·自然人应为“36”，读回来是“30”。",
        ),
        ("applications.granted.total", "1", "应为“1”，读回来是“14”。"),
        ("applications.granted.total", "", "读回来是“1”。"),
        ("disclosure.normative.valid", "240", "应为“240”，读回来是“24”。"),
        ("disputes.suit_after_review.total", "2", "应为“2”，读回来是“1”。"),
    ],
)
def test_another_figure_is_named_with_its_place(key: str, text: str, message: str) -> None:
    assert refusal(written("sample"), with_figure(document("sample"), key, text)).endswith(message)


@pytest.mark.parametrize(
    ("old", "new"),
    [("48件", "49件"), ("有效满足", "有效不满足"), ("均维持结果。", "均维持结果"), ("新郑版块", "新郑板块")],
)
def test_another_word_is_named_with_its_paragraph(old: str, new: str) -> None:
    message = refusal(written("sample"), with_text(document("sample"), old, new))
    assert message.startswith("写好的 PDF 文件中，“")
    assert "…”一段" in message


def test_a_missing_last_section_is_noticed() -> None:
    meant = document("sample")
    assert "末尾多出" in refusal(written("sample"), meant._replace(blocks=meant.blocks[:-1]))


def test_a_section_too_few_is_noticed() -> None:
    meant = document("sample")
    more = meant._replace(blocks=(*meant.blocks, Paragraph("还有一段。")))
    assert refusal(written("sample"), more).endswith("读回来缺少内容。")


def test_two_figures_run_together_are_not_one() -> None:
    meant = document("sample")
    joined = with_figure(meant, "applications.new_received.natural_person", "480")
    joined = with_figure(joined, "applications.new_received.commercial", "")
    assert "读回来是“48”" in refusal(written("sample"), joined)


def test_a_file_that_is_no_pdf_is_refused() -> None:
    assert refusal(b"no pdf", document("zeros")) == "写好的 PDF 文件读不出来。"

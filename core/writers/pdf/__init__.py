"""The report as PDF: pages as official papers have them, tables as the form draws them, fonts embedded.

GB/T 9704-2012 for the page; the same document gives the same bytes. ``page_images`` draws the pages of a
finished file for the screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.errors import FontMissing
from core.writers import fonts, writer
from core.writers.blocks import PAGES, ChartBlock, Document, Heading, Paragraph, TableBlock, Title
from core.writers.pdf.faces import BODY, KAI, TITLE, Faces
from core.writers.pdf.flow import Flow, heading_role
from core.writers.pdf.pages import ONE_AT_A_TIME, PageImage, page_images, page_sizes
from core.writers.pdf.readback import verify

__all__ = ["PageImage", "page_images", "page_sizes", "verify", "write"]

_NAMED = 8  # characters that one refusal names


@writer("pdf", ".pdf", verify)
def write(document: Document) -> bytes:
    """Return the file; raises ``FontMissing`` for a font that is missing or damaged, or lacks a character."""
    with ONE_AT_A_TIME:
        faces = Faces(fonts.folder())
        refuse_characters(document, faces)
        return Flow(document, faces).run()


def refuse_characters(document: Document, faces: Faces) -> None:
    """Raise ``FontMissing`` with every character that no font has, and where the first one stands."""
    found: dict[str, str] = {}
    for place, text, role in (*_texts(document), *_slip_texts(document)):
        for character in faces.missing(text, role):
            found.setdefault(character, place)
    if found:
        names = "、".join(f"“{character}”" for character in list(found)[:_NAMED])
        more = "等" if len(found) > _NAMED else ""
        where = next(iter(found.values()))
        raise FontMissing(f"{where}的{names}{more}没有字体可以印出来。", "请换成别的写法再导出。")


def _texts(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield every text with its place in words and the role of its font."""
    section = ""
    for block in document.blocks:
        if isinstance(block, TableBlock):
            for cell in block.cells:
                yield f"{block.title}中“{cell.name or cell.text}”", cell.text, BODY
        elif isinstance(block, ChartBlock):
            for text in block.texts():
                yield f"“{block.title}”中", text, BODY
        elif isinstance(block, Title):
            yield "标题中", block.text, TITLE
        elif isinstance(block, Heading):
            section = block.text
            yield f"“{section}”这个小标题中", block.text, heading_role(block.level)
        elif isinstance(block, Paragraph):
            place = f"“{section}”一节中" if section else "开头部分中"
            yield place, block.text[: block.lead], KAI
            yield place, block.text[block.lead :], heading_role(block.level)


def _slip_texts(document: Document) -> Iterator[tuple[str, str, str]]:
    for slip in (*document.slips, *document.annex):
        for text in slip.texts():
            yield f"{slip.name}中", text.replace(PAGES, ""), BODY

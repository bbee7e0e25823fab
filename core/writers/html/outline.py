"""Which heading a block is on the page: h1 the title, h2 一、, h3 （一）, h4 1.; no rank is left out.

A screen reader's list of headings is the page's table of contents, so 1. is h3 where no （一） stands
between it and 一、.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.writers.blocks import Block, ChartBlock, Document, Heading, Paragraph, Title

BODY = 0  # no heading
TITLE, SECTION = 1, 2


def ranked(document: Document) -> Iterator[tuple[Block, int]]:
    """Yield every block with its rank as a heading, ``BODY`` for what is none."""
    above: list[int] = []  # levels of the headings this one stands under
    for block in document.blocks:
        level = _level(block)
        if level == BODY:
            yield block, BODY
            continue
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield block, len(above)


def _level(block: Block) -> int:
    """Return how deep a heading was meant, the title being 1."""
    if isinstance(block, Title):
        return TITLE
    if isinstance(block, ChartBlock):
        return SECTION
    if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.level):
        return TITLE + block.level
    return BODY

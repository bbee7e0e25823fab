"""The whole page: what a browser is told about it, and the blocks in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import count

from core.writers.blocks import Block, ChartBlock, Document, Heading, Paragraph, TableBlock
from core.writers.html import figures, tables
from core.writers.html.outline import BODY, SECTION, TITLE, ranked
from core.writers.html.style import SHEET

LANGUAGE = "zh-CN"
_YEAR = re.compile(r"\d+年度?")
_WHOLE = r'<span class="whole">\g<0></span>'  # a year stays on one line


def page(document: Document) -> str:
    """Return the page; every text in it is escaped."""
    return "\n".join(
        [*_head(document), "<body>", "<main>", *_body(document), "</main>", "</body>", "</html>", ""]
    )


def description(document: Document) -> str:
    """Return what the page holds, for search on the site it stands on."""
    parts = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    return "：".join(filter(None, [document.title, "；".join(parts)]))


def texts(document: Document) -> Iterator[str]:
    """Yield every text that comes from the document."""
    yield from (document.title, document.unit)
    for block in document.blocks:
        if isinstance(block, TableBlock):
            yield block.title
            yield from (cell.text for cell in block.cells)
        elif isinstance(block, ChartBlock):
            yield from block.texts()
        else:
            yield block.text


def _head(document: Document) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{escape(document.title)}</title>"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="description" content="{escape(description(document))}">'
    yield f"<style>{SHEET}</style>\n</head>"


def _body(document: Document) -> Iterator[str]:
    """Yield the blocks; 一、 opens a section, which the next one closes."""
    numbers = count(1)
    blocks = list(ranked(document))
    inside = False
    for place, (block, rank) in enumerate(blocks):
        if rank == SECTION and not isinstance(block, Paragraph):
            if inside:
                yield "</section>"
            holds = [kind for kind, _ in blocks[place + 1 : place + 2] if isinstance(kind, TableBlock)]
            yield '<section class="table">' if holds else "<section>"
            inside = True
        yield from _block(block, rank, numbers)
    if inside:
        yield "</section>"


def _block(block: Block, rank: int, numbers: Iterator[int]) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield from tables.table(block, next(numbers))
    elif isinstance(block, ChartBlock):
        yield f"<h{rank}>{escape(block.title)}</h{rank}>"
        yield from figures.figures(block)
    elif rank == TITLE:
        yield f"<h1>{_YEAR.sub(_WHOLE, escape(block.text))}</h1>"
    elif rank != BODY:
        yield f"<h{rank}>{escape(block.text)}</h{rank}>"
    elif isinstance(block, Paragraph) and block.lead:
        yield f"<p><strong>{escape(block.text[: block.lead])}</strong>{escape(block.text[block.lead :])}</p>"
    else:
        yield f"<p>{escape(block.text)}</p>"

"""The report's words, headings and tables in order, on the page of official papers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from core.writers.blocks import Block, Document, Heading, Paragraph, TableBlock, Title
from core.writers.docx import styles, tables
from core.writers.docx.markup import BREAK, element, paragraph, part, run, twips
from core.writers.headline import title_lines
from core.writers.page import (
    BOTTOM,
    LEFT,
    NUMBER_DROP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PITCH,
    RIGHT,
    SIZE,
    TITLE_PITCH,
    TITLE_SIZE,
    TITLE_SPACE,
    TOP,
    WIDTH,
    page_number,
)
from core.writers.ruled import Ruled
from core.writers.typeset import Line

FOOTERS = {"default": "rId1", "even": "rId2"}  # how the text names them
_BELOW_TABLE = 0.3 * PITCH


class Body(NamedTuple):
    """The text of the file and what its styles must provide for."""

    xml: bytes
    sizes: frozenset[float]  # of texts in tables


def body(document: Document) -> Body:
    """Return the part that holds the text."""
    measured = {block.id: tables.measured(block) for block in document.tables()}
    drawn = element("body", *_drawn(document, measured), _page())
    return Body(part("document", drawn), frozenset(ruled.size for ruled in measured.values()))


def footer(*, even: bool) -> bytes:
    """Return the foot of the left or right pages: the number on the outer side, one character in."""
    before, after = page_number("\n").split("\n")
    field = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    side = "left" if even else "right"
    indent = element("ind", **{f"{side}Chars": 100, side: twips(SIZE)})
    look = indent + element("jc", val=side)
    return part("ftr", paragraph(styles.FOOTER, run(before), field, run(after), properties=look))


def title_parts(text: str) -> list[str]:
    """Return the lines of a title, of nearly the same length and broken where one reads on best."""
    glyphs = tables.SQUARES.glyphs(text, "")
    advances = [glyph.width * TITLE_SIZE for glyph in glyphs]
    lines: list[Line] = title_lines(text, advances, WIDTH - TITLE_SIZE, TITLE_SIZE)
    return [text[line.start : line.end] for line in lines]


def _drawn(document: Document, measured: dict[str, Ruled]) -> Iterator[str]:
    """Yield the blocks; what has no place on paper that can be edited, such as charts, is left out."""
    before: Block | None = None
    for block in document.blocks:
        if isinstance(block, Title):
            yield _title(block)
        elif isinstance(block, Heading):
            yield _heading(block, below_table=isinstance(before, TableBlock))
        elif isinstance(block, Paragraph):
            yield _paragraph(block)
        elif isinstance(block, TableBlock):
            if isinstance(before, TableBlock):
                yield element("p")  # else Word makes one table of the two
            yield tables.table(measured[block.id])
        before = block
    if isinstance(before, TableBlock):
        yield element("p")  # no text may end with a table


def _title(block: Title) -> str:
    lines = title_parts(block.text)
    height = len(lines) * TITLE_PITCH
    below = math.ceil((height + TITLE_SPACE) / PITCH) * PITCH - height  # the text begins on the grid
    broken = BREAK.join(map(run, lines))
    return paragraph(styles.TITLE, broken, properties=element("spacing", after=twips(below)))


def _heading(block: Heading, *, below_table: bool) -> str:
    space = element("spacing", before=twips(_BELOW_TABLE)) if below_table else ""
    return paragraph(styles.heading(block.level), run(block.text), properties=space)


def _paragraph(block: Paragraph) -> str:
    style = styles.heading(block.level) if block.level else styles.BODY
    lead = run(block.text[: block.lead], element("rStyle", val=styles.LEAD))
    return paragraph(style, lead, run(block.text[block.lead :]))


def _page() -> str:
    feet = "".join(f'<w:footerReference w:type="{kind}" r:id="{name}"/>' for kind, name in FOOTERS.items())
    margins = {"top": TOP, "right": RIGHT, "bottom": BOTTOM, "left": LEFT}
    foot = BOTTOM - NUMBER_DROP - styles.FOOT_LINE / 2
    return element(
        "sectPr",
        feet,
        element("pgSz", w=twips(PAGE_WIDTH), h=twips(PAGE_HEIGHT)),
        element(
            "pgMar",
            **{side: twips(width) for side, width in margins.items()},
            header=twips(foot),
            footer=twips(foot),
            gutter=0,
        ),
        element("docGrid", type="lines", linePitch=styles.LINE),
    )

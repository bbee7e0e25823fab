"""The peer for a PDF: reportlab's own paragraphs and tables, with the same texts and fonts, nothing of ours.

As a programme (`python -m tests.bench.table_pdf CONTENT FILE`) it writes one such file; content is JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONTS = {"title": "GKSongBlack-Regular", "heading": "GKHei-Regular", "text": "GKFangSong-Regular"}
SIZES = {"title": (22, 32), "heading": (16, 29), "text": (16, 29), "cell": (10.5, 14)}
MILLIMETRES = 72 / 25.4
PADDING = 6  # points, reportlab's own
LEFT, RIGHT, TOP, BOTTOM = (edge * MILLIMETRES - PADDING for edge in (28, 26, 37, 35))
WIDTH = 156 * MILLIMETRES


class Grid(NamedTuple):
    """One table: texts by row, the corners of what spans, relative widths, rows that repeat on a page."""

    rows: list[list[str]]
    spans: list[list[list[int]]]
    widths: list[int]
    heading: int


Content = list[tuple[str, str] | tuple[str, Grid]]


def load_fonts() -> None:
    """Make the fonts known."""
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415  only where it is measured
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415  as above

    for name, file in FONTS.items():
        registerFont(TTFont(f"peer {name}", str(RESOURCES / "fonts" / f"{file}.ttf")))


def draw(written: Content, out: Path) -> None:
    """Write the content as reportlab lays it out, with the numbers of the pages below."""
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415  as above
    from reportlab.platypus import Paragraph as Words  # noqa: PLC0415  as above
    from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415  as above

    styles = {
        name: ParagraphStyle(
            name,
            fontName=f"peer {name if name in FONTS else 'text'}",
            fontSize=size,
            leading=leading,
            wordWrap="CJK",
            alignment=1 if name in {"title", "cell"} else 0,
            firstLineIndent=2 * size if name in {"heading", "text"} else 0,
        )
        for name, (size, leading) in SIZES.items()
    }

    def cell(text: str) -> object:
        return text if len(text) <= 1 or text.isdecimal() else Words(escape(text), styles["cell"])

    story: list[Flowable] = []
    for style, one in written:
        if style == "table":
            story.append(_table(Grid(*one), cell))
        else:
            assert isinstance(one, str)
            story.append(Words(escape(one), styles[style]))
    paper = SimpleDocTemplate(
        str(out),
        pagesize=(210 * MILLIMETRES, 297 * MILLIMETRES),
        leftMargin=LEFT,
        rightMargin=RIGHT,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        invariant=1,
    )
    paper.build(story, onFirstPage=_number, onLaterPages=_number)


def _table(grid: Grid, cell: Callable[[str], object]) -> Flowable:
    from reportlab.lib.colors import black  # noqa: PLC0415  as above
    from reportlab.platypus import Table  # noqa: PLC0415  as above

    whole = sum(grid.widths)
    size, leading = SIZES["cell"]
    looks = [
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("FONT", (0, 0), (-1, -1), "peer text", size, leading),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *(("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)),
        *(("SPAN", tuple(start), tuple(end)) for start, end in grid.spans),
    ]
    return Table(
        [[cell(text) for text in row] for row in grid.rows],
        colWidths=[WIDTH * width / whole for width in grid.widths],
        style=looks,  # type: ignore[arg-type]  # narrower in the types than in the library
        repeatRows=grid.heading,
    )


def _number(canvas: object, paper: object) -> None:
    canvas.setFont("peer text", 14)  # type: ignore[attr-defined]
    canvas.drawCentredString(105 * MILLIMETRES, 28 * MILLIMETRES, f"— {paper.page} —")  # type: ignore[attr-defined]


if __name__ == "__main__":
    load_fonts()
    draw(json.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]))

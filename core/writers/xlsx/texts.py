"""The sheet of words: title, unit, year, and every section's text, strings only.

Column A says what a line is, column B holds it. A paragraph longer than a row can show goes on in the next
row, marked 接上; nothing is cut (a cell holds 32,767 characters at most, a row shows far fewer).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.writers.blocks import Document, Heading, Paragraph, TableBlock, Title
from core.writers.xlsx import style
from core.writers.xlsx.canvas import Canvas
from core.writers.xlsx.plan import Plan

SHEET = "封面与文字"
CONTINUED = "接上"
OPENING = "开头"
ELSEWHERE = "另表"
FIELDS = {"report.title": "标题", "report.unit_name": "单位", "report.year": "年度", "report.form": "格式"}

_WIDTHS = [8.0, 76.0]
_CHARACTER = 16.0  # pixels of one Chinese character of 小四
_LINE = 16.5  # points
_LINES = 22  # lines a row shows
_SENTENCE_ENDS = "。；！？"


_BODY = style.Look(style.FANGSONG, 12, horizontal="left", indent=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet: its label, its text, the name of its cell, and how it is drawn."""

    label: str
    text: str
    name: str = ""
    look: style.Look = _BODY


_TITLE = style.Look(style.SONG, 18, bold=True)
_FIELD = style.Look(style.SONG, 12, horizontal="left", indent=1)
_HEADING = style.Look(style.HEI, 14, horizontal="left", indent=1, fill=style.HEADING_FILL)
_SECOND = style.Look("楷体", 12, bold=True, horizontal="left", indent=1)
_LABEL = style.Look(points=10, colour=style.GREY)


def lines(plan: Plan) -> tuple[Line, ...]:
    """Return the rows of the sheet from top to bottom."""
    document = plan.document
    fields = (document.title, document.unit, str(document.year), document.form)
    head = [
        Line(label, text, name, _FIELD if name != "report.title" else _TITLE)
        for (name, label), text in zip(FIELDS.items(), fields, strict=True)
    ]
    return (*head, *_opening(document), *_sections(plan))


def _opening(document: Document) -> Iterator[Line]:
    """Yield the text above the first section; an empty line to fill in where there is none."""
    above: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            break
        if isinstance(block, Paragraph):
            above.append(block)
    for index, paragraph in enumerate(above or [Paragraph("")]):
        yield from _pieces(paragraph, "" if index else OPENING)


def _sections(plan: Plan) -> Iterator[Line]:
    started = False
    for block, after in pairwise((*plan.document.blocks, Title(""))):
        if isinstance(block, Heading):
            started = True
            yield Line("", block.text, look=_HEADING)
            if isinstance(after, Heading | Title):
                yield Line("", "")
        elif isinstance(block, TableBlock):
            yield Line(ELSEWHERE, f"见“{plan.sheets[block.id]}”。")
        elif isinstance(block, Paragraph) and started:
            yield from _pieces(block, "")


def _pieces(paragraph: Paragraph, label: str) -> Iterator[Line]:
    look = _SECOND if paragraph.level else _BODY
    for index, piece in enumerate(split(paragraph.text)):
        yield Line(CONTINUED if index else label, piece, look=look)


def split(text: str) -> list[str]:
    """Return the text in pieces that a row can show, cut behind a sentence where there is one."""
    pieces: list[str] = []
    room = _LINES * int((_WIDTHS[1] - 4) * style.WIDTH_PIXELS / _CHARACTER)
    while len(text) > room:
        cut = max(text.rfind(end, room // 2, room) for end in _SENTENCE_ENDS) + 1 or room
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def draw(canvas: Canvas, plan: Plan) -> dict[str, str]:
    """Draw the sheet; return the names of its cells with their addresses."""
    canvas.widths(_WIDTHS)
    names: dict[str, str] = {}
    rows = lines(plan)
    for row, line in enumerate(rows, 1):
        canvas.text(row, 1, line.label, _LABEL)
        canvas.text(row, 2, line.text, line.look)
        points = line.look.points
        count = style.lines(line.text, _WIDTHS[1] - 2, _CHARACTER * points / 12)
        canvas.height(row, max(24.0, count * _LINE * points / 12 + 10) if line.text or line.name else 60.0)
        if line.name:
            names[line.name] = f"$B${row}"
    canvas.page(landscape=False, area=f"A1:B{len(rows)}", repeat="")
    return names

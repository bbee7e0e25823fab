"""The sheet of words: title, unit, year, and every section's text, strings only.

Column A says what a line is, column B holds it. A paragraph longer than a row can show goes on in the next
row, marked 接上; nothing is cut (a cell holds 32,767 characters at most, a row shows far fewer). The rows of
a section have a name of their own (``text.overview``), so that a filled-in copy reads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from core import keys
from core.report import FIRST_YEAR, LAST_YEAR
from core.workbook import CONTINUED, ELSEWHERE, FIELDS, TITLE, UNIT, WORDS_SHEET, YEAR
from core.writers.blocks import Heading, Paragraph, TableBlock, Title
from core.writers.xlsx import style
from core.writers.xlsx.canvas import Canvas
from core.writers.xlsx.plan import Plan

SHEET = WORDS_SHEET
OPENING = "开头"
PREAMBLE = "preamble"

_WIDTHS = [8.0, 76.0]
_CHARACTER = 16.0  # pixels of one Chinese character of 小四
_LINE = 16.5  # points
_LINES = 22  # lines a row shows
_SENTENCE_ENDS = "。；！？"
_ROOM = (
    14  # rows to fill in for a section of text, one paragraph each: five parts with their headings, and more
)
_ROOM_ABOVE = 3  # for the text above the first section
_ROOM_POINTS = 24.0  # a line to write on by pen; a row grows as it is filled in


_BODY = style.Look(style.FANGSONG, 12, horizontal="left", indent=1)


class Line(NamedTuple):
    """One row of the sheet: label, text, name of its cell, how it is drawn, which section it belongs to."""

    label: str
    text: str
    name: str = ""
    look: style.Look = _BODY
    section: str = ""


_TITLE = style.Look(style.SONG, 18, bold=True)
_FIELD = style.Look(style.SONG, 12, horizontal="left", indent=1)
_HEADING = style.Look(style.HEI, 14, horizontal="left", indent=1, fill=style.HEADING_FILL)
_SECOND = style.Look("楷体", 12, bold=True, horizontal="left", indent=1)
_LABEL = style.Look(points=10, colour=style.GREY)
_OPEN = style.Look(style.FANGSONG, 12, horizontal="left", indent=1, locked=False)
_OPEN_FIELD = style.Look(style.SONG, 12, horizontal="left", indent=1, locked=False)
_PLACES = {name: row for row, name in enumerate(FIELDS, 1)}


def field(name: str) -> str:
    """Return the address of a field (``core.workbook.FIELDS``) as a formula on any sheet names it."""
    return f"{quote_sheetname(SHEET)}!$B${_PLACES[name]}"


def lines(plan: Plan) -> tuple[Line, ...]:
    """Return the rows of the sheet from top to bottom."""
    document = plan.document
    fields = (document.title, document.unit, str(document.year), document.form)
    head = [
        Line(label, text, name, _field_look(plan, name))
        for (name, label), text in zip(FIELDS.items(), fields, strict=True)
    ]
    return (*head, *_opening(plan), *_sections(plan))


def _field_look(plan: Plan, name: str) -> style.Look:
    if name == TITLE:
        return _TITLE
    return _OPEN_FIELD if plan.fill_in and name in {UNIT, YEAR} else _FIELD


def _opening(plan: Plan) -> Iterator[Line]:
    """Yield the text above the first section; empty lines to fill in where there is none."""
    above: list[Paragraph] = []
    for block in plan.document.blocks:
        if isinstance(block, Heading):
            break
        if isinstance(block, Paragraph):
            above.append(block)
    for index, paragraph in enumerate(above or _empty(plan, _ROOM_ABOVE)):
        yield from _pieces(plan, paragraph, "" if index else OPENING, PREAMBLE)


def _sections(plan: Plan) -> Iterator[Line]:
    section: Heading | None = None
    for block, after in pairwise((*plan.document.blocks, Title(""))):
        if isinstance(block, Heading):
            section = block
            yield Line("", block.text, look=_HEADING)
            if isinstance(after, Heading | Title):
                for paragraph in _empty(plan, _ROOM):
                    yield from _pieces(plan, paragraph, "", section.id)
        elif isinstance(block, TableBlock):
            yield Line(ELSEWHERE, f"见“{plan.sheets[block.id]}”。")
        elif isinstance(block, Paragraph) and section is not None:
            yield from _pieces(plan, block, "", section.id)


def _empty(plan: Plan, rows: int) -> list[Paragraph]:
    return [Paragraph("")] * (rows if plan.fill_in else 1)


def _pieces(plan: Plan, paragraph: Paragraph, label: str, section: str) -> Iterator[Line]:
    look = _OPEN if plan.fill_in else _SECOND if paragraph.level else _BODY
    for index, piece in enumerate(split(paragraph.text)):
        yield Line(CONTINUED if index else label, piece, look=look, section=section)


def split(text: str) -> list[str]:
    """Return the text in pieces that a row can show, cut behind a sentence where there is one."""
    pieces: list[str] = []
    room = _LINES * int((_WIDTHS[1] - 4) * style.WIDTH_PIXELS / _CHARACTER)
    while len(text) > room:
        cut = max(text.rfind(end, room // 2, room) for end in _SENTENCE_ENDS) + 1 or room
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def names(rows: Sequence[Line]) -> dict[str, str]:
    """Return the names of the sheet's cells with their addresses: the fields, the rows of each section."""
    found = {line.name: f"$B${row}" for row, line in enumerate(rows, 1) if line.name}
    for section in dict.fromkeys(line.section for line in rows if line.section):
        own = [row for row, line in enumerate(rows, 1) if line.section == section]
        found[keys.text(section)] = f"$B${own[0]}" + (f":$B${own[-1]}" if len(own) > 1 else "")
    return {name: f"{quote_sheetname(SHEET)}!{address}" for name, address in found.items()}


def draw(canvas: Canvas, plan: Plan, title_pattern: str = "") -> dict[str, str]:
    """Draw the sheet; return the names of its cells with their addresses.

    ``title_pattern`` (``{unit}{year}年…``) makes the title follow unit and year as they are filled in.
    """
    canvas.widths(_WIDTHS)
    rows = lines(plan)
    for row, line in enumerate(rows, 1):
        canvas.text(row, 1, line.label, _LABEL)
        _line(canvas, plan, row, line, title_pattern)
    canvas.page(landscape=False, area=f"A1:B{len(rows)}", repeat="")
    if plan.fill_in:
        _validate_year(canvas)
        _colour(canvas, rows)
    return names(rows)


def _line(canvas: Canvas, plan: Plan, row: int, line: Line, title_pattern: str) -> None:
    if plan.fill_in and line.name == YEAR:
        canvas.figure(row, 2, plan.document.year, line.look)
    elif line.name == TITLE and title_pattern:
        canvas.formula(row, 2, _title_formula(title_pattern), line.text, line.look)
    else:
        canvas.text(row, 2, line.text, line.look)
    points = line.look.points
    count = style.lines(line.text, _WIDTHS[1] - 2, _CHARACTER * points / 12)
    if plan.fill_in and line.section and not line.text:
        canvas.height(row, _ROOM_POINTS, grows=True)
    else:
        canvas.height(row, max(24.0, count * _LINE * points / 12 + 10) if line.text or line.name else 60.0)


def _title_formula(pattern: str) -> str:
    """Return the formula of the title out of the form's pattern."""
    parts = re.split(r"(\{unit\}|\{year\})", pattern)
    cells = {"{unit}": f"$B${_PLACES[UNIT]}", "{year}": f"$B${_PLACES[YEAR]}"}
    quoted = ((part, part.replace('"', '""')) for part in parts if part)
    return "=" + "&".join(cells.get(part, f'"{words}"') for part, words in quoted)


def _colour(canvas: Canvas, rows: Sequence[Line]) -> None:
    """Show which rows are still to be filled in."""
    for row, line in enumerate(rows, 1):
        if not line.look.locked:
            empty = Rule(type="expression", dxf=style.FILL_IN, formula=[f"LEN(TRIM(B{row}))=0"])
            canvas.colour(f"B{row}", empty)


def _validate_year(canvas: Canvas) -> None:
    rule = DataValidation("whole", operator="between", formula1=str(FIRST_YEAR), formula2=str(LAST_YEAR))
    canvas.validate(rule, "请填四位数字的年份，不带“年”字。", [f"B{_PLACES[YEAR]}"])

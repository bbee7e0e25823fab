"""The report as neutral blocks: what is printed, in which order, with every figure and text decided.

Nothing is invented: a section without text prints its heading only, an incomplete total prints blank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from core.form import Cell, FormDef, Placed, Section, Table
from core.report import Report
from core.values import number, show
from core.writers.blocks import Block, Document, GridCell, Heading, Paragraph, TableBlock, Title

HEADING_MAX = 30  # characters; a longer paragraph is prose, however it begins
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_THIRD = re.compile(r"\d{1,2}[.．、](?!\d)")
_LEAD = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。：；，！？]{2,28}[。：](?=.)")
_SENTENCE = re.compile(r"[。：；，！？]")
_INVISIBLE = {"Cc", "Cf"}  # control characters, zero-width and direction marks


def build(report: Report) -> Document:
    """Return the whole report as blocks: title, preamble, and the sections of its form in order."""
    form = report.form
    title = clean(report.title)
    blocks: list[Block] = [Title(title), *paragraphs(report.text("preamble"))]
    for section in form.sections:
        blocks.append(Heading(1, section.heading, section.id))
        blocks += _section(report, form, section)
    return Document(title, clean(report.unit_name), report.year, form.id, tuple(blocks))


def _section(report: Report, form: FormDef, section: Section) -> Iterator[Block]:
    if section.kind == "text":
        yield from paragraphs(report.text(section.id))
    else:
        yield table_block(report, form.table(section.id))


def clean(text: str) -> str:
    """Return text without invisible characters; a tab becomes a space, half a surrogate pair a box."""
    return "".join(filter(None, map(_visible, text.replace("\t", " ")))).strip()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "□"
    return "" if category in _INVISIBLE or _is_selector(character) else character


def _is_selector(character: str) -> bool:
    """Tell whether a character only chooses a shape of the one before it; our fonts have one shape each."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text, headings recognised by the plain conventions of official papers."""
    for line in re.split(r"[\n\r\v\f\u0085\u2028\u2029]+", text):
        if content := clean(line):
            yield paragraph(content)


def paragraph(text: str) -> Paragraph:
    """Return one paragraph with its level.

    A short paragraph that is only ``（一）…`` is a heading of level 2, one that is only ``1.…`` of level 3.
    A sentence or phrase ``（一）主动公开。`` that opens a paragraph is its lead.
    """
    if len(text) <= HEADING_MAX and not _SENTENCE.search(text.rstrip("。：")):
        if _SECOND.match(text):
            return Paragraph(text, level=2)
        if _THIRD.match(text) and not text.endswith("。"):
            return Paragraph(text, level=3)
    lead = _LEAD.match(text)
    return Paragraph(text, lead=lead.end() if lead else 0)


def table_block(report: Report, table: Table) -> TableBlock:
    """Return one table as printed, with its equations."""
    grid = table.grid
    return TableBlock(
        id=table.id,
        title=table.title,
        rows=grid.rows,
        columns=grid.columns,
        heading_rows=grid.heading_rows,
        heading_columns=grid.heading_columns,
        widths=grid.widths,
        cells=tuple(_cell(report, table, placed) for placed in grid.placed),
        equations=tuple(rule for rule in report.form.equations if table.cells.keys() & set(rule.keys)),
    )


def _cell(report: Report, table: Table, placed: Placed) -> GridCell:
    drawn = GridCell(
        row=placed.row,
        column=placed.column,
        row_span=placed.row_span,
        column_span=placed.column_span,
        text=placed.text,
        role=placed.role,
        align=placed.align,
        vertical=placed.vertical,
    )
    return _figure(report, table.cells[placed.key], drawn) if placed.key else drawn


def _figure(report: Report, cell: Cell, drawn: GridCell) -> GridCell:
    value = report.value(cell.key) if report.complete(cell.key) else None
    return drawn._replace(
        text=clean(show(value)),
        key=cell.key,
        value=value,
        sum_of=cell.parts,
        agrees=_agrees(report, cell.key),
        kind=cell.kind,
        unit=cell.unit,
        name=cell.name,
    )


def _agrees(report: Report, key: str) -> bool:
    """Tell whether a stated total equals its parts; what cannot be added up yet does not disagree."""
    stated, total = report.stated(key), report.derived(key)
    return stated is None or not total.complete or number(stated) == total.value

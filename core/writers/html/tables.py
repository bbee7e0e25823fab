"""A table of the form as a table of the page: merged cells as printed, every figure tied to its headings.

Row groups are tables within the table: what stands under a caption, or beside a label over several rows. The
attribute ``headers`` names for every figure all headings it stands under and beside, from the outside to the
inside, because the form's merged headings are more than ``scope`` alone can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise

from core.form import Role
from core.writers.blocks import GridCell, TableBlock

Tied = dict[tuple[int, int], list[GridCell]]  # by row and column of a figure
WIDE = 6  # a table with more columns is not narrowed to a small screen, it is moved in its frame


def table(block: TableBlock, number: int) -> Iterator[str]:
    """Yield the lines of a table in its frame; ``number`` makes its ids its own."""
    wide = " wide" if block.columns > WIDE else ""
    caption = f"t{number}-caption"
    yield f'<div class="scroll{wide}" role="region" aria-labelledby="{caption}" tabindex="0">'
    yield f'<table class="form">\n<caption id="{caption}">{escape(named(block))}</caption>'
    total = sum(block.widths)
    columns = (f'<col style="width:{width * 100 / total:.4g}%">' for width in block.widths)
    yield f"<colgroup>{''.join(columns)}</colgroup>"
    rows = {row: list(cells) for row, cells in groupby(in_order(block), key=lambda cell: cell.row)}
    heads = tied(block)
    for first, last in row_groups(block):
        tag = "thead" if last <= block.heading_rows else "tbody"
        yield f"<{tag}>"
        for row in range(first, last):
            yield f"<tr>{''.join(_row(rows.get(row, ()), number, (first, last), heads))}</tr>"
        yield f"</{tag}>"
    yield "</table>\n</div>"


def named(block: TableBlock) -> str:
    """Return the table's caption: its title without the numeral, as a table."""
    return f"{block.title.partition('、')[2] or block.title}表"


def row_groups(block: TableBlock) -> list[tuple[int, int]]:
    """Return the groups of rows, each from its first row up to but not including its last."""
    starts = {0, block.heading_rows, block.rows}
    for cell in block.cells:
        if cell.role is Role.CAPTION:
            starts.add(cell.row)
        elif cell.role is Role.LABEL and cell.column == 0 and cell.row_span > 1:
            starts |= {cell.row, cell.row + cell.row_span}
    edges = sorted(starts)
    return list(pairwise(edges))


def _row(cells: Iterable[GridCell], number: int, group: tuple[int, int], tied: Tied) -> Iterator[str]:
    for cell in cells:
        spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        text = escape(cell.text)
        if cell.role is Role.VALUE:
            names = " ".join(_id(number, head) for head in tied[cell.row, cell.column])
            look = ' class="sum"' if cell.sum_of else ""
            yield f'<td data-key="{escape(cell.key)}" headers="{names}"{spans}{look}>{text}</td>'
        else:
            place = f'id="{_id(number, cell)}" scope="{_scope(cell, group)}"{spans}'
            text = f"<span>{text}</span>" if cell.vertical else text
            yield f'<th {place} class="{" ".join(_look(cell))}">{text}</th>'


def _id(number: int, cell: GridCell) -> str:
    return f"t{number}-{cell.row}-{cell.column}"


def _look(cell: GridCell) -> Iterator[str]:
    yield cell.role.value
    if cell.align != "center":
        yield cell.align
    if cell.vertical:
        yield "vertical"


def _scope(cell: GridCell, group: tuple[int, int]) -> str:
    """Return what a heading is for: its column, its row, or its whole group of rows."""
    if cell.role is Role.HEADING:
        return "col"
    whole = cell.row_span > 1 and (cell.row, cell.row + cell.row_span) == group
    return "rowgroup" if whole or cell.role is Role.CAPTION else "row"


def tied(block: TableBlock) -> Tied:
    """Return what every figure stands under and beside: its caption, its labels, its headings from above."""
    found: Tied = {}
    caption: list[GridCell] = []
    labels: dict[int, list[GridCell]] = {}
    headings: dict[int, list[GridCell]] = {}
    for cell in in_order(block):
        if cell.role is Role.CAPTION:
            caption = [cell]
        elif cell.role is Role.LABEL:
            for row in range(cell.row, cell.row + cell.row_span):
                labels.setdefault(row, []).append(cell)
        elif cell.role is Role.HEADING:
            for column in range(cell.column, cell.column + cell.column_span):
                headings[column] = _stacked(headings.get(column, []), cell)
        else:
            found[cell.row, cell.column] = [
                *caption,
                *labels.get(cell.row, []),
                *headings.get(cell.column, []),
            ]
    return found


def _stacked(above: list[GridCell], heading: GridCell) -> list[GridCell]:
    """Return the headings of a column from a new one on: those it touches stay, others are over with."""
    touches = bool(above) and above[-1].row + above[-1].row_span == heading.row
    return [*above, heading] if touches else [heading]


def in_order(block: TableBlock) -> list[GridCell]:
    """Return the cells row by row, from left to right."""
    return sorted(block.cells, key=lambda cell: (cell.row, cell.column))

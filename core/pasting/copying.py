"""Cells as they are copied: tab separated for Excel, an HTML table for Word; figures as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from core.form import Placed, Role, Table
from core.oddities import is_command
from core.report import Report
from core.values import Kind, is_number, parse, show

_BORDER = "border:1px solid #000000"
_AS_TEXT = r"mso-number-format:'\@'"


@dataclass(frozen=True, slots=True)
class Copied:
    """The same cells in the two writings that go on the clipboard together."""

    text: str
    html: str


def copy_cells(report: Report, table: Table, keys: Iterable[str]) -> Copied:
    """Return the figures of some cells in their printed places, without the lines and columns between."""
    places = {table.placement[key]: key for key in keys}
    rows = sorted({place.row for place in places})
    columns = sorted({place.column for place in places})
    by_place = {(place.row, place.column): show(report.value(key)) for place, key in places.items()}
    lines = [[by_place.get((row, column), "") for column in columns] for row in rows]
    cells = "".join(
        "<tr>" + "".join(f'<td style="{_style(t)}" align="right">{escape(t)}</td>' for t in line) + "</tr>"
        for line in lines
    )
    return Copied(tabbed(lines), _document(cells))


def copy_table(report: Report, table: Table) -> Copied:
    """Return the whole table as it is printed, with its labels; merged cells stay merged in HTML."""
    by_place = {(cell.row, cell.column): cell for cell in table.grid.placed}
    height, width = table.grid.rows, table.grid.columns
    lines = [[_shown(report, by_place.get((r, c))) for c in range(width)] for r in range(height)]
    rows = [
        "<tr>" + "".join(_td(report, by_place[r, c]) for c in range(width) if (r, c) in by_place) + "</tr>"
        for r in range(height)
    ]
    return Copied(tabbed(lines), _document("".join(rows)))


def tabbed(lines: Sequence[Sequence[str]]) -> str:
    """Return lines as tab separated text that Excel and WPS take cell by cell, and never for a formula."""
    return "\r\n".join("\t".join(map(_quoted, line)) for line in lines)


def _quoted(text: str) -> str:
    text = f"'{text}" if _acts(text) else text
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\t\n"') else text


def _acts(text: str) -> bool:
    """Tell whether Excel would calculate with a text that is no figure; a mere stroke says nothing."""
    return is_command(text) and not is_number(parse(text, Kind.SIGNED)) and any(map(str.isalnum, text))


def _style(text: str) -> str:
    """Return the look of a cell; what might act is declared text, which Excel and WPS then leave as it is."""
    return f"{_BORDER};{_AS_TEXT}" if _acts(text) else _BORDER


def _shown(report: Report, cell: Placed | None) -> str:
    if cell is None:
        return ""
    return show(report.value(cell.key)) if cell.key else cell.text


def _td(report: Report, cell: Placed) -> str:
    tag = "th" if cell.role is Role.HEADING else "td"
    align = "right" if cell.key else cell.align
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", cell.row_span), ("colspan", cell.column_span))
        if count > 1
    )
    shown = _shown(report, cell)
    text = "<br>".join(cell.text) if cell.vertical else escape(shown)
    return f'<{tag}{spans} style="{_style(shown)}" align="{align}">{text}</{tag}>'


def _document(rows: str) -> str:
    table = f'<table border="1" cellspacing="0" style="border-collapse:collapse">{rows}</table>'
    return f'<html><head><meta charset="utf-8"></head><body>{table}</body></html>'

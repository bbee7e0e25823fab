"""Clipboards as Excel, WPS, Word and browsers fill them, made of plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from core import formfile, pasting
from core.form import Table
from core.pasting import Placement
from core.report import Entry, Report
from core.session import blank_report
from core.values import Value, parse

FORM = formfile.load("2021")
A = "applications."
FIRST = A + "new_received.natural_person"

Rows = Sequence[Sequence[str]]

EXCEL = """Version:1.0
StartHTML:0000000105
EndHTML:0000002000
StartFragment:0000000200
EndFragment:0000001900
SourceURL:file:///C:\\Users\\%E5%8A%9E%E5%85%AC\\%E5%B9%B4%E6%8A%A5.xlsx
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15">
<style><!--table {{mso-displayed-decimal-separator:"\\.";}} .xl65 {{text-align:center;}}--></style></head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=504 style='border-collapse:collapse;width:378pt'>
<!--StartFragment-->
 <col width=72 span={width} style='width:54pt'>
{rows}<!--EndFragment-->
</table></body></html>
"""

WPS = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name="Generator" content="WPS Office ET">
<style><!-- @page {{margin:1.00in 0.75in;}} .et3 {{mso-number-format:General;}} --></style></head>
<body><!--StartFragment--><table width="504.00" border="0" cellpadding="0" cellspacing="0">
<col width="72.00" style='width:54.00pt;'/>
{rows}</table><!--EndFragment--></body></html>
"""


def excel(rows: Rows) -> str:
    """The HTML that Excel puts on the clipboard."""
    lines = [
        " <tr height=19 style='height:14.4pt'>\n"
        + "".join(f"  <td class=xl65 align=right style='height:14.4pt'>{escape(text)}</td>\n" for text in row)
        + " </tr>\n"
        for row in rows
    ]
    return EXCEL.format(width=len(rows[0]), rows="".join(lines))


def wps(rows: Rows) -> str:
    """The HTML that WPS puts on the clipboard; its empty cells hold nothing."""
    lines = [
        "<tr height='18.00'>"
        + "".join(f"<td class='et3' x:num='{escape(text)}'>{escape(text)}</td>" for text in row)
        + "</tr>\n"
        for row in rows
    ]
    return WPS.format(rows="".join(lines))


def tsv(rows: Rows) -> str:
    """The text that Excel puts on the clipboard."""
    return "".join("\t".join(row) + "\r\n" for row in rows)


def numbers(rows: int, columns: int, start: int = 1) -> list[list[str]]:
    """A block of numbers that are all different."""
    return [[str(start + row * columns + column) for column in range(columns)] for row in range(rows)]


def report(figures: Mapping[str, str] | None = None) -> Report:
    """A report with some cells stated as typed texts."""
    blank = blank_report("青石镇人民政府", 2025, FORM)
    entries = dict(blank.entries)
    for key, text in (figures or {}).items():
        cell = FORM.cells[key]
        value = parse(text, cell.kind, cell.unit)
        assert value is not None
        entries[key] = Entry(value)
    return Report(FORM, 2025, entries)


def table(name: str = "applications") -> Table:
    """A table of the form."""
    return FORM.table(name)


def rows_of(name: str) -> list[str]:
    """The ids of a table's rows in printed order."""
    return [row.id for block in table(name).blocks for row in block.rows]


def columns_of(name: str) -> list[str]:
    """The ids of a table's columns in printed order."""
    return list(dict.fromkeys(column.id for block in table(name).blocks for column in block.columns))


def put(  # noqa: PLR0913 - what a paste depends on, most of it seldom
    *,
    html: str = "",
    text: str = "",
    name: str = "applications",
    at: str = "",
    selected: Sequence[str] = (),
    into: Report | None = None,
) -> Placement:
    """What pasting would do; from the table's first cell unless told."""
    start = at or next(iter(table(name).cells))
    return pasting.place(into or report(), table(name), pasting.read(html, text), start, selected)


def expected(name: str, rows: Rows, row_ids: Sequence[str], column_ids: Sequence[str]) -> dict[str, Value]:
    """The values of a block of texts under the keys of its rows and columns, without what is computed."""
    cells = table(name).cells
    return {
        key: parse(text, cells[key].kind, cells[key].unit)
        for row, texts in zip(row_ids, rows, strict=True)
        for column, text in zip(column_ids, texts, strict=True)
        if (key := f"{name}.{row}.{column}") in cells and not cells[key].computed and text
    }

"""The annex 数据图解 computed from a report: how applications ended, who applied, how last year was.

What are outcomes, groups and applicants is read off the form: the row that adds up rows, the column that adds
up columns, the row that next year repeats. No label is invented and nothing is guessed: what is not filled in
has no bar and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core import keys
from core.form import Block as Crossing
from core.form import Column, FormDef, Placed, Role, Row, Table
from core.key_figures import Compared, compared
from core.report import Report
from core.values import Raw, Value, number, show
from core.writers.blocks import Bar, Chart, ChartBlock
from core.writers.layout import clean

TITLE = "数据图解"
BLANK = "未填"
PARTLY = "未填全"
UNKNOWN = "不详"  # a figure of last year's that is not at hand
LONGEST = 12  # characters shown of what was typed and is no number
_NUMERAL = re.compile(r"^[一二三四五六七八九十]+、")
_REMARK = re.compile(r"(?<=[^）])（.*）$")  # （二）部分公开（区分处理的，…）


def annex(report: Report, last_year: Report | None = None) -> tuple[ChartBlock, ...]:
    """Return the annex, nothing where the form gives nothing to draw; ``last_year`` adds the comparison."""
    charts = tuple(_clean(chart) for chart in _charts(report, last_year))
    return (ChartBlock(TITLE, charts),) if charts else ()


def _clean(chart: Chart) -> Chart:
    """Return a chart without characters that cannot be seen."""
    bars = tuple(bar._replace(label=clean(bar.label), text=clean(bar.text)) for bar in chart.bars)
    return chart._replace(title=clean(chart.title), bars=bars, note=clean(chart.note))


def _charts(report: Report, last_year: Report | None) -> Iterator[Chart]:
    for table, block in _handled(report.form):
        yield _outcomes(report, table, block)
        yield _applicants(report, table, block)
    if last_year is not None:
        yield from _against(report, last_year)


def _handled(form: FormDef) -> Iterator[tuple[Table, Crossing]]:
    """Yield the blocks in which rows and columns add up: what was received, what became of it."""
    for table in form.tables:
        for block in table.blocks:
            if any(row.sum_of for row in block.rows) and any(column.sum_of for column in block.columns):
                yield table, block


def _outcomes(report: Report, table: Table, block: Crossing) -> Chart:
    """Draw the groups of rows that a total adds up, and below them what goes on into the next year."""
    total = next(row for row in block.rows if row.sum_of)
    everybody = next(column for column in block.columns if column.sum_of)
    groups: dict[str, list[Row]] = {}
    for row in block.rows:
        if row.id in total.sum_of:
            groups.setdefault(row.group or row.label, []).append(row)
    repeated = {row.carry_from for row in block.rows}
    carried = [row for row in block.rows if row.id in repeated]
    bars = [_sum(report, table, label, rows, everybody) for label, rows in groups.items()]
    bars += [_sum(report, table, row.label, [row], everybody) for row in carried]
    cells = [keys.cell(table.id, row, everybody.id) for row in total.sum_of]
    title = _common(table, Role.LABEL, cells)
    named = "和".join([_plain(title or total.label), *(row.name for row in carried)])
    return Chart(named, tuple(bars), note=f"{total.label}：{_said(report, table, total, everybody)}")


def _applicants(report: Report, table: Table, block: Crossing) -> Chart:
    """Draw the first row of a block by its columns."""
    row = block.rows[0]
    columns = [column for column in block.columns if not column.sum_of]
    bars = [_bar(report, column.label, keys.cell(table.id, row.id, column.id)) for column in columns]
    places = {column.id: table.placement[keys.cell(table.id, row.id, column.id)] for column in columns}
    title = _common(table, Role.HEADING, [keys.cell(table.id, row.id, one.id) for one in block.columns])
    total = next(column for column in block.columns if column.sum_of)
    notes = [*_headed(table, columns, places), f"{total.label}：{_said(report, table, row, total)}"]
    named = _plain(row.label) + (f"（{_plain(title)}）" if title else "")
    return Chart(named, tuple(bars), note="；".join(notes))


def _headed(table: Table, columns: Sequence[Column], places: dict[str, Placed]) -> Iterator[str]:
    """Yield for each heading over some of the columns which they are."""
    for heading in table.grid.placed:
        over = [column.label for column in columns if _covers(heading, places[column.id])]
        if heading.role is Role.HEADING and 1 < len(over) < len(columns):
            yield f"{heading.text}：{'、'.join(over)}"


def _covers(heading: Placed, cell: Placed) -> bool:
    return bool(heading.text) and heading.column <= cell.column < heading.column + heading.column_span


def _beside(label: Placed, cell: Placed) -> bool:
    return bool(label.text) and label.row <= cell.row < label.row + label.row_span


def _common(table: Table, role: Role, cells: Sequence[str]) -> str:
    """Return the first printed text of a role that stands beside or above all of these cells."""
    reaches = _beside if role is Role.LABEL else _covers
    places = [table.placement[key] for key in cells]
    candidates = (placed for placed in table.grid.placed if placed.role is role)
    return next((one.text for one in candidates if all(reaches(one, place) for place in places)), "")


def _against(report: Report, last_year: Report) -> Iterator[Chart]:
    """Draw the key figures beside last year's, one chart for each unit, because a chart has one scale."""
    figures = compared(report, last_year)
    units = tuple(dict.fromkeys(one.figure.unit for one in figures))
    groups = (f"{last_year.year}年", f"{report.year}年")
    for unit in units:
        bars = [bar for one in figures if one.figure.unit == unit for bar in _pair(one, groups)]
        named = "主要数据与上年相比" + (f"（单位：{unit}）" if unit else "")
        yield Chart(named, tuple(bars), groups)


def _pair(one: Compared, groups: tuple[str, str]) -> Iterator[Bar]:
    name = one.figure.name
    yield Bar(name, one.before, UNKNOWN if one.before is None else show(one.before), groups[0])
    now = one.now if one.complete else None
    yield Bar(name, now, PARTLY if now is None else show(now), groups[1])


def _sum(report: Report, table: Table, label: str, rows: Sequence[Row], column: Column) -> Bar:
    """Return one bar for the sum of rows; a single row may be a figure that is none."""
    places = [keys.cell(table.id, row.id, column.id) for row in rows]
    if len(places) == 1:
        return _bar(report, label, places[0])
    figures = [number(value) for key in places if (value := _value(report, key)) is not None]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(places):
        return Bar(_short(label), None, PARTLY)
    return Bar(_short(label), sum(known), show(sum(known)))


def _bar(report: Report, label: str, key: str) -> Bar:
    value = _value(report, key)
    return Bar(_short(label), number(value), _shown(report, key, value))


def _said(report: Report, table: Table, row: Row, column: Column) -> str:
    key = keys.cell(table.id, row.id, column.id)
    return _shown(report, key, _value(report, key))


def _shown(report: Report, key: str, value: Value) -> str:
    if isinstance(value, Raw):
        return value.text if len(value.text) <= LONGEST else f"{value.text[:LONGEST]}…"
    return show(value) or (PARTLY if report.form.cells[key].computed else BLANK)


def _value(report: Report, key: str) -> Value:
    """Return what is printed in a cell; an incomplete total is blank."""
    return report.value(key) if report.complete(key) else None


def _plain(label: str) -> str:
    """Return a label without its numeral."""
    return _NUMERAL.sub("", label)


def _short(label: str) -> str:
    """Return a label without the remark in brackets behind it."""
    return _REMARK.sub("", label)

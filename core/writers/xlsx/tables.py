"""One table on its sheet: the official grid, live sums, names, validation and the verdicts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from core.form import Role
from core.values import MAX_COUNT, MONEY_PLACES, Kind
from core.workbook import UNIT, YEAR
from core.writers.blocks import GridCell, TableBlock
from core.writers.xlsx import balances, style, texts
from core.writers.xlsx.balances import Balance
from core.writers.xlsx.canvas import Canvas
from core.writers.xlsx.plan import GRID_ROW, TITLE_ROW, UNIT_ROW, Plan, Spot, counted, references

_PORTRAIT_HEIGHT = 700.0  # points on A4 between our margins, some left for another printer
_LANDSCAPE_HEIGHT = 460.0
_WIDER = (1.05, 1.1, 1.15, 1.2, 1.25, 1.3)
_TITLE_HEIGHT = 32.0
_UNIT_HEIGHT = 20.0
PORTRAIT_WIDTH = 84.0  # column width units on A4 between our margins
LANDSCAPE_WIDTH = 125.0
_VERDICT_WIDTH = 10.0
_FEW_ROWS = 20  # of a table that leaves much of its page empty
_PEN_HEIGHT = 34.0  # points: a figure written by hand


def draw(canvas: Canvas, plan: Plan, table: TableBlock, found: Sequence[Balance]) -> None:
    """Draw one table with its title, the verdicts beside and below it, and its print set-up."""
    landscape = table.columns > table.rows
    widths, heights = _sizes(table, landscape=landscape, least=_least(plan, table))
    canvas.widths(widths)
    _title(canvas, plan, table)
    for cell in table.cells:
        _cell(canvas, plan, cell)
    for row, points in enumerate(heights, GRID_ROW):
        canvas.height(row, points)
    _validate(canvas, plan, table)
    _colour(canvas, plan, table)
    ours = [balance for balance in found if _sheets(plan, balance) == {plan.sheets[table.id]}]
    _beside(canvas, plan, table, ours)
    _below(canvas, plan, table, ours)
    top = GRID_ROW + table.heading_rows
    canvas.sheet.freeze_panes = f"{get_column_letter(1 + table.heading_columns)}{top}"
    area = f"A1:{get_column_letter(table.columns)}{GRID_ROW + table.rows - 1}"
    canvas.page(landscape=landscape, area=area, repeat=f"{TITLE_ROW}:{top - 1}")


def _title(canvas: Canvas, plan: Plan, table: TableBlock) -> None:
    canvas.merge(TITLE_ROW, 1, 1, table.columns, style.SHEET_TITLE)
    canvas.text(TITLE_ROW, 1, table.title, style.SHEET_TITLE)
    canvas.height(TITLE_ROW, _TITLE_HEIGHT)
    canvas.merge(UNIT_ROW, 1, 1, table.columns, style.SMALL)
    unit = f"单位：{plan.document.unit}　　年度：{plan.document.year}年"
    if plan.fill_in:  # whoever fills it in may correct both, on the sheet of words
        named, year = texts.field(UNIT), texts.field(YEAR)
        canvas.formula(UNIT_ROW, 1, f'="单位："&{named}&"　　年度："&{year}&"年"', unit, style.SMALL)
    else:
        canvas.text(UNIT_ROW, 1, unit, style.SMALL)
    canvas.height(UNIT_ROW, _UNIT_HEIGHT)


def _cell(canvas: Canvas, plan: Plan, cell: GridCell) -> None:
    row, column = GRID_ROW + cell.row, 1 + cell.column
    look = _look(cell, open_=plan.fill_in and cell.editable)
    canvas.merge(row, column, cell.row_span, cell.column_span, look)
    if cell.key in plan.formulas:
        shows = "" if cell.value is None else counted(cell)
        assert shows is not None
        canvas.formula(row, column, plan.formulas[cell.key], shows, look)
    elif cell.key and (figure := counted(cell)) is not None:
        canvas.figure(row, column, figure, look)
    else:
        canvas.text(row, column, cell.text, look)


def _look(cell: GridCell, *, open_: bool) -> style.Look:
    if cell.key:
        return style.Look(
            bold=not cell.agrees,
            colour=style.BLACK if cell.agrees else style.RED,
            horizontal=cell.align,
            shrink=counted(cell) is not None or cell.value is None,
            fill=style.COMPUTED_FILL if cell.sum_of else "",
            locked=not open_,
        )
    heading = cell.role is Role.HEADING
    return style.Look(
        style.HEI if heading else style.SONG,
        horizontal=cell.align,
        vertical=cell.vertical,
        fill=style.HEADING_FILL if heading else "",
    )


def _least(plan: Plan, table: TableBlock) -> float:
    """Return the least height of a row of figures: room for a pen where the table leaves it."""
    roomy = plan.fill_in and table.rows <= _FEW_ROWS
    return _PEN_HEIGHT if roomy else style.LEAST_HEIGHT


def _sizes(table: TableBlock, *, landscape: bool, least: float) -> tuple[list[float], list[float]]:
    """Return the widths and heights; a table too tall for a page is drawn wider, so that it prints smaller.

    Everything is printed one page wide: columns a fifth wider print at five sixths of the size, their labels
    take fewer lines, and table 三 fits its page. Beyond the limit it runs on to the next page instead.
    """
    room, tall = (LANDSCAPE_WIDTH, _LANDSCAPE_HEIGHT) if landscape else (PORTRAIT_WIDTH, _PORTRAIT_HEIGHT)
    for wider in (1.0, *_WIDER):
        widths = _widths(table, room * wider)
        heights = _heights(table, widths, least)
        if sum(heights) + _TITLE_HEIGHT + _UNIT_HEIGHT <= tall * wider:
            return widths, heights
    widths = _widths(table, room)
    return widths, _heights(table, widths, least)


def _widths(table: TableBlock, room: float) -> list[float]:
    whole = sum(table.widths)
    return [round(room * width / whole, 2) for width in table.widths]


def _heights(table: TableBlock, widths: Sequence[float], least: float) -> list[float]:
    """Return the height of every row in points, so that every label is seen whole."""
    figures = {cell.row for cell in table.cells if cell.key}
    heights = [least if row in figures else style.LEAST_HEIGHT for row in range(table.rows)]
    for cell in sorted(table.cells, key=lambda cell: cell.row_span):
        width = sum(widths[cell.column : cell.column + cell.column_span])
        needed = style.height(cell.text, width, vertical=cell.vertical)
        rows = range(cell.row, cell.row + cell.row_span)
        missing = needed - sum(heights[row] for row in rows)
        for row in rows:
            heights[row] += max(0.0, missing) / len(rows)
    return heights


def _validate(canvas: Canvas, plan: Plan, table: TableBlock) -> None:
    """Let typed cells take only figures that the form knows."""
    whole = f"请填0至{MAX_COUNT}的整数，不带单位。没有的填0。"
    change = "请填整数，减少的前面加负号，不带单位。"
    typed = [cell for cell in table.cells if cell.editable]
    for kind, least, words in ((Kind.COUNT, 0, whole), (Kind.SIGNED, -MAX_COUNT, change)):
        keys = [cell.key for cell in typed if cell.kind is kind]
        if keys:
            rule = DataValidation("whole", operator="between", formula1=str(least), formula2=str(MAX_COUNT))
            canvas.validate(rule, words, plan.refer(keys, plan.sheets[table.id]).split(","))
    for cell in (cell for cell in typed if cell.kind is Kind.MONEY):
        at = plan.spots[cell.key].address
        limits = f"ISNUMBER({at}),{at}>=0,{at}<={MAX_COUNT},ROUND({at},{MONEY_PLACES})={at}"
        money = f"请填0或更大的数，单位{cell.unit}，最多{MONEY_PLACES}位小数。没有的填0。"
        canvas.validate(DataValidation("custom", formula1=f"AND({limits})"), money, [at])


def _colour(canvas: Canvas, plan: Plan, table: TableBlock) -> None:
    """Hatch what is not filled in, redden what is no number and a sum that is not the sum of its parts."""
    typed = [plan.spots[cell.key] for cell in table.cells if cell.editable]
    for area in references(typed, plan.sheets[table.id]).split(",") if typed else ():
        first = area.partition(":")[0]
        empty = style.FILL_IN if plan.fill_in else style.BLANK
        blank = Rule(type="expression", dxf=empty, formula=[f"LEN(TRIM({first}))=0"])
        canvas.colour(area, blank)
        words = Rule(
            type="expression", dxf=style.WRONG, formula=[f"AND(ISTEXT({first}),LEN(TRIM({first}))>0)"]
        )
        canvas.colour(area, words)
    for cell in table.cells:
        if cell.sum_of and set(cell.sum_of) <= plan.spots.keys():
            at, parts = plan.spots[cell.key].address, plan.refer(cell.sum_of, plan.sheets[table.id])
            filled = f"ISNUMBER({at}),COUNT({parts})={len(cell.sum_of)}"
            condition = f"AND({filled},ROUND({at}-SUM({parts}),{MONEY_PLACES})<>0)"
            canvas.colour(at, Rule(type="expression", dxf=style.WRONG, formula=[condition]))


def _sheets(plan: Plan, balance: Balance) -> set[str]:
    return {plan.spots[key].sheet for key in balance.equation.keys}


def _spots(plan: Plan, balance: Balance) -> list[Spot]:
    return [plan.spots[key] for key in balance.equation.keys]


def _line(plan: Plan, balance: Balance, *, row: bool) -> int:
    """Return the one row (or column) all cells of an equation stand in, or 0."""
    lines = {spot.row if row else spot.column for spot in _spots(plan, balance)}
    return lines.pop() if len(lines) == 1 else 0


def _beside(canvas: Canvas, plan: Plan, table: TableBlock, found: Sequence[Balance]) -> None:
    """Put the verdict on an equation of one row to the right of that row."""
    along = [balance for balance in found if _line(plan, balance, row=True)]
    along.sort(key=lambda balance: _line(plan, balance, row=True))
    columns: dict[int, list[Balance]] = {}
    for _, same in groupby(along, key=lambda balance: _line(plan, balance, row=True)):
        for place, balance in enumerate(same):
            columns.setdefault(table.columns + 2 + place, []).append(balance)
    for column, listed in columns.items():
        _verdict_heading(canvas, plan, table, column, listed)
        for balance in listed:
            _verdict(canvas, balance, _line(plan, balance, row=True), column)


def _verdict_heading(
    canvas: Canvas, plan: Plan, table: TableBlock, column: int, listed: Sequence[Balance]
) -> None:
    rows = max(1, min(_line(plan, balance, row=True) for balance in listed) - GRID_ROW)
    words = {_sentence(plan, balance) for balance in listed}
    text = f"核对：{listed[0].equation.place}" if len(listed) == 1 else "核对"
    if len(words) == 1 and len(listed) > 1:
        text = f"核对：{words.pop()}"
    canvas.sheet.column_dimensions[get_column_letter(table.columns + 1)].width = 2
    canvas.sheet.column_dimensions[get_column_letter(column)].width = _VERDICT_WIDTH
    canvas.merge(GRID_ROW, column, rows, 1, style.NOTE)
    canvas.text(GRID_ROW, column, text, style.NOTE)


def _below(canvas: Canvas, plan: Plan, table: TableBlock, found: Sequence[Balance]) -> None:
    """Put the verdict on an equation of one column under that column, a row for each rule; then the note."""
    row = GRID_ROW + table.rows + 1
    down = [balance for balance in found if _line(plan, balance, row=False)]
    down = [balance for balance in down if not _line(plan, balance, row=True)]
    codes = dict.fromkeys(balance.equation.code for balance in down)
    for code in codes:
        listed = [balance for balance in down if balance.equation.code == code]
        first = min(_line(plan, balance, row=False) for balance in listed)
        if first > 1:
            canvas.merge(row, 1, 1, first - 1, style.NOTE)
            canvas.text(row, 1, f"核对：{_sentence(plan, listed[0])}", style.NOTE)
        for balance in listed:
            _verdict(canvas, balance, row, _line(plan, balance, row=False))
        canvas.height(row, 2 * style.LINE_POINTS)
        row += 1
    if any(not cell.agrees for cell in table.cells):
        canvas.merge(row, 1, 1, table.columns, style.WRONG_NOTE)
        words = "红色粗体的合计按报告原有的数填写，与各项之和不一致；相差多少见“核对”表。"
        canvas.text(row, 1, words, style.WRONG_NOTE)


def _sentence(plan: Plan, balance: Balance) -> str:
    left, right = balances.describe(plan, balance.equation)
    return f"{left}{balances.relation(balance.equation)}{right}"


def _verdict(canvas: Canvas, balance: Balance, row: int, column: int) -> None:
    look = style.Look(points=9)
    formula = f"={quote_sheetname(balances.SHEET)}!{balance.spot.address}"
    canvas.formula(row, column, formula, balance.verdict, look)
    at = Spot("", row, column).address
    balances.colour_verdicts(canvas, at, at)

"""What a form to fill in has beside the tables: a first sheet that says how, help on every row and column."""

from __future__ import annotations

from collections.abc import Iterator

from core import keys
from core.form import FormDef, Help, Role
from core.handbook import Handbook, Kind, Topic
from core.values import MONEY_PLACES
from core.values import Kind as Counted
from core.workbook import BALANCES_SHEET, GUIDE_SHEET, WORDS_SHEET
from core.writers.blocks import GridCell, TableBlock
from core.writers.xlsx import style
from core.writers.xlsx.canvas import Canvas
from core.writers.xlsx.plan import GRID_ROW, Plan
from core.writers.xlsx.texts import Line

SHEET = GUIDE_SHEET
_WIDTHS = [5.0, 82.0]
_CHARACTER = 16.0  # pixels, as on the sheet of words
_POINTS = 18.0  # of a line
_TITLE = style.SHEET_TITLE
_NUMBER = style.Look(style.SONG, 12, framed=False)
_BODY = style.Look(style.SONG, 12, horizontal="left", framed=False)
_HEAD = style.Look(style.HEI, 12, horizontal="left", framed=False)


def draw(canvas: Canvas, plan: Plan) -> None:
    """Draw the sheet that says how the form is filled in."""
    canvas.widths(_WIDTHS)
    canvas.merge(1, 1, 1, 2, _TITLE)
    canvas.text(1, 1, f"{plan.document.title}填报表", _TITLE)
    canvas.height(1, 36)
    row = 2
    for heading, points in _parts(plan):
        canvas.merge(row, 1, 1, 2, _HEAD)
        canvas.text(row, 1, heading, _HEAD)
        canvas.height(row, 26)
        row += 1
        for number, words in enumerate(points, 1):
            canvas.text(row, 1, f"{number}.", _NUMBER)
            canvas.text(row, 2, words, _BODY)
            canvas.height(row, style.lines(words, _WIDTHS[1] - 1, _CHARACTER) * _POINTS + 4)
            row += 1
    canvas.page(landscape=False, area=f"A1:B{row - 1}", repeat="")


def _parts(plan: Plan) -> Iterator[tuple[str, tuple[str, ...]]]:
    typed = sum(cell.editable for cell in plan.cells.values())
    computed = len(plan.cells) - typed
    sheets = "”“".join(plan.sheets.values())
    yield (
        "填在哪里",
        (
            f"从“{WORDS_SHEET}”开始，再填“{sheets}”，最后看“{BALANCES_SHEET}”。",
            f"浅黄色的格要填（数字一共 {typed} 格），填好变成白色。蓝灰色的 {computed} 格是合计，自动算。",
            "其余的格改不了（加了保护，没有密码）。行高可以拉大，不要剪切或移动格子。",
        ),
    )
    money = next((cell for cell in plan.cells.values() if cell.kind is Counted.MONEY), None)
    fee = f"金额以{money.unit}为单位，最多 {MONEY_PLACES} 位小数。" if money else ""
    yield (
        "数字怎么填",
        (
            "没有的填 0，不要空着：空着表示还没有填。",
            "只填数字，不带“件”“起”“万元”，不写“约”“余”。" + fee,
            "从别处粘贴时，请用“选择性粘贴”里的“数值”，免得把格式也带过来。",
            "鼠标停在带小三角的行名、列名上，可以看到这一项填什么、不填什么、依据哪一条。",
        ),
    )
    yield (
        "文字怎么填",
        (
            "一行写一段。可以在 Word 里复制几段，选中第一行直接粘贴，一段占一行。",
            "没有要写的部分也请写一句，例如“无其他需要报告的事项”。",
        ),
    )
    yield (
        "填完以后",
        (
            f"看“{BALANCES_SHEET}”：红色的对不上，写着差多少；“未填全”的还有空格；都“相符”就可以交了。",
            "存成 Excel 文件（.xlsx）交回。收到的人用“公开年报”读这份文件，数字和文字原样读入，不用再录。",
            f"用笔填的，打印除“{BALANCES_SHEET}”以外的工作表，把数写在格里，合计也写上，便于核对。",
        ),
    )


def put_help(canvas: Canvas, table: TableBlock, handbook: Handbook) -> None:
    """Put the help on each row and column of a table on the cells that name it."""
    names = [cell for cell in table.cells if cell.role is not Role.VALUE and cell.text]
    for topic in handbook.topics:
        words = _words(topic) if topic.name[1].startswith(f"{table.id}.") else ""
        for cell in names if words else ():
            if cell.text == topic.names[0] and _names(table, topic, cell):
                canvas.comment(GRID_ROW + cell.row, 1 + cell.column, words)


def put_help_on_texts(canvas: Canvas, rows: tuple[Line, ...], handbook: Handbook, form: FormDef) -> None:
    """Put the help on each text on the cell with its heading, that on the first text on its first row."""
    headings = {section.heading: section.id for section in form.sections}
    for row, line in enumerate(rows, 1):
        opens = line.section and not any(other.section == line.section for other in rows[: row - 1])
        section = headings.get(line.text, line.section if opens and line.label else "")
        for topic in handbook.of_key(keys.text(section)) if section else ():
            if words := _words(topic):
                canvas.comment(row, 2, words)


def _names(table: TableBlock, topic: Topic, cell: GridCell) -> bool:
    """Tell whether a cell stands beside or above the figures a topic is on."""
    kind, name = topic.name
    for one in table.cells:
        if one.key and _about(kind, name, one.key):
            beside = cell.row <= one.row < cell.row + cell.row_span and cell.column < one.column
            above = cell.column <= one.column < cell.column + cell.column_span and cell.row < one.row
            if beside or above:
                return True
    return False


def _about(kind: Kind, name: str, key: str) -> bool:
    table, row, column = keys.split_cell(key)
    return name == (f"{table}.{row}" if kind is Kind.ROW else f"{table}.{column}")


def _words(topic: Topic) -> str:
    """Return what is known about a topic as one text; empty if nothing is."""
    found: Help = topic.help
    parts = [f"{topic.labels[part]}：{text}" for part, text in found.written]
    return "\n".join([f"【{topic.title}】", *parts]) if parts else ""

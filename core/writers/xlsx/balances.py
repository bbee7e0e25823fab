"""Every equation of the form as live cells: both sides, the difference, and a verdict in words.

An equation with blanks fails only when no filling with numbers from 0 up could heal it (HOUSE.md 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import Rule

from core.rules import Equation, Relation, Term
from core.values import plain
from core.workbook import BALANCES_SHEET
from core.writers.xlsx import style
from core.writers.xlsx.canvas import Canvas, Stored
from core.writers.xlsx.plan import Figure, Plan, Spot

SHEET = BALANCES_SHEET
RIGHT = "相符"
WAITING = "未填全"
APART = "相差"
SHORT = "少"  # of an inequality

FIRST_ROW = 5  # of the list of equations; the row above holds the headings
_HEADINGS = ("表", "核对项", "左边", "左边数", "关系", "右边", "右边数", "相差", "结论")
_WIDTHS = [7.0, 26.0, 29.0, 10.0, 8.0, 22.0, 10.0, 10.0, 12.0]
_LEFT, _RIGHT, _APART, _VERDICT = 4, 7, 8, 9
_NAMED = 4  # more terms than this are named by the first and their number


@dataclass(frozen=True, slots=True)
class Balance:
    """One equation with the row it has on the sheet, and what its cells show now."""

    equation: Equation
    row: int
    left: Stored
    right: Stored
    difference: Stored
    verdict: str

    @property
    def spot(self) -> Spot:
        """Return where the verdict stands."""
        return Spot(SHEET, self.row, _VERDICT)


def balances(plan: Plan) -> tuple[Balance, ...]:
    """Return every equation of the document whose cells are all in it, each once."""
    rules = dict.fromkeys(rule for table in plan.document.tables() for rule in table.equations)
    known = [rule for rule in rules if set(rule.keys) <= plan.spots.keys()]
    return tuple(_balance(plan, rule, FIRST_ROW + index) for index, rule in enumerate(known))


def _balance(plan: Plan, rule: Equation, row: int) -> Balance:
    left, right = _side(plan, rule.left), _side(plan, rule.right)
    apart: Stored = "" if isinstance(left, str) or isinstance(right, str) else left - right
    return Balance(rule, row, left, right, apart, _verdict(plan, rule, apart))


def _side(plan: Plan, terms: Sequence[Term]) -> Figure | str:
    """Return the sum of one side; the empty string where every cell of it is blank."""
    present = [term.sign * plan.figures[term.key] for term in terms if term.key in plan.figures]
    return sum(present) if present or not terms else ""


def _verdict(plan: Plan, rule: Equation, apart: Stored) -> str:
    difference = 0 if isinstance(apart, str) else apart
    up, down = _movers(plan, rule)
    low = difference < 0 and _filled(plan, up)
    high = difference > 0 and _filled(plan, down) and rule.relation is Relation.EQUAL
    if low or high:
        return (
            f"{_word(rule)} {plain(abs(difference)) if not isinstance(difference, int) else abs(difference)}"
        )
    return RIGHT if _filled(plan, [*up, *down]) else WAITING


def _word(rule: Equation) -> str:
    return APART if rule.relation is Relation.EQUAL else SHORT


def _filled(plan: Plan, keys: Sequence[str]) -> bool:
    return all(key in plan.figures for key in keys)


def _movers(plan: Plan, rule: Equation) -> tuple[list[str], list[str]]:
    """Return the cells that, filled, raise the left side against the right one, and those that lower it."""
    up: list[str] = []
    down: list[str] = []
    for side, terms in ((1, rule.left), (-1, rule.right)):
        for term in terms:
            (up if side * term.sign > 0 else down).extend(plan.leaves(term.key))
    return up, down


def draw(canvas: Canvas, plan: Plan, found: Sequence[Balance]) -> None:
    """Draw the sheet of all equations, its summary on top."""
    canvas.widths(_WIDTHS)
    canvas.merge(1, 1, 1, len(_HEADINGS), style.SHEET_TITLE)
    canvas.text(1, 1, "核对", style.SHEET_TITLE)
    canvas.height(1, 30)
    summary = style.Look(style.HEI, 12, horizontal="left", framed=False)
    canvas.merge(2, 1, 1, len(_HEADINGS), summary)
    canvas.formula(2, 1, _summary_formula(found), _summary(found), summary)
    canvas.height(2, 24)
    canvas.merge(3, 1, 1, len(_HEADINGS), style.NOTE)
    canvas.text(3, 1, "改动各表的数后，本表随之重算。“未填全”指有格没有填，现在还看不出对错。", style.NOTE)
    heading = style.Look(style.HEI, fill=style.HEADING_FILL)
    for column, text in enumerate(_HEADINGS, 1):
        canvas.text(FIRST_ROW - 1, column, text, heading)
    for balance in found:
        _draw_row(canvas, plan, balance)
    last = max(FIRST_ROW, FIRST_ROW + len(found) - 1)
    colour_verdicts(canvas, f"{_at(_VERDICT, FIRST_ROW)}:{_at(_VERDICT, last)}", _at(_VERDICT, FIRST_ROW))
    canvas.sheet.freeze_panes = f"A{FIRST_ROW}"
    canvas.page(landscape=True, area=f"A1:{_at(_VERDICT, last)}", repeat=f"{FIRST_ROW - 1}:{FIRST_ROW - 1}")


def _draw_row(canvas: Canvas, plan: Plan, balance: Balance) -> None:
    rule, row = balance.equation, balance.row
    label = style.Look(horizontal="left")
    centre = style.Look()
    number = style.Look(shrink=True)
    left, right = describe(plan, rule)
    canvas.text(row, 1, plan.spots[rule.keys[0]].sheet, centre)
    canvas.text(row, 2, rule.place, label)
    canvas.text(row, 3, left, label)
    canvas.text(row, 5, relation(rule), centre)
    canvas.text(row, 6, right, label)
    for column, terms, shows in ((_LEFT, rule.left, balance.left), (_RIGHT, rule.right, balance.right)):
        canvas.formula(row, column, _side_formula(plan, terms), shows, number)
    ends = f"{_at(_LEFT, row)},{_at(_RIGHT, row)}"
    apart = f'=IF(COUNT({ends})<2,"",ROUND({_at(_LEFT, row)}-{_at(_RIGHT, row)},4))'
    canvas.formula(row, _APART, apart, balance.difference, number)
    canvas.formula(row, _VERDICT, _verdict_formula(plan, rule, row), balance.verdict, centre)
    canvas.height(row, max(style.height(left, _WIDTHS[2]), style.height(right, _WIDTHS[5])))


def relation(rule: Equation) -> str:
    """Return the sign of the relation in words."""
    return "等于" if rule.relation is Relation.EQUAL else "不小于"


def _side_formula(plan: Plan, terms: Sequence[Term]) -> str:
    if not terms:
        return "=0"
    plus = [term.key for term in terms if term.sign > 0]
    minus = [term.key for term in terms if term.sign < 0]
    total = f"SUM({plan.refer(plus, SHEET)})" if plus else "0"
    total += f"-SUM({plan.refer(minus, SHEET)})" if minus else ""
    return f'=IF(COUNT({plan.refer((term.key for term in terms), SHEET)})=0,"",{total})'


def _verdict_formula(plan: Plan, rule: Equation, row: int) -> str:
    apart = f"N({_at(_APART, row)})"
    up, down = _movers(plan, rule)
    wrong = _all("AND({}<0{})", apart, plan, up)
    if rule.relation is Relation.EQUAL:
        wrong = f"OR({wrong},{_all('AND({}>0{})', apart, plan, down)})"
    every = tuple(dict.fromkeys(up + down))
    waiting = f"COUNT({plan.refer(every, SHEET)})<{len(every)}"
    return f'=IF({wrong},"{_word(rule)} "&ABS({apart}),IF({waiting},"{WAITING}","{RIGHT}"))'


def _all(pattern: str, apart: str, plan: Plan, keys: Sequence[str]) -> str:
    """Return the condition ``apart`` <0 or >0 and every cell that could heal it filled."""
    distinct = tuple(dict.fromkeys(keys))
    filled = f",COUNT({plan.refer(distinct, SHEET)})={len(distinct)}" if distinct else ""
    return pattern.format(apart, filled)


def _summary(found: Sequence[Balance]) -> str:
    wrong = sum(balance.verdict not in {RIGHT, WAITING} for balance in found)
    waiting = sum(balance.verdict == WAITING for balance in found)
    if wrong:
        return f"有 {wrong} 处不相符"
    return f"有 {waiting} 处没有填全" if waiting else "全部相符"


def _summary_formula(found: Sequence[Balance]) -> str:
    area = f"{_at(_VERDICT, FIRST_ROW)}:{_at(_VERDICT, max(FIRST_ROW, FIRST_ROW + len(found) - 1))}"
    wrong = f'COUNTIF({area},"{APART}*")+COUNTIF({area},"{SHORT}*")'
    waiting = f'COUNTIF({area},"{WAITING}")'
    return (
        f'=IF({wrong}>0,"有 "&({wrong})&" 处不相符",IF({waiting}>0,"有 "&{waiting}&" 处没有填全","全部相符"))'
    )


def colour_verdicts(canvas: Canvas, area: str, first: str) -> None:
    """Colour an area of verdicts: green, grey or red, as long as the file lives."""
    for condition, looks in (
        (f'{first}="{RIGHT}"', style.RIGHT),
        (f'{first}="{WAITING}"', style.WAITING),
        (f'OR(LEFT({first},2)="{APART}",LEFT({first},1)="{SHORT}")', style.WRONG),
    ):
        canvas.colour(area, Rule(type="expression", dxf=looks, formula=[condition]))


def describe(plan: Plan, rule: Equation) -> tuple[str, str]:
    """Return both sides in words, without what all their cells have in common."""
    names = {key: tuple(plan.cells[key].name.split("·")) for key in rule.keys}
    shared = [len({name[part : part + 1] for name in names.values()}) == 1 for part in (0, 1)]
    short = {
        key: "·".join(part for index, part in enumerate(name) if shared[index : index + 1] != [True])
        or "·".join(name)
        for key, name in names.items()
    }
    return _words(rule.left, short), _words(rule.right, short) or "0"


def _words(terms: Sequence[Term], names: dict[str, str]) -> str:
    if len(terms) > _NAMED:
        return f"{names[terms[0].key]}等{len(terms)}项之和"
    signs = {1: "＋", -1: "－"}
    text = "".join(f"{signs[term.sign]}{names[term.key]}" for term in terms)
    return text.removeprefix("＋")


def _at(column: int, row: int) -> str:
    return Spot(SHEET, row, column).address

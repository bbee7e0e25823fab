"""What must be equal: the equations of the form, and every stated total against its parts."""

from __future__ import annotations

from core.checks.balances import Balance
from core.checks.wording import cell_name, namer, pieces, side, size
from core.findings import Figure, Finding
from core.form import FormDef
from core.report import Report
from core.rules import Equation, Term
from core.values import show

HOPELESS = "，未填的格填多少都对不上"


def unequal(equation: Equation, balance: Balance, report: Report) -> Finding:
    """Say that the two sides of an equation differ, with both sums written out."""
    name = namer(report.form, equation.keys)
    left, right = side(report, equation.left, name), side(report, equation.right, name)
    difference = show(size(left.total - right.total))
    hopeless = HOPELESS if left.open or right.open else ""
    words = f"{equation.place}：{left.text}，{right.text or '应当是 0'}，相差 {difference}{hopeless}。"
    if equation.sentence:
        words = equation.sentence.format(
            place=equation.place, left=left.text, right=right.text, difference=difference
        )
    return Finding(
        code=balance.code,
        level=balance.level,
        text=words,
        title=_title(report.form, equation, right.total - left.total),
        left_places=_keys(equation.left),
        right_places=_keys(equation.right),
        left=left.total,
        right=right.total,
    )


def misstated(balance: Balance, report: Report) -> Finding:
    """Say that a stated total differs from what its typed parts add up to."""
    form, key = report.form, balance.total
    cell = form.cells[key]
    stated, derived = report.figure(key), report.derived(key)
    computed = derived.value if derived.value is not None else 0
    sum_of = "按填写的数计算是" if derived.complete else "已填的数合计"
    title, gap = f"{cell.name}对不上", ""
    if stated is not None:
        title = f"{cell.name}{_more(stated > computed)} {pieces(form, key, stated - computed)}"
        gap = f"，相差 {show(size(stated - computed))}" + ("" if derived.complete else HOPELESS)
    return Finding(
        code=balance.code,
        level=balance.level,
        text=f"{cell_name(form, cell)}写的是 {show(report.value(key))}，{sum_of} {show(computed)}{gap}。",
        title=title,
        left_places=(key,),
        right_places=cell.parts,
        left=stated,
        right=computed,
    )


def _keys(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(term.key for term in terms)


def _title(form: FormDef, equation: Equation, excess: Figure) -> str:
    """Say in a few words what there is too much of; ``excess`` is right minus left, never 0."""
    pattern = equation.more if excess > 0 else equation.less
    if pattern:
        return pattern.format(place=equation.place, difference=show(size(excess)))
    gap = pieces(form, equation.left[0].key, excess)
    for terms, is_more in ((equation.right, excess > 0), (equation.left, excess < 0)):
        if len(terms) == 1:
            name = namer(form, equation.keys)(terms[0].key)
            return f"{equation.place}{name}{_more(is_more)} {gap}"
    return f"{equation.place}两边相差 {gap}"


def _more(more: bool) -> str:  # noqa: FBT001 - a word for each of the two
    return "多" if more else "少"

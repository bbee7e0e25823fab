"""Plain Chinese for sums: names and figures, never a key or a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from core.findings import Figure
from core.form import Cell, FormDef
from core.report import Report
from core.rules import Term
from core.values import show

SPELLED_OUT = 4  # a sum of so many parts is written with its zeros
LISTED = 6  # and so many parts that are not zero are named
SHORT = 12  # characters of a stray input in a title


def short(text: str, length: int = SHORT) -> str:
    """Return a stray input on one line and no longer than ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"


def cell_name(form: FormDef, cell: Cell) -> str:
    """Return the cell's full name for the start of a sentence: 表三“新收·自然人”."""
    return f"{form.table(cell.table).name}“{cell.name}”"


def pieces(form: FormDef, key: str, difference: Figure) -> str:
    """Return an absolute difference with the unit of the cell: ``2 件``."""
    return f"{show(size(difference))} {form.cells[key].unit or '件'}"


def size(difference: Figure) -> Figure:
    """Return a difference without its sign."""
    return -difference if difference < 0 else difference


def namer(form: FormDef, keys: Iterable[str]) -> Callable[[str], str]:
    """Return how to name cells that stand together: by row in one column, by column in one row."""
    cells = [form.cells[key] for key in keys]
    if len({(cell.table, cell.column.id) for cell in cells}) == 1:
        return lambda key: form.cells[key].row.name
    if len({(cell.table, cell.row.id) for cell in cells}) == 1:
        return lambda key: form.cells[key].column.name
    return lambda key: form.cells[key].name


class Side(NamedTuple):
    """One side of an equation as it stands in the report."""

    text: str  # 新收 48 + 上年结转 0 = 48
    total: Figure
    open: bool  # some of it is still blank


def side(report: Report, terms: Sequence[Term], name: Callable[[str], str]) -> Side:
    """Write one side with its printed figures; blanks are named as such and count as nothing."""
    known = [(term, figure) for term in terms if (figure := report.figure(term.key)) is not None]
    missing = [name(term.key) for term in terms if report.figure(term.key) is None]
    partial = {term.key for term, _ in known if not report.complete(term.key)}
    total: Figure = sum(term.sign * figure for term, figure in known)
    parts = [
        (term.sign, f"{name(term.key)}{'已有' if term.key in partial else ''} {show(figure)}", figure)
        for term, figure in known
    ]
    text = _written(parts, total) + _blanks(missing, alone=not parts)
    return Side(text, total, open=bool(missing or partial))


def _written(parts: Sequence[tuple[int, str, Figure]], total: Figure) -> str:
    if not parts:
        return ""
    named = parts if len(parts) <= SPELLED_OUT else [part for part in parts if part[2]]
    zeros = len(parts) - len(named)
    if not named:
        return f"{len(parts)} 项都是 0"
    if len(named) > LISTED:
        return f"{len(parts)} 项合计 {show(total)}"
    joined = _joined(named) + (f" = {show(total)}" if len(named) > 1 or named[0][0] < 0 else "")
    return f"{joined}（其余 {zeros} 项为 0）" if zeros else joined


def _joined(parts: Sequence[tuple[int, str, Figure]]) -> str:
    first_sign, first, _ = parts[0]
    rest = "".join(f" {'+' if sign > 0 else '-'} {text}" for sign, text, _ in parts[1:])
    return f"{'-' if first_sign < 0 else ''}{first}{rest}"


def _blanks(missing: Sequence[str], *, alone: bool) -> str:
    if not missing:
        return ""
    words = f"{'、'.join(missing)}未填" if len(missing) <= SPELLED_OUT - 1 else f"还有 {len(missing)} 项未填"
    return words if alone else f"（{words}）"

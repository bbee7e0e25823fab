"""Somebody else's workbook as lines and grids for the recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from core import workbook
from core.readers.lines import Line
from core.readers.preview import Doubt
from core.readers.xlsx.book import MOST_ROWS, Book, Cell

_OURS = {workbook.GUIDE_SHEET, workbook.BALANCES_SHEET}  # hold no part of the report
_SEE = re.compile(r"见“(.+)”。")


def lines(book: Book) -> tuple[list[Line], list[Doubt]]:
    """Return the lines of all sheets in their order, and what was left out.

    A sheet of ours that another one refers to (``见“表二”。``) stands where it is referred to.
    """
    found: dict[str, list[Line]] = {}
    doubts = []
    for sheet in book.sheets:
        if sheet in _OURS:
            continue
        found[sheet] = [line for row, cells in book.rows(sheet) for line in _row(sheet, row, cells)]
        if book.is_larger(sheet):
            words = f"工作表“{sheet}”太大，只读了前 {MOST_ROWS} 行。"
            doubts.append(Doubt("", sheet, words))
    return [replace(line, number=number) for number, line in enumerate(_in_place(found), 1)], doubts


def _in_place(found: dict[str, list[Line]]) -> Iterator[Line]:
    referred = [_referred(line, found) for sheet in found.values() for line in sheet]
    for sheet, content in found.items():
        if sheet in referred:
            continue
        above = ""
        for line in content:
            other = _referred(line, found)
            if not other or other == sheet:
                yield line
            else:
                table = found[other]
                yield from table[1:] if table and table[0].text == above else table
            above = line.text


def _referred(line: Line, found: dict[str, list[Line]]) -> str:
    match = _SEE.search(line.text)
    return match[1] if match and workbook.ELSEWHERE in line.text and match[1] in found else ""


def _without_label(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return what stands on a row of our sheet of words beside what the row is called."""
    label, rest = cells[0].text.strip(), cells[1:]
    if label in {workbook.FIELDS[name] for name in (workbook.UNIT, workbook.YEAR, workbook.FORM)}:
        return ()  # the title says both
    return cells if label == workbook.ELSEWHERE else rest


def _row(sheet: str, row: int, cells: tuple[Cell, ...]) -> Iterator[Line]:
    """Yield a row as one line of a grid; a row in which one text stands alone as the lines of that text."""
    where = f"{sheet} 第 {row} 行"
    if sheet == workbook.WORDS_SHEET:
        cells = _without_label(cells)
    filled = [cell for cell in cells if not cell.blank]
    if not filled:
        return
    if len(filled) == 1 and not filled[0].number:
        for text in filled[0].text.splitlines():
            yield Line(row, text.strip(), None, where)
        return
    flat = tuple("".join(cell.text.split("\n")).strip() for cell in cells)
    yield Line(row, "\t".join(flat), flat, where)

"""Find a word or a figure anywhere in a report: figures, labels, texts, the unit's fields, notes.

Several words must all be met, in any order: ``重复申请 自然人`` leads to one cell. Nothing is fuzzy except
what an input method varies: full-width letters and digits count as the ordinary ones, and capitals as small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core import keys
from core.findings import Span
from core.form import Cell, FormDef, Section, Table
from core.report import Report
from core.values import show

MOST = 200  # hits; more help nobody
AROUND = 14  # characters shown on either side of a place in a text
_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "})


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: where it is, in words, and the way there."""

    key: str  # cell, or text, unit, report or note key
    where: str  # 表三
    what: str  # 重复申请·自然人, or the words around the place in a text
    figure: str = ""  # what the cell shows
    span: Span | None = None  # where in a section's text


def find(report: Report, query: str, names: dict[str, str] | None = None) -> tuple[Hit, ...]:
    """Return the places that hold every word of a query, cells first, then texts, then the other fields.

    ``names`` gives the Chinese names of fields by key, such as ``unit.address``.
    """
    words = _folded(query).split()
    if not words:
        return ()
    hits: list[Hit] = []
    for source in (_cells(report, words), _texts(report, words), _fields(report, words, names or {})):
        for hit in source:
            hits.append(hit)
            if len(hits) == MOST:
                return tuple(hits)
    return tuple(hits)


def _folded(text: str) -> str:
    """Return a text for comparison; every character keeps its place."""
    wide = text.translate(_WIDE)
    lower = wide.lower()
    return lower if len(lower) == len(wide) else wide


# ---- cells


def _cells(report: Report, words: list[str]) -> Iterator[Hit]:
    for table in report.form.tables:
        yield from _figures(report, table, words)
        yield from _labels(report, table, words)


def _figures(report: Report, table: Table, words: list[str]) -> Iterator[Hit]:
    """Yield the cells that show one of the words, the others standing in the labels."""
    for cell in _printed(table):
        shown = _folded(show(report.value(cell.key)))
        if shown and shown in words:
            others = [word for word in words if word != shown]
            if all(word in _about(table, cell) for word in others):
                yield _hit(report, table, cell)


def _labels(report: Report, table: Table, words: list[str]) -> Iterator[Hit]:
    """Yield one cell for every row or column named, or the one cell where both are."""
    seen: set[tuple[str, str]] = set()
    for cell in _printed(table):
        row, column, above = _row(cell), _column(cell), _folded(f"{table.name}{table.title}")
        if not all(word in row or word in column or word in above for word in words):
            continue
        in_row = any(word in row for word in words)
        in_column = any(word in column and word not in row for word in words)
        if not (in_row or in_column):
            continue  # only the table is named: that is its tab
        name = (cell.row.id if in_row else "", cell.column.id if in_column else "")
        if name not in seen:
            seen.add(name)
            yield _hit(report, table, cell)


def _printed(table: Table) -> list[Cell]:
    spots = table.placement
    placed = [cell for cell in table.cells.values() if cell.key in spots]
    return sorted(placed, key=lambda cell: (spots[cell.key].row, spots[cell.key].column))


def _row(cell: Cell) -> str:
    return _folded(" ".join((cell.row.group, cell.row.label, cell.row.name, *cell.row.aliases)))


def _column(cell: Cell) -> str:
    return _folded(" ".join((cell.column.label, cell.column.name, *cell.column.aliases)))


def _about(table: Table, cell: Cell) -> str:
    return f"{_row(cell)} {_column(cell)} {_folded(f'{table.name}{table.title}')}"


def _hit(report: Report, table: Table, cell: Cell) -> Hit:
    return Hit(cell.key, table.name, cell.name, show(report.value(cell.key)) or "空白")


# ---- texts and fields


def _texts(report: Report, words: list[str]) -> Iterator[Hit]:
    """Yield every place of the first word, in paragraphs that hold them all."""
    for name, where in _sections(report.form):
        text = report.text(name)
        folded = _folded(text)
        start = 0
        for paragraph in folded.split("\n"):
            if all(word in paragraph for word in words):
                yield from _places(text, folded, words, (start, start + len(paragraph)), (name, where))
            start += len(paragraph) + 1


def _places(
    text: str, folded: str, words: list[str], within: tuple[int, int], section: tuple[str, str]
) -> Iterator[Hit]:
    name, where = section
    place = folded.find(words[0], *within)
    while place >= 0:
        end = place + len(words[0])
        left, right = max(within[0], place - AROUND), min(within[1], end + AROUND)
        words_around = (
            f"{'…' if left > within[0] else ''}{text[left:right]}{'…' if right < within[1] else ''}"
        )
        yield Hit(keys.text(name), where, words_around, span=Span(name, place, end))
        place = folded.find(words[0], end, within[1])


def _sections(form: FormDef) -> Iterator[tuple[str, str]]:
    titled: dict[str, Section] = {section.id: section for section in form.sections}
    for name in form.texts:
        yield name, titled[name].tab if name in titled else "前言"


def _fields(report: Report, words: list[str], names: dict[str, str]) -> Iterator[Hit]:
    """Yield unit fields by name or content, and notes by content."""
    for key, name in names.items():
        content = report.string(key)
        if all(word in _folded(f"{name} {content}") for word in words):
            yield Hit(key, "封面与单位", name, content or "空白")
    for place, content in report.starting_with(keys.NOTE).items():
        if all(word in _folded(content) for word in words):
            cell = report.form.cells.get(place)
            where = cell.name if cell else "正文"
            yield Hit(keys.note(place), f"备注 · {where}", content.splitlines()[0])

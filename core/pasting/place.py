"""Where the clipboard's content belongs in one table: labels decide, else the selection does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from core import past
from core.derive import derive
from core.form import FormDef, Table
from core.pasting import labelled, loose
from core.pasting.clipboard import Clip
from core.pasting.grid import Grid
from core.pasting.layout import Layout
from core.pasting.meaning import LONGEST, Sort, doubt, is_sentence, sort_of, value_of
from core.pasting.placement import Leftover, Overwrite, Placement, TotalOff
from core.pasting.positions import Positions
from core.readers.figures import read_figures
from core.readers.labels import TableLabels, table_labels
from core.readers.lines import Line
from core.report import Report
from core.values import Raw, Value, is_number, show

_WORDS = "是文字，不是数字"


@dataclass
class _Found:
    """What was found for one table: texts for cells in order, and what has no place."""

    texts: list[tuple[str, str, str]] = field(default_factory=list)  # key, text, where
    left: list[Leftover] = field(default_factory=list)
    elsewhere: list[Leftover] = field(default_factory=list)
    remarks: list[Leftover] = field(default_factory=list)
    by_labels: bool = False


def place(report: Report, table: Table, clip: Clip, at: str, selected: Sequence[str] = ()) -> Placement:
    """Return what pasting would do to a table; nothing is changed.

    ``at`` is the key of the selection's first cell, ``selected`` are the keys of all its cells. Every copied
    figure is in the placement: with its cell, or with the reason why it has none.
    """
    labels = _labels(report.form)
    found = (
        _of_grids(labels, table, clip.grids, at, selected)
        if clip.grids
        else _of_lines(report.form, table, clip.lines, at, selected)
    )
    if not (found.texts or found.left or found.elsewhere or found.remarks):
        found = _words_left(clip)
    return _weighed(report, table, found)


@cache
def _labels(form: FormDef) -> dict[str, TableLabels]:
    return table_labels(form)


# ---- grids


def _of_grids(
    labels: dict[str, TableLabels], table: Table, grids: Sequence[Grid], at: str, selected: Sequence[str]
) -> _Found:
    """Take the table with most labels of ours; the others are named, none is lost in silence."""
    own = [labelled.lay_out(grid, labels[table.id], at) for grid in grids]
    best = max(range(len(grids)), key=lambda n: (own[n].named, len(own[n].keys), grids[n].has_figures))
    found = _of_grid(labels, table, grids[best], own[best], (at, selected))
    for number, grid in enumerate(grids):
        if number != best and grid.has_figures:
            found.elsewhere.append(_other_table(labels, table, grid, own[number]))
    return found


def _other_table(labels: dict[str, TableLabels], table: Table, grid: Grid, own: Layout) -> Leftover:
    text = "\n".join("\t".join(spot.text for spot in row if spot.first) for row in grid.rows)
    other = _whose(labels, grid, own.named)
    if other and other != table.id:
        return Leftover(text, f"这是{labels[other].table.name}的内容，请到那一页再粘贴一次")
    return Leftover(text, "剪贴板里的另一张表，没有用到")


def _whose(labels: dict[str, TableLabels], grid: Grid, least: int) -> str:
    """Return the table whose labels a grid has more of than ``least``; empty for none."""
    named = {name: labelled.lay_out(grid, some, "").named for name, some in labels.items()}
    best = max(named, key=lambda name: named[name])
    return best if named[best] > least else ""


def _of_grid(
    labels: dict[str, TableLabels],
    table: Table,
    grid: Grid,
    own: Layout,
    selection: tuple[str, Sequence[str]],
) -> _Found:
    if own.named and (own.keys or not grid.has_figures):
        return _laid_out(grid, own, by_labels=True)
    other = _whose(labels, grid, max(own.named, 1))
    if other and other != table.id:
        reason = f"这是{labels[other].table.name}的内容，请到那一页粘贴"
        return _all_left(grid, reason)
    return _by_position(labels[table.id], grid, *selection)


def _by_position(labels: TableLabels, grid: Grid, at: str, selected: Sequence[str]) -> _Found:
    """Place a block without labels of ours; words around its figures are no part of it."""
    if not grid.has_figures and (grid.height, grid.width) != (1, 1) and not _only_marks(grid):
        return _all_left(grid, _WORDS)
    inner, top, left = _without_words(grid)
    layout = Positions(labels).lay_out(inner, at, selected)
    found = _laid_out(inner, layout, by_labels=False, offset=(top, left))
    words = " ".join(_first_texts(grid.rows[:top]) + _first_texts(row[:left] for row in grid.rows[top:]))
    if words:
        found.remarks.append(Leftover(words, "不是本表的行名或列名，数字按选中的位置放入"))
    return found


def _first_texts(rows: Iterable[Sequence[object]]) -> list[str]:
    return [
        text
        for row in rows
        for spot in row
        if (text := getattr(spot, "text", "")) and getattr(spot, "first", 0)
    ]


def _only_marks(grid: Grid) -> bool:
    return not grid.has_words


def _without_words(grid: Grid) -> tuple[Grid, int, int]:
    """Return the block without lines and columns of mere words before its figures, and how many they were."""
    top = left = 0
    if grid.has_figures:
        while Sort.WORDS in grid.sorts[top] and not {Sort.FIGURE, Sort.MARK} & set(grid.sorts[top]):
            top += 1
        while _wordy([row[left] for row in grid.sorts[top:]]):
            left += 1
    return grid.part(top, left), top, left


def _wordy(column: Sequence[Sort]) -> bool:
    return Sort.WORDS in column and not {Sort.FIGURE, Sort.MARK} & set(column)


def _laid_out(grid: Grid, layout: Layout, *, by_labels: bool, offset: tuple[int, int] = (0, 0)) -> _Found:
    found = _Found(by_labels=by_labels)

    def said(row: int, column: int) -> str:
        return f"第 {row + offset[0] + 1} 行第 {column + offset[1] + 1} 列"

    for (row, column), key in layout.keys.items():
        at = max(column, 0)  # one figure for many cells is counted backwards
        found.texts.append((key, grid.rows[row][at].text, said(row, at)))
    found.left += _left_over(grid, layout, said)
    for row, sentence in layout.remarks:
        text = "\t".join(spot.text for spot in grid.rows[row] if spot.first)
        found.remarks.append(Leftover(text, sentence, f"第 {row + offset[0] + 1} 行"))
    return found


def _left_over(grid: Grid, layout: Layout, said: Callable[[int, int], str]) -> Iterator[Leftover]:
    """Return what has no place, neighbours of one row with one reason together; strokes are not missed."""
    places = sorted(where for where in layout.left if grid.sorts[where[0]][where[1]] is not Sort.MARK)
    for (row, reason), some in groupby(places, key=lambda where: (where[0], layout.left[where])):
        columns = [column for _, column in some]
        where = said(row, columns[0])
        if len(columns) > 1:
            where = f"{where.partition('行')[0]}行 {len(columns)} 格"
        yield Leftover("\t".join(grid.rows[row][column].text for column in columns), reason, where)


def _all_left(grid: Grid, reason: str) -> _Found:
    rows = [[spot.text for spot in row if spot.first] for row in grid.rows]
    left = [
        Leftover("\t".join(row), reason, f"第 {number} 行") for number, row in enumerate(rows, 1) if any(row)
    ]
    return _Found(left=left)


def _words_left(clip: Clip) -> _Found:
    """List the lines that were copied, or a table's sentences, where none of it is a figure of ours."""
    found = _Found()
    for grid in clip.grids:
        said = _all_left(grid, _WORDS).left
        found.left += [leftover for leftover in said if is_sentence(leftover.text, ends=True)]
    found.left += [
        Leftover(line.text.strip(), _WORDS, f"第 {line.number} 行") for line in clip.lines if not line.blank
    ]
    return found


# ---- plain lines


def _of_lines(form: FormDef, table: Table, lines: Sequence[Line], at: str, selected: Sequence[str]) -> _Found:
    labels = _labels(form)
    grid = loose.as_grid(lines)
    if not grid.has_words:
        return _by_position(labels[table.id], grid, at, selected) if grid.rows else _Found()
    own_lines = loose.own_lines(form, labels[table.id], lines)
    read = read_figures(labels[table.id], own_lines)
    values = {key: value for key, value in read.values.items() if value is not None}
    own = labelled.lay_out(grid, labels[table.id], at)
    if len(own.keys) > len(values) or not values:
        return _of_grid(labels, table, grid, own, (at, selected))
    found = _Found(by_labels=True)
    for key, value in values.items():
        found.texts.append((key, show(value), read.sources[key].place.replace("line ", "第 ") + " 行"))
    numbers = {line.number for line in own_lines}
    others = [line.text.strip() for line in lines if line.number not in numbers and not line.blank]
    if others:
        found.elsewhere.append(Leftover("\n".join(others), "属于报告的其他部分，没有用到"))
    for leftover, placed in loose.leftovers(labels[table.id], read, own_lines):
        (found.remarks if placed else found.left).append(leftover)
    return found


# ---- what it would do


def _weighed(report: Report, table: Table, found: _Found) -> Placement:
    """Return the placement: values, what they overwrite, totals compared with what will be added up."""
    values: dict[str, Value] = {}
    totals: dict[str, Value] = {}
    blanks: list[Leftover] = []
    locked: list[Leftover] = []
    left, remarks = list(found.left), list(found.remarks)
    for key, text, where in found.texts:
        cell = table.cells[key]
        if sort_of(text) is Sort.MARK:
            if not cell.computed:
                blanks.append(Leftover(text, "视为空白，不是 0；如果是 0 请填 0", where, key))
            continue
        value = value_of(text, cell)
        if isinstance(value, Raw) and (len(value.text) > LONGEST or is_sentence(value.text)):
            left.append(Leftover(text, _WORDS, where, key))
        elif cell.computed:
            totals[key] = value
        elif past.locked(report, key) and value != report.stated(key):
            locked.append(Leftover(text, "这一格来自上年报告，先解除锁定才能改", where, key))
        else:
            values[key] = value
            if (why := doubt(value, cell)) and value != report.stated(key):
                remarks.append(Leftover(text, why, where, key))
    order = [key for key in table.cells if key in values and values[key] != report.stated(key)]
    return Placement(
        table=table,
        values={key: values[key] for key in order},
        covered=tuple(key for key in table.cells if key in values or key in totals),
        overwritten=tuple(
            Overwrite(key, before, values[key]) for key in order if (before := report.stated(key)) is not None
        ),
        left=tuple(left),
        elsewhere=tuple(found.elsewhere),
        locked=tuple(locked),
        blanks=tuple(blanks),
        remarks=tuple(remarks),
        totals=len(totals),
        totals_off=tuple(_totals_off(report, values, totals)),
        by_labels=found.by_labels,
    )


def _totals_off(report: Report, values: dict[str, Value], totals: dict[str, Value]) -> Iterable[TotalOff]:
    """Return the copied totals that differ from what the cells will add up to."""

    def stated(key: str) -> Value:
        return values[key] if key in values else report.stated(key)

    for key, after in derive(report.form, stated, totals).items():
        if after.value != totals[key]:
            missing = sum(not is_number(stated(leaf)) for leaf in report.form.leaves(key))
            yield TotalOff(key, totals[key], after.value, missing)

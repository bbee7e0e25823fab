"""Plain lines with labels, as copied out of a PDF or a web page without tables: read as the readers do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.form import FormDef
from core.pasting.grid import Grid, Spot
from core.pasting.meaning import counts_in_words, is_sentence
from core.pasting.placement import Leftover
from core.readers.figures import Figures
from core.readers.headings import find_headings
from core.readers.labels import TableLabels, table_labels
from core.readers.lines import Kind, Line, pieces
from core.readers.tidy import split_headings


def leftovers(labels: TableLabels, found: Figures, lines: Sequence[Line]) -> list[tuple[Leftover, bool]]:
    """Return the readers' doubts, each with whether its figures have a place all the same.

    A row that does not stand in the copied lines at all is none of our business. A line of which no doubt
    speaks, with more figures than were taken from it, is listed too.
    """
    texts = {line.place: line.text.strip() for line in lines}
    taken = Counter(found.sources[key].place for key, value in found.values.items() if value is not None)
    result: list[tuple[Leftover, bool]] = []
    for doubt in found.doubts:
        if not doubt.source:
            continue
        number = doubt.source.removeprefix("line ")
        key = doubt.place if doubt.place in labels.table.cells else ""
        placed = any(found.values.get(cell) is not None for cell in _cells_at(labels, doubt.place))
        where = f"第 {number} 行" if number.isdecimal() else ""
        result.append((Leftover(texts.get(doubt.source, ""), doubt.text, where, key), placed))
    told = {doubt.source for doubt in found.doubts}
    untold = [line for line in lines if line.place not in told and _more(line, taken[line.place])]
    return result + [
        (Leftover(line.text.strip(), "有数字没有放进去", f"第 {line.number} 行"), False) for line in untold
    ]


def _more(line: Line, taken: int) -> bool:
    """Tell whether a line holds more figures than were taken from it, or a sentence with figures in it."""
    in_words = is_sentence(line.text, ends=True) and any(map(str.isdecimal, line.text))
    return _figures(line) > taken or (not taken and in_words)


def _figures(line: Line) -> int:
    return sum(piece.kind is Kind.FIGURE for piece in pieces([line]))


def as_grid(lines: Sequence[Line]) -> Grid:
    """Return plain lines as a grid, each figure and each stretch of words a cell."""
    rows: list[list[Spot]] = []
    for line in lines:
        found = pieces([line])
        kinds = {piece.kind for piece in found}
        if (Kind.WORDS in kinds and len(kinds) == 1) or counts_in_words(line.text):
            rows.append([Spot(line.text.strip())])
        else:
            rows.append([Spot(piece.text) for piece in found])
    return Grid.of(rows)


def own_lines(form: FormDef, labels: TableLabels, lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a table's own section, where sections have headings; else all."""
    split = split_headings(form, lines)
    headings = find_headings(form, table_labels(form), split)
    for number, heading in enumerate(headings):
        if heading.section.id == labels.table.id:
            following = headings[number + 1 :]
            return split[heading.content : following[0].first if following else len(split)]
    return split


def _cells_at(labels: TableLabels, place: str) -> list[str]:
    """Return the cells of a doubt's place: one, or those of a row; none for a whole table."""
    if place == labels.table.id:
        return []
    return [key for key in labels.table.cells if key == place or key.startswith(f"{place}.")]

"""What is on the clipboard: grids of texts where there are tables, else plain lines."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from core.pasting import htmltables
from core.pasting.grid import Grid
from core.readers.lines import Line, is_rule, split_cells

MOST_CHARACTERS = 2_000_000  # of plain text
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"})


@dataclass(frozen=True)
class Clip:
    """The tables that were copied; ``lines`` holds the text where it is no table."""

    grids: tuple[Grid, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to paste."""
        return not self.grids and not self.lines


def read(html: str, text: str) -> Clip:
    """Return what was copied; tables in HTML count more than the same copied as text.

    Raises ``TooLarge`` for more than 2,000 rows or 200 columns of a table, or a text longer than any report.
    """
    if grids := htmltables.tables(html):
        return Clip(grids)
    if len(text) > MOST_CHARACTERS:
        raise htmltables.too_large()
    clean = text.rstrip("\x00").replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    if "\t" in clean:
        return _of_grid(_tabbed(clean))
    lines = clean.rstrip("\n").split("\n") if clean.strip() else []
    piped = [(line, split_cells(line)) for line in lines if line.strip()]
    if piped and all(cells is not None or is_rule(line) for line, cells in piped):
        return _of_grid([cells for line, cells in piped if cells is not None and not is_rule(line)])
    if sum(bool(line.strip()) for line in lines) > htmltables.MOST_ROWS:
        raise htmltables.too_large()
    return Clip(lines=tuple(_line(number, line) for number, line in enumerate(lines, 1)))


def _line(number: int, text: str) -> Line:
    written = "" if is_rule(text) else text.replace("\u00a0", " ")
    return Line(number, written, split_cells(written))


def _of_grid(rows: list[tuple[str, ...]]) -> Clip:
    grid = Grid.of_texts(rows)
    if grid.height > htmltables.MOST_ROWS or grid.width > htmltables.MOST_COLUMNS:
        raise htmltables.too_large()
    return Clip((grid,)) if grid.rows else Clip()


def _tabbed(text: str) -> list[tuple[str, ...]]:
    """Return the cells of tab separated text; Excel puts cells with line breaks or quotes between quotes."""
    plain = [tuple(line.split("\t")) for line in text.split("\n")]
    if '"' not in text or text.count('"') % 2:
        return plain
    try:
        return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t")]
    except csv.Error:
        return plain

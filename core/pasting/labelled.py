"""Places found by labels: row words beside the figures, headings above them, in either direction.

Labels decide alone; the selection only where they leave something open, such as one column without a heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core import keys
from core.pasting.grid import Grid
from core.pasting.layout import Layout
from core.pasting.meaning import Sort
from core.pasting.naming import Name, Namer
from core.readers.labels import TableLabels, core_of

MOST_GUESSED = 120  # rows; a longer grid is no table of ours, and likeness is slow
FEWEST_NUMBERED = 3  # rows of a column of serial numbers


@dataclass
class _Top:
    """What the headings above the present rows name, by column of the grid."""

    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    last: int = -2  # the grid's row of the last heading


def lay_out(grid: Grid, labels: TableLabels, at: str) -> Layout:
    """Return where the figures of a grid belong by its labels; nothing is named where it has none.

    ``at`` is the key of the current cell: a block with row labels and fewer columns than the form begins in
    its column.
    """
    return _Reading(grid, labels, at).read() if grid.has_words else Layout()


class _Reading:
    """The state of reading one grid."""

    def __init__(self, grid: Grid, labels: TableLabels, at: str) -> None:
        self.grid = grid
        self.labels = labels
        self.at = at
        self.layout = Layout()
        self.side = Namer(labels, guesses=grid.height <= MOST_GUESSED)
        self.above = Namer(labels, guesses=False)
        self.top = _Top()
        self.counted: dict[int, tuple[int, int]] = {}  # grid row -> (row of the form, where its label ends)
        self.groups: dict[int, tuple[str, int]] = {}  # grid row -> (group, where its label ends)
        self.unnamed: dict[
            int, int
        ] = {}  # grid row whose columns are named and whose row is not -> label's end
        self.beside = False  # some row is named by a label beside it
        self.columns_beside = False  # some column is
        self.sums = {
            core_of(row.label): number
            for number, row in enumerate(labels.rows)
            if labels.by_row and row.sum_of
        }

    def read(self) -> Layout:
        """Go through the grid from above."""
        for at in range(self.grid.height):
            sorts = self.grid.sorts[at]
            if Sort.FIGURE in sorts or Sort.MARK in sorts:
                self._take(at)
            elif Sort.WORDS in sorts and not self._take_words(at):
                self._head(at)
        self._take_groups()
        self._take_counted()
        self._take_unnamed()
        self._leave_the_rest()
        return self.layout

    def _leave_the_rest(self) -> None:
        """List every figure that found neither a cell nor a reason, such as one that stands out of line."""
        for at, sorts in enumerate(self.grid.sorts):
            for column, sort in enumerate(sorts):
                where = at, column
                if sort is Sort.FIGURE and where not in self.layout.keys and where not in self.layout.left:
                    self.layout.leave(where, "没有和别的行对齐，不知道属于哪一列")

    # ---- one line

    def _take(self, at: int) -> None:
        """Take a line with figures: its label first."""
        name, end = self._label(at)
        if name.nearly:
            self.layout.remark(
                at, f"“{name.nearly}”按“{self._printed(name)}”一行放入，名称不完全相同，请核对。"
            )
        name = self._summing(at, name, end)
        if name.row is None and name.group:
            self.groups[at] = (name.group, end)
            return
        if name:
            self.layout.named += 1
            self.beside = True
        named_above = bool(self.top.columns or self.top.rows)
        if name.row is not None and not name.column and (only := self._only_cell(at, name.row, end)):
            self.layout.put(*only)
        elif name.row is not None and not name.column and not self.top.columns:
            self.counted[at] = (name.row, end)
        elif name or named_above:
            self._take_crossings(at, name, end)
        else:
            self._leave(at, end, self._unknown(at, end))

    def _summing(self, at: int, name: Name, end: int) -> Name:
        """Let a word that names a column and a row that adds up, such as 总计, name the row among rows."""
        if name.row is not None or not name.column:
            return name
        words = core_of("".join(text for _, text in self._texts(at, end)))
        row = self.sums.get(words)
        if row is None or self.top.rows or self.columns_beside:
            self.columns_beside = True
            return name
        return Name(row)

    def _only_cell(self, at: int, row: int, end: int) -> tuple[tuple[int, int], str] | None:
        """Return the place of a line's one figure and the key of its row's one cell."""
        cells = self.labels.keys(row)
        figures = [column for column in self._figures(at, end) if self.grid.sorts[at][column] is Sort.FIGURE]
        return ((at, figures[0]), cells[0]) if len(cells) == len(figures) == 1 else None

    def _take_words(self, at: int) -> bool:
        """Take a line of words only: a row's label and words in the place of its figures; else False."""
        texts = self._texts(at, self.grid.width)
        if not self.labels.by_row or len(texts) < 2:  # noqa: PLR2004 - a label and something beside it
            return False
        if any(self.above.column(text) for _, text in texts[1:]):
            return False
        words = [text for _, text in texts]
        named = [n for n in range(len(words)) if self.side.would_name(words[: n + 1])]
        return len(named) == 1 and named[0] < len(texts) - 1 and self._took(at)

    def _took(self, at: int) -> bool:
        self._take(at)
        return True

    def _label(self, at: int) -> tuple[Name, int]:
        """Return what a line's first words name, and the column behind them."""
        sorts = self.grid.sorts[at]
        first = next((c for c, sort in enumerate(sorts) if sort in {Sort.FIGURE, Sort.MARK}), len(sorts))
        texts = self._texts(at, first)
        for count in range(len(texts), 0, -1):
            if count == len(texts) or self.side.would_name([text for _, text in texts[:count]]):
                name = self.side.name([text for _, text in texts[:count]])
                if name or name.group:
                    return name, self._behind(at, texts[count - 1][0])
        return Name(), self._behind(at, texts[-1][0]) if texts else 0

    def _texts(self, at: int, end: int) -> list[tuple[int, str]]:
        """Return the words of a line with their columns, a merged cell once."""
        found: list[tuple[int, str]] = []
        for column in range(end):
            if self.grid.sorts[at][column] is not Sort.WORDS:
                continue
            text = self.grid.rows[at][column].text
            if not found or found[-1][1] != text:
                found.append((column, text))
        return found

    def _behind(self, at: int, column: int) -> int:
        """Return the column behind a cell that begins at a column."""
        spot = self.grid.rows[at][column]
        end = column + 1
        while (
            end < self.grid.width and not (other := self.grid.rows[at][end]).first and other.text == spot.text
        ):
            end += 1
        return end

    # ---- headings

    def _head(self, at: int) -> None:
        """Take over what a line of headings names."""
        rows, columns = self._named_above(at)
        if not columns and len(rows) < 2 and self.labels.by_row and not self._stands_apart(at, rows):  # noqa: PLR2004
            return
        if any(self.layout.touched(line) for line in range(self.top.last + 1, at)):
            self.top = _Top()
            self.above = Namer(self.labels, guesses=False)
        self.top.rows.update(rows)
        self.top.columns.update(columns)
        self.top.last = at
        self.layout.named += len(rows) + len(columns)

    def _named_above(self, at: int) -> tuple[dict[int, int], dict[int, str]]:
        """Return the rows and columns that the cells of a line name; a row's name goes on to the right."""
        rows: dict[int, int] = {}
        columns: dict[int, str] = {}
        name = Name()
        said: dict[str, Name] = {}  # by the cells of this line: a merged cell from above is none of them
        for column in range(self.grid.width):
            spot = self.grid.rows[at][column]
            if spot.first and self.grid.sorts[at][column] is Sort.WORDS:
                name = said[spot.text] = self.above.name([spot.text])
            elif spot.text or self.labels.by_row:
                name = said.get(spot.text, Name())
            if name.row is not None:
                rows[column] = name.row
            if name.column and self.grid.sorts[at][column] is Sort.WORDS:
                columns[column] = name.column
        return rows, columns

    def _stands_apart(self, at: int, rows: dict[int, int]) -> bool:
        """Tell whether the only row named stands as a heading does: not in the first column."""
        return bool(rows) and not self.grid.rows[at][0].text and min(rows) > 0

    # ---- places

    def _take_crossings(self, at: int, name: Name, end: int) -> None:
        """Place the figures of a line where its label and the headings cross."""
        if name.row is None and not name.column and not self.top.rows:
            self.unnamed[at] = end
            return
        missing = self._in_order(name.row) if name.row is not None else {}
        for column in self._figures(at, end if name else 0):
            row = self.top.rows.get(column) if name.row is None else name.row
            said = name.column or self.top.columns.get(column, "") or missing.get(column, "")
            key = self._key(row, said)
            if key:
                self.layout.put((at, column), key)
            else:
                self.layout.leave((at, column), self._why_not(row, said))

    def _key(self, row: int | None, column: str) -> str:
        if row is None or not column:
            return ""
        key = keys.cell(self.labels.table.id, self.labels.rows[row].id, column)
        return key if key in self.labels.table.cells else ""

    def _why_not(self, row: int | None, column: str) -> str:
        if row is None:
            return "没有认出它属于哪一行"
        return "表里没有这一格" if column else "这一列的名称表里没有"

    def _in_order(self, row: int) -> dict[int, str]:
        """Return what headings that were not understood must be, if all others stand in the row's order."""
        named = self.top.columns
        order = [key.rpartition(".")[2] for key in self.labels.keys(row)]
        first = named[min(named)] if named else ""
        start = min(named) - order.index(first) if first in order else -1
        expected = {start + number: column for number, column in enumerate(order)}
        fits = all(expected.get(place) == column for place, column in named.items())
        inside = start >= 0 and start + len(order) == self.grid.width
        return expected if fits and inside and len(named) * 2 > len(order) else {}

    def _figures(self, at: int, start: int) -> list[int]:
        """Return the columns behind a line's label where something stands."""
        return [
            column
            for column in range(start, self.grid.width)
            if self.grid.rows[at][column].first and self.grid.sorts[at][column] is not Sort.EMPTY
        ]

    def _leave(self, at: int, end: int, reason: str) -> None:
        for column in self._figures(at, 0):
            if column >= end or self.grid.sorts[at][column] is Sort.FIGURE:
                self.layout.leave((at, column), reason)

    def _unknown(self, at: int, end: int) -> str:
        words = "".join("".join(text.split()) for _, text in self._texts(at, end))
        return f"“{words}”在表里没有这一行" if words else "旁边没有名称，不知道属于哪一行"

    def _printed(self, name: Name) -> str:
        return "" if name.row is None else self.labels.rows[name.row].label

    # ---- rows whose columns are counted

    def _take_groups(self) -> None:
        """Give the figures of a group without its rows to its row for the rest; a subtotal is left out."""
        taken = {row for row, _ in self.counted.values()} | self._placed_rows()
        for at, (group, end) in self.groups.items():
            rows = self.labels.groups[group]
            rest = next((row for row in rows if core_of(self.labels.rows[row].label) in group), None)
            name = self.labels.rows[rows[0]].group
            if not any(self.grid.sorts[at][column] is Sort.FIGURE for column in range(end, self.grid.width)):
                continue
            if rest is None or taken & set(rows):
                self._leave(at, end, f"“{name}”是小计，表里没有它自己的一行")
                continue
            label = self.labels.rows[rest].label
            self.layout.remark(at, f"“{name}”没有分项，数字放入“{label}”，请核对。")
            self.layout.named += 1
            if self.top.columns:
                self._take_crossings(at, Name(rest), end)
            else:
                self.counted[at] = (rest, end)

    def _placed_rows(self) -> set[int]:
        ids = {keys.split_cell(key)[1] for key in self.layout.keys.values()}
        return {index for index, row in enumerate(self.labels.rows) if row.id in ids}

    def _take_counted(self) -> None:
        """Place the figures of rows without headings in the order of the form's columns."""
        if not self.counted:
            return
        start, end = self._stretch()
        for at, (row, _) in self.counted.items():
            places = [c for c in range(start, end) if self.grid.rows[at][c].first]
            wanted = self._wanted(row, self._without_blank_end(at, places, row))
            for number, column in enumerate(places):
                if self.grid.sorts[at][column] is Sort.EMPTY:
                    continue
                if number < len(wanted):
                    self.layout.put((at, column), wanted[number])
                else:
                    self.layout.leave((at, column), "比表里这一行的格子多")

    def _stretch(self) -> tuple[int, int]:
        """Return the columns that hold the figures of the counted rows, without labels and serial numbers."""
        most = max(len(self.labels.keys(row)) for row, _ in self.counted.values())
        start, end = max(behind for _, behind in self.counted.values()), self.grid.width
        while end - start > most and self._is_blank(start):
            start += 1
        while end - start > most and self._is_blank(end - 1):
            end -= 1
        if end - start == most + 1 and self._is_serial(start):
            for at in self.counted:
                self.layout.leave((at, start), "像是序号")
            start += 1
        return start, end

    def _is_blank(self, column: int) -> bool:
        return all(self.grid.sorts[at][column] is Sort.EMPTY for at in self.counted)

    def _is_serial(self, column: int) -> bool:
        texts = [self.grid.rows[at][column].text for at in self.counted]
        return len(texts) >= FEWEST_NUMBERED and texts == [str(n) for n in range(1, len(texts) + 1)]

    def _without_blank_end(self, at: int, places: Sequence[int], row: int) -> int:
        """Return how many places a row has, blanks behind the form's last column not counted."""
        count, most = len(places), len(self.labels.keys(row))
        while count > most and self.grid.sorts[at][places[count - 1]] is Sort.EMPTY:
            count -= 1
        return count

    def _wanted(self, row: int, count: int) -> list[str]:
        """Return the cells for so many figures: the row, what is typed of it, or from the selection."""
        all_keys = list(self.labels.keys(row))
        typed = [key for key in all_keys if not self.labels.table.cells[key].computed]
        if count == len(typed):
            return typed
        if count > len(typed):
            return all_keys
        here = next(
            (n for n, key in enumerate(all_keys) if self.at.endswith("." + key.rpartition(".")[2])), 0
        )
        return all_keys[here:] if here + count <= len(all_keys) else all_keys

    def _take_unnamed(self) -> None:
        """Place lines under named columns one below the other, from the selection or the form's first row.

        Where other lines have labels of ours beside them, lines without are none of the form's.
        """
        if self.beside:
            for at, end in self.unnamed.items():
                self._leave(at, end, self._unknown(at, end))
            return
        rows = list(range(len(self.labels.rows)))
        current = next((n for n in rows if self.at in self.labels.keys(n)), 0)
        start = current if current + len(self.unnamed) <= len(rows) else 0
        for number, at in enumerate(self.unnamed):
            if start + number < len(rows):
                self._take_crossings(at, Name(rows[start + number]), 0)
            else:
                self._leave(at, 0, "比表里的行多")

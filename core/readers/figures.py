"""The figures of one table out of its lines: labels in any breaking, figures beside or below them.

Nothing is shifted: a row with fewer or more figures than the form has columns is left blank and doubted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core import keys, values
from core.form import Row
from core.readers.labels import TableLabels, core_of, squash
from core.readers.lines import Kind, Line, Piece, is_prose, pieces
from core.readers.preview import Doubt, Source
from core.values import Raw, Value

_PAGE = re.compile(r"\d{1,3}")
_SHORTEST_PREFIX = 6  # characters of a label that was cut in two by its figures
_SHORTEST_INSIDE = 4  # characters of a label that has other words behind it
_LONGEST_REST = 8  # characters of those other words
_ALIKE = 0.8  # how similar a damaged label must be
_QUOTED = 24  # characters of a document shown in a sentence


@dataclass(frozen=True, slots=True)
class Figures:
    """What one table of a document says: values and places by key, and what is doubtful."""

    values: dict[str, Value]
    sources: dict[str, Source]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words and the figures that follow them, up to the next words."""

    words: tuple[Piece, ...]
    figures: tuple[Piece, ...]


def read_figures(labels: TableLabels, lines: Sequence[Line]) -> Figures:
    """Return the figures of a table from the lines between its heading and the next one."""
    table = [line for line in lines if not is_prose(line)]
    reading = _Reading(labels, table)
    reading.note_prose([line for line in lines if is_prose(line)])
    reading.take_all()
    return reading.result()


def runs(found: Iterable[Piece]) -> list[Run]:
    """Return words and figures by turns."""
    result: list[Run] = []
    words: list[Piece] = []
    figures: list[Piece] = []
    for piece in found:
        if piece.word and figures:
            result.append(Run(tuple(words), tuple(figures)))
            words, figures = [], []
        (words if piece.word else figures).append(piece)
    if words or figures:
        result.append(Run(tuple(words), tuple(figures)))
    return result


class _Reading:
    """The state of reading one table."""

    def __init__(self, labels: TableLabels, lines: Sequence[Line]) -> None:
        self.labels = labels
        self.lines = lines
        self.found: dict[int, tuple[Piece, ...]] = {}
        self.groups: dict[str, tuple[Piece, ...]] = {}
        self.flat: list[Piece] = []
        self.doubts: list[Doubt] = []
        self.doubted: set[int] = set()
        self.last = -1
        self.rest = ""  # what is still to come of a label that its figures cut in two
        stream = pieces(lines)
        self.per_line = Counter(piece.line for piece in stream)
        self.runs = runs(stream)

    @property
    def table(self) -> str:
        """Return the table's id."""
        return self.labels.table.id

    def note_prose(self, lines: Sequence[Line]) -> None:
        """Say that sentences stand in the table, which belong to no cell."""
        if lines:
            quoted = _shorten(lines[0].text.strip())
            self._doubt(self.table, lines[0], f"表格里有 {len(lines)} 行文字没有读入：“{quoted}”。")

    def take_all(self) -> None:
        """Go through the table, words and their figures at a time."""
        words: tuple[Piece, ...] = ()
        for run in self.runs:
            words += run.words
            if run.figures and self._take(words, run.figures):
                words = ()
        if self.flat:
            self._take_flat()
        self._take_groups()
        self._miss()

    def _take(self, words: tuple[Piece, ...], figures: tuple[Piece, ...]) -> bool:
        """Give the figures to the row whose label the words end with; False if they are no figures."""
        text = self._without_rest(squash("".join(piece.text for piece in words)))
        row = self._row_at_end(text)
        if row is None and self.labels.by_row and (group := self._group_at_end(text)):
            return self._hold_group(group, figures)
        if row is None and self.labels.by_row:
            row = self._row_nearly(text, words)
        if row is not None and (fitted := self._fit(figures, len(self.labels.keys(row)))):
            self._store(row, fitted)
            return True
        if self._no_figures(figures):
            return False
        if not self.labels.by_row:
            self.flat += figures
        elif row is not None:
            self._wrong_number(row, figures)
        else:
            self._stray(words, figures)
        return True

    def _without_rest(self, text: str) -> str:
        """Return the words without the end of the label before; doubt that row if the end does not come."""
        rest, self.rest = self.rest, ""
        if rest and not text.startswith(rest):
            row = self.labels.rows[self.last]
            line = self.found[self.last][0].line
            self._doubt(self._place(self.last), line, f"“{row.label}”一行的名称不完整，请核对数字。")
        return text.removeprefix(rest)

    def _row_at_end(self, text: str) -> int | None:
        """Return the row whose label, with or without its numbering, the words end with."""
        fitting = [
            (len(written), label.row > self.last, -label.row)
            for label in self.labels.labels
            for written in (label.whole, label.core)
            if text.endswith(written)
            and (written == label.whole != label.core or not label.short or label.row == self.last + 1)
        ]
        return -max(fitting)[2] if fitting else None

    def _group_at_end(self, text: str) -> str | None:
        return next((core for core in self.labels.groups if text.endswith(core)), None)

    def _row_nearly(self, text: str, words: tuple[Piece, ...]) -> int | None:
        """Return the row whose label is cut in two, or, doubted, has words behind it or is damaged."""
        waiting = [label for label in self.labels.labels if label.row not in self.found]
        for label in waiting:
            for size in range(len(label.core) - 1, _SHORTEST_PREFIX - 1, -1):
                if text.endswith(label.core[:size]):
                    self.rest = label.core[size:]
                    return label.row
        loose = self._row_inside(text)
        if loose is None:
            alike = [
                (
                    SequenceMatcher(None, label.core, text[-len(label.core) :], autojunk=False).ratio(),
                    -label.row,
                )
                for label in waiting
                if len(label.core) >= _SHORTEST_INSIDE
            ]
            best = max(alike, default=(0.0, 0))
            loose = -best[1] if best[0] >= _ALIKE else None
        if loose is not None:
            said = _shorten("".join(piece.text for piece in words)[-_QUOTED:])
            label_text = self.labels.rows[loose].label
            self._doubt(
                self._place(loose),
                words[-1].line,
                f"“{said}”按“{label_text}”一行读入，名称不完全相同，请核对。",
            )
        return loose

    def _row_inside(self, text: str) -> int | None:
        ends = [
            (text.rfind(label.core) + len(label.core), -label.row)
            for label in self.labels.labels
            if len(label.core) >= _SHORTEST_INSIDE and label.core in text and label.row not in self.found
        ]
        end, row = max(ends, default=(0, 0))
        return -row if ends and len(text) - end <= _LONGEST_REST else None

    def _fit(self, figures: tuple[Piece, ...], wanted: int) -> tuple[Piece, ...] | None:
        """Return as many figures as the row has, if page numbers and outer blanks explain the rest."""
        if len(figures) == wanted:
            return figures
        bare = tuple(piece for piece in figures if not self._page(piece))
        if len(bare) == wanted and all(self.per_line[piece.line] > 1 for piece in bare):
            return bare
        return _without_outer_blanks(figures, wanted)

    def _page(self, piece: Piece) -> bool:
        """Tell whether a figure stands alone on its line, as a page number does."""
        return self.per_line[piece.line] == 1 and bool(_PAGE.fullmatch(piece.text))

    def _no_figures(self, figures: tuple[Piece, ...]) -> bool:
        """Tell whether these are only empty cells, or one page number."""
        if all(piece.kind is Kind.BLANK for piece in figures):
            return True
        return len(figures) == 1 and self.labels.by_row and self._page(figures[0])

    def _store(self, row: int, figures: tuple[Piece, ...]) -> None:
        before = self.found.get(row)
        self.last = row
        if before is None or all(piece.kind is Kind.BLANK for piece in before):
            self.found[row] = figures
        elif [piece.text for piece in before] != [piece.text for piece in figures]:
            label = self.labels.rows[row].label
            self._doubt(
                self._place(row), figures[0].line, f"“{label}”一行出现两次，数字不同，采用了前一次的。"
            )

    def _hold_group(self, group: str, figures: tuple[Piece, ...]) -> bool:
        if self._no_figures(figures):
            return False
        self.groups.setdefault(group, figures)
        return True

    def _take_flat(self) -> None:
        """Give the figures below all headings to the cells in printed order."""
        order = self.labels.printed_order
        fitted = self._fit(tuple(self.flat), len(order))
        if fitted is None:
            self.doubted |= set(range(len(self.labels.rows)))
            self._doubt(
                self.table,
                self.flat[0].line,
                f"这张表应有 {len(order)} 个数字，原文有 {len(self.flat)} 个，没有读入，请对照填写。",
            )
            return
        by_key = dict(zip(order, fitted, strict=True))
        for row in range(len(self.labels.rows)):
            self._store(row, tuple(by_key[key] for key in self.labels.keys(row)))

    def _take_groups(self) -> None:
        """Give the figures of a group without its rows to its row for the rest; a subtotal is left out."""
        for group, figures in self.groups.items():
            rows = self.labels.groups[group]
            name = self.labels.rows[rows[0]].group
            rest = next((row for row in rows if core_of(self.labels.rows[row].label) in group), None)
            fitted = None if rest is None else self._fit(figures, len(self.labels.keys(rest)))
            line = figures[0].line
            if rest is None or fitted is None or any(row in self.found for row in rows):
                self._doubt(self.table, line, f"“{name}”后面的数字在表里没有自己的一行，没有读入，请核对。")
                continue
            self.found[rest] = fitted
            self.doubted |= set(rows)
            label = self.labels.rows[rest].label
            self._doubt(
                keys.cell(self.table, self.labels.rows[rest].id, "")[:-1],
                line,
                f"原文的“{name}”没有分项，数字记入了“{label}”，其余分项空着，请核对。",
            )

    def _wrong_number(self, row: int, figures: tuple[Piece, ...]) -> None:
        self.doubted.add(row)
        self.last = row
        wanted = len(self.labels.keys(row))
        self._doubt(
            self._place(row),
            figures[0].line,
            f"“{self.labels.rows[row].label}”一行应有 {wanted} 个数字，原文有 {len(figures)} 个，"
            "没有读入，请对照填写。",
        )

    def _stray(self, words: tuple[Piece, ...], figures: tuple[Piece, ...]) -> None:
        said = _shorten("".join(piece.text for piece in words)[-_QUOTED:])
        where = f"“{said}”后面" if said else "表格开头"
        self._doubt(
            self.table, figures[0].line, f"{where}的 {len(figures)} 个数字对不上表里的任何一行，没有读入。"
        )

    def _miss(self) -> None:
        """Say which rows are not in the document."""
        if not self.found and not self.doubts:
            self.doubts.append(Doubt(self.table, "", f"没有找到“{self.labels.table.title}”的数字。"))
            return
        for index, row in enumerate(self.labels.rows):
            if index in self.found or index in self.doubted:
                continue
            line = self._seen(row)
            place = line.place if line else ""
            self.doubts.append(Doubt(self._place(index), place, f"没有找到“{row.label}”一行的数字。"))

    def _seen(self, row: Row) -> Line | None:
        """Return the line on which a row's label stands without figures."""
        wanted = core_of(row.label)
        if wanted in self.labels.headings:
            return None
        return next((line for line in self.lines if wanted in squash(line.text)), None)

    def _place(self, row: int) -> str:
        return f"{self.table}.{self.labels.rows[row].id}"

    def _doubt(self, place: str, line: Line, text: str) -> None:
        self.doubts.append(Doubt(place, line.place, text))

    def result(self) -> Figures:
        """Return the values of the rows found, and doubt what is no number."""
        cells = self.labels.table.cells
        stated: dict[str, Value] = {}
        sources: dict[str, Source] = {}
        for row in sorted(self.found):
            blank: list[tuple[str, Piece]] = []
            for key, piece in zip(self.labels.keys(row), self.found[row], strict=True):
                read = piece.kind is Kind.FIGURE
                value = values.parse(piece.text, cells[key].kind, cells[key].unit) if read else None
                stated[key] = value
                sources[key] = Source(piece.line.place, piece.line.text.strip())
                if value is None:
                    blank.append((key, piece))
                elif isinstance(value, Raw):
                    self._doubt(key, piece.line, f"“{_shorten(piece.text)}”不是数字，照原样保留，请改正。")
            self._blank(row, blank)
        return Figures(stated, sources, tuple(self.doubts))

    def _blank(self, row: int, blank: list[tuple[str, Piece]]) -> None:
        """Say in one sentence which cells of a row hold a stroke or nothing."""
        if not blank:
            return
        marks = sorted({piece.text for _, piece in blank if piece.kind is Kind.MARK})
        how = f"写的是“{'”“'.join(marks)}”，按空白读入" if marks else "空着"
        place = blank[0][0] if len(blank) == 1 else self._place(row)
        label = self.labels.rows[row].label
        self._doubt(place, blank[0][1].line, f"“{label}”一行有 {len(blank)} 格{how}；如果是 0 请填 0。")


def _without_outer_blanks(figures: tuple[Piece, ...], wanted: int) -> tuple[Piece, ...] | None:
    """Return the only stretch of the wanted length outside which all cells are empty."""
    surplus = len(figures) - wanted
    stretches = {
        tuple(piece.text for piece in figures[start : start + wanted]): figures[start : start + wanted]
        for start in range(max(surplus, 0) + 1)
        if all(piece.kind is Kind.BLANK for piece in figures[:start] + figures[start + wanted :])
    }
    return next(iter(stretches.values())) if surplus > 0 and len(stretches) == 1 else None


def _shorten(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"

"""The figures of one table out of its lines: labels in any breaking, figures beside or below them.

Nothing is shifted: a row with fewer or more figures than the form has columns is left blank and doubted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import keys
from core.form import Row
from core.readers import matching
from core.readers.cells import QUOTED, shorten, state
from core.readers.labels import TableLabels, core_of, squash
from core.readers.lines import Kind, Line, Piece, is_prose, pieces
from core.readers.misfits import with_misfits
from core.readers.preview import Doubt, Source
from core.readers.tidy import rejoined
from core.values import Value

_PAGE = re.compile(r"[0-9]{1,3}(?:/[0-9]{1,3})?")


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
    stated, sources, doubts = state(labels, reading.found)
    return Figures(stated, sources, (*reading.doubts, *doubts))


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
        stream = with_misfits(labels, rejoined(pieces(lines), labels.headings))
        self.per_line = Counter(piece.line for piece in stream)
        self.runs = runs(stream)

    @property
    def table(self) -> str:
        """Return the table's id."""
        return self.labels.table.id

    def note_prose(self, lines: Sequence[Line]) -> None:
        """Say that sentences stand in the table, which belong to no cell."""
        if lines:
            quoted = shorten(lines[0].text.strip())
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
        self._suspect_single()
        self._miss()

    def _take(self, words: tuple[Piece, ...], figures: tuple[Piece, ...]) -> bool:
        """Give the figures to the row whose label the words end with; False if they are no figures."""
        text, bare = self._without_rest(words)
        row = matching.row_at_end(self.labels, text, self.last)
        if row is None and self.labels.by_row:
            if group := matching.group_at_end(self.labels, text):
                return self._hold_group(group, figures)
            row = matching.row_at_end(self.labels, bare, self.last)
            row = self._row_nearly(text, bare, words) if row is None else row
        if row is not None and (fitted := self._fit(figures, len(self.labels.keys(row)))):
            self._store(row, fitted)
            self._suspect(row, fitted)
            return True
        self.rest = ""
        if self._no_figures(figures):
            return False
        if not self.labels.by_row:
            self.flat += figures
        elif row is not None:
            self._wrong_number(row, figures)
        else:
            self._stray(words, figures)
        return True

    def _without_rest(self, words: Sequence[Piece]) -> tuple[str, str]:
        """Return the words as they are, and without what is printed beside the rows, both squashed.

        The end of the label before is taken off them; its row is doubted if it does not come.
        """
        beside = self.labels.beside
        own = [piece for piece in words if not any(squash(piece.text) in label for label in beside)]
        rest, self.rest = self.rest, ""
        text, bare = (squash("".join(piece.text for piece in some)) for some in (words, own))
        if rest and not text.startswith(rest) and not bare.startswith(rest):
            row = self.labels.rows[self.last]
            line = self.found[self.last][0].line
            self._doubt(self._place(self.last), line, f"“{row.label}”一行的名称不完整，请核对数字。")
        return text.removeprefix(rest), bare.removeprefix(rest)

    def _row_nearly(self, text: str, bare: str, words: tuple[Piece, ...]) -> int | None:
        """Return the row whose label is cut in two, or, doubted, has words behind it or is damaged."""
        row, self.rest = matching.row_cut(self.labels, text, self.found)
        if row is not None:
            return row
        row, self.rest = matching.row_cut(self.labels, bare, self.found)
        if row is not None:
            return row
        row = matching.row_inside(self.labels, text, self.found)
        row = matching.row_alike(self.labels, bare, self.found) if row is None else row
        if row is not None:
            said, meant = _last_words(words), self._label(row)
            self._doubt(
                self._place(row), words[-1].line, f"“{said}”按“{meant}”一行读入，名称不完全相同，请核对。"
            )
        return row

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

    def _suspect(self, row: int, figures: tuple[Piece, ...]) -> None:
        """Doubt a figure that stands alone on its line beside others that do not: it may be a page number."""
        alone = [piece for piece in figures if self._page(piece)]
        together = any(self.per_line[piece.line] > 1 for piece in figures)
        if len(alone) == 1 and together and self.labels.by_row:
            label = self._label(row)
            self._doubt(
                self._place(row),
                alone[0].line,
                f"“{label}”一行的“{alone[0].text}”单独占一行，可能是页码，请核对这一行的数字。",
            )

    def _suspect_single(self) -> None:
        """Doubt a row's only figure if it stands on its own line, where other rows keep theirs."""
        single = {row: figures[0] for row, figures in self.found.items() if len(figures) == 1}
        if not self.labels.by_row or all(self._page(piece) for piece in single.values()):
            return
        for row, piece in single.items():
            if self._page(piece):
                text = f"“{self._label(row)}”一行的“{piece.text}”单独占一行，可能是页码，请核对。"
                self._doubt(self._place(row), piece.line, text)

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
            label = self._label(row)
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
            rest = next((row for row in rows if core_of(self._label(row)) in group), None)
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
            f"“{self._label(row)}”一行应有 {wanted} 个数字，原文有 {len(figures)} 个，没有读入，请对照填写。",
        )

    def _stray(self, words: tuple[Piece, ...], figures: tuple[Piece, ...]) -> None:
        said = _last_words(words)
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

    def _label(self, row: int) -> str:
        return self.labels.rows[row].label


def _last_words(words: Sequence[Piece]) -> str:
    """Return the words of the line on which the figures begin or that stands above them, to be quoted."""
    return shorten("".join(piece.text for piece in words if piece.line is words[-1].line)[-QUOTED:])


def _without_outer_blanks(figures: tuple[Piece, ...], wanted: int) -> tuple[Piece, ...] | None:
    """Return the only stretch of the wanted length outside which all cells are empty."""
    surplus = len(figures) - wanted
    stretches = {
        tuple(piece.text for piece in figures[start : start + wanted]): figures[start : start + wanted]
        for start in range(max(surplus, 0) + 1)
        if all(piece.kind is Kind.BLANK for piece in figures[:start] + figures[start + wanted :])
    }
    return next(iter(stretches.values())) if surplus > 0 and len(stretches) == 1 else None

"""The file read back as a viewer reads it, and compared with the document it was made from."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pypdfium2 import PdfiumError

from core.errors import DocumentDiffers
from core.writers.blocks import ChartBlock, Document, GridCell, TableBlock
from core.writers.pdf.pages import Piece, page_pieces
from core.writers.pdf.places import Places
from core.writers.pdf.sheet import page_number
from core.writers.pdf.tables import printed_cells
from core.writers.ruled import FIGURE

_HINT = "请重新导出；如果仍然这样，请先导出 Excel 文件。"
_HYPHENS = str.maketrans(
    {"\x02": "-", "\ufffe": "-"}
)  # what the reader makes of a hyphen at the end of a line
_SHOWN = 12  # characters of a text that a message shows


def verify(data: bytes, document: Document) -> None:
    """Raise ``DocumentDiffers``, naming the first place, unless the file says what the document says.

    Compares title, headings and paragraphs without regard to spaces, and every figure and label of every
    table in the order printed, each figure standing by itself, below its heading and beside its label.
    """
    try:
        reading = _Reading(page_pieces(data))
    except PdfiumError as reason:
        raise DocumentDiffers("写好的 PDF 文件读不出来。", _HINT) from reason
    for block in document.blocks:
        if isinstance(block, TableBlock):
            _table(reading, block)
        elif isinstance(block, ChartBlock):
            for text in block.texts():
                reading.words(text, f"“{block.title}”中的“{text[:_SHOWN]}”")
        else:
            reading.words(block.text, f"“{block.text[:_SHOWN]}…”一段")
    if rest := reading.rest():
        raise DocumentDiffers(f"写好的 PDF 文件中，末尾多出“{rest[:_SHOWN]}”。", _HINT)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_HYPHENS))


def _table(reading: _Reading, block: TableBlock) -> None:
    """Follow a table cell by cell; where a page ends, the headings are expected again."""
    cells: Iterator[GridCell] = printed_cells(block, 0, block.rows)
    done: set[tuple[int, int]] = set()
    places = Places()
    while cell := next(cells, None):
        if cell.text and reading.page_ends():  # blanks at the foot of a page are no reason to turn it
            reading.turn()
            if done:
                cells = printed_cells(block, cell.row, block.rows)
                cell = next(cells)
        place = f"{block.title}的{cell.name or f'“{cell.text}”'}"
        if cell.key:
            reading.figure(cell.text, place)
        else:
            reading.words(cell.text, place)
        places.note(cell, *reading.last())
        done.add((cell.row, cell.column))
    if stray := places.misplaced():
        raise DocumentDiffers(
            f"写好的 PDF 文件中，{block.title}的“{stray.name}”没有印在它自己的格子里。", _HINT
        )


class _Reading:
    """What stands on the pages, read from the first character to the last."""

    def __init__(self, pages: Sequence[Sequence[Piece]]) -> None:
        self._pieces = pages
        texts = [[_tidy(piece.text) for piece in page] for page in pages]
        self._starts = [[0, *accumulate(len(text) + 1 for text in page)] for page in texts]
        self._pages = [
            "\n".join(page).rstrip().removesuffix(page_number(number)) for number, page in enumerate(texts, 1)
        ]
        self._page = 0
        self._at = 0
        self._from = 0

    def last(self) -> tuple[int, Sequence[Piece]]:
        """Return the page and the pieces that what was read last stands in."""
        if self._at == self._from:
            return self._page, ()
        starts = self._starts[self._page]
        first, end = bisect_right(starts, self._from) - 1, bisect_left(starts, self._at)
        return self._page, self._pieces[self._page][first:end]

    def page_ends(self) -> bool:
        """Tell whether nothing but space is left on this page, and another follows."""
        return self._page + 1 < len(self._pages) and not self._pages[self._page][self._at :].strip()

    def turn(self) -> None:
        """Go on to the next page."""
        self._page += 1
        self._at = self._from = 0

    def words(self, text: str, place: str) -> None:
        """Read a text, over page ends where it goes on there."""
        self._skip()
        self._from = self._at
        for character in _tidy(text):
            if not character.isspace() and (stands := self._next()) != character:
                raise _differs(place, text, stands)

    def figure(self, text: str, place: str) -> None:
        """Read a figure that stands by itself, in one piece; what is too long for a figure is in lines."""
        self._skip()
        meant = _tidy(text)
        piece, _, _ = self._pages[self._page][self._at :].partition("\n")
        if meant.isalnum() and len(meant) <= FIGURE and piece.strip() != meant:
            raise _differs(place, text, piece.strip())
        self.words(text, place)

    def rest(self) -> str:
        """Return what has not been read."""
        return "".join([self._pages[self._page][self._at :], *self._pages[self._page + 1 :]]).strip()

    def _next(self) -> str:
        while True:
            self._skip()
            page = self._pages[self._page]
            if self._at < len(page):
                self._at += 1
                return page[self._at - 1]
            if not self.page_ends():
                return ""
            self.turn()

    def _skip(self) -> None:
        page = self._pages[self._page]
        while self._at < len(page) and page[self._at].isspace():
            self._at += 1


def _differs(place: str, meant: str, stands: str) -> DocumentDiffers:
    said = f"应为“{meant[:_SHOWN]}”，" if len(meant) <= _SHOWN else ""
    found = f"读回来是“{stands}”" if stands else "读回来缺少内容"
    return DocumentDiffers(f"写好的 PDF 文件中，{place}{said}{found}。", _HINT)

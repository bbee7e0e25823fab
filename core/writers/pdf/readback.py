"""The file read back as a viewer reads it, and compared with the document it was made from."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pypdfium2 import PdfiumError

from core.errors import DocumentDiffers
from core.writers.blocks import (
    PAGES,
    Block,
    ChartBlock,
    Document,
    GridCell,
    Slip,
    SlipTable,
    Stamp,
    TableBlock,
)
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
        reading = _Reading(page_pieces(data), document.stamp)
    except PdfiumError as reason:
        raise DocumentDiffers("写好的 PDF 文件读不出来。", _HINT) from reason
    for slip in document.slips:
        _slip(reading, slip)
    _blocks(reading, document.blocks)
    for slip in document.annex:
        _slip(reading, slip)
    if rest := reading.rest():
        raise DocumentDiffers(f"写好的 PDF 文件中，末尾多出“{rest[:_SHOWN]}”。", _HINT)


def _blocks(reading: _Reading, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, TableBlock):
            _table(reading, block)
        elif isinstance(block, ChartBlock):
            for text in block.texts():
                reading.words(text, f"“{block.title}”中的“{text[:_SHOWN]}”")
        else:
            reading.words(block.text, f"“{block.text[:_SHOWN]}…”一段")


def _slip(reading: _Reading, slip: Slip) -> None:
    """Follow a slip text by text; where its table goes on, the headings are expected again."""
    for block in slip.blocks:
        if not isinstance(block, SlipTable):
            reading.slip_text(block.text, slip.name)
            continue
        for number, row in enumerate(block.rows):
            if number > block.heading_rows and reading.page_ends():
                reading.turn()
                for cell in (cell for heading in block.rows[: block.heading_rows] for cell in heading):
                    reading.slip_text(cell.text, slip.name)
            for cell in row:
                reading.slip_text(cell.text, slip.name)
                reading.slip_text(cell.foot, slip.name)


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

    def __init__(self, pages: Sequence[Sequence[Piece]], stamp: Stamp | None) -> None:
        self._pieces = pages
        texts = [[_tidy(piece.text) for piece in page] for page in pages]
        self._starts = [[0, *accumulate(len(text) + 1 for text in page)] for page in texts]
        self._pages = [
            _without_foot("\n".join(page), stamp, number, len(texts)) for number, page in enumerate(texts, 1)
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

    def slip_text(self, text: str, slip: str) -> None:
        """Read a text of a slip, in which the number of all pages may stand."""
        self.words(text.replace(PAGES, str(len(self._pages))), f"{slip}的“{text[:_SHOWN]}”")

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


def _without_foot(text: str, stamp: Stamp | None, page: int, pages: int) -> str:
    """Return a page's text without what stands at its foot; a draft's foot must be its own."""
    if stamp is None:
        return text.rstrip().removesuffix(page_number(page))
    foot = "".join(("".join(stamp.first()) + stamp.second(page, pages) + page_number(page)).split())
    end = len(text)
    for character in reversed(_tidy(foot)):
        end = len(text[:end].rstrip())
        if not end or text[end - 1] != character:
            raise DocumentDiffers(f"写好的 PDF 文件中，第 {page} 页的页脚与校验码不符。", _HINT)
        end -= 1
    return text[:end]


def _differs(place: str, meant: str, stands: str) -> DocumentDiffers:
    said = f"应为“{meant[:_SHOWN]}”，" if len(meant) <= _SHOWN else ""
    found = f"读回来是“{stands}”" if stands else "读回来缺少内容"
    return DocumentDiffers(f"写好的 PDF 文件中，{place}{said}{found}。", _HINT)

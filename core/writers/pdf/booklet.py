"""The user guide on paper: chapters with headings, lists, notes, tables and pictures, in smaller type.

The page, its numbers, fonts and line breaking are those of the reports; only the grid is given up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from core import VERSION, formfile
from core.errors import DocumentDiffers, FontMissing
from core.guide import (
    QUICK,
    Block,
    Chapter,
    Guide,
    Heading,
    Look,
    Picture,
    Spans,
    Table,
    Text,
    load,
    missing,
    picture_file,
)
from core.safefile import safe_write
from core.writers import fonts
from core.writers.blocks import Document, SlipCell, SlipTable, Title
from core.writers.page import HEIGHT, LEFT, MM, WIDTH
from core.writers.pdf import raster, slips
from core.writers.pdf.faces import BODY, HEI, HEI_BOLD, Faces, Glyph
from core.writers.pdf.pages import ONE_AT_A_TIME, page_pieces
from core.writers.pdf.sheet import Sheet, advance
from core.writers.pdf.tagging import PARAGRAPH, Page
from core.writers.typeset import Breaker, spread

SIZE, LEADING = 11.5, 19.0  # of the text, and from line to line
CHAPTER, HEADING, CAPTION = 16.0, 13.0, 9.5
CONTENTS = 26.0  # from line to line of the contents
BETWEEN = 4.0  # below a paragraph
ABOVE = 10.0  # above a heading
PIXEL, LEAST_PIXEL = (
    0.17 * MM,
    0.152 * MM,
)  # of a picture, where the page is wide enough; to make it fit: 6 point words
MOST, LEAST = 0.52 * HEIGHT, 0.42 * HEIGHT  # of a page for one picture; where every chapter has but one page
INDENT = 2.0  # characters before a paragraph, and before the text of an item
NEW_PAGE = 0.25  # a chapter begins a page where less than this share of one is left
_ROLES = {Look.PLAIN: BODY, Look.STRONG: HEI_BOLD, Look.KEY: HEI, Look.COMMAND: HEI}
_NOTE, _KEY = 0.95, 0.93  # greys behind them
_EDGE = 7.0  # white inside a note
_THIN = 0.25
_LINE = 1.6  # of the size of a heading, from its top to what stands below
_AROUND = LEADING + 2 * BETWEEN  # a picture: white, and its caption
_DOT = "·"
_SHOWN = 12  # characters of a text that a message shows


def write(guide: Guide, *, page_each: bool = False) -> bytes:
    """Return the file; ``page_each``: every chapter begins a page.

    Raises ``FontMissing``, and ``FileMissing`` for a picture.
    """
    with ONE_AT_A_TIME:
        faces = Faces(fonts.folder())
        booklet = _Booklet(guide, faces, page_each=page_each)
        booklet.refuse_characters()
        return booklet.run()


def save(name: str, target: Path) -> Path:
    """Write the guide or the quick start by its name, read back, whole or not at all; return its path.

    Raises ``FontMissing``, ``DocumentDiffers`` and the refusals of ``safe_write``.
    """
    guide = load(name)
    data = write(guide, page_each=name == QUICK)
    verify(data, guide)
    safe_write(target, data)
    return target


def verify(data: bytes, guide: Guide) -> None:
    """Raise ``DocumentDiffers`` at the first text that does not stand in a finished file in its order."""
    pages = page_pieces(data)
    stands = "".join(_letters("".join(piece.text for piece in page[:-1])) for page in pages)
    captions = [block.words for block in _blocks(guide) if isinstance(block, Picture)]
    for texts in (_texts(guide), captions):  # a picture may stand behind some of the texts that follow it
        at = 0
        for text in texts:
            found = stands.find(_letters(text), at)
            if found < 0:
                raise DocumentDiffers(f"写好的手册里，“{text[:_SHOWN]}”这一处不对。", "请再试一次。")
            at = found + len(_letters(text))


def _blocks(guide: Guide) -> Iterator[Block]:
    for chapter in guide.chapters:
        yield from chapter.blocks


def _texts(guide: Guide) -> Iterator[str]:
    """Yield every text but the captions."""
    for chapter in guide.chapters:
        yield chapter.title
        for block in chapter.blocks:
            if isinstance(block, Picture):
                continue
            if isinstance(block, Table):
                yield from (_plain(cell) for row in block.rows for cell in row)
            else:
                yield block.words


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


class _Booklet:
    """What is being laid out; ``top`` is where the next block begins."""

    def __init__(self, guide: Guide, faces: Faces, *, page_each: bool) -> None:
        self._page_each = page_each
        year = formfile.newest().first_year
        self._guide = guide
        self._faces = faces
        self._sheet = Sheet(Document(guide.title, "", year, "", ()), faces)
        self._top = 0.0

    def refuse_characters(self) -> None:
        """Raise ``FontMissing`` with the first character that no font has."""
        for chapter in self._guide.chapters:
            for text in (chapter.title, *(block.words for block in chapter.blocks)):
                if missing := next(iter(self._faces.missing(text, BODY)), ""):
                    raise FontMissing(f"手册里的“{missing}”没有字体可以印出来。", "请重新安装程序。")

    def run(self) -> bytes:
        """Return the file; a booklet has a first page with its title and contents."""
        for number, chapter in enumerate(self._guide.chapters, 1):
            if number > 1 and (self._page_each or self._top > HEIGHT * (1 - NEW_PAGE)):
                self._turn()
            self._chapter(chapter, "" if self._page_each else f"{number}　")
        pages = self._sheet.take()
        return self._sheet.finish(pages if self._page_each else [*self._contents(pages), *pages])

    def _contents(self, pages: Sequence[Page]) -> list[Page]:
        """Return the first page, which says on what page each chapter begins."""
        begins = {title: number for number, page in enumerate(pages, 2) for title, _ in page.sections}
        self._top = slips.title(self._sheet, Title(self._guide.title), 0.0) + ABOVE
        with self._sheet.part(PARAGRAPH):
            self._centred(f"程序版本 {VERSION}", SIZE)
        self._top += 2 * ABOVE
        for number, chapter in enumerate(self._guide.chapters, 1):
            with self._sheet.part(PARAGRAPH):
                self._entry(f"{number}　{chapter.title}", str(begins[chapter.title]))
        return self._sheet.take()

    def _entry(self, words: str, page: str) -> None:
        """Set a line of the contents: words, dots, a number at the right."""
        middle = self._top + CONTENTS / 2
        left = LEFT + self._sheet.plain(LEFT, middle, words, BODY, SIZE) + SIZE
        right = LEFT + WIDTH - self._width(page, SIZE)
        self._sheet.plain(right, middle, page, BODY, SIZE)
        dot = self._width(_DOT, SIZE)
        count = int((right - SIZE - left) / dot)
        with self._sheet.artifact():
            self._sheet.plain(right - SIZE / 2 - count * dot, middle, _DOT * count, BODY, SIZE)
        self._top += CONTENTS

    def _width(self, words: str, size: float) -> float:
        return sum(advance(glyph, size) for glyph in self._faces.glyphs(words, BODY))

    def _centred(self, words: str, size: float) -> None:
        middle = self._top + LEADING / 2
        self._sheet.plain(LEFT + (WIDTH - self._width(words, size)) / 2, middle, words, BODY, size)
        self._top += LEADING

    def _turn(self) -> None:
        self._sheet.turn()
        self._top = 0.0

    def _need(self, height: float) -> None:
        if self._top and self._top + height > HEIGHT:
            self._turn()

    def _chapter(self, chapter: Chapter, number: str) -> None:
        if self._top:
            self._top += 2 * ABOVE
        self._sheet.section(chapter.title, self._top)
        self._line(f"{number}{chapter.title}", HEI_BOLD, CHAPTER, "H1")
        self._top += BETWEEN
        waiting = list(chapter.blocks)
        while waiting:
            block = waiting.pop(0)
            if (
                isinstance(block, Picture)
                and not self._page_each
                and self._least_height(block) > self._room()
            ):
                for before, following in self._fitting(waiting):
                    self._block(before, following)
                    waiting.remove(before)
            self._block(block, waiting[:1])

    def _room(self) -> float:
        """Return how much of the page is left."""
        return HEIGHT - self._top

    def _fitting(self, waiting: Sequence[Block]) -> list[tuple[Block, Sequence[Block]]]:
        """Return the texts behind a picture that fill the page before it, each with what follows it.

        Whole texts only, a heading only with the text below it: the picture then begins the next page.
        """
        found: list[tuple[Block, Sequence[Block]]] = []
        room, taken = self._room(), 0
        while taken < len(waiting):
            group = waiting[taken : taken + (2 if isinstance(waiting[taken], Heading) else 1)]
            heights = [self._text_height(block) for block in group]
            if None in heights or isinstance(group[-1], Heading):
                break
            room -= sum(filter(None, heights))
            if room < 0:
                break
            found += [(block, group[place + 1 :]) for place, block in enumerate(group)]
            taken += len(group)
        return found

    def _text_height(self, block: Block) -> float | None:
        """Return what a heading, text or note takes of the page; None for a picture or a table."""
        if isinstance(block, Heading):
            return ABOVE + HEADING * _LINE
        if not isinstance(block, Text):
            return None
        if block.note:
            return len(self._lines(block.spans, WIDTH - 2 * _EDGE)) * LEADING + _EDGE + BETWEEN
        return len(self._paragraph(block)) * LEADING + BETWEEN

    def _block(self, block: Block, following: Sequence[Block]) -> None:
        if isinstance(block, Heading):
            self._top += ABOVE
            self._need(LEADING + self._least(following))
            self._line(block.words, HEI_BOLD, HEADING, "H2")
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Table):
            self._table(block)
        elif block.note:
            self._note(block)
        else:
            self._text(block)

    def _least(self, following: Sequence[Block]) -> float:
        """Return how much of what follows a heading must stand on its page."""
        if following and isinstance(following[0], Picture):
            return self._least_height(following[0])
        return 2 * LEADING

    def _line(self, words: str, role: str, size: float, kind: str) -> None:
        with self._sheet.part(kind):
            self._sheet.plain(LEFT, self._top + size * 0.8, words, role, size)
        self._top += size * _LINE

    # ---- words

    def _text(self, block: Text) -> None:
        """Set a paragraph, or an item whose lines stand behind its mark."""
        left = LEFT + (INDENT * SIZE if block.mark else 0.0)
        lines = self._paragraph(block)
        self._need(min(len(lines), 2) * LEADING)
        with self._sheet.part(PARAGRAPH):
            if block.mark:
                self._sheet.plain(LEFT + SIZE * 0.4, self._top + LEADING / 2, block.mark, BODY, SIZE)
            for number, line in enumerate(lines):
                self._need((2 if number == len(lines) - 2 else 1) * LEADING)  # none stands alone on a page
                self._set(line, left)
        self._top += BETWEEN

    def _paragraph(self, block: Text) -> list[_Line]:
        """Return the lines of a paragraph or an item."""
        indent = INDENT * SIZE
        room = WIDTH - (indent if block.mark else 0.0)
        return self._lines(block.spans, room, 0.0 if block.mark else indent)

    def _note(self, block: Text) -> None:
        """Set a note on grey, whole."""
        lines = self._lines(block.spans, WIDTH - 2 * _EDGE)
        height = len(lines) * LEADING + _EDGE
        self._need(height)
        self._sheet.shade((LEFT, self._top, LEFT + WIDTH, self._top + height), _NOTE)
        self._top += _EDGE / 2
        with self._sheet.part(PARAGRAPH):
            for line in lines:
                self._set(line, LEFT + _EDGE)
        self._top += _EDGE / 2 + BETWEEN

    def _lines(self, spans: Spans, room: float, indent: float = 0.0) -> list[_Line]:
        glyphs: list[Glyph] = []
        keys: list[bool] = []
        for span in spans:
            glyphs += self._faces.glyphs(span.words, _ROLES[span.look])
            keys += [span.look is Look.KEY] * len(span.words)
        text = "".join(span.words for span in spans)
        breaker = Breaker(text, [advance(glyph, SIZE) for glyph in glyphs], SIZE)
        found: list[_Line] = []
        for start, end in breaker.lines(room, indent):
            width = room - (0.0 if found else indent)
            last = end == len(text)
            placed = spread(text[start:end], breaker.advances[start:end], width, SIZE, last=last)
            found.append(_Line(glyphs[start:end], placed, keys[start:end], 0.0 if found else indent))
        return found

    def _set(self, line: _Line, left: float) -> None:
        """Set one line; keys of the keyboard stand on grey."""
        left += line.indent
        edges = [left, *accumulate(line.advances, initial=left)][1:]
        for start, end in line.key_runs():
            box = (edges[start] - 1, self._top + 3, edges[end] + 1, self._top + LEADING - 3)
            self._sheet.shade(box, _KEY)
        self._sheet.line(left, self._top + LEADING / 2, line.glyphs, line.advances, SIZE)
        self._top += LEADING

    # ---- tables and pictures

    def _table(self, block: Table) -> None:
        heading, *rows = block.rows
        table = SlipTable(
            "",
            block.widths,
            (
                tuple(SlipCell(_plain(cell), "center", strong=True) for cell in heading),
                *(tuple(SlipCell(_plain(cell)) for cell in row) for row in rows),
            ),
            heading_rows=1,
        )
        self._need(4 * LEADING)
        self._top = slips.table(self._sheet, table, self._top) + BETWEEN

    def _box(self, picture: raster.Raster, pixel: float = PIXEL) -> tuple[float, float]:
        """Return a picture's width and height on the page."""
        most = LEAST if self._page_each else MOST
        scale = min(pixel, WIDTH / picture.width, most / picture.height)
        return picture.width * scale, picture.height * scale

    def _least_height(self, block: Picture) -> float:
        """Return what a picture with its caption takes of the page where it is made smaller to fit."""
        return self._box(_raster(block), LEAST_PIXEL)[1] + _AROUND

    def _picture(self, block: Picture) -> None:
        """Show a picture in the middle, in a thin frame, with its caption below; a little smaller to fit."""
        self._need(self._least_height(block))
        picture = _raster(block)
        fitting = max(LEAST_PIXEL, (self._room() - _AROUND) / picture.height)
        width, height = self._box(picture, min(PIXEL, fitting))
        self._top += BETWEEN
        left, bottom = LEFT + (WIDTH - width) / 2, self._top + height
        right = left + width
        self._sheet.picture(block.file, picture.stream(), (left, self._top, right, bottom), block.words)
        frame = [
            (left, self._top, right, self._top),
            (left, bottom, right, bottom),
            (left, self._top, left, bottom),
            (right, self._top, right, bottom),
        ]
        self._sheet.rules(frame, _THIN)
        self._top = bottom
        with self._sheet.part("Caption"):
            self._centred(block.words, CAPTION)
        self._top += BETWEEN


class _Line:
    """One line as it is set: glyphs, advances, which of them are keys, and white before it."""

    def __init__(
        self, glyphs: list[Glyph], advances: list[float], keys: Sequence[bool], indent: float
    ) -> None:
        self.glyphs = glyphs
        self.advances = advances
        self.indent = indent
        self._keys = keys

    def key_runs(self) -> list[tuple[int, int]]:
        """Return where keys begin and end, as places between the glyphs."""
        runs: list[tuple[int, int]] = []
        for place, is_key in enumerate(self._keys):
            if is_key and runs and runs[-1][1] == place:
                runs[-1] = (runs[-1][0], place + 1)
            elif is_key:
                runs.append((place, place + 1))
        return runs


def _raster(block: Picture) -> raster.Raster:
    """Return a picture; ``FileMissing`` if it is not there."""
    try:
        return raster.read(picture_file(block.file))
    except FileNotFoundError as reason:
        raise missing() from reason


def _plain(spans: Spans) -> str:
    return "".join(span.words for span in spans)

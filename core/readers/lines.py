"""Lines and grids as every reader delivers them, and the pieces they fall into.

A reader yields ``Line`` objects; a line that came from a grid (tabs, pipes, a table of a document) also has
its cells, where an empty cell means something. ``pieces`` tells figures from words, whatever the source was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

_BARE_PAGE = re.compile(r"[-_·•.\s]*[-_]\s*\d{1,3}\s*[-_][-_·•.\s]*")
_NAMED_PAGE = re.compile(
    r"第?\s*\d{1,3}\s*页(\s*[,/(]?\s*共\s*\d{1,3}\s*页\)?)?|第\s*\d{1,3}\s*页.{0,3}共\s*\d{1,3}\s*页"
)
_LONGEST_PAGE_NUMBER = 40
_DASHES = str.maketrans(dict.fromkeys("—–―－−‐‑‒─━", "-"))
_FULL_WIDTH = {0x3000: " ", **{0xFF01 + at: chr(0x21 + at) for at in range(94)}}
_OTHER_DIGITS = "¹²³¼-¾⁰-₉⅐-↉①-⓿❶-➓㉑-㉟㊱-㊿"  # digits of a kind: kept as written, never read as figures
_NEARLY = "(?:大?约|将?近|超过?|逾|不足|不到|至少)"  # before a figure: it is none that can be taken
_NUMBER = rf"{_NEARLY}?[+-]?[\d{_OTHER_DIGITS}][\d,{_OTHER_DIGITS}]*(?:\.\d+)?(?:件|起|万元|元)?"
_FIGURE = re.compile(_NUMBER)
_COMMAS = ",、;"
_NEARLY_ALONE = re.compile(_NEARLY)
_UNIT_ALONE = re.compile(r"件|起|万元|元")
_MARK = re.compile(r"[-/\\_*]+")
_GLUED = re.compile(rf"(.*?[^\d.,+{_OTHER_DIGITS}-])({_NUMBER})")
_CHINESE = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMBERING = re.compile(r"[(]?\d{1,2}[).、]|[(]?[一二三四五六七八九十]{1,3}[)、.]?")
_BARE_NUMBERING = re.compile(r"[\d①-⑳]")
_RULE = re.compile(r"[|:\-+=\s]+")
_PROSE = re.compile(r"。")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: its number from 1, its text, and its cells if it came from a grid.

    ``where`` says where it stands in a document that has no lines, such as ``表三 第 7 行`` of a workbook.
    """

    number: int
    text: str
    cells: tuple[str, ...] | None = None
    where: str = ""

    def __hash__(self) -> int:
        """Count by the number alone: a line may hold a hundred thousand cells."""
        return hash(self.number)

    @property
    def place(self) -> str:
        """Return where the line stands, as CONTRACT.md writes it."""
        return self.where or f"line {self.number}"

    @property
    def blank(self) -> bool:
        """Tell whether nothing stands on the line."""
        return not self.text.strip()


class Kind(Enum):
    """What a piece of a line is."""

    WORDS = auto()
    FIGURE = auto()  # a number, or what stands where a number belongs
    MARK = auto()  # a stroke such as / or —, written instead of a number
    BLANK = auto()  # an empty cell of a grid


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line without blanks in it, or one cell of a grid."""

    text: str
    kind: Kind
    line: Line

    @property
    def word(self) -> bool:
        """Tell whether the piece is words rather than a place for a figure."""
        return self.kind is Kind.WORDS


def fold(text: str) -> str:
    """Return the text in one writing: compatibility forms folded, every dash as ``-``."""
    return unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)


def as_written(text: str) -> str:
    """Return the text with full-width forms and dashes folded only; other digits (², ①, ½) stay."""
    return text.translate(_FULL_WIDTH).translate(_DASHES)


def is_page_number(text: str) -> bool:
    """Tell whether a line is nothing but a page number such as ``— 3 —`` or ``第 3 页``."""
    if len(text.strip()) > _LONGEST_PAGE_NUMBER:
        return False
    folded = fold(text).strip()
    return bool(_BARE_PAGE.fullmatch(folded) or _NAMED_PAGE.fullmatch(folded))


def has_chinese(text: str) -> bool:
    """Tell whether a Chinese character stands in the text."""
    return _CHINESE.search(text) is not None


def split_cells(text: str) -> tuple[str, ...] | None:
    """Return the cells of a line written with pipes or tabs; None for an ordinary line."""
    if text.count("|") + text.count("｜") >= 2:  # noqa: PLR2004 - one stroke alone is punctuation
        inner = text.replace("｜", "|").strip()
        inner = inner.removeprefix("|").removesuffix("|")
        return tuple(cell.strip() for cell in inner.split("|"))
    if "\t" in text.strip():
        return tuple(cell.strip() for cell in text.split("\t"))
    return None


def is_rule(text: str) -> bool:
    """Tell whether a line only draws the frame of a table, such as ``|---|---|``."""
    return bool(_RULE.fullmatch(text)) and ("--" in text or "==" in text)


def is_prose(line: Line) -> bool:
    """Tell whether a line inside a table is a sentence rather than part of the table."""
    return _PROSE.search(line.text) is not None and len(_CHINESE.findall(line.text)) > 10  # noqa: PLR2004


def pieces(lines: Iterable[Line]) -> list[Piece]:
    """Cut lines into pieces in reading order; page numbers with strokes or words around them are left out."""
    found: list[Piece] = []
    for line in lines:
        if is_page_number(line.text):
            continue
        found += _grid_pieces(line, line.cells) if line.cells is not None else _plain_pieces(line)
    return found


def _plain_pieces(line: Line) -> list[Piece]:
    found: list[Piece] = []
    for text in _without_commas(as_written(line.text).split()):
        if found and found[-1].kind is Kind.FIGURE:
            before = found[-1].text
            if _UNIT_ALONE.fullmatch(text) and found[-1].line is line:
                found[-1] = Piece(before + text, Kind.FIGURE, line)
                continue
            if text[0] in ".、" and len(before) == 1 and found[-1].line is line:
                found[-1] = Piece(before + text, Kind.WORDS, line)
                continue
        if found and found[-1].line is line and _NEARLY_ALONE.fullmatch(found[-1].text) and text[0].isdigit():
            found[-1] = Piece(found[-1].text + text, Kind.FIGURE, line)
            continue
        found += _cut(text, line)
    if len(found) > 1 and found[1].word and _BARE_NUMBERING.fullmatch(found[0].text):
        found[0] = Piece(found[0].text, Kind.WORDS, line)  # the point behind it was lost
    for at in range(len(found) - 1, 0, -1):
        if found[at].text == "无":
            found[at] = Piece("无", Kind.MARK, line)
        elif found[at].word:
            break
    return found


def _without_commas(parts: Sequence[str]) -> list[str]:
    """Return the parts of a line, without the commas where every figure but the last has one behind it."""
    figures = [part for part in parts if _FIGURE.fullmatch(part.rstrip(_COMMAS))]
    if len(figures) > 1 and all(part[-1] in _COMMAS for part in figures[:-1]):
        return [part.rstrip(_COMMAS) if part in figures else part for part in parts]
    return list(parts)


def _cut(text: str, line: Line) -> list[Piece]:
    """Return the piece, cut in two where a figure is glued to the end of its label."""
    kind = _kind(text)
    if kind is Kind.WORDS and has_chinese(text) and (match := _GLUED.fullmatch(text)):
        return [Piece(match[1], Kind.WORDS, line), Piece(match[2], Kind.FIGURE, line)]
    return [Piece(text, kind, line)]


def _kind(text: str) -> Kind:
    if _FIGURE.fullmatch(text):
        return Kind.FIGURE
    if _MARK.fullmatch(text):
        return Kind.MARK
    if has_chinese(text) or _NUMBERING.fullmatch(fold(text)) or not any(mark.isalnum() for mark in text):
        return Kind.WORDS
    return Kind.FIGURE


def _grid_pieces(line: Line, cells: tuple[str, ...]) -> list[Piece]:
    """Return the cells of a grid line; empty ones count only from behind the last words onwards."""
    found: list[Piece] = []
    waiting: list[Piece] = []
    for cell in cells:
        parts = as_written(cell).split()
        several = len(parts) > 1 and all(_kind(part) is Kind.FIGURE for part in parts)
        text = (" " if several else "").join(parts)  # blanks between digits are for a person to judge
        kind = Kind.BLANK if not text else Kind.MARK if text == "无" else _kind(text)
        if kind is Kind.BLANK:
            waiting.append(Piece("", kind, line))
            continue
        if kind is Kind.WORDS and len(parts) > 1 and len(parts[0]) > 1 and _kind(parts[0]) is Kind.FIGURE:
            found += [*waiting, Piece(parts[0], Kind.FIGURE, line)]  # the next row ran into this cell
            text, parts = "".join(parts[1:]), parts[1:]
        if kind is not Kind.WORDS:
            found += waiting
        waiting = []
        found += _label_and_figure(parts, line) if kind is Kind.WORDS else [Piece(text, kind, line)]
    return found + waiting


def _label_and_figure(parts: Sequence[str], line: Line) -> list[Piece]:
    """Return the words of a cell, cut off from the figure behind them, separate or glued."""
    end = len(parts)
    while end > 1 and (_kind(parts[end - 1]) is Kind.FIGURE or _UNIT_ALONE.fullmatch(parts[end - 1])):
        end -= 1
    words, behind = "".join(parts[:end]), parts[end:]
    if not behind or _kind(behind[0]) is not Kind.FIGURE:
        return _cut("".join(parts), line)
    join = " " if all(_kind(part) is Kind.FIGURE for part in behind) else ""
    return [Piece(words, Kind.WORDS, line), Piece(join.join(behind), Kind.FIGURE, line)]

"""What more than one writer refuses, in the same words: characters no XML holds, and a file that differs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.errors import DocumentDiffers, OddCharacter
from core.writers.blocks import ChartBlock, Document, GridCell, TableBlock

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TELL = "请重新导出；如果还是这样，请改用其他格式。"
_QUOTED = 24  # characters of a text quoted in a refusal, from a little before the first difference


def refuse_characters(document: Document, kind: str) -> None:
    """Raise ``OddCharacter`` with the place of the first character that a file of XML cannot hold."""
    for place, text in _texts(document):
        if found := _FORBIDDEN.search(text):
            where = f"{place}第{found.start() + 1}个字"
            raise OddCharacter(f"{where}是不可见的坏字符，写不进 {kind} 文件。", "请删去这个字再导出。")


def unreadable(kind: str) -> DocumentDiffers:
    """Return the refusal of a finished file that does not open."""
    return DocumentDiffers(f"写好的 {kind} 文件打不开。", _TELL)


def differs(kind: str, place: str, stands: str, meant: str) -> DocumentDiffers:
    """Return the refusal of a finished file, naming the place and quoting both sides there."""
    here, there = _quoted(stands, meant), _quoted(meant, stands)
    return DocumentDiffers(f"写好的 {kind} 文件中，{place}是{here}，报告中是{there}。", _TELL)


def cell_place(table: TableBlock, cell: GridCell) -> str:
    """Return what a cell is called in a sentence."""
    return f"{table.title}的{cell.name or '表头'}"


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    yield "标题", document.title
    yield "单位名称", document.unit
    for block in document.blocks:
        if isinstance(block, TableBlock):
            yield from ((cell_place(block, cell), cell.text) for cell in block.cells)
        elif not isinstance(block, ChartBlock):
            yield f"“{_FORBIDDEN.sub('', block.text)[:8]}…”一段", block.text


def _quoted(text: str, other: str) -> str:
    """Return the text in quotation marks, a long one from a little before where the two differ."""
    same = next((place for place, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), len(other))
    start = max(0, same - _QUOTED // 4) if len(text) > _QUOTED else 0
    piece = text[start : start + _QUOTED]
    before, after = "…" if start else "", "…" if start + len(piece) < len(text) else ""
    return f"“{before}{piece}{after}”" if text else "空白"

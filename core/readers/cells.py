"""Figures as written to values of cells, and what a person must look at in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core import values
from core.readers.labels import TableLabels
from core.readers.lines import Kind, Piece
from core.readers.preview import Doubt, Source
from core.values import Raw, Value

QUOTED = 24  # characters of a document shown in a sentence

Found = Mapping[int, Sequence[Piece]]  # row -> as many pieces as the row has cells


def state(labels: TableLabels, found: Found) -> tuple[dict[str, Value], dict[str, Source], list[Doubt]]:
    """Return values and places by key for the rows found, and doubts about what is no plain number."""
    stated: dict[str, Value] = {}
    sources: dict[str, Source] = {}
    doubts: list[Doubt] = []
    for row in sorted(found):
        cells = dict(zip(labels.keys(row), found[row], strict=True))
        for key, piece in cells.items():
            stated[key] = _value(labels, key, piece)
            sources[key] = Source(piece.line.place, piece.line.text.strip())
        doubts += [doubt for key, piece in cells.items() if (doubt := _odd(key, stated[key], piece))]
        doubts += _blank(labels, row, {key: piece for key, piece in cells.items() if stated[key] is None})
    return stated, sources, doubts


def shorten(text: str) -> str:
    """Return the beginning of a text, short enough for a sentence."""
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def _value(labels: TableLabels, key: str, piece: Piece) -> Value:
    cell = labels.table.cells[key]
    return values.parse(piece.text, cell.kind, cell.unit) if piece.kind is Kind.FIGURE else None


def _odd(key: str, value: Value, piece: Piece) -> Doubt | None:
    """Return the doubt about a figure that is no number, or has blanks between its digits."""
    said = shorten(piece.text)
    if isinstance(value, Raw):
        return Doubt(key, piece.line.place, f"“{said}”不是数字，照原样保留，请改正。")
    if " " in piece.text:
        return Doubt(key, piece.line.place, f"“{said}”中间有空格，按 {values.show(value)} 读入，请核对。")
    return None


def _blank(labels: TableLabels, row: int, blank: Mapping[str, Piece]) -> list[Doubt]:
    """Say in one sentence which cells of a row hold a stroke or nothing."""
    if not blank:
        return []
    marks = sorted({piece.text for piece in blank.values() if piece.kind is Kind.MARK})
    how = f"写的是“{'”“'.join(marks)}”，按空白读入" if marks else "空着"
    first = next(iter(blank))
    place = first if len(blank) == 1 else f"{labels.table.id}.{labels.rows[row].id}"
    text = f"“{labels.rows[row].label}”一行有 {len(blank)} 格{how}；如果是 0 请填 0。"
    return [Doubt(place, blank[first].line.place, text)]

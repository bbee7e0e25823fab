"""What changed since the draft before, in one paragraph: counted, and the first of it in full.

Whoever signs the second time wants to see what is new without holding two papers side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from core.compare import CellChange, Comparison, Kind, Span, TextChange
from core.signoff.room import clean, cut, width
from core.values import Raw, Value, show

FIGURES, FIGURES_WIDTH = 6, 100.0  # changed figures that are spelled out, and the room they may take together
STRETCHES, STRETCHES_WIDTH = 4, 120.0  # the same of changed words
LONGEST = 32  # characters of a stretch that are quoted
AROUND = 8  # characters that did not change, quoted on both sides of what did
_ENDS = "。！？；\n"  # of a sentence
_PAUSES = f"{_ENDS}，：、"  # of a clause
_INNER = str.maketrans("“”", "‘’")  # a quotation in a quotation


def paragraph(number: int, before: Comparison | None) -> str:
    """Return what the draft of a number says otherwise than the one before it."""
    if number == 1 or before is None:
        return "这是第 1 稿，没有上一稿可比。"
    if before.empty:
        return "内容没有改动。"
    others = "，".join(
        f"{group} {len(list(fields))} 处"
        for group, fields in groupby(before.fields, key=lambda field: field.group)
    )
    parts = (*_figures(before.cells), *_texts(before.texts), others)
    return clean("".join(f"{part}。" for part in parts if part))


class _Room:
    """So many things may be spelled out, and so wide may they be together."""

    def __init__(self, count: int, wide: float) -> None:
        self._count, self._wide = count, wide

    def first(self, spelled: Sequence[str]) -> str:
        """Return the first ones that there is room for, behind a colon; 等 where there are more."""
        kept: list[str] = []
        for words in spelled:
            self._wide -= width(words)
            if self._count == 0 or self._wide < 0:
                break
            self._count -= 1
            kept.append(words)
        return f"：{'；'.join(kept)}{'等' if len(kept) < len(spelled) else ''}" if kept else ""


def _figures(cells: Sequence[CellChange]) -> Iterator[str]:
    """Yield a sentence per table."""
    room = _Room(FIGURES, FIGURES_WIDTH)
    for table, found in groupby((cell for cell in cells if cell.counts), key=lambda cell: cell.table):
        changes = list(found)
        spelled = [f"{_short(cell)} {_said(cell.before)} → {_said(cell.after)}" for cell in changes]
        yield f"{table} {len(changes)} 格{room.first(spelled)}"


def _short(cell: CellChange) -> str:
    return cell.name.removeprefix(f"{cell.table} ")


def _said(value: Value) -> str:
    if value is None:
        return "空"
    return f"“{cut(value.text, 8)}”" if isinstance(value, Raw) else show(value)


def _texts(texts: Sequence[TextChange]) -> Iterator[str]:
    """Yield a sentence per text."""
    room = _Room(STRETCHES, STRETCHES_WIDTH)
    for text in texts:
        if text.count:
            yield f"{text.name} {text.count} 句{room.first(list(_stretches(text.spans)))}"
        else:
            yield f"{text.name}分段"


def _stretches(spans: Sequence[Span]) -> Iterator[str]:
    """Yield every place that changed, with the words around it."""
    runs = [list(run) for _, run in groupby(spans, key=lambda span: span.kind is Kind.SAME)]
    edge = [Span(Kind.SAME, "")]
    for (left, *_), run, (right, *_) in zip([edge, *runs], runs, [*runs[1:], edge], strict=False):
        old, new = (_joined(run, kind) for kind in (Kind.REMOVED, Kind.INSERTED))
        if old.strip() or new.strip():
            yield _spelled(left.text, old, new, right.text)


def _joined(run: Sequence[Span], kind: Kind) -> str:
    return "".join(span.text for span in run if span.kind is kind)


def _spelled(left: str, old: str, new: str, right: str) -> str:
    """Return one change in words, between the words that stand on its left and right."""
    if not old.strip() and left[-1:] in {"", *_ENDS}:
        return f"增加“{_quoted(new)}”"
    if not new.strip() and left[-1:] in {"", *_ENDS}:
        return f"删去“{_quoted(old)}”"
    head, tail = _last(left), _first(right)
    return f"“{_quoted(head + old + tail)}”改为“{_quoted(head + new + tail)}”"


def _quoted(text: str) -> str:
    return cut(text, LONGEST).rstrip("。；").translate(_INNER)


def _last(text: str) -> str:
    """Return the end of a text, of its last clause only."""
    clause = text[max(text.rfind(sign) for sign in _PAUSES) + 1 :]
    return clause if len(clause) <= AROUND else f"…{clause[-AROUND:]}"


def _first(text: str) -> str:
    """Return the beginning of a text, of its first clause only."""
    clause = text[: min((place for sign in _PAUSES if (place := text.find(sign)) >= 0), default=len(text))]
    return clause if len(clause) <= AROUND else f"{clause[:AROUND]}…"

"""The annex 数据图解 on the page: bars as a drawing, beside each its figures as a table.

Told apart without colour: this year's bars are dark, the other year's are striped; every bar has its figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from core.writers.blocks import Bar, Chart, ChartBlock

WIDTH = 360  # of the drawing, in units that are pixels where there is room
SIZE = 14
_LINE, _BAR, _PITCH, _APART = 22, 14, 19, 8
_GAP = 6
_DARK = "#1f3a5f"
_DIGIT = 0.62  # width of a digit as a share of its size; of a Chinese character 1
DESCRIBED = "条形图，各项的数见后面的表。"
ITEM, AMOUNT = "项目", "数量"


def figures(block: ChartBlock) -> Iterator[str]:
    """Yield the lines of every chart."""
    for number, chart in enumerate(block.charts, 1):
        name = f"c{number}"
        yield f'<figure>\n<figcaption id="{name}">{escape(chart.title)}</figcaption>'
        yield from _drawing(chart, name)
        yield from _table(chart, name)
        if chart.note:
            yield f'<p class="note">{escape(chart.note)}</p>'
        yield "</figure>"


def _table(chart: Chart, name: str) -> Iterator[str]:
    yield f'<table class="figures" aria-labelledby="{name}">'
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in (ITEM, *(chart.groups or (AMOUNT,))))
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for label, bars in chart.by_label():
        cells = "".join(f"<td>{escape(bar.text)}</td>" for bar in bars)
        yield f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>'
    yield "</tbody>\n</table>"


def _drawing(chart: Chart, name: str) -> Iterator[str]:
    rows = list(chart.by_label())
    top = _LINE if chart.groups else 0
    height = top + sum(_LINE + _PITCH * len(bars) + _APART for _, bars in rows)
    yield (
        f'<svg role="img" aria-labelledby="{name}-title {name}-what" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-size="{SIZE}">'
    )
    yield f'<title id="{name}-title">{escape(chart.title)}</title><desc id="{name}-what">{DESCRIBED}</desc>'
    if chart.groups:
        yield (
            f'<defs><pattern id="{name}-other" width="5" height="5" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="5" height="5" fill="#fff"/>'
            f'<rect width="1.6" height="5" fill="{_DARK}"/></pattern></defs>'
        )
        yield from _legend(chart, name)
    axis = top
    for label, bars in rows:
        yield _text(0, top + _LINE * 0.7, label)
        top += _LINE
        for bar in bars:
            yield from _bar(chart, name, bar, top)
            top += _PITCH
        top += _APART
    yield f'<path d="M.5 {axis}V{height}" stroke="#555"/>\n</svg>'


def _legend(chart: Chart, name: str) -> Iterator[str]:
    x = 8.0
    for group in chart.groups:
        yield _box(x, 4, 22, _filling(chart, name, group))
        x += 22 + _GAP
        yield _text(x, _LINE * 0.7, group, indent=0)
        x += _width(group) + SIZE


def _bar(chart: Chart, name: str, bar: Bar, top: float) -> Iterator[str]:
    most = max(float(one.value or 0) for one in chart.bars)
    room = WIDTH - max(_width(one.text) for one in chart.bars) - 2 * _GAP
    length = room * max(0.0, float(bar.value or 0)) / most if most > 0 else 0.0
    if length > 0:
        yield _box(0, top, length, _filling(chart, name, bar.group))
    yield _text(length + _GAP, top + _BAR * 0.88, bar.text, indent=0)


def _filling(chart: Chart, name: str, group: str) -> str:
    return f"url(#{name}-other)" if group in chart.groups[:-1] else _DARK


def _box(x: float, top: float, length: float, filling: str) -> str:
    return (
        f'<rect x="{_short(x + 0.5)}" y="{_short(top + 0.5)}" width="{_short(length)}" height="{_BAR - 1}" '
        f'fill="{filling}" stroke="{_DARK}"/>'
    )


def _text(x: float, base: float, text: str, indent: float = _GAP) -> str:
    """Return one line, set smaller where it would be wider than the drawing."""
    size = min(1.0, (WIDTH - x - indent) / max(_width(text), 1.0))
    smaller = f' font-size="{_short(SIZE * size)}"' if size < 1 else ""
    return f'<text x="{_short(x + indent)}" y="{_short(base)}"{smaller}>{escape(text)}</text>'


def _width(text: str) -> float:
    return sum(_DIGIT if character.isascii() else 1.0 for character in text) * SIZE


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

"""The tables of copied HTML as Excel, WPS, Word and browsers write it; nothing is fetched, nothing runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.errors import TooLarge
from core.pasting.grid import EMPTY, Grid, Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ROWS, MOST_COLUMNS = 2_000, 200
MOST_CHARACTERS = 10_000_000
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*(?:all|screen)|visibility\s*:\s*(?:hidden|collapse)")
_BREAKING = {"br", "p", "div", "li"}
_SILENT = {"script", "style", "template", "table"}  # a table inside a cell is a grid of its own
_UNSHOWN = re.compile(r"#+|\d(?:\.\d+)?[eE][+-]?\d+")  # what Excel shows where a column is too narrow
_BLANKS = re.compile(r"[^\S\n]+")
_SHELL = re.compile(r"</?(?:html|body)\b[^>]*>", re.IGNORECASE)  # what stands behind its end would be lost
_SPAN = re.compile(r"\d{1,6}", re.ASCII)


def tables(html: str) -> tuple[Grid, ...]:
    """Return every table that holds something, outer ones first; raises ``TooLarge`` beyond the limits."""
    if "<tr" not in html.lower():
        return ()
    if len(html) > MOST_CHARACTERS:
        raise too_large()
    from lxml import etree  # noqa: PLC0415 - only pasting needs it, and only with HTML

    html = _SHELL.sub("", html)
    if "<table" not in html.lower():
        html = f"<table>{html}</table>"
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but a comment, for example
        return ()
    grids = (_grid(table) for table in root.iter("table") if not _is_hidden(table))
    return tuple(grid for grid in grids if grid.rows)


def too_large() -> TooLarge:
    """Return the refusal of a clipboard that holds more than any report."""
    return TooLarge(
        f"复制的内容超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列，没有粘贴。", "请只选中要用的那一块再复制。"
    )


def _grid(table: _Element) -> Grid:
    """Return a table with merged cells spread out."""
    rows: list[list[Spot]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column -> rows still covered from above, and by what
    for line in _rows(table):
        row: list[Spot] = []
        for cell in _cells(line):
            _fill_covered(row, hanging)
            _put(row, hanging, cell)
        _fill_covered(row, hanging)
        for column in sorted(column for column in hanging if column >= len(row)):
            row += [EMPTY] * (column - len(row))
            _fill_covered(row, hanging)
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise too_large()
    return Grid.of(rows)


def _fill_covered(row: list[Spot], hanging: dict[int, tuple[int, str]]) -> None:
    """Add the places that merged cells of rows above cover here."""
    while (covered := hanging.get(len(row))) is not None:
        left, text = covered
        if left > 1:
            hanging[len(row)] = (left - 1, text)
        else:
            del hanging[len(row)]
        row.append(Spot(text, first=False))


def _put(row: list[Spot], hanging: dict[int, tuple[int, str]], cell: _Element) -> None:
    text = _text(cell)
    down, along = _span(cell, "rowspan", MOST_ROWS), _span(cell, "colspan", MOST_COLUMNS)
    if text and len(row) + 1 > MOST_COLUMNS:
        raise too_large()
    for number in range(along):
        if down > 1:
            hanging[len(row)] = (down - 1, text)
        row.append(Spot(text, first=number == 0))


def _rows(table: _Element) -> Iterator[_Element]:
    """Return the table's own rows that are shown, in the order in which they stand."""
    for part in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if not _is_hidden(part):
            rows = [part] if part.tag == "tr" else part.iterchildren("tr")
            yield from (row for row in rows if not _is_hidden(row))


def _cells(row: _Element) -> Iterator[_Element]:
    yield from (cell for cell in row.iterchildren("td", "th") if not _is_hidden(cell))


def _is_hidden(part: _Element) -> bool:
    return part.get("hidden") is not None or _HIDDEN.search((part.get("style") or "").lower()) is not None


def _span(cell: _Element, name: str, most: int) -> int:
    """Return over how many rows or columns a cell goes; what is written badly counts as one."""
    stated = (cell.get(name) or "").strip()
    return min(max(int(stated), 1), most) if _SPAN.fullmatch(stated) else 1


def _text(cell: _Element) -> str:
    """Return what a cell shows, line by line; Excel's own figure where its column was too narrow for it."""
    parts: list[str] = []
    _collect(cell, parts)
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    shown = "\n".join(line for line in lines if line)
    figure = cell.get("x:num") or cell.get("data-sheets-numberformat-value") or ""
    return figure if figure and _UNSHOWN.fullmatch(shown) else shown


def _collect(part: _Element, parts: list[str]) -> None:
    parts.append((part.text or "").replace("\r", " ").replace("\n", " "))
    for inner in part:
        tag = inner.tag if isinstance(inner.tag, str) else ""
        if tag in _BREAKING:
            parts.append("\n")
        if tag and tag not in _SILENT and not _is_hidden(inner):
            _collect(inner, parts)
        if tag in _BREAKING - {"br"}:
            parts.append("\n")
        parts.append((inner.tail or "").replace("\r", " ").replace("\n", " "))

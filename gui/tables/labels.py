"""How a printed label of the form is broken into lines and painted: headings, row names, groups, captions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from core.form import Placed, Role
from gui import style
from gui.tables.letters import Letters

INDENT = {"left": 0.0, "center": 0.5, "right": 1.0}  # share of the free width left of a line
CLOSING = "、，。：；）”"  # stand on the line of the character before them
OPENING = "（“"  # stand on the line of the character behind them

Fits = Callable[[str], bool]


def paint_label(painter: QPainter, box: QRect, cell: Placed, letters: Letters, seen: QRect) -> None:
    """Paint a label in its box; ``seen`` is the part of the widget in view.

    What spans more than is in view is named in the middle of what is, as far as its box allows.
    """
    painter.fillRect(box, style.LABEL if cell.role is Role.LABEL else style.HEADING)
    painter.setPen(style.MUTED if is_note(cell) else style.INK)
    room = box if cell.vertical else box.adjusted(letters.pad, 0, -letters.pad, 0)
    broken = lines(cell, room.width(), letters)
    height = letters.height(broken)
    visible = room.intersected(seen)
    top = _within(visible.top() + (visible.height() - height) // 2, room.top(), room.height() - height)
    face = letters.label_bold if is_bold(cell) else letters.label
    across = visible if cell.align == "center" else room
    for number, line in enumerate(broken):
        free = room.width() - face.width(line)
        wish = across.left() + round((across.width() - face.width(line)) * INDENT[cell.align])
        left = _within(wish, room.left(), free)
        face.draw(painter, left, top + number * letters.pitch, line)


def _within(wish: int, start: int, free: int) -> int:
    """Return a position near the wish, as far as a box with so much free room allows; else its middle."""
    return min(max(wish, start), start + free) if free >= 0 else start + free // 2


def thin(painter: QPainter) -> float:
    """Return the width of a grid line: whole pixels of the screen, so that all lines look alike at 150 %."""
    ratio = painter.device().devicePixelRatio()
    return int(ratio) / ratio


def edges(box: QRect, thickness: float) -> tuple[QRectF, QRectF]:
    """Return the right and the lower line of a cell."""
    left, top = float(box.x()), float(box.y())
    width, height = float(box.width()), float(box.height())
    return (
        QRectF(left + width - thickness, top, thickness, height),
        QRectF(left, top + height - thickness, width, thickness),
    )


def paint_lines(painter: QPainter, lines: Sequence[QRectF]) -> None:
    """Draw grid lines."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.GRID)
    painter.drawRects(lines)


def is_bold(cell: Placed) -> bool:
    """Tell whether a label stands for a whole row or block: 一、本年新收政府信息公开申请数量."""
    whole = cell.role is Role.LABEL and cell.column == 0 and cell.column_span > 1
    return whole or cell.role is Role.CAPTION


def is_note(cell: Placed) -> bool:
    """Tell whether a heading is a remark in the corner rather than a name."""
    return cell.role is Role.HEADING and cell.align == "left"


def lines(cell: Placed, width: int, letters: Letters) -> tuple[str, ...]:
    """Return a label broken into lines of at most this width, in pixels."""
    key = (cell.text, cell.row_span, width)
    if key not in letters.broken:
        letters.broken[key] = _broken(cell, width, letters)
    return letters.broken[key]


def _broken(cell: Placed, width: int, letters: Letters) -> tuple[str, ...]:
    if cell.vertical:
        return tuple(_units(cell.text))
    face = letters.label_bold if is_bold(cell) else letters.label

    def fits(text: str) -> bool:
        return face.metrics.horizontalAdvance(text) <= width

    if fits(cell.text):
        return (cell.text,)
    numbered, mark, name = cell.text.partition("）")
    if cell.row_span > 1 and cell.text.startswith("（") and name and fits(name):
        return (numbered + mark, name)
    return _filled(cell.text, fits) if cell.align == "left" else _balanced(cell.text, fits)


def _filled(text: str, fits: Fits) -> tuple[str, ...]:
    """Fill line after line."""
    done: list[str] = []
    line = ""
    for unit in _units(text):
        if line and not fits(line + unit):
            done.append(line)
            line = ""
        line += unit
    return (*done, line)


def _balanced(text: str, fits: Fits) -> tuple[str, ...]:
    """Make all lines alike, of whole words where two characters make one: 社会公益 组织."""
    units = _units(text)
    count = len(_filled(text, fits))
    each = -(-len(units) // count)
    for size in (each + each % 2, each):
        broken = tuple("".join(units[start : start + size]) for start in range(0, len(units), size))
        if all(map(fits, broken)):
            return broken
    return _filled(text, fits)


def _units(text: str) -> list[str]:
    """Return what must stay together: characters with the punctuation that belongs to them."""
    units: list[str] = []
    for char in text:
        if units and (char in CLOSING or units[-1][-1] in OPENING):
            units[-1] += char
        else:
            units.append(char)
    return units

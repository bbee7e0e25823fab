"""The outline of a character out of a TrueType font, as a path: to be seen, never to be copied as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import unpack_from
from typing import NamedTuple

from core.writers.pdf.embed import EmbeddedFont

_ON, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_HEADER = 10  # bytes before the ends of the contours


class _Point(NamedTuple):
    x: float
    y: float
    on: bool = True  # on the curve; else it bends it


def path(font: EmbeddedFont, character: str, left: float, base: float, size: float) -> str:
    """Return a character as operators of a page, its origin at (left, base); empty for one without ink.

    ``ValueError`` for a character that the font puts together from others.
    """
    data, units = font.glyf(character)
    if not data:
        return ""
    count = unpack_from(">h", data)[0]
    if count < 0:
        raise ValueError(character)
    scale = size / units
    contours = (
        [_Point(left + x * scale, base + y * scale, on) for x, y, on in contour]
        for contour in _contours(data, count)
    )
    return " ".join(part for contour in contours for part in _operators(contour))


def _contours(data: bytes, count: int) -> Iterator[list[_Point]]:
    ends = unpack_from(f">{count}H", data, _HEADER)
    at = _HEADER + 2 * count
    at += 2 + unpack_from(">H", data, at)[0]  # instructions
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, at = data[at], at + 1
        times = 1
        if flag & _REPEAT:
            times, at = 1 + data[at], at + 1
        flags += [flag] * times
    xs, at = _coordinates(data, at, flags, _X_SHORT, _X_SAME)
    ys, at = _coordinates(data, at, flags, _Y_SHORT, _Y_SAME)
    points = [_Point(x, y, bool(flag & _ON)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    for first, last in zip((0, *(end + 1 for end in ends)), ends, strict=False):
        yield points[first : last + 1]


def _coordinates(data: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    found: list[int] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += unpack_from(">h", data, at)[0]
            at += 2
        found.append(value)
    return found, at


def _operators(contour: Sequence[_Point]) -> Iterator[str]:
    """Yield one closed contour; between two points that bend the curve lies one on it."""
    points: list[_Point] = []
    for number, point in enumerate(contour):
        before = contour[number - 1]
        if not point.on and not before.on:
            points.append(_middle(before, point))
        points.append(point)
    start = next((number for number, point in enumerate(points) if point.on), 0)
    ring = [*points[start:], *points[:start], points[start]]
    now, bend = ring[0], None
    yield f"{now.x:.1f} {now.y:.1f} m"
    for point in ring[1:]:
        if not point.on:
            bend = point
            continue
        yield _curve(now, bend, point) if bend else f"{point.x:.1f} {point.y:.1f} l"
        now, bend = point, None
    yield "h"


def _middle(one: _Point, other: _Point) -> _Point:
    return _Point((one.x + other.x) / 2, (one.y + other.y) / 2)


def _curve(start: _Point, bend: _Point, end: _Point) -> str:
    """Return a curve with one bend as one with two, as pages draw it."""
    pairs = (
        (side.x + (bend.x - side.x) * 2 / 3, side.y + (bend.y - side.y) * 2 / 3) for side in (start, end)
    )
    numbers = [*(number for pair in pairs for number in pair), end.x, end.y]
    return " ".join(f"{number:.1f}" for number in numbers) + " c"

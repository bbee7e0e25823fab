"""Which figures are selected: a rectangle of the printed grid, or what a label names. All pure."""

from __future__ import annotations

from typing import NamedTuple

from core.form import Placed, Role
from gui.tables.plan import Place, Plan


class Area(NamedTuple):
    """A rectangle of the body, its first and last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


def one(plan: Plan, place: Place) -> Area:
    """Return the area of a single cell."""
    row, column = plan.owner(place)
    cell = plan.body[row, column]
    return Area(row, column, row + cell.row_span - 1, column + cell.column_span - 1)


def between(plan: Plan, first: Place, last: Place) -> Area:
    """Return the smallest area that holds two cells and cuts no merged figure."""
    return around(plan, plan.owner(first), plan.owner(last))


def around(plan: Plan, first: Place, last: Place) -> Area:
    """Return the smallest area that holds two places and cuts no merged figure."""
    area = _joined(Area(*first, *first), Area(*last, *last))
    while (wider := _uncut(plan, area)) != area:
        area = wider
    return area


def whole(plan: Plan) -> Area:
    """Return the whole body."""
    return Area(0, 0, plan.rows - 1, plan.columns - 1)


def places(plan: Plan, area: Area) -> list[Place]:
    """Return the figures in an area in reading order; labels among them are passed over."""
    return sorted(place for place in plan.place_of.values() if inside(place, area))


def named(plan: Plan, label: Placed) -> Area | None:
    """Return the figures that a printed label names: its rows, its columns, or all; None for none.

    A label inside the body names the figures beside it if it is a row's, else those below it up to the next
    heading, a caption those up to the next caption.
    """
    row, column = label.row - plan.grid.heading_rows, label.column - plan.grid.heading_columns
    bottom, right = row + label.row_span - 1, column + label.column_span - 1
    if row < 0 and column < 0:
        return whole(plan)
    if row < 0:
        return Area(0, column, plan.rows - 1, right)
    if column < 0 or label.role is Role.LABEL:
        return _trimmed(plan, Area(row, 0, bottom, plan.columns - 1))
    ends = {Role.CAPTION} if label.role is Role.CAPTION else {Role.CAPTION, Role.HEADING}
    end = row + label.row_span
    while end < plan.rows and plan.body[plan.owner((end, column))].role not in ends:
        end += 1
    return _trimmed(plan, Area(row, column, end - 1, right))


def _trimmed(plan: Plan, area: Area) -> Area | None:
    """Return the area of the figures in an area; None where there are none."""
    figures = places(plan, area)
    if not figures:
        return None
    found = one(plan, figures[0])
    for place in figures[1:]:
        found = _joined(found, one(plan, place))
    return found


def _joined(one_area: Area, other: Area) -> Area:
    return Area(
        min(one_area.top, other.top),
        min(one_area.left, other.left),
        max(one_area.bottom, other.bottom),
        max(one_area.right, other.right),
    )


def _uncut(plan: Plan, area: Area) -> Area:
    """Return the area made wide enough for the merged figures it cuts."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            if plan.key((row, column)):
                area = _joined(area, one(plan, (row, column)))
    return area


def inside(place: Place, area: Area) -> bool:
    """Tell whether a place lies in an area."""
    return area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right

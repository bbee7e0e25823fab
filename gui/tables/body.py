"""The figures of a table and the labels between them, painted in one go straight from their looks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion
from PySide6.QtWidgets import QHeaderView, QTableView

from core.form import Placed
from gui import style
from gui.tables import selection
from gui.tables.labels import edges, paint_label, paint_lines, thin
from gui.tables.letters import Letters
from gui.tables.model import FormModel
from gui.tables.paint import FigurePainter
from gui.tables.plan import Place


class Body:
    """Knows how to paint everything below and beside the headings."""

    def __init__(self, view: QTableView, model: FormModel, letters: Letters) -> None:
        """Paint for a view, whose headers say where rows and columns are."""
        self._view = view
        self._model = model
        self._letters = letters
        self._figures = FigurePainter(letters)
        self._columns: tuple[int, ...] = ()
        self._rows: tuple[int, ...] = ()
        self.current: Place = (-1, -1)  # drawn with a frame
        self.focused = False
        self.area: selection.Area | None = None  # what is selected, where it is more than the current cell
        self.pending: dict[Place, str] = {}  # what a paste that waits for an answer would write

    def lay_out(self, letters: Letters, columns: Sequence[int], rows: Sequence[int]) -> None:
        """Take over the fonts and the lengths of columns and rows, in pixels."""
        self._columns, self._rows = tuple(columns), tuple(rows)
        self._letters = letters
        self._figures = FigurePainter(letters)

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """Paint every cell that the region touches."""
        touched = region.boundingRect()
        first, last = touched.left(), touched.right()
        upper, lower = touched.top(), touched.bottom()
        scattered = region.rectCount() > 1
        thickness = thin(painter)
        lines: list[QRectF] = []
        lefts, tops = self._edges()
        for place, cell in self._model.plan.body.items():
            left, top = lefts[place[1]], tops[place[0]]
            right, bottom = lefts[place[1] + cell.column_span], tops[place[0] + cell.row_span]
            if left > last or right <= first or top > lower or bottom <= upper:
                continue  # compared as numbers: at a key nearly all cells go this way
            box = QRect(left, top, right - left, bottom - top)
            if scattered and not region.intersects(box):
                continue
            self._paint_cell(painter, place, cell, box)
            if cell.key and self._is_selected(place):
                self._figures.paint_selected(painter, box)
            if place in self.pending and place in self._model.looks:
                self._figures.paint_pending(painter, box, self._model.looks[place], self.pending[place])
            lines += edges(box, thickness)
        paint_lines(painter, lines + self._outer_lines(lefts, tops, thickness))
        if self.area is not None:
            self._paint_edge(painter, self.area, lefts, tops)
        if self.current in self._model.plan.body:
            self._paint_frame(painter, lefts, tops)

    def _is_selected(self, place: Place) -> bool:
        return self.area is not None and selection.inside(place, self.area)

    def _paint_edge(self, painter: QPainter, area: selection.Area, lefts: list[int], tops: list[int]) -> None:
        """Draw a line around all that is selected, so that it does not rest on a colour alone."""
        left, top = lefts[area.left], tops[area.top]
        width, height = lefts[area.right + 1] - left, tops[area.bottom + 1] - top
        painter.setPen(QPen(style.ACTIVE, self._letters.px(1.4)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(left, top, width - 1, height - 1)

    def _edges(self) -> tuple[list[int], list[int]]:
        """Return where every column and row begins, and where the last one ends."""
        across, down = self._view.horizontalHeader(), self._view.verticalHeader()
        return self._begins(across, self._columns), self._begins(down, self._rows)

    def _begins(self, band: QHeaderView, lengths: Sequence[int]) -> list[int]:
        """Return where the sections of a band begin in view, and where the last one ends."""
        return list(accumulate(lengths, initial=-band.offset()))

    def _paint_cell(self, painter: QPainter, place: Place, cell: Placed, box: QRect) -> None:
        seen = self._model.looks.get(place)
        if seen is None:
            paint_label(painter, box, cell, self._letters, box)
        else:
            self._figures.paint(painter, box, seen)

    def _outer_lines(self, lefts: list[int], tops: list[int], thickness: float) -> list[QRectF]:
        """Return the table's upper and left line where no heading draws it."""
        grid = self._model.plan.grid
        lines: list[QRectF] = []
        if not grid.heading_rows:
            lines.append(QRectF(lefts[0], tops[0], lefts[-1] - lefts[0], thickness))
        if not grid.heading_columns:
            lines.append(QRectF(lefts[0], tops[0], thickness, tops[-1] - tops[0]))
        return lines

    def _paint_frame(self, painter: QPainter, lefts: list[int], tops: list[int]) -> None:
        cell = self._model.plan.body[self.current]
        row, column = self.current
        left, top = lefts[column], tops[row]
        right, bottom = lefts[column + cell.column_span], tops[row + cell.row_span]
        box = QRect(left, top, right - left - 1, bottom - top - 1)
        self._figures.paint_frame(painter, box, focused=self.focused)

"""The headings that never leave: painted from the form's grid, because Qt's headers have no spans."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from core.form import Placed
from gui import style
from gui.tables.labels import edges, paint_label, paint_lines, thin
from gui.tables.letters import Letters
from gui.tables.plan import Plan


class HeadingBand(QHeaderView):
    """The heading rows above, or the heading columns beside, the figures."""

    pressed = Signal(object)  # Placed: a heading that was clicked; its figures are to be selected

    def __init__(self, orientation: Qt.Orientation, plan: Plan, letters: Letters, parent: QWidget) -> None:
        """Paint the headings of a plan; ``levels`` (their thickness in pixels) come with ``lay_out``."""
        super().__init__(orientation, parent)
        self._plan = plan
        self._letters = letters
        self._levels: tuple[int, ...] = ()
        self._above = orientation == Qt.Orientation.Horizontal
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def lay_out(self, levels: Sequence[int], sections: Sequence[int], letters: Letters) -> None:
        """Take over the thickness of each level and the length of each section, in pixels."""
        self._levels, self._letters = tuple(levels), letters
        for section, length in enumerate(sections):
            self.resizeSection(section, length)
        if self._above:
            self.setFixedHeight(sum(levels))
        else:
            self.setFixedWidth(sum(levels))
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the band's thickness; the view decides the length."""
        thick = sum(self._levels)
        return QSize(0, thick) if self._above else QSize(thick, 0)

    def viewportEvent(self, event: QEvent) -> bool:
        """Leave hovering and tooltips of single sections aside: what is painted are spans."""
        if event.type() in {QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.ToolTip}:
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which heading was clicked."""
        spot = event.position().toPoint()
        for cell in self._cells():
            if event.button() == Qt.MouseButton.LeftButton and self._box(cell).contains(spot):
                self.pressed.emit(cell)

    def _cells(self) -> tuple[Placed, ...]:
        return self._plan.above if self._above else self._plan.beside

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every heading that the event touches."""
        painter = QPainter(self.viewport())
        seen = self.viewport().rect()
        thickness = thin(painter)
        lines = self._outer_lines(thickness)
        painter.fillRect(event.rect(), style.CARD)
        for cell in self._cells():
            box = self._box(cell)
            if box.intersects(event.rect()):
                paint_label(painter, box, cell, self._letters, seen)
                lines += edges(box, thickness)
        paint_lines(painter, lines)
        painter.end()

    def _box(self, cell: Placed) -> QRect:
        grid = self._plan.grid
        if self._above:
            left, width = self._along(cell.column - grid.heading_columns, cell.column_span)
            top, height = self._across(cell.row, cell.row_span)
        else:
            top, height = self._along(cell.row - grid.heading_rows, cell.row_span)
            left, width = self._across(cell.column, cell.column_span)
        return QRect(left, top, width, height)

    def _along(self, section: int, span: int) -> tuple[int, int]:
        length = sum(self.sectionSize(number) for number in range(section, section + span))
        return self.sectionViewportPosition(section), length

    def _across(self, level: int, span: int) -> tuple[int, int]:
        return sum(self._levels[:level]), sum(self._levels[level : level + span])

    def _outer_lines(self, thickness: float) -> list[QRectF]:
        """Return the table's upper or left line, which no cell draws."""
        length, offset = self.length() - self.offset(), float(-self.offset())
        if not self._above:
            return [QRectF(0, 0, thickness, length)]
        left = [] if self._plan.grid.heading_columns else [QRectF(offset, 0, thickness, self.height())]
        return [QRectF(0, 0, length, thickness), *left]


class Corner(QWidget):
    """Where the two bands meet: the form prints a remark there, or nothing; a click selects everything."""

    pressed = Signal()

    def __init__(self, plan: Plan, letters: Letters, parent: QWidget) -> None:
        """Paint the corner of a plan."""
        super().__init__(parent)
        self._plan = plan
        self._letters = letters
        self.setAccessibleName("".join(cell.text for cell in plan.corner))

    def lay_out(self, letters: Letters) -> None:
        """Take over the fonts."""
        self._letters = letters
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell that it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the corner's one cell over the whole room."""
        painter = QPainter(self)
        for cell in self._plan.corner:
            paint_label(painter, self.rect(), cell, self._letters, self.rect())
        thickness = thin(painter)
        outer = [QRectF(0, 0, self.width(), thickness), QRectF(0, 0, thickness, self.height())]
        paint_lines(painter, [*edges(self.rect(), thickness), *outer])
        painter.end()

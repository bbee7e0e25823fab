"""How one figure is painted: straight from its ``Look``, with a sign or line style beside every colour."""

from __future__ import annotations

from PySide6.QtCore import QLine, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygon, QPolygonF

from gui import style
from gui.tables.letters import Face, Letters
from gui.tables.look import Look, Mark, Side

Spot = tuple[int, int, int, int]  # left, top, width, height

HATCH_STEP = 8  # pixels between two diagonal lines of a blank cell
MORE = "…"  # stands behind a sum that is not complete
SELECTED = 46  # of 255: how strongly the selection's colour lies over what is selected

SIDE_FILL = {Side.LEFT: style.LEFT_SIDE, Side.RIGHT: style.RIGHT_SIDE, Side.REPAIR: style.RIGHT_SIDE}
SIDE_LINE = {Side.LEFT: style.ACTIVE, Side.RIGHT: style.ERROR, Side.REPAIR: style.ERROR}
MARK_FILL = {Mark.ERROR: style.ERROR_TINT, Mark.EXPLAIN: style.EXPLAIN_TINT}
MARK_INK = {Mark.ERROR: style.ERROR, Mark.EXPLAIN: style.EXPLAIN}


class FigurePainter:
    """Paints the figures of one table at one zoom."""

    def __init__(self, letters: Letters) -> None:
        """Prepare for the given fonts."""
        self.letters = letters
        self._hatches: dict[float, QPixmap] = {}

    def paint(self, painter: QPainter, box: QRect, seen: Look) -> None:
        """Paint a figure into its box, without grid lines and without the frame of the current cell."""
        spot = box.x(), box.y(), box.width(), box.height()
        self._paint_ground(painter, spot, seen)
        if seen.before or seen.origin:
            self._paint_small(painter, spot, seen)
        if seen.text:
            self._paint_text(painter, spot, seen)
        if seen.side:
            self._paint_side(painter, box, seen.side)
        if seen.mark:
            self._paint_sign(painter, spot, seen)
        if seen.note:
            self._paint_note(painter, spot)

    def paint_selected(self, painter: QPainter, box: QRect) -> None:
        """Lay the selection's colour over a figure that has been painted."""
        colour = QColor(style.ACTIVE)
        colour.setAlpha(SELECTED)
        painter.fillRect(box, colour)

    def paint_pending(self, painter: QPainter, box: QRect, seen: Look, text: str) -> None:
        """Show what a paste would write here: a broken frame, and the new figure small behind an arrow."""
        painter.setPen(QPen(style.EXPLAIN, self.letters.px(1.5), Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -3, -3))
        small, gap = self.letters.small, self.letters.px(6)
        left = box.left() + gap + (small.width(seen.before) + gap if seen.before else 0)
        room = (
            box.right() - left - self.letters.pad - (self.letters.value.width(seen.text) if seen.text else 0)
        )
        shown = small.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, small.width(MORE)))
        painter.fillRect(
            left - 1, box.top() + 2, small.width(shown) + 2, small.height - 1, style.EXPLAIN_TINT
        )
        small.draw(painter, left, box.top() + 1, shown)

    def paint_frame(self, painter: QPainter, box: QRect, *, focused: bool) -> None:
        """Paint the frame of the current cell; quiet while the keyboard is elsewhere."""
        thick = self.letters.px(2)
        colour = style.ACTIVE if focused else style.FAINT
        left, top, width, height = box.left(), box.top(), box.width(), box.height()
        painter.fillRect(left, top, width, thick, colour)
        painter.fillRect(left, top + height - thick, width, thick, colour)
        painter.fillRect(left, top, thick, height, colour)
        painter.fillRect(left + width - thick, top, thick, height, colour)

    def _paint_ground(self, painter: QPainter, spot: Spot, seen: Look) -> None:
        ground = _ground(seen)
        if ground is not None:
            painter.fillRect(*spot, ground)
        if not seen.text and not seen.computed:
            left, top, width, height = spot
            tile = self._hatch(painter.device().devicePixelRatio())
            offset = QPoint(left % HATCH_STEP, top % HATCH_STEP)
            painter.drawTiledPixmap(QRect(left, top, width, height), tile, offset)

    def _paint_small(self, painter: QPainter, spot: Spot, seen: Look) -> None:
        """Write last year's figure into the upper left corner, and where a figure was carried over from."""
        left, top, width, _ = spot
        small, inset = self.letters.small, self.letters.px(5)
        taken = small.width(seen.before) + self.letters.px(6) if seen.before else 0
        if seen.before:
            painter.setPen(style.FAINT)
            small.draw(painter, left + inset, top + 1, seen.before)
        if not seen.origin:
            return
        face = self.letters.origin
        figure = self.letters.value.width(seen.text) if seen.text else 0
        room = width - inset - taken - figure - self.letters.pad - self.letters.px(2)
        if face.width(seen.origin) <= room:
            painter.setPen(style.ACTIVE)
            face.draw(painter, left + inset + taken, top + 1, seen.origin)
        else:
            self._paint_lock(painter, left + inset + taken, top + self.letters.px(3))

    def _paint_text(self, painter: QPainter, spot: Spot, seen: Look) -> None:
        left, top, width, height = spot
        bold = seen.computed and not seen.missing
        face = self.letters.value_bold if bold else self.letters.value
        text = seen.text + MORE if seen.missing else seen.text
        pad = self.letters.pad
        if face.width(text) > width - 2 * pad:
            pad = self.letters.px(3)
            face, text = self._squeezed(text, width - 2 * pad)
        painter.setPen(_ink(seen))
        wide = face.width(text)
        line = top + (height - face.height + 1) // 2 + (self.letters.px(1) if seen.before else 0)
        face.draw(painter, left + width - pad - wide, line, text)
        if seen.raw:
            base = line + face.metrics.ascent() + self.letters.px(3)
            self._paint_wave(painter, left + width - pad - wide, left + width - pad, base)

    def _squeezed(self, text: str, room: int) -> tuple[Face, str]:
        """Return a smaller font that a long text fits into; what fits into none, no figure, is cut."""
        for face in (self.letters.value, self.letters.small, self.letters.tiny):
            if face.width(text) <= room:
                return face, text
        small = self.letters.small
        return small, small.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _paint_wave(self, painter: QPainter, start: int, end: int, line: int) -> None:
        step = self.letters.px(2)
        points = [
            QPointF(x, line + (step if number % 2 else 0)) for number, x in enumerate(range(start, end, step))
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(style.ERROR, 1))
        painter.drawPolyline(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_side(self, painter: QPainter, box: QRect, side: Side) -> None:
        dashed = side is Side.REPAIR
        pen = QPen(SIDE_LINE[side], 1, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -3, -3))

    def _paint_sign(self, painter: QPainter, spot: Spot, seen: Look) -> None:
        """Draw a small cross (must fix) or an exclamation mark (explain) left of the figure."""
        left, top, width, height = spot
        size, beside = self.letters.px(7), self.letters.small.width(seen.before) if seen.before else 0
        start, upper = left + self.letters.pad + beside, top + (height - size) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if (
            seen.origin
            or start + size + self.letters.value.width(seen.text + MORE) > left + width - self.letters.pad
        ):
            self._paint_corner(painter, left + width, top, MARK_INK[seen.mark])
        else:
            painter.setPen(QPen(MARK_INK[seen.mark], self.letters.px(1.6)))
            painter.drawLines(
                _cross(start, upper, size) if seen.mark is Mark.ERROR else _exclamation(start, upper, size)
            )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_corner(self, painter: QPainter, right: int, top: int, colour: QColor) -> None:
        """Draw a triangle in the upper right corner, where no figure reaches."""
        size = self.letters.px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(
            QPolygon([QPoint(right - size, top), QPoint(right, top), QPoint(right, top + size)])
        )

    def _paint_lock(self, painter: QPainter, left: int, top: int) -> None:
        """Draw a padlock where the words about the figure's origin have no room."""
        wide, high = self.letters.px(7), self.letters.px(5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(style.ACTIVE, self.letters.px(1.2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(left + wide // 4, top, wide - wide // 2, 2 * high, 0, 180 * 16)
        painter.fillRect(left, top + high, wide, high, style.ACTIVE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_note(self, painter: QPainter, spot: Spot) -> None:
        """Draw a triangle in the lower left corner: something is noted about the figure."""
        left, top, _, height = spot
        size, bottom = self.letters.px(7), top + height - 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.ACTIVE)
        painter.drawPolygon(
            QPolygon([QPoint(left, bottom - size), QPoint(left, bottom), QPoint(left + size, bottom)])
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _hatch(self, ratio: float) -> QPixmap:
        """Return one tile of diagonal lines for a screen of this many device pixels per pixel."""
        if ratio not in self._hatches:
            self._hatches[ratio] = _hatch_tile(ratio)
        return self._hatches[ratio]


def _cross(left: int, top: int, size: int) -> list[QLine]:
    return [QLine(left, top, left + size, top + size), QLine(left, top + size, left + size, top)]


def _exclamation(left: int, top: int, size: int) -> list[QLine]:
    return [QLine(left, top - 2, left, top + size - 4), QLine(left, top + size - 1, left, top + size)]


def _ground(seen: Look) -> QColor | None:
    """Return the colour behind a figure; None where the white of the page is enough."""
    if seen.side:
        return SIDE_FILL[seen.side]
    if seen.mark:
        return MARK_FILL[seen.mark]
    return style.COMPUTED if seen.computed else None


def _ink(seen: Look) -> QColor:
    if seen.raw:
        return style.ERROR
    if seen.missing:
        return style.MUTED
    return style.COMPUTED_INK if seen.computed else style.INK


def _hatch_tile(ratio: float) -> QPixmap:
    size = round(HATCH_STEP * ratio)
    tile = QPixmap(size, size)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(style.HATCH, ratio))
    for shift in (-size, 0, size):
        painter.drawLine(QPointF(shift - 1, -1), QPointF(shift + size + 1, size + 1))
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile

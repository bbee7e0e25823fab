"""A chapter of the user guide as a page: words with their looks, keys, notes, tables, pictures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextOption,
    QTextTableFormat,
)

from core.guide import Block, Chapter, Heading, Look, Picture, Spans, Table, Text, picture_file
from gui import style
from gui.paper import LINE_HEIGHT, PICTURE, Paper, Pen, linked, plain

TITLE, SMALL = 16.0, 9.0  # points
GAP = 7  # pixels below a paragraph
ITEM = 22  # pixels from the edge to the words of an item
FRAME = 16  # pixels that the frame of a picture takes
ENLARGE = "看大图"


class GuidePen(Pen):
    """Writes a chapter; remembers where each block begins."""

    def __init__(self, paper: Paper, room: int) -> None:
        """Begin with an empty page; pictures are at most ``room`` pixels wide."""
        super().__init__(paper)
        self._room = room
        self._ratio = paper.devicePixelRatioF()
        self.places: list[int] = []

    def chapter(self, chapter: Chapter) -> None:
        """Write a whole chapter."""
        self._begin()
        self._cursor.insertText(chapter.title, plain(TITLE, bold=True))
        for block in chapter.blocks:
            self._write(block)

    def _write(self, block: Block) -> None:
        before = self._cursor.position()
        if isinstance(block, Heading):
            self.heading(block.words)
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._text(block)
        self.places.append(min(before + 1, self._cursor.position()))

    def _begin(self, look: QTextBlockFormat | None = None) -> None:
        look = look or QTextBlockFormat()
        look.setBottomMargin(style.px(GAP))
        look.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._fresh:
            self._cursor.setBlockFormat(look)
        else:
            self._cursor.insertBlock(look)
        self._fresh = False

    def _text(self, block: Text) -> None:
        look = QTextBlockFormat()
        if block.mark:
            look.setLeftMargin(style.px(ITEM))
            look.setTextIndent(-style.px(ITEM))
            look.setTabPositions([QTextOption.Tab(style.px(ITEM), QTextOption.TabType.LeftTab)])
        if block.note:
            look.setBackground(style.EXPLAIN_TINT)
            look.setTopMargin(style.px(GAP))
        self._begin(look)
        if block.mark:
            self._cursor.insertText(f"{block.mark}\t", plain(muted=True))
        self._spans(self._cursor, block.spans)

    @staticmethod
    def _spans(cursor: QTextCursor, spans: Spans) -> None:
        for span in spans:
            cursor.insertText(span.words, _look(span.look))

    def _table(self, block: Table) -> None:
        table = self.table(len(block.rows), len(block.widths), block.widths, heading_rows=1)
        for row, cells in enumerate(block.rows):
            for column, spans in enumerate(cells):
                cursor = table.cellAt(row, column).firstCursorPosition()
                if row:
                    self._spans(cursor, spans)
                else:
                    cursor.insertText("".join(span.words for span in spans), plain(bold=True))

    def _picture(self, block: Picture) -> None:
        """Show a picture, as wide as there is room for, its caption below; one made smaller is a link."""
        image = QImage(str(picture_file(block.file)))
        width = min(style.px(image.width()), self._room - style.px(FRAME))
        shown = image.scaledToWidth(
            max(1, round(width * self._ratio)), Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(self._ratio)
        look = QTextTableFormat()
        look.setBorder(1)
        look.setBorderCollapse(True)
        look.setBorderBrush(style.BORDER)
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setTopMargin(style.px(GAP))
        self._begin()
        frame = self._cursor.insertTable(1, 1, look)
        inside = frame.cellAt(0, 0).firstCursorPosition()
        inside.insertImage(shown, block.file)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._begin()
        self._cursor.insertText(block.words, plain(SMALL, muted=True))
        if width < style.px(image.width()):
            inside.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor)
            inside.mergeCharFormat(_leading(block.file))
            self._cursor.insertText("　", plain(SMALL))
            self._cursor.insertText(ENLARGE, linked(block.file, PICTURE, SMALL))


def _leading(file: str) -> QTextCharFormat:
    """Return what makes a picture a link to itself."""
    look = QTextCharFormat()
    look.setAnchor(True)
    look.setAnchorHref(f"{PICTURE}:{file}")
    return look


def _look(look: Look) -> QTextCharFormat:
    """Return how words of a look are drawn at the present light."""
    drawn = plain(bold=look in {Look.STRONG, Look.COMMAND})
    if look is Look.COMMAND:
        drawn.setForeground(style.ACTIVE_INK)
        drawn.setFontWeight(QFont.Weight.Normal)
    if look is Look.KEY:
        drawn.setBackground(style.ACTIVE_TINT)
        drawn.setForeground(style.INK)
    return drawn

"""A page to read inside the window: headings, tables, texts, links to the places they speak of.

Everything is inserted as plain text with a format, never parsed as markup, and nothing is loaded from
anywhere (RELIABILITY.md 7).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from gui import style

HEADING, BODY = 13.0, 10.5  # points
EDGE = 18  # pixels around the page
CELL = 4  # and around the words of a table's cell
LINE_HEIGHT = 130  # per cent
SCHEME, PICTURE = "place", "picture"  # what a link leads to


class Paper(QTextBrowser):
    """Shows what was written; Tab goes from link to link, Enter follows one."""

    followed = Signal(str)  # the key of a link
    picture_wanted = Signal(str)  # the name of a picture, to be seen at its full size

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Start with an empty page under a name for screen readers."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setStyleSheet("QTextBrowser { background: transparent; border: none; }")
        self.document().setDocumentMargin(style.px(EDGE))
        self.anchorClicked.connect(self._follow)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: a page is what was written on it."""
        return None

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == SCHEME:
            self.followed.emit(link.path())
        elif link.scheme() == PICTURE:
            self.picture_wanted.emit(link.path())


class Pen:
    """Writes on a page from top to bottom."""

    def __init__(self, paper: Paper) -> None:
        """Begin with an empty page."""
        paper.clear()
        self._cursor = QTextCursor(paper.document())
        self._fresh = True

    def heading(self, words: str) -> None:
        """Write a title on a line of its own."""
        self._block(above=style.px(14))
        self._cursor.insertText(words, plain(HEADING, bold=True))

    def line(self, words: str, *, muted: bool = False) -> None:
        """Write a paragraph."""
        self._block()
        self._cursor.insertText(words, plain(muted=muted))

    def link(self, words: str, key: str) -> None:
        """Write a link on a line of its own."""
        self._block(above=style.px(8))
        self._cursor.insertText(words, linked(key))

    def pieces(self, pieces: Sequence[tuple[str, QTextCharFormat]]) -> None:
        """Write a paragraph of pieces, each in its own format; a line feed begins another paragraph."""
        self._block()
        for words, look in pieces:
            self._cursor.insertText(words, look)

    def table(self, rows: int, columns: int, widths: Sequence[int], heading_rows: int = 0) -> QTextTable:
        """Return a new table with columns of relative widths, to be filled with ``fill``."""
        look = QTextTableFormat()
        look.setBorder(1)
        look.setBorderCollapse(True)
        look.setBorderBrush(style.BORDER)
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setCellPadding(style.px(CELL))
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        look.setHeaderRowCount(heading_rows)
        total = sum(widths)
        look.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, 100 * width / total) for width in widths]
        )
        self._block(above=style.px(6))
        made = self._cursor.insertTable(rows, columns, look)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        return made

    def _block(self, above: int = 0) -> None:
        """Begin a paragraph; the page's first one is there already."""
        look = QTextBlockFormat()
        look.setTopMargin(above)
        look.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._fresh:
            self._cursor.setBlockFormat(look)
        else:
            self._cursor.insertBlock(look)
        self._fresh = False


def fill(
    table: QTextTable, place: tuple[int, int], words: str, look: QTextCharFormat, *, middle: bool = False
) -> None:
    """Write into a cell of a table, given by row and column, at the left or in the middle."""
    cursor = table.cellAt(*place).firstCursorPosition()
    if middle:
        centred = QTextBlockFormat()
        centred.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        cursor.setBlockFormat(centred)
    cursor.insertText(words, look)


def plain(size: float = BODY, *, muted: bool = False, bold: bool = False) -> QTextCharFormat:
    """Return the format of ordinary words; size in points."""
    look = QTextCharFormat()
    look.setFontPointSize(style.pt(size))
    look.setForeground(style.MUTED if muted else style.INK)
    if bold:
        look.setFontWeight(QFont.Weight.Bold)
    return look


def linked(key: str, scheme: str = SCHEME, size: float = BODY) -> QTextCharFormat:
    """Return the format of a link, to a place of the report if to nothing else."""
    look = plain(size)
    look.setAnchor(True)
    look.setAnchorHref(f"{scheme}:{key}")
    look.setForeground(style.ACTIVE)
    look.setFontUnderline(True)
    return look


def removed() -> QTextCharFormat:
    """Return the format of words that are gone: struck through, on red."""
    look = plain()
    look.setFontStrikeOut(True)
    look.setForeground(style.ERROR)
    look.setBackground(style.ERROR_TINT)
    return look


def inserted() -> QTextCharFormat:
    """Return the format of words that are new: underlined, on green."""
    look = plain()
    look.setFontUnderline(True)
    look.setForeground(style.GOOD)
    look.setBackground(style.GOOD_TINT)
    return look

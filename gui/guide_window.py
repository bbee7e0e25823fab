"""使用手册 in a window of its own: chapters and a search at the left, one chapter to read at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core import guide
from gui import marks, style
from gui.dialogs.picture import PictureDialog
from gui.fields import text_label
from gui.guide_page import GuidePen
from gui.help_panel import SearchLine
from gui.paper import EDGE, Paper

SIZE = QSize(1040, 700)  # pixels at 100 per cent
LIST_WIDTH, LEAST_LIST = 240, 90
MOST = 0.95  # of the screen
MOST_LIST = 0.3  # of the width at most goes to the chapters
NOTHING = "没有找到。可以少打几个字，或换一个词。"
PLACE = int(Qt.ItemDataRole.UserRole)
PAUSE = 120  # milliseconds after the last change of size before the page is written anew


class GuideWindow(QWidget):
    """Shows the guide; closing it closes nothing else."""

    pdf_wanted = Signal(str)  # guide.GUIDE or guide.QUICK
    zoom_wanted = Signal(int)  # steps; 0: back to 100 per cent

    def __init__(self) -> None:
        """Begin with the first chapter."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._book = guide.load()
        self.setWindowTitle(self._book.title)
        self.chapter = self._book.chapters[0]
        self.line = SearchLine()
        self.hint = text_label(muted=True, wrap=True)
        self.list = QListWidget()
        self.paper = Paper(self._book.title)
        self.places: list[int] = []
        self._writing = QTimer(self, singleShot=True, interval=PAUSE)
        self._writing.timeout.connect(self._write)
        self._build()
        self._connect()
        self._list_chapters()
        screen = self.screen().availableSize()
        wanted = QSize(style.px(SIZE.width()), style.px(SIZE.height()))
        self.resize(wanted.boundedTo(screen * MOST))
        listed = min(style.px(LIST_WIDTH), int(self.width() * MOST_LIST))
        self.split.setSizes([listed, self.width() - listed])

    def _build(self) -> None:
        self.line.setPlaceholderText("查手册，如：空白")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("查手册")
        self.hint.hide()
        self.list.setAccessibleName("手册的章节")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(style.px(2))
        self.paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(style.px(LEAST_LIST))
        self.line.setMinimumWidth(style.px(LEAST_LIST))
        left = _card(self.line, self.hint, self.list)
        right = _card(self.paper)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(style.px(8))
        self.split = split
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (12, 12, 12, 10)))
        column.setSpacing(style.px(8))
        column.addWidget(split, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.save = QPushButton("把手册存成 PDF…")
        self.save_quick = QPushButton("快速上手（两页）存成 PDF…")
        self.close_button = QPushButton("关闭（Esc）")
        row = QHBoxLayout()
        row.setSpacing(style.px(8))
        row.addWidget(self.save)
        row.addWidget(self.save_quick)
        row.addStretch(1)
        row.addWidget(self.close_button)
        return row

    def _connect(self) -> None:
        self.line.textChanged.connect(self._search)
        self.line.moved.connect(self._move)
        self.line.chosen.connect(self.paper.setFocus)
        self.line.withdrawn.connect(self._withdraw)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.save.clicked.connect(partial(self.pdf_wanted.emit, guide.GUIDE))
        self.save_quick.clicked.connect(partial(self.pdf_wanted.emit, guide.QUICK))
        self.close_button.clicked.connect(self.close)
        self.paper.picture_wanted.connect(self._enlarge)
        for keys, act in (
            ("Ctrl+F", self.begin),
            ("F1", self.begin),
            ("Ctrl++", partial(self.zoom_wanted.emit, 1)),
            ("Ctrl+=", partial(self.zoom_wanted.emit, 1)),
            ("Ctrl+-", partial(self.zoom_wanted.emit, -1)),
            ("Ctrl+0", partial(self.zoom_wanted.emit, 0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # ---- what is read

    def open_at(self, name: str) -> None:
        """Show a chapter by its name from its beginning; what was searched is put away."""
        self.line.clear()
        names = [chapter.id for chapter in self._book.chapters]
        self.list.setCurrentRow(names.index(name))
        self.begin()

    def begin(self) -> None:
        """Take the keyboard: letters search, up and down choose, Enter reads, Esc goes back."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _show_chosen(self) -> None:
        if self.list.currentRow() < 0:
            return
        name, block = self.list.currentItem().data(PLACE)
        self.chapter = self._book.chapter(name)
        self._write()
        if block != guide.TITLE:
            self._scroll_to(self.places[block])

    def _write(self) -> None:
        """Write the chapter at the present width, light and zoom."""
        bar = self.paper.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        margins = 2 * style.px(EDGE) + style.px(8)
        pen = GuidePen(self.paper, self.paper.viewport().width() - margins)
        pen.chapter(self.chapter)
        self.places = pen.places
        self._mark()
        self.paper.moveCursor(self.paper.textCursor().MoveOperation.Start)
        bar.setValue(round(share * bar.maximum()) if self.sender() is self._writing else 0)

    def _enlarge(self, name: str) -> None:
        """Show a picture of this chapter at its full size."""
        pictures = [block for block in self.chapter.blocks if isinstance(block, guide.Picture)]
        caption = next(block.words for block in pictures if block.file == name)
        dialog = PictureDialog(guide.picture_file(name), caption, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _mark(self) -> None:
        """Mark the words that are searched."""
        document, found = self.paper.document(), []
        for word in self.line.text().split():
            cursor = document.find(word)
            while not cursor.isNull():
                marked = QTextEdit.ExtraSelection()
                marked.cursor = cursor  # type: ignore[attr-defined] # left out of the types
                marked.format = marks.look(marks.FOUND)  # type: ignore[attr-defined] # as above
                found.append(marked)
                cursor = document.find(word, cursor)
        self.paper.setExtraSelections(found)

    def _scroll_to(self, place: int) -> None:
        document = self.paper.document()
        block = document.findBlock(place)
        top = document.documentLayout().blockBoundingRect(block).top()
        self.paper.verticalScrollBar().setValue(max(0, round(top) - style.px(EDGE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width, a moment later."""
        super().resizeEvent(event)
        self._writing.start()

    # ---- searching

    def _list_chapters(self) -> None:
        self.list.clear()
        for number, chapter in enumerate(self._book.chapters, 1):
            self._add(f"{number:\u2007>2}　{chapter.title}", chapter.id, guide.TITLE)
        self.list.setCurrentRow([one.id for one in self._book.chapters].index(self.chapter.id))

    def _search(self) -> None:
        typed = self.line.text().strip()
        found = guide.search(self._book, typed)
        self.hint.setText(f"查到 {len(found)} 处" if found else NOTHING)
        self.hint.setVisible(bool(typed))
        if not typed:
            self._list_chapters()
            return
        self.list.clear()
        for one in found:
            self._add(f"{one.chapter.title}\n{one.words}", one.chapter.id, one.block)
        self.list.setCurrentRow(0 if found else -1)

    def _add(self, words: str, name: str, block: int) -> None:
        item = QListWidgetItem(words)
        item.setData(PLACE, (name, block))
        self.list.addItem(item)

    def _move(self, step: int) -> None:
        if self.list.count():
            row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
            self.list.setCurrentRow(row)

    def _withdraw(self) -> None:
        """Put the search away; with nothing searched, close."""
        if self.line.text():
            self.line.clear()
        else:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc from wherever in the window."""
        if event.key() == Qt.Key.Key_Escape:
            self._withdraw()
        else:
            super().keyPressEvent(event)


def _card(*parts: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(*map(style.px, (8, 8, 4, 8)))
    inside.setSpacing(style.px(6))
    for part in parts:
        inside.addWidget(part, 1 if isinstance(part, QListWidget | Paper) else 0)
    return card

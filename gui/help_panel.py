"""Help beside the page (F1): on the current cell or text, and on everything that can be searched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.errors import Refused
from core.handbook import Handbook, Kind, Topic
from gui import style
from gui.bridge import Bridge
from gui.fields import Line, plain_tip, text_label
from gui.first_stop import FirstStop
from gui.help_view import TopicView
from gui.tables import words

TOPIC = int(Qt.ItemDataRole.UserRole)
NOTHING = "没有找到。可以少打几个字，或换一个词。"
MOST_LIST = 0.3  # of the panel's height at most goes to what was found
HERE_NONE = "这一处没有说明。可以在上面查别的。"
GO = {Kind.ROW: "到表中这一行", Kind.COLUMN: "到表中这一列", Kind.SECTION: "到这一部分"}


class HelpPanel(FirstStop):
    """Shows the help on a key and finds other help; costs nothing while it is hidden."""

    done = Signal()  # Esc: back to the page
    refused = Signal(object)  # core.errors.Refused
    guide_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show help on the form of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self._book = Handbook(bridge.session.report.form)
        self._key = ""
        self.line = SearchLine()
        self.hint = text_label(muted=True, wrap=True)
        self.list = Found()
        self.views = (TopicView(), TopicView())  # a row and its column, or one topic
        self.none = text_label(HERE_NONE, muted=True, wrap=True)
        self.go = QPushButton()
        self.reader = QScrollArea()
        self.trouble = text_label(wrap=True)
        self.county = CountyLine()
        self.guide = _button("使用手册（再按一次 F1）", "从填报到上报，一步一步怎么做")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.line.setPlaceholderText("查说明，如：重复申请")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("查说明")
        self.list.setAccessibleName("查到的说明")
        self.list.hide()
        self.hint.hide()
        self.trouble.setStyleSheet(f"color: {style.ERROR.name()};")
        self.go.setProperty("link", True)
        self.go.hide()
        self._build_reader()
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(style.px(12), style.px(12), style.px(12), style.px(10))
        inside.setSpacing(style.px(8))
        for widget in (self.line, self.hint, self.list, self.trouble):
            inside.addWidget(widget)
        inside.addWidget(self.reader, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(8), style.px(8), style.px(16), style.px(8))
        column.addWidget(card)
        self.lead_to(self.line)

    def _build_reader(self) -> None:
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(style.px(4), style.px(4), style.px(4), style.px(4))
        inside.setSpacing(style.px(16))
        for widget in (*self.views, self.none):
            inside.addWidget(widget)
        inside.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        inside.addWidget(self.guide, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.county)
        self.reader.setWidget(body)
        self.reader.setWidgetResizable(True)
        self.reader.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # takes the rest
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.reader.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reader.setAccessibleName("说明")
        self.reader.setObjectName("reader")
        self.reader.setStyleSheet(
            "#reader { border: 1px solid transparent; }"
            f"#reader:focus {{ border: 1px solid {style.ACTIVE.name()}; }}"
        )

    def _connect(self) -> None:
        self.line.textChanged.connect(self._search)
        self.line.moved.connect(self._move)
        self.line.chosen.connect(self._go_to_chosen)
        self.line.withdrawn.connect(self._withdraw)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.list.itemActivated.connect(self._go_to_chosen)
        self.go.clicked.connect(self._go_to_chosen)
        self.guide.clicked.connect(self.guide_wanted)
        self.county.write.clicked.connect(self._open_file)
        self.county.again.clicked.connect(self._read_again)
        self._bridge.opened.connect(self._on_opened)

    # ---- what is shown

    def show_key(self, key: str) -> None:
        """Show the help on a cell (its row and column) or on a text; what was searched is put away."""
        if key != self._key:
            self._key = key
            self.line.clear()
        if self.isVisible():
            self._show_current()

    def begin(self) -> None:
        """Take the keyboard: the arrows read on, letters search, Esc goes back."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was asked for while the panel was hidden; the county's file may be another by now."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        self._book = self._book.fresh()
        self.county.show_state(self._book)
        self.trouble.setText(f"{style.SIGNS['error']} {self._book.trouble}" if self._book.trouble else "")
        self.trouble.setVisible(self._book.trouble is not None)
        if self.line.text().strip():
            self._search()
        else:
            self._show_current()

    def _show_current(self) -> None:
        topics = self._book.of_key(self._key)
        cell = self._bridge.session.report.form.cells.get(self._key)
        titles = [topic.title for topic in topics]
        if cell is not None:
            titles = [words.path(cell), f"这一列：{cell.column.label}"]
        self._show(list(zip(titles, topics, strict=True)))
        self.go.hide()

    def _show_chosen(self) -> None:
        topic = self._chosen()
        if topic is not None:
            self._show([("", topic)])  # the line chosen names it
            self.go.setText(GO[topic.name[0]])
            self.go.show()

    def _show(self, told: list[tuple[str, Topic]]) -> None:
        """Show the help on one or two topics under their titles; a column without help is left out."""
        shown = [one for number, one in enumerate(told) if number == 0 or one[1].help.written]
        for number, view in enumerate(self.views):
            view.setVisible(number < len(shown))
            if number < len(shown):
                view.show_topic(*shown[number])
        self.none.setVisible(not shown)
        spoken = [view.spoken() for view in self.views[: len(shown)]]
        self.reader.setAccessibleDescription("。".join(spoken) or HERE_NONE)
        self.reader.verticalScrollBar().setValue(0)

    # ---- searching

    def _search(self) -> None:
        typed = self.line.text().strip()
        found = self._book.search(typed)
        self.list.clear()
        for topic in found:
            item = QListWidgetItem(_titled(topic))
            item.setData(TOPIC, topic)
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        self.hint.setText(f"查到 {len(found)} 条，回车前往。" if found else NOTHING)
        self.hint.setVisible(bool(typed))
        if found:
            self.list.setCurrentRow(0)
            self.list.fit()
        else:
            self._show_current()

    def _chosen(self) -> Topic | None:
        topic = self.list.currentItem().data(TOPIC) if self.list.currentRow() >= 0 else None
        return topic if isinstance(topic, Topic) else None

    def _move(self, step: int) -> None:
        """Go up or down what was found; where nothing is searched, read on."""
        if self.list.count():
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        else:
            bar = self.reader.verticalScrollBar()
            bar.setValue(bar.value() + step * self.fontMetrics().lineSpacing())

    def _go_to_chosen(self) -> None:
        if (topic := self._chosen()) is not None:
            self.line.clear()
            self._bridge.jump.emit(topic.key)

    def _withdraw(self) -> None:
        """Put the search away; with nothing searched, go back to the page."""
        if self.line.text():
            self.line.clear()
        else:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc from wherever in the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self._withdraw()
        else:
            super().keyPressEvent(event)

    # ---- the county's file

    def _open_file(self) -> None:
        """Make the county's file if there is none, and open its folder."""
        try:
            path = self._book.write_file()
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        self._refresh()
        self.county.say_where(path.name, "" if opened else str(path.parent))
        self.reader.ensureWidgetVisible(self.county)

    def _read_again(self) -> None:
        self._book = Handbook(self._bridge.session.report.form)
        self._refresh()

    def _on_opened(self) -> None:
        self._book = Handbook(self._bridge.session.report.form)
        self._key = ""
        self.line.clear()
        if self.isVisible():
            self._refresh()


class Found(QListWidget):
    """What was found, as high as it needs to be, up to a part of the panel; then it scrolls."""

    def __init__(self) -> None:
        """Wrap long lines."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._wanted = 0

    def sizeHint(self) -> QSize:
        """Return the height wanted."""
        return QSize(super().sizeHint().width(), self._wanted)

    def minimumSizeHint(self) -> QSize:
        """Return the height of one line: the window never grows for what was found."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing())

    def fit(self) -> None:
        """Ask for the height of the lines at the present width."""
        self.doItemsLayout()
        last = self.visualItemRect(self.item(self.count() - 1)) if self.count() else QRect()
        whole = last.bottom() + 1 + self.verticalScrollBar().value()
        room = self.parentWidget()
        assert room is not None
        self._wanted = min(whole, int(room.height() * MOST_LIST))
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()


class SearchLine(Line):
    """The field: up and down move, Enter goes there, Esc puts away."""

    moved = Signal(int)
    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the keys that do not write into signals."""
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Down: partial(self.moved.emit, 1),
            Qt.Key.Key_Up: partial(self.moved.emit, -1),
            Qt.Key.Key_Return: self.chosen.emit,
            Qt.Key.Key_Enter: self.chosen.emit,
            Qt.Key.Key_Escape: self.withdrawn.emit,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()
            event.accept()


class CountyLine(QWidget):
    """Whether the county has written help of its own, and the way to do so."""

    def __init__(self) -> None:
        """Start with nothing known."""
        super().__init__()
        self.said = text_label(muted=True, wrap=True)
        self.write = _button("由县里补充…", "建立或打开县里的说明文件所在的文件夹")
        self.again = _button("重新读取", "重新读取县里的说明文件")
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(4))
        buttons.addWidget(self.write)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(style.px(2))
        inside.addWidget(self.said)
        inside.addLayout(buttons)

    def show_state(self, book: Handbook) -> None:
        """Say what was read."""
        written = sum(len(topic.help.county) for topic in book.topics)
        if book.trouble is not None:
            said = "县里的说明文件有错，没有采用。"
        elif written:
            said = f"县里补充了 {written} 处，已标出。"
        elif book.has_file:
            said = "县里的说明文件里还没有写内容。"
        else:
            said = ""
        self._say(said)
        self.again.setVisible(book.has_file)

    def say_where(self, file: str, folder: str) -> None:
        """Say what to do with the file; ``folder`` is named where it could not be opened."""
        where = f"文件“{file}”在文件夹“{folder}”里" if folder else f"文件“{file}”在打开的文件夹里"
        self._say(f"{where}。用记事本改好、保存，再点“重新读取”。")

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))


def _titled(topic: Topic) -> str:
    """Return a topic's title with its table: 表三　（一）予以公开, 表四　列：总计."""
    title = f"列：{topic.title}" if topic.name[0] is Kind.COLUMN else topic.title
    return f"{topic.table}　{title}" if topic.table else title


def _button(text: str, meaning: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setToolTip(plain_tip(meaning))
    return button

"""资料体检: item by item, what was examined and what was found; it can be stopped, and copied as text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from core import NAME_AND_VERSION, checkup
from core.checkup import Item, State
from core.session import Session
from gui import jobs, style
from gui.fields import text_label
from gui.paper import Paper, Pen, plain

SIZE = QSize(680, 620)  # pixels at 100 per cent
MOST = 0.95  # of the window's size
SILENCE = "没有列出问题的，就是查过、没有发现问题。"
STOPPED = "已停止，后面的没有查。"
SIGNS = {State.OK: "✓", State.ATTENTION: "！", State.BAD: "✕"}


class CheckupDialog(QDialog):
    """Examines beside the window; nothing is changed."""

    found = Signal(object)  # an Item, told by the thread that examines

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin to examine an open file and the program itself."""
        super().__init__(parent)
        self.setWindowTitle("资料体检")
        self.items: list[Item] = []
        self._stop = threading.Event()
        self.summary = text_label("正在检查…", heading=True, wrap=True)
        self.paper = Paper("体检结果")
        self._pen = Pen(self.paper)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.copy_button = QPushButton("复制结果")
        self.stop = QPushButton("停止")
        self._build()
        self.found.connect(self._show)
        self.copy_button.clicked.connect(self._copy)
        self.stop.clicked.connect(self._on_stop)
        about = checkup.subject(session)
        jobs.run(lambda: self._examine(checkup.examine(about)), self._on_end, bool, self)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        for button in (self.copy_button, self.stop):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (18, 14, 18, 14)))
        column.setSpacing(style.px(10))
        column.addWidget(self.summary)
        column.addWidget(self.busy)
        column.addWidget(self.paper, 1)
        column.addLayout(buttons)
        self.copy_button.setEnabled(False)
        wanted = QSize(style.px(SIZE.width()), style.px(SIZE.height()))
        parent = self.parentWidget()
        self.resize(wanted.boundedTo(parent.size() * MOST) if parent else wanted)

    @property
    def ended(self) -> bool:
        """Tell whether nothing more is coming."""
        return self.busy.isHidden()

    def text(self) -> str:
        """Return everything as plain text."""
        return "\n".join(chain([self.summary.text()], map(line, self.items), [SILENCE, NAME_AND_VERSION]))

    def _examine(self, items: Iterator[Item]) -> bool:
        """Run on the worker; tell each item, and whether all were examined."""
        for item in items:
            if self._stop.is_set():
                return False
            self.found.emit(item)
        return True

    def _show(self, item: Item) -> None:
        self.items.append(item)
        words = item.words if item.state is State.OK else f"{item.words}{item.hint}"
        self._pen.pieces([(f"{SIGNS[item.state]} ", _ink(item.state)), (f"{item.name}：{words}", plain())])

    def _on_end(self, whole: bool) -> None:  # noqa: FBT001 - what the job returns
        self.busy.hide()
        said = checkup.summary(self.items)
        self.summary.setText(said if whole else f"{STOPPED}{said}")
        self._pen.line(SILENCE, muted=True)
        self._pen.line(NAME_AND_VERSION, muted=True)
        self.copy_button.setEnabled(True)
        self.stop.setText("关闭")
        self.stop.setFocus()

    def _on_stop(self) -> None:
        if self.ended:
            self.accept()
        else:
            self._stop.set()
            self.stop.setEnabled(False)

    def done(self, result: int) -> None:
        """Stop examining when the dialog goes."""
        self._stop.set()
        super().done(result)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.copy_button.setText("已复制")


def line(item: Item) -> str:
    """Return an item as a line of text."""
    return f"{SIGNS[item.state]} {item.name}：{item.words}{item.hint}"


def _ink(state: State) -> QTextCharFormat:
    ink = plain(bold=True)
    ink.setForeground({State.OK: style.GOOD, State.ATTENTION: style.EXPLAIN, State.BAD: style.ERROR}[state])
    return ink

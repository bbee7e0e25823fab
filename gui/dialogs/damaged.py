"""A file that is damaged or gone, while there are good backups of it: which one is to take its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import days, paths
from core.backup import Backup, recovery
from core.errors import FileMissing, Refused
from core.safefile import already_there
from gui import backup_words, style
from gui.fields import text_label
from gui.files import FILTER, SUFFIX
from gui.two_lines import Rows, TwoLines

WIDTH = 620
LISTED, LEAST = 6, 3  # rows in view, and in large letters
ROOMY = 125  # per cent: up to there six rows fit on a small screen


class DamagedDialog(QDialog):
    """Says what happened, and what the newest good backup holds; does nothing before a button is pressed."""

    mended = Signal(
        Path, object
    )  # the file that is whole now; where the damaged one lies, None: there was none

    def __init__(
        self,
        path: Path,
        refusal: Refused,
        found: tuple[Backup, ...],
        parent: QWidget | None = None,
        *,
        today: dt.date | None = None,
    ) -> None:
        """Offer the backups found for a file, newest first; there is at least one."""
        super().__init__(parent)
        self._path, self._refusal = path, refusal
        self._missing = isinstance(refusal, FileMissing)
        self._today = today or days.today_here()
        self.setWindowTitle("恢复文件")
        self.setMinimumWidth(style.px(WIDTH))
        self.rows: Rows[Backup] = Rows(lambda backup: backup_words.look(backup, self._today), self)
        self.rows.show_items(found)
        self.list = TwoLines(self.rows, "完好的备份，最新的在上")
        self.chosen_words = text_label(heading=True, wrap=True)
        self.sentence = text_label(wrap=True)
        self.use = QPushButton("用这份备份恢复")
        self.use.setProperty("primary", True)
        self.use.setDefault(True)
        self.another = QPushButton("选另一份…")
        self.elsewhere = QPushButton("存到别处…")
        self.leave = QPushButton("不动它")
        self._connect()
        self._build()
        self.list.setCurrentIndex(self.rows.index(0))
        self.use.setFocus()

    def _connect(self) -> None:
        for button in (self.another, self.elsewhere, self.leave):
            button.setAutoDefault(False)
        self.use.clicked.connect(lambda: self._carry_out(self._put_back))
        self.another.clicked.connect(self.show_list)
        self.elsewhere.clicked.connect(lambda: self._carry_out(self._put_elsewhere))
        self.leave.clicked.connect(self.reject)
        self.list.selectionModel().currentChanged.connect(self._on_current)

    def _build(self) -> None:
        headline = text_label(self._headline(), heading=True, wrap=True)
        headline.setStyleSheet(f"font-size: {style.px(16)}px;")
        sign = QLabel(textFormat=Qt.TextFormat.PlainText)
        sign.setPixmap(style.icon("explain", style.EXPLAIN).pixmap(style.px(28), style.px(28)))
        words = QVBoxLayout()
        words.setSpacing(style.px(6))
        words.addWidget(headline)
        words.addWidget(text_label(str(self._refusal.message), muted=True, wrap=True))
        top = QHBoxLayout()
        top.setSpacing(style.px(14))
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self.list.hide()
        self.sentence.setText(self._promise())
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        buttons.addWidget(self.another)
        buttons.addWidget(self.elsewhere)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (20, 18, 20, 16)))
        column.setSpacing(style.px(12))
        column.addLayout(top)
        self._newest = self._card()
        column.addWidget(self._newest)
        column.addWidget(self.list, 1)
        column.addWidget(self.sentence)
        column.addLayout(buttons)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*map(style.px, (14, 10, 14, 10)))
        inside.setSpacing(style.px(4))
        self._which = text_label(muted=True)
        inside.addWidget(self._which)
        inside.addWidget(self.chosen_words)
        return card

    def _headline(self) -> str:
        name = f"“{self._path.name}”"
        return f"{name}不见了，但有它的备份" if self._missing else f"{name}已损坏，但有完好的备份"

    def _promise(self) -> str:
        if self._missing:
            return "恢复后，文件放回原处。备份都留着。"
        return "恢复后，损坏的文件改名留在原处，不会删除。备份都留着。"

    @property
    def chosen(self) -> Backup:
        """Return the backup that is to be used."""
        return self.rows.item(self.list.currentIndex()) or self.rows.items[0]

    def show_list(self) -> None:
        """Show all good backups to choose from, in place of the newest alone."""
        self._newest.hide()  # the list says the same of each
        row = self.list.verticalHeader().defaultSectionSize()
        self.list.setMinimumHeight(row * (LISTED if style.zoom() <= ROOMY else LEAST))
        self.list.show()
        self.another.hide()
        self.list.setFocus()
        if inside := self.layout():  # adjustSize would stop at two thirds of the screen
            self.resize(self.width(), inside.totalHeightForWidth(self.width()))

    def _on_current(self) -> None:
        newest = self.chosen is self.rows.items[0]
        self._which.setText("最新的完好备份" if newest else "选定的备份")
        self.chosen_words.setText(backup_words.described(self.chosen, self._today))

    def _carry_out(self, act: Callable[[], None]) -> None:
        """Do it; what is refused is said here, and something else can be chosen."""
        try:
            act()
        except Refused as refusal:
            self.sentence.setText(str(refusal))
            self.sentence.setStyleSheet(f"color: {style.ERROR.name()};")

    def _put_back(self) -> None:
        aside = recovery.put_back(self.chosen, self._path)
        self.accept()
        self.mended.emit(self._path, aside)

    def _put_elsewhere(self) -> None:
        if target := ask_place(self, f"{self._path.stem}-恢复{SUFFIX}", "把备份存到"):
            put_copy(self.chosen, target)
            self.accept()
            self.mended.emit(target, None)


def ask_place(parent: QWidget, name: str, title: str) -> Path | None:
    """Ask where a copy of a backup is to lie; it never replaces anything."""
    dialog = QFileDialog(parent, title, str(paths.documents()), FILTER)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(name)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def put_copy(backup: Backup, target: Path) -> None:
    """Write a backup's verified copy to a place where nothing stands; raises ``FileExists`` and others."""
    if target.exists():
        raise already_there(target)
    recovery.put_back(backup, target)

"""备份与恢复: the backups of this file, what differs from now, and one year put back as one step."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core import days
from core.backup import Backup
from core.errors import NotBackedUp, Refused
from core.session import Session
from gui import backup_words, jobs, style
from gui.compare_view import PageView, comparison_view
from gui.dialogs.damaged import ask_place, put_copy
from gui.fields import Choice, text_label
from gui.files import SUFFIX
from gui.history_words import NOW
from gui.two_lines import Look, Rows, TwoLines

SIZE = QSize(1080, 620)  # pixels at 100 per cent, where there is room
LIST_WIDTH = 330
MOST = 0.95  # of the window's size
READING = "正在读备份…"
NONE_YET = "还没有备份。打开文件后、关闭时和每隔 20 分钟，程序会自动备份。"
PROMISE = "恢复是一步，可以撤销；恢复前会先备份现在的内容。其他年份不动，备份都留着。"
IN_BACKUP = "备份里"


class RestoreDialog(QDialog):
    """Lists the backups, shows what differs, and puts a year back when asked."""

    restored = Signal(int, str)  # the year, and how the backup is called
    jumped = Signal(int, str)  # a year and a key in it: look at that place

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, today: dt.date | None = None
    ) -> None:
        """Begin reading the backups of a session's file."""
        super().__init__(parent)
        self._session = session
        self._today = today or days.today_here()
        self.setWindowTitle("备份与恢复")
        self.rows: Rows[Backup] = Rows(self._look, self)
        self.list = TwoLines(self.rows, "备份，最新的在上")
        self.years = Choice()
        self.years.setAccessibleName("看哪一年")
        self.view: QWidget = text_label(READING, muted=True)
        self.sentence = text_label(PROMISE, muted=True, wrap=True)
        self.restore = QPushButton("恢复这一年")
        self.restore.setProperty("primary", True)
        self.save = QPushButton("另存这份备份…")
        self.close_button = QPushButton("关闭")
        self._anyway = False  # a backup of what is there now cannot be made, and is done without
        self._build()
        self._connect()
        self._lock()
        jobs.run(session.backups, self._show_backups, self._say_refused, self)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(style.px(8))
        head.addWidget(text_label("年份"))
        head.addWidget(self.years)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(style.px(6))
        left.addWidget(text_label("备份", heading=True))
        left.addWidget(self.list, 1)
        self._right = QVBoxLayout()
        self._right.setSpacing(style.px(6))
        self._right.addLayout(head)
        self._right.addWidget(self.view, 1)
        middle = QHBoxLayout()
        middle.setSpacing(style.px(14))
        middle.addLayout(left)
        middle.addLayout(self._right, 1)
        self.list.setFixedWidth(style.px(LIST_WIDTH))
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        for button in (self.close_button, self.restore):
            buttons.addWidget(button)
        for button in (self.save, self.close_button, self.restore):
            button.setAutoDefault(False)  # Enter in the list restores nothing
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (18, 14, 18, 14)))
        column.setSpacing(style.px(10))
        column.addLayout(middle, 1)
        column.addWidget(self.sentence)
        column.addLayout(buttons)
        self.resize(self._room())

    def _room(self) -> QSize:
        """Return the size wanted, as far as the window leaves room."""
        wanted = QSize(style.px(SIZE.width()), style.px(SIZE.height()))
        parent = self.parentWidget()
        return wanted.boundedTo(parent.size() * MOST) if parent else wanted

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_backup)
        self.years.activated.connect(self._show_difference)
        self.restore.clicked.connect(self._restore)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)

    # ---- what is listed

    @property
    def chosen(self) -> Backup | None:
        """Return the chosen backup."""
        return self.rows.item(self.list.currentIndex())

    @property
    def year(self) -> int:
        """Return the year that is looked at; 0 where there is none."""
        return int(self.years.currentData() or 0)

    def _look(self, backup: Backup) -> Look:
        return backup_words.look(backup, self._today, self._session.report.unit_name)

    def _show_backups(self, found: tuple[Backup, ...]) -> None:
        self.rows.show_items(found)
        if found:
            good = next((row for row, one in enumerate(found) if not one.damaged), 0)
            self.list.setCurrentIndex(self.rows.index(good))
            self.list.setFocus()
        else:
            self._put(text_label(NONE_YET, muted=True, wrap=True))

    def _on_backup(self) -> None:
        backup, before = self.chosen, self.year or self._session.report.year
        self.years.clear()
        for year in backup.years if backup else ():
            self.years.addItem(f"{year} 年", year)
        self.years.setCurrentIndex(max(0, self.years.findData(before)))
        self._show_difference()

    def _show_difference(self) -> None:
        backup = self.chosen
        self._anyway = False
        self.restore.setText(f"恢复 {self.year} 年" if self.year else "恢复这一年")
        self._say(PROMISE)
        self._lock()
        if backup is None or backup.damaged:
            self._put(text_label(backup.trouble if backup else "", wrap=True))
            return
        try:
            found = self._session.difference(backup, self.year)
            form = self._session.backup_report(backup, self.year).form
        except Refused as refusal:
            self.restore.setEnabled(False)
            self._put(text_label(str(refusal), wrap=True))
            return
        if not found.changes:
            self.restore.setEnabled(False)
            self._put(text_label(f"{self.year} 年的内容现在和这份备份一样，不用恢复。", wrap=True))
            return
        name = backup_words.name(backup, self._today)
        self._show_view(comparison_view(form, found, (IN_BACKUP, NOW), f"{self.year} 年：{name}和现在相比"))

    def _show_view(self, view: PageView) -> None:
        view.close_button.hide()
        if inside := view.layout():
            inside.setContentsMargins(0, 0, 0, 0)
        view.closed.connect(self.reject)
        view.jumped.connect(self._on_jump)
        self._put(view)

    def _put(self, view: QWidget) -> None:
        """Show something else at the right."""
        self._right.replaceWidget(self.view, view)
        self.view.hide()
        self.view.deleteLater()
        self.view = view
        view.show()

    def _lock(self) -> None:
        """Allow what can be done with the chosen backup; nothing changes while nothing can be saved."""
        usable = self.chosen is not None and not self.chosen.damaged and bool(self.year)
        self.save.setEnabled(usable)
        self.years.setEnabled(usable)
        self.restore.setEnabled(usable and self._session.failure is None)

    # ---- doing

    def _on_jump(self, key: str) -> None:
        self.accept()
        self.jumped.emit(self.year, key)

    def _restore(self) -> None:
        backup, year = self.chosen, self.year
        if backup is None:
            return
        try:
            self._session.restore(backup, year, anyway=self._anyway)
        except NotBackedUp as refusal:
            self._anyway = True
            self.restore.setText("不做备份，仍要恢复")
            self._say_refused(refusal)
        except Refused as refusal:
            self._say_refused(refusal)
        else:
            self.accept()
            self.restored.emit(year, backup_words.name(backup, self._today))

    def _save(self) -> None:
        backup = self.chosen
        target = (
            ask_place(self, f"{self._session.path.stem}-备份{SUFFIX}", "另存这份备份") if backup else None
        )
        if backup is not None and target is not None:
            try:
                put_copy(backup, target)
            except Refused as refusal:
                self._say_refused(refusal)
            else:
                self._say(f"这份备份已存到：{target}")

    def _say(self, words: str) -> None:
        self.sentence.setText(words)
        self.sentence.setStyleSheet("")

    def _say_refused(self, refusal: Refused) -> None:
        self.sentence.setText(str(refusal))
        self.sentence.setStyleSheet(f"color: {style.ERROR.name()};")

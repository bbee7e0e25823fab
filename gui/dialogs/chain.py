"""审签环节: who signs, in which order; a setting of the unit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from core.signoff import DEFAULT_CHAIN
from core.signoff.chain import LONGEST, MOST
from gui import style
from gui.dialogs.question import Question
from gui.fields import text_label

HOW = "审签单上按这个顺序一栏一栏印出来。双击或按 F2 改名称。"
NEW = "新的环节"


class ChainDialog(Question):
    """Asks for the roles in their order; keeping them is the caller's."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        """Start with the roles as they are."""
        super().__init__("审签环节", "保存", parent)
        self.list = QListWidget()
        self.list.setAccessibleName("审签环节，按顺序")
        self.list.setEditTriggers(
            QListWidget.EditTrigger.DoubleClicked | QListWidget.EditTrigger.EditKeyPressed
        )
        self.list.setStyleSheet(
            f"QListWidget {{ background: {style.CARD.name()}; border: 1px solid {style.BORDER.name()};"
            f" border-radius: {style.px(6)}px; padding: {style.px(4)}px; }}"
            f"QListWidget:focus {{ border-color: {style.ACTIVE.name()}; }}"
            f"QListWidget::item {{ padding: {style.px(4)}px {style.px(6)}px; }}"
            f"QListWidget::item:selected {{ background: {style.ACTIVE_TINT.name()};"
            f" color: {style.ACTIVE_INK.name()}; }}"
        )
        self.rename = _button("改名称（F2）")
        self.add = _button("添加")
        self.remove = _button("删除")
        self.up = _button("上移")
        self.down = _button("下移")
        self.usual = _button("恢复默认")
        row = QHBoxLayout()
        row.setSpacing(style.px(10))
        row.addWidget(self.list, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(style.px(6))
        for button in (self.rename, self.add, self.remove, self.up, self.down, self.usual):
            buttons.addWidget(button)
        buttons.addStretch(1)
        row.addLayout(buttons)
        rows = QVBoxLayout()
        rows.addLayout(row)
        self.fields.add("环节", rows)
        self.fields.add("", text_label(HOW, muted=True, wrap=True))
        self._show(names)
        self._connect()
        self.check()
        self.list.setFocus()

    def _connect(self) -> None:
        self.list.itemChanged.connect(lambda _: self.check())
        self.list.currentRowChanged.connect(lambda _: self.check())
        self.rename.clicked.connect(self._rename)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.usual.clicked.connect(lambda: self._show(DEFAULT_CHAIN))

    def names(self) -> tuple[str, ...]:
        """Return the roles in their order."""
        return tuple(self.list.item(row).text().strip() for row in range(self.list.count()))

    def missing(self) -> str:
        """Return what is wrong with the roles."""
        names = self.names()
        if not names:
            return "至少要有一个环节。"
        if not all(names):
            return "有一个环节没有名称。"
        if long := next((name for name in names if len(name) > LONGEST), ""):
            return f"“{long}”太长，请不超过 {LONGEST} 个字。"
        return ""

    def check(self) -> None:
        """Offer only what can be done with the chosen role."""
        super().check()
        row, count = self.list.currentRow(), self.list.count()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        self.remove.setEnabled(row >= 0)
        self.rename.setEnabled(row >= 0)
        self.add.setEnabled(count < MOST)

    def _show(self, names: Sequence[str]) -> None:
        self.list.clear()
        for name in names:
            self.list.addItem(_item(name))
        self.list.setCurrentRow(0)

    def _rename(self) -> None:
        self.list.setFocus()
        self.list.editItem(self.list.currentItem())

    def _add(self) -> None:
        """Add a role below the chosen one and let it be named at once."""
        row = self.list.currentRow() + 1
        self.list.insertItem(row, _item(NEW))
        self.list.setCurrentRow(row)
        self._rename()

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())
        self.list.setFocus()
        self.check()

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        item = self.list.takeItem(row)
        self.list.insertItem(row + by, item)
        self.list.setCurrentRow(row + by)
        self.list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen role away."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus() and self.remove.isEnabled():
            self._remove()
        else:
            super().keyPressEvent(event)


def _item(name: str) -> QListWidgetItem:
    item = QListWidgetItem(name)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    return item


def _button(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    return button

"""Find a word or a figure in the whole report: typed at the top, every place below, Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core import keys
from core.find import MOST, Hit, find
from core.session import Delta
from gui import style
from gui.bridge import Bridge
from gui.fields import Line, text_label
from gui.first_stop import FirstStop

FIELDS = {  # what can be looked for besides tables and texts
    keys.UNIT_NAME: "单位名称",
    keys.UNIT_KIND: "单位类型",
    keys.TITLE: "报告标题",
    "unit.address": "单位地址",
    "unit.postcode": "邮政编码",
    "unit.telephone": "联系电话",
    "unit.email": "电子邮箱",
    "unit.site": "政府网站",
}
HIT = int(Qt.ItemDataRole.UserRole)


class FindPanel(FirstStop):
    """Lists what is found and leads there; costs nothing while it is hidden."""

    done = Signal()  # Esc: back to the page

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Search the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self.line = Finder()
        self.count = text_label(muted=True, wrap=True)
        self.list = QListWidget()
        self._build()
        self.line.textChanged.connect(self._search)
        self.line.moved.connect(self._move)
        self.line.withdrawn.connect(self.done)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._search)
        self._search()

    def _build(self) -> None:
        self.line.setPlaceholderText("查找字、数字或格子，如：重复申请 自然人")
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName("查找")
        self.list.setAccessibleName("找到的地方")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(style.px(1))
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(style.px(12), style.px(12), style.px(12), style.px(8))
        inside.setSpacing(style.px(8))
        for widget in (self.line, self.count, self.list):
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(8), style.px(8), style.px(16), style.px(8))
        column.addWidget(card)
        self.lead_to(self.line)

    def begin(self) -> None:
        """Take the keyboard, ready for other words."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    # ---- searching

    def _on_changed(self, _delta: Delta) -> None:
        if self.isVisible():
            self._search()

    def showEvent(self, event: QShowEvent) -> None:
        """Search again: the report may have changed meanwhile."""
        super().showEvent(event)
        self._search()

    def _search(self) -> None:
        row = self.list.currentRow()
        hits = find(self._bridge.session.report, self.line.text(), FIELDS)
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(_words(hit))
            item.setData(HIT, hit)
            self.list.addItem(item)
        self.list.setVisible(bool(hits))
        self.count.setText(self._counted(len(hits)))
        if row >= 0:
            self.list.setCurrentRow(min(row, len(hits) - 1))

    def _counted(self, number: int) -> str:
        if not self.line.text().strip():
            return "表格、正文、单位信息和备注里都会找；几个词用空格隔开，要同时有。"
        if not number:
            return "没有找到。可以少打几个字，或只打一个词。"
        return f"只列出前 {number} 处，请再多打几个字" if number == MOST else f"找到 {number} 处"

    # ---- going there

    def _move(self, step: int) -> None:
        """Go to the next or the previous place, round and round."""
        if self.list.count():
            row = self.list.currentRow()
            first = 0 if step > 0 else self.list.count() - 1
            self.list.setCurrentRow(first if row < 0 else (row + step) % self.list.count())
            self._go(self.list.currentItem())
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, item: QListWidgetItem) -> None:
        hit = item.data(HIT)
        assert isinstance(hit, Hit)
        if hit.span is not None:
            self._bridge.jump_span.emit(hit.span.section, hit.span.start, hit.span.end)
        else:
            self._bridge.jump.emit(hit.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc from the list, too."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)


class Finder(Line):
    """The field: Enter and Shift+Enter, up and down go through what was found."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the keys that move into ``moved``."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.moved.emit(-1 if back else 1)
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.withdrawn.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


def _words(hit: Hit) -> str:
    return f"{hit.where}　{hit.what}" + (f"　{hit.figure}" if hit.figure else "")

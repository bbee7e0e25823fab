"""What a paste would change and what it has no place for, shown below the table before it is done.

No dialog: the table stays in view, the cells in question are marked in it, Enter pastes and Esc does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
)

from core.form import Table
from core.values import show
from gui import style
from gui.fields import text_label
from gui.tables.paste_lines import HEADINGS, KEY, PasteLines, Told

if TYPE_CHECKING:
    from core.pasting import Leftover, Placement

QWIDGETSIZE_MAX = 16_777_215  # Qt's own limit, which PySide6 does not name
HEIGHT, LEAST_LIST = 210, 84  # pixels
SHARES = (0.28, 0.18)  # of the list's width; the reason has the rest


class PasteCard(QFrame):
    """Lists what a paste would do, or what one could not do."""

    accepted = Signal(object)  # Placement: paste it
    closed = Signal()
    cell_chosen = Signal(str)  # key of the cell that a line is about

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setProperty("card", True)
        self._placement: Placement | None = None
        self._told: tuple[Told, ...] = ()
        self.title = text_label(heading=True, wrap=True)
        self._lines = PasteLines(self)
        self.list = _list(self._lines)
        self.yes = QPushButton("粘贴")
        self.yes.setProperty("primary", True)
        self.no = QPushButton("取消")
        self.copy = QPushButton("复制清单")
        self._build()
        self.hide()

    def _build(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(style.px(14), style.px(8), style.px(14), style.px(8))
        inside.setSpacing(style.px(6))
        inside.addWidget(self.title)
        inside.addWidget(self.list, 1)
        line = QHBoxLayout()
        for button in (self.yes, self.no, self.copy):
            line.addWidget(button)
            button.setAutoDefault(True)
        line.addStretch(1)
        inside.addLayout(line)
        self.list.setMinimumHeight(style.px(LEAST_LIST))
        self.fill(page=False)
        self.yes.clicked.connect(self._accept)
        self.no.clicked.connect(self.close_card)
        self.copy.clicked.connect(self._copy)
        self.list.selectionModel().currentChanged.connect(self._choose)

    def ask(self, placement: Placement) -> None:
        """Show what a paste would do, and wait for an answer."""
        self._placement = placement
        self._show(placement, _question(placement))
        self.yes.show()
        self.no.setText("取消")
        self.yes.setFocus(Qt.FocusReason.PopupFocusReason)

    def tell(self, placement: Placement) -> None:
        """Show what a paste had no place for; there is nothing to answer."""
        self._placement = None
        what = "没有放进表格的内容" if placement.covered else f"没有可以放进{placement.table.name}的数"
        self._show(placement, f"{what}，都在下面，可以复制：")
        self.yes.hide()
        self.no.setText("关闭")
        self.no.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Go away without pasting."""
        self._placement = None
        self.hide()
        self.closed.emit()

    def fill(self, *, page: bool) -> None:
        """Take as much of the page as there is, or no more than leaves the table its room."""
        self.setMaximumHeight(QWIDGETSIZE_MAX if page else style.px(HEIGHT))

    @property
    def asking(self) -> bool:
        """Tell whether a paste waits for an answer."""
        return self._placement is not None and not self.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the list's columns."""
        super().resizeEvent(event)
        for column, share in enumerate(SHARES):
            self.list.header().resizeSection(column, round(share * self.list.viewport().width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for yes and Esc for no."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._accept() if self.asking else self.close_card()
        else:
            super().keyPressEvent(event)

    def _accept(self) -> None:
        placement, self._placement = self._placement, None
        if placement is not None:
            self.hide()
            self.accepted.emit(placement)

    def _show(self, placement: Placement, title: str) -> None:
        self.title.setText(title)
        self.setAccessibleName(title)
        self._told = tuple(told(placement))
        self._lines.show_lines(self._told)
        self.show()

    def _choose(self, chosen: QModelIndex, _before: QModelIndex) -> None:
        if chosen.isValid() and (key := chosen.data(KEY)):
            self.cell_chosen.emit(key)

    def _copy(self) -> None:
        """Put the whole list on the clipboard, cell by cell."""
        from core.pasting.copying import tabbed  # noqa: PLC0415 - there has been a paste by then

        QGuiApplication.clipboard().setText(tabbed([HEADINGS, *(line[:3] for line in self._told)]))


def told(placement: Placement) -> Iterable[Told]:
    """Return every line of the list: changes first, then what has no place, then what to look at."""
    table = placement.table
    doubts = {one.key: one.reason for one in placement.remarks if one.key}
    changed = {one.key for one in placement.overwritten}
    for one in sorted(placement.overwritten, key=lambda one: one.key not in doubts):
        change = f"{show(one.before)} → {show(one.after)}"
        why = "；".join(part for part in (doubts.get(one.key), "会改掉已填的数") if part)
        yield _name(table, one.key), change, why, one.key
    for off in placement.totals_off:
        yield _name(table, off.key), show(off.copied), off.sentence, off.key
    lists = (placement.left, placement.locked, placement.remarks, placement.blanks, placement.elsewhere)
    for some in lists:
        for left in some:
            if some is placement.remarks and left.key in changed:
                continue  # stands in the line of its change
            yield _where(table, left), left.text, left.reason, left.key


def summary(placement: Placement) -> str:
    """Return what was done in one sentence, and what was not: 已粘贴 表三 6×3 格；2 处没有放进去."""
    if placement.values:
        parts = [f"已粘贴 {placement.area}"]
    elif placement.totals and placement.totals == len(placement.covered):
        parts = ["合计由程序自动计算，没有填入"]
    else:
        parts = ["与表里的数相同，没有改动" if placement.covered else "没有可以粘贴的数"]
    for count, words in (
        (len(placement.left) + len(placement.locked), "处没有放进去"),
        (len(placement.totals_off), "处合计与各格之和不同"),
        (len(placement.remarks), "处请核对"),
        (len(placement.blanks), "处视为空白"),
        (len(placement.elsewhere), "处属于别的页"),
    ):
        if count:
            parts.append(f"{count} {words}")
    return "；".join(parts)


def _question(placement: Placement) -> str:
    """Return what is asked: how much is written, how much of it changes something, how much has no place."""
    parts = [f"粘贴 {placement.area}："]
    said = [f"填入 {len(placement.values)} 格"]
    for count, words in (
        (len(placement.overwritten), "格会改掉已填的数"),
        (len(placement.left) + len(placement.locked), "处放不进去"),
        (len(placement.totals_off), "处合计对不上"),
        (len(placement.remarks), "处请核对"),
        (len(placement.blanks), "处视为空白"),
    ):
        if count:
            said.append(f"{count} {words}")
    return "".join(parts) + "，".join(said)


def _name(table: Table, key: str) -> str:
    return table.cells[key].name


def _where(table: Table, left: Leftover) -> str:
    return _name(table, left.key) if left.key else left.where or "剪贴板"


def _list(lines: PasteLines) -> QTreeView:
    made = QTreeView()
    made.setModel(lines)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setAccessibleName("粘贴的清单")
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.header().setStretchLastSection(True)
    made.setStyleSheet(
        f"QTreeView {{ background: {style.CARD.name()}; border: 1px solid {style.BORDER.name()}; }}"
        f"QTreeView::item:selected {{ background: {style.ACTIVE_TINT.name()}; color: {style.INK.name()}; }}"
        f"QHeaderView::section {{ background: {style.HEADING.name()}; color: {style.MUTED.name()};"
        f" border: none; padding: {style.px(2)}px {style.px(4)}px; }}"
    )
    return made

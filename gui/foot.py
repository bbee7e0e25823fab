"""The foot of the window: how much is blank, the one-step way to confirm zeros, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from core.session import Session
from gui import style
from gui.fields import link, text_label
from gui.place_line import PlaceLine

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

HEIGHT = 34
KEY_HEIGHT = 22


class Foot(QFrame):
    """Asks once before blanks become zeros; the window carries it out."""

    confirmed = Signal()
    answered = Signal()  # the keyboard may go back to the page
    zoom_chosen = Signal(int)  # per cent
    write_back_wanted = Signal()

    def __init__(self, keys: Sequence[tuple[str, str]], zoom: int, parent: QWidget | None = None) -> None:
        """Show the given (key, meaning) hints at the right, and the zoom in per cent."""
        super().__init__(parent)
        self.setObjectName("foot")
        self.setFixedHeight(style.px(HEIGHT))
        self._blank = text_label()
        self.offer = link("")
        self.offer.clicked.connect(self._ask)
        self.yes = QPushButton("确认")
        self.yes.clicked.connect(self._on_yes)
        self.no = QPushButton("取消")
        self.no.clicked.connect(self._withdraw)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(16), 0, style.px(16), 0)
        row.setSpacing(style.px(8))
        self.place = PlaceLine()
        self.place.wanted.connect(self.write_back_wanted)
        for widget in (self._blank, self.offer, self.yes, self.no, self.place):
            row.addWidget(widget)
        row.addWidget(Hints(keys), 1)
        row.addWidget(self._zoom_button(zoom))
        self._count = -1
        self._settle()

    def _zoom_button(self, percent: int) -> QToolButton:
        button = QToolButton()
        button.setText(f"{percent}%")
        button.setProperty("flat", True)
        button.setAccessibleName(f"显示比例 {percent}%")
        button.setToolTip("显示比例（Ctrl+加号、Ctrl+减号）")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for choice in style.ZOOMS:
            entry = menu.addAction(f"{choice}%")
            entry.setCheckable(True)
            entry.setChecked(choice == percent)
            entry.triggered.connect(partial(self.zoom_chosen.emit, choice))
        button.setMenu(menu)
        return button

    def show_session(self, session: Session) -> None:
        """Show how many figures of the whole report are still blank, and where the work lies."""
        self.place.show_session(session)
        count = len(session.report.blanks())
        writable = session.failure is None
        if count != self._count or writable != self.offer.isEnabled():
            self._count = count
            self.offer.setEnabled(writable)
            self._withdraw() if self.yes.hasFocus() or self.no.hasFocus() else self._settle()

    def _settle(self) -> None:
        self._blank.setText(f"空白 {self._count} 格" if self._count > 0 else "表格已填完")
        self.offer.setText(f"其余未填项全部确认为 0（{self._count} 格）")
        self.offer.setVisible(self._count > 0)
        self.yes.hide()
        self.no.hide()

    def _withdraw(self) -> None:
        """Close the question and give the keyboard back to where it was asked."""
        self._settle()
        if self._count > 0 and self.offer.isEnabled():
            self.offer.setFocus()
        else:
            self.answered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc for no."""
        if event.key() == Qt.Key.Key_Escape and not self.yes.isHidden():
            self._withdraw()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._blank.setText(f"把各表里 {self._count} 格空白都记为 0？可以撤销。")
        self.offer.hide()
        self.yes.show()
        self.no.show()
        self.yes.setFocus()

    def _on_yes(self) -> None:
        self.answered.emit()
        self._settle()
        self.confirmed.emit()


class Hints(QWidget):
    """The most used keys, at the right; those for which there is no room are left out."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show (key, meaning) pairs."""
        super().__init__()
        self._keys = tuple(keys)
        self.setAccessibleName("；".join(f"{key} {meaning}" for key, meaning in keys))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the right, the first pair outermost to the left as long as it fits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad, gap, height = style.px(6), style.px(8), style.px(KEY_HEIGHT)
        metrics = self.fontMetrics()
        fitting: list[tuple[str, int, str, int]] = []
        room = self.width()
        for key, meaning in self._keys:
            key_width, width = metrics.horizontalAdvance(key) + 2 * pad, metrics.horizontalAdvance(meaning)
            room -= key_width + width + 2 * gap
            if room < 0:
                break
            fitting.append((key, key_width, meaning, width))
        left = self.width() - sum(key_width + width + 2 * gap for _, key_width, _, width in fitting)
        top = (self.height() - height) // 2
        for key, key_width, meaning, width in fitting:
            box = QRect(left, top, key_width, height)
            painter.setPen(style.BORDER)
            painter.drawRoundedRect(box, style.px(4), style.px(4))
            painter.setPen(style.INK)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            painter.setPen(style.MUTED)
            words = QRect(left + key_width + style.px(4), 0, width + gap, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, meaning)
            left += key_width + width + 2 * gap

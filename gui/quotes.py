"""The words of a text that a finding is about, each a way there; copied ones beside last year's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from core.findings import Span
from gui import style
from gui.fields import text_label
from gui.wrap_button import WrapButton

Quoted = tuple[tuple[str, Span], ...]  # words, and where they stand


class Quotes(QWidget):
    """Lists the words; sets copied sentences beside last year's on demand."""

    wanted = Signal(object)  # Span: go to the words
    beside_wanted = Signal()  # show the copied sentences

    def __init__(self) -> None:
        """Start with nothing quoted."""
        super().__init__()
        self.words: list[WrapButton] = []
        self._quoted: Quoted = ()
        self._more = text_label(muted=True)
        self.toggle = QPushButton("对照上年")
        self.toggle.setProperty("link", True)
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._on_toggled)
        self._pairs = QVBoxLayout()
        self._pairs.setSpacing(style.px(4))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(style.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.px(4))
        column.addLayout(self._rows)
        column.addWidget(self._more)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._pairs)
        self.hide()

    def show_quotes(self, quoted: Quoted, in_all: int, *, copied: bool) -> None:
        """Show some of the words; ``copied`` ones can be set beside last year's."""
        self._quoted = quoted
        while len(self.words) > len(quoted):
            gone = self.words.pop()
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.words) < len(quoted):
            self.words.append(self._button(len(self.words)))
            self._rows.addWidget(self.words[-1], 0, Qt.AlignmentFlag.AlignLeft)
        for one, (words, _) in zip(self.words, quoted, strict=True):
            one.setText(f"“{words}”")
            one.setAccessibleName(f"到文字处：{words}")
        self._more.setText(f"还有 {in_all - len(quoted)} 处")
        self._more.setVisible(in_all > len(quoted))
        self.toggle.setVisible(copied)
        self.setVisible(bool(quoted) or copied)
        if self.toggle.isChecked():
            self._on_toggled(copied)

    def _button(self, place: int) -> WrapButton:
        button = WrapButton()
        button.setProperty("quote", True)
        button.setToolTip("到文字处")
        button.clicked.connect(lambda: self.wanted.emit(self._quoted[place][1]))
        return button

    def _on_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's signal gives it
        self.toggle.setText("收起对照" if checked else "对照上年")
        if checked:
            self.beside_wanted.emit()
        else:
            self.show_pairs((), 0)

    def show_pairs(self, pairs: Sequence[tuple[str, str]], in_all: int) -> None:
        """Set sentences beside last year's, one pair below the other."""
        while self._pairs.count():
            label = self._pairs.takeAt(0).widget()
            label.hide()
            label.deleteLater()
        for now, before in pairs:
            self._pairs.addWidget(_line(f"今年：{now}", style.INK.name()))
            self._pairs.addWidget(_line(f"上年：{before}", style.MUTED.name()))
        if in_all > len(pairs) and pairs:
            self._pairs.addWidget(
                _line(f"还有 {in_all - len(pairs)} 句，到文字页对照着看。", style.MUTED.name())
            )


def _line(words: str, colour: str) -> QLabel:
    label = text_label(words, wrap=True)
    label.setStyleSheet(f"color: {colour}; border-left: {style.px(2)}px solid {style.BORDER.name()};")
    label.setContentsMargins(style.px(6), 0, 0, 0)
    return label

"""The sentences that go with 本年未收到申请, to be ticked and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.narrative.offers import Offer
from gui import style
from gui.fields import answer_button, text_label
from gui.last_year_file import tick_size


class SentencesCard(QFrame):
    """The sentences with a tick before each, and one button that writes the ticked ones."""

    def __init__(self) -> None:
        """Start empty and hidden."""
        super().__init__()
        self.setObjectName("sentences")
        self.setStyleSheet(
            f"#sentences {{ background: {style.ACTIVE_TINT.name()}; border-radius: {style.px(6)}px; }}"
        )
        self.ticks: list[tuple[QCheckBox, Offer]] = []
        self.write = answer_button("写入", "primary")
        self.leave = answer_button("不用", "")
        self._list = QVBoxLayout()
        self._list.setSpacing(style.px(6))
        buttons = QHBoxLayout()
        buttons.addWidget(self.write)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(12), style.px(8), style.px(12), style.px(10))
        column.setSpacing(style.px(6))
        column.addWidget(text_label("表里都是 0，正文里可以写（写入后还可以修改）：", wrap=True))
        column.addLayout(self._list)
        column.addLayout(buttons)
        self.hide()

    def show_sentences(self, offered: Sequence[Offer], tabs: Mapping[str, str]) -> None:
        """Show other sentences, all ticked; none hides the card."""
        while self._list.count():
            item = self._list.takeAt(0).widget()
            item.hide()
            item.deleteLater()
        self.ticks = []
        for sentence in offered:
            self._add(sentence, tabs[sentence.section])
        self.setVisible(bool(self.ticks))
        self._count()

    def _add(self, sentence: Offer, tab: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(8))
        tick = QCheckBox(tab)
        tick.setStyleSheet(tick_size())
        tick.setChecked(True)
        tick.setAccessibleName(f"{tab}：{sentence.text}")
        tick.toggled.connect(lambda _: self._count())
        words: QLabel = text_label(sentence.text, wrap=True)
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._list.addWidget(line)
        QWidget.setTabOrder(self.ticks[-1][0] if self.ticks else self.leave, tick)
        self.ticks.append((tick, sentence))

    def _count(self) -> None:
        self.write.setEnabled(bool(self.chosen()))

    def chosen(self) -> list[Offer]:
        """Return the ticked sentences."""
        return [sentence for tick, sentence in self.ticks if tick.isChecked()]

"""Which findings are shown: those of one level, or only those of the page in front."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from core.findings import Level
from gui import style, verdict_words
from gui.flow import Flow

HERE = "只看本页"
OCCASIONAL = (verdict_words.BLANK, verdict_words.EXPLAINED)  # no button while there is nothing to show


class Filters(QWidget):
    """A row of small buttons, one of them down; each says how many findings, or blank cells, it shows."""

    changed = Signal()

    def __init__(self) -> None:
        """Start with everything shown."""
        super().__init__()
        self._group = QButtonGroup(self)
        self.levels = {name: _chip(words) for name, words in verdict_words.FILTERS.items()}
        for chip in self.levels.values():
            self._group.addButton(chip)
        self.levels[verdict_words.ALL].setChecked(True)
        self.here = _chip(HERE)
        row = Flow([*self.levels.values(), self.here], style.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(12), style.px(9), style.px(12), style.px(9))
        column.addWidget(row)
        self._group.buttonToggled.connect(self._on_toggled)
        self.here.toggled.connect(self.changed)

    @property
    def level(self) -> str:
        """Return the id of the filter that is down."""
        return next(name for name, chip in self.levels.items() if chip.isChecked())

    def show_everything(self) -> None:
        """Let go of every restriction."""
        self.here.setChecked(False)
        self.levels[verdict_words.ALL].setChecked(True)

    def show_counts(self, counts: Mapping[str, int], cells: int, here: int) -> None:
        """Say how many findings each would show, and how many ``cells`` are blank; colour what presses."""
        for name, chip in self.levels.items():
            words = verdict_words.chip(name, counts[name], cells)
            counted = f"{words} 条" if words[-1].isdigit() else words
            _say(chip, words, f"显示{counted}", _ink(name) if counts[name] else None)
            if name in OCCASIONAL:
                chip.setVisible(bool(counts[name]) or chip.isChecked())
        _say(self.here, f"{HERE} {here}", f"{HERE}，{here} 条", None)

    def _on_toggled(self, _chip: object, checked: bool) -> None:  # noqa: FBT001 - Qt's signal gives it
        if checked:
            self.changed.emit()


def _ink(name: str) -> QColor | None:
    return {Level.ERROR.value: style.ERROR, Level.EXPLAIN.value: style.EXPLAIN}.get(name)


def _chip(words: str) -> QPushButton:
    chip = QPushButton(words)
    chip.setCheckable(True)
    chip.setCursor(Qt.CursorShape.PointingHandCursor)
    _dress(chip, None)
    return chip


def _say(chip: QPushButton, words: str, aloud: str, ink: QColor | None) -> None:
    if chip.text() != words:
        chip.setText(words)
        chip.setAccessibleName(aloud)
        _dress(chip, ink)


def _dress(chip: QPushButton, ink: QColor | None) -> None:
    colour = (ink or style.MUTED).name()
    weight = "bold" if ink else "normal"
    thick = style.px(2)  # of the frame that shows the keyboard; it takes its room from the padding
    above, beside = style.px(2), style.px(7)
    chip.setStyleSheet(
        f"QPushButton {{ color: {colour}; font-weight: {weight}; font-size: {style.px(13)}px;"
        f" min-height: {style.px(18)}px; padding: {above}px {beside}px; }}"
        f"QPushButton:checked {{ background: {style.ACTIVE_TINT.name()};"
        f" border: 1px solid {style.ACTIVE.name()}; }}"
        f"QPushButton:focus {{ border: {thick}px solid {style.ACTIVE.name()};"
        f" padding: {above - thick + 1}px {beside - thick + 1}px; }}"
    )

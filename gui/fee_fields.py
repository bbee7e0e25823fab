"""The three fee fields on the page of the text that reports them, beside the amount in the table."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.errors import Refused
from core.findings import Level
from core.narrative import fees
from core.session import Delta
from gui import style
from gui.bridge import Bridge
from gui.fields import Line, text_label

NAMES = dict(
    zip(fees.KEYS, (("收费通知件数", "件"), ("通知金额", "元"), ("实收金额", "元")), strict=True)
)  # key -> name and unit
WIDTH = 84  # pixels
_SIGNS = {Level.ERROR: "✕ ", Level.EXPLAIN: "！ ", Level.HINT: ""}


class FeeFields(QFrame):
    """Takes the fees as they are typed and says what does not go together."""

    refused = Signal(object)  # core.errors.Refused

    def __init__(self, bridge: Bridge, amount_cell: str, parent: QWidget | None = None) -> None:
        """Hold the fields of the bridge's session against a cell of a table."""
        super().__init__(parent)
        self.setProperty("card", True)
        self._bridge = bridge
        self._amount = amount_cell
        self._typed = ""  # key of the field that is being written
        self.lines: dict[str, Line] = {}
        self.troubles = {key: Said() for key in NAMES}
        self.said = [Said() for _ in fees.KEYS]
        self._build()
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self.read)
        bridge.save_failed.connect(self._lock)
        self.read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(14), style.px(9), style.px(14), style.px(10))
        column.setSpacing(style.px(6))
        column.addWidget(text_label("信息处理费收取情况", heading=True))
        row = QHBoxLayout()
        row.setSpacing(style.px(12))
        for key, (name, unit) in NAMES.items():
            row.addLayout(self._field(key, name, unit))
        row.addStretch(1)
        column.addLayout(row)
        for label in (*self.troubles.values(), *self.said):
            column.addWidget(label)

    def _field(self, key: str, name: str, unit: str) -> QVBoxLayout:
        """Return a field with its name above and its unit behind."""
        line = self._line(key, name)
        label = text_label(name)
        label.setBuddy(line)
        behind = QHBoxLayout()
        behind.setSpacing(style.px(4))
        behind.addWidget(line)
        behind.addWidget(text_label(unit, muted=True))
        behind.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(style.px(3))
        column.addWidget(label)
        column.addLayout(behind)
        return column

    def _line(self, key: str, name: str) -> Line:
        line = Line()
        line.setFixedWidth(style.px(WIDTH))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(name)
        line.textEdited.connect(partial(self._apply, key))
        line.left.connect(partial(self._leave, key))
        line.withdrawn.connect(self._withdraw)
        self.lines[key] = line
        return line

    def show_key(self, key: str) -> None:
        """Put the keyboard into a field."""
        self.lines[key].setFocus()
        self.lines[key].selectAll()

    # ---- to the session

    def _apply(self, key: str, text: str) -> None:
        """Hand a text to the session; what is refused is said and taken off the screen."""
        self._typed = key
        try:
            self._bridge.session.apply({key: text}, f"填写 {NAMES[key][0]}", typing=key)
        except Refused as refusal:
            self._show(key)
            self.refused.emit(refusal)

    def _leave(self, key: str) -> None:
        """Show what was typed as the number it is, in the same step; what is none stays as typed."""
        plain = fees.normalised(self._bridge.session.report, key)
        if key == self._typed and plain != self.lines[key].text():
            self._apply(key, plain)
        self._typed = ""
        self._bridge.session.close_group()

    def _withdraw(self) -> None:
        try:
            self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)

    # ---- from the session

    def _on_changed(self, delta: Delta) -> None:
        named = delta.keys & set(NAMES)
        for key in named:
            self._show(key)
        if named or self._amount in delta.keys:
            self._say()

    def read(self) -> None:
        """Show everything anew."""
        for key in NAMES:
            self._show(key)
        self._say()
        self._lock()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        for line in self.lines.values():
            line.setReadOnly(self._bridge.session.failure is not None)

    def _show(self, key: str) -> None:
        line, text = self.lines[key], self._bridge.session.report.string(key)
        if line.text() != text:
            line.setText(text)
        trouble = fees.trouble(self._bridge.session.report, key)
        words = f"{NAMES[key][0]}“{text.strip()}”{trouble}。" if trouble else ""
        self.troubles[key].say(Level.ERROR if trouble else Level.HINT, words)
        line.setStyleSheet(f"border: 1px solid {style.ERROR.name()};" if trouble else "")
        line.setAccessibleDescription(words)

    def _say(self) -> None:
        remarks = fees.remarks(self._bridge.session.report, self._amount)
        for number, label in enumerate(self.said):
            remark = remarks[number] if number < len(remarks) else None
            label.say(remark.level if remark else Level.HINT, remark.text if remark else "")


class Said(QLabel):
    """A sentence that always has the height its lines need; without words it takes no room."""

    def __init__(self) -> None:
        """Start with nothing said."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, level: Level, words: str) -> None:
        """Show words with the sign and colour of their level."""
        colour = {Level.ERROR: style.ERROR, Level.EXPLAIN: style.EXPLAIN}.get(level, style.MUTED)
        self.setText(f"{_SIGNS[level]}{words}" if words else "")
        self.setStyleSheet(f"color: {colour.name()};")
        self.setMinimumHeight(0)
        self.setVisible(bool(words))
        if self.isVisible():
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

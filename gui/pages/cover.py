"""The first tab: whose report it is, how the unit is reached, and the words above the first section."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core import keys
from core.errors import Refused
from core.session import Delta
from gui import style
from gui.bridge import Bridge
from gui.fields import GAP, FieldGrid, Line, kind_choice, text_label
from gui.prose import Prose

CARD_WIDTH = 860
WIDE = 400
PREAMBLE = keys.text("preamble")
PREAMBLE_HEIGHT = 116
CARD_HEIGHT = 380


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the first card."""

    key: str
    name: str
    width: int  # pixels
    hint: str = ""


UNIT = Field(keys.UNIT_NAME, "单位名称", WIDE, "与公章一致的全称")
TITLE = Field(keys.TITLE, "报告标题", WIDE, "不填就用官方标题")
ADDRESS = Field("unit.address", "单位地址", WIDE)
POSTCODE = Field("unit.postcode", "邮政编码", 100)
TELEPHONE = Field("unit.telephone", "联系电话", WIDE - 100 - 56 - 2 * GAP)
EMAIL = Field("unit.email", "电子邮箱", WIDE)
SITE = Field("unit.site", "政府网站", WIDE, "公开年报的网址")


class CoverPage(QWidget):
    """Unit, year, title, contact and preamble; every key goes to the session."""

    refused = Signal(object)  # core.errors.Refused

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show the cover of the bridge's session."""
        super().__init__(parent)
        self._bridge = bridge
        self.lines: dict[str, Line] = {}
        self._scroll = QScrollArea()
        self.kind = kind_choice()
        self.year = Line()
        self.preamble = Prose(style.BODY_SIZE + 0.5, column=0)
        self._build()
        self.kind.activated.connect(self._on_kind)
        self.preamble.edited.connect(self._on_preamble)
        self.preamble.left.connect(self._close)
        bridge.changed.connect(self._on_changed)
        bridge.opened.connect(self._read)
        bridge.save_failed.connect(self._lock)
        self._read()

    # ---- building

    def _build(self) -> None:
        body = QWidget()
        body.setMaximumWidth(CARD_WIDTH)
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 0, 8)
        column.setSpacing(12)
        column.addWidget(self._facts())
        column.addWidget(self._words(), 1)
        column.addStretch(0)
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self.setFocusProxy(self.lines[keys.UNIT_NAME])

    def _facts(self) -> QWidget:
        card, column = _card("封面与单位")
        grid = FieldGrid()
        column.addLayout(grid)
        grid.add(UNIT.name, self._line(UNIT), UNIT.hint)
        self.kind.setFixedWidth(160)
        grid.add("单位类型", self.kind, "有些核对项要按单位类型判断")
        self.year.setReadOnly(True)
        self.year.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.year.setFixedWidth(160)
        grid.add("报告年度", self.year, "要写别的年度，请在窗口上方新建")
        grid.add(TITLE.name, self._line(TITLE), TITLE.hint)
        grid.add(ADDRESS.name, self._line(ADDRESS))
        reach = QHBoxLayout()
        reach.setSpacing(GAP)
        for widget in (self._line(POSTCODE), text_label(TELEPHONE.name), self._line(TELEPHONE)):
            reach.addWidget(widget)
        grid.add(POSTCODE.name, reach)
        for field in (EMAIL, SITE):
            grid.add(field.name, self._line(field), field.hint)
        return card

    def _line(self, field: Field) -> Line:
        line = Line()
        line.setFixedWidth(field.width)
        line.setAccessibleName(field.name)
        line.textEdited.connect(lambda text: self._apply(field.key, text, field.name))
        line.left.connect(self._close)
        line.withdrawn.connect(self._withdraw)
        self.lines[field.key] = line
        return line

    def _words(self) -> QWidget:
        card, column = _card("前言")
        hint = "写在“一、总体情况”之前的一段话，常说明编制依据、统计期限和联系方式；可以不写。"
        column.addWidget(text_label(hint, muted=True, wrap=True))
        box = QFrame()
        box.setObjectName("box")
        box.setStyleSheet(f"#box {{ border: 1px solid {style.BORDER.name()}; border-radius: 6px; }}")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(4, 2, 2, 2)
        inside.addWidget(self.preamble)
        self.preamble.setMinimumHeight(PREAMBLE_HEIGHT)
        self.preamble.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        card.setMaximumHeight(CARD_HEIGHT)
        self.preamble.setAccessibleName("前言")
        column.addWidget(box, 1)
        return card

    def show_key(self, key: str) -> None:
        """Put the keyboard into the field of a key."""
        field: QWidget = self.lines[keys.UNIT_NAME]
        if key == keys.UNIT_KIND:
            field = self.kind
        elif key == PREAMBLE:
            field = self.preamble
        elif key in self.lines:
            field = self.lines[key]
        field.setFocus()
        self._scroll.ensureWidgetVisible(field)

    # ---- to the session

    def _on_kind(self, index: int) -> None:
        self._apply(keys.UNIT_KIND, str(self.kind.itemData(index)), "单位类型")
        self._close()

    def _on_preamble(self) -> None:
        if self.preamble.differs_from(self._bridge.session.report.text("preamble")):
            self._apply(PREAMBLE, self.preamble.text(), "前言")

    def _apply(self, key: str, text: str, name: str) -> None:
        """Hand a text to the session; what is refused is said and taken off the screen."""
        try:
            self._bridge.session.apply({key: text}, f"修改 {name}", typing=key)
        except Refused as refusal:
            self._show(key)
            self.refused.emit(refusal)

    def _close(self) -> None:
        self._bridge.session.close_group()

    def _withdraw(self) -> None:
        try:
            self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)

    # ---- from the session

    def _on_changed(self, delta: Delta) -> None:
        for key in delta.keys:
            self._show(key)
        if keys.UNIT_NAME in delta.keys:
            self._propose_title()

    def _read(self) -> None:
        for key in (*self.lines, keys.UNIT_KIND, PREAMBLE):
            self._show(key)
        self.year.setText(f"{self._bridge.session.report.year} 年")
        self._propose_title()
        self._lock()

    def _lock(self) -> None:
        """Take nothing more while nothing can be saved."""
        failed = self._bridge.session.failure is not None
        for line in self.lines.values():
            line.setReadOnly(failed)
        self.kind.setEnabled(not failed)
        self.preamble.setReadOnly(failed)

    def _show(self, key: str) -> None:
        """Show what the session holds, unless the field shows it already."""
        text = self._bridge.session.report.string(key)
        if key in self.lines:
            line = self.lines[key]
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0 if not line.hasFocus() else len(text))
        elif key == keys.UNIT_KIND:
            self.kind.setCurrentIndex(max(0, self.kind.findData(text)))
        elif key == PREAMBLE:
            self.preamble.show_text(text)

    def _propose_title(self) -> None:
        report = self._bridge.session.report
        self.lines[keys.TITLE].setPlaceholderText(report.form.title(report.unit_name, report.year))


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(10)
    column.addWidget(text_label(title, heading=True))
    return card, column

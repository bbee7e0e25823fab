"""Last year's few needed figures, typed from a report on paper: one small form, Enter or Tab moves on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core import keys, past
from core.errors import Refused
from core.form import Cell, FormDef, KeyFigure
from core.values import Raw, number, parse, show
from gui import style
from gui.bridge import Bridge
from gui.fields import Line, plain_tip, text_label
from gui.flow import Flow

FIELD, LABEL, TITLE = 72, 118, 128  # pixels
SOURCE = "来自上年纸质报告（手工录入）"
HINT = "只要这几个数。没有的留空，确实是 0 的填 0。按 Enter 或 Tab 到下一格，填错可以撤销。"
NOT_A_NUMBER = "不是数字"
NEGATIVE = "不能小于 0"


class FigureLine(Line):
    """One figure; Enter and the arrows move between the figures, Esc takes back what was just typed."""

    stepped = Signal(int)  # how many fields on

    def __init__(self, cell: Cell, name: str) -> None:
        """Build for a cell of last year's report."""
        super().__init__()
        self.cell = cell
        self.setFixedWidth(style.px(FIELD))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on with Enter and Down, back with Up."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Up:
            self.stepped.emit(-1)
        elif key == Qt.Key.Key_Escape:
            self.withdrawn.emit()
        else:
            super().keyPressEvent(event)

    def mark(self, wrong: str) -> None:
        """Show that something is wrong with what stands here, or that nothing is."""
        if wrong == self.accessibleDescription():
            return
        self.setStyleSheet(f"border: {style.px(2)}px solid {style.ERROR.name()};" if wrong else "")
        self.setToolTip(plain_tip(wrong))
        self.setAccessibleDescription(wrong)

    def wrong(self) -> str:
        """Return what is wrong with what stands here; empty where nothing is."""
        value = parse(self.text(), self.cell.kind, self.cell.unit)
        if isinstance(value, Raw):
            return NOT_A_NUMBER
        figure = number(value)
        return NEGATIVE if figure is not None and figure < 0 else ""


class Group(QWidget):
    """The fields of one key figure, with their sum and what is wrong with them."""

    def __init__(self, figure: KeyFigure, form: FormDef) -> None:
        """Build a field for every cell that is asked for."""
        super().__init__()
        self.figure = figure
        self.cells = [form.cells[key] for key in figure.ask]
        self.fields = [FigureLine(cell, f"上年{figure.name} {cell.name}") for cell in self.cells]
        self.note = text_label(muted=True)
        self.note.hide()
        title = text_label(figure.name + (f"（{figure.unit}）" if figure.unit else ""), wrap=True)
        title.setFixedWidth(style.px(TITLE))
        title.setMinimumHeight(self.fields[0].sizeHint().height())
        several = len(self.fields) > 1
        named = [
            _named(field, words if several else "")
            for field, words in zip(self.fields, _short(self.cells), strict=True)
        ]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(8))
        row.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Flow([*named, self.note], style.px(6)), 1)

    def tell(self) -> None:
        """Say what is wrong, else what the fields add up to."""
        told = [(field, field.wrong()) for field in self.fields]
        for field, wrong in told:
            field.mark(wrong)
        wrongs = dict.fromkeys(
            f"{words}{wrong}" if len(told) > 1 else wrong
            for words, (_, wrong) in zip(_short(self.cells), told, strict=True)
            if wrong
        )
        words = f"✕ {'，'.join(wrongs)}" if wrongs else self._sum()
        if words != self.note.text():
            self.note.setText(words)
            self.note.setVisible(bool(words))
            self.note.setStyleSheet(f"color: {(style.ERROR if wrongs else style.MUTED).name()};")

    def _sum(self) -> str:
        values = [number(parse(field.text(), field.cell.kind, field.cell.unit)) for field in self.fields]
        known = [value for value in values if value is not None]
        if len(values) == 1 or not known:
            return ""
        missing = len(values) - len(known)
        return f"合计 {show(sum(known))}" + (f"（还有 {missing} 格空着）" if missing else "")


class PaperCard(QFrame):
    """The form's key figures of last year; read-only where last year's report itself is at hand."""

    refused = Signal(object)  # core.errors.Refused
    moved = Signal(QWidget)  # the field that has the keyboard now

    def __init__(self, bridge: Bridge) -> None:
        """Build the fields of the form of the bridge's session."""
        super().__init__()
        self.setProperty("card", True)
        self._bridge = bridge
        self.hint = text_label(HINT, muted=True, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.px(16), style.px(10), style.px(16), style.px(12))
        column.setSpacing(style.px(6))
        column.addWidget(text_label("从纸质报告录入", heading=True))
        column.addWidget(self.hint)
        form = bridge.session.report.form
        self.groups = [Group(figure, form) for figure in form.key_figures]
        self.fields = {field.cell.key: field for group in self.groups for field in group.fields}
        for group in self.groups:
            column.addWidget(group)
            for field in group.fields:
                self._connect(group, field)

    def _connect(self, group: Group, field: FigureLine) -> None:
        field.textEdited.connect(lambda text: self._apply(group, field, text))
        field.left.connect(self._close)
        field.withdrawn.connect(self._withdraw)
        field.stepped.connect(lambda by: self._step(field, by))

    def show_key(self, key: str) -> None:
        """Put the keyboard into a field, by the key under which its figure is kept."""
        field = self.fields.get(key.removeprefix(f"{keys.BEFORE}."))
        if field is not None:
            field.setFocus()
            self.moved.emit(field)

    def refresh(self) -> None:
        """Show what the session holds, and whether it still counts."""
        session = self._bridge.session
        typed = past.typed_from_paper(session.report)
        filed = session.filed_last_year is not None
        for key, field in self.fields.items():
            text = session.report.string(keys.before(key))
            if field.text() != text:
                field.setText(text)
            field.setReadOnly(filed or session.failure is not None)
        for group in self.groups:
            group.tell()
        if filed:
            self.hint.setText("上年报告已经在这个文件里，以它为准；以前从纸质报告录入的数不再使用。")
        else:
            self.hint.setText(f"{SOURCE}。{HINT}" if typed else HINT)
        self.setVisible(bool(typed) or not filed)

    def _apply(self, group: Group, field: FigureLine, text: str) -> None:
        key = keys.before(field.cell.key)
        name = group.figure.short + (f"·{field.cell.name}" if len(group.fields) > 1 else "")
        try:
            figure = text if text.strip() else None
            self._bridge.session.apply({key: figure}, f"录入上年数据 {name}", typing=key)
        except Refused as refusal:
            self.refresh()
            self.refused.emit(refusal)

    def _close(self) -> None:
        self._bridge.session.close_group()

    def _withdraw(self) -> None:
        try:
            self._bridge.session.cancel_group()
        except Refused as refusal:
            self.refused.emit(refusal)

    def _step(self, field: FigureLine, by: int) -> None:
        fields = list(self.fields.values())
        place = fields.index(field) + by
        if 0 <= place < len(fields):
            fields[place].setFocus()
            fields[place].selectAll()
            self.moved.emit(fields[place])
        elif by > 0:
            self._bridge.session.close_group()
            self.focusNextChild()


def _named(field: FigureLine, words: str) -> QWidget:
    """Return a field with its name before it; names are of one width, so that fields stand in columns."""
    label = text_label(words)
    label.setBuddy(field)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setFixedWidth(style.px(LABEL))
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.px(6))
    row.addWidget(label)
    row.addWidget(field)
    return part


def _short(cells: Sequence[Cell]) -> list[str]:
    """Return what tells the cells of one group apart: their columns, else their rows, else both."""
    for names in ([cell.column.name for cell in cells], [cell.row.name for cell in cells]):
        if len(set(names)) == len(cells):
            return names
    return [cell.name for cell in cells]

"""Last year's data, on a sheet behind the cover: from a file, from paper, or none at all.

The window asks for it from the ladder, the panel and the menu. What is typed from paper are the form's key
figures; they are kept in this year's report and count as last year's (``core.past``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core import keys, past
from core.errors import NotBackedUp, Refused
from core.form import FormDef
from core.report import Entry
from core.session import Delta
from core.values import Value, show
from gui import jobs, ladder, style
from gui.bridge import Bridge
from gui.fields import text_label
from gui.first_stop import FirstStop
from gui.last_year_file import Found, ReviewCard, find, stored_as
from gui.last_year_paper import PaperCard

WIDTH = 960
MOST_UNKNOWN = 8  # sentences listed
FILTER = "年报 (*.gknb *.json *.txt *.md *.html *.htm *.docx *.xlsx *.pdf);;所有文件 (*)"
NEEDED = "有了上年数据，程序才能填好上年结转，并与上年比较。没有也可以继续填报。"


class LastYearSheet(FirstStop):
    """The three ways to last year's data, and what is known of it now."""

    refused = Signal(object)  # core.errors.Refused
    said = Signal(str)  # a sentence for the notice line
    back = Signal()  # to the cover

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Show what the bridge's session knows of last year."""
        super().__init__(parent)
        self._bridge = bridge
        self.title = text_label(heading=True)
        self.known = text_label(wrap=True)
        self.open_year = QPushButton()
        self.return_button = QPushButton("返回封面")
        self.carry = CarryCard()
        self.choose = QPushButton("选择文件…")
        self.reading = text_label(muted=True, wrap=True)
        self.review = ReviewCard()
        self.paper = PaperCard(bridge)
        self.unknown = text_label(muted=True, wrap=True)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        body = QWidget()
        body.setMaximumWidth(style.px(WIDTH))
        column = QVBoxLayout(body)
        column.setContentsMargins(style.px(16), style.px(12), 0, style.px(8))
        column.setSpacing(style.px(12))
        self.file_card = self._file_card()
        self.none_card = _card("没有上年报告", self.unknown)
        for card in (self._head(), self.file_card, self.paper, self.none_card):
            column.addWidget(card)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _head(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.open_year)
        head.addWidget(self.return_button)
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(style.px(16), style.px(10), style.px(16), style.px(12))
        column.setSpacing(style.px(6))
        column.addLayout(head)
        column.addWidget(self.known)
        column.addWidget(self.carry)
        return card

    def _file_card(self) -> QFrame:
        row = QHBoxLayout()
        row.setSpacing(style.px(10))
        row.addWidget(self.choose)
        row.addWidget(self.reading, 1)
        line = QWidget()
        line.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        return _card("从文件导入", line, self.review)

    def _connect(self) -> None:
        self.return_button.clicked.connect(self.back)
        self.open_year.clicked.connect(self._open_year)
        self.choose.clicked.connect(self._choose)
        self.carry.fill.clicked.connect(self._carry_in)
        self.review.accepted.connect(self._take)
        self.review.dropped.connect(self._drop)
        self.paper.refused.connect(self.refused)
        self.paper.moved.connect(self._scroll.ensureWidgetVisible)
        self._bridge.changed.connect(self._on_changed)
        self._bridge.opened.connect(self._on_opened)
        self._bridge.save_failed.connect(self.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def show_key(self, key: str) -> None:
        """Put the keyboard into the field of one of last year's figures."""
        self.paper.show_key(key)

    # ---- what is known

    def refresh(self) -> None:
        """Show what there is of last year."""
        session = self._bridge.session
        wanted, filed = session.report.year - 1, session.filed_last_year
        self.title.setText(f"上年数据（{wanted} 年）")
        self.known.setText(self._known())
        self.open_year.setText(f"打开 {wanted} 年报告")
        self.open_year.setVisible(filed is not None)
        offered = past.offered(session.report, session.last_year) if session.last_year else {}
        writable = session.failure is None
        self.carry.show_offer(session.report.form, offered, wanted, writable=writable)
        self.choose.setEnabled(writable)
        self.choose.setText("选择文件…" if filed is None else "换成另一份…")
        self.reading.setText(
            f"本单位 {wanted} 年的年报，例如本程序的文件，或从别的年报另存的文本文件"
            if filed is None
            else f"导入错了，可以换成另一份；{wanted} 年里可以撤销"
        )
        self.paper.refresh()
        self._show_unknown()
        self.lead_to(self.choose if filed is None else self.return_button)

    def _known(self) -> str:
        session = self._bridge.session
        wanted = session.report.year - 1
        if filed := session.filed_last_year:
            unit = filed.unit_name or "（单位名称空白）"
            if not filed.figures:
                return f"○ 这个文件里有 {wanted} 年报告，但还没有填数字。请打开它填写。"
            return f"✓ 已有 {wanted} 年报告：{unit}，{len(filed.figures)} 个数字。"
        if session.last_year is not None:
            return f"✓ 来自上年纸质报告（手工录入）：{past.count_on_paper(session.report)} 格。"
        return f"○ 现在还没有 {wanted} 年的数据。{NEEDED}"

    def _show_unknown(self) -> None:
        session = self._bridge.session
        missing = [finding.text for finding in ladder.without_last_year(session)]
        self.none_card.setVisible(session.last_year is None)
        if not missing:
            self.unknown.setText(
                "新设立的单位，或者确实找不到上年报告，可以不填。与上年有关的核对会写明“无法判断”。"
            )
            return
        listed = "\n".join(f"· {text}" for text in dict.fromkeys(missing[:MOST_UNKNOWN]))
        more = f"\n……共 {len(missing)} 项" if len(missing) > MOST_UNKNOWN else ""
        self.unknown.setText(
            f"新设立的单位，或者确实找不到，可以不填。这些会写明“无法判断”：\n{listed}{more}"
        )

    def _open_year(self) -> None:
        """Turn to last year's own report, in the same file."""
        session = self._bridge.session
        try:
            session.switch(session.report.year - 1)
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self._bridge.opened.emit()
        self.back.emit()

    def _on_changed(self, delta: Delta) -> None:
        if self.isVisible() or any(key.startswith(f"{keys.BEFORE}.") for key in delta.keys):
            self.refresh()

    def _on_opened(self) -> None:
        self.review.drop()
        self.refresh()

    # ---- from a file

    def _choose(self) -> None:
        folder = str(self._bridge.session.path.parent)
        name, _ = QFileDialog.getOpenFileName(self, "选择上年的年报", folder, FILTER)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read a file beside the window and show what was recognised."""
        session = self._bridge.session
        self.reading.setText(f"正在读取“{path.name}”…")
        self.choose.setEnabled(False)

        def done(found: Found) -> None:
            self.refresh()
            if self._bridge.session is session:
                self.review.show_found(found, session.report)
                self._scroll.ensureWidgetVisible(self.review)

        def failed(refusal: Refused) -> None:
            self.refresh()
            self.refused.emit(refusal)

        jobs.run(partial(find, path, session.report.year - 1), done, failed, self)

    def _take(self, found: Found) -> None:
        """Store what was recognised as last year's report, and say what can be done with it."""
        session = self._bridge.session
        wanted = session.report.year - 1
        try:
            report = stored_as(found.report, wanted)
            if session.filed_last_year is None:
                session.add_past(report, f"导入上年报告（{found.name}）")
            else:
                label = f"换成另一份报告（{found.name}）"
                session.replace_past(report, label, anyway=self.review.agreed)
        except NotBackedUp as refusal:
            self.review.ask_without_backup()
            self.refused.emit(refusal)
            return
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        self._bridge.opened.emit()
        self.said.emit(f"已存入 {wanted} 年报告，可在窗口上方的年度里打开查看。")
        (self.carry.fill if self.carry.isVisibleTo(self) else self.return_button).setFocus()

    def _drop(self) -> None:
        self.review.drop()
        self.choose.setFocus()

    # ---- carried over

    def _carry_in(self) -> None:
        try:
            delta = self._bridge.session.carry_in()
        except Refused as refusal:
            self.refused.emit(refusal)
            return
        if delta is not None:
            self.said.emit(f"{delta.label}，可以撤销。")
        self.return_button.setFocus()


class CarryCard(QWidget):
    """Offers to fill in what is carried over, with the figures."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.words = text_label(wrap=True)
        self.fill = QPushButton("填入上年结转")
        self.fill.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(10))
        row.addWidget(self.fill)
        row.addWidget(self.words, 1)
        self.hide()

    def show_offer(self, form: FormDef, offered: Mapping[str, Entry], year: int, *, writable: bool) -> None:
        """Show what would be filled in; hidden where there is nothing."""
        figures = [(form.cells[key].column.name, show(_figure(entry))) for key, entry in offered.items()]
        some = "，".join(f"{name} {figure}" for name, figure in figures if figure != "0")
        rest = "，其余 0" if some and any(figure == "0" for _, figure in figures) else ""
        self.words.setText(
            f"按 {year} 年报告填入 {len(offered)} 格：{some or '都是 0'}{rest}。填入后锁定，可以撤销。"
        )
        self.fill.setEnabled(writable)
        self.setVisible(bool(offered))


def _figure(entry: Entry) -> Value:
    return None if isinstance(entry.value, str) else entry.value


def _card(title: str, *inside: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.setContentsMargins(style.px(16), style.px(10), style.px(16), style.px(12))
    column.setSpacing(style.px(6))
    column.addWidget(text_label(title, heading=True))
    for widget in inside:
        column.addWidget(widget)
    return card

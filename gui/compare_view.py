"""Over the page: what differs between two states of the report, or what stood in it at some point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core import keys
from core.compare import CellChange, Comparison, Kind, Span
from core.form import FormDef, Table
from core.report import Origin, OriginKind, Report
from core.values import show
from gui import style
from gui.fields import text_label
from gui.history_parts import Flip
from gui.paper import Paper, Pen, fill, inserted, linked, plain, removed

LONG = 120  # characters that did not change; of more, only both ends are shown
ENDS = 30
BLANK = "空白"
OUTDATED = "！内容刚才又有改动，这里还是改动以前的比较。请重新比较。"
SAME = "这两处的内容完全一样。"
Write = Callable[[Pen, bool], None]  # the pen; whether everything is to be shown

ORIGINS = {
    OriginKind.TYPED: "填写",
    OriginKind.PASTED: "粘贴",
    OriginKind.IMPORTED: "导入",
    OriginKind.CARRIED: "上年结转",
    OriginKind.COMPUTED: "自动计算",
    OriginKind.ZERO: "确认为 0",
}


class PageView(QWidget):
    """A page to read over the pages of the window; Esc closes it, a link leads to its place."""

    closed = Signal()
    jumped = Signal(str)  # a key

    def __init__(self, title: str, summary: str, write: Write, *, foldable: bool = False) -> None:
        """Show what ``write`` writes; ``foldable``: it can be shown in short and in full."""
        super().__init__()
        self.title = text_label(title, heading=True, wrap=True)
        self.summary = text_label(summary, muted=True, wrap=True)
        self.full = Flip("显示全文", "只看改动")
        self.full.setVisible(foldable)
        self.close_button = QPushButton("关闭（Esc）")
        self.paper = Paper(title)
        self._write = write
        self._build()
        self.full.toggled.connect(self._fill)
        self.close_button.clicked.connect(self.closed)
        self.paper.followed.connect(self.jumped)
        self.paper.installEventFilter(self)
        self.setFocusProxy(self.paper)
        self._fill()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(style.px(2))
        words.addWidget(self.title)
        words.addWidget(self.summary)
        head = QHBoxLayout()
        head.setContentsMargins(style.px(18), style.px(10), style.px(12), style.px(8))
        head.setSpacing(style.px(12))
        head.addLayout(words, 1)
        head.addWidget(self.full, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, style.px(6))
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(_rule())
        inside.addWidget(self.paper, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(style.px(16), style.px(12), 0, style.px(8))
        outside.addWidget(card)

    def _fill(self) -> None:
        self._write(Pen(self.paper), self.full.isChecked())
        self.paper.moveCursor(self.paper.textCursor().MoveOperation.Start)

    def outdate(self) -> None:
        """Say that the report has changed since; what is shown stays as it is."""
        self.summary.setText(OUTDATED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Esc from the page too, which would keep the key to itself."""
        if _is_escape(event):
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)


def comparison_view(form: FormDef, found: Comparison, names: tuple[str, str], title: str = "") -> PageView:
    """Return the page that shows a comparison of two points with their names."""

    def write(pen: Pen, full: bool) -> None:  # noqa: FBT001 - given by the view
        write_comparison(pen, form, found, names, full=full)

    summary = found.summary or SAME
    title = title or _spaced("从", names[0], "到", names[1], "的改动")
    return PageView(title, summary, write, foldable=bool(found.texts))


def content_view(report: Report, point: str) -> PageView:
    """Return the page that shows a whole report as it stood at a point."""

    def write(pen: Pen, _full: bool) -> None:  # noqa: FBT001 - given by the view
        write_content(pen, report)

    return PageView(_spaced(point, "的内容"), "只供查看，不能修改。", write)


def _spaced(*parts: str) -> str:
    """Join words with a space where a figure meets a character, as in the rest of the window."""
    joined = parts[0]
    for part in parts[1:]:
        joined += f" {part}" if joined[-1].isdigit() or part[0].isdigit() else part
    return joined


# ---- a comparison


def write_comparison(
    pen: Pen, form: FormDef, found: Comparison, names: tuple[str, str], *, full: bool
) -> None:
    """Write figures, texts and the rest; what did not change in a text is shortened unless ``full``."""
    changed = [cell for cell in found.cells if cell.counts]
    for table, cells in groupby(changed, key=lambda cell: cell.table):
        listed = list(cells)
        pen.heading(f"{table}：{len(listed)} 格")
        _write_cells(pen, form, listed, names)
    for text in found.texts:
        pen.heading(f"{text.name}：{text.count} 句" if text.count else f"{text.name}：分段不同")
        pen.link("去看这一部分", text.key)
        pen.pieces(list(pieces(text.spans, full=full)))
    for group, fields in groupby(found.fields, key=lambda field: field.group):
        pen.heading(group)
        for field in fields:
            name = (f"{field.name}：", plain(muted=True))
            pen.pieces([name, *pieces(field.spans, full=True)])
    if following := sum(cell.of_value and cell.follows for cell in found.cells):
        pen.line(f"另有 {following} 个合计随着变了。", muted=True)
    if moved := [cell for cell in found.cells if not cell.of_value and not cell.follows]:
        pen.heading(f"数字没变、来源变了：{len(moved)} 格")
        for cell in moved:
            came = f"{_origin(cell.origin_before)} → {_origin(cell.origin_after)}"
            pen.line(f"{cell.name}　{_figure(cell.before)}　{came}", muted=True)
    if not found.changes:
        pen.line(SAME)


def _write_cells(pen: Pen, form: FormDef, cells: Sequence[CellChange], names: tuple[str, str]) -> None:
    table = pen.table(len(cells) + 1, 3, (5, 3, 3), heading_rows=1)
    for column, words in enumerate(("格", *names)):
        fill(table, (0, column), words, plain(muted=True))
    for row, cell in enumerate(cells, 1):
        known = cell.key in form.cells
        name = form.cells[cell.key].name if known else cell.name
        fill(table, (row, 0), name, linked(cell.key) if known else plain())
        fill(table, (row, 1), _figure(cell.before), removed() if show(cell.before) else plain(muted=True))
        fill(table, (row, 2), _figure(cell.after), inserted() if show(cell.after) else plain(muted=True))


def pieces(spans: Iterable[Span], *, full: bool) -> Iterator[tuple[str, QTextCharFormat]]:
    """Yield a text's difference with the formats it is shown in, signs included: colour is never alone."""
    for span in spans:
        if span.kind is Kind.REMOVED:
            yield f"〔删〕{_visible(span.text)}", removed()
        elif span.kind is Kind.INSERTED:
            yield f"〔增〕{_visible(span.text)}", inserted()
        elif full or len(span.text) <= LONG:
            yield span.text, plain()
        else:
            yield span.text[:ENDS], plain()
            yield f"……（{len(span.text) - 2 * ENDS} 字没有改动）……", plain(muted=True)
            yield span.text[-ENDS:], plain()


def _visible(words: str) -> str:
    """Return changed words with the ends of paragraphs, which nobody would see, spelled out."""
    return words.replace("\n", "〔另起一段〕")


def _figure(value: object) -> str:
    shown = show(value)  # type: ignore[arg-type]
    return shown or BLANK


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return BLANK
    told = origin.detail if origin.kind in {OriginKind.IMPORTED, OriginKind.CARRIED} else ""
    return f"{ORIGINS[origin.kind]}（{told}）" if told else ORIGINS[origin.kind]


# ---- a whole report


def write_content(pen: Pen, report: Report) -> None:
    """Write title, texts and tables as printed."""
    form = report.form
    pen.heading(report.title)
    if preamble := report.text("preamble"):
        pen.line(preamble)
    for section in form.sections:
        pen.heading(section.heading)
        if section.kind == "table":
            _write_table(pen, report, form.table(section.id))
        else:
            pen.line(report.text(section.id) or "（还没有写）", muted=not report.text(section.id))
    if notes := report.starting_with(keys.NOTE):
        pen.line(f"另有备注 {len(notes)} 条。", muted=True)


def _write_table(pen: Pen, report: Report, table: Table) -> None:
    grid = table.grid
    drawn = pen.table(grid.rows, grid.columns, grid.widths, grid.heading_rows)
    for placed in grid.placed:
        if placed.row_span > 1 or placed.column_span > 1:
            drawn.mergeCells(placed.row, placed.column, placed.row_span, placed.column_span)
    for placed in grid.placed:
        words = show(report.value(placed.key)) if placed.key else placed.text
        middle = bool(placed.key) or placed.align == "center"
        fill(drawn, (placed.row, placed.column), words, plain(muted=not placed.key), middle=middle)


def _is_escape(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Escape
    )


def _rule() -> QLabel:
    line = QLabel(textFormat=Qt.TextFormat.PlainText)
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {style.BORDER.name()};")
    return line

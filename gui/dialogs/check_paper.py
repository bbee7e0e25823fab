"""核对纸质稿: a code typed, pasted or scanned, and at once in large letters what it says of the paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.errors import Refused
from core.form import FormDef
from core.signoff import PaperKind, PaperVerdict
from gui import style
from gui.compare_view import write_comparison
from gui.fields import Line, text_label
from gui.paper import Paper, Pen

SIZE = (640, 480)
HIGHEST = 680  # pixels at any zoom: it must fit a small screen
LARGE, MIDDLE = 26, 16  # pixels
HOW = "照着纸上页脚输入校验码，或者用扫码枪扫页脚的二维码，再按 Enter。大小写、空格、横线都没有关系。"
NAMES = "纸上", "现在的报告"
Look = tuple[str, QColor, QColor]  # sign, ground, ink
LOOKS: dict[PaperKind, Look] = {
    PaperKind.SAME: ("✓", style.GOOD_TINT, style.GOOD),
    PaperKind.DIFFERS: ("✕", style.ERROR_TINT, style.ERROR),
    PaperKind.REPLACED: ("！", style.EXPLAIN_TINT, style.EXPLAIN),
    PaperKind.UNKNOWN: ("✕", style.ERROR_TINT, style.ERROR),
}
MISTYPED: Look = ("！", style.EXPLAIN_TINT, style.EXPLAIN)
Check = Callable[[str], PaperVerdict]  # refuses what cannot be read


class CheckPaperDialog(QDialog):
    """Stays open for the next paper; a scanner types the code and Enter, and the next one replaces it."""

    def __init__(self, form: FormDef, check: Check, parent: QWidget | None = None) -> None:
        """Start empty; ``check`` answers what a code says."""
        super().__init__(parent)
        self.setWindowTitle("核对纸质稿")
        self._form = form
        self._check = check
        self.code = Line()
        self.code.setPlaceholderText("如 M8YM-R55H-XAF1-N")
        self.code.setAccessibleName("纸上的校验码")
        self.code.setStyleSheet(f"font-size: {style.px(MIDDLE)}px;")
        self.button = QPushButton("核对")
        self.button.setProperty("primary", True)
        self.button.setDefault(True)
        self.card = QFrame()
        self.card.setObjectName("verdict")
        self.title = text_label(wrap=True)
        self.words = text_label(wrap=True)
        self.paper = Paper("不同的地方")
        self.close_button = QPushButton("关闭")
        self.close_button.setAutoDefault(False)
        self._build()
        self.wanted = ""  # the key of a difference that the person wants to go to
        self.button.clicked.connect(self.answer)
        self.paper.followed.connect(self._leave_for)
        self.close_button.clicked.connect(self.reject)
        self.resize(style.px(SIZE[0]), min(style.px(SIZE[1]), HIGHEST))
        self.code.setFocus()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(style.px(8))
        line.addWidget(self.code, 1)
        line.addWidget(self.button)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(*map(style.px, (16, 10, 16, 12)))
        inside.setSpacing(style.px(4))
        inside.addWidget(self.title)
        inside.addWidget(self.words)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (20, 16, 20, 14)))
        column.setSpacing(style.px(10))
        column.addWidget(text_label(HOW, muted=True, wrap=True))
        column.addLayout(line)
        column.addWidget(self.card)
        column.addWidget(self.paper, 1)
        column.addStretch(0)
        column.addLayout(buttons)
        self.paper.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # what is left
        self.card.hide()
        self.paper.hide()

    def answer(self) -> None:
        """Say what the code says; what was typed stays, and the next scan takes its place."""
        try:
            verdict = self._check(self.code.text())
        except Refused as refusal:
            self._say(MISTYPED, refusal.message, refusal.hint)
            self.paper.hide()
        else:
            self._say(LOOKS[verdict.kind], verdict.title, f"{verdict.words}\n校验码 {verdict.code}")
            self._list(verdict)
        self.code.selectAll()
        self.code.setFocus()

    def _leave_for(self, key: str) -> None:
        self.wanted = key
        self.accept()

    def _say(self, look: Look, title: str, words: str) -> None:
        sign, tint, ink = look
        self.card.setStyleSheet(
            f"#verdict {{ background: {tint.name()}; border: 1px solid {ink.name()};"
            f" border-radius: {style.px(style.CARD_RADIUS)}px; }}"
        )
        self.title.setStyleSheet(f"color: {ink.name()}; font-weight: bold; font-size: {style.px(LARGE)}px;")
        self.title.setText(f"{sign}  {title}")
        self.words.setText(words)
        self.card.setAccessibleName(f"{title}。{words}")
        self.card.show()
        self.title.ensurePolished()  # it is measured in its large letters, not in those before
        self.title.updateGeometry()

    def _list(self, verdict: PaperVerdict) -> None:
        """List what differs between the paper and the report, figures and sentences."""
        found = verdict.difference
        self.paper.setVisible(found is not None and found.changes != {})
        if found is not None:
            write_comparison(Pen(self.paper), self._form, found, NAMES, full=False)
            self.paper.moveCursor(self.paper.textCursor().MoveOperation.Start)

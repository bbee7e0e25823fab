"""One calm dialog for our own bugs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.fields import text_label

HEADLINE = "程序出错了，已录入的内容没有丢"
HEADLINE_UNSAVED = "程序出错了"
UNSAVED = "最近的修改可能还没有写入文件，请先另存副本。"
ADVICE = "可以继续使用。如果再次出现，请点“保存诊断信息”，把文件交给维护人员；里面没有填报的内容。"


class FaultDialog(QDialog):
    """Says that it was not the person's fault, and whether the work is kept."""

    def __init__(
        self,
        details: str,
        parent: QWidget | None = None,
        *,
        saved: bool = True,
        diagnose: Callable[[], bool] = bool,
    ) -> None:
        """Keep the details for the clipboard; ``saved``: everything entered is in the file.

        ``diagnose`` asks where to and writes the diagnostics; it tells whether it did.
        """
        super().__init__(parent)
        self.setWindowTitle("公开年报")
        self.setMinimumWidth(520)
        self._details = details
        self.copy_button = QPushButton("复制详情")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self._diagnose = diagnose
        self.diagnose_button = QPushButton("保存诊断信息…")
        self.diagnose_button.setAutoDefault(False)
        self.diagnose_button.setVisible(diagnose is not bool)
        self.diagnose_button.clicked.connect(self._save)
        self.show_button = QPushButton("查看详情")
        self.show_button.setAutoDefault(False)
        self.show_button.setCheckable(True)
        self.text = QPlainTextEdit(details)
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(180)
        self.text.hide()
        self.show_button.toggled.connect(self.text.setVisible)
        self.go_on = QPushButton("继续")
        self.go_on.setProperty("primary", True)
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        self._build(saved=saved)

    def _build(self, *, saved: bool) -> None:
        sign = QLabel(textFormat=Qt.TextFormat.PlainText)
        sign.setPixmap(style.icon("explain", style.EXPLAIN).pixmap(28, 28))
        words = QVBoxLayout()
        words.setSpacing(6)
        headline = text_label(HEADLINE if saved else HEADLINE_UNSAVED, heading=True)
        headline.setStyleSheet("font-size: 16px;")
        words.addWidget(headline)
        if not saved:
            words.addWidget(text_label(UNSAVED, wrap=True))
        words.addWidget(text_label(ADVICE, muted=True, wrap=True))
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.show_button, self.copy_button, self.diagnose_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addLayout(buttons)

    def _save(self) -> None:
        if self._diagnose():
            self.diagnose_button.setText("诊断信息已保存")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.copy_button.setText("已复制")

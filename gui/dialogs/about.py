"""关于: which version this is, under which licence, and whose work is in it; nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, QSysInfo, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from core import NAME_AND_VERSION, paths
from gui import style
from gui.fields import text_label

WIDTH, HEIGHT = 600, 260  # pixels at 100 per cent: of the dialog, of a licence's words
MOST = 0.95  # of the window's size
ICON = 48
NAME = "公开年报"
PURPOSE = "填报、核对、导出《政府信息公开工作年度报告》，不联网，不用账号。"
LICENCE = "本程序按 Apache-2.0 许可使用，不收费，可以自由复制、分发。"
OTHERS = (
    "界面用的是 Qt 和 PySide6，按 LGPL-3.0 使用，以独立的动态库随附，可以自行替换。"
    "其他软件库和字体各有自己的许可。"
)
KEPT_IN = "清单 THIRD-PARTY.txt 和许可全文在程序文件夹里：{}"
FROM_SOURCE = "从源代码运行，源代码在：{}"
LICENCE_FILES = ("LICENSE.txt", "LICENSE")  # beside the program; in the source tree
OTHERS_FILES = ("THIRD-PARTY.txt",)  # beside the program only
FONT_FILES = ("resources/fonts/NOTICE.md",)
OF_SOURCE = (
    "从源代码运行的程序没有现成的清单：生成程序包时，packaging/notices.py 把它写成 THIRD-PARTY.txt；"
    "命令 python3 packaging/dev.py audit 列出全部软件库和各自的许可。字体的许可如下。"
)


class AboutDialog(QDialog):
    """Says the version in a line that can be copied, and shows the licences on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing but words at first."""
        super().__init__(parent)
        self.setWindowTitle("关于公开年报")
        self.line = version_line()
        self.version = text_label(self.line)
        self.version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = QPushButton("复制版本信息")
        self.licence_button = QPushButton("本程序的许可")
        self.others_button = QPushButton("随附软件和字体的许可")
        self.close_button = QPushButton("关闭")
        self.text = QPlainTextEdit()
        self._build()
        self.copy_button.clicked.connect(self._copy)
        self.licence_button.clicked.connect(lambda: self._show(licence()))
        self.others_button.clicked.connect(lambda: self._show(others()))
        self.close_button.clicked.connect(self.accept)

    def _build(self) -> None:
        self.text.setReadOnly(True)
        self.text.setAccessibleName("许可全文")
        self.text.hide()
        for button in (self.copy_button, self.licence_button, self.others_button):
            button.setAutoDefault(False)
        self.close_button.setProperty("primary", True)
        self.close_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (20, 18, 20, 16)))
        column.setSpacing(style.px(12))
        column.addLayout(self._top())
        where = KEPT_IN if _words(OTHERS_FILES) else FROM_SOURCE
        for said in (LICENCE, OTHERS, where.format(paths.papers())):
            column.addWidget(text_label(said, muted=True, wrap=True))
        column.addWidget(self.text, 1)
        column.addLayout(self._buttons())
        self.close_button.setFocus()
        self.setMinimumWidth(min(style.px(WIDTH), self._most().width()))

    def _top(self) -> QHBoxLayout:
        size = style.px(ICON)
        sign = QLabel(textFormat=Qt.TextFormat.PlainText)
        sign.setPixmap(_icon().pixmap(size, size))
        words = QVBoxLayout()
        words.setSpacing(style.px(6))
        words.addWidget(text_label(NAME, heading=True))
        words.addWidget(text_label(PURPOSE, wrap=True))
        words.addWidget(self.version)
        top = QHBoxLayout()
        top.setSpacing(style.px(14))
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        return top

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        for button in (self.copy_button, self.licence_button, self.others_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        return buttons

    def _most(self) -> QSize:
        """Return the room there is: nearly all of the window's."""
        parent = self.parentWidget()
        return (parent.size() if parent is not None else self.screen().availableSize()) * MOST

    def _show(self, words: str) -> None:
        """Show a licence from its beginning, in a dialog that has grown by it once, up and down."""
        self.text.setPlainText(words)
        if self.text.isHidden():
            before, wanted = self.height(), QSize(self.width(), self.height() + style.px(HEIGHT))
            self.text.show()
            self.resize(wanted.boundedTo(self._most()))
            self.move(self.x(), max(0, self.y() - (self.height() - before) // 2))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line)
        self.copy_button.setText("已复制")


def version_line() -> str:
    """Return what a maintainer asks for on the telephone: version, system, Qt."""
    return f"{NAME_AND_VERSION}，{QSysInfo.prettyProductName()}，Qt {qVersion()}"


def licence() -> str:
    """Return the words of the program's own licence."""
    return _words(LICENCE_FILES)


def others() -> str:
    """Return the notice of other people's work, as shipped; from source only the fonts', and where to ask."""
    return _words(OTHERS_FILES) or f"{OF_SOURCE}\n\n{_words(FONT_FILES)}"


def _words(files: Sequence[str]) -> str:
    """Return the words of the first of some files that is there; nothing where none is."""
    for file in (paths.papers() / name for name in files):
        if file.is_file():
            return file.read_text(encoding="utf-8", errors="replace")
    return ""


def _icon() -> QIcon:
    icon, folder = QIcon(), paths.resources() / "icons"
    for size in (48, 256):
        icon.addFile(str(folder / f"app-{size}.png"))
    return icon

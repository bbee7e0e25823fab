"""A picture of the guide at its full size; it is scrolled where the screen is smaller."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui import style

MOST = 0.95  # of the screen


class PictureDialog(QDialog):
    """Shows one picture; arrow keys scroll, Esc closes."""

    def __init__(self, file: Path, caption: str, parent: QWidget | None = None) -> None:
        """Show the picture as large as what it shows is on the screen."""
        super().__init__(parent)
        self.setWindowTitle(caption)
        self.picture = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.picture.setAccessibleName(caption)
        self.picture.setStyleSheet(f"border: 1px solid {style.BORDER.name()}")  # it is not the window itself
        self.picture.setPixmap(self._enlarged(QPixmap(str(file))))
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setWidget(self.picture)
        self.area.setAccessibleName(caption)
        self.close_button = QPushButton("关闭（Esc）")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*map(style.px, (12, 12, 12, 10)))
        column.setSpacing(style.px(8))
        column.addWidget(self.area, 1)
        column.addLayout(foot)
        edges = QSize(style.px(24), style.px(30) + self.close_button.sizeHint().height())
        self.resize((self.picture.sizeHint() + edges).boundedTo(self.screen().availableSize() * MOST))
        self.area.setFocus()

    def _enlarged(self, picture: QPixmap) -> QPixmap:
        """Return the picture at the present zoom, sharp on a dense screen."""
        ratio = self.devicePixelRatioF()
        width = round(style.px(picture.width()) * ratio)
        shown = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        return shown

"""A panel that scrolls up and down where the window is too low for it, and fills the room where there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from gui import style


class Roomy(QScrollArea):
    """Holds what is inside at its full width; asks for little height itself."""

    def __init__(self, inside: QWidget) -> None:
        """Hold a widget."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring into view what has the keyboard now."""
        if now is not None and self.widget().isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, style.px(8))

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of what is inside, and for a few lines."""
        inside = self.widget().minimumSizeHint().width()
        return QSize(inside + self.verticalScrollBar().sizeHint().width(), style.px(80))


def in_room(owner: QWidget, inside: QWidget) -> None:
    """Make an owner show what is inside, scrolling where the window is too low."""
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Roomy(inside))

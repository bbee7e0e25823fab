"""What can wait until a widget has painted itself: the person sees, and can type, before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class OncePainted(QObject):
    """Calls something once, right after a widget's first painting, if the widget can still be seen then."""

    def __init__(self, widget: QWidget, call: Callable[[], object]) -> None:
        """Watch a widget that has not been shown yet."""
        super().__init__(widget)
        self._widget = widget
        self._call = call
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._after)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first painting."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon.start()
        return False

    def _after(self) -> None:
        if not self._widget.isVisible():  # gone behind another page: the next painting is the first then
            self._widget.installEventFilter(self)
            return
        self._call()
        self.deleteLater()

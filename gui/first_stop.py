"""A page that hands the keyboard on to one of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent


class FirstStop(QWidget):
    """Whoever gives it the keyboard gives it to its first stop.

    Qt's focus proxy does the same but bends the way of the Tab key: what stands before the proxy is left
    out, or the Tab key never leaves the page.
    """

    _leads_to: QWidget | None = None

    def lead_to(self, part: QWidget) -> None:
        """Hand the keyboard on to a part from now on."""
        self._leads_to = part

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the first stop."""
        if self._leads_to is None:
            super().setFocus(reason)
        else:
            self._leads_to.setFocus(reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass on the keyboard that Qt itself gives to the page."""
        if self._leads_to is None:
            super().focusInEvent(event)
        else:
            self._leads_to.setFocus(event.reason())

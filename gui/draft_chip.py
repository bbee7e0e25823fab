"""草稿 · 第 2 稿: how the report stands against its newest draft, and the menu of what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from core.session import Session
from gui import style
from gui.draft_words import standing
from gui.fields import plain_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LIKE = {"sent": "explain"}  # what looks the same


class DraftChip(QToolButton):
    """Shows the standing in long or short words; opens the menu of drafts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without words; the window fills the menu."""
        super().__init__(parent)
        self.words = ("草稿", "草稿")  # long, short
        self.drafts = QMenu(self)
        self.setMenu(self.drafts)
        self.setObjectName("draft")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._state = ""
        self._paint("blank")

    def show_session(self, session: Session) -> bool:
        """Show how the report stands; tell whether the words are others now."""
        now = standing(session)
        changed = self.words != (now.words, now.short)
        if changed or self._state != now.state:
            self.words = (now.words, now.short)
            self._paint(now.state)
            self.setToolTip(plain_tip(f"{now.words}\n送审、签发、与以前的稿相比、核对纸质稿"))
            self.setAccessibleName(f"送审稿：{now.words}")
        return changed

    def _paint(self, state: str) -> None:
        self._state = state
        self.setText(self.words[0])
        style.show_state(self, LIKE.get(state, state))

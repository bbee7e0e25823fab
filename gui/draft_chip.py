"""草稿 · 第 2 稿: how the report stands against its newest draft, and the menu of what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from core.session import Session
from gui import style
from gui.draft_words import standing
from gui.fields import plain_tip

HEIGHT = 24  # pixels
TINTS = {  # ground and ink; the objects change with the light, so they may be kept
    "blank": (style.BACKGROUND, style.MUTED),
    "sent": (style.EXPLAIN_TINT, style.EXPLAIN),
    "explain": (style.EXPLAIN_TINT, style.EXPLAIN),
    "complete": (style.GOOD_TINT, style.GOOD),
}


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
        tint, ink = TINTS[state]
        self.setText(self.words[0])
        self.setStyleSheet(
            f"QToolButton {{ background: {tint.name()}; color: {ink.name()}; border: 1px solid {tint.name()};"
            f" border-radius: {style.px(HEIGHT // 2)}px; padding: 0 {_edge(20)}px 0 {_edge(10)}px;"
            f" min-height: {style.px(HEIGHT - 2)}px; font-weight: bold; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {ink.name()}; }}"
            f"QToolButton::menu-indicator {{ subcontrol-position: right center; right: {_edge(6)}px;"
            f" width: {_edge(8)}px; }}"
        )


def _edge(pixels: int) -> int:
    """Return an edge that does not grow with the zoom: the words need the room."""
    return min(style.px(pixels), pixels)

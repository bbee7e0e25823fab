"""Colours, measures and the style sheet: one quiet background, white cards, one blue for what is active.

Red is only for "must fix", amber for "explain", green for "agrees"; every state also has a sign, because
colour alone tells nothing to some people (PRODUCT.md 1).
"""

from __future__ import annotations

from PySide6.QtGui import QColor

BACKGROUND = QColor("#eef1f6")
CARD = QColor("#ffffff")
BORDER = QColor("#d6dce5")
GRID = QColor("#cdd5e0")
INK = QColor("#1b2430")
MUTED = QColor("#5d6b7c")
FAINT = QColor("#8b97a6")  # last year's figures, never alone the bearer of a state
ACTIVE = QColor("#1f5ca8")
ACTIVE_TINT = QColor("#e3eefb")
COMPUTED = QColor("#eaf1fa")
COMPUTED_INK = QColor("#17437c")
HEADING = QColor("#f4f6fa")
HATCH = QColor("#dde3ec")
ERROR = QColor("#b3261e")
ERROR_TINT = QColor("#fde7e5")
EXPLAIN = QColor("#8a5a00")
EXPLAIN_TINT = QColor("#fdf1d6")
GOOD = QColor("#1a7a45")
GOOD_TINT = QColor("#e3f4e9")
LEFT_SIDE = QColor("#dcebfb")  # one side of a failing equation
RIGHT_SIDE = QColor("#fde7e5")  # the other side

SIGNS = {"error": "✕", "explain": "！", "complete": "✓", "blank": "○"}

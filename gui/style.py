"""Colours, measures and the style sheet: one quiet background, white cards, one blue for what is active.

Red is only for "must fix", amber for "explain", green for "agrees"; every state also has a sign, because
colour alone tells nothing to some people (PRODUCT.md 1).
"""

from __future__ import annotations

import functools

from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QImage, QPalette, QPixmap

from core import paths
from core.errors import FontMissing

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

BODY_SIZE = 10.5  # points, at 96 dpi 14 pixels
SMALL = 12  # pixels
PANEL_WIDTH = 332
CARD_RADIUS = 8

_SYSTEM_FONTS = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
_BUNDLED = ("GKHei-Regular.ttf", "GKHei-Bold.ttf")
_DENSITY = 3  # symbols are drawn for screens up to this scale
_RARE = "GKSong-Regular.ttf"  # draws the rare characters of names that no ordinary font has


def load_fonts() -> QFont:
    """Return the interface font: the system's Chinese one, else the bundled one.

    Raises ``FontMissing`` where the system has none and the program's own file is missing or damaged.
    """
    present = set(QFontDatabase.families())
    family = next((name for name in _SYSTEM_FONTS if name in present), "") or _bundled()
    font = QFont(family)
    font.setPointSizeF(BODY_SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _bundled() -> str:
    families = [_register(name) for name in _BUNDLED]
    return families[0]


def _register(name: str) -> str:
    file = paths.resources() / "fonts" / name
    number = QFontDatabase.addApplicationFont(str(file))
    if number < 0:
        raise FontMissing(f"程序的字体文件 {name} 不见了或已损坏。", "请重新安装程序。")
    return QFontDatabase.applicationFontFamilies(number)[0]


def load_rare_font() -> None:
    """Make rare characters visible too; called after the first paint because the file is large."""
    _register(_RARE)


def icon(name: str, colour: QColor = INK) -> QIcon:
    """Return one of the program's symbols in a colour; drawn once."""
    return _drawn(name, colour.name())


@functools.cache
def _drawn(name: str, colour: str) -> QIcon:
    svg = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    large = svg.replace('width="24" height="24"', f'width="{24 * _DENSITY}" height="{24 * _DENSITY}"')
    image = QImage.fromData(large.replace("currentColor", colour).encode())
    image.setDevicePixelRatio(_DENSITY)
    return QIcon(QPixmap.fromImage(image))


def palette() -> QPalette:
    """Return the light palette that every widget starts from."""
    colours = QPalette(BACKGROUND)
    for role, colour in (
        (QPalette.ColorRole.Window, BACKGROUND),
        (QPalette.ColorRole.Base, CARD),
        (QPalette.ColorRole.AlternateBase, HEADING),
        (QPalette.ColorRole.Button, CARD),
        (QPalette.ColorRole.WindowText, INK),
        (QPalette.ColorRole.Text, INK),
        (QPalette.ColorRole.ButtonText, INK),
        (QPalette.ColorRole.PlaceholderText, FAINT),
        (QPalette.ColorRole.Highlight, ACTIVE),
        (QPalette.ColorRole.HighlightedText, CARD),
        (QPalette.ColorRole.ToolTipBase, INK),
        (QPalette.ColorRole.ToolTipText, CARD),
        (QPalette.ColorRole.Link, ACTIVE),
    ):
        colours.setColor(role, colour)
    return colours


def sheet() -> str:
    """Return the style sheet of the whole window."""
    return f"""
#top, #foot {{ background: {CARD.name()}; }}
#top {{ border-bottom: 1px solid {BORDER.name()}; }}
#foot {{ border-top: 1px solid {BORDER.name()}; }}
#unit {{ font-size: 16px; font-weight: bold; }}
#saved, #foot QLabel, .muted, *[muted="true"] {{ color: {MUTED.name()}; }}
*[card="true"] {{
  background: {CARD.name()}; border: 1px solid {BORDER.name()}; border-radius: {CARD_RADIUS}px;
}}
*[heading="true"] {{ font-weight: bold; }}
QPushButton, QToolButton {{
  background: {CARD.name()}; border: 1px solid {BORDER.name()}; border-radius: 6px; padding: 4px 12px;
  min-height: 20px;
}}
QToolButton[popupMode="2"] {{ padding-left: 10px; padding-right: 22px; }}
QToolButton::menu-indicator {{ subcontrol-position: right center; right: 8px; width: 8px; }}
QPushButton:hover, QToolButton:hover {{ background: {ACTIVE_TINT.name()}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {BORDER.name()}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {ACTIVE.name()}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {FAINT.name()}; }}
*[primary="true"] {{
  background: {ACTIVE.name()}; color: white; border: 1px solid {ACTIVE.name()}; font-weight: bold;
}}
*[primary="true"]:hover {{ background: {ACTIVE.lighter(112).name()}; }}
*[primary="true"]:disabled {{
  background: {BORDER.name()}; border-color: {BORDER.name()}; color: {MUTED.name()};
}}
*[primary="true"]:focus {{ border: 2px solid {INK.name()}; }}
*[flat="true"] {{ background: transparent; border: 1px solid transparent; padding: 4px 6px; }}
*[flat="true"]:hover {{ background: {ACTIVE_TINT.name()}; }}
*[flat="true"]:focus {{ border: 1px solid {ACTIVE.name()}; }}
*[link="true"] {{
  background: transparent; border: 1px solid transparent; color: {ACTIVE.name()}; text-decoration: underline;
  padding: 2px 4px;
}}
*[link="true"]:focus {{ border: 1px solid {ACTIVE.name()}; }}
QLineEdit, QComboBox, QPlainTextEdit, QSpinBox {{
  background: {CARD.name()}; border: 1px solid {BORDER.name()}; border-radius: 6px; padding: 4px 8px;
  selection-background-color: {ACTIVE.name()}; selection-color: white;
}}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus {{
  border: 1px solid {ACTIVE.name()};
}}
QLineEdit:read-only {{ background: {HEADING.name()}; color: {MUTED.name()}; }}
QMenu {{ background: {CARD.name()}; border: 1px solid {BORDER.name()}; padding: 4px; }}
QMenu::item {{ padding: 5px 28px 5px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {ACTIVE_TINT.name()}; color: {INK.name()}; }}
QMenu::item:disabled {{ color: {FAINT.name()}; }}
QMenu::separator {{ height: 1px; background: {BORDER.name()}; margin: 4px 8px; }}
QToolTip {{ background: {INK.name()}; color: white; border: none; padding: 6px 8px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {GRID.darker(108).name()}; border-radius: 4px; min-height: 32px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{
  background: {GRID.darker(108).name()}; border-radius: 4px; min-width: 32px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QSplitter::handle {{ background: transparent; }}
"""

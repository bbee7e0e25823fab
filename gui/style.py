"""Colours, measures and the style sheet: one quiet background, white cards, one blue for what is active.

Red is only for "must fix", amber for "explain", green for "agrees"; every state also has a sign, because
colour alone tells nothing to some people (PRODUCT.md 1). Every colour has a light and a dark value; the
objects stay the same when the system turns dark, so whoever paints with ``style.INK`` paints rightly. Sizes
are given in pixels at 100 per cent and pass through ``px`` where a widget is built.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from core import paths
from core.errors import FontMissing

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication, QWidget

_PAIRS: list[tuple[QColor, str, str]] = []


def _pair(light: str, dark: str) -> QColor:
    """Return a colour that ``set_dark`` turns from its light value to its dark one and back."""
    colour = QColor(light)
    _PAIRS.append((colour, light, dark))
    return colour


BACKGROUND = _pair("#eef1f6", "#14181d")
CARD = _pair("#ffffff", "#1e242b")
BORDER = _pair("#d6dce5", "#3a434f")
GRID = _pair("#cdd5e0", "#414b58")
INK = _pair("#1b2430", "#e4e9ef")
MUTED = _pair("#566374", "#a9b5c3")
FAINT = _pair("#616e7d", "#95a2b1")  # last year's figures, never alone the bearer of a state
ACTIVE = _pair("#1f5ca8", "#6ea8ee")
ACTIVE_INK = _pair("#163f75", "#a6caf7")  # words on the active tint
ON_ACTIVE = _pair("#ffffff", "#0d1a2a")  # words on the active colour itself
ACTIVE_TINT = _pair("#e3eefb", "#22344b")
COMPUTED = _pair("#eaf1fa", "#222e3d")
COMPUTED_INK = _pair("#17437c", "#a9c9f2")
HEADING = _pair("#f4f6fa", "#262d36")
LABEL = _pair("#fafbfd", "#20262e")  # row names of a table, quieter than headings
HATCH = _pair("#dde3ec", "#333d49")
ERROR = _pair("#b3261e", "#ff9d94")
ERROR_TINT = _pair("#fde7e5", "#4a2523")
EXPLAIN = _pair("#835500", "#f0bd62")
EXPLAIN_TINT = _pair("#fdf1d6", "#44371c")
GOOD = _pair("#17703f", "#77d3a0")
GOOD_TINT = _pair("#e3f4e9", "#1d3a2a")
LEFT_SIDE = _pair("#dcebfb", "#243c58")  # one side of a failing equation
RIGHT_SIDE = _pair("#fde7e5", "#4a2523")  # the other side

TINTS = {  # ground and ink of a state; the objects change with the light, so they may be kept
    "blank": (BACKGROUND, MUTED),
    "explain": (EXPLAIN_TINT, EXPLAIN),
    "error": (ERROR_TINT, ERROR),
    "complete": (GOOD_TINT, GOOD),
}

SIGNS = {"error": "✕", "explain": "！", "complete": "✓", "blank": "○"}

BODY_SIZE = 10.5  # points, at 96 dpi 14 pixels
SMALL = 12  # pixels
BOX_EDGE = 140  # per cent: as much as the style darkens it
PANEL_WIDTH = 332
CARD_RADIUS = 8

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)  # per cent

_SYSTEM_FONTS = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC")
_BUNDLED = ("GKHei-Regular.ttf", "GKHei-Bold.ttf")
_DENSITY = 3  # symbols are drawn for screens up to this scale
_RARE = "GKSong-Regular.ttf"  # draws the rare characters of names that no ordinary font has


class _Look:
    """How large and in which light the window is drawn: the one thing about the screen that all share."""

    percent = 100
    dark = False


def px(size: float) -> int:
    """Return a size in pixels at the present zoom."""
    return round(size * _Look.percent / 100)


def pt(size: float) -> float:
    """Return a font size in points at the present zoom."""
    return size * _Look.percent / 100


def zoom() -> int:
    """Return the present zoom in per cent."""
    return _Look.percent


def set_zoom(percent: int) -> None:
    """Take another zoom; what is built from now on is drawn in it."""
    _Look.percent = min(max(percent, ZOOMS[0]), ZOOMS[-1])


def is_dark() -> bool:
    """Tell whether the dark values of the colours are in use."""
    return _Look.dark


def set_dark(*, dark: bool) -> None:
    """Give every colour its dark or its light value."""
    _Look.dark = dark
    for colour, by_day, by_night in _PAIRS:
        colour.setRgba(QColor(by_night if dark else by_day).rgba())


def show_state(part: QWidget, state: str) -> None:
    """Colour a part by its state, one of ``TINTS``, where the style sheet has a rule for it.

    Asking for the style loads a large class: whoever is built before the first painting says its state then.
    """
    if part.property("state") == state:
        return
    part.setProperty("state", state)
    if part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it is still to be dressed
        part.style().unpolish(part)
        part.style().polish(part)


def show_ink(words: QWidget, ink: QColor, *, bold: bool = False) -> None:
    """Write words in a colour; a style sheet of their own would cost as much as building them."""
    colours = QPalette()
    colours.setColor(QPalette.ColorRole.WindowText, ink)
    words.setPalette(colours)
    if words.font().bold() is not bold:
        font = QFont(words.font())
        font.setBold(bold)
        words.setFont(font)


def load_fonts() -> QFont:
    """Return the interface font: the system's Chinese one, else the bundled one.

    Raises ``FontMissing`` where the system has none and the program's own file is missing or damaged.
    """
    family = next(filter(QFontDatabase.hasFamily, _SYSTEM_FONTS), "") or _bundled()
    font = QFont(family)
    font.setPointSizeF(pt(BODY_SIZE))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _bundled() -> str:
    families = [_register(name) for name in _BUNDLED]
    return families[0]


@functools.cache
def _register(name: str) -> str:
    file = paths.resources() / "fonts" / name
    number = QFontDatabase.addApplicationFont(str(file))
    if number < 0 and file.is_file():  # on some systems a folder with Chinese in its name is no place for it
        number = QFontDatabase.addApplicationFontFromData(file.read_bytes())
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
    from PySide6.QtGui import QIcon, QPixmap  # noqa: PLC0415 - dear to load, not needed to paint

    svg = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    large = svg.replace('width="24" height="24"', f'width="{24 * _DENSITY}" height="{24 * _DENSITY}"')
    picture = QPixmap()
    picture.loadFromData(large.replace("currentColor", colour).encode())
    picture.setDevicePixelRatio(_DENSITY)
    return QIcon(picture)


def palette() -> QPalette:
    """Return the palette that every widget starts from."""
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
        (QPalette.ColorRole.HighlightedText, ON_ACTIVE),
        (QPalette.ColorRole.ToolTipBase, INK),
        (QPalette.ColorRole.ToolTipText, CARD),
        (QPalette.ColorRole.Link, ACTIVE),
    ):
        colours.setColor(role, colour)
    return colours


def dress(app: QApplication) -> None:
    """Give the whole program the present font, colours and sizes; raises ``FontMissing``."""
    app.setPalette(palette())
    boxes = palette()  # the style draws the edge of a box darker than the window, which nobody sees at night
    boxes.setColor(QPalette.ColorRole.Window, MUTED.lighter(BOX_EDGE))
    for kind in ("QCheckBox", "QRadioButton"):
        app.setPalette(boxes, kind)  # type: ignore[arg-type] # it takes a name, whatever its types say
    app.setFont(load_fonts())
    app.setStyleSheet(sheet())


def system_is_dark() -> bool:
    """Tell whether the system asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _edge(size: int) -> int:
    """Return an edge inside the bar at the top; it does not grow with the zoom: the words need the room."""
    return min(px(size), size)


def _states(place: str, *, edge: bool = False) -> str:
    """Return the rules for one part of the bar at the top that is coloured by its state (``show_state``).

    With an edge it is one that can be pressed: the edge is seen when the mouse or the keyboard is there.
    """
    rules = []
    for name, (tint, ink) in TINTS.items():
        here = f'{place}[state="{name}"]'
        line = f"border: 1px solid {tint.name()};" if edge else ""
        rules.append(f"{here} {{ background: {tint.name()}; color: {ink.name()}; {line} }}")
        if edge:
            rules.append(f"{here}:hover, {here}:focus {{ border-color: {ink.name()}; }}")
    return "\n".join(rules)


def sheet() -> str:
    """Return the style sheet of the whole window."""
    return f"""
#top, #foot {{ background: {CARD.name()}; }}
#top {{ border-bottom: 1px solid {BORDER.name()}; }}
#foot {{ border-top: 1px solid {BORDER.name()}; }}
#unit {{ font-size: {px(16)}px; font-weight: bold; }}
#top #unit {{ padding-left: {px(2)}px; }}
#chip {{ font-weight: bold; border-radius: {px(12)}px; padding: 0 {_edge(10)}px; }}
#top #draft {{
  font-weight: bold; border-radius: {px(11)}px;
  padding: 0 {_edge(20)}px 0 {_edge(10)}px; min-height: {px(22)}px;
}}
#top #draft::menu-indicator {{ subcontrol-position: right center; right: {_edge(7)}px; width: {_edge(8)}px; }}
{_states("#chip")}
{_states("#top #draft", edge=True)}
#tabs::scroller {{ width: {px(48)}px; }}
#tabs QToolButton {{ padding: 0; }}
Choice::drop-down {{ border: none; width: {px(28)}px; }}
#saved, #foot QLabel, .muted, *[muted="true"] {{ color: {MUTED.name()}; }}
*[card="true"] {{
  background: {CARD.name()}; border: 1px solid {BORDER.name()}; border-radius: {px(CARD_RADIUS)}px;
}}
*[heading="true"] {{ font-weight: bold; }}
QPushButton, QToolButton {{
  background: {CARD.name()}; border: 1px solid {BORDER.name()}; border-radius: {px(6)}px;
  padding: {px(4)}px {px(12)}px;
  min-height: {px(20)}px;
}}
QToolButton[popupMode="2"] {{ padding-left: {px(10)}px; padding-right: {px(22)}px; }}
QToolButton::menu-indicator {{ subcontrol-position: right center; right: {px(8)}px; width: {px(8)}px; }}
#top QToolButton[popupMode="2"] {{ padding-left: {_edge(10)}px; padding-right: {_edge(24)}px; }}
#top QToolButton::menu-indicator {{ right: {_edge(7)}px; width: {_edge(10)}px; }}
QPushButton:hover, QToolButton:hover {{ background: {ACTIVE_TINT.name()}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {BORDER.name()}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {ACTIVE.name()}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {FAINT.name()}; }}
*[primary="true"] {{
  background: {ACTIVE.name()}; color: {ON_ACTIVE.name()}; border: 1px solid {ACTIVE.name()};
  font-weight: bold;
}}
*[primary="true"]:hover {{ background: {ACTIVE.lighter(112).name()}; }}
*[primary="true"]:disabled {{
  background: {BORDER.name()}; border-color: {BORDER.name()}; color: {MUTED.name()};
}}
*[primary="true"]:focus {{ border: {px(2)}px solid {INK.name()}; }}
*[flat="true"] {{ background: transparent; border: 1px solid transparent; padding: {px(4)}px {px(6)}px; }}
*[flat="true"]:hover {{ background: {ACTIVE_TINT.name()}; }}
*[flat="true"]:focus {{ border: 1px solid {ACTIVE.name()}; }}
*[link="true"] {{
  background: transparent; border: 1px solid transparent; color: {ACTIVE.name()}; text-decoration: underline;
  padding: {px(2)}px {px(4)}px;
}}
QPushButton[left="true"] {{ text-align: left; }}
*[link="true"]:focus {{ border: 1px solid {ACTIVE.name()}; }}
QLineEdit, QComboBox, QPlainTextEdit, QSpinBox {{
  background: {CARD.name()}; border: 1px solid {BORDER.name()}; border-radius: {px(6)}px;
  padding: {px(4)}px {px(8)}px;
  selection-background-color: {ACTIVE.name()}; selection-color: {ON_ACTIVE.name()};
}}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus {{
  border: 1px solid {ACTIVE.name()};
}}
QLineEdit:read-only {{ background: {HEADING.name()}; color: {MUTED.name()}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(14)}px; height: {px(14)}px; }}
QMenu {{ background: {CARD.name()}; border: 1px solid {BORDER.name()}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(5)}px {px(28)}px {px(5)}px {px(16)}px; border-radius: {px(4)}px; }}
QMenu::item:selected {{ background: {ACTIVE_TINT.name()}; color: {INK.name()}; }}
QMenu::item:disabled {{ color: {FAINT.name()}; }}
QMenu::separator {{ height: 1px; background: {BORDER.name()}; margin: {px(4)}px {px(8)}px; }}
QToolTip {{ background: {INK.name()}; color: {CARD.name()}; border: none; padding: {px(6)}px {px(8)}px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{
  background: {GRID.darker(108).name()}; border-radius: {px(4)}px; min-height: {px(32)}px;
}}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}px; margin: {px(2)}px; }}
QScrollBar::handle:horizontal {{
  background: {GRID.darker(108).name()}; border-radius: {px(4)}px; min-width: {px(32)}px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QSplitter::handle {{ background: transparent; }}
#side-tabs::tab {{
  background: transparent; border: none; border-bottom: {px(2)}px solid transparent; color: {MUTED.name()};
  padding: {px(4)}px {px(10)}px; margin: 0 {px(2)}px;
}}
#side-tabs::tab:selected {{
  color: {ACTIVE_INK.name()}; border-bottom-color: {ACTIVE.name()}; font-weight: bold;
}}
#side-tabs::tab:selected:focus {{ background: {ACTIVE_TINT.name()}; }}
"""

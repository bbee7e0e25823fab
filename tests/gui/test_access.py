"""Comfort for all: names for screen readers, the keyboard, contrast, and nothing cut off at any zoom."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import start, style
from gui.bridge import Bridge
from gui.settings import Settings
from gui.window import Window

ENOUGH = 4.5  # contrast of words on their ground (WCAG AA)

INK_ON_GROUND = (
    *((ink, ground) for ink in ("INK", "MUTED", "FAINT") for ground in ("CARD", "BACKGROUND", "HEADING")),
    *((ink, "CARD") for ink in ("ACTIVE", "ERROR", "EXPLAIN", "GOOD", "COMPUTED_INK")),
    ("COMPUTED_INK", "COMPUTED"),
    ("FAINT", "COMPUTED"),
    ("INK", "LEFT_SIDE"),
    ("INK", "RIGHT_SIDE"),
    ("INK", "ACTIVE_TINT"),
    ("ACTIVE_INK", "ACTIVE_TINT"),
    ("ON_ACTIVE", "ACTIVE"),
    ("ERROR", "ERROR_TINT"),
    ("EXPLAIN", "EXPLAIN_TINT"),
    ("GOOD", "GOOD_TINT"),
)


@pytest.fixture
def plain(dressed: None, qapp: QApplication) -> Iterator[None]:
    """Whatever a test does to zoom and light is taken back."""
    assert dressed is None
    yield
    style.set_zoom(100)
    style.set_dark(dark=False)
    style.dress(qapp)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, plain: None) -> Iterator[Window]:
    assert plain is None
    session = start.sample(tmp_path)
    session.apply({"applications.unable.not_held.natural_person": 31}, "填写")
    made = Window(Bridge(session), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_first()
    made.complete()
    yield made
    made.close()


def luminance(colour: QColor) -> float:
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        share / 12.92 if share <= 0.03928 else float(((share + 0.055) / 1.055) ** 2.4) for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), INK_ON_GROUND, ids="/".join)
def test_words_stand_out_from_their_ground(ink: str, ground: str, light: str, plain: None) -> None:
    assert plain is None
    style.set_dark(dark=light == "dark")
    assert contrast(getattr(style, ink), getattr(style, ground)) >= ENOUGH


def places(window: Window) -> Iterator[str]:
    """Show every page and every panel in turn; yield its name."""
    for tab in window.tabs.ids:
        window.go_to(tab)
        QApplication.processEvents()
        yield tab
    for panel in window.side.ids:
        window.side.open(panel)
        QApplication.processEvents()
        yield panel


def seen(window: Window, kind: type[QWidget] | tuple[type[QWidget], ...]) -> list[QWidget]:
    """The visible widgets of a kind, without the corner of a table view, which is covered."""
    return [
        part
        for part in window.findChildren(QWidget)
        if isinstance(part, kind) and part.isVisible() and type(part) is not QAbstractButton
    ]


def test_everything_that_takes_the_keyboard_has_a_name_for_screen_readers(window: Window) -> None:
    nameless = []
    for place in places(window):
        for part in seen(window, (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)) + [
            part
            for part in seen(window, QWidget)
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not isinstance(part, QScrollArea)
            and part.window() is window
        ]:
            spoken = QAccessible.queryAccessibleInterface(part)
            if part.objectName().startswith("qt_") or isinstance(part.parent(), QComboBox):
                continue
            if not spoken.text(QAccessible.Text.Name).strip():
                nameless.append(f"{place}: {type(part).__name__} {part.objectName()}")
    assert sorted(set(nameless)) == []


def test_every_button_and_field_is_reached_with_tab_or_a_key_of_its_own(window: Window) -> None:
    unreachable = []
    for place in places(window):
        for part in seen(window, (QAbstractButton, QLineEdit, QComboBox)):
            reads_only = isinstance(part, QLineEdit) and part.isReadOnly()
            inside = isinstance(part.parent(), QLineEdit | QComboBox) or part.objectName().startswith(
                "Scroll"
            )
            group = part.group() if isinstance(part, QAbstractButton) else None
            inside = inside or (group is not None and group.exclusive())  # the arrows go on in it
            if not (part.focusPolicy() & Qt.FocusPolicy.TabFocus) and not reads_only and not inside:
                words = part.text() if isinstance(part, QAbstractButton | QLineEdit) else ""
                unreachable.append(f"{place}: {type(part).__name__} {words or part.toolTip()}")
    assert sorted(set(unreachable)) == []


@pytest.mark.parametrize("percent", style.ZOOMS)
def test_no_words_are_cut_off_at_any_zoom(percent: int, window: Window) -> None:
    window.set_zoom(percent)
    cut = []
    for place in places(window):
        assert window.width() <= 1366, place
        assert window.height() <= 768, place
        cut += [f"{place}: {words}" for words in cut_words(window)]
    assert sorted(set(cut)) == []


def cut_words(window: Window) -> Iterator[str]:
    """Yield the words of labels and buttons that are given less room than they need."""
    for part in seen(window, QLabel):
        assert isinstance(part, QLabel)
        text = part.text()
        if not text or part.textFormat() is Qt.TextFormat.RichText:
            continue
        if part.wordWrap():
            if part.heightForWidth(part.width()) > part.height() + 1:
                yield text
        elif part.fontMetrics().horizontalAdvance(text) > part.contentsRect().width() + 1:
            yield text
    for part in seen(window, QAbstractButton):
        assert isinstance(part, QAbstractButton)
        if part.text() and part.fontMetrics().horizontalAdvance(part.text()) > part.width():
            yield part.text()

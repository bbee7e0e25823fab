"""The icons can be drawn, in any colour, and are the pictures of their drawings."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SYMBOLS = [
    "arrow-left",
    "arrow-right",
    "blank",
    "chevron-down",
    "chevron-right",
    "error",
    "explain",
    "ok",
    "redo",
    "undo",
]
DRAWING_BY_SIZE = [(16, "app-small"), (32, "app-small"), (48, "app"), (256, "app")]


def drawn(svg: str, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def inked(image: QImage) -> list[tuple[int, int]]:
    pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [(x, y) for x, y in pixels if image.pixelColor(x, y).alpha() > 0]


def test_these_are_all_the_symbols() -> None:
    assert sorted(path.stem for path in ICONS.glob("*.svg") if not path.stem.startswith("app")) == SYMBOLS


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_symbol_takes_the_colour_asked_for_and_stays_inside_its_square(name: str) -> None:
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    image = drawn(text.replace("currentColor", "#b42318"), 48)
    ink = inked(image)
    edge = {0, image.width() - 1}
    assert len(ink) > 50
    assert not [(x, y) for x, y in ink if x in edge or y in edge]
    assert "#b42318" in {image.pixelColor(x, y).name() for x, y in ink}


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_symbol_left_alone_is_dark_grey(name: str) -> None:
    image = drawn((ICONS / f"{name}.svg").read_text(encoding="utf-8"), 48)
    assert "#1f2937" in {image.pixelColor(x, y).name() for x, y in inked(image)}


@pytest.mark.parametrize(("size", "drawing"), DRAWING_BY_SIZE)
def test_the_application_icon_is_the_picture_of_its_drawing(size: int, drawing: str) -> None:
    picture = QImage(str(ICONS / f"app-{size}.png"))
    fresh = drawn((ICONS / f"{drawing}.svg").read_text(encoding="utf-8"), size)
    assert (picture.width(), picture.height()) == (size, size)
    difference = max(
        abs(picture.pixelColor(x, y).alpha() - fresh.pixelColor(x, y).alpha())
        + abs(picture.pixelColor(x, y).lightness() - fresh.pixelColor(x, y).lightness())
        for x in range(size)
        for y in range(size)
    )
    assert difference <= 8, "run packaging/icons.py"

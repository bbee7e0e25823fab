"""Renders the application icon of resources/icons to PNG; run it after app.svg or app-small.svg has changed.

.venv/bin/python packaging/icons.py
"""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
DRAWING_BY_SIZE = {16: "app-small.svg", 32: "app-small.svg", 48: "app.svg", 256: "app.svg"}


def rendered(drawing: Path, size: int) -> QImage:
    """A square picture of a drawing, `size` pixels wide, transparent around it."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def main() -> int:
    """Renders every size."""
    for size, drawing in DRAWING_BY_SIZE.items():
        target = ICONS / f"app-{size}.png"
        if not rendered(ICONS / drawing, size).save(str(target)):
            print(f"{target} could not be written", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The pictures are those of the window: taken anew by the script, one of them comes out as it is kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from core import guide
from core.writers.pdf import raster
from tests.house.tree import ROOT

ALIKE = (
    0.85  # share of the points; below it the window has another look, and packaging/guide.py wants to be run
)
STEP = 3


def taken(name: str, folder: Path) -> QImage:
    script = [sys.executable, str(ROOT / "packaging" / "guide.py"), "--to", str(folder), "--pictures", name]
    subprocess.run(script, env={**os.environ, "TMPDIR": str(folder)}, check=True, capture_output=True)
    return QImage(str(folder / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB32)


@pytest.mark.parametrize("name", ["cover", "export"])  # the second would show a folder of this PC
def test_a_picture_taken_anew_is_the_one_that_is_kept(name: str, tmp_path: Path) -> None:
    kept = QImage(str(guide.picture_file(f"{name}.png"))).convertToFormat(QImage.Format.Format_RGB32)
    anew = taken(name, tmp_path)
    assert anew.size() == kept.size()
    points = [(x, y) for x in range(0, kept.width(), STEP) for y in range(0, kept.height(), STEP)]
    alike = sum(kept.pixel(x, y) == anew.pixel(x, y) for x, y in points)
    assert alike / len(points) > ALIKE


def test_every_picture_goes_into_a_pdf_as_it_is() -> None:
    pictures = list(guide.picture_file("cover.png").parent.iterdir())
    assert pictures
    for file in pictures:
        read = raster.read(file)
        image = QImage(str(file))
        assert (read.width, read.height) == (image.width(), image.height())
        assert len(read.colours) // 3 <= 256

"""The floor for a PDF: the sample's text drawn line by line, no paragraphs, no tables.

As a programme (`python -m tests.bench.plain_pdf FILE`) it writes one such file.
"""

import sys
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SAMPLE = RESOURCES / "samples" / "xinzheng-2021.txt"
LINES, CHARACTERS, POINTS, LEADING = 22, 28, 16, 28.9


def load_font() -> None:
    """Make the body font known."""
    registerFont(TTFont("plain", str(RESOURCES / "fonts" / "GKFangSong-Regular.ttf")))


def draw(out: Path) -> None:
    """Write the sample's text to a PDF, 22 lines of 28 characters a page."""
    text = SAMPLE.read_text(encoding="utf-8-sig")
    lines = [
        line[at : at + CHARACTERS] for line in text.splitlines() for at in range(0, len(line), CHARACTERS)
    ]
    canvas = Canvas(str(out), pagesize=A4, invariant=1)
    for first in range(0, len(lines), LINES):
        canvas.setFont("plain", POINTS)
        for number, line in enumerate(lines[first : first + LINES]):
            canvas.drawString(79, 737 - number * LEADING, line)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    load_font()
    draw(Path(sys.argv[1]))

"""What stands on every page of a draft outside its text: the foot with its QR code, the watermark behind.

The grid of the text area and the page number stay where official papers have them. The watermark is drawn as
outlines, so that it is seen and never copied between the words.
"""

from __future__ import annotations

from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from core.writers.blocks import Stamp
from core.writers.page import HEIGHT, LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, TOP, WIDTH
from core.writers.pdf.faces import HEI, HEI_BOLD, Faces
from core.writers.pdf.outline import path

RULE = HEIGHT + 11 * MM  # all heights from the top of the text area, as for everything on a page
FIRST, SECOND = HEIGHT + 16 * MM, HEIGHT + 21.5 * MM  # the middles of the two lines
SMALL, CODE = 9.0, 10.5
SIDE = 14.5 * MM  # of the QR code
_QR_TOP = HEIGHT + 13 * MM
_GREY = 0.93
_LETTER, _APART = 96.0, 128.0  # of the watermark: its size, and from one character to the next
_TURNED = "0.866 0.5 -0.5 0.866"  # by 30 degrees
_QR, _MARK = "qr", "watermark"


class Foot:
    """The foot of one document's pages."""

    def __init__(self, stamp: Stamp, faces: Faces, canvas: Canvas) -> None:
        """Put the QR code and the watermark into the file, once for all pages."""
        self.stamp = stamp
        self._canvas = canvas
        self._form(_QR, _squares(stamp.qr))
        if stamp.watermark:
            self._form(_MARK, _letters(stamp.watermark, faces))

    def behind(self) -> None:
        """Draw what lies behind everything on a page."""
        if self.stamp.watermark:
            self._put(_MARK)

    def picture(self) -> None:
        """Draw the QR code."""
        self._put(_QR)

    def _put(self, name: str) -> None:
        self._canvas.addLiteral("/Artifact BMC")
        self._canvas.doForm(name)
        self._canvas.addLiteral("EMC")

    def texts(self, page: int, pages: int) -> list[list[tuple[str, str, float]]]:
        """Return the two lines of a page as (text, role, size)."""
        name, code, remark = self.stamp.first()
        return [
            [(name, HEI, SMALL), (code, HEI_BOLD, CODE), (remark, HEI, SMALL)],
            [(self.stamp.second(page, pages), HEI, SMALL)],
        ]

    def _form(self, name: str, drawn: str) -> None:
        self._canvas.beginForm(name, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
        self._canvas.addLiteral(drawn)
        self._canvas.endForm()


def _squares(text: tuple[str, str]) -> str:
    """Return the QR code as filled boxes at its place on the page, each row's neighbours in one."""
    import segno  # noqa: PLC0415 - only drafts need it

    words, digest = text
    code = segno.make([(words, None, "utf-8"), digest], error="m", micro=False, boost_error=False)  # type: ignore[arg-type] # the stub knows only one part
    matrix = list(code.matrix)
    one = SIDE / len(matrix)
    left, top = LEFT + WIDTH - SIDE, PAGE_HEIGHT - TOP - _QR_TOP
    boxes: list[str] = []
    for row, modules in enumerate(matrix, 1):
        column = 0
        for dark, run in groupby(modules):
            width = len(list(run))
            if dark:
                corner = f"{left + column * one:.2f} {top - row * one:.2f}"
                boxes.append(f"{corner} {width * one:.2f} {one:.2f} re")
            column += width
    return f"0 g {' '.join(boxes)} f"


def _letters(text: str, faces: Faces) -> str:
    """Return the watermark as outlines, turned, in the middle of the text area."""
    font = faces.font(HEI_BOLD)
    left = -((len(text) - 1) * _APART + _LETTER) / 2
    drawn = [
        path(font, sign, left + place * _APART, -_LETTER * 0.36, _LETTER) for place, sign in enumerate(text)
    ]
    across, up = LEFT + WIDTH / 2, PAGE_HEIGHT - TOP - HEIGHT / 2
    return f"q {_GREY} g {_TURNED} {across:.2f} {up:.2f} cm {' '.join(drawn)} f Q"

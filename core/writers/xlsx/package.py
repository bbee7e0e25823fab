"""The finished file: stored values in every formula cell, fixed dates, and the same bytes every time.

The library writes a formula without its value, so that viewers that do not calculate show empty totals.
The texts replaced here are our own library's output, in which ``<`` only ever opens a tag.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from core.values import plain
from core.writers.archive import archived
from core.writers.xlsx.canvas import Canvas, Stored

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v ?(?:/>|></v>)</c>')
_CHANGED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")
_PROGRAM = re.compile(r"(<Application>)[^<]*")
_SONG = '<name val="宋体"/><charset val="134"/><family val="3"/><sz val="11"/>'


class _InMemory(ExcelWriter):
    """The library's writer, its sheets kept in memory: the temporary folder may be full or missing."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile) -> None:
        """Write a workbook without charts and pictures."""
        super().__init__(book, archive)
        self._target = archive

    def write_worksheet(self, ws: Worksheet) -> None:
        """Put one sheet into the archive."""
        sheet = io.BytesIO()
        writer = WorksheetWriter(ws, sheet)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]  # noqa: SLF001 - as the library's own method does
        self._target.writestr(ws.path[1:], sheet.getvalue())
        self.manifest.append(ws)


def packed(book: Workbook) -> bytes:
    """Return the workbook as the library writes it, made without a temporary file, its parts as they are."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", allowZip64=True) as archive:
        _InMemory(book, archive).write_data()
    return result.getvalue()


def finish(data: bytes, drawn: Mapping[str, Canvas], changed: str) -> bytes:
    """Return the workbook with the values filled in.

    ``drawn`` holds for each part of the file (``xl/worksheets/sheet1.xml``) what was drawn there: what each
    formula shows, and which rows follow what is written into them; ``changed`` is the date of the report as
    ``2000-01-01T00:00:00Z``. Raises ``LookupError`` where formulas and values do not correspond, which is our
    fault and nobody else's.
    """
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as before:
        for name in before.namelist():
            part = before.read(name)
            if name in drawn:
                sheet = _fill(part.decode(), drawn[name].stored, name)
                part = _growing(sheet, drawn[name].growing).encode()
            elif name == "docProps/core.xml":
                part = _CHANGED.sub(rf"\g<1>{changed}", part.decode()).encode()
            elif name == "docProps/app.xml":
                part = _PROGRAM.sub(r"\g<1>公开年报", part.decode()).encode()
            elif name == "xl/styles.xml":
                part = _ordinary_font(part.decode()).encode()
            parts[name] = part
    return archived(parts)


def _ordinary_font(styles: str) -> str:
    """Make 宋体 the workbook's ordinary font: a column's width is counted in its digits."""
    return re.sub(r"<font>.*?</font>", f"<font>{_SONG}</font>", styles, count=1, flags=re.DOTALL)


def _growing(sheet: str, rows: Iterable[int]) -> str:
    """Take from some rows that their height was set by hand, so that they grow as they are filled in."""
    for row in rows:
        sheet = re.sub(rf'(<row r="{row}"[^>]*?) customHeight="(?:1|true)"', r"\1", sheet, count=1)
    return sheet


def _fill(sheet: str, shown: Mapping[str, Stored], name: str) -> str:
    seen: set[str] = set()

    def filled(match: re.Match[str]) -> str:
        address, attributes, formula = match[1], match[2], match[3]
        seen.add(address)
        value = shown[address]
        if isinstance(value, str):
            return f'<c r="{address}"{attributes} t="str"><f>{formula}</f><v>{escape(value)}</v></c>'
        number = value if isinstance(value, int) else plain(value)
        return f'<c r="{address}"{attributes}><f>{formula}</f><v>{number}</v></c>'

    result = _FORMULA.sub(filled, sheet)
    if seen != set(shown) or len(seen) != sheet.count("<f>"):
        message = f"formulas without a value in {name}: {sorted(set(shown) ^ seen)}"
        raise LookupError(message)
    return result

"""Excel workbooks: our own, filled in anywhere, by the names of their cells; others by their labels.

Formulas are never worked out: what counts is the figure that the workbook shows. ``book`` looks at cells,
``named`` reads by names, ``sheets`` turns other workbooks into lines for the recogniser.
"""

from __future__ import annotations

from core.readers import preflight, reader
from core.readers.preview import Preview
from core.readers.recognise import recognise
from core.readers.xlsx import named, sheets
from core.readers.xlsx.book import Book


@reader("xlsx", (".xlsx", ".xlsm"))
def read_workbook(name: str, data: bytes) -> Preview:
    """Read a report from a workbook.

    Raises ``NotText``, ``TooLarge`` and ``StrangePackage`` for what is no harmless workbook, ``NotAReport``
    and ``FormMissing`` as the recogniser does. What a broken one makes the library raise is left to the wall.
    """
    preflight.opened(name, data).close()
    book = Book(data)
    if named.is_ours(book):
        return named.read(name, book)
    return recognise(name, *sheets.lines(book))

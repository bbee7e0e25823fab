"""The three reports as PDF, and a PDF as a stranger opens it."""

import functools

import pypdfium2

from core.writers import pdf
from tests.writers.specimens import REPORTS, document

__all__ = ["REPORTS", "document", "text_of", "written"]


@functools.cache
def written(name: str) -> bytes:
    """One of the three as a PDF, read back by ourselves first."""
    data = pdf.write(document(name))
    pdf.verify(data, document(name))
    return data


def text_of(data: bytes) -> list[str]:
    """The text of every page as a viewer copies it."""
    pages = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in pages]
    finally:
        pages.close()

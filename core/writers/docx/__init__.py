"""The report as a Word file: the look of official papers in styles of Word's own, to be edited on.

GB/T 9704-2012 for the page, as the PDF has it; headings are Word's headings, tables real tables, fonts named
and not embedded. The same document gives the same bytes.
"""

from __future__ import annotations

from core.writers import writer
from core.writers.blocks import Document
from core.writers.docx.body import body
from core.writers.docx.package import packed
from core.writers.docx.readback import KIND, verify
from core.writers.refusals import refuse_characters

__all__ = ["verify", "write"]


@writer("docx", ".docx", verify)
def write(document: Document) -> bytes:
    """Return the file; raises ``OddCharacter`` for a character that no such file can hold, with its place."""
    refuse_characters(document, KIND)
    return packed(document, body(document))

"""The specimen reports as web pages, with and without charts; a page as a stranger opens it."""

import functools
import io
from xml.etree import ElementTree as ET

import html5lib

from core.report import Report
from core.writers import charts, html
from core.writers.blocks import Document
from tests.writers import specimens

Element = ET.Element


def last_year() -> Report:
    """The sample as the report of the year before: something to compare with."""
    report = specimens.sample()
    return Report(report.form, report.year - 1, report.entries)


@functools.cache
def document(name: str, *, charted: bool = False) -> Document:
    """One of the three as a document; the all-zero one has no last year to compare with."""
    plain = specimens.document(name)
    if not charted:
        return plain
    before = None if name == "zeros" else last_year()
    return plain._replace(blocks=plain.blocks + charts.annex(specimens.REPORTS[name](), before))


@functools.cache
def written(name: str, *, charted: bool = False) -> bytes:
    """One of the three as a page, read back by ourselves first."""
    data = html.write(document(name, charted=charted))
    html.verify(data, document(name, charted=charted))
    return data


def parsed(data: bytes) -> Element:
    """A page as the strict parser of the standard reads it; any fault in it is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(io.BytesIO(data), transport_encoding="utf-8")
    return root


def said(element: Element) -> str:
    """All words in an element."""
    return "".join(element.itertext())

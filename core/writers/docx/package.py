"""The finished file: its parts, what it says of itself, and the same bytes every time.

Written by ourselves and not from a library's template: that would bring its own names, picture and dates.
"""

from __future__ import annotations

from datetime import MAXYEAR
from xml.sax.saxutils import escape

from core.writers.archive import archived
from core.writers.blocks import Document
from core.writers.docx import styles
from core.writers.docx.body import FOOTERS, Body, footer
from core.writers.docx.markup import DECLARATION, RELATIONS, element, part

PROGRAM = "公开年报"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "/word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "/word/styles.xml": f"{_OFFICE}.wordprocessingml.styles+xml",
    "/word/settings.xml": f"{_OFFICE}.wordprocessingml.settings+xml",
    "/word/fontTable.xml": f"{_OFFICE}.wordprocessingml.fontTable+xml",
    "/word/footer1.xml": f"{_OFFICE}.wordprocessingml.footer+xml",
    "/word/footer2.xml": f"{_OFFICE}.wordprocessingml.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
}


def packed(document: Document, body: Body) -> bytes:
    """Return the file that holds a text."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("rId1", f"{RELATIONS}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{RELATIONS}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": _about(document),
        "docProps/app.xml": _program(),
        "word/document.xml": body.xml,
        "word/_rels/document.xml.rels": _relations(
            (FOOTERS["default"], f"{RELATIONS}/footer", "footer1.xml"),
            (FOOTERS["even"], f"{RELATIONS}/footer", "footer2.xml"),
            ("rId3", f"{RELATIONS}/styles", "styles.xml"),
            ("rId4", f"{RELATIONS}/settings", "settings.xml"),
            ("rId5", f"{RELATIONS}/fontTable", "fontTable.xml"),
        ),
        "word/styles.xml": styles.styles(body.sizes),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": styles.fonts(),
        "word/footer1.xml": footer(even=False),
        "word/footer2.xml": footer(even=True),
    }
    return archived(parts)


def _types() -> bytes:
    known = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    usual = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{usual}{known}</Types>'.encode()


def _relations(*relations: tuple[str, str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in relations
    )
    opened = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return f"{DECLARATION}{opened}{inner}</Relationships>".encode()


def _about(document: Document) -> bytes:
    """Say title and unit, nothing of the person or the computer; the date is the first day after the year."""
    date = f"{min(document.year + 1, MAXYEAR):04d}-01-01T00:00:00Z"
    unit = escape(document.unit or PROGRAM)
    names = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    said = (
        f"<dc:title>{escape(document.title)}</dc:title><dc:subject>政府信息公开工作年度报告</dc:subject>"
        f"<dc:creator>{unit}</dc:creator><cp:lastModifiedBy>{unit}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified>'
        "<dc:language>zh-CN</dc:language>"
    )
    return f"{DECLARATION}<cp:coreProperties {names}>{said}</cp:coreProperties>".encode()


def _program() -> bytes:
    name = f"{RELATIONS.removesuffix('relationships')}extended-properties"
    return (
        f'{DECLARATION}<Properties xmlns="{name}"><Application>{PROGRAM}</Application></Properties>'.encode()
    )


def _settings() -> bytes:
    office = "http://schemas.microsoft.com/office/word"
    return part(
        "settings",
        element("evenAndOddHeaders"),
        element("drawingGridHorizontalSpacing", val=160),
        element("displayHorizontalDrawingGridEvery", val=0),
        element("characterSpacingControl", val="compressPunctuation"),
        element(
            "compat",
            element("balanceSingleByteDoubleByteWidth"),
            element("compatSetting", name="compatibilityMode", uri=office, val=15),
        ),
        element("themeFontLang", val="zh-CN", eastAsia="zh-CN"),
    )

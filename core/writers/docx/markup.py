"""WordprocessingML as text: elements, and the one door through which words get in, escaped."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

Length = float  # points
_TWIPS = 20  # in a point
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def element(name: str, /, *children: str, **attributes: str | int) -> str:
    """Return an element of Word's own with attributes of Word's own."""
    said = "".join([f" w:{key}={_attribute(value)}" for key, value in attributes.items()])
    inner = "".join(children)
    return f"<w:{name}{said}>{inner}</w:{name}>" if inner else f"<w:{name}{said}/>"


BREAK = element("r", element("br"))  # to the next line of the same paragraph


def run(text: str, *properties: str) -> str:
    """Return a text as it stands, with its own properties if it has any; an empty one is nothing."""
    if not text:
        return ""
    return element("r", _optional("rPr", *properties), f'<w:t xml:space="preserve">{escape(text)}</w:t>')


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """Return a paragraph in a style; ``properties`` are its own, in the order of the standard."""
    return element("p", element("pPr", element("pStyle", val=style), properties), *runs)


def part(root: str, *children: str) -> bytes:
    """Return a whole part of the file, with the names its elements need."""
    names = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'
    return f"{DECLARATION}<w:{root} {names}>{''.join(children)}</w:{root}>".encode()


def twips(length: Length) -> int:
    """Return a length in points as Word counts it."""
    return round(length * _TWIPS)


@lru_cache(2048)  # of ten thousand attributes a hundred are different
def _attribute(value: str | int) -> str:
    return quoteattr(str(value))


def _optional(name: str, *children: str) -> str:
    return element(name, *children) if any(children) else ""

"""The structure of a document inside the file: headings, paragraphs, tables with rows and headed cells.

ISO 32000-1, 14.7 and 14.8: what is set is marked on its page and belongs to an element of a tree, so that a
screen reader reads a table as a table and text copies out in reading order. What is only drawn, and what is
printed again at the top or foot of a page, is an artifact and belongs to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFObject, PDFPage

PARAGRAPH = "P"
_ARTIFACT = "/Artifact BMC"


@dataclass(eq=False)
class Page:
    """One page that was laid out and is not in the file yet."""

    literals: list[str] = field(default_factory=list)
    sections: list[tuple[str, float]] = field(default_factory=list)  # headings and their tops
    marks: list[Element] = field(default_factory=list)  # whose each marked content is, by its number
    pictures: list[str] = field(default_factory=list)  # names of the pictures that it shows


@dataclass(eq=False)
class Element:
    """One part of the structure, with its parts and its marked contents in reading order."""

    kind: str  # H1, P, Table, TR, TH, TD
    parent: Element | None = None
    attributes: str = ""
    kids: list[Element | tuple[Page, int]] = field(default_factory=list)


class Tagger:
    """What is being set at the moment; ``page`` is where."""

    def __init__(self) -> None:
        """Start with nothing open."""
        self.page = Page()
        self._open: Element | None = None
        self._artifact = False

    @contextmanager
    def part(self, kind: str, attributes: str = "", under: Element | None = None) -> Iterator[Element]:
        """Let what is set in the block belong to a new element, under the open one or another."""
        before, parent = self._open, under or self._open
        self._open = element = Element(kind, parent, attributes)
        if parent and not self._artifact:
            parent.kids.append(element)
        try:
            yield element
        finally:
            self._open = before

    def add(self, kind: str, parent: Element) -> Element:
        """Return a new element under another."""
        element = Element(kind, parent)
        parent.kids.append(element)
        return element

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Let what is set in the block belong to nothing."""
        before, self._artifact = self._artifact, True
        try:
            yield
        finally:
            self._artifact = before

    def text(self, literal: str) -> None:
        """Put set text on the page, as a part of the open element; without one it is a paragraph."""
        if self._artifact:
            self.drawing(literal)
            return
        element = self._open or Element(PARAGRAPH)
        number = len(self.page.marks)
        self.page.marks.append(element)
        element.kids.append((self.page, number))
        self.page.literals.append(f"/{element.kind} <</MCID {number}>> BDC {literal} EMC")

    def drawing(self, literal: str) -> None:
        """Put on the page what is only drawn."""
        self.page.literals.append(f"{_ARTIFACT} {literal} EMC")


class _Node(PDFObject):
    """An element as the library writes it."""

    def __init__(self, element: Element, tree: _Tree) -> None:
        self._element = element
        self._tree = tree

    def format(self, document: PDFDocument) -> bytes:
        element, tree = self._element, self._tree
        parent = tree.reference(element.parent) if element.parent else tree.root
        pages = list(dict.fromkeys(kid[0] for kid in element.kids if isinstance(kid, tuple)))
        page = f"/Pg {tree.page(pages[0], document)} " if pages else ""
        kids = " ".join(self._kid(kid, pages, document) for kid in element.kids)
        written = (
            f"<</Type /StructElem /S /{element.kind} /P {_shown(parent, document)} {page}"
            f"{element.attributes} /K [{kids}]>>"
        )
        return written.encode("ascii")

    def _kid(self, kid: Element | tuple[Page, int], pages: Sequence[Page], document: PDFDocument) -> str:
        if isinstance(kid, Element):
            return _shown(self._tree.reference(kid), document)
        page, number = kid
        if page is pages[0]:
            return str(number)
        return f"<</Type /MCR /Pg {self._tree.page(page, document)} /MCID {number}>>"


class _Tree:
    """The references of one document's elements and pages."""

    def __init__(self, document: PDFDocument, pages: Sequence[Page], drawn: Sequence[PDFPage]) -> None:
        self._document = document
        self._pages = {id(page): document.Reference(one) for page, one in zip(pages, drawn, strict=True)}
        self._nodes: dict[int, object] = {}
        self.root: object = None

    def page(self, page: Page, document: PDFDocument) -> str:
        return _shown(self._pages[id(page)], document)

    def reference(self, element: Element) -> object:
        if id(element) not in self._nodes:
            node = _Node(element, self)
            self._nodes[id(element)] = self._document.Reference(node, f"element{len(self._nodes) + 1}")
        return self._nodes[id(element)]


def put(document: PDFDocument, pages: Sequence[Page], drawn: Sequence[PDFPage]) -> None:
    """Put the structure of some pages into a document, whose own pages ``drawn`` are, one for each."""
    tree = _Tree(document, pages, drawn)
    tops = list(dict.fromkeys(_top(element) for page in pages for element in page.marks))
    for element in (part for top in tops for part in _all(top)):
        tree.reference(element)
    whole = PDFDictionary({"Type": "/StructElem", "S": "/Document"})
    tree.root = document.Reference(whole, "structure")
    numbers: list[object] = []
    for number, (page, one) in enumerate(zip(pages, drawn, strict=True)):
        one.__NoDefault__ = [*one.__NoDefault__, "StructParents", "Tabs"]
        one.StructParents, one.Tabs = number, "/S"  # type: ignore[attr-defined] # by the line above
        numbers += [number, PDFArray([tree.reference(element) for element in page.marks])]
    root = PDFDictionary(
        {
            "Type": "/StructTreeRoot",
            "K": tree.root,
            "ParentTree": document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}), "parents"),
            "ParentTreeNextKey": len(pages),
        }
    )
    whole.dict |= {
        "P": document.Reference(root, "tree"),
        "K": PDFArray([tree.reference(top) for top in tops]),
    }
    catalog = document.Catalog  # type: ignore[attr-defined] # the library's types leave it out
    catalog.StructTreeRoot = root
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})


def _top(element: Element) -> Element:
    while element.parent:
        element = element.parent
    return element


def _all(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _all(kid)


def _shown(reference: object, document: PDFDocument) -> str:
    written = reference.format(document)  # type: ignore[attr-defined] # the library's references have it
    return written.decode("ascii") if isinstance(written, bytes) else str(written)

"""The structure inside the PDF: a screen reader meets headings, paragraphs and tables in reading order."""

from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core import formfile
from core.form import Role
from core.writers import pdf
from core.writers.blocks import Block, Heading, Paragraph, TableBlock, Title
from tests.writers.pdfs import document, text_of, written
from tests.writers.specimens import NAMES
from tests.writers.test_pdf_tables import long_table

pytestmark = pytest.mark.skipif(
    not shutil.which("pdfinfo"), reason="NO PDF TOOLS HERE: pdfinfo (poppler-utils) is missing"
)


@dataclass
class Node:
    """An element of the structure with its parts, attributes and text."""

    kind: str
    kids: list[Node] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def text(self) -> str:
        """All that is read out of it, without spaces."""
        return "".join(self.words.split()) + "".join(kid.text for kid in self.kids)


def structure(data: bytes, folder: Path) -> Node:
    """The tree as another program takes it from the file; that program must not complain."""
    path = folder / "report.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True)
    assert not done.stderr
    root = Node("")
    open_nodes = [(-1, root)]
    for line in done.stdout.decode().splitlines():
        said = line.strip()
        depth = len(line) - len(line.lstrip())
        if said.startswith('"'):
            open_nodes[-1][1].words += said[1:-1]
        elif said.startswith("/"):
            open_nodes[-1][1].attributes.append(said)
        elif said:
            while open_nodes[-1][0] >= depth:
                open_nodes.pop()
            node = Node(said.partition(" ")[0].rstrip(":"))
            open_nodes[-1][1].kids.append(node)
            open_nodes.append((depth, node))
    (whole,) = root.kids
    assert whole.kind == "Document"
    return whole


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Node]:
    @functools.cache
    def of(name: str) -> Node:
        return structure(written(name), tmp_path_factory.mktemp("structure"))

    return of


def kind(block: Block) -> str:
    """What a block should be in the structure."""
    if isinstance(block, Title):
        return "H1"
    if isinstance(block, Heading):
        return f"H{block.level + 1}"
    if isinstance(block, Paragraph):
        return f"H{block.level + 1}" if block.level else "P"
    return "Table"


def said(block: Block) -> str:
    assert not isinstance(block, TableBlock)
    return "".join(block.text.split()) if isinstance(block, Title | Heading | Paragraph) else ""


@pytest.mark.parametrize("name", NAMES)
def test_the_elements_are_the_blocks_in_order_each_with_its_words(
    name: str, tree: Callable[[str], Node]
) -> None:
    blocks = document(name).blocks
    nodes = tree(name).kids
    assert [node.kind for node in nodes] == [kind(block) for block in blocks]
    for node, block in zip(nodes, blocks, strict=True):
        if not isinstance(block, TableBlock):
            assert node.text == said(block)


def test_page_numbers_and_lines_are_not_read_aloud(tree: Callable[[str], Node]) -> None:
    read = tree("sample").text
    copied = "".join("".join(text.split()) for text in text_of(written("sample")))
    pages = len(text_of(written("sample")))
    assert len(copied) - len(read) == len("".join(f"—{number}—" for number in range(1, pages + 1)))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_read_row_by_row_and_its_headings_are_headings(
    name: str, tree: Callable[[str], Node]
) -> None:
    form = formfile.load(document(name).form)
    tables = [node for node in tree(name).kids if node.kind == "Table"]
    for node, block in zip(tables, document(name).tables(), strict=True):
        grid = form.table(block.id).grid
        assert [row.kind for row in node.kids] == ["TR"] * grid.rows
        cells = [cell for row in node.kids for cell in row.kids]
        placed = sorted(block.cells, key=lambda cell: (cell.row, cell.column))
        assert [cell.text for cell in cells] == ["".join(cell.text.split()) for cell in placed]
        assert [cell.kind == "TD" for cell in cells] == [cell.role is Role.VALUE for cell in placed]
        for cell, one in zip(cells, placed, strict=True):
            if one.column_span > 1:
                assert f"/ColSpan {one.column_span}" in cell.attributes
            if one.row_span > 1:
                assert f"/RowSpan {one.row_span}" in cell.attributes
            if cell.kind == "TH":
                assert {"/Scope /Row", "/Scope /Column"} & set(cell.attributes)


def test_headings_repeated_on_a_later_page_are_not_read_again(tmp_path: Path) -> None:
    longer = long_table(60)
    tables = [node for node in structure(pdf.write(longer), tmp_path).kids if node.kind == "Table"]
    for node, block in zip(tables, longer.tables(), strict=True):
        cells = sorted(block.cells, key=lambda cell: (cell.row, cell.column))
        assert len(node.kids) == block.rows
        assert node.text == "".join("".join(cell.text.split()) for cell in cells)


@pytest.mark.parametrize("name", ["sample", "zeros"])
def test_text_copied_out_comes_in_reading_order(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(written(name))
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    copied = "".join(done.stdout.decode().split())
    at = 0
    for block in document(name).blocks:
        if not isinstance(block, TableBlock) and (words := said(block)[:12]):
            at = copied.index(words, at)

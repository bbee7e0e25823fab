"""LibreOffice opens what we write as it stands, sets it on as many pages, and adds up to the same figures."""

import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.values import normal, plain
from core.writers.blocks import GridCell, Heading, Paragraph
from tests.writers import dumps, office, specimens
from tests.writers.packages import without_values
from tests.writers.pdfs import text_of
from tests.writers.specimens import NAMES

PAGES = {"sample": 6, "zeros": 3, "crowded": 26}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> office.Office:
    """LibreOffice, where it is installed."""
    return office.installed(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The three Word files."""
    folder = tmp_path_factory.mktemp("words")
    files = [folder / f"{name}.docx" for name in NAMES]
    for file in files:
        file.write_bytes(dumps.written(file.stem, "docx"))
    return files


@pytest.fixture(scope="module")
def texts(program: office.Office, words: list[Path]) -> dict[str, office.Read]:
    """The three Word files as LibreOffice understands them."""
    return dict(zip(NAMES, map(office.Read, program.converted(words, "fodt")), strict=True))


@pytest.fixture(scope="module")
def printed(program: office.Office, words: list[Path]) -> dict[str, list[str]]:
    """The three Word files as LibreOffice sets them, the text of every page."""
    return {file.stem: text_of(file.read_bytes()) for file in program.converted(words, "pdf")}


@pytest.fixture(scope="module")
def books(program: office.Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three workbooks, every stored value of a formula wiped, as LibreOffice calculates them."""
    folder = tmp_path_factory.mktemp("books")
    files = [folder / f"{name}.xlsx" for name in NAMES]
    for file in files:
        file.write_bytes(without_values(dumps.written(file.stem, "xlsx")))
    return dict(zip(NAMES, program.converted(files, "xlsx"), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_and_label_of_the_word_file_stands_in_its_cell(
    texts: dict[str, office.Read], name: str
) -> None:
    tables = list(specimens.document(name).tables())
    for found, block in zip(texts[name].tables(), tables, strict=True):
        assert found == {(cell.row, cell.column): cell.text for cell in block.cells}
    assert sum(bool(cell.key) for block in tables for cell in block.cells) == 200


@pytest.mark.parametrize("name", NAMES)
def test_the_headings_of_the_word_file_make_its_outline(texts: dict[str, office.Read], name: str) -> None:
    blocks = specimens.document(name).blocks
    assert texts[name].headings() == [
        (block.level, block.text)
        for block in blocks
        if isinstance(block, Heading | Paragraph) and block.level
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_word_file_has_as_many_pages_as_the_standard_gives_it(
    printed: dict[str, list[str]], name: str
) -> None:
    assert len(printed[name]) == PAGES[name]
    assert all(f"— {number} —" in text for number, text in enumerate(printed[name], 1))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_the_word_file_stands_on_one_page_with_its_heading(
    printed: dict[str, list[str]], name: str
) -> None:
    pages = [Counter("".join(text.split())) for text in printed[name]]
    for block in specimens.document(name).tables():
        letters = Counter(block.title + "".join(cell.text for cell in block.cells))  # rows come interwoven
        assert any(letters <= page for page in pages), block.title


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_adds_up_to_the_same_figures_elsewhere(books: dict[str, Path], name: str) -> None:
    book = load_workbook(books[name], data_only=True)
    meant = specimens.document(name).cells()
    assert len(meant) == 200
    stand = {}
    for key in meant:
        ((sheet, address),) = book.defined_names[key].destinations
        stand[key] = _figure(book[sheet][address.replace("$", "")].value)
    assert stand == {key: _printed(cell) for key, cell in meant.items()}


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_finds_the_same_balances_elsewhere(books: dict[str, Path], name: str) -> None:
    ours = load_workbook(io.BytesIO(dumps.written(name, "xlsx")), data_only=True)["核对"]
    theirs = load_workbook(books[name], data_only=True)["核对"]
    rows = list(ours.iter_rows(values_only=True))
    assert [
        [_figure(cell) for cell in row]
        for row in theirs.iter_rows(max_row=len(rows), max_col=len(rows[0]), values_only=True)
    ] == [[_figure(cell) for cell in row] for row in rows]


def _figure(value: object) -> str:
    if isinstance(value, int | float):
        return plain(normal(Decimal(repr(value))))
    return str(value or "")


def _printed(cell: GridCell) -> str:
    return plain(normal(Decimal(cell.text))) if re.fullmatch(r"[\d.]+", cell.text) else cell.text

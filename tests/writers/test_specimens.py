"""The three reports themselves, and what a stranger who copies the text out of their PDFs gets back."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from core import readers
from core.checks import run_all
from core.values import show
from core.writers.blocks import Heading, Paragraph
from tests.writers import dumps, specimens
from tests.writers.pdfs import text_of
from tests.writers.specimens import NAMES, REPORTS


def test_every_figure_of_the_crowded_report_has_six_digits_and_more() -> None:
    report = specimens.crowded()
    assert all(len(re.sub(r"\..*", "", show(report.value(key)))) >= 6 for key in report.form.cells)
    assert len(report.unit_name) > 40
    assert all(len(report.text(section)) >= 3_000 for section in report.form.texts)
    assert {
        level
        for level in (2, 3)
        for block in specimens.document("crowded").blocks
        if getattr(block, "level", 0) == level
    } == {2, 3}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_figures_of_the_three_contradicts_itself(name: str) -> None:
    found = run_all(REPORTS[name]())
    assert not [finding.code for finding in found.findings if finding.level == "error"]


@pytest.mark.parametrize("name", NAMES)
def test_figures_copied_out_of_the_pdf_read_back_as_the_same_report(name: str, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("POPPLER IS NOT INSTALLED (pdftotext): no text was copied out of a PDF")
    file = tmp_path / "a.pdf"
    file.write_bytes(dumps.written(name, "pdf"))
    copied = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True).stdout
    found, report = readers.read_bytes("copied.txt", copied), REPORTS[name]()
    assert len(found.cells) == 200
    assert {key: show(value) for key, value in found.cells.items()} == {
        key: show(report.value(key)) for key in report.form.cells
    }
    assert found.year == report.year


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("kind", "most"), [("pdf", 600), ("xlsx", 100), ("docx", 60), ("json", 100)])
def test_a_document_is_small_enough_to_be_sent(name: str, kind: str, most: int) -> None:
    assert len(dumps.written(name, kind)) <= most * 1024


def test_no_heading_ends_a_page() -> None:
    headings = {
        block.text
        for block in specimens.document("crowded").blocks
        if isinstance(block, Heading | Paragraph) and block.level
    }
    for page in text_of(dumps.written("crowded", "pdf")):
        *_, last, number = page.split("\r\n")
        assert re.fullmatch(r"— \d+ —\s*", number)
        assert last not in headings

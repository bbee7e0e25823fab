"""Published reports read as a careful person would; our own PDF, copied as text, reads back whole."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2

from core import export, paths
from core.readers import Preview, read, read_bytes
from core.writers import layout

SAMPLE = paths.resources() / "samples" / "xinzheng-2021.txt"


def expected(folder: Path, name: str) -> dict[str, object]:
    content: dict[str, object] = json.loads((folder / f"{name}.expected.json").read_text("utf-8"))
    return content


def words_of(pdf: bytes) -> bytes:
    pages = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in pages).encode()
    finally:
        pages.close()


def assert_same(preview: Preview, wanted: dict[str, object]) -> None:
    found = preview.to_json()
    parts = [part for part in ("form", "unit", "year", "title", "cells", "texts") if part in wanted]
    assert {part: found[part] for part in parts} == {part: wanted[part] for part in parts}


def test_the_sample_is_read_perfectly_without_a_doubt(shared_reports: Path) -> None:
    preview = read(SAMPLE)
    assert_same(preview, expected(shared_reports, "xinzheng-2021"))
    assert preview.doubts == ()


def test_the_sample_is_the_published_text(shared_reports: Path) -> None:
    assert SAMPLE.read_bytes() == (shared_reports / SAMPLE.name).read_bytes()


def test_the_words_of_a_published_pdf_are_read_and_its_oddities_said(shared_reports: Path) -> None:
    pdf = (shared_reports / "hongze-2023.pdf").read_bytes()
    preview = read_bytes("pasted.txt", words_of(pdf))
    assert_same(preview, expected(shared_reports, "hongze-2023"))
    assert [doubt.place for doubt in preview.doubts] == [
        "applications.denied.forbidden_by_law",  # its label has a misprint
        "applications.other.other",  # the group is one row there
    ]


def test_the_words_of_our_own_pdf_are_the_report_again() -> None:
    sample = read(SAMPLE)
    report = sample.to_report()
    again = read_bytes("pasted.txt", words_of(export.draw(report, layout.build(report), "pdf")))
    assert again.doubts == ()
    assert again.to_json() == sample.to_json()

"""The 2021 form is, cell by cell, the official blank form as it was sent out in Word."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from core.form import FormDef

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Box = tuple[int, int, int, int, str]  # row, column, row span, column span, text


@pytest.fixture
def body(shared_reports: Path) -> ET.Element:
    with zipfile.ZipFile(shared_reports / "official-form-2021-blank.docx") as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - our own test material
    found = root.find(f"{W}body")
    assert found is not None
    return found


def text_of(element: ET.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t")).strip()


def boxes(table: ET.Element) -> set[Box]:
    """Return the merged cells of a Word table."""
    open_boxes: dict[int, list[int | str]] = {}
    done: list[list[int | str]] = []
    for row, line in enumerate(table.iter(f"{W}tr")):
        column = 0
        for cell in line.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            width = int(span.get(f"{W}val", "1")) if span is not None else 1
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart":
                box = open_boxes[column]
                box[2] = row - int(box[0]) + 1
            else:
                box = open_boxes[column] = [row, column, 1, width, text_of(cell)]
                done.append(box)
            column += width
    return {(int(r), int(c), int(rs), int(cs), str(text)) for r, c, rs, cs, text in done}


@pytest.mark.parametrize(("number", "table"), [(0, "disclosure"), (1, "applications"), (2, "disputes")])
def test_every_table_is_drawn_like_the_official_one(
    form: FormDef, body: ET.Element, number: int, table: str
) -> None:
    official = boxes(body.findall(f"{W}tbl")[number])
    ours = {
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.text)
        for cell in form.table(table).grid.placed
    }
    assert ours == official


def test_the_headings_and_hints_are_the_official_ones(form: FormDef, body: ET.Element) -> None:
    lines = [text_of(paragraph) for paragraph in body.findall(f"{W}p")]
    expected = [line for section in form.sections for line in (section.heading, section.hint) if line]
    assert [line for line in lines if line] == ["政府信息公开工作年度报告格式模板", *expected]

"""The neutral document: levels of paragraphs, what is printed in a cell, nothing invented."""

import pytest

from core.report import Entry
from core.writers import layout
from core.writers.blocks import Heading, Paragraph, TableBlock, Title
from tests.writers.workbooks import report


@pytest.mark.parametrize(
    ("text", "level", "lead"),
    [
        ("（一）主动公开", 2, ""),
        ("（十二）监督保障。", 2, ""),
        ("1.重点领域", 3, ""),
        ("（一）主动公开。公开栏更新3次。", 0, "（一）主动公开。"),
        ("1.主动公开方面。严格按照条例有关规定，实时公开政府信息。", 0, ""),
        ("（一）是加强培训，二是加强考核。", 0, ""),
        ("3.5万元已经上缴国库", 0, ""),
        ("本年无。", 0, ""),
    ],
)
def test_a_paragraph_has_the_level_that_its_numbering_says(text: str, level: int, lead: str) -> None:
    (block,) = layout.paragraphs(text)
    assert (block.text, block.level, block.text[: block.lead]) == (text, level, lead)


def test_invisible_characters_vanish_and_empty_lines_make_no_paragraph() -> None:
    blocks = list(layout.paragraphs("一\u200b是\u202e培训\t好\n\n \u3000\n二是\ud800"))
    assert [block.text for block in blocks] == ["一是培训 好", "二是□"]


def test_a_report_without_texts_prints_its_headings_only() -> None:
    document = layout.build(report(texts={}))
    assert [type(block) for block in document.blocks] == [
        Title,
        Heading,
        *[Heading, TableBlock] * 3,
        Heading,
        Heading,
    ]
    assert not any(isinstance(block, Paragraph) for block in document.blocks)


def test_every_figure_is_placed_once_and_an_incomplete_total_prints_blank() -> None:
    cells = layout.build(report({"applications.granted.research": ""})).cells()
    assert len(cells) == 200
    assert cells["applications.granted.total"].text == ""
    assert cells["applications.total.research"].value is None
    assert cells["applications.granted.commercial"].text == "0"


def test_a_stated_total_is_printed_as_stated_and_marked_where_it_differs() -> None:
    changed = report({"applications.granted.natural_person": "3"})
    changed.write(
        {"applications.granted.total": Entry(4), "applications.denied.state_secret.total": Entry(0)}
    )
    cells = layout.build(changed).cells()
    assert (cells["applications.granted.total"].text, cells["applications.granted.total"].agrees) == (
        "4",
        False,
    )
    assert cells["applications.denied.state_secret.total"].agrees


def test_each_table_brings_the_equations_about_its_cells() -> None:
    for table in layout.build(report()).tables():
        keys = {cell.key for cell in table.cells if cell.key}
        assert table.equations
        assert all(keys & set(rule.keys) for rule in table.equations)

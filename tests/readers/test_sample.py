"""The sample that ships with the program is read perfectly, wherever the program is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import keys, paths
from core.canonical import Json
from core.readers import Preview, read
from core.report import Origin, OriginKind

SAMPLE = paths.resources() / "samples" / "xinzheng-2021.txt"
EXPECTED = Path(__file__).parent / "fixtures" / "xinzheng-2021.expected.json"
LAST_FIGURE = "disputes.suit_after_review.total"


@pytest.fixture(scope="module")
def sample() -> Preview:
    return read(SAMPLE)


@pytest.fixture(scope="module")
def expected() -> dict[str, Json]:
    content: dict[str, Json] = json.loads(EXPECTED.read_text("utf-8"))
    return content


@pytest.mark.parametrize("part", ["form", "unit", "year", "title", "texts", "cells"])
def test_the_sample_says_what_a_careful_person_reads(
    sample: Preview, expected: dict[str, Json], part: str
) -> None:
    assert sample.to_json()[part] == expected[part]


def test_nothing_in_the_sample_is_doubtful(sample: Preview) -> None:
    assert sample.doubts == ()
    assert sample.unit_kind is None


def test_our_copy_of_what_is_expected_is_the_shared_one(shared_reports: Path) -> None:
    assert (shared_reports / EXPECTED.name).read_bytes() == EXPECTED.read_bytes()


def test_every_figure_names_the_line_it_stood_on(sample: Preview) -> None:
    assert set(sample.form.cells) <= set(sample.sources)
    lines = SAMPLE.read_text("utf-8").split("\n")
    for source in sample.sources.values():
        assert lines[int(source.place.removeprefix("line ")) - 1].strip() == source.text
    assert sample.sources[LAST_FIGURE].text == "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1"


def test_the_report_of_the_sample_keeps_the_totals_as_stated_and_names_the_file(sample: Preview) -> None:
    report = sample.to_report()
    assert report.stated(LAST_FIGURE) == 1
    assert report.origin(LAST_FIGURE) == Origin(OriginKind.IMPORTED, SAMPLE.name)
    assert {entry.origin.detail for entry in report.entries.values()} == {SAMPLE.name}
    assert report.to_json() == sample.to_json()


def test_blank_texts_and_a_regular_title_are_not_stored(sample: Preview) -> None:
    entries = sample.to_report().entries
    assert keys.text("preamble") not in entries
    assert keys.TITLE not in entries
    assert keys.UNIT_KIND not in entries
    assert entries[keys.UNIT_NAME].value == sample.unit

"""The help texts of the newest form: what is helped, what is deliberately not, and what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from core.form import FormDef, Help, Part
from core.handbook.topics import Kind, Topic, topics

# Rows and columns without help, with the gap in what is known (the sources are listed in NOTICE.md).
NO_HELP = {
    "applications.not_processed.reconfirm": "no article names it; the label is all there is",
    "applications.commercial": "no notice defines this kind of applicant",
    "applications.research": "no notice defines this kind of applicant",
    "applications.social_welfare": "no notice defines this kind of applicant",
    "applications.legal_service": "no notice defines this kind of applicant",
    "applications.other": "no notice defines this kind of applicant",
}
LONGEST = 120  # characters of one part

# What may be cited: read in full as statutes, or recovered as notices.
ARTICLES = {
    "条例": {
        *(
            4,
            10,
            11,
            14,
            15,
            16,
            17,
            20,
            21,
            26,
            27,
            28,
            29,
            30,
            31,
            32,
            33,
            34,
            35,
            36,
            37,
            38,
            39,
            40,
            41,
            42,
        ),
        *(45, 46, 47, 49, 50, 51),
    },
    "行政复议法": {23, 24, 53, 62, *range(63, 70)},
    "行政诉讼法": {26, 69, 70, 72, 74, 75, 76, 77},
}
NOTICES = {
    "国办公开办函〔2021〕30号",
    "国办公开办函〔2019〕14号",
    "国办公开办函〔2016〕201号",
    "国办函〔2020〕109号",
    "武政办发〔2025〕54号",
    "皖财综〔2021〕28号",
}
DIGITS = "零一二三四五六七八九"


@pytest.fixture(scope="module")
def every(form: FormDef) -> tuple[Topic, ...]:
    return topics(form)


def texts(every: tuple[Topic, ...]) -> Iterator[tuple[str, Part, str]]:
    for topic in every:
        for part, text in topic.help.written:
            yield topic.name[1], part, text


def test_every_row_column_and_text_is_helped_or_listed_as_not(every: tuple[Topic, ...]) -> None:
    assert {topic.name[1] for topic in every if not topic.help.written} == set(NO_HELP)


def test_every_part_is_short_and_a_sentence_for_people(every: tuple[Topic, ...]) -> None:
    examined = 0
    for name, part, text in texts(every):
        assert 4 <= len(text) <= LONGEST, (name, part)
        assert not re.search(r"[A-Za-z]", text), (name, part)
        assert text == text.strip()
        if part is not Part.ARTICLE:
            assert text.endswith("。"), (name, part)
        examined += 1
    assert examined > 120


def test_every_helped_row_says_what_counts(every: tuple[Topic, ...]) -> None:
    rows = [topic for topic in every if topic.name[0] is Kind.ROW and topic.help.written]
    assert [topic.title for topic in rows if not topic.help.counts] == []


def test_a_frequent_mistake_is_always_our_own_reading(every: tuple[Topic, ...]) -> None:
    """No notice with a list of mistakes was found: they are read off published reports."""
    for topic in every:
        assert (Part.MISTAKE in topic.help.ours) == bool(topic.help.mistake), topic.name
        assert Part.ARTICLE not in topic.help.ours
        assert not topic.help.county


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("applications.granted", {Part.COUNTS, Part.MISTAKE}),  # that 36(1) counts here, too, is inferred
        ("applications.partially_granted", {Part.MISTAKE}),  # the rest is printed on the form
        ("applications.denied.state_secret", {Part.MISTAKE}),
        ("applications.unable.not_held", {Part.COUNTS, Part.EXCLUDES, Part.MISTAKE}),
        ("disputes.corrected", {Part.COUNTS, Part.MISTAKE}),  # derived from the two procedure laws
        ("disputes.direct_suit", {Part.MISTAKE}),  # the notice of 2016 says who counts
        ("disclosure.licence", {Part.MISTAKE}),
        ("overview", {Part.EXCLUDES, Part.MISTAKE}),
    ],
)
def test_our_own_reading_is_marked_part_by_part(every: tuple[Topic, ...], name: str, ours: set[Part]) -> None:
    (help_,) = [topic.help for topic in every if topic.name[1] == name]
    assert help_.ours == ours


def test_every_article_cited_is_one_that_was_read(every: tuple[Topic, ...]) -> None:
    cited = [citation for _, _, text in texts(every) for citation in citations(text)]
    assert len(cited) > 40
    assert [(law, article) for law, article in cited if article not in ARTICLES[law]] == []


def test_every_notice_cited_is_one_that_was_read(every: tuple[Topic, ...]) -> None:
    cited = {
        notice
        for _, _, text in texts(every)
        for notice in re.findall(r"(?:[国武皖])[\u4e00-\u9fff]*〔\d{4}〕\d+号", text.replace("武威市", "，"))
    }
    assert cited == NOTICES


def test_articles_are_written_as_laws_are_cited(every: tuple[Topic, ...]) -> None:
    for name, part, text in texts(every):
        assert not re.search(r"第\d+条", text), (name, part)
        for item in re.findall(r"第（[一二三四五六七八九十]+）.", text):
            assert item.endswith("项"), (name, part)


def test_what_the_program_adds_up_is_said_to_be_added_up(form: FormDef) -> None:
    helps: list[Help] = []
    for table in form.tables:
        for block in table.blocks:
            helps += [form.helps.row(table.id, row.id) for row in block.rows if row.sum_of]
            helps += [form.helps.column(table.id, column.id) for column in block.columns if column.sum_of]
    assert len(helps) == 3
    assert all("由程序算出，不用填" in help_.counts for help_ in helps)


def citations(text: str) -> Iterator[tuple[str, int]]:
    """The articles in a text with their laws; a law stands for all articles after it."""
    law = "条例"
    for name, number in re.findall(r"(条例|行政复议法|行政诉讼法)|第([零一二三四五六七八九十百]+)条", text):
        if name:
            law = name
        else:
            yield law, value(number)


def value(number: str) -> int:
    """The value of a Chinese numeral below one hundred."""
    tens, ten, ones = number.rpartition("十")
    return 10 * (DIGITS.index(tens) if tens else bool(ten)) + (DIGITS.index(ones) if ones else 0)


def test_the_citations_of_a_text_are_found() -> None:
    text = "条例第三十六条第（四）项；行政诉讼法第七十条、第二十六条至第十条"
    assert list(citations(text)) == [("条例", 36), ("行政诉讼法", 70), ("行政诉讼法", 26), ("行政诉讼法", 10)]

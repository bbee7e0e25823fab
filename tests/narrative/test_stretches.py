"""Texts cut into paragraphs and sentences: every word keeps its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.narrative.stretches import paragraphs, plain, sentences

TEXT = "　　一是公开及时。二是“解读多样。”三是（含培训；考核）保障\n\n2.下一步：继续改进！"


def test_sentences_end_with_their_marks_and_at_the_end_of_a_paragraph() -> None:
    assert [sentence.text for sentence in sentences(TEXT)] == [
        "一是公开及时。",
        "二是“解读多样。”",
        "三是（含培训；",
        "考核）保障",
        "2.下一步：继续改进！",
    ]


def test_paragraphs_that_are_blank_are_none() -> None:
    assert [paragraph.text for paragraph in paragraphs(TEXT + "\n \n")] == TEXT.split("\n\n")


@given(st.text("公开。；！\n 　”）a1𠮷"))
def test_every_stretch_stands_where_it_says_and_nothing_but_blanks_and_marks_is_left_out(text: str) -> None:
    for found in (*paragraphs(text), *sentences(text)):
        assert text[found.start : found.end] == found.text
    kept = set("".join(sentence.text for sentence in sentences(text)))
    assert set(text) - kept <= set("。；！\n 　”）")


def test_full_width_figures_become_plain_and_nothing_moves() -> None:
    assert plain("２０２１年收到４８件，ＸＸ镇") == "2021年收到48件，XX镇"

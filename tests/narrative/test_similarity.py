"""What a text took over from another one, numbers and names masked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.narrative.similarity import Likeness, likeness, masked
from core.narrative.units import names_of

NAMES = names_of("青石县青石镇人民政府", "青石镇人民政府")
BEFORE = (
    "2024年，青石镇主动公开政府信息300条，公开范围进一步扩大。"
    "收到申请12件，均按期答复；上年结转0件。\n举办培训3次，参训78人次。"
)


def compared(text: str, before: str = BEFORE) -> Likeness:
    return likeness(text, before, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        BEFORE,
        BEFORE.replace("2024", "2025").replace("300", "1,326.5").replace("3次", "十二次"),
        BEFORE.replace("青石镇", "青石县青石镇人民政府").replace("2024", "二〇二五"),
        BEFORE.replace("，", ",").replace("\n", ""),
    ],
    ids=["itself", "other figures", "the unit's name in full", "other marks"],
)
def test_figures_names_and_marks_make_no_difference(text: str) -> None:
    found = compared(text)
    assert found.percent == 100
    assert len(found.pairs) == found.sentences == 4
    assert all(pair.exact for pair in found.pairs)


def test_a_sentence_with_a_word_changed_is_the_same_one_but_not_exactly() -> None:
    found = compared(
        "2025年，青石镇主动公开政府信息326条，公开范围进一步拓展扩大。今年新建了三个村级公开栏。"
    )
    (pair,) = found.pairs
    assert not pair.exact
    assert pair.before.text == BEFORE[: pair.before.end]
    assert found.sentences == 2
    assert 50 < found.percent < 90


def test_words_written_anew_have_nothing_in_common() -> None:
    found = compared("村级公开栏更新偏慢，个别站所对时限掌握不准，下一步由党政办每季度抽查。")
    assert (found.percent, found.pairs) == (0, ())


def test_sentences_that_were_only_joined_are_found_where_most_of_the_text_is_copied() -> None:
    joined = BEFORE.replace("答复；上年", "答复，上年")
    found = compared(joined)
    assert found.percent >= 95
    assert len(found.pairs) == 2


def test_titles_of_documents_are_no_words_of_the_text() -> None:
    sentence = "按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）执行。"
    assert len(masked(sentence, ())) == len("按照T执行")


def test_nothing_compared_with_something_is_nothing() -> None:
    assert compared("", BEFORE).percent == compared(BEFORE, "").percent == compared("", "").percent == 0


@given(st.lists(st.sampled_from([*BEFORE.split("，"), "新的一句。", "无。"]), max_size=12))
def test_pairs_stand_in_both_texts_where_they_say(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = compared(text)
    assert 0 <= found.percent <= 100
    for pair in found.pairs:
        assert text[pair.now.start : pair.now.end] == pair.now.text
        assert BEFORE[pair.before.start : pair.before.end] == pair.before.text
    assert all(first.now.end <= second.now.start for first, second in pairwise(found.pairs))

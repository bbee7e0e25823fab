"""Line breaking: signs, numbers and words at the ends of lines; nothing lost, nothing wider than its line."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.writers.headline import title_lines
from core.writers.typeset import NO_END, NO_START, Breaker, breaks, spread

EM = 10.0
WIDTH = 28 * EM

CHINESE = "政府信息公开工作年度报告主动依申请办理结果"
PLAIN = st.text(CHINESE, min_size=1, max_size=9)
CLOSED = st.tuples(
    PLAIN, st.sampled_from(["，", "。", "；", "：", "、", "！", "？", "……", "。”", "）。"])
).map("".join)
QUOTED = st.tuples(st.sampled_from("（《“〔"), PLAIN, st.sampled_from("）》”〕")).map("".join)
NUMBER = st.sampled_from(
    [
        "48件",
        "2021年",
        "99.5%",
        "12,345.67万元",
        "5000多份",
        "3.14",
        "36.6℃",
        "〔2020〕109号",
        "第38条",
        "18次",
    ]
)
LATIN = st.sampled_from(["Word", "PDF", "GB/T", "www.gov.cn", "iPhone"])
PROSE = st.lists(st.one_of(PLAIN, CLOSED, QUOTED, NUMBER, LATIN), min_size=1, max_size=40).map("".join)
WILD = st.text(
    st.sampled_from([*"，。、；：？！）》”（《“〔%.—… ", *CHINESE, *"0123456789abcXYZ/"]), max_size=200
)


def advances(text: str) -> list[float]:
    return [EM / 2 if sign.isascii() else EM for sign in text]


def broken(text: str, width: float = WIDTH, indent: float = 2 * EM) -> list[str]:
    breaker = Breaker(text, advances(text), EM)
    return [text[line.start : line.end] for line in breaker.lines(width, indent)]


@given(PROSE)
@example("公" * 25 + "开，" + "公" * 30)
@example("公" * 26 + "（一）" + "公" * 30)
@example("公" * 24 + "12,345.67万元")
def test_no_line_of_prose_begins_with_a_closing_or_ends_with_an_opening_sign(text: str) -> None:
    lines = broken(text)
    assert "".join(lines) == text
    assert not [line for line in lines if line[0] in NO_START or line[-1] in NO_END]


@given(PROSE)
def test_no_number_decimal_or_word_of_prose_is_torn(text: str) -> None:
    ends = {0}
    for line in broken(text):
        ends.add(max(ends) + len(line))
    for whole in re.finditer(r"\d[\d,.]*(?:件|年|次|%|℃|万元|多份|号|条)?|[A-Za-z][A-Za-z./]*", text):
        assert not ends & set(range(whole.start() + 1, whole.end()))


@given(PROSE)
def test_every_line_of_prose_but_the_last_is_as_wide_as_the_text_area(text: str) -> None:
    lines = broken(text)
    room = WIDTH - 2 * EM
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        width = sum(spread(line, advances(line), room, EM, last=last))
        natural = sum(advances(line))
        assert width <= room + 0.001
        assert last or width == pytest.approx(room) or room - natural > EM
        room = WIDTH


@example("000”《", 2)
@given(WILD, st.integers(1, 28))
def test_whatever_the_text_nothing_is_lost_and_no_line_is_too_wide(text: str, characters: int) -> None:
    width = characters * EM
    lines = broken(text, width, 0)
    assert "".join(lines) == text
    for line in lines:
        placed = spread(line, advances(line), width, EM, last=False)
        assert len(placed) == len(line)
        assert sum(placed[: len(line.rstrip())]) <= width + 0.001


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("公" * 28, ["公" * 28]),
        ("公" * 29, ["公" * 28, "公"]),
        # the comma has no room: it is pulled in where other marks can give way
        ("公，" * 13 + "公公，公开", ["公，" * 13 + "公公，", "公开"]),
        # nothing can give way: the character before the comma goes along
        ("公" * 28 + "，公开", ["公" * 27, "公，公开"]),
        ("公" * 27 + "（一）公开", ["公" * 27, "（一）公开"]),
        ("公" * 26 + "2021年公开", ["公" * 26, "2021年公开"]),
        ("公" * 27 + "——公开", ["公" * 26, "公——公开"]),
        # the dot of a suffix belongs to its word: it begins a line behind a space, else it takes a sign along
        ("公" * 27 + " .txt，公开", ["公" * 27 + " ", ".txt，公开"]),
        ("公" * 27 + ".txt，公开", ["公" * 26, "公.txt，公开"]),
        ("公" * 27 + "..txt", ["公" * 26, "公..txt"]),
        # an address longer than a line is broken behind its strokes
        ("https://" + "a" * 30 + "/" + "b" * 30, ["https://" + "a" * 30 + "/", "b" * 30]),
    ],
)
def test_lines_end_where_a_printer_would_end_them(text: str, lines: list[str]) -> None:
    assert broken(text, WIDTH, 0) == lines


def test_a_first_line_is_shorter_by_its_indent() -> None:
    assert [len(line) for line in broken("公" * 60)] == [26, 28, 6]


def test_a_line_is_narrowed_at_punctuation_only() -> None:
    line = "公开，公开。"
    placed = spread(line, advances(line), 5.5 * EM, EM, last=True)
    assert sum(placed) == pytest.approx(5.5 * EM)
    assert [placed[place] for place in (0, 1, 3, 4)] == [EM] * 4


def test_a_line_is_spread_beside_chinese_characters_only() -> None:
    line = "公开2021年12"
    placed = spread(line, advances(line), 7 * EM, EM, last=False)
    assert sum(placed) == pytest.approx(7 * EM)
    assert placed[2:5] == [EM / 2] * 3


def test_a_last_line_stays_as_it_is() -> None:
    assert spread("公开", [EM, EM], 28 * EM, EM, last=True) == [EM, EM]


def test_empty_text_has_no_lines() -> None:
    assert breaks("") == []
    assert broken("") == []


@pytest.mark.parametrize(
    "lines",
    [
        ["青石镇2021年政府信息公开工作年度报告"],
        ["新郑市人民政府办公室2021年", "政府信息公开工作年度报告"],
        ["青石镇人民政府2021年", "政府信息公开工作年度报告"],
        [
            "双江拉祜族佤族布朗族傣族自治县",
            "沙河乡村镇建设管理委员会办公室",
            "2021年政府信息公开工作年度报告",
        ],
        [
            "双江拉祜族佤族布朗族傣族自治县",
            "沙河乡（堃𠅤新村镇）建设管理委员会",
            "综合执法和政务公开办公室2021年",
            "政府信息公开工作年度报告",
        ],
    ],
)
def test_a_title_is_broken_in_even_lines_where_a_reader_pauses(lines: list[str]) -> None:
    text = "".join(lines)
    size = 22.0
    widths = [size / 2 if sign.isascii() else size for sign in text]
    found = title_lines(text, widths, 442.2, size)
    assert [text[line.start : line.end] for line in found] == lines


@given(st.text(st.sampled_from(CHINESE + "0123456789年省市县镇"), min_size=1, max_size=80))
def test_no_title_is_broken_inside_a_number_or_before_its_year_sign(text: str) -> None:
    widths = [EM / 2 if sign.isascii() else EM for sign in text]
    lines = [text[line.start : line.end] for line in title_lines(text, widths, 20 * EM, EM)]
    assert "".join(lines) == text
    if len(lines) > 1:
        for before, after in pairwise(lines):
            assert not (before[-1].isdigit() and (after[0].isdigit() or after[0] == "年"))

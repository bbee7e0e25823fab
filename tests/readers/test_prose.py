"""Which line breaks of a wrapped text are the page's and which the writer's."""

from __future__ import annotations

import pytest

from core.readers.lines import Line
from core.readers.prose import unwrap, usual_width

FULL = (
    "全县各级行政机关坚持以公开为常态不公开为例外着力提升政务公开的质量"  # 33 characters, as wide as the page
)
FULL_STOP = "全县各级行政机关坚持以公开为常态不公开为例外着力提升政务公开质量。"


def unwrapped(*texts: str, running: str = "") -> list[str]:
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    return unwrap(lines, usual_width(lines), running).split("\n")


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        ((FULL, FULL, "和水平。"), [f"{FULL}{FULL}和水平。"]),
        (("　　" + FULL, FULL, "和水平。", "　　" + FULL, "。"), [f"{FULL}{FULL}和水平。", f"{FULL}。"]),
        ((FULL, FULL, "", "和水平。"), [f"{FULL}{FULL}", "和水平。"]),
        ((FULL, FULL, "和水平。", FULL, "。"), [f"{FULL}{FULL}和水平。", f"{FULL}。"]),
        ((FULL, FULL, FULL_STOP, "下一年继续。"), [f"{FULL}{FULL}{FULL_STOP}下一年继续。"]),
        ((FULL, FULL, FULL_STOP, "2.下一年继续。"), [f"{FULL}{FULL}{FULL_STOP}", "2.下一年继续。"]),
        ((FULL, FULL, "12件，占25%。"), [f"{FULL}{FULL}12件，占25%。"]),
        ((FULL, FULL, "", "— 3 —", "", "和水平。"), [f"{FULL}{FULL}和水平。"]),
        (("第一段。", "第二段。", "第三段"), ["第一段。", "第二段。", "第三段"]),
        (("（一）主动公开", "全年公开126条。"), ["（一）主动公开", "全年公开126条。"]),
        ((FULL, "和水平。"), [f"{FULL}和水平。"]),
        (("", "　　", "\t"), [""]),
    ],
)
def test_paragraphs(lines: tuple[str, ...], paragraphs: list[str]) -> None:
    assert unwrapped(*lines) == paragraphs


def test_a_space_is_kept_between_two_latin_words_only() -> None:
    head = FULL[:-4]
    assert unwrapped(FULL, FULL, f"{head}Open", "Data平台。") == [f"{FULL}{FULL}{head}Open Data平台。"]
    assert unwrapped(FULL, FULL, f"{head}微信A", "平台。") == [f"{FULL}{FULL}{head}微信A平台。"]


def test_a_title_at_the_top_of_every_page_is_no_prose() -> None:
    assert unwrapped(FULL, FULL, "某镇 年度报告", "和水平。", running="某镇年度报告") == [
        f"{FULL}{FULL}和水平。"
    ]


def test_blanks_inside_a_line_stay_as_they_are() -> None:
    assert unwrapped("　　3. 加大公开 力度。 ") == ["3. 加大公开 力度。"]

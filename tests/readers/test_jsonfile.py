"""The program's own data file: read back as it was written, refused with its place where it is not ours."""

import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import readers
from core.canonical import Json
from core.errors import NotAReport, NotText, OddCharacter, Refused
from core.readers import Doubt, Preview
from core.report import Entry, Report
from core.values import Raw, Value, parse
from tests.checks.filled import FORM, SAMPLE, blank, report, state

TYPED = "applications.granted.natural_person"
FEES = "disclosure.fees.amount"
Content = dict[str, object]


def content(**parts: object) -> Content:
    """A whole file's content, some parts put in another's place."""
    made: Content = json.loads(json.dumps(report(SAMPLE).to_json()))
    return made | {"unit": "青石镇人民政府", "title": "青石镇人民政府2021年政府信息公开工作年度报告"} | parts


def with_cell(key: str, value: object) -> Content:
    made = content()
    cells = made["cells"]
    assert isinstance(cells, dict)
    return made | {"cells": cells | {key: value}}


def read(made: object) -> Preview:
    return readers.read_bytes("报告.json", json.dumps(made, ensure_ascii=False).encode())


def written(preview: Preview) -> Json:
    back: Json = json.loads(json.dumps(preview.to_json()))
    return back


# ---- as it was written


def test_a_report_is_read_back_as_it_was_written() -> None:
    made = content(
        unit_kind="乡镇",
        title="青石镇政府2021年度报告",
        texts={
            "preamble": "",
            "overview": "第一段。\n第二段，\t有“引号”\\。",
            "problems": "有。",
            "other_matters": "无",
        },
        notes={TYPED: "来自台账", "text.overview.1a2b3c4d5e": "来自公众号\n〔原句〕全年发布 12 条。"},
        explanations={"A04-0123456789ab": "均已口头答复。"},
        doubts=[{"place": TYPED, "source": "line 7", "text": "看不清。"}],
    )
    assert written(read(made)) == made
    again = read(made).to_report()
    assert again.to_json() == made | {"doubts": []}
    assert (again.unit_name, again.title) == ("青石镇人民政府", "青石镇政府2021年度报告")


def test_every_value_names_the_file_it_came_from() -> None:
    origins = {entry.origin.detail for entry in read(content()).to_report().entries.values()}
    assert origins == {"报告.json"}


def test_a_total_that_is_not_there_is_not_stated_and_one_that_is_wrong_stays() -> None:
    half = state(blank(report(SAMPLE), ["disputes.review.upheld"]), {"disputes.direct_suit.total": 7})
    back = read(half.to_json()).to_report()
    assert back.stated("disputes.review.total") is None
    assert not back.complete("disputes.review.total")
    assert back.stated("disputes.direct_suit.total") == 7
    assert back.to_json() == half.to_json()


typed_text = st.text(st.sampled_from("0123456789.,，-０９ a万元件x"), max_size=13)


@given(st.dictionaries(st.sampled_from(sorted(FORM.cells)), typed_text, max_size=8))
def test_whatever_was_typed_comes_back(texts: dict[str, str]) -> None:
    values = {key: parse(text, FORM.cells[key].kind, FORM.cells[key].unit) for key, text in texts.items()}
    made = Report(FORM, 2021, {key: Entry(value) for key, value in values.items() if value is not None})
    back = read(made.to_json()).to_report()
    assert back.to_json() == made.to_json()
    assert {key: back.stated(key) for key in values if values[key] is not None} == (
        {key: value for key, value in values.items() if value is not None}
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_of_the_usual_encodings_is_read(encoding: str) -> None:
    data = json.dumps(content(), ensure_ascii=False).encode(encoding)
    assert written(readers.read_bytes("报告.json", data)) == content()


# ---- figures in odd writing


@pytest.mark.parametrize(
    ("key", "value", "meant"),
    [
        (TYPED, 12, 12),
        (TYPED, "１２件", 12),
        (TYPED, " 1,234 ", 1234),
        (TYPED, None, None),
        (TYPED, "", None),
        (TYPED, -3, -3),
        (TYPED, "12a", Raw("12a")),
        (FEES, 5, Decimal(5)),
        (FEES, "5000元", Decimal("0.5")),
    ],
)
def test_a_figure_is_read_as_if_it_were_typed(key: str, value: object, meant: Value) -> None:
    back = read(with_cell(key, value)).cells[key]
    assert back == meant
    assert type(back) is type(meant)


@pytest.mark.parametrize(
    ("key", "digits", "meant"),
    [
        (TYPED, "1.5", Decimal("1.5")),
        (TYPED, "5.0", 5),
        (FEES, "0.1", Decimal("0.1")),
        (FEES, "0.30000000000000004", Raw("0.30000000000000004")),
        (TYPED, "999999999", 999_999_999),
        (TYPED, "1234567890", Raw("1234567890")),
        (TYPED, "9" * 5000, Raw("9" * 5000)),
        (TYPED, "1e3", Raw("1e3")),
        (TYPED, "1e999999999", Raw("1e999999999")),
        (TYPED, "NaN", Raw("NaN")),
        (TYPED, "-Infinity", Raw("-Infinity")),
    ],
)
def test_a_number_of_any_size_is_kept_exactly(key: str, digits: str, meant: Value) -> None:
    text = json.dumps(with_cell(key, "HERE"), ensure_ascii=False).replace('"HERE"', digits)
    back = readers.read_bytes("a.json", text.encode()).cells[key]
    assert back == meant
    assert type(back) is type(meant)


# ---- doubts


def test_what_the_form_does_not_have_is_doubted_and_not_dropped_in_silence() -> None:
    preview = read(
        content(
            cells={**report(SAMPLE).to_json()["cells"], "applications.granted.martians": 3},  # type: ignore[dict-item]
            texts={"overview": "好。", "appendix": "附件一"},
            notes={"a.b.c": "备注"},
            unit_kind="自治区",
            colour="red",
        )
    )
    assert preview.doubts == (
        Doubt("colour", "", "不认识“colour”这一部分，没有读入。"),
        Doubt(
            "applications.granted.martians",
            "",
            "表单里没有名为“applications.granted.martians”的格子，它的内容“3”没有读入。",
        ),
        Doubt("appendix", "", "表单里没有名为“appendix”的文字部分，“附件一”没有读入。"),
        Doubt("unit_kind", "", "单位类型“自治区”不在乡镇、街道、县级部门、县级政府、其他之中。"),
        Doubt("a.b.c", "", "备注写给“a.b.c”，表单里没有这一格。"),
    )
    assert preview.unit_kind == "自治区"
    assert preview.notes == {"a.b.c": "备注"}


def test_cells_that_are_not_there_are_blank_and_counted() -> None:
    preview = read(content(cells={TYPED: 3}))
    assert preview.cells[TYPED] == 3
    assert sum(value is None for value in preview.cells.values()) == 199
    assert preview.doubts == (Doubt("", "", "数据里缺少 199 格，按空白读入。"),)


# ---- refusals

WRONG: dict[str, tuple[Content, str]] = {
    "no format": ({"form": "2021"}, "没有注明格式版本"),
    "a later format": (content(format=2), "格式版本是“2”，本程序只读版本 1"),
    "format as a word": (content(format="1"), "格式版本应当是数字 1，现在是“1”这样的文字"),
    "format true": (content(format=True), "格式版本应当是数字 1，现在是“true”"),
    "no such form": (content(form="2099"), "表单格式是“2099”，本程序没有"),
    "a form that is a path": (content(form="../forms/2021"), "本程序没有"),
    "no form": (content(form=None), "表单格式是“空值”"),
    "form as a list": (content(form=["2021"]), "本程序没有"),
    "year as a word": (content(year="2021"), "年份应当是 1900 到 9999 的数字，现在是“2021”这样的文字"),
    "year with a fraction": (content(year=2021.5), "年份应当是"),
    "year true": (content(year=True), "年份应当是"),
    "no year": (content(year=None), "年份应当是 1900 到 9999 的数字，现在是“空值”"),
    "a year too far": (content(year=20210), "年份应当是"),
    "year one": (content(year=1), "年份应当是 1900 到 9999 的数字，现在是“1”"),
    "the year before": (content(year=1899), "年份应当是"),
    "unit as a number": (content(unit=5), "单位应当是文字，现在是“5”"),
    "title as NaN": (content(title=float("nan")), "标题应当是文字，现在是“NaN”"),
    "no cells": (content(cells=None), "表格数字应当是一组有名称的内容"),
    "cells as a list": (content(cells=[1]), "表格数字应当是一组有名称的内容，现在是“[1]”"),
    "a cell that is true": (
        with_cell(TYPED, True),
        "表三“予以公开·自然人”应当是数、文字或空值，现在是“true”",
    ),
    "a cell that is a list": (with_cell(TYPED, [1]), "表三“予以公开·自然人”"),
    "a cell that is a group": (with_cell(FEES, {"a": 1}), "应当是数、文字或空值"),
    "a text that is a number": (content(texts={"overview": 1}), "“一、总体情况”应当是文字"),
    "texts as a word": (content(texts="全文"), "文字部分应当是一组"),
    "a note that is a list": (content(notes={TYPED: []}), "表三“予以公开·自然人”的备注应当是文字"),
    "an explanation that is a number": (content(explanations={"zz": 1}), "第 1 条说明应当是文字"),
    "doubts as a group": (content(doubts={}), "存疑应当是一个列表"),
    "a doubt that is a word": (content(doubts=["？"]), "第 1 条存疑应当是"),
    "a doubt without words": (content(doubts=[{"place": 1}]), "第 1 条存疑应当是文字"),
}


@pytest.mark.parametrize("case", WRONG)
def test_another_shape_is_refused_with_its_place(case: str) -> None:
    made, words = WRONG[case]
    with pytest.raises(NotAReport, match=re.escape(words)) as refusal:
        read(made)
    assert refusal.value.message.startswith("“报告.json”")
    assert refusal.value.hint
    if "“form”" not in words:
        assert not re.search(
            r"doubts|cells|texts|null|year|unit|title|notes|explanations|U\+", refusal.value.message
        )


BYTES: dict[str, tuple[bytes, type[Refused], str]] = {
    "nothing": (b"", NotAReport, "是空的"),
    "a mark and nothing": (b"\xef\xbb\xbf \n", NotAReport, "是空的"),
    "cut off": (b'{"format": 1,\n "form": "20', NotAReport, "第 2 行第 10 个字符处读不下去"),
    "words": ("单位：青石镇".encode(), NotAReport, "不是完整的数据文件"),
    "a list": (b"[1, 2]", NotAReport, "最外层应当是一组有名称的内容，现在是“[1, 2]”"),
    "a number": (b"5", NotAReport, "最外层"),
    "two at once": (b'{"format": 1} {}', NotAReport, "读不下去"),
    "a name twice": (b'{"format": 1, "year": 1, "year": 2}', NotAReport, "“year”出现了两次"),
    "a cell twice": (b'{"cells": {"a.b.c": 1, "a.b.c": 1}}', NotAReport, "“a.b.c”出现了两次"),
    "a nesting bomb": (b'{"cells": ' + b"[" * 200_000, NotAReport, "层数太多"),
    "a closed nesting bomb": (b"[" * 100_000 + b"]" * 100_000, NotAReport, "层数太多"),
    "groups without end": (b'{"a":' * 100_000, NotAReport, "层数太多"),
    "no text": (b"\xff\xfe\x00\xd8\x00", NotText, "不是文字文件"),
    "another no text": (b"\x81\x00\xff", NotText, "不是文字文件"),
}


@pytest.mark.parametrize("case", BYTES)
def test_what_is_no_data_is_refused(case: str) -> None:
    data, kind, words = BYTES[case]
    with pytest.raises(kind, match=re.escape(words)):
        readers.read_bytes("报告.json", data)


@pytest.mark.parametrize(
    "place",
    [
        lambda odd: content(unit=f"青石{odd}"),
        lambda odd: content(texts={"overview": f"青石{odd}"}),
        lambda odd: content(notes={TYPED: f"青石{odd}"}),
        lambda odd: content(explanations={f"青石{odd}": "x"}),
        lambda odd: with_cell(TYPED, f"青石{odd}"),
    ],
)
@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\x7f", "\uffff"])
def test_a_character_that_no_document_can_hold_is_refused_with_its_place(
    place: Callable[[str], Content], odd: str
) -> None:
    data = json.dumps(place(odd)).encode()
    with pytest.raises(
        OddCharacter, match="的第 3 个字符（“青石”之后）是看不见的控制字符或无效字符，不能使用"
    ):
        readers.read_bytes("a.json", data)


def test_half_a_character_in_a_name_is_refused() -> None:
    data = json.dumps(content(explanations={"青石\ud800": "x"})).encode()
    with pytest.raises(OddCharacter, match="第 1 条说明的名称有看不见的字符"):
        readers.read_bytes("a.json", data)


def test_line_ends_of_other_systems_become_plain() -> None:
    assert read(content(texts={"overview": "一\r\n二\r三"})).texts["overview"] == "一\n二\n三"


def test_a_stray_value_is_quoted_short_and_on_one_line() -> None:
    with pytest.raises(NotAReport) as refusal:
        read(content(year="长\n" * 500))
    assert len(refusal.value.message) < 100
    assert "\n" not in refusal.value.message


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=6)
)
def test_any_value_in_any_part_is_read_or_refused(value: object) -> None:
    for part in content():
        try:
            preview = readers.read_bytes("a.json", json.dumps(content(**{part: value})).encode())
        except Refused as refusal:
            assert refusal.message.startswith("“a.json”")  # noqa: PT017 - either way is right
        else:
            assert len(preview.cells) == 200

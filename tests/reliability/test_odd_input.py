"""Odd input: every door keeps the same rules, says what it did, and names the place of what it refuses."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core import days, keys, oddities, pasting, readers
from core.__main__ import main
from core.errors import FontMissing, OddCharacter, TooLarge
from core.export import draw
from core.pasting import prose
from core.report import Entry, Report
from core.session import Delta, Session, blank_report
from core.values import Kind, Raw, Value, parse, to_json
from core.writers import layout
from tests.checks.filled import report

CELL = "applications.new_received.natural_person"
EMOJI = "\U0001f600"
RARE = "𠮷𪚥𫝀𫠝𬸪𮯠𰻝"  # of the extensions B to G
PRINTED = "𬭶"  # of the official list of characters, though of an extension


# ---- the rules themselves


TRIED = {*range(0x3000), *range(0xD700, 0x11000), *range(0x1FFF0, 0x20010), *range(0xE0000, 0xE0200)}
TRIED |= {plane | last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)}


def test_every_character_is_kept_taken_out_made_a_box_or_refused_and_nothing_else() -> None:
    refused = unseen = directions = halves = 0
    for code in sorted(TRIED):
        sign = chr(code)
        try:
            found = oddities.clean(f"a{sign}b")
        except OddCharacter:
            refused += 1
            wanted = unicodedata.category(sign) == "Cc" or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
            assert wanted, hex(code)
            continue
        unseen += found.unseen
        directions += found.directions
        halves += found.halves
        if found.words:
            assert len(found.text) == 2 or found.text == "a□b"
            assert unicodedata.category(sign) in {"Cf", "Cs", "Cn", "So"}, hex(code)
        elif sign not in "\r\x85\u2028\u2029":
            assert found.text == unicodedata.normalize("NFC", f"a{sign}b")
    assert halves == 0x800
    assert refused == 65 - 4 + 66  # control characters but tab and three line ends; non-characters
    assert directions == 12
    assert unseen > 100


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("甲\u202e乙\u200f", "甲乙", "去掉了 2 个改变书写方向的控制字符"),
        ("\ufeff甲\u200b乙", "甲乙", "去掉了 2 个看不见的字符"),
        ("甲\ud842乙", "甲□乙", "1 个残缺的字符换成了“□”"),
        (
            "甲\u200b\u202a\ud842",
            "甲□",
            "去掉了 1 个看不见的字符和 1 个改变书写方向的控制字符，1 个残缺的字符换成了“□”",
        ),
        ("\ud83d\ude00", EMOJI, ""),  # two halves that belong together
        ("Cafe\u0301", "Café", ""),
        (RARE + EMOJI, RARE + EMOJI, ""),
        ("葛\U000e0100", "葛\U000e0100", ""),  # a chosen shape of a name's character
        ("甲\r\n乙\r丙\u2028丁\x85戊", "甲\n乙\n丙\n丁\n戊", ""),
        ("甲\t乙　丙", "甲\t乙　丙", ""),
        ("\ue000", "\ue000", ""),  # somebody's own character: the fonts have the last word
    ],
)
def test_what_is_kept_and_what_is_said(typed: str, kept: str, said: str) -> None:
    found = oddities.clean(typed)
    assert (found.text, found.words) == (kept, said)
    assert oddities.clean(kept).text == kept


@pytest.mark.parametrize(
    "odd", ["\0", "\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\ufffe", "\uffff", "\U0001fffe", "\ufdd0"]
)
def test_a_control_character_is_refused_with_its_place_and_the_words_before(odd: str) -> None:
    with pytest.raises(OddCharacter) as refused:
        oddities.clean(f"第一段。\n二、本机关共收到申请{odd}48件")
    assert (
        refused.value.message
        == "第 16 个字符（“本机关共收到申请”之后）是看不见的控制字符或无效字符，不能使用。"
    )
    assert refused.value.hint
    assert str(refused.value).isprintable()


# ---- figures


FIGURES: list[tuple[str, Value]] = [
    ("12", 12),
    ("１２", 12),
    ("12件", 12),
    ("12 件", 12),
    (" 12\n", 12),
    ("12.0", 12),
    ("１，２３４", 1234),
    ("1,234", 1234),
    ("1 234", 1234),
    ("-0", 0),
    ("+5", 5),
    ("－３", -3),
    ("007", 7),
    ("\u200b12\ufeff", 12),
    ("999999999", 999_999_999),
    ("12.5", Decimal("12.5")),
    ("", None),
    ("　 \u200b", None),
]
NO_FIGURES = [
    *("1,23,4", "1,2345", "12,34", "1.2.3", "--1", "+-1", "1-2", "1/2", "½", "②", "²", "12²", "Ⅻ", "㉑"),
    *("१२", "٣", "۱۲", "𝟏𝟐", "๓", "1e5", "0x10", "0b1", "1_000", "1'000", "inf", "nan", "NaN", "∞", "１e３"),
    *(
        "十二",
        "一百二十三",
        "壹",
        "〇",
        "零",
        "12人",
        "约12",
        "12(3)",
        "12件件",
        "=12",
        "1\n2",
        "1\t2",
        "1\r\n2",
    ),
    *("1\x002", "1\x1f2", "\x00", "\x1c", "1\u20282", "1000000000", "9" * 5000, "0." + "1" * 5000, "1" * 10),
]


@pytest.mark.parametrize(("typed", "value"), FIGURES)
def test_a_figure_is_read_as_people_write_it(typed: str, value: Value) -> None:
    assert parse(typed) == value


@pytest.mark.parametrize("typed", NO_FIGURES)
@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_no_figure_is_kept_as_it_was_typed_and_never_guessed(typed: str, kind: Kind) -> None:
    unit = "万元" if kind is Kind.MONEY else None
    assert parse(typed, kind, unit) == Raw(typed.strip(" \n"))


def test_leading_zeros_do_not_count_as_digits_and_a_number_of_ten_is_never_calculated_with() -> None:
    assert parse("0000000000012") == 12
    limit = sys.get_int_max_str_digits()
    assert parse("9" * (limit + 1)) == Raw("9" * (limit + 1))
    assert parse("0" * (limit + 1) + "7") == 7


@pytest.mark.parametrize(
    "typed", ["202²-01-02", "２０２6-０1-०2", "٢٠٢٦-01-02", "2026-1-²", "二〇二六年一月二日", "1e3-1-1"]
)
def test_a_day_has_no_other_digits_than_ours(typed: str) -> None:
    assert days.read(typed, dt.date(2026, 1, 1)) is None
    assert days.read("２０２６－０１．０２".replace("．", "－"), dt.date(2026, 1, 1)) == dt.date(2026, 1, 2)


# ---- doors: what is stored, and the sentence


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = Session.create(tmp_path / "a.gknb", report({}))
    yield opened
    opened.close()


DOORS = {
    "cell": (CELL, "表三 新收·自然人"),
    "text": (keys.text("overview"), "总体情况"),
    "preamble": (keys.text("preamble"), "正文前的说明"),
    "unit": (keys.UNIT_NAME, "单位名称"),
    "title": (keys.TITLE, "报告标题"),
    "address": ("unit.address", "单位地址"),
    "note": (keys.note(CELL), "备注 表三 新收·自然人"),
    "explanation": (keys.explain("A01-x"), "A01 的说明"),
    "fee": ("fee.notices", "收费通知件数"),
    "last year": (keys.before(CELL), "上年 表三 新收·自然人"),
}


def put(session: Session, key: str, words: str) -> Delta | None:
    return session.apply({key: parse(words) if keys.is_cell(key) else words}, "填写", typing=key)


def stored(session: Session, key: str) -> object:
    entry = session.report.entry(key)
    return None if entry is None else entry.value.text if isinstance(entry.value, Raw) else entry.value


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("odd", ["\0", "\x0b", "\ufffe", "\x1f"])
def test_each_field_refuses_control_characters_names_itself_and_keeps_what_it_had(
    session: Session, door: str, odd: str
) -> None:
    key, name = DOORS[door]
    put(session, key, "甲乙")
    with pytest.raises(OddCharacter) as refused:
        put(session, key, f"甲乙{odd}丙")
    assert refused.value.message.startswith(f"“{name}”中，第 3 个字符（“甲乙”之后）是看不见的控制字符")
    assert stored(session, key) == "甲乙"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("甲\u202e乙", "甲乙", "中去掉了 1 个改变书写方向的控制字符。"),
        ("甲\ufeff\u200b乙", "甲乙", "中去掉了 2 个看不见的字符。"),
        ("甲\ud800乙", "甲□乙", "中1 个残缺的字符换成了“□”。"),
        ("甲e\u0301乙", "甲é乙", ""),
        (f"{RARE}{EMOJI}", f"{RARE}{EMOJI}", ""),
    ],
)
def test_each_field_keeps_the_same_and_says_so(
    session: Session, door: str, typed: str, kept: str, said: str
) -> None:
    key, name = DOORS[door]
    told: list[str] = []
    session.subscribe(lambda event: told.append(event.cleaned) if isinstance(event, Delta) else None)
    put(session, key, typed)
    assert stored(session, key) == kept
    assert told == [f"“{name}”{said}" if said else ""]
    assert not session.undo_label.startswith("撤销")


def test_the_screen_is_told_even_where_nothing_is_left_that_differs(session: Session) -> None:
    key = keys.text("overview")
    before = stored(session, key)
    delta = put(session, key, f"\u202e{before}")
    assert delta is not None
    assert delta.keys == {key}
    assert not delta.opened
    assert not delta.closed
    assert delta.cleaned == "“总体情况”中去掉了 1 个改变书写方向的控制字符。"
    assert session.undo() is None


def test_a_figure_with_something_unseen_in_it_is_a_figure(session: Session) -> None:
    delta = put(session, CELL, "\u202a48\u202c")
    assert stored(session, CELL) == 48
    assert delta is not None
    assert delta.cleaned == "“表三 新收·自然人”中去掉了 2 个改变书写方向的控制字符。"


def test_a_field_of_one_line_stays_one_and_a_text_keeps_its_lines(session: Session) -> None:
    put(session, "unit.address", "中街\t1号\r\n二楼\u2028")
    assert stored(session, "unit.address") == "中街 1号 二楼"
    put(session, keys.note(CELL), "甲\r\n乙\u2028丙")
    assert stored(session, keys.note(CELL)) == "甲\n乙\n丙"
    put(session, CELL, "1\n2\t3")
    assert stored(session, CELL) == "1 2 3"  # as typed, on one line; never 123
    assert session.report.stated(CELL) == Raw("1 2 3")


def test_several_places_are_said_in_one_sentence(session: Session) -> None:
    delta = session.apply({"unit.address": "甲\u200b", "unit.site": "乙\u200b", "unit.email": "丙"}, "填写")
    assert delta is not None
    assert delta.cleaned == "“单位地址”中去掉了 1 个看不见的字符，另外 1 处也有。"


def test_a_name_for_a_point_and_a_reason_are_cleaned_too(session: Session) -> None:
    session.mark("送\u202e审\n前")
    assert session.steps()[-1].label == "送审 前"
    with pytest.raises(OddCharacter):
        session.mark("送\0审")
    assert blank_report("青\u200b石镇\n政府", 2030).unit_name == "青石镇 政府"


# ---- pasting


def test_a_long_text_with_one_control_character_is_refused_with_its_place_and_nothing_is_pasted() -> None:
    words = "本年共收到政府信息公开申请。" * 360
    with pytest.raises(OddCharacter) as refused:
        prose.read("", f"{words[:3000]}\0{words[3000:]}")
    assert refused.value.message.startswith("没有粘贴：复制的文字中，第 3001 个字符（“")
    assert words[2992:3000] in refused.value.message
    assert refused.value.hint == "复制的内容还在剪贴板里，请在原来的文件里删去这个字符，再复制一次。"


@pytest.mark.parametrize(
    ("copied", "pasted", "notice"),
    [
        ("甲\v乙\f丙", "甲\n乙\n丙", ""),  # Word's line and page ends
        ("非\x1e政府", "非-政府", ""),  # Word's hyphen that does not break
        ("甲乙\0\0", "甲乙", ""),  # how Windows ends what was copied
        ("甲\u2066乙\u2069", "甲乙", "已按纯文字粘贴，去掉了 2 个改变书写方向的控制字符"),
        (f"{RARE}\ud842", f"{RARE}□", "已按纯文字粘贴，1 个残缺的字符换成了“□”"),
    ],
)
def test_a_pasted_text_keeps_the_same_rules(copied: str, pasted: str, notice: str) -> None:
    found = prose.read("", copied)
    assert (found.text, found.notice) == (pasted, notice)


def placed(text: str, html: str = "") -> Callable[[Session], pasting.Placement]:
    def place(session: Session) -> pasting.Placement:
        table = session.report.form.table("applications")
        return pasting.place(session.report, table, pasting.read(html, text), CELL, (CELL,))

    return place


def test_a_table_with_one_control_character_is_refused_with_the_cell_and_changes_nothing(
    session: Session,
) -> None:
    before = session.report.content()
    placement = placed("1\t2\t3\n4\t5\x006\t7")(session)
    with pytest.raises(OddCharacter, match="“表三 上年结转·商业企业”中，第 2 个字符"):
        session.apply(placement.values, placement.label)
    assert session.report.content() == before


def test_figures_of_a_pasted_table_are_freed_of_what_cannot_be_seen(session: Session) -> None:
    values = placed("\u202a1\u202c\t２\t٣\n\ufeff4\t1²\t1e5")(session).values
    assert list(values.values()) == [1, 2, Raw("٣"), 4, Raw("1²"), Raw("1e5")]


# ---- files


def as_json(made: Report, **parts: object) -> bytes:
    return json.dumps({**made.to_json(), **parts}).encode()  # "\ud800" is written as it is


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"unit": "青石\0镇"}, "单位的第 3 个字符"),
        ({"texts": {"overview": "甲\x0b乙"}}, "“一、总体情况”的第 2 个字符"),
        ({"notes": {CELL: "甲\ufffe乙"}}, "的备注的第 2 个字符"),
        ({"explanations": {"A01": "\x01"}}, "第 1 条说明的第 1 个字符"),
        ({"cells": {CELL: "1\x002"}}, "表三“新收·自然人”的第 2 个字符"),
    ],
)
def test_a_data_file_with_control_characters_is_refused_with_the_place(
    parts: dict[str, object], place: str
) -> None:
    with pytest.raises(OddCharacter) as refused:
        readers.find("json").read("上年.json", as_json(report({}), **parts))
    assert place in refused.value.message


def test_a_data_file_with_half_characters_is_read_and_what_was_done_is_doubted() -> None:
    data = as_json(report({}), texts={"overview": "甲\ud800乙\u202e丙"}, unit="青\ufeff石镇")
    found = readers.find("json").read("上年.json", data)
    assert found.texts["overview"] == "甲□乙丙"
    assert found.unit == "青石镇"
    said = [doubt.text for doubt in found.doubts]
    assert "单位中去掉了 1 个看不见的字符。" in said
    assert "“一、总体情况”中去掉了 1 个改变书写方向的控制字符，1 个残缺的字符换成了“□”。" in said


def test_figures_of_a_data_file_are_never_run_together() -> None:
    cells = {CELL: "1\n2", "applications.new_received.commercial": "1²"}
    found = readers.find("json").read("上年.json", as_json(report({}), cells=cells))
    assert to_json(found.cells[CELL]) == "1\n2"
    assert found.cells["applications.new_received.commercial"] == Raw("1²")


def test_a_text_file_with_unseen_characters_is_read_and_that_is_said() -> None:
    text = "青石镇2030年政府信息公开工作年度报告\n一、总体情况\n本年\u202e主动\u200b公开\x01信息。\n"
    found = readers.find("text").read("上年.txt", text.encode())
    assert found.texts["overview"] == "本年主动公开信息。"
    assert any("看不见" in doubt.text or "不可见" in doubt.text for doubt in found.doubts)


# ---- the command line


def run(*arguments: str) -> int:
    return main(list(arguments))


@pytest.mark.parametrize(
    ("unit", "exit_code", "said"),
    [
        ("青石镇\0", 2, "单位名称中，第 4 个字符（“青石镇”之后）"),
        ("青石\x0b镇", 2, "单位名称中，第 3 个字符"),
        ("青\u202e石镇\ud800", 0, "单位名称中去掉了 1 个改变书写方向的控制字符，1 个残缺的字符换成了“□”。"),
        (f"青石镇{RARE}", 0, ""),
        ("\u200b", 2, "没有写单位名称"),
    ],
)
def test_a_new_file_by_command_keeps_the_same_rules(
    unit: str, exit_code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.gknb"
    assert run("new", "--unit", unit, "--year", "2021", "--out", str(out)) == exit_code
    assert said in capsys.readouterr().err
    assert out.exists() == (exit_code == 0)


@pytest.mark.parametrize("year", ["२०२१", "２０２１", "2021.0", "0x7e5", "2e3", "²⁰²¹", "20211", "-2021"])
def test_a_year_by_command_is_four_of_our_digits(
    year: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", "--unit", "青石镇", "--year", year, "--out", str(tmp_path / "a.gknb")) == 2
    assert "年" in capsys.readouterr().err


def test_standard_input_keeps_the_same_rules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Input:
        buffer = io.BytesIO("青石镇2021年政府信息公开工作年度报告\n一、总体情况\n甲\0乙\n".encode())

    monkeypatch.setattr(sys, "stdin", Input())
    assert run("read", "-") == 2
    assert "不属于文字" in capsys.readouterr().err


# ---- documents


@pytest.mark.parametrize("sign", [PRINTED, RARE[0], RARE[-1], EMOJI, "\ue000"])
def test_a_rare_character_is_printed_or_named_before_anything_is_written(sign: str) -> None:
    made = report({})
    made.write({keys.text("overview"): Entry(f"负责人{sign}某。")})
    document = layout.build(made)
    assert sign in json.loads(draw(made, document, "json"))["texts"]["overview"]
    draw(made, document, "xlsx")  # reads it back
    if sign in PRINTED:
        draw(made, document, "pdf")
    else:
        with pytest.raises(FontMissing, match=sign) as refused:
            draw(made, document, "pdf")
        assert "总体情况" in str(refused.value) or "负责人" in str(refused.value)


def test_a_long_paragraph_goes_on_in_the_next_row_of_a_workbook_and_nothing_is_cut_off() -> None:
    made = report({})
    made.write({keys.text("overview"): Entry("字" * 40_000)})
    sheet = load_workbook(io.BytesIO(draw(made, layout.build(made), "xlsx"))).worksheets[0]
    words = [str(row[0]) for row in sheet.iter_rows(min_col=2, max_col=2, values_only=True) if row[0]]
    assert sum(part.count("字") for part in words if set(part) == {"字"}) == 40_000
    assert max(map(len, words)) < 32_767


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        (keys.TITLE, "题" * 32_768, "标题"),
        (keys.UNIT_NAME, "镇" * 32_768, "标题"),  # which has the unit's name in it
        (CELL, Raw("x" * 32_768), "新收·自然人"),
    ],
)
def test_what_is_too_long_for_one_cell_of_a_workbook_is_said(key: str, value: str | Raw, place: str) -> None:
    made = report({})
    made.write({key: Entry(value)})
    with pytest.raises(TooLarge, match="Excel 的一格最多放 32767 个") as refused:
        draw(made, layout.build(made), "xlsx")
    assert place in refused.value.message
    assert refused.value.hint

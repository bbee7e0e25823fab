"""Two states of a report: what differs, in figures, sentences and plain words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import formfile, keys
from core.compare import Comparison, Kind, Span, compare, sentences_changed, spans
from core.report import ZERO, Entry, Origin, OriginKind, Report
from core.values import Raw

FORM = formfile.load("2021")
A = "applications."
NEW = f"{A}new_received.natural_person"
FORWARD = f"{A}carried_forward.natural_person"
TOTAL = f"{A}new_received.total"
OVERVIEW = keys.text("overview")


def state(**values: int | str | Raw) -> dict[str, Entry]:
    """state(applications__granted__other=3, text__overview="…")"""
    return {key.replace("__", "."): Entry(value) for key, value in values.items()}


def both(before: dict[str, Entry], after: dict[str, Entry]) -> Comparison:
    return compare(FORM, before, after)


def marked(found: tuple[Span, ...]) -> str:
    """今年受理〔删：48〕〔增：49〕件。"""
    signs = {Kind.REMOVED: "〔删：{}〕", Kind.INSERTED: "〔增：{}〕", Kind.SAME: "{}"}
    return "".join(signs[span.kind].format(span.text) for span in found)


def test_the_summary_names_tables_and_texts_as_the_draft_prints_them() -> None:
    before = {NEW: Entry(48), OVERVIEW: Entry("今年受理 48 件。已全部办结。")}
    after = {NEW: Entry(49), FORWARD: Entry(1), OVERVIEW: Entry("今年受理 49 件。已全部办结。")}
    assert both(before, after).summary == "表三 2 格，总体情况 1 句"


def test_figures_are_listed_as_printed_with_both_values() -> None:
    found = both({FORWARD: Entry(2), NEW: Entry(48)}, {NEW: Entry(Raw("4八"))})
    assert [(cell.name, cell.before, cell.after) for cell in found.cells] == [
        ("表三 新收·自然人", 48, Raw("4八")),
        ("表三 结转下年·自然人", 2, None),
    ]


def test_a_stated_total_that_gave_way_to_an_equal_computed_one_changed_no_figure() -> None:
    before, after = {NEW: Entry(3), TOTAL: Entry(3)}, {NEW: Entry(3)}
    found = both(before, after)
    assert [(cell.key, cell.of_value) for cell in found.cells] == [(TOTAL, False)]
    assert (found.summary, found.empty) == ("", True)


def test_a_total_that_followed_its_parts_is_no_change_of_its_own() -> None:
    found = both({NEW: Entry(3), TOTAL: Entry(3)}, {NEW: Entry(5)})
    assert [(cell.key, cell.counts) for cell in found.cells] == [(NEW, True), (TOTAL, False)]
    assert found.summary == "表三 1 格"


def test_a_total_that_gave_way_to_the_computed_one_is_a_change() -> None:
    found = both({NEW: Entry(3), TOTAL: Entry(4)}, {NEW: Entry(3)})
    assert [(cell.name, cell.before, cell.after) for cell in found.cells] == [("表三 新收·总计", 4, 3)]
    assert found.summary == "表三 1 格"


def test_a_figure_that_only_came_from_elsewhere_is_told_apart() -> None:
    (cell,) = both({NEW: Entry(0)}, {NEW: Entry(0, ZERO)}).cells
    assert (cell.of_value, cell.origin_after) == (False, ZERO)


def test_equal_states_differ_in_nothing() -> None:
    found = both(state(text__overview="甲。"), state(text__overview="甲。"))
    assert (found.empty, found.summary, found.changes) == (True, "", {})


def test_everything_else_is_told_in_plain_words() -> None:
    after = state(
        report__title="某镇年度报告",
        unit__telephone="0579-1",
        fee__received="120",
        **{f"before__{NEW.replace('.', '__')}": "5"},
    )
    after |= {
        keys.note(NEW): Entry("来自司法所 1月8日 电话"),
        keys.note("text.overview.1a2b3c4d5e"): Entry("来自公众号\n〔原句〕全年发布 12 条。"),
        keys.explain("A01-0123456789ab"): Entry("上年漏统计。"),
        keys.basis("A01-0123456789ab"): Entry("{}"),
    }
    found = both({}, after)
    assert [(field.name, field.after) for field in found.fields] == [
        ("报告标题", "某镇年度报告"),
        ("联系电话", "0579-1"),
        ("实收金额", "120"),
        ("上年 表三 新收·自然人", "5"),
        ("备注 表三 新收·自然人", "来自司法所 1月8日 电话"),
        ("备注 总体情况", "来自公众号"),
        ("A01 的说明", "上年漏统计。"),
    ]
    assert found.summary == (
        "报告信息 1 处，单位信息 1 处，收费情况 1 处，上年数据 1 处，备注 2 处，说明 1 处"
    )
    assert found.changes == after


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("受理48件。", "受理49件。", "受理〔删：48〕〔增：49〕件。"),
        ("受理 1,204 件。", "受理 1,205 件。", "受理 〔删：1,204〕〔增：1,205〕 件。"),
        ("甲事已办。乙事已办。", "乙事已办。", "〔删：甲事已办。〕乙事已办。"),
        ("一段。", "一段。\n又一段。", "一段。〔增：\n又一段。〕"),
        ("", "新写的话。", "〔增：新写的话。〕"),
        ("写过的话。", "", "〔删：写过的话。〕"),
        (
            "主动公开政府信息三百条。",
            "依法组织了两次业务培训！",
            "〔删：主动公开政府信息三百条。〕〔增：依法组织了两次业务培训！〕",
        ),
        (
            "参训56人次。受理申请41件，均已办结。",
            "参训65人次。",
            "参训〔删：56〕〔增：65〕人次。〔删：受理申请41件，均已办结。〕",
        ),
        ("共48件、47件结。", "共49件、48件结。", "共〔删：48件、47〕〔增：49件、48〕件结。"),
    ],
)
def test_texts_are_compared_by_sentences_and_then_by_figures_and_characters(
    before: str, after: str, shown: str
) -> None:
    assert marked(spans(before, after)) == shown


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("甲。乙。丙。", "甲。乙二。丙。", 1),
        ("甲。", "甲。乙。丙。", 2),
        ("甲。乙。丙。", "", 3),
        ("甲。乙。", "甲。\n乙。", 0),
        ("甲。", "甲。", 0),
    ],
)
def test_sentences_are_counted_whether_changed_added_or_taken_out(
    before: str, after: str, count: int
) -> None:
    assert sentences_changed(before, after) == count


def test_a_figure_of_another_form_is_told_too() -> None:
    found = both({}, {f"{A}new_received.partnership": Entry(2)})
    assert found.summary == "其他内容 1 格"
    assert [(cell.name, cell.after) for cell in found.cells] == [("其他内容", 2)]


def test_another_division_into_paragraphs_is_said_as_such() -> None:
    found = both(state(text__overview="甲。乙。"), state(text__overview="甲。\n乙。"))
    assert found.summary == "总体情况分段"


PROSE = st.text(st.sampled_from("公开申请，。；\n 12,3a𠅤"), max_size=60)
CELLS = st.dictionaries(
    st.sampled_from(list(FORM.cells)),
    st.builds(
        Entry,
        st.one_of(st.integers(0, 9), st.just(Raw("3a"))),
        st.sampled_from([Origin(OriginKind.TYPED), ZERO]),
    ),
    max_size=8,
)
WORDS = st.dictionaries(
    st.sampled_from(
        [OVERVIEW, "text.preamble", "report.title", keys.note(NEW), "note.text.overview.1", "explain.A01-1"]
    ),
    st.builds(Entry, PROSE.filter(bool)),
)
STATES = st.builds(lambda cells, words: {**cells, **words}, CELLS, WORDS)


@given(PROSE, PROSE)
def test_the_stretches_give_both_texts_back(before: str, after: str) -> None:
    found = spans(before, after)
    assert "".join(span.text for span in found if span.kind is not Kind.INSERTED) == before
    assert "".join(span.text for span in found if span.kind is not Kind.REMOVED) == after
    assert all(span.text for span in found)


@given(STATES, STATES)
def test_a_comparison_turns_the_earlier_state_into_the_later(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    found = both(before, after)
    report = Report(FORM, 1, before)
    report.write(found.changes)
    assert report.entries == after
    assert found.empty == (found.summary == "")
    shown = [*found.cells, *found.texts, *found.fields]
    assert len(shown) == len(found.changes)


def test_two_long_texts_are_compared_at_once() -> None:
    before = "".join(f"第{n}项工作按期完成，公开信息{n * 7}条，受理申请{n}件。" for n in range(180))
    after = before.replace("工作按期", "任务如期").replace("受理申请9", "办理申请8")
    assert len(before) > 4_500
    started = time.perf_counter()
    found = spans(before, after)
    assert time.perf_counter() - started < 1  # usually a few hundredths
    assert sum(span.kind is Kind.REMOVED for span in found) > 180

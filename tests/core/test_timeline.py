"""The journal as lines: one for what was done at one go, what was undone shown as such."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import formfile, keys, notes
from core.history import Change, Splice, Step, StepKind, splice
from core.report import TYPED, Entry
from core.session import Session, blank_report
from core.timeline import joined, lines, told
from core.values import Raw

FORM = formfile.load("2021")
A = "applications."
NEW, GRANTED = f"{A}new_received.natural_person", f"{A}granted.natural_person"
OVERVIEW = keys.text("overview")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A new report."""
    made = Session.create(tmp_path / "甲.gknb", blank_report("甲镇人民政府", 2025, FORM))
    yield made
    made.close()


def shown(session: Session) -> list[tuple[str, bool, tuple[str, ...]]]:
    steps = session.steps()
    return [(line.words, line.undone, told(FORM, steps, line)) for line in lines(steps)]


def test_typing_into_one_cell_is_one_line_however_often_it_was_saved(session: Session) -> None:
    label = "填写 表三 新收·自然人"
    session.apply({NEW: 4}, label, typing=NEW)
    session._saver.close_step()  # as after two seconds
    session.apply({NEW: 48}, label, typing=NEW)
    assert len(session.steps()) == 3
    assert shown(session)[1:] == [(label, False, ("空白 → 48",))]


def test_what_was_undone_stays_listed_as_such(session: Session) -> None:
    session.apply({NEW: 4}, "填写 表三 新收·自然人")
    session.apply({GRANTED: Raw("三件")}, "粘贴 表三 1×1 格")
    session.undo()
    session.undo()
    session.redo()
    assert shown(session)[1:] == [
        ("填写 表三 新收·自然人", False, ("空白 → 4",)),
        ("粘贴 表三 1×1 格", True, ("表三 予以公开·自然人 空白 → “三件”",)),
        ("撤销 2 步", False, ("表三 新收·自然人 4 → 空白", "表三 予以公开·自然人 “三件” → 空白")),
        ("重做 填写 表三 新收·自然人", False, ("空白 → 4",)),
    ]


def test_named_points_and_texts_are_told(session: Session) -> None:
    session.apply({OVERVIEW: "受理48件。"}, "修改 一、总体情况", typing=OVERVIEW)
    session.mark("交分管领导前")
    session.apply({OVERVIEW: "受理49件，已办结。"}, "修改 一、总体情况", typing=OVERVIEW)
    session.apply(notes.changes("text.overview.1", "后台导出", "受理49件。"), "写备注")
    assert shown(session)[1:] == [
        ("修改 一、总体情况", False, ("增 “受理48件。”",)),
        ("交分管领导前", False, ()),
        ("修改 一、总体情况", False, ("“48件” 改为 “49件，已办结”",)),
        ("写备注", False, ("备注 总体情况 增 “后台导出”",)),
    ]
    marks = [line for line in lines(session.steps()) if line.kind is StepKind.MARK]
    assert [session.steps()[line.end - 1].label for line in marks] == ["交分管领导前"]


def test_the_journal_keeps_only_what_changed_in_a_text(session: Session) -> None:
    long = "公开" * 2_000
    for end in "甲乙丙":
        session.apply({OVERVIEW: long + end}, "修改 一、总体情况")
    kept = [change for step in session.steps()[2:-1] for change in step.changes]
    assert kept == [Splice(OVERVIEW, len(long), "甲", "乙", TYPED, TYPED)]
    while session.undo():
        pass
    assert session.report.text("overview") == ""


def test_the_file_tells_the_same_lines_as_memory(session: Session, tmp_path: Path) -> None:
    session.apply({OVERVIEW: "受理48件。"}, "修改 一、总体情况", typing=OVERVIEW)
    session.apply({NEW: 48, GRANTED: 3}, "粘贴")
    session.mark("初稿")
    session.undo()
    before = shown(session)
    session.close()
    again = Session.open(tmp_path / "甲.gknb")
    assert shown(again) == before
    again.close()


def test_of_a_long_stretch_only_what_differs_is_told(session: Session) -> None:
    long = "各项工作按期完成，群众满意度有所提高"
    session.apply({OVERVIEW: f"受理48件。{long}。办结47件。"}, "修改 一、总体情况")
    session.apply({OVERVIEW: f"受理49件。{long}。办结46件，结转3件。"}, "修改 一、总体情况")
    assert shown(session)[-1][2] == ("“48” 改为 “49”、“47” 改为 “46件，结转3”",)


def test_totals_are_told_only_where_nothing_else_changed(session: Session) -> None:
    total = f"{A}new_received.total"
    session.apply({NEW: 4, total: 5}, "导入")
    session.apply({NEW: 3}, "填写 表三 新收·自然人")
    session.undo()
    session.apply({total: None}, "以计算结果为准 新收·总计")
    assert [told for _, _, told in shown(session)][2:] == [("4 → 3",), ("3 → 4",), ("5 → 计算结果",)]


WORDS = st.text(st.sampled_from("甲乙丙丁"), max_size=8)


@given(WORDS, WORDS, WORDS)
def test_two_touching_splices_are_one(first: str, second: str, third: str) -> None:
    def cut(before: str, after: str) -> Splice:
        return Splice(OVERVIEW, *splice(before, after), TYPED, TYPED)

    one, other = cut(first, second), cut(second, third)
    if (both := joined(one, other)) is not None:
        assert both.outcome(Entry(first)) == Entry(third)
    else:
        assert other.start > one.start + len(one.inserted) or other.start + len(other.removed) < one.start


def test_five_thousand_steps_are_put_into_lines_at_once() -> None:
    steps = tuple(
        Step(n, n, StepKind.DO, "填写", "2031-01-08T10:32:00", (Change(NEW, Entry(n), Entry(n + 1)),))
        for n in range(1, 5_001)
    )
    started = time.perf_counter()
    assert len(lines(steps)) == 5_000
    assert time.perf_counter() - started < 0.5  # usually a hundredth

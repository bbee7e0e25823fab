"""What belongs together is one message, and what cannot be judged is one line."""

from __future__ import annotations

from dataclasses import replace

from core.checks import run_all
from core.checks.together import together
from core.findings import Finding, Level, Suggestion
from core.form import FormDef
from core.report import Entry, Report
from core.rules import CheckSpec
from tests.checks.filled import FORM, SAMPLE, asking, report, state

RECEIVED = "applications.new_received.natural_person"
TOTAL = "applications.new_received.total"


def unknown(code: str, reason: str = "缺少上年报告") -> Finding:
    return Finding(code, Level.UNKNOWN, f"没有上年报告，无法判断{code}。", title=reason)


def doubt(code: str, level: Level, *places: str) -> Finding:
    return Finding(code, level, f"{code}。", title=code, left_places=places)


def shown(findings: list[Finding], form: FormDef = FORM) -> list[tuple[str, str]]:
    """Code, and the code it is folded under, as they come out."""
    gathered = together(findings, form, {"C91", "Y91", "Y92"})
    codes = {finding.id: finding.code for finding in gathered}
    return [(finding.code, codes[finding.follows] if finding.follows else "") for finding in gathered]


def test_what_cannot_be_judged_for_one_reason_is_one_line_that_counts() -> None:
    lead, *others = together([unknown("B91"), unknown("Y91"), unknown("Y92")], FORM, set())
    assert lead.title == "缺少上年报告：3 项无法判断"
    assert lead.text == "没有上年报告，无法判断B91；另有 2 项也是如此。"
    assert [other.follows for other in others] == [lead.id] * 2
    assert [other.title for other in others] == ["缺少上年报告"] * 2


def test_a_single_one_says_its_own_reason_and_two_reasons_are_two_lines() -> None:
    alone = together([unknown("Y91"), unknown("C91", "没有填单位类型")], FORM, set())
    assert [finding.title for finding in alone] == ["缺少上年报告", "没有填单位类型"]


def test_a_doubt_about_a_figure_goes_under_the_error_that_may_come_from_it() -> None:
    error = replace(
        doubt("A91", Level.ERROR, RECEIVED, "applications.carried_in.natural_person"),
        suggestions=(Suggestion(RECEIVED, 48),),
    )
    found = [doubt("C91", Level.HINT, RECEIVED), doubt("Y91", Level.EXPLAIN, TOTAL), error]
    assert shown(found) == [("C91", "A91"), ("Y91", "A91"), ("A91", "")]


def test_of_two_doubts_about_one_figure_the_graver_leads() -> None:
    found = [doubt("C91", Level.HINT, RECEIVED), doubt("Y91", Level.EXPLAIN, RECEIVED)]
    assert shown(found) == [("C91", "Y91"), ("Y91", "")]


def test_a_finding_that_doubts_no_single_figure_stands_by_itself() -> None:
    error = doubt("A91", Level.ERROR, RECEIVED)
    assert shown([doubt("B91", Level.HINT, RECEIVED), error]) == [("B91", ""), ("A91", "")]


def test_one_check_goes_under_another_where_the_form_says_so_and_both_find_something() -> None:
    specs = (CheckSpec("Y91", "explain", "jump"), CheckSpec("Y92", "explain", "jump", under="Y91"))
    form = asking(*specs)
    part = doubt("Y92", Level.EXPLAIN, RECEIVED)
    assert shown([part], form) == [("Y92", "")]
    assert shown([part, doubt("Y91", Level.EXPLAIN, TOTAL)], form) == [("Y92", "Y91"), ("Y91", "")]
    assert shown([part, unknown("Y91")], form) == [("Y92", ""), ("Y91", "")]


def test_what_follows_a_follower_follows_its_lead() -> None:
    error = replace(doubt("A91", Level.ERROR, RECEIVED), suggestions=(Suggestion(RECEIVED, 48),))
    total = doubt("Y91", Level.EXPLAIN, TOTAL)
    assert shown([total, doubt("Y92", Level.EXPLAIN, RECEIVED).under(total), error]) == [
        ("Y91", "A91"),
        ("Y92", "A91"),
        ("A91", ""),
    ]


def test_every_follower_follows_a_finding_that_stands_by_itself() -> None:
    before = report({**SAMPLE, "applications.carried_forward.natural_person": 3, RECEIVED: 4})
    made = state(report(SAMPLE, totals=True), {RECEIVED: 4800000, "applications.carried_in.commercial": 7})
    verdict = run_all(made, before)
    leads = {finding.id for finding in verdict.leading}
    assert len(verdict.findings) > len(leads)
    assert all(finding.follows in leads for finding in verdict.findings if finding.follows)


def test_last_year_in_another_form_is_compared_where_both_have_the_cell() -> None:
    gone = "disclosure.normative.valid"
    cells = {key: cell for key, cell in FORM.table("disclosure").cells.items() if key != gone}
    smaller = replace(FORM.table("disclosure"), cells=cells)
    older = replace(FORM, id="older", tables=(smaller, *FORM.tables[1:]))
    before = Report(older, FORM.first_year - 1)
    before.write({key: Entry(0) for key in older.typed})
    before.write({"applications.carried_forward.commercial": Entry(3)})
    verdict = run_all(report(SAMPLE), before)
    assert verdict.codes["Y01"] == "explain"
    (apart,) = [finding for finding in verdict.findings if finding.code == "D01"]
    assert (apart.level, apart.title) == (Level.UNKNOWN, "上年报告的表格不同")
    assert apart.text == "上年报告的表格里没有这一项，无法判断现行有效的件数与上年是否衔接。"


def test_looking_at_last_year_changes_neither_report() -> None:
    made, before = report(SAMPLE), report(SAMPLE)
    contents = made.content(), before.content()
    run_all(made, before)
    assert (made.content(), before.content()) == contents

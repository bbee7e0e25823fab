"""One run of all checks: nothing is silent, nothing is said twice, and it is quick."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from core import checks, formfile
from core.checks import balances, run_all
from core.checks.registry import LAST_YEAR, RegistryError, Rule, check, collect, rule
from core.findings import Finding, Level
from core.formfile.declared import RULES
from core.report import Entry, Origin, OriginKind, Report
from core.rules import CheckSpec
from tests.checks.filled import FORM, SAMPLE, asking, blank, report, state, to_mend
from tests.forms import invented

NOT_HELD = "applications.unable.not_held.natural_person"


ARITHMETIC = ["A01", "A02", "A03", "B01", "C10", "D02"]


def test_the_report_that_holds_needs_no_mending_and_nothing_is_left_out() -> None:
    verdict = run_all(report(SAMPLE))
    assert to_mend(verdict) == []
    assert set(verdict.codes) == {spec.code for spec in FORM.checks} | set(ARITHMETIC)
    assert {verdict.codes[code] for code in ARITHMETIC} == {"pass"}


def test_an_empty_report_lacks_every_typed_cell_and_every_text_and_nothing_else() -> None:
    verdict = run_all(Report(FORM, 2021))
    assert [(finding.code, finding.left) for finding in to_mend(verdict)] == [
        ("C05", 10),
        ("C05", 144),
        ("C05", 12),
        *[("T01", None)] * 3,
    ]
    assert verdict.codes["C05"] == "error"
    assert verdict.codes["A01"] == "pass"


def test_the_worst_stands_first_and_what_follows_right_behind_its_lead() -> None:
    made = blank(report(SAMPLE), ["disputes.review.other"])
    state(made, {NOT_HELD: 31, "disclosure.fees.amount": -1})
    verdict = run_all(made)
    assert [finding.code for finding in verdict.findings[:4]] == ["C02", "C05", "A01", "A01"]
    lead, follower = verdict.findings[2:4]
    assert follower.follows == lead.id
    assert verdict.counts()["error"] == 3
    assert verdict.counts()["folded"] == sum(finding.follows is not None for finding in verdict.findings)


def test_two_tables_wrong_are_two_messages() -> None:
    made = report(SAMPLE, totals=True)
    state(made, {NOT_HELD: 31, "disputes.review.upheld": 4, "disclosure.normative.made": 99})
    leading = to_mend(run_all(made))
    assert {finding.code for finding in leading} == {"A03", "B01", "D02"}
    assert all(finding.suggestions for finding in leading)


def test_a_locked_figure_is_the_cause_but_is_not_offered() -> None:
    made = report(SAMPLE, totals=True)
    carried = Origin(OriginKind.CARRIED, "上年")
    made.write({"applications.carried_in.commercial": Entry(3, carried)})
    (lead,) = to_mend(run_all(made))
    assert lead.code == "A01"
    assert lead.suggestions == ()


def test_one_crashing_check_is_a_fault_and_the_others_run_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(checks.REGISTRY.rules, "whole", Rule("whole", crash))
    made = state(report(SAMPLE), {NOT_HELD: 31})
    with caplog.at_level(logging.ERROR):
        verdict = run_all(made)
    assert verdict.codes["C03"] == "fault"
    assert verdict.verdict == "error"
    assert verdict.findings[0].level is Level.FAULT
    assert verdict.codes["A01"] == "error"
    assert "不是您填错" in verdict.findings[0].text
    assert "check C03 crashed" in caplog.text


@pytest.mark.parametrize("broken", ["measure", "folded", "unequal"])
def test_crashing_arithmetic_is_a_fault_and_the_cells_are_still_checked(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, broken, crash)
    monkeypatch.setattr(balances, "_shapes", {})  # no sentence is remembered
    made = state(report(SAMPLE), {NOT_HELD: 31, "disclosure.fees.amount": -1})
    verdict = run_all(made)
    assert verdict.codes["A01"] == "fault"
    assert verdict.codes["C02"] == "error"
    assert len({finding.id for finding in verdict.findings}) == len(verdict.findings)
    if broken == "folded":
        assert [finding.code for finding in verdict.findings if finding.level is Level.ERROR] == [
            "C02",
            "A01",
            "A01",
        ]


def crash(*_: object) -> list[Finding]:
    message = "our own fault"
    raise ZeroDivisionError(message)


def needs_last_year(made: Report, last_year: Report | None) -> Iterator[Finding]:
    assert last_year is not None
    yield Finding("Y91", Level.EXPLAIN, f"{made.year} 与 {last_year.year} 不同。", left_places=(NOT_HELD,))


@pytest.fixture
def with_a_check_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    made = check("Y91", Level.EXPLAIN, [LAST_YEAR])(needs_last_year)
    monkeypatch.setitem(checks.REGISTRY.checks, "Y91", made)


@pytest.mark.usefixtures("with_a_check_in_python")
def test_without_last_year_a_check_that_needs_it_cannot_judge() -> None:
    verdict = run_all(report(SAMPLE))
    assert verdict.codes["Y91"] == "unknown"
    assert "没有上年报告，这一项无法判断。" in {finding.text for finding in verdict.findings}


@pytest.mark.usefixtures("with_a_check_in_python")
def test_an_explanation_stays_with_its_finding() -> None:
    made, before = report(SAMPLE), report(SAMPLE)
    (finding,) = [one for one in run_all(made, before).findings if one.code == "Y91"]
    assert finding.explanation is None
    made.write({f"explain.{finding.id}": Entry("司法所核对过")})
    (finding,) = [one for one in run_all(made, before).findings if one.code == "Y91"]
    assert finding.explanation == "司法所核对过"
    assert run_all(made, before).counts()["explained"] == 1


def test_an_error_cannot_be_explained_away() -> None:
    made = state(report(SAMPLE), {"disclosure.fees.amount": -1})
    (finding,) = to_mend(run_all(made))
    made.write({f"explain.{finding.id}": Entry("确实如此")})
    assert run_all(made).findings[0].explanation is None


def test_a_finding_keeps_its_name_while_it_is_about_the_same_places() -> None:
    made = state(report(SAMPLE), {NOT_HELD: 31})
    before = run_all(made).findings
    state(made, {NOT_HELD: 35})
    assert [finding.id for finding in run_all(made).findings] == [finding.id for finding in before]


def test_a_program_without_checks_refuses_to_start() -> None:
    with pytest.raises(RegistryError, match="no checks"):
        collect([ModuleType("empty")])


def test_a_name_or_code_used_twice_refuses_to_start() -> None:
    one, other = ModuleType("one"), ModuleType("other")
    vars(one)["first"] = vars(other)["second"] = rule("blank")(crash)
    with pytest.raises(RegistryError, match="blank"):
        collect([one, other])
    vars(one)["first"] = vars(other)["second"] = check("Y91", Level.HINT)(crash)
    with pytest.raises(RegistryError, match="Y91"):
        collect([one, other])


def test_a_form_that_wants_an_unknown_rule_is_refused() -> None:
    form = asking(*FORM.checks, CheckSpec("C99", "hint", "weather"))
    with pytest.raises(RegistryError, match="weather"):
        run_all(Report(form, 2021))


def test_a_form_that_uses_a_code_twice_is_refused() -> None:
    form = asking(*FORM.checks, CheckSpec("A01", "error", "blank"))
    with pytest.raises(RegistryError, match="A01"):
        run_all(Report(form, 2021))


def test_an_invented_form_is_checked_without_a_line_of_code(tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    made = report({"disputes.review.pending": 5}, totals=True, form=form)
    assert to_mend(run_all(made)) == []
    state(made, {"applications.granted.partnership": 5, "disputes.review.total": 5})
    assert [finding.text for finding in to_mend(run_all(made))] == [
        "（一）全部公开行：合伙企业 5（其余 6 项为 0），总计 0，相差 5。",
        "行政复议：结果维持 0 + 结果纠正 0 + 其他结果 0 = 0，总计 5，相差 5。",
    ]


def test_every_kind_a_form_may_declare_is_implemented() -> None:
    assert set(checks.REGISTRY.rules) | set(checks.BUILT_IN) == set(RULES)

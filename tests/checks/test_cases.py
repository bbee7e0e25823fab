"""Every check on its own examples: the case files, one per code, that pass and that fail."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest

from core.checks import run_all
from core.findings import Finding, Level, Verdict
from core.report import Entry, Origin, OriginKind, Report
from core.values import show
from tests.checks.filled import FORM, SAMPLE, report, state, typed

FOLDER = Path(__file__).parent / "cases"
LEVELS = {check.code: check.level for check in FORM.checks} | {
    equation.code: equation.level for equation in FORM.equations
}


class Expected(TypedDict):
    """What a finding must say; what is not given is not looked at."""

    title: str
    text: NotRequired[str]
    left: NotRequired[list[str]]
    right: NotRequired[list[str]]
    level: NotRequired[str]
    under: NotRequired[str]  # code of the finding it is folded under; not given: it leads
    folds: NotRequired[list[str]]  # codes folded under it
    suggest: NotRequired[list[list[str]]]  # cell, value
    marked: NotRequired[list[str]]  # the words its spans point at


class Start(TypedDict):
    """One year's report, from the sample, all zeros or nothing at all."""

    start: str
    totals: NotRequired[str]
    year: NotRequired[int]
    set: NotRequired[Mapping[str, str]]  # cells, texts and what is known of the unit
    blank: NotRequired[list[str]]
    locked: NotRequired[list[str]]


class Case(Start):
    """One example."""

    name: str
    last_year: NotRequired[Start]  # not given: there is none
    recent: NotRequired[list[str]]
    state: NotRequired[str]  # of the code; not given: the level the form gives it, or pass without findings
    findings: NotRequired[list[Expected]]


def examples() -> Iterator[tuple[str, Case]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["cases"]:
            yield file.stem, case


@pytest.mark.parametrize(
    ("code", "case"), [pytest.param(code, case, id=f"{code} {case['name']}") for code, case in examples()]
)
def test_the_check_says_exactly_this(code: str, case: Case) -> None:
    last_year = filled(case["last_year"], before=True) if "last_year" in case else None
    made = filled(case)
    verdict = run_all(made, last_year, case.get("recent", ()))
    found = [finding for finding in verdict.findings if finding.code == code]
    expected = case.get("findings", [])
    assert [alone(finding).title for finding in found] == [words["title"] for words in expected]
    assert verdict.codes[code] == case.get("state", LEVELS[code] if expected else "pass")
    for finding, words in zip(found, expected, strict=True):
        assert said(alone(finding), verdict, words, made) == words


def test_every_code_has_an_example_that_passes_and_one_that_fails() -> None:
    outcomes: dict[str, set[bool]] = {}
    for code, case in examples():
        outcomes.setdefault(code, set()).add(bool(case.get("findings")))
    assert set(outcomes) == set(run_all(report({})).codes)
    assert all(both == {True, False} for both in outcomes.values()), outcomes


def filled(case: Start, *, before: bool = False) -> Report:
    start = SAMPLE if case["start"] == "sample" else {}
    made = report(start, totals=case.get("totals") == "stated")
    entries = {} if case["start"] == "nothing" else made.entries
    made = Report(FORM, case.get("year", FORM.first_year - before), entries)
    stated = case.get("set", {})
    state(made, {key: typed(FORM, key, text) for key, text in stated.items() if key in FORM.cells})
    made.write({key: Entry(text) for key, text in stated.items() if key not in FORM.cells})
    state(made, dict.fromkeys(case.get("blank", ())))
    for key in case.get("locked", ()):
        entry = made.entry(key)
        assert entry is not None
        made.write({key: Entry(entry.value, Origin(OriginKind.CARRIED, "上年"))})
    return made


def said(finding: Finding, verdict: Verdict, words: Expected, made: Report) -> Expected:
    """What the finding says, in the words the example speaks about."""
    by_id = {other.id: other for other in verdict.findings}
    under = by_id[finding.follows].code if finding.follows else ""
    everything: Expected = {
        "title": finding.title,
        "text": finding.text,
        "level": finding.level.value,
        "left": list(finding.left_places),
        "right": list(finding.right_places),
        "under": under,
        "folds": codes_under(finding, verdict.findings),
        "suggest": [[s.cell, show(s.value)] for s in finding.suggestions],
        "marked": [made.text(span.section)[span.start : span.end] for span in finding.spans],
    }
    assert bool(under) == ("under" in words) or finding.level is Level.UNKNOWN
    return {key: value for key, value in everything.items() if key in words}  # type: ignore[return-value]


def alone(finding: Finding) -> Finding:
    """A finding as its check says it: what cannot be judged stands in one line with others of its kind."""
    if finding.level is not Level.UNKNOWN:
        return finding
    text = f"{finding.text.partition('；另有')[0].removesuffix('。')}。"
    return replace(finding, title=finding.title.partition("：")[0], text=text)


def codes_under(lead: Finding, findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.code for finding in findings if finding.follows == lead.id)

"""Every check on its own examples: the case files, one per code, that pass and that fail."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest

from core.checks import run_all
from core.findings import Finding, Verdict
from core.report import Entry, Origin, OriginKind, Report
from core.values import show
from tests.checks.filled import FORM, SAMPLE, report, state, typed

FOLDER = Path(__file__).parent / "cases"


class Expected(TypedDict):
    """What a finding must say; what is not given is not looked at."""

    title: str
    text: NotRequired[str]
    left: NotRequired[list[str]]
    right: NotRequired[list[str]]
    under: NotRequired[str]  # code of the finding it is folded under; not given: it leads
    folds: NotRequired[list[str]]  # codes folded under it
    suggest: NotRequired[list[list[str]]]  # cell, value


class Case(TypedDict):
    """One example."""

    name: str
    start: str
    totals: NotRequired[str]
    set: NotRequired[Mapping[str, str]]
    blank: NotRequired[list[str]]
    locked: NotRequired[list[str]]
    recent: NotRequired[list[str]]
    findings: NotRequired[list[Expected]]


def examples() -> Iterator[tuple[str, Case]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["cases"]:
            yield file.stem, case


@pytest.mark.parametrize(
    ("code", "case"), [pytest.param(code, case, id=f"{code} {case['name']}") for code, case in examples()]
)
def test_the_check_says_exactly_this(code: str, case: Case) -> None:
    verdict = run_all(filled(case), None, case.get("recent", ()))
    found = [finding for finding in verdict.findings if finding.code == code]
    expected = case.get("findings", [])
    assert [finding.title for finding in found] == [words["title"] for words in expected]
    assert verdict.codes[code] == ("error" if expected else "pass")
    for finding, words in zip(found, expected, strict=True):
        assert said(finding, verdict, words) == words


def test_every_code_has_an_example_that_passes_and_one_that_fails() -> None:
    outcomes: dict[str, set[bool]] = {}
    for code, case in examples():
        outcomes.setdefault(code, set()).add(bool(case.get("findings")))
    assert set(outcomes) == set(run_all(report({})).codes)
    assert all(both == {True, False} for both in outcomes.values()), outcomes


def filled(case: Case) -> Report:
    start = SAMPLE if case["start"] == "sample" else {}
    made = report(start, totals=case.get("totals") == "stated")
    state(made, {key: typed(FORM, key, text) for key, text in case.get("set", {}).items()})
    state(made, dict.fromkeys(case.get("blank", ())))
    for key in case.get("locked", ()):
        entry = made.entry(key)
        assert entry is not None
        made.write({key: Entry(entry.value, Origin(OriginKind.CARRIED, "上年"))})
    return made


def said(finding: Finding, verdict: Verdict, words: Expected) -> Expected:
    """What the finding says, in the words the example speaks about."""
    by_id = {other.id: other for other in verdict.findings}
    under = by_id[finding.follows].code if finding.follows else ""
    everything: Expected = {
        "title": finding.title,
        "text": finding.text,
        "left": list(finding.left_places),
        "right": list(finding.right_places),
        "under": under,
        "folds": codes_under(finding, verdict.findings),
        "suggest": [[s.cell, show(s.value)] for s in finding.suggestions],
    }
    assert bool(under) == ("under" in words)
    return {key: value for key, value in everything.items() if key in words}  # type: ignore[return-value]


def codes_under(lead: Finding, findings: Sequence[Finding]) -> list[str]:
    return sorted(finding.code for finding in findings if finding.follows == lead.id)

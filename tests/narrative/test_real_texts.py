"""All checks on texts over what was really published: what they say there is right, and no more is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import keys, paths, readers
from core.checks import personal, run_all, style_of_text
from core.findings import Finding, Level
from core.narrative import offers, quantities, slips, stretches
from core.report import Entry, Report
from tests.checks.filled import FORM
from tests.checks.filled import report as filled

ON_TEXTS = ("T", "P", "Y05", "Y06")
FIGURE = "applications.granted.natural_person"


def said(report: Report, last_year: Report | None = None) -> list[Finding]:
    findings = run_all(report, last_year).findings
    return [
        finding
        for finding in findings
        if finding.code.startswith(ON_TEXTS) and finding.level is not Level.UNKNOWN and not finding.waiting
    ]


def test_passages_of_published_reports_raise_nothing_but_what_is_wrong_in_them(shared_reports: Path) -> None:
    lines = (shared_reports / "narratives.jsonl").read_text("utf-8").splitlines()
    found = []
    for passage in map(json.loads, lines):
        words = {keys.UNIT_NAME: passage["unit"], keys.text("problems"): passage["text"]}
        report = Report(FORM, passage["year"], {key: Entry(text) for key, text in words.items()})
        found += [
            (finding.code, report.text("problems")[finding.spans[0].start - 2 : finding.spans[0].end + 2])
            for finding in said(report)
        ]
    assert len(lines) > 10
    assert found == [("T09", "解读,通过")]


def test_the_sample_does_not_speak_of_managing_information_and_that_is_all() -> None:
    report = readers.read(paths.sample_text()).to_report()
    assert [(finding.code, finding.title) for finding in said(report)] == [("T05", "没有写到政府信息管理")]


def test_the_sample_given_in_again_next_year_is_a_copy() -> None:
    before = readers.read(paths.sample_text()).to_report()
    again = {
        key: Entry(entry.value.replace("2021", "2022") if isinstance(entry.value, str) else entry.value)
        for key, entry in before.entries.items()
    }
    report = Report(FORM, before.year + 1, again)
    found = {finding.code: finding for finding in said(report, before) if finding.code.startswith("Y")}
    assert [finding.title for finding in said(report, before) if finding.code == "Y05"] == [
        "一、总体情况与上年 100% 相同",
        "五、问题与改进与上年 100% 相同",
    ]
    assert found["Y06"].title == "20 个数字与上年相同"


def test_an_explanation_of_a_copy_survives_an_edit_of_one_sentence() -> None:
    before = readers.read(paths.sample_text()).to_report()
    report = Report(FORM, before.year + 1, before.entries)
    (first, *_) = [finding for finding in said(report, before) if finding.code == "Y05"]
    text = report.text("overview").replace("妥善处理群众提出的各类申请", "逐件登记")
    report.write({keys.text("overview"): Entry(text)})
    (then, *_) = [finding for finding in said(report, before) if finding.code == "Y05"]
    assert len(then.spans) < len(first.spans)
    assert then.id == first.id


def test_a_changed_figure_makes_nobody_read_a_text_again() -> None:
    report = readers.read(paths.sample_text()).to_report()
    run_all(report)
    memories = (
        stretches.sentences,
        slips.half_width,
        style_of_text._slips,
        personal._personal,
        quantities.values,
    )
    before = [memory.cache_info().misses for memory in memories]
    report.write({FIGURE: Entry(13)})
    run_all(report)
    assert [memory.cache_info().misses for memory in memories] == before


@pytest.mark.parametrize("figure", [0, 3])
def test_no_sentence_that_is_offered_is_blamed(figure: int) -> None:
    unit = {
        "address": "青石镇人民路18号",
        "postcode": "451100",
        "telephone": "0371-62693456",
        "email": "a@b.cn",
    }
    report = filled(dict.fromkeys(FORM.typed, figure))
    report.write({keys.UNIT_NAME: Entry("青石县青石镇人民政府")})
    report.write({f"{keys.UNIT}.{field}": Entry(text) for field, text in unit.items()})
    report.write(dict.fromkeys(keys.text(section) for section in FORM.texts))
    offered = [offer for section in FORM.texts for offer in offers.for_section(report, section)]
    report.write({key: Entry(text) for key, text in offers.added(report, offered).items()})
    assert len(offered) > 5
    assert [
        (finding.code, finding.text) for finding in said(report) if finding.code not in {"T05", "T11"}
    ] == []

"""What published reports really contain, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from core import keys
from core.checks import run_all
from core.findings import Level
from core.report import Entry, Report
from core.values import from_json
from tests.checks.filled import FORM, state, to_mend


def read(folder: Path, name: str) -> Report:
    content = json.loads((folder / f"{name}.expected.json").read_text("utf-8"))
    texts = content.get("texts", {})
    entries = {keys.text(section): Entry(text) for section, text in texts.items() if text}
    named = {keys.UNIT_NAME: Entry(content["unit"]), keys.TITLE: Entry(content["title"])}
    return state(
        Report(FORM, content["year"], entries | named),
        {
            key: from_json(value, FORM.cells[key].kind, FORM.cells[key].unit)
            for key, value in content["cells"].items()
        },
    )


def test_the_sample_has_no_arithmetic_error(shared_reports: Path) -> None:
    verdict = run_all(read(shared_reports, "xinzheng-2021"))
    assert [finding.title for finding in verdict.leading] == [
        "缺少上年报告：9 项无法判断",
        "没有写到政府信息管理",
    ]


def test_a_report_with_two_wrong_totals_and_a_group_printed_as_one_row(shared_reports: Path) -> None:
    verdict = run_all(read(shared_reports, "hongze-2023"))
    assert [(finding.code, finding.title) for finding in to_mend(verdict)] == [
        ("C05", "表三还有 12 格未填"),
        *[("T01", f"{name}未填") for name in ("一、总体情况", "五、问题与改进", "六、其他事项")],
        ("B01", "行政复议总计少 11 件"),
        ("B01", "复议后起诉总计少 5 件"),
    ]
    assert [
        finding.code for finding in verdict.findings if finding.follows and finding.level is Level.ERROR
    ] == ["C10", "C10"]
    review, suit = to_mend(verdict)[4:]
    assert [(s.cell, s.value) for s in review.suggestions] == [("disputes.review.total", 11)]
    assert [(s.cell, s.value) for s in suit.suggestions] == [
        ("disputes.suit_after_review.total", 5),
        ("disputes.suit_after_review.upheld", 0),
    ]

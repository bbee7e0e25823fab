"""B05: figures that a text should say a word about."""

from __future__ import annotations

from collections.abc import Iterator

from core import keys
from core.checks.registry import rule
from core.checks.wording import namer, side
from core.findings import Finding, Level
from core.report import Report
from core.rules import CheckSpec, Term


@rule("unmentioned")
def unmentioned(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find figures above zero while the text that should tell about them holds none of the words."""
    found = [key for key in spec.cells["places"] if report.figures.get(key, 0) > 0]
    section = spec.section("section")
    text = report.text(section)
    if not found or any(word in text for word in spec.words["words"]):
        return
    heading = next(part.heading for part in report.form.sections if part.id == section)
    column = report.form.cells[found[0]].column.name
    said = side(report, [Term(key) for key in found], namer(report.form, found))
    missing = "还没有写，写的时候请说到怎样整改" if not text.strip() else "没有提到，请写明怎样整改"
    yield Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{column}：{said.text} 件，“{heading}”{missing}。",
        title=f"{column}的案件，文字里没有提到",
        left_places=tuple(found),
        right_places=(keys.text(section),),
        left=said.total,
    )

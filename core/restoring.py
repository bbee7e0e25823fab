"""What a backup holds, and what was changed since; also whether one report can take another's place."""

from __future__ import annotations

from core.backup import Backup
from core.compare import Comparison, compare
from core.errors import FormDiffers, YearMissing
from core.loading import report_in
from core.report import Report
from core.store import read_copy


def held(backup: Backup) -> dict[int, Report]:
    """Return every report of a backup, by year; raises what ``read_copy`` does."""
    with read_copy(backup.path) as store:
        return {info.year: report_in(store, info) for info in store.reports()}


def held_in(backup: Backup, year: int) -> Report:
    """Return the report of a year as a backup holds it; raises ``YearMissing`` and what ``held`` does."""
    found = held(backup)
    if year not in found:
        message = f"{backup.when} 的备份里没有 {year} 年的报告。"
        raise YearMissing(message, "请选备份里有的年份。")
    return found[year]


def difference(then: Report, now: Report | None) -> Comparison:
    """Return what was changed from one report to another, None for one that says nothing; ``FormDiffers``."""
    if now is not None:
        refuse_other_form(then, now)
    return compare(then.form, then.entries, now.entries if now else {})


def refuse_other_form(report: Report, there: Report) -> None:
    """Raise ``FormDiffers`` where a report cannot take the place of the one that is there."""
    if there.form.id != report.form.id:
        message = f"文件里 {report.year} 年的报告用的是另一种格式，不能换成这一份。"
        raise FormDiffers(message, "请打开那一年的报告，逐项修改。")

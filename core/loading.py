"""What is read when a report is opened, and what a new one starts with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from core import formfile, keys, oddities
from core.drafts import Draft
from core.errors import FormMissing, YearMissing
from core.form import FormDef
from core.history import Change, Step, StepKind
from core.report import Entry, Report
from core.store import ReportInfo, Store


class Loaded(NamedTuple):
    """One report as its file has it, with what is around it; read on the writer thread by ``of``."""

    path: Path
    file_id: str
    years: tuple[ReportInfo, ...]
    info: ReportInfo
    entries: dict[str, Entry]
    steps: tuple[Step, ...]
    last_year: Report | None
    saved_at: dt.datetime
    drafts: tuple[Draft, ...]

    @classmethod
    def of(cls, store: Store, year: int | None) -> Loaded:
        """Read the report of a year, None for the newest; raises ``YearMissing`` and ``FormMissing``."""
        years = store.reports()
        chosen = [info for info in years if year in {None, info.year}]
        if not chosen:
            wanted = "报告" if year is None else f"{year} 年的报告"
            message = f"文件“{store.path.name}”里没有{wanted}。"
            raise YearMissing(message, "请选择文件里已有的年份，或先新建。")
        info = chosen[0]
        before = [other for other in years if other.year == info.year - 1]
        last_year = report_in(store, before[0], proving=False) if before else None
        steps = store.trail(info.id)
        entries, kept = store.entries(info.id), store.drafts(info.id)
        return cls(store.path, store.file_id, years, info, entries, steps, last_year, store.saved_at, kept)

    def report(self, *, proving: bool = True) -> Report:
        """Return the report itself; raises ``FormMissing`` and, as ``form_of`` tells, ``FormBroken``."""
        return Report(form_of(self.info.form, proving=proving), self.info.year, self.entries)


def report_in(store: Store, info: ReportInfo, *, proving: bool = True) -> Report:
    """Return one of a store's reports; raises ``FormMissing`` and, as ``form_of`` tells, ``FormBroken``."""
    return Report(form_of(info.form, proving=proving), info.year, store.entries(info.id))


def form_of(form_id: str, *, proving: bool = True) -> FormDef:
    """Return the form that a file names; raises ``FormMissing`` where this program has no such form.

    Raises ``FormBroken`` for one whose files contradict themselves; without ``proving`` what a window is
    painted without is read when it is asked for, at the latest before a change (``Editing.be_ready``).
    """
    if form_id not in formfile.form_ids():
        message = f"文件里的报告用的是表单“{form_id}”，本程序没有这张表单。"
        raise FormMissing(message, "请安装新版本后再打开。")
    return formfile.load(form_id, proving=proving)


def first_steps(report: Report, label: str) -> tuple[Step, ...]:
    """Return the journal's first step, which states everything a report starts with."""
    changes = tuple(Change(key, None, entry) for key, entry in report.entries.items())
    return (Step(1, 1, StepKind.START, label, now(), changes),)


def blank_report(unit: str, year: int, form: FormDef | None = None) -> Report:
    """Return an empty report of a unit for a year, in the form that is in force for that year."""
    chosen = form or formfile.for_year(year)
    name = oddities.clean(unit, one_line=True).text
    return Report(chosen, year, {keys.UNIT_NAME: Entry(name)} if name else {})


def now() -> str:
    """Return the local time as journals have it: ISO 8601 with seconds."""
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")

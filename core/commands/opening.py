"""FILE on the command line → a report: a unit file, a document, or standard input."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import formfile, importing, readers
from core.canonical import Json
from core.causes import known_cause
from core.errors import FileLocked, FormMissing, NotAReport, WrongArgument, YearMissing
from core.readers import Doubt
from core.report import FIRST_YEAR, LAST_YEAR, Report

if TYPE_CHECKING:
    from core.drafts import Draft
    from core.store import ReportInfo, Store

STANDARD_INPUT = "-"
SUFFIX = ".gknb"
_SQLITE = b"SQLite format 3\x00"
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Opened:
    """A report as it was found, and what must be said about it."""

    report: Report
    json: dict[str, Json]  # the shape of ``read --json``
    doubts: tuple[Doubt, ...] = ()
    last_year: Report | None = None
    drafts: tuple[Draft, ...] = ()  # that the unit file keeps of the report
    remark: str = ""  # one Chinese sentence, such as which saved state is shown


def year_of(text: str) -> int | None:
    """Return the year in an argument, None if it is empty; ``WrongArgument`` if it is no year."""
    if not text:
        return None
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise WrongArgument(f"年份“{text}”不对。", f"请写四位数字的年份，{FIRST_YEAR} 到 {LAST_YEAR}。")
    return int(text)


def opened(name: str, year: int | None = None) -> Opened:
    """Read the report in a file or, for ``-``, on standard input; raises the refusals of the readers.

    ``year`` chooses the report of a unit file; a document that is about another year is refused.
    """
    if name == STANDARD_INPUT:
        return _document(_standard_input(), year)
    if not name.strip():
        raise WrongArgument("没有写报告文件的名称。", "请写出报告文件的名称。")
    path = Path(name)
    if _is_unit_file(path):
        return _unit_file(path, year)
    return _document(importing.read(path), year)


def year_before(name: str, report: Report) -> Report:
    """Read last year's report for a report; refuses one that is about another year."""
    wanted = report.year - 1
    path = Path(name)
    if name != STANDARD_INPUT and _is_unit_file(path):
        return _unit_file(path, wanted).report
    found = opened(name).report
    if found.year != wanted:
        raise YearMissing(
            f"“{path.name}”是 {found.year} 年的报告，不是上年（{wanted} 年）的。", "请选择上年的报告。"
        )
    return found


def _document(preview: readers.Preview, year: int | None) -> Opened:
    if year not in {None, preview.year}:
        raise YearMissing(
            f"“{preview.name}”是 {preview.year} 年的报告，不是 {year} 年的。", "请去掉 --year，或换一份报告。"
        )
    return Opened(preview.to_report(), preview.to_json(), preview.doubts)


def _standard_input() -> readers.Preview:
    if sys.stdin is None:
        raise WrongArgument("没有标准输入可读。", "请写出报告文件的名称。")
    data = sys.stdin.buffer.read(readers.MAX_BYTES + 1)
    if not data.strip():
        raise NotAReport("标准输入是空的，里面没有内容。", "请写出报告文件的名称，或送入报告的文字。")
    return importing.read_bytes("标准输入.json" if _JSON.match(data) else STANDARD_INPUT, data)


def _is_unit_file(path: Path) -> bool:
    """Tell by its name or its content whether the store must read the file."""
    if path.suffix.lower() == SUFFIX:
        return True
    if path.exists() and not path.is_file():
        return False  # a pipe's first bytes come only once
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        if (refusal := known_cause(error, path)) is None:
            raise
        raise refusal from error


def _unit_file(path: Path, year: int | None) -> Opened:
    """Read a report of a unit file from a verified copy, whoever has the file open."""
    from core import dbfile, store  # noqa: PLC0415 - other files need no database

    with store.read_copy(path) as copy:
        reports = {info.year: info for info in copy.reports()}
        chosen = max(reports, default=None) if year is None else year
        if chosen not in reports:
            known = "、".join(str(known) for known in sorted(reports))
            wanted = "报告" if year is None else f" {year} 年的报告"
            raise YearMissing(f"“{path.name}”里没有{wanted}。", f"里面有的年份：{known}。" if known else "")
        found = {
            info.year: _report(info, copy) for info in reports.values() if info.year in {chosen, chosen - 1}
        }
        drafts = copy.drafts(reports[chosen].id)
        saved = copy.saved_at
    remark = ""
    try:
        dbfile.refuse_if_held(path)
    except FileLocked:
        remark = f"“{path.name}”正在别处打开，这里用的是 {saved:%Y-%m-%d %H:%M:%S} 保存的内容。"
    report = found[chosen]
    last_year = found.get(chosen - 1)
    return Opened(report, report.to_json(), last_year=last_year, drafts=drafts, remark=remark)


def _report(info: ReportInfo, copy: Store) -> Report:
    if info.form not in formfile.form_ids():
        raise FormMissing(
            f"{info.year} 年的报告用的是表单“{info.form}”，本程序没有这张表单。", "请安装新版本后再打开。"
        )
    return Report(formfile.load(info.form), info.year, copy.entries(info.id))

"""Reports and findings as aligned Chinese text, for a terminal of any width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from core import keys
from core.findings import PASS, Finding, Level, Suggestion, Verdict
from core.form import Block, FormDef, Table
from core.readers import Doubt
from core.report import Report
from core.values import show

LEVELS = {
    Level.ERROR: "必须修改",
    Level.FAULT: "程序出错",
    Level.EXPLAIN: "须说明",
    Level.UNKNOWN: "无法判断",
    Level.HINT: "提示",
}
VERDICTS = {
    "clean": "没有发现问题",
    "hint": "没有必须修改的问题",
    "explain": "没有必须修改的问题，但有须说明的问题",
    "error": "有必须修改的问题",
}
BLANK = "空"
UNFINISHED = "未齐"  # a total with parts still missing
_LINE = re.compile(r"line (\d+)")


def width(text: str) -> int:
    """Return how many columns a text takes: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def aligned(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield lines of cells in columns, the first flush left and the others flush right."""
    table = list(lines)
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for first, *rest in table:
        padded = first + " " * (widths[0] - width(first))
        others = (" " * (size - width(cell)) + cell for cell, size in zip(rest, widths[1:], strict=True))
        yield "  ".join((padded, *others))


def report_lines(report: Report, doubts: Sequence[Doubt]) -> Iterator[str]:
    """Yield a whole report in printed order: tables, texts, and what is doubtful."""
    yield report.title
    kind = report.string(keys.UNIT_KIND)
    yield f"单位：{report.unit_name or BLANK}{f'（{kind}）' if kind else ''}"
    yield f"年份：{report.year}"
    yield f"表单：{report.form.name}"
    if report.text("preamble"):
        yield ""
        yield report.text("preamble")
    for section in report.form.sections:
        yield ""
        yield section.heading
        if section.kind == "table":
            yield from _table(report, report.form.table(section.id))
        else:
            yield report.text(section.id) or BLANK
    yield ""
    yield from _doubts(report.form, doubts)


def _table(report: Report, table: Table) -> Iterator[str]:
    for block in table.blocks:
        if block.caption:
            yield f"  {block.caption}"
        yield from (f"  {line}" for line in aligned(_rows(report, table, block)))


def _rows(report: Report, table: Table, block: Block) -> Iterator[Sequence[str]]:
    yield ("", *(_heading(column.name, column.unit) for column in block.columns))
    for row in block.rows:
        cells = (keys.cell(table.id, row.id, column.id) for column in block.columns)
        yield (row.place or row.label, *(_figure(report, key) for key in cells))


def _heading(name: str, unit: str) -> str:
    return f"{name}（{unit}）" if unit and unit not in name else name


def _figure(report: Report, key: str) -> str:
    value = report.value(key)
    if value is None:
        return BLANK
    return show(value) if report.complete(key) else UNFINISHED


def _doubts(form: FormDef, doubts: Sequence[Doubt]) -> Iterator[str]:
    if not doubts:
        yield "没有存疑之处。"
        return
    yield f"存疑 {len(doubts)} 处："
    for doubt in doubts:
        place = place_name(form, doubt.place)
        source = _LINE.sub(r"第 \1 行", doubt.source)
        yield f"  · {place}{'：' if place else ''}{doubt.text}{f'（{source}）' if source else ''}"


def place_name(form: FormDef, place: str) -> str:
    """Return the Chinese name of what a doubt is about; empty for what the form does not know."""
    if cell := form.cells.get(place):
        return f"{form.table(cell.table).name}“{cell.name}”"
    names = {section.id: section.heading for section in form.sections}
    names |= {table.id: table.name for table in form.tables}
    names |= {
        f"{table.id}.{row.id}": f"{table.name}“{row.name}”一行"
        for table in form.tables
        for block in table.blocks
        for row in block.rows
    }
    names |= {
        "preamble": "正文前的说明",
        "unit": "单位",
        "unit_kind": "单位类型",
        "year": "年份",
        "title": "标题",
    }
    return names.get(place, "")


def verdict_lines(report: Report, verdict: Verdict) -> Iterator[str]:
    """Yield what the checks found, by level, each cause with what follows from it, then the honest line."""
    yield report.title
    for level, words in LEVELS.items():
        leading = [finding for finding in verdict.leading if finding.level is level]
        if leading:
            yield ""
            yield f"{words} {len(leading)} 项"
        for number, finding in enumerate(leading, 1):
            followers = [one for one in verdict.findings if one.follows == finding.id]
            yield from _finding(report.form, number, finding, followers)
    yield ""
    yield honest_line(verdict)
    yield f"结论：{VERDICTS[verdict.verdict]}。"


def _finding(form: FormDef, number: int, finding: Finding, followers: Sequence[Finding]) -> Iterator[str]:
    yield f"  {number}. {finding.title or finding.text}〔{finding.code}〕"
    if finding.title:
        yield f"     {finding.text}"
    if finding.suggestions:
        yield f"     建议：{'，或'.join(_suggested(form, one) for one in finding.suggestions)}"
    if finding.explanation:
        yield f"     说明：{finding.explanation}"
    for follower in followers:
        yield f"       随之：{follower.text}〔{follower.code}〕"


def _suggested(form: FormDef, suggestion: Suggestion) -> str:
    name = place_name(form, suggestion.cell)
    return f"{name}以计算结果为准" if suggestion.value is None else f"{name}改为 {show(suggestion.value)}"


def honest_line(verdict: Verdict) -> str:
    """Return one line that says how many checks ran and how each came out, every state named."""
    states = list(verdict.codes.values())
    counted = [f"通过 {states.count(PASS)}"]
    counted += [f"{words} {states.count(level.value)}" for level, words in LEVELS.items()]
    return f"已核对 {len(states)} 项：{'，'.join(counted)}。正文里的数字这个版本还不核对。"

"""核对单 and 审签单: what a leader reads first, and where everybody signs, as neutral blocks.

The check sheet is one A4 page whatever the year was like: what does not fit is counted, never dropped in
silence. The look is that of ``look/sign-off-sheets.png`` of the shared pages.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.checked import honest_line
from core.compare import Comparison
from core.findings import Finding, Level, Verdict
from core.key_figures import Compared, compared
from core.notes import GONE, Note, Standing, all_notes
from core.report import Report
from core.signoff import changes
from core.signoff.chain import Role, RoleKind
from core.signoff.room import clean, cut, width
from core.signoff.states import counted, obstacles
from core.values import Value, show
from core.writers.blocks import PAGES, Slip, SlipCell, SlipKind, SlipTable, SlipText, Title
from core.writers.page import (
    HEIGHT,
    SLIP_ABOVE,
    SLIP_BELOW,
    SLIP_CELL,
    SLIP_EDGE,
    SLIP_LEADING,
    SLIP_PITCH,
    SLIP_ROW,
    SLIP_SIDE,
    TITLE_PITCH,
    WIDTH,
)

CHECK, SIGNING, NOTES = "核对单", "审签单", "附：备注"
LONGEST, EXPLAINED = 88, 70  # characters of a finding and of its explanation that the sheet prints
_SIGN = "签名：　　　　　　　　　年　　月　　日"
_BOXES = "□ 可以公开　　□ 修改后公开　　□ 不予公开"
_COMPARED = "数据与台账、文件目录核对情况："

_NOTE_ROW = 300  # characters of a note in one row
_TITLE_WIDTH, _TITLE_LINES = 17, 4  # characters that a line of the title surely holds; most lines
_TEXT_WIDTH = 34.5  # a line of text
_COLUMNS = (11, 54, 35)  # of the findings: their widths in hundredths
_SLACK = 1.1  # characters that a line may lose to the rules of breaking


class Subject(NamedTuple):
    """What the sheets are about."""

    report: Report
    verdict: Verdict
    last_year: Report | None
    number: int
    printed: dt.datetime
    before: Comparison | None  # what changed since the draft before; None for the first


def check_sheet(subject: Subject) -> Slip:
    """Return the page that says what was checked and found."""
    report, printed = subject.report, subject.printed
    title = clean(f"{report.title}{CHECK}")
    if _lines(title, _TITLE_WIDTH) > _TITLE_LINES:
        title = f"政府信息公开工作年度报告{CHECK}"
    day = f"{printed.year}年{printed.month}月{printed.day}日 {printed:%H:%M}"
    head: list[Title | SlipText | SlipTable] = [
        Title(title),
        SlipText(f"第 {subject.number} 稿　{day} 打印　共 {PAGES} 页", SlipKind.CENTRED),
        SlipText(conclusion(subject.verdict), SlipKind.HEADING),
        _figures(compared(report, subject.last_year), report.year),
    ]
    changed = changes.paragraph(subject.number, subject.before)
    scope = clean(honest_line(report, subject.verdict))
    foot = [
        SlipText(
            f"与第 {subject.number - 1} 稿相比" if subject.number > 1 else "与上一稿相比", SlipKind.HEADING
        ),
        SlipText(changed),
        SlipText("核对范围", SlipKind.HEADING),
        SlipText(scope),
    ]
    return Slip(CHECK, (*head, *_findings(subject.verdict, HEIGHT - _height((*head, *foot))), *foot))


def _height(blocks: Sequence[Title | SlipText | SlipTable]) -> float:
    """Return what blocks take at most, in points: a page must hold them whatever their lines break like."""
    total = 0.0
    for block in blocks:
        if isinstance(block, Title):
            total += _lines(block.text, _TITLE_WIDTH) * TITLE_PITCH + SLIP_ABOVE
        elif isinstance(block, SlipTable):
            total += sum(_tall(row, block.widths) for row in block.rows) + SLIP_BELOW
        else:
            heading = SLIP_ABOVE if block.kind is SlipKind.HEADING else 0.0
            total += _lines(block.text, _TEXT_WIDTH) * SLIP_PITCH + heading
    return total + SLIP_ABOVE / 2


def conclusion(verdict: Verdict) -> str:
    """Return the verdict in one line: ``结论：可以送审（必须修改 0，须说明 2 已全部说明）``."""
    found = obstacles(verdict)
    wrong, blank, unexplained = counted(found)
    wanted = sum(one.level is Level.EXPLAIN for one in verdict.leading)
    parts = [f"必须修改 {wrong}"]
    if blank:
        parts.append(f"没有填完 {blank} 处")
    if not wanted:
        parts.append("须说明 0")
    elif unexplained:
        parts.append(f"须说明 {wanted}，其中 {unexplained} 项没有说明")
    else:
        parts.append(f"须说明 {wanted} 已全部说明")
    said = "还不能签发" if found else "可以送审"
    return f"结论：{said}（{'，'.join(parts)}）"


def signing_sheet(title: str, roles: Sequence[Role], who: str = "") -> Slip:
    """Return the page that everybody signs, by the unit's chain."""
    rows: list[tuple[SlipCell, ...]] = [(_label("标题"), SlipCell(clean(title), span=3))]
    heights = [13.0]
    for role in roles:
        rows.append(_role(role, clean(who)))
        heights.append(_HEIGHTS[role.kind])
    rows.append((_label("备注"), SlipCell(span=3)))
    heights.append(13.0)
    shrink = min(1.0, _SIGNING_ROOM / sum(heights))
    return Slip(
        SIGNING,
        (
            Title("政府信息公开工作年度报告审签单"),
            SlipTable(SIGNING, (11, 14, 11, 14), tuple(rows), tuple(height * shrink for height in heights)),
            SlipText(
                f"本稿连同本单共 {PAGES} 页，每页页脚的校验码都应与本页一致；不一致的页不是本稿。",
                SlipKind.SMALL,
            ),
        ),
    )


_HEIGHTS = {
    RoleKind.DRAFTER: 13.0,
    RoleKind.CHECKER: 25.0,
    RoleKind.SECRECY: 25.0,
    RoleKind.SIGNER: 25.0,
    RoleKind.SEAL: 38.0,
}
_SIGNING_ROOM = 180.0  # millimetres for the table, so that title, table and note are one page


def notes_sheet(report: Report) -> Slip | None:
    """Return the annex with every note: where figures and sentences came from; None where there is none."""
    rows = [row for note in all_notes(report) for row in _note(note)]
    if not rows:
        return None
    head = tuple(SlipCell(name, "center", strong=True) for name in ("位置", "备注", "原句"))
    table = SlipTable(NOTES, (24, 40, 36), (head, *rows), heading_rows=1)
    return Slip(NOTES, (Title("数据和文字来源备注"), table))


def _note(note: Note) -> Iterator[tuple[SlipCell, ...]]:
    """Yield the rows of one note: a long one goes on in further rows, so that each has room on a page."""
    gone = f"（{GONE}）" if note.sentence and note.standing is Standing.GONE else ""
    words, sentence = clean(" ".join(note.words.split())), clean(note.sentence) + gone
    for start in range(0, max(len(words), len(sentence), 1), _NOTE_ROW):
        name = clean(note.name) + ("（续）" if start else "")
        cut = slice(start, start + _NOTE_ROW)
        yield SlipCell(name), SlipCell(words[cut]), SlipCell(sentence[cut])


def _role(role: Role, who: str) -> tuple[SlipCell, ...]:
    if role.kind is RoleKind.DRAFTER:
        name = "拟稿人" if role.name == "拟稿" else role.name
        return (
            _label(name),
            SlipCell(who, "center"),
            _label("日期"),
            SlipCell("　　年　　月　　日", "center"),
        )
    if role.kind is RoleKind.SEAL:
        return (_label(role.name), SlipCell(span=3))
    words = {RoleKind.CHECKER: _COMPARED, RoleKind.SECRECY: _BOXES}.get(role.kind, "")
    return (_label(role.name), SlipCell(words, span=3, foot=_SIGN))


def _label(name: str) -> SlipCell:
    """Return a label; one of two characters is spaced out, as on paper."""
    spaced = "　".join(name) if len(name) == 2 else name  # noqa: PLR2004 - 标题 → 标　题
    return SlipCell(clean(spaced), "center", strong=True)


def _figures(figures: Sequence[Compared], year: int) -> SlipTable:
    names = ("主要数据", f"{year} 年", f"{year - 1} 年", "增减")
    head = tuple(SlipCell(name, "center", strong=True) for name in names)
    rows = [
        (
            SlipCell(f"{one.figure.name}（{one.figure.unit}）" if one.figure.unit else one.figure.name),
            SlipCell(_now(one), "right"),
            SlipCell("—" if one.before is None else show(one.before), "right"),
            SlipCell("—" if one.change is None else _signed(one.change), "right"),
        )
        for one in figures
    ]
    return SlipTable("主要数据", (43, 19, 19, 19), (head, *rows), heading_rows=1)


def _now(one: Compared) -> str:
    if one.now is None:
        return "未填"
    return show(one.now) if one.complete else f"{show(one.now)}（未填完）"


def _signed(change: Value) -> str:
    text = show(change)
    return text if text == "0" or text.startswith("-") else f"+{text}"


def _findings(verdict: Verdict, room: float) -> Iterator[SlipText | SlipTable]:
    """Yield what is to be mended or explained, as far as there is room; the rest is counted."""
    listed = [one for one in verdict.leading if one.level in {Level.FAULT, Level.ERROR, Level.EXPLAIN}]
    listed.sort(key=lambda one: (one.settled, one.waiting))
    wrong = any(one.level is not Level.EXPLAIN for one in listed)
    yield SlipText("须修改和须说明的事项" if wrong else "须说明的事项", SlipKind.HEADING)
    if not listed:
        yield SlipText("没有。")
        return
    rows = [_finding(one) for one in listed]
    room -= SLIP_ABOVE + SLIP_PITCH + SLIP_ROW + SLIP_BELOW  # heading, head of the table
    kept = 0
    for row in rows:
        room -= _tall(row, _COLUMNS)
        if room < (SLIP_PITCH if kept + 1 < len(rows) else 0.0):
            break
        kept += 1
    head = tuple(SlipCell(name, "center", strong=True) for name in ("编号", "内容", "说明"))
    if kept:
        yield SlipTable("须说明的事项", _COLUMNS, (head, *rows[:kept]), heading_rows=1)
    if rest := len(rows) - kept:
        yield SlipText(f"{'另有' if kept else '共有'} {rest} 项没有列出，打开程序看“核对结果”可以看到全部。")


def _finding(finding: Finding) -> tuple[SlipCell, ...]:
    if finding.level is not Level.EXPLAIN:
        said = "还没有填" if finding.waiting else "必须修改"
    elif not finding.explanation:
        said = "还没有说明"
    else:
        said = cut(finding.explanation, EXPLAINED)
        said = said if finding.settled else f"（数值已变，须重看）{said}"
    return (SlipCell(finding.code, "center"), SlipCell(cut(finding.text, LONGEST)), SlipCell(said))


def _tall(row: Sequence[SlipCell], widths: Sequence[int]) -> float:
    """Return how high a row of a table is at most, in points."""
    lines = 1
    for cell, share in zip(row, widths, strict=True):
        room = (WIDTH * share / sum(widths) - 2 * SLIP_SIDE) / SLIP_CELL
        text = width(cell.text)
        lines = max(lines, 1 if text <= room else math.ceil(text / max(1.0, room - _SLACK)))
    return max(SLIP_ROW, lines * SLIP_LEADING + 2 * SLIP_EDGE)


def _lines(text: str, room: float) -> int:
    return math.ceil(width(text) / room)

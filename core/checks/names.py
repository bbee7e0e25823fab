"""T04, T07: the report speaks of its own unit, and its title follows the official pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from core import keys
from core.checks.prose import PREAMBLE, Part, Remark, findings, parts
from core.checks.registry import rule
from core.checks.wording import short
from core.findings import Finding, Level
from core.narrative.stretches import Stretch, paragraphs
from core.narrative.units import Found, UnitWords, may_be_same, other_units, unit_in_title
from core.report import Report
from core.rules import CheckSpec

_SAID = {
    Found.TITLE: "把这份报告说成“{name}”的",
    Found.MAKER: "说这份报告由“{name}”编制",
    Found.RECEIVER: "说申请是“{name}”收到的",
    Found.ACTOR: "把“{name}”写成了做这些工作的单位",
    Found.CONTACT: "请读者联系“{name}”",
    Found.SELF: "自称“{name}”",
}
_LONGEST = 14  # characters of a name in a title


@rule("other_unit")
def other_unit(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find other units that stand where the report's own should, in the title and in the texts."""
    unit = report.unit_name
    if not unit.strip():
        return
    words = _words(spec)
    titled = unit_in_title(report.string(keys.TITLE), words)
    if titled and not may_be_same(titled, unit):
        yield Finding(
            code=spec.code,
            level=Level(spec.level),
            text=f"封面标题里的单位是“{titled}”，单位名称填的是“{unit}”，请改成一致。",
            title="标题与单位名称不一致",
            left_places=(keys.TITLE, keys.UNIT_NAME),
        )
    for part in parts(report):
        yield from _other_units(spec, part, unit)


@lru_cache(maxsize=16)
def _other_units(spec: CheckSpec, part: Part, unit: str) -> tuple[Finding, ...]:
    remarks = []
    for paragraph in paragraphs(part.text):
        for hit in other_units(paragraph.text, unit, _words(spec)):
            name = hit.where.text
            said = _SAID[hit.found].format(name=name)
            text = f"{said}，填报单位是“{unit}”；可能是照抄别处的稿子没有改，请改正。"
            title = f"出现了别的单位“{short(name, _LONGEST)}”"
            remarks.append(Remark(title, text, (hit.where.moved(paragraph.start),), name))
    return findings(spec, part, remarks)


@lru_cache(maxsize=8)
def _words(spec: CheckSpec) -> UnitWords:
    words = spec.words
    own = tuple(tuple(re.split("[：、]", line)) for line in words["own"])
    return UnitWords(
        words["reports"], words["endings"], words["receives"], words["received"], words["acts"], own
    )


@rule("title")
def title(spec: CheckSpec, report: Report, _last_year: Report | None) -> Iterator[Finding]:
    """Find a title of another pattern, and 年度…年度 doubled in the title or the preamble."""
    pattern = report.form.title_pattern
    wanted = report.form.title(report.unit_name, report.year)
    yield from _title(spec, pattern, report.string(keys.TITLE), wanted)
    for part in parts(report):
        if part.section == PREAMBLE:
            yield from _doubled(spec, part, _after_year(pattern))


@lru_cache(maxsize=16)
def _title(spec: CheckSpec, pattern: str, own: str, wanted: str) -> tuple[Finding, ...]:
    bare = "".join(own.split())
    if not bare or _follows(pattern, bare):  # another unit or year in the right pattern: T04 and T03 say so
        return ()
    if _is_doubled(bare, _after_year(pattern)):
        words, name = f"封面标题“{short(own, 40)}”重复了“年度”", "标题重复了“年度”"
    else:
        words, name = f"封面标题“{short(own, 40)}”与规定的写法不同", "标题的写法与规定不同"
    finding = Finding(
        code=spec.code,
        level=Level(spec.level),
        text=f"{words}；一般写作“{wanted}”。",
        title=name,
        left_places=(keys.TITLE,),
    )
    return (finding,)


def _follows(pattern: str, bare: str) -> bool:
    """Tell whether a title has the official pattern, whatever its unit and year."""
    blanks = {"unit": r".+", "year": r"\d{4}"}
    pieces = re.split(r"\{(\w+)\}", pattern)
    return bool(
        re.fullmatch(
            "".join(blanks[piece] if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)), bare
        )
    )


def _after_year(pattern: str) -> str:
    """Return what the official title says after the year: 年政府信息公开工作年度报告."""
    return pattern.rpartition("{year}")[2]


def _is_doubled(text: str, after: str) -> bool:
    return bool(_doubling(after).search(text))


@lru_cache(maxsize=8)
def _doubling(after: str) -> re.Pattern[str]:
    """Return the pattern of a title that says 年度 twice."""
    rest = after.removeprefix("年")
    return re.compile(rf"\d{{4}}\s*年\s*年?度\s*{re.escape(rest)}" if "年度" in rest else r"(?!)")


def _in_another_title(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words are part of a document's title: 《关于做好…年度报告编制工作的通知》."""
    opened = text.rfind("《", 0, match.start())
    return (
        opened >= 0 and "》" not in text[opened : match.end()] and text[match.end() : match.end() + 1] != "》"
    )


@lru_cache(maxsize=16)
def _doubled(spec: CheckSpec, part: Part, after: str) -> tuple[Finding, ...]:
    remarks = []
    for match in _doubling(after).finditer(part.text):
        if _in_another_title(part.text, match):
            continue
        text = f"“{match[0]}”重复了“年度”，可以写作“{match[0][:4]}{after}”。"
        remarks.append(Remark("“年度”重复", text, (Stretch(match.start(), match.end(), match[0]),), match[0]))
    return findings(spec, part, remarks)

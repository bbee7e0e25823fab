"""Names of units: the short forms of the report's own, and others that stand as the subject of a sentence.

Another unit is only told where there is no doubt: a unit above the report's own, an office inside it, or a
name without a place (县政府, 市司法局) never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from core.narrative.stretches import REMEMBERED, Stretch, plain

_HAN = r"\u3400-\u9fff"
_TOWN = "镇|乡|街道|苏木"
_REGION = re.compile(r"^(?:[\u3400-\u9fff]{1,8}?(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗))+")
_HOME = re.compile(rf"[^省市县区州旗盟政府]{{1,8}}(?:{_TOWN})")
_GENERIC = re.compile(
    r"(?:国务院|国家|全国|中央|各|本|我|该|省|市(?!场)|县|区(?!划)|州|镇|乡|街道|上级|有关|相关|其他)"
)
_GOVERNMENT = re.compile(r"(?:省|市|州|盟|县|区|旗)(?:政府|委|府)?(?:信息公开)?(?:办)?$")
_LEAD = re.compile(
    r".*(?:现将|现对|公布|发布|公开|编制(?!委员会|办)|编写|印发|关于|本报告由|根据|按照|形成|了|为|即|是|将|由)"
)
_FILLERS = r"(?:本年度?|全年|当年|年度|今年|共计?|累计|总共|一共|合计|主要|均|没有|未)*"
_CONTACT = re.compile(rf"(?:请与|请联系|请向|可与)([{_HAN}]{{3,24}}?)(?:联系|咨询|反映|，|。|（)")
_NO_TOWNS = (
    *("城乡", "乡镇", "村镇", "城镇", "集镇", "小镇", "全镇", "全乡", "各镇", "各乡"),
    *("乡街道", "镇街道", "家乡", "下乡"),
)
_NOT_IN_NAMES = "我本该全各其度年每两多这那和与及在对的由经向到等所有级辖内被让为以并将"
_WORD_BEFORE = frozenset("自忘基根资成版")  # 自我乡…, 资本局…, 版本局…
_WORD_AFTER = frozenset("部域限面土村愁")
_REPORT_YEAR = r"(?:(?:19|20)\d\d|[二一][〇零○九][〇零○一二三四五六七八九]{2})\s*年\s*(?:年?度)?"


class Found(StrEnum):
    """How another unit stands in the text."""

    TITLE = "title"  # as the unit whose report this is
    MAKER = "maker"  # as the one who wrote it
    RECEIVER = "receiver"  # as the one who received applications
    ACTOR = "actor"  # as the town that did what the report tells
    CONTACT = "contact"  # as the one to be asked about the report
    SELF = "self"  # 我局 in the report of a town


class UnitHit(NamedTuple):
    """Another unit's name with its place."""

    where: Stretch
    found: Found


class UnitWords(NamedTuple):
    """The words around the names of units."""

    reports: tuple[str, ...]  # how this report is called: 政府信息公开工作年度报告
    endings: tuple[str, ...]  # how names of units end
    receives: tuple[str, ...]  # what only the report's unit does: 收到
    received: tuple[str, ...]  # with what: 政府信息公开申请
    acts: tuple[str, ...]  # what is told of the report's own town: 主动公开, 高度重视
    own: tuple[tuple[str, ...], ...]  # ending of a unit's name, then what such a unit calls itself


def core_name(name: str) -> str:
    """Return a unit's name in its shortest full form: 建水县面甸镇人民政府 → 建水县面甸镇."""
    bare = "".join(name.split()).replace("人民政府", "政府").replace("街道办事处", "街道")
    bare = re.sub(r"街道办$", "街道", bare)
    bare = re.sub(r"(?:办公室|办公厅)$", "办", bare)
    return bare.removesuffix("政府") if len(bare) > 3 else bare  # noqa: PLR2004 - 县政府 stays


def home(name: str) -> str:
    """Return the town's own part of a name, empty where there is none: 建水县面甸镇 → 面甸镇."""
    found = _HOME.findall(core_name(name))
    return found[-1] if found else ""


@lru_cache(maxsize=64)
def own_names(unit: str) -> tuple[str, ...]:
    """Return every way a unit's name is usually written, the longest first."""
    name = "".join(unit.split())
    if not name:
        return ()
    core = core_name(name)
    forms = {name, core, name.replace("人民政府", "政府"), home(name)}
    region = _REGION.match(core)
    if region and len(core) - region.end() > 1:
        forms.add(core[region.end() :])
    return tuple(sorted((form for form in forms if len(form) > 1), key=lambda form: (-len(form), form)))


@lru_cache(maxsize=16)
def names_of(*units: str) -> tuple[str, ...]:
    """Return the usual names of several units together, the longest first."""
    names = {name for unit in units for name in own_names(unit)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=512)
def may_be_same(found: str, unit: str) -> bool:
    """Tell whether a name may mean the unit itself, an office of it, or one above it."""
    name, own = core_name(found), core_name(unit)
    if not name or not own or name in own or own in name or _GENERIC.match(name):
        return True
    town = home(unit)
    if town:
        return town in name or (not home(found) and bool(_GOVERNMENT.search(name)))
    above = name.removesuffix("办").removesuffix("政府")
    return above in own or bool(_GOVERNMENT.search(name) and not _GOVERNMENT.search(own))


@lru_cache(maxsize=REMEMBERED)
def other_units(paragraph: str, unit: str, words: UnitWords) -> tuple[UnitHit, ...]:
    """Return the other units that stand in a paragraph as if the report were theirs."""
    if not unit:
        return ()
    hits = [
        *_titled(paragraph, words),
        *_makers(paragraph, words),
        *_contacts(paragraph, unit, words),
        *_actors(paragraph, unit, words),
        *_receivers(paragraph, unit, words),
    ]
    found = {hit.where: hit for hit in hits if not may_be_same(hit.where.text, unit)}
    for hit in _strange_selves(paragraph, unit, words):
        found.setdefault(hit.where, hit)
    return tuple(sorted(found.values(), key=lambda hit: hit.where.start))


@lru_cache(maxsize=16)
def unit_in_title(title: str, words: UnitWords) -> str:
    """Return the unit that a title on the cover names, empty where it names none."""
    bare = "".join(title.split())
    return next((hit.where.text for hit in _titled(bare, words)), "")


def _titled(paragraph: str, words: UnitWords) -> Iterator[UnitHit]:
    """Yield the units in titles of the report: …公布建水县民族宗教事务局2025年度…报告."""
    for name in words.reports:
        at = paragraph.find(name)
        while at >= 0:
            begin = max(0, at - 60)
            match = _before_title().search(plain(paragraph[begin:at]))
            if match:
                which = "unit" if match["unit"] else "late"
                yield from _named(
                    paragraph, begin + match.start(which), begin + match.end(which), words, Found.TITLE
                )
            at = paragraph.find(name, at + 1)


@lru_cache(maxsize=1)
def _before_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<unit>[{_HAN}（）()·]{{2,40}})\s*{_REPORT_YEAR}|{_REPORT_YEAR}(?P<late>[{_HAN}（）()·]{{2,40}}))$"
    )


def _makers(paragraph: str, words: UnitWords) -> Iterator[UnitHit]:
    for match in re.finditer(rf"由([{_HAN}]{{3,30}}?)(?:负责|牵头|组织)?编制", paragraph):
        if _REGION.match(match[1]) or home(match[1]):
            yield from _named(paragraph, match.start(1), match.end(1), words, Found.MAKER)


def _contacts(paragraph: str, unit: str, words: UnitWords) -> Iterator[UnitHit]:
    """Yield the towns that readers of a town's report are to ask."""
    if home(unit) and "联系" in paragraph:
        for match in _CONTACT.finditer(paragraph):
            if home(match[1]):
                yield from _named(paragraph, match.start(1), match.end(1), words, Found.CONTACT)


def _actors(paragraph: str, unit: str, words: UnitWords) -> Iterator[UnitHit]:
    """Yield the towns that did what a town's report tells, such as 白云镇主动公开."""
    if home(unit):
        for match in _acting(words.acts).finditer(paragraph):
            if not match["town"].endswith(_NO_TOWNS):
                yield from _named(paragraph, match.start("name"), match.end("name"), words, Found.ACTOR)


@lru_cache(maxsize=8)
def _acting(acts: tuple[str, ...]) -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, acts))
    place = rf"(?:[{_HAN}]{{1,8}}(?:市|县|区|旗))?(?:(?![{_NOT_IN_NAMES}])[{_HAN}]){{2,4}}?"
    return re.compile(
        rf"(?:^|[，。；：\s]|(?<=[年度]))(?P<name>(?P<town>{place}(?:{_TOWN}))(?:人民政府|办事处|政府)?)"
        rf"(?:在?{_REPORT_YEAR})?{_FILLERS}(?:{verbs})"
    )


def _receivers(paragraph: str, unit: str, words: UnitWords) -> Iterator[UnitHit]:
    """Yield towns and departments that received applications, in the report of a town or department."""
    if _GOVERNMENT.search(core_name(unit)) or not any(word in paragraph for word in words.received):
        return
    for match in _receiving(words).finditer(paragraph):
        if home(match[1]) or not home(unit):
            yield from _named(paragraph, match.start(1), match.end(1), words, Found.RECEIVER)


@lru_cache(maxsize=8)
def _receiving(words: UnitWords) -> re.Pattern[str]:
    verbs, things = "|".join(words.receives), "|".join(words.received)
    return re.compile(
        rf"(?:^|(?<=[，。；：、\s]))([{_HAN}]{{2,24}}?){_FILLERS}(?:{verbs})(?:到|了)?(?:的|各类)?(?:{things})"
    )


def _named(paragraph: str, start: int, end: int, words: UnitWords, found: Found) -> Iterator[UnitHit]:
    """Yield the name at a place without the words that lead to it, if it ends like a unit's."""
    text = paragraph[start:end]
    lead = _LEAD.match(text)
    start += lead.end() if lead else 0
    name = paragraph[start:end].strip()
    name = re.sub(rf"{_FILLERS}$", "", name)
    if len(name) > 2 and name.endswith(words.endings):  # noqa: PLR2004 - 我局 is no name
        yield UnitHit(Stretch(start, start + len(name), name), found)


def _strange_selves(paragraph: str, unit: str, words: UnitWords) -> Iterator[UnitHit]:
    """Yield what units of another kind call themselves, such as 我局 in the report of a town."""
    name = "".join(unit.split())
    mine = next((selves for ending, *selves in words.own if core_name(name).endswith(ending)), None)
    if mine is None:
        return
    for _, *selves in words.own:
        for word in selves:
            at = -1 if word in mine else paragraph.find(word)
            if at >= 0 and not _part_of_a_word(paragraph, at, at + len(word)):
                yield UnitHit(Stretch(at, at + len(word), word), Found.SELF)


def _part_of_a_word(paragraph: str, start: int, end: int) -> bool:
    """Tell whether 我乡 or 本局 only looks like a unit: 忘我乡村, 本局部."""
    return paragraph[max(0, start - 1) : start] in _WORD_BEFORE or paragraph[end : end + 1] in _WORD_AFTER

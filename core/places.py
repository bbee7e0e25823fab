"""What a key is called in plain words, such as 表三 新收·自然人 or 单位地址, and where it is listed."""

from __future__ import annotations

import re

from core import keys
from core.form import FormDef

_NUMERAL = r"^[一二三四五六七八九十]+、"
_FIELDS = {
    keys.UNIT_NAME: "单位名称",
    keys.UNIT_KIND: "单位类型",
    keys.TITLE: "报告标题",
    "report.date": "成文日期",
    keys.DEADLINE: "上报期限",
    keys.OVERVIEW_LIMIT: "总体情况字数上限",
    keys.CHAIN: "审签流程",
    "report.sent": "送审日期",
    "report.signed": "签发日期",
    "report.handed_over": "上报日期",
    "unit.address": "单位地址",
    "unit.postcode": "邮政编码",
    "unit.telephone": "联系电话",
    "unit.email": "电子邮箱",
    "unit.site": "政府网站",
    "fee.notices": "收费通知件数",
    "fee.notified": "通知金额",
    "fee.received": "实收金额",
}
_GROUPS = {  # of keys that are neither figure nor text, in the order listed
    keys.REPORT: "报告信息",
    keys.UNIT: "单位信息",
    keys.FEE: "收费情况",
    keys.BEFORE: "上年数据",
    keys.NOTE: "备注",
    keys.EXPLAIN: "说明",
}
UNKNOWN = "其他内容"
PREAMBLE = "正文前的说明"


def section_name(form: FormDef, section: str) -> str:
    """Return the short name of a text, such as 总体情况, without its number."""
    tabs = {part.id: re.sub(_NUMERAL, "", part.tab) for part in form.sections}
    return tabs.get(section, PREAMBLE if section == "preamble" else UNKNOWN)


def cell_name(form: FormDef, key: str) -> str:
    """Return the name of a cell with its table's: 表三 新收·自然人."""
    cell = form.cells.get(key)
    return f"{form.table(cell.table).name} {cell.name}" if cell else UNKNOWN


def place_name(form: FormDef, key: str) -> str:
    """Return what a key is called; of notes, explanations and last year's figures, what they are about."""
    kind, _, rest = key.partition(".")
    if keys.is_cell(key):
        return cell_name(form, key)
    if kind == keys.TEXT:
        return section_name(form, rest.partition(".")[0])
    if kind == keys.NOTE:
        return f"备注 {place_name(form, rest)}"
    if kind == keys.BEFORE:
        return f"上年 {cell_name(form, rest)}"
    if kind in {keys.EXPLAIN, keys.BASIS}:
        return f"{rest.partition('-')[0]} 的说明"
    return _FIELDS.get(key, UNKNOWN)


def group_name(key: str) -> str:
    """Return the kind of thing a key is that is neither figure nor text: 单位信息, 备注, 说明."""
    return _GROUPS.get(key.partition(".")[0], UNKNOWN)


def rank(form: FormDef, key: str) -> tuple[int, int, str]:
    """Return what keys are sorted by: texts and figures as printed, then fields, notes, explanations."""
    kind, _, rest = key.partition(".")
    order = list(form.cells)
    if keys.is_cell(key):
        return (0, order.index(key) if key in form.cells else len(order), key)
    if kind == keys.TEXT:
        return (1, form.texts.index(rest) if rest in form.texts else len(form.texts), key)
    groups = list(_GROUPS)
    fields = list(_FIELDS)
    inside = order.index(rest) if rest in form.cells else len(order)
    return (
        2 + (groups.index(kind) if kind in groups else len(groups)),
        fields.index(key) if key in _FIELDS else inside,
        key,
    )

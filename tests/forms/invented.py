"""An invented form of the year 2099: what a new year may change, without a line of code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from core import paths

ID = "2099"
CHECKS = """checks = [
    {code = "C01", level = "error", rule = "number"},
    {code = "C02", level = "error", rule = "negative"},
    {code = "C03", level = "error", rule = "whole"},
    {code = "C04", level = "error", rule = "decimals"},
    {code = "C05", level = "error", rule = "blank"},
    {code = "C10", level = "error", rule = "recomputed"},
    {code = "A91", level = "explain", rule = "large_share", part = "applications.granted.partnership", whole = "applications.total.total", at_least = 3, more_than_percent = 40},
    {code = "Y91", level = "explain", rule = "carried_over", places = "applications.carried_in.partnership"},
]
"""  # noqa: E501  a line per check, as in the real file


def build(folder: Path) -> Path:
    """Write the invented form into a folder of forms, beside a copy of the real ones; returns the folder.

    A row is renamed (予以公开 → 全部公开), table three has a column more (合伙企业, part of the total),
    and the total of table four no longer contains what is pending, so that its arithmetic is another. Of the
    checks that are no arithmetic it declares two, under codes, places and limits of its own.
    """
    forms = folder / "forms"
    shutil.copytree(paths.forms_dir(), forms)
    shutil.copytree(forms / "2021", forms / ID)
    _edit(
        forms / ID / "form.toml",
        ('name = "2021年格式"', 'name = "2099年格式"'),
        ("国办公开办函〔2021〕30号", "虚构〔2099〕1号"),
        ("first_year = 2021", "first_year = 2099"),
        ('    "本年制发件数", "本年废止件数"', '    "合伙企业", "本年制发件数", "本年废止件数"'),
        (
            '{id = "granted", label = "（一）予以公开", name = "予以公开"}',
            '{id = "granted", label = "（一）全部公开", name = "全部公开"}',
        ),
        (
            '    {id = "research", label',
            '    {id = "partnership", label = "合伙企业", name = "合伙企业"},\n    {id = "research", label',
        ),
        ('"commercial", "research"', '"commercial", "partnership", "research"'),
        ('sum_of = ["upheld", "corrected", "other", "pending"]', 'sum_of = ["upheld", "corrected", "other"]'),
    )
    _edit(
        forms / ID / "layout.toml",
        ("38, 47, 47, 66, 57, 38, 62]", "38, 47, 47, 47, 66, 57, 38, 62]"),
        ("申请人情况 | <", "申请人情况 | < | <"),
        ("法人或其他组织 | <", "法人或其他组织 | < | <"),
        ("%commercial |", "%commercial | %partnership |"),
        ("| # | # | # | # | # | # | #", "| # | # | # | # | # | # | # | #"),
    )
    checks = forms / ID / "checks.toml"
    text, count = re.subn(r"(?ms)^checks = \[\n.*?^\]\n", CHECKS, checks.read_text("utf-8"))
    assert count == 1, "the list of checks is gone from checks.toml"
    checks.write_text(text, "utf-8")
    return forms


def _edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert re.search(re.escape(old), text), f"{old!r} is gone from {path.name}"
        text = text.replace(old, new)
    path.write_text(text, "utf-8")

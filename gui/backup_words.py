"""What is said of a backup: when, why, of which years, and that it was read back."""

from __future__ import annotations

import datetime as dt

from core.backup import Backup
from gui.two_lines import Look

NO_UNIT = "单位未填"
GOOD, BAD = "✓ 完好", "✕ 不能用"


def when(at: dt.datetime, today: dt.date) -> str:
    """Return a moment as 1月28日 10:32（昨天）, of another year with the year."""
    here = at.astimezone()
    year = f"{here.year}年" if here.year != today.year else ""
    near = {0: "（今天）", 1: "（昨天）"}.get((today - here.date()).days, "")
    return f"{year}{here.month}月{here.day}日 {here:%H:%M}{near}"


def years(backup: Backup) -> str:
    """Return the years a backup holds: 2025、2024 年."""
    return f"{'、'.join(map(str, backup.years))} 年" if backup.years else "没有报告"


def look(backup: Backup, today: dt.date, known: str = "") -> Look:
    """Return a backup as a row of a list; one that cannot be used is struck out and says why.

    ``known`` is the unit that everybody can see anyhow.
    """
    if backup.damaged or backup.saved_at is None:
        name = f"第 {backup.seq} 份（{backup.reason.words}）"
        return Look(name, detail=backup.trouble, struck=True, sign=BAD)
    parts = [f"{backup.reason.words}备份", years(backup)]
    if backup.unit != known:
        parts.append(backup.unit or NO_UNIT)
    return Look(when(backup.saved_at, today), detail=" · ".join(parts), sign=GOOD)


def name(backup: Backup, today: dt.date) -> str:
    """Return how a sentence names a backup: 1月28日 10:32（昨天）的备份."""
    return f"{when(backup.saved_at, today)}的备份" if backup.saved_at else f"第 {backup.seq} 份备份"


def described(backup: Backup, today: dt.date) -> str:
    """Return a backup in one line: when, whose, which years, and why it was taken."""
    parts = [when(backup.saved_at, today)] if backup.saved_at else []
    return " · ".join([*parts, backup.unit or NO_UNIT, years(backup), f"{backup.reason.words}备份"])

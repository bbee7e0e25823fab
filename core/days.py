"""Days as officials write and count them: 1月28日, and how far that is away.

Stored days are ISO dates; today is always given, so that a test and a leap over New Year need no clock.
"""

from __future__ import annotations

import datetime as dt
import re

WEEKDAYS = "一二三四五六日"
HALF_A_YEAR = 183  # days
FAR = 180  # days; a day farther away than this is told with its year
_FULL_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)}  # and no other digits: ², ١
_FULL = r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))"
_WEEKDAY = r"[(（]?(周|星期|礼拜)[一二三四五六日天][)）]?$"
_SHORT = r"(\d{1,2})[-/.月](\d{1,2})[日号]?"


def read(text: str, today: dt.date) -> dt.date | None:
    """Return the day somebody typed; a day without a year is the one nearest to today; None if it is no day.

    Taken are 1月28日, 1.28, 1-28, 1/28, 2026年1月28日, 2026-01-28, 2026.1.28 and 20260128, in full width too,
    and a weekday behind it.
    """
    folded = re.sub(_WEEKDAY, "", "".join(text.translate(_FULL_WIDTH).replace("。", ".").split()))
    if found := re.fullmatch(_FULL, folded, re.ASCII):
        year, *parts = (int(part) for part in found.groups() if part is not None)
        return _day(year, *parts)
    if found := re.fullmatch(_SHORT, folded, re.ASCII):
        month, day = int(found[1]), int(found[2])
        near = (_day(today.year + by, month, day) for by in (-1, 0, 1))
        return next((one for one in near if one and abs((one - today).days) <= HALF_A_YEAR), None)
    return None


def stored(text: str) -> dt.date | None:
    """Return the day of a stored ISO date; None where there is none or it is none of ours."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def spoken(day: dt.date, today: dt.date) -> str:
    """Return ``1月28日 周三``, with the year where the day is far away."""
    year = f"{day.year}年" if abs((day - today).days) > FAR else ""
    return f"{year}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def distance(deadline: dt.date, today: dt.date) -> str:
    """Return how far a deadline is away: ``还有 3 天``, ``今天截止``, ``已过 2 天``."""
    left = (deadline - today).days
    return f"还有 {left} 天" if left > 0 else f"已过 {-left} 天" if left < 0 else "今天截止"


def today_here() -> dt.date:
    """Return today by this PC's clock."""
    return dt.datetime.now().astimezone().date()


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

"""What the history says: days, times, and the names of the points one can go back to."""

from __future__ import annotations

import datetime as dt

from core import days
from core.history import StepKind
from core.timeline import Line

STAR = "★"
SIGNS = {StepKind.START: "开始", StepKind.MARK: "记下的", StepKind.FORGET: "清除"}
UNDONE = "已撤销"
NOW = "现在"


def day(at: str, today: dt.date) -> str:
    """Return the day of a time as a title: 今天 1月8日 周四."""
    date = dt.datetime.fromisoformat(at).date()
    near = {0: "今天 ", 1: "昨天 "}.get((today - date).days, "")
    return f"{near}{days.spoken(date, today)}"


def clock(at: str) -> str:
    """Return the time of day: 10:32."""
    return dt.datetime.fromisoformat(at).strftime("%H:%M")


def point(line: Line, today: dt.date) -> str:
    """Return how a sentence names the point after a line: “初稿”（1月8日 10:32）, 1月8日 10:32."""
    date = days.spoken(dt.datetime.fromisoformat(line.at).date(), today).partition(" ")[0]
    when = f"{date} {clock(line.at)}"
    return f"“{line.label}”（{when}）" if line.kind is StepKind.MARK else when

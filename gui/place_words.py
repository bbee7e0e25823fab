"""Sentences about where the file lies: on this PC, written back or not yet, recovered, changed elsewhere.

``已保存`` alone is only said of what is in the file that the person knows; what lies only on this PC says so.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from core.causes import shown
from core.desk import Place, Recovered
from core.holder import spoken
from core.media import Medium
from core.workcopy import Unfinished

SAVED, HERE = "已保存", "已存本机"  # of the same shortness, for the top of the window
WRITE_BACK = "现在写回"


def is_local(place: Place) -> bool:
    """Tell whether what is saved lies only on this PC so far."""
    return place.pending or place.failure is not None or place.medium is Medium.READ_ONLY


def is_told(place: Place) -> bool:
    """Tell whether there is anything to say about the place at all."""
    return place.medium is not Medium.FIXED or is_local(place) or place.written_back is not None


def goal(place: Place) -> str:
    """Return what the work is written back to: U 盘, 共享盘, or 原处 where that is a plain disk."""
    return place.medium.words if place.medium in {Medium.REMOVABLE, Medium.SHARE} else "原处"


def saved_short(place: Place, at: dt.datetime) -> str:
    """Return what the top of the window says of the last commit: 已保存 10:32, 已存本机 10:32."""
    return f"{HERE if is_local(place) else SAVED} {clock(at)}"


def line(place: Place, at: dt.datetime) -> str:
    """Return what the foot says; ``at`` is the time of the last commit on this PC."""
    here = f"已保存在本机 {clock(at)}"
    if place.medium is Medium.READ_ONLY:
        return f"{here}，这个位置不能写入，要交给别人请另存副本"
    if place.failure is not None:
        return f"{here}，还没有写回{to_goal(place)}（{reason(place)}）"
    if place.pending:
        return f"{here}，还没有写回{to_goal(place)}"
    if place.written_back is not None:
        return f"{here}，写回{to_goal(place)}：{clock(place.written_back)}"
    return f"与{to_goal(place)}上的文件一致"


def reason(place: Place) -> str:
    """Return why the work is not back, in a few words."""
    message = place.failure.message if place.failure else ""
    return message.rstrip("。").partition("，")[0]


def leaving(place: Place) -> str:
    """Return what is said where somebody leaves before the work is back."""
    why = f"：{reason(place)}" if place.failure else ""
    return f"修改还没有写回{to_goal(place)}{why}。"


def recovered(found: Recovered, now: dt.datetime | None = None) -> str:
    """Return what was found of a session that did not end properly, and that nothing is lost."""
    since = f"（{spoken(found.since.astimezone(), now)} 打开的）" if found.since else ""
    last = f"到{spoken(found.saved_at.astimezone(), now)} 的最后一步"
    step = f"{last}“{found.label}”" if found.label else last
    parts = [f"上次{since}没有正常关闭。{step}为止，内容都在"]
    if found.rolled_back:
        parts.append("当时正写到一半的一笔已退回")
    if found.caught_up:
        parts.append("当时没来得及写回的修改也在，正在写回")
    sentence = "；".join(parts)
    if found.conflict is not None:
        return f"{sentence}。原文件在别处改过，您上次的那一份另存为{shown(found.conflict)}。"
    return f"{sentence}。"


def conflict(original: Path, mine: Path) -> str:
    """Return what is said once where the original was changed elsewhere; both files are named."""
    return (
        f"文件在别处也改过，两份都保留：别处改的是{shown(original)}，您的这一份是{shown(mine)}。"
        "接下来的修改写在您的这一份里。"
    )


def unfinished(found: Unfinished, now: dt.datetime | None = None) -> str:
    """Return what is said at the start of work that never reached its original."""
    unit = f"“{found.unit}”" if found.unit else ""
    when = spoken(found.saved_at.astimezone(), now)
    return f"{unit}有修改还没有写回{shown(found.original)}，存在本机（{when}）。"


def clock(at: dt.datetime) -> str:
    """Return the time of day here: 10:32."""
    return f"{at.astimezone():%H:%M}"


def to_goal(place: Place) -> str:
    """Return the goal with a space before it where it begins with a letter: 写回 U 盘, 写回共享盘."""
    words = goal(place)
    return f" {words}" if words[0].isascii() else words

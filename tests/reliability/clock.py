"""This program under a clock of ours: ``datetime.now``, ``date.today`` and ``time.time``.

To be installed before anything of ours is imported; files keep the times that the system gives them.
"""

from __future__ import annotations

import datetime as dt
import time

_real_time = time.time
_RealMoment = dt.datetime


class Clock:
    """Where this PC's clock stands: real time and an offset."""

    offset = 0.0

    @classmethod
    def put(cls, moment: str) -> None:
        """Put the clock to a moment, local time."""
        cls.offset = _RealMoment.fromisoformat(moment).astimezone().timestamp() - _real_time()

    @classmethod
    def time(cls) -> float:
        """Return what ``time.time`` says now."""
        return _real_time() + cls.offset


class Moment(dt.datetime):
    """``datetime`` by our clock."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Moment:
        return cls.fromtimestamp(Clock.time(), tz)


class Day(dt.date):
    """``date`` by our clock."""

    @classmethod
    def today(cls) -> Day:
        return cls.fromtimestamp(Clock.time())


def install() -> None:
    """Let everything that is imported from now on go by our clock."""
    dt.datetime = Moment  # type: ignore[misc]
    dt.date = Day  # type: ignore[misc]
    time.time = Clock.time

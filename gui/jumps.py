"""Where the person was before each leap, so that there is a way back (Alt+Left) and forth (Alt+Right)."""

from __future__ import annotations

from typing import NamedTuple

MOST = 50


class Spot(NamedTuple):
    """A page, and the figure that was current on it."""

    tab: str
    key: str = ""


class Jumps:
    """Two stacks of spots, like a browser's."""

    def __init__(self) -> None:
        """Start without a way behind and ahead."""
        self._behind: list[Spot] = []
        self._ahead: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """Remember a spot that is being left by a leap."""
        if not self._behind or self._behind[-1] != spot:
            self._behind.append(spot)
            del self._behind[:-MOST]
        self._ahead.clear()

    def back(self, now: Spot) -> Spot | None:
        """Return the spot before, None if there is none; ``now`` can be gone forward to."""
        return self._turn(self._behind, self._ahead, now)

    def forth(self, now: Spot) -> Spot | None:
        """Return the spot that ``back`` left, None if there is none."""
        return self._turn(self._ahead, self._behind, now)

    @staticmethod
    def _turn(source: list[Spot], target: list[Spot], now: Spot) -> Spot | None:
        while source:
            spot = source.pop()
            if spot != now:
                target.append(now)
                return spot
        return None

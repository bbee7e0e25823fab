"""How serious what a check found is; apart from the findings, because tabs and bars need no more."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How serious a finding is, the worst first."""

    FAULT = "fault"  # the check itself failed
    ERROR = "error"
    EXPLAIN = "explain"
    UNKNOWN = "unknown"
    HINT = "hint"

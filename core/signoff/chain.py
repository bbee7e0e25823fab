"""Who signs, in which order: a setting of the unit, kept in its report (DOMAIN.md 4.2).

The roles stand under ``report.chain`` in one line, so that a change of them is undone and journalled like any
other; the 校验码 does not cover them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from core import keys
from core.report import Report

DEFAULT = ("拟稿", "核稿", "保密审查", "分管领导审核", "主要领导签发", "公章")
BETWEEN = "·"
LONGEST = 12  # characters of a role's name
MOST = 10  # roles, so that the sheet stays one page
_CUT = r"[·・|\n]"


class RoleKind(StrEnum):
    """What a role is asked for on the sheet."""

    DRAFTER = "drafter"  # name and day
    CHECKER = "checker"  # what was compared, signature
    SECRECY = "secrecy"  # three boxes, signature
    SIGNER = "signer"  # signature
    SEAL = "seal"  # room for the seal


class Role(NamedTuple):
    """One step of the chain."""

    name: str
    kind: RoleKind


def chain(report: Report) -> tuple[Role, ...]:
    """Return the roles in order: the unit's own, else the usual ones."""
    own = [name for part in re.split(_CUT, report.string(keys.CHAIN)) if (name := " ".join(part.split()))]
    return tuple(Role(name, _kind(name)) for name in own or DEFAULT)


def chain_changes(names: Sequence[str]) -> dict[str, str]:
    """Return what ``session.apply`` stores for a chain; the usual one, or none, removes the setting."""
    kept = [" ".join(re.sub(_CUT, " ", name).split())[:LONGEST] for name in names]
    kept = [name for name in kept if name][:MOST]
    return {keys.CHAIN: "" if tuple(kept) == DEFAULT else BETWEEN.join(kept)}


def _kind(name: str) -> RoleKind:
    """Return what a role is asked for, by its name."""
    for words, kind in (
        ("公章|盖章|用印|印章", RoleKind.SEAL),
        ("拟稿|起草|经办", RoleKind.DRAFTER),
        ("保密", RoleKind.SECRECY),
        ("核稿|核对|校对|复核", RoleKind.CHECKER),
    ):
        if re.search(words, name):
            return kind
    return RoleKind.SIGNER

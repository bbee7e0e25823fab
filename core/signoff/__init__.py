"""送审稿: drafts with their numbers and codes, the way they are signed, and paper held against a file.

::

    states    a draft against the report: is it what stands now, what differs, may it be signed
    matching  核对纸质稿: a code typed or scanned, and what it says of the report
    scanned   the text in the QR code, written and read
    chain     who signs, in which order; a setting of the unit
    sheets    核对单 and 审签单 as neutral blocks; changes: what the draft before said; room: words cut to fit
    pack      the whole draft as a document: sheets, report, annex, and what stands at the foot of every page;
              imported by who prints, because the window starts without the writers

A draft itself is ``core.drafts.Draft``; making and signing one goes through the session (``make_draft``,
``sign``, ``drafts``, ``report_of_draft``, ``compare_draft``). A 校验码 is never called a signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.drafts import Draft, DraftState
from core.signoff.chain import DEFAULT as DEFAULT_CHAIN
from core.signoff.chain import Role, chain, chain_changes
from core.signoff.states import (
    compared,
    is_present,
    newest,
    obstacles,
    open_points,
    present,
    refuse_signing,
    report_of,
)

if TYPE_CHECKING:
    from core.signoff.matching import PaperKind, PaperVerdict, check_paper

__all__ = [
    "DEFAULT_CHAIN",
    "Draft",
    "DraftState",
    "PaperKind",
    "PaperVerdict",
    "Role",
    "chain",
    "chain_changes",
    "check_paper",
    "compared",
    "is_present",
    "newest",
    "obstacles",
    "open_points",
    "present",
    "refuse_signing",
    "report_of",
]


def __getattr__(name: str) -> object:
    """Load what holds paper against a report when it is first asked for: a window starts without it."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from core.signoff import matching  # noqa: PLC0415 - see above

    return getattr(matching, name)

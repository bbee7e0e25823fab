"""What is said of drafts: how the report stands against the newest one, and what each is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from core import days, signoff
from core.drafts import Draft
from core.session import Session

if TYPE_CHECKING:
    from core.findings import Finding

NAMED = 3  # open points that a sentence names
LONGEST = 60  # characters of one of them


class Standing(NamedTuple):
    """How the report stands against its newest draft."""

    words: str  # 草稿 · 第 2 稿
    short: str
    state: str  # blank, sent, complete or explain
    draft: Draft | None
    present: bool  # the newest draft says what the report says now

    @property
    def next_number(self) -> int:
        """Return the number that the next draft gets, or the newest one's if it still holds."""
        if self.draft is None:
            return 1
        return self.draft.number + (not self.present)


def standing(session: Session) -> Standing:
    """Return how the report in front stands against its newest draft."""
    draft = signoff.newest(session.drafts())
    if draft is None:
        return Standing("草稿", "草稿", "blank", None, present=False)
    if not signoff.is_present(draft, session.report):
        return Standing(f"{draft.name}后有改动", f"稿{draft.number}改", "explain", draft, present=False)
    if draft.signed:
        return Standing(f"已签发 · {draft.name}", f"✓稿{draft.number}", "complete", draft, present=True)
    return Standing(f"草稿 · {draft.name}", f"稿{draft.number}", "sent", draft, present=True)


def exported(standing: Standing, left_behind: Draft | None = None) -> str:
    """Return what is exported as the draft: ``送审稿 PDF（生成第 2 稿，带核对单、审签单和校验码）``.

    ``left_behind`` is the draft that the person looks at, if the report says something else now.
    """
    if left_behind:
        kind = "签发稿" if left_behind.signed else "送审稿"
        return f"{kind} PDF（正在看的{left_behind.name}，不含后来的改动）"
    name = f"第 {standing.next_number} 稿"
    if standing.present and standing.draft and standing.draft.signed:
        return f"签发稿 PDF（{name}，每页带校验码）"
    return f"送审稿 PDF（{'' if standing.present else '生成'}{name}，带核对单、审签单和校验码）"


def made(draft: Draft, today: dt.date) -> str:
    """Return when a draft was made: ``1月12日 10:40``."""
    at = draft.made_at
    return f"{day(at.date(), today)} {at:%H:%M}"


def day(of: dt.date, today: dt.date) -> str:
    """Return a day without its weekday: ``1月12日``."""
    return days.spoken(of, today).rpartition(" ")[0]


def signed(draft: Draft, today: dt.date) -> str:
    """Return who signed a draft and when: ``李明 1月15日签发``; empty if nobody has."""
    on = days.stored(draft.signed_on)
    if not draft.signed or on is None:
        return ""
    return f"{draft.signed_by} {day(on, today)}签发"


def listed(draft: Draft, today: dt.date) -> str:
    """Return a draft as it stands in a list: ``第 2 稿　1月12日 10:40　李明 1月15日签发``."""
    parts = (draft.name, made(draft, today), signed(draft, today))
    return "　".join(part for part in parts if part)


def named_points(found: Sequence[Finding]) -> str:
    """Return the first of them in words, for a sentence in the notice line."""
    named = [f"{number}. {_short(finding.text)}" for number, finding in enumerate(found[:NAMED], 1)]
    more = f"等 {len(found)} 项" if len(found) > NAMED else ""
    return " ".join(named) + more


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

"""Making a draft for signing and keeping who signed it: a step of the journal each, durable at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from core import checkcode, oddities, signoff
from core.drafts import Draft
from core.editing import Editing
from core.errors import WrongArgument


def made(editing: Editing, drafts: Sequence[Draft], who: str) -> Draft:
    """Keep what the report says now as its next draft; where the newest says the same, return that one."""
    editing.be_ready()
    editing.flush()
    if same := signoff.present(drafts, editing.report):
        return same
    last = signoff.newest(drafts)
    step, version = editing.step_for(""), checkcode.VERSION
    draft = Draft(
        number=last.number + 1 if last else 1,
        version=version,
        canonical=checkcode.body(editing.report, version),
        at=step.at,
        who=oddities.clean(who, one_line=True).text.strip(),
    )
    step = step._replace(label=f"{draft.name}送审")
    return editing.durable(step, lambda store: store.add_draft(editing.report_id, step, draft))


def signed(editing: Editing, drafts: Sequence[Draft], number: int, who: str, on: dt.date) -> Draft:
    """Keep who signed a draft and when, and return it; raises ``NotReady`` and ``WrongArgument``."""
    editing.be_ready()
    editing.flush()
    draft = numbered(drafts, number)
    name = oddities.clean(who, one_line=True).text.strip()
    if not name:
        raise WrongArgument("没有写签发人的姓名。", "请写上主要领导的姓名。")
    signoff.refuse_signing(draft, drafts, editing.report, editing.verdict)
    locked = draft.signing(name, on)
    step = editing.step_for(f"{draft.name}签发（{name} {on.month}月{on.day}日）")
    editing.durable(step, lambda store: store.sign_draft(editing.report_id, step, locked))
    return locked


def numbered(drafts: Sequence[Draft], number: int) -> Draft:
    """Return the draft of a number; ``WrongArgument`` if there is none."""
    found = next((draft for draft in drafts if draft.number == number), None)
    if found is None:
        raise WrongArgument(f"没有第 {number} 稿。", "请选择已有的一稿。")
    return found


def with_one(drafts: Sequence[Draft], draft: Draft) -> tuple[Draft, ...]:
    """Return the drafts with a new one, or another state of one, in its place by number."""
    by_number = {one.number: one for one in (*drafts, draft)}
    return tuple(by_number[number] for number in sorted(by_number))

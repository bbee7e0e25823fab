"""The whole paper of a draft as one document: slips, report, annex, and what stands on every page.

A draft that was sent prints 送审稿 with its check sheet and its sheet for signing; one that is signed prints
签发稿, the report alone, without a watermark, with the same code. The bytes that were kept decide what is
printed: a paper printed again says what it said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core import checkcode, checks
from core.drafts import Draft
from core.report import Report
from core.signoff import scanned
from core.signoff.chain import chain
from core.signoff.sheets import Subject, check_sheet, notes_sheet, signing_sheet
from core.signoff.states import between, is_present, newest, report_of
from core.writers import layout
from core.writers.blocks import Document, Slip, Stamp

WATERMARK = "送审稿"
NO_RECORD = "未登记"  # stands for the journal's head where the draft is in no file


@dataclass(frozen=True)
class Paper:
    """A draft ready to be drawn: on any thread, as often as wanted."""

    draft: Draft
    report: Report  # what it says
    document: Document
    suffix: str  # of the file's name: （第2稿）, （签发稿）


class Now(NamedTuple):
    """The report in front, whose settings and notes count, with what is known beside it."""

    report: Report
    last_year: Report | None
    drafts: Sequence[Draft]  # all of the report's


class Printing(NamedTuple):
    """When a draft is printed, and what a person wants printed with it."""

    at: dt.datetime
    notes: bool = False  # an annex: where figures and sentences came from
    charts: bool = False  # an annex: 数据图解


def unregistered(report: Report, drafts: Sequence[Draft], at: dt.datetime) -> Draft:
    """Return a draft of what a report says now that no file keeps: the next number, no journal's head.

    The command line prints such a one; what is to be signed is made in the window.
    """
    last = newest(drafts)
    number = last.number + 1 if last else 1
    return Draft(number, checkcode.VERSION, checkcode.body(report), at.isoformat(timespec="seconds"))


def paper(draft: Draft, now: Now, printing: Printing) -> Paper:
    """Return a draft as it is printed; raises ``FileDamaged`` for one that cannot be read."""
    said = now.report if is_present(draft, now.report) else report_of(draft, now.report.form)
    document = layout.build(said)
    if printing.charts:
        from core.writers import charts  # noqa: PLC0415 - only where they are wanted

        document = document._replace(blocks=(*document.blocks, *charts.annex(said, now.last_year)))
    notes = notes_sheet(now.report) if printing.notes else None
    document = document._replace(
        slips=() if draft.signed else _slips(draft, said, now, printing.at),
        annex=(notes,) if notes else (),
        stamp=stamp(draft, said),
    )
    return Paper(draft, said, document, f"（{'签发稿' if draft.signed else f'第{draft.number}稿'}）")


def stamp(draft: Draft, report: Report) -> Stamp:
    """Return what stands at the foot of every page of a draft."""
    unit = layout.clean(report.unit_name)
    return Stamp(
        code=draft.code,
        record=draft.record or NO_RECORD,
        draft=f"{draft.name}（签发稿）" if draft.signed else draft.name,
        qr=scanned.text(draft.hash, draft.number, report.year, unit),
        watermark="" if draft.signed else WATERMARK,
    )


def _slips(draft: Draft, said: Report, now: Now, printed: dt.datetime) -> tuple[Slip, ...]:
    earlier = newest([one for one in now.drafts if one.number < draft.number])
    before = between(earlier, draft, said.form) if earlier else None
    verdict = checks.run_all(said, now.last_year)
    subject = Subject(said, verdict, now.last_year, draft.number, printed, before)
    return check_sheet(subject), signing_sheet(said.title, chain(now.report), draft.who)

"""A draft against the report: is it what stands now, what differs, may it be signed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from core import checkcode, keys
from core.canonical import Json
from core.drafts import Draft
from core.errors import FileDamaged, NotReady
from core.form import FormDef
from core.levels import Level
from core.report import Entry, Report
from core.values import Kind, Raw

if TYPE_CHECKING:
    from core.compare import Comparison
    from core.findings import Finding, Verdict


def newest(drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft with the highest number; None where there is none."""
    return max(drafts, key=lambda draft: draft.number, default=None)


def is_present(draft: Draft, report: Report) -> bool:
    """Tell whether a draft says exactly what the report says now, compared in the draft's own version."""
    return draft.version in checkcode.CONTENTS and checkcode.body(report, draft.version) == draft.canonical


def present(drafts: Sequence[Draft], report: Report) -> Draft | None:
    """Return the newest draft if it says exactly what the report says now, else None."""
    draft = newest(drafts)
    return draft if draft and is_present(draft, report) else None


def obstacles(verdict: Verdict) -> tuple[Finding, ...]:
    """Return the findings that stand in the way of 签发 and 上报, and of nothing else.

    Those are errors, faults of the program, and what has to be explained and is not, or for other figures.
    """
    return tuple(
        finding
        for finding in verdict.leading
        if finding.level in {Level.ERROR, Level.FAULT}
        or (finding.level is Level.EXPLAIN and not finding.settled)
    )


class Counts(NamedTuple):
    """Obstacles by what has to be done about them."""

    wrong: int  # to be mended
    blank: int  # to be filled in
    unexplained: int


def counted(found: Sequence[Finding]) -> Counts:
    """Return how many obstacles there are of each kind."""
    blank = sum(finding.waiting for finding in found)
    unexplained = sum(finding.level is Level.EXPLAIN and not finding.waiting for finding in found)
    return Counts(len(found) - blank - unexplained, blank, unexplained)


def open_points(found: Sequence[Finding]) -> str:
    """Return obstacles counted by kind: ``必须修改 1 项，须说明 2 项还没有说明``."""
    wrong, blank, unexplained = counted(found)
    parts = [f"必须修改 {wrong} 项"] if wrong else []
    parts += [f"没有填完 {blank} 项"] if blank else []
    parts += [f"须说明 {unexplained} 项还没有说明"] if unexplained else []
    return "，".join(parts)


def refuse_signing(draft: Draft, drafts: Sequence[Draft], report: Report, verdict: Verdict) -> None:
    """Raise ``NotReady`` unless this draft may be signed now."""
    if draft.signed:
        raise NotReady(
            f"{draft.name}已经由{draft.signed_by}签发，不能再改。", "内容有改动时，请重新送审打印。"
        )
    if (last := newest(drafts)) and last.number != draft.number:
        raise NotReady(f"{draft.name}已被{last.name}取代。", f"请签发{last.name}。")
    if not is_present(draft, report):
        raise NotReady(
            f"{draft.name}之后报告又有改动，不能按这一稿签发。", "请重新送审打印，再签发新的一稿。"
        )
    if found := obstacles(verdict):
        raise NotReady(f"还不能签发：{open_points(found)}。", "请先在核对结果里逐项处理。")


def report_of(draft: Draft, form: FormDef) -> Report:
    """Return what a draft says as a report, out of its own bytes.

    It holds what the code covers and nothing else: no notes, no origins, no dates. Raises ``FileDamaged``
    for bytes that no version of ours wrote.
    """
    return _report(json.loads(draft.canonical), form)


def compared(draft: Draft, report: Report) -> Comparison:
    """Return what differs between a draft and the report now, of what the code covers."""
    from core.compare import compare  # noqa: PLC0415 - a window starts without it

    now = _report(json.loads(json.dumps(checkcode.content(report))), report.form)
    return compare(report.form, report_of(draft, report.form).entries, now.entries)


def between(earlier: Draft, later: Draft, form: FormDef) -> Comparison:
    """Return what differs between two drafts."""
    from core.compare import compare  # noqa: PLC0415 - as above

    return compare(form, report_of(earlier, form).entries, report_of(later, form).entries)


def _report(content: Json, form: FormDef) -> Report:
    try:
        entries = dict(_entries(content, form))
        year = int(content["year"])  # type: ignore[call-overload,arg-type,index] # else it is damage
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as reason:
        raise FileDamaged("这一稿保存的内容读不出来，可能已损坏。", "请从备份恢复。") from reason
    report = Report(form, year, entries)
    same = {  # a total counts as printed; one that equals its parts need not be stated
        key: None
        for key in form.computed
        if report.stated(key) is not None
        and report.derived(key).complete
        and report.figure(key) == report.derived(key).value
    }
    report.write(same)
    return report


def _entries(content: Any, form: FormDef) -> Iterator[tuple[str, Entry]]:  # noqa: ANN401 - JSON
    """Yield the entries that a canonical content states, by key; an empty text is none."""
    for key, figure in content["cells"].items():
        if figure is not None and key in form.cells:
            yield key, Entry(_value(figure, form.cells[key].kind))
    unit = dict(content["unit"])
    texts = {keys.UNIT_NAME: unit.pop("name"), keys.TITLE: content["title"]}
    texts |= {keys.text(section): words for section, words in content["texts"].items()}
    texts |= {f"{keys.UNIT}.{field}": words for field, words in unit.items()}
    texts |= {f"{keys.FEE}.{field}": words for field, words in content["fees"].items()}
    texts |= {keys.explain(finding): words for finding, words in content["explanations"].items()}
    for key, words in texts.items():
        if words:
            yield key, Entry(str(words))


def _value(figure: Any, kind: Kind) -> int | Decimal | Raw:  # noqa: ANN401 - JSON
    if isinstance(figure, dict):
        return Raw(figure["raw"])
    exact = Decimal(figure)
    return exact if kind is Kind.MONEY or exact != int(exact) else int(exact)

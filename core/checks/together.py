"""One thing, one message: what belongs together among the findings of all checks.

The arithmetic folds its own findings by cause (``folding``). Here the others find their place: one check
under another as the form says, several doubts about one figure under the first, and everything that cannot
be judged for the same reason in one line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from core.findings import Finding, Level
from core.form import FormDef


def together(findings: Sequence[Finding], form: FormDef, doubting: Collection[str]) -> list[Finding]:
    """Return the findings with their folding; ``doubting`` are the codes that doubt a single figure."""
    return _one_line(_rooted(_doubted(_declared(findings, form), form, doubting)))


def _declared(findings: Sequence[Finding], form: FormDef) -> list[Finding]:
    """Fold a check's findings under another's where the form asks for it."""
    leads = {finding.code: finding for finding in reversed(findings) if _judged(finding)}
    above = {
        spec.code: leads[spec.under] for spec in form.checks if spec.under in leads and spec.code in leads
    }
    return [
        finding.under(above[finding.code]) if finding.code in above and _judged(finding) else finding
        for finding in findings
    ]


def _judged(finding: Finding) -> bool:
    return finding.follows is None and finding.level not in {Level.UNKNOWN, Level.FAULT}


def _doubted(findings: Sequence[Finding], form: FormDef, doubting: Collection[str]) -> list[Finding]:
    """Fold a doubt about a figure under an error that may come from it, or under a graver doubt.

    A doubt about how several figures go together is folded where an error says of the same ones that they do
    not.
    """
    wrong = _suspects(findings)
    errors = [finding for finding in findings if finding.level is Level.ERROR and not finding.waiting]
    levels = list(Level)
    doubted: dict[str, Finding] = {}
    under: dict[str, Finding] = {}
    doubts = [finding for finding in findings if finding.code in doubting and _judged(finding)]
    for doubt in sorted(doubts, key=lambda finding: levels.index(finding.level)):
        lead = (
            _first(wrong, _concerned(doubt, form))
            or _naming(errors, doubt)
            or _first(doubted, _made_of(doubt.left_places, form))
        )
        if lead is not None and lead.code != doubt.code:
            under[doubt.id] = lead
        else:
            doubted |= dict.fromkeys(doubt.left_places, doubt)
    return [finding.under(under[finding.id]) if finding.id in under else finding for finding in findings]


def _first(leads: Mapping[str, Finding], cells: Iterable[str]) -> Finding | None:
    return next((leads[cell] for cell in cells if cell in leads), None)


def _naming(errors: Iterable[Finding], doubt: Finding) -> Finding | None:
    """Return the first error that names every one of the several figures a doubt is about."""
    figures = set(doubt.left_places)
    return next((one for one in errors if figures <= set(one.places)), None) if len(figures) > 1 else None


def _concerned(doubt: Finding, form: FormDef) -> list[str]:
    """Return the cells that may be the reason for a doubt: of both sides, or the parts of a sum it names."""
    leaves = {leaf for place in doubt.left_places for leaf in form.leaves(place)}
    named = [part for part in doubt.right_places if part in leaves]
    return [*doubt.left_places, *named] if named else _made_of(doubt.places, form)


def _made_of(places: Iterable[str], form: FormDef) -> list[str]:
    return [cell for place in places for cell in (place, *form.leaves(place))]


def _suspects(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return the errors by the cells that may be their cause: those they suggest, or the only one named."""
    found: dict[str, Finding] = {}
    for finding in findings:
        if finding.level is Level.ERROR and finding.follows is None:
            alone = finding.left_places if len(finding.left_places) == 1 else ()
            for cell in (*(offer.cell for offer in finding.suggestions), *alone):
                found.setdefault(cell, finding)
    return found


def _rooted(findings: Sequence[Finding]) -> list[Finding]:
    """Let what follows a follower follow its lead."""
    follows = {finding.id: finding.follows for finding in findings}
    rooted = []
    for finding in findings:
        lead = finding.follows
        while lead is not None and (above := follows.get(lead)) is not None:
            lead = above
        rooted.append(finding if lead == finding.follows else replace(finding, follows=lead))
    return rooted


def _one_line(findings: Sequence[Finding]) -> list[Finding]:
    """Fold what cannot be judged under the first of the same reason, which says how many they are."""
    reasons: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.level is Level.UNKNOWN and finding.follows is None:
            reasons.setdefault(finding.title, []).append(finding)
    changed: dict[str, Finding] = {}
    for reason, (first, *others) in reasons.items():
        if others:
            words = f"{first.text.removesuffix('。')}；另有 {len(others)} 项也是如此。"
            lead = replace(first, title=f"{reason}：{len(others) + 1} 项无法判断", text=words)
            changed |= {first.id: lead} | {other.id: other.under(lead) for other in others}
    return [changed.get(finding.id, finding) for finding in findings]

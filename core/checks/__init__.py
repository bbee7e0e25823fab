"""Every check on every edit: what is declared in the form's data and what needs Python, in one run.

``run_all`` never raises for bad data, and one crashing check does not silence the others: it becomes a
finding of level ``fault``. The modules are named here one by one, so that a frozen program has the same ones.

::

    registry            how a check says that it exists
    numbers  required   declared kinds on single cells
    sums  compares      what a failing equation, total or ordering says; wording: its plain Chinese
    balances            all arithmetic as linear rules, measured; independence: which rules say nothing new
    repairs             which single cells would mend what fails, the fewest causes
    suggest  roles      which of them are offered, in which order
    folding             one wrong cell, one message
    split               digits of one figure in two cells, where that would mend the sums
    slips  entitled  handling  contested  mentions   what is unlikely in one year's figures
    lastyear            what there is of last year's report, and what is said where it is missing
    carried  in_force  jumps  repeated               what is compared with it
    sections  leftovers  names  citing  style_of_text  personal  copied   the texts; prose: what these share
    together            one message per thing among the findings of all checks
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from core import basis, keys
from core.checks import (
    carried,
    citing,
    contested,
    copied,
    entitled,
    handling,
    in_force,
    jumps,
    leftovers,
    mentions,
    names,
    numbers,
    personal,
    repeated,
    required,
    sections,
    slips,
    style_of_text,
)
from core.checks.balances import RECOMPUTED, State, measure, shape_of
from core.checks.compares import too_small
from core.checks.folding import folded
from core.checks.registry import LAST_YEAR, Check, Registry, collect, demand
from core.checks.split import SPLIT, split_digits
from core.checks.sums import misstated, unequal
from core.checks.together import together
from core.findings import PASS, Finding, Level, Verdict
from core.report import Report
from core.rules import CheckSpec, Relation

__all__ = ["REGISTRY", "run_all"]

REGISTRY: Registry = collect(
    (
        numbers,
        required,
        slips,
        entitled,
        handling,
        contested,
        mentions,
        carried,
        in_force,
        jumps,
        repeated,
        sections,
        leftovers,
        names,
        citing,
        style_of_text,
        personal,
        copied,
    )
)
BUILT_IN = (RECOMPUTED, SPLIT)  # kinds that belong to the arithmetic
UNFIT = ("negative", "whole", "decimals")  # kinds about a figure that cannot be right, whatever the sums

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


def run_all(report: Report, last_year: Report | None = None, recent: Sequence[str] = ()) -> Verdict:
    """Run every check on a report; ``recent`` names the cells edited last, the newest first.

    Findings come worst level first, each followed by what is folded under it. ``RegistryError`` if the form
    declares a rule that nobody implements.
    """
    demand(REGISTRY, report.form, BUILT_IN)
    run = _Run(report)
    for spec in report.form.checks:
        if spec.rule not in BUILT_IN:
            rule = REGISTRY.rules[spec.rule]
            run.guarded(spec.code, partial(rule.find, spec, report, last_year))
    run.one_per_figure()
    run.arithmetic(recent)
    for check in REGISTRY.checks.values():
        run.guarded(check.code, partial(_asked, check, report, last_year))
    run.one_per_thing()
    return run.verdict()


def _asked(check: Check, report: Report, last_year: Report | None) -> Iterable[Finding]:
    if LAST_YEAR in check.needs and last_year is None:
        words = "没有上年报告，这一项无法判断。"
        return [Finding(check.code, Level.UNKNOWN, words, title="缺少上年报告")]
    return check.find(report, last_year)


class _Run:
    """One run: collects findings and the state of every code."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._codes: dict[str, None] = {}  # in the order they ran
        self._findings: list[Finding] = []

    def guarded(self, code: str, find: Callable[[], Iterable[Finding]]) -> None:
        """Add what a check finds under ``code``, or the fault it is."""
        self._codes[code] = None
        self._findings += self._attempted(code, lambda: list(find())) or []

    def one_per_figure(self) -> None:
        """Fold together what several checks say about one figure, such as a negative half."""
        blamed = self._blamed()
        unfit = self._unfit()
        self._findings = [
            finding.under(lead)
            if finding.code in unfit
            and finding.left_places
            and (lead := blamed[finding.left_places[0]]) != finding
            else finding
            for finding in self._findings
        ]

    def arithmetic(self, recent: Sequence[str]) -> None:
        """Add the findings of all sums and comparisons, folded under their causes."""
        codes = list(dict.fromkeys(balance.code for balance in shape_of(self._report.form).balances))
        self._codes |= dict.fromkeys(codes)
        split = [spec for spec in self._report.form.checks if spec.rule == SPLIT]
        state = self._attempted(codes[0], partial(measure, self._report)) if codes else None
        if state:
            self._judge(state, recent)
            for spec in split:
                self.guarded(spec.code, partial(split_digits, spec, state, self._report))
        elif codes:
            self._codes |= dict.fromkeys(spec.code for spec in split)
            self._findings += [_fault(code) for code in (*codes[1:], *(spec.code for spec in split))]

    def one_per_thing(self) -> None:
        """Fold what the checks say about one and the same thing."""
        form = self._report.form
        doubting = {spec.code for spec in form.checks if spec.rule == SPLIT or _doubts(spec)}
        if self._findings:
            gathered = partial(together, self._findings, form, doubting)
            self._findings = self._attempted(self._findings[0].code, gathered) or self._findings

    def _judge(self, state: State, recent: Sequence[str]) -> None:
        said = {
            index: self._attempted(state.system.shape.balances[index].code, partial(self._said, index, state))
            for index in state.failing()
        }
        failing = {index: finding for index, finding in said.items() if finding}
        if not failing:
            return
        code = next(iter(failing.values())).code
        blamed = self._blamed()
        result = self._attempted(code, partial(folded, state, failing, blamed, self._report, recent))
        findings, leading = result or (list(failing.values()), {})
        again = {blamed[cell].id: finding for cell, finding in leading.items()}
        self._findings = [again.get(finding.id, finding) for finding in self._findings] + findings

    def _said(self, index: int, state: State) -> Finding:
        return state.system.said(index, state.figures, partial(self._sentence, index, state))

    def _sentence(self, index: int, state: State) -> Finding:
        balance = state.system.shape.balances[index]
        if balance.equation is None:
            return misstated(balance, self._report)
        say = unequal if balance.relation is Relation.EQUAL else too_small
        return say(balance.equation, balance, self._report)

    def _blamed(self) -> dict[str, Finding]:
        """Return the first finding about each figure that cannot be right, by cell."""
        unfit = self._unfit()
        found: dict[str, Finding] = {}
        for finding in self._findings:
            if finding.code in unfit and finding.left_places:
                found.setdefault(finding.left_places[0], finding)
        return found

    def _unfit(self) -> frozenset[str]:
        return frozenset(spec.code for spec in self._report.form.checks if spec.rule in UNFIT)

    def _attempted(self, code: str, find: Callable[[], Result]) -> Result | None:
        """Return what ``find`` returns; if it crashes, None and one finding that says so."""
        try:
            return find()
        except Exception:  # noqa: BLE001 - the boundary where a crash becomes a finding (HOUSE.md 6)
            _log.exception("check %s crashed", code)
            fault = _fault(code)
            if fault not in self._findings:
                self._findings.append(fault)
            return None

    def verdict(self) -> Verdict:
        """Return the findings in order, with the explanations written for them, and every code's state."""
        findings = [self._explained(finding) for finding in _in_order(self._findings)]
        worst = dict.fromkeys(self._codes, PASS)
        for level in reversed(Level):
            worst |= {finding.code: level.value for finding in findings if finding.level is level}
        return Verdict(tuple(findings), worst)

    def _explained(self, finding: Finding) -> Finding:
        if finding.level is not Level.EXPLAIN:
            return finding
        words = self._report.string(keys.explain(finding.id))
        if not words:
            return finding
        return replace(finding, explanation=words, settled=not basis.outdated(self._report, finding))


def _doubts(spec: CheckSpec) -> bool:
    return spec.rule in REGISTRY.rules and REGISTRY.rules[spec.rule].doubts


def _fault(code: str) -> Finding:
    return Finding(
        code=code,
        level=Level.FAULT,
        text="这一项没有核对成，是程序出了错，不是您填错；其余各项已照常核对。",
        title="一项核对没有完成",
    )


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Sort worst level first, else as found; what follows a finding stands right behind it."""
    levels = list(Level)
    followers: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.follows is not None:
            followers.setdefault(finding.follows, []).append(finding)
    leads = sorted(
        (finding for finding in findings if finding.follows is None),
        key=lambda finding: levels.index(finding.level),
    )
    return [one for lead in leads for one in (lead, *followers.get(lead.id, ()))]

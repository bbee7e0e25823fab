"""The state of each tab, from the report and the verdict: blank, complete, must fix or must explain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from core import basis, keys
from core.form import FormDef
from core.levels import Level
from core.report import Report
from core.session import Session

if TYPE_CHECKING:
    from core.findings import Finding

COVER = "cover"
PREVIEW = "preview"


class State(NamedTuple):
    """How a tab stands; ``number`` is that of findings, or of blanks."""

    name: str = ""  # error, explain, blank, complete or empty
    number: int = 0

    @property
    def words(self) -> str:
        """Return the state in words, for screen readers and tool tips."""
        return {
            "error": f"必须修改 {self.number}",
            "explain": f"须说明 {self.number}",
            "blank": f"未填 {self.number} 格" if self.number else "未填",
            "complete": "已填完",
        }.get(self.name, "")


def tab_of(form: FormDef, key: str) -> str:
    """Return the tab on which a key is shown: a section's id, or the cover."""
    if keys.is_cell(key):
        return form.cells[key].table
    kind, _, rest = key.partition(".")
    if kind == keys.NOTE:
        return tab_of(form, rest)
    if kind == keys.FEE:
        return next((section.id for section in form.sections if section.fees), COVER)
    section = rest.partition(".")[0]  # the note on a sentence has its own name behind the section's
    return section if kind == keys.TEXT and section != "preamble" else COVER


def states(session: Session) -> Mapping[str, State]:
    """Return the state of every tab by its id; none has one before the checks have run."""
    report, form = session.report, session.report.form
    if not session.examined:
        return {tab: State() for tab in (COVER, *(section.id for section in form.sections))}
    found: dict[tuple[str, Level], int] = {}
    for finding in session.verdict.leading:
        if not finding.waiting and not is_explained(report, finding):
            place = (tab_of_finding(form, finding), finding.level)
            found[place] = found.get(place, 0) + 1
    blanks = _blanks(report)
    return {tab: _state(tab, found, blanks) for tab in blanks}


def is_explained(report: Report, finding: Finding) -> bool:
    """Tell whether a finding may stand: a person wrote why, for the figures as they are now."""
    return (
        finding.level is Level.EXPLAIN and bool(finding.explanation) and not basis.outdated(report, finding)
    )


def tab_of_finding(form: FormDef, finding: Finding) -> str:
    """Return the tab on which a finding counts: that of its words, of its first place, or the cover."""
    return (
        tab_of(form, keys.text(finding.spans[0].section))
        if finding.spans
        else tab_of(form, finding.places[0])
        if finding.places
        else COVER
    )


def _blanks(report: Report) -> dict[str, int]:
    """Return how much is still blank on every tab; one for a text that is not written."""
    blanks = {COVER: int(not report.unit_name) + int(not report.string(keys.UNIT_KIND))}
    for section in report.form.sections:
        if section.kind == "table":
            blanks[section.id] = len(report.blanks(section.id))
        else:
            blanks[section.id] = int(not report.text(section.id).strip())
    return blanks


def _state(tab: str, found: Mapping[tuple[str, Level], int], blanks: Mapping[str, int]) -> State:
    wrong = found.get((tab, Level.ERROR), 0) + found.get((tab, Level.FAULT), 0)
    if wrong:
        return State("error", wrong)
    if open_points := found.get((tab, Level.EXPLAIN), 0):
        return State("explain", open_points)
    return State("blank", blanks[tab]) if blanks[tab] else State("complete")

"""The figures that an explanation was written for, kept beside its words (HOUSE.md 4).

The words stand under ``explain.<finding id>``, the figures under ``basis.<finding id>``; both are written in
one step, so that undo takes back both. An explanation whose figures have changed must be read again.
"""

from __future__ import annotations

import json

from core import keys
from core.findings import Finding
from core.report import Report
from core.values import show


def changes(report: Report, finding: Finding, words: str) -> dict[str, str]:
    """Return what is stored when a person explains a finding; without words, neither words nor figures."""
    figures = _figures(report, finding) if words else ""
    return {keys.explain(finding.id): words, keys.basis(finding.id): figures}


def outdated(report: Report, finding: Finding) -> bool:
    """Tell whether a finding's explanation was written for other figures than the report prints now."""
    kept = report.string(keys.basis(finding.id))
    return bool(kept) and kept != _figures(report, finding)


def _figures(report: Report, finding: Finding) -> str:
    """Return the printed figure of every cell of a finding, as compact JSON in the order of the keys."""
    printed = {place: show(report.value(place)) for place in finding.places if keys.is_cell(place)}
    return json.dumps(printed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

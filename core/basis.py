"""What an explanation was written for, kept beside its words (HOUSE.md 4).

The words stand under ``explain.<finding id>``; under ``basis.<finding id>`` the figures the finding is about:
its cells as printed, the two values it compares and the words of a text it speaks of. Both are written in one
step, so that undo takes back both. An explanation whose figures have changed must be read again; a person may
also say that it still holds.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from core import keys
from core.report import Report
from core.values import show

if TYPE_CHECKING:
    from core.findings import Figure, Finding

BOTH = "="  # the two values a finding compares; no key
LONGEST = 60  # characters of a text that are kept as they are; longer words are kept as a hash


class Changed(NamedTuple):
    """One thing that is no longer what an explanation was written for; ``now`` is empty where it is gone."""

    key: str  # a cell, a text, or ``BOTH``
    then: str
    now: str


def changes(report: Report, finding: Finding, words: str) -> dict[str, str]:
    """Return what is stored when a person explains a finding; without words, neither words nor figures."""
    basis = _dumped(_figures(report, finding)) if words else ""
    return {keys.explain(finding.id): words, keys.basis(finding.id): basis}


def confirmation(report: Report, finding: Finding) -> dict[str, str]:
    """Return what is stored when a person says that the explanation still holds for the present figures."""
    return {keys.basis(finding.id): _dumped(_figures(report, finding))}


def outdated(report: Report, finding: Finding) -> bool:
    """Tell whether a finding's explanation was written for other figures than the report prints now."""
    kept = report.string(keys.basis(finding.id))
    return bool(kept) and kept != _dumped(_figures(report, finding))


def changed(report: Report, finding: Finding) -> tuple[Changed, ...]:
    """Return what is no longer as it was when the explanation was written, cells first."""
    kept = report.string(keys.basis(finding.id))
    then = _read(kept)
    now = _figures(report, finding)
    both = [*then, *(key for key in now if key not in then)] if kept else []
    found = [
        Changed(key, then.get(key, ""), now.get(key, "")) for key in both if then.get(key) != now.get(key)
    ]
    return tuple(sorted(found, key=lambda one: not keys.is_cell(one.key)))


def _dumped(figures: dict[str, str]) -> str:
    return json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _read(kept: str) -> dict[str, str]:
    """Return what was kept; of what no version of ours has written, nothing."""
    try:
        found = json.loads(kept) if kept else {}
    except ValueError:
        return {}
    return (
        {key: value for key, value in found.items() if isinstance(value, str)}
        if isinstance(found, dict)
        else {}
    )


def _figures(report: Report, finding: Finding) -> dict[str, str]:
    """Return the printed figure of every cell, both values and the words of every text, by key."""
    figures = {place: show(report.value(place)) for place in finding.places if keys.is_cell(place)}
    if finding.left is not None or finding.right is not None:
        figures[BOTH] = f"{_shown(finding.left)} {_shown(finding.right)}"
    return figures | _words(report, finding)


def _shown(figure: Figure | None) -> str:
    return "-" if figure is None else show(figure)


def _words(report: Report, finding: Finding) -> dict[str, str]:
    """Return the words of the finding's spans by text, without spaces and line breaks; long ones hashed."""
    found: dict[str, list[str]] = {}
    for span in finding.spans:
        words = report.text(span.section)[span.start : span.end]
        found.setdefault(keys.text(span.section), []).append("".join(words.split()))
    return {key: _short("|".join(words)) for key, words in found.items()}


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else hashlib.sha256(words.encode()).hexdigest()[:16]

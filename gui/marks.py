"""Marked words in a text: each kind has a line under the words, and the serious ones a sign in the margin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QColor, QTextCharFormat

from core.findings import Finding, Level, Verdict
from gui import style

ERROR, EXPLAIN, HINT, SAME, FOUND = "error", "explain", "hint", "same", "found"
SIGNED = {
    ERROR: style.ERROR,
    EXPLAIN: style.EXPLAIN,
}  # the objects change with the light, so they may be kept
MOST = 120  # characters that are marked for one finding; beyond that it is about the text as a whole
_LEVELS = {Level.FAULT: ERROR, Level.ERROR: ERROR, Level.EXPLAIN: EXPLAIN, Level.HINT: HINT}
_Line = QTextCharFormat.UnderlineStyle


class Mark(NamedTuple):
    """Words to be marked, in code points, end exclusive, and what is said of them."""

    start: int
    end: int
    kind: str
    text: str = ""


def look(kind: str) -> QTextCharFormat:
    """Return how a kind is drawn at the present light; never by colour alone."""
    line, colour, ground = {
        ERROR: (_Line.WaveUnderline, style.ERROR, style.ERROR_TINT),
        EXPLAIN: (_Line.DashUnderline, style.EXPLAIN, style.EXPLAIN_TINT),
        HINT: (_Line.DotLine, style.MUTED, None),
        SAME: (_Line.SingleUnderline, style.MUTED, style.HATCH),
        FOUND: (_Line.SingleUnderline, style.ACTIVE, style.ACTIVE_TINT),
    }[kind]
    drawn = QTextCharFormat()
    drawn.setUnderlineStyle(line)
    drawn.setUnderlineColor(QColor(colour))
    if ground is not None:
        drawn.setBackground(QColor(ground))
    return drawn


def of_findings(verdict: Verdict, section: str) -> Iterator[Mark]:
    """Yield the words of a section that open findings point to."""
    for finding in verdict.leading:
        if finding.level in _LEVELS and finding.explanation is None:
            yield from _of_finding(finding, section)


def _of_finding(finding: Finding, section: str) -> Iterator[Mark]:
    spans = [span for span in finding.spans if span.section == section]
    if sum(span.end - span.start for span in spans) <= MOST:
        for span in spans:
            yield Mark(span.start, span.end, _LEVELS[finding.level], finding.text)

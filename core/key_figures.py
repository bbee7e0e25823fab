"""The key figures of a report beside last year's: on screen, and on the check sheet."""

from __future__ import annotations

from dataclasses import dataclass

from core.findings import Figure
from core.form import KeyFigure
from core.report import Report


@dataclass(frozen=True, slots=True)
class Compared:
    """One key figure of this year and last; None where nothing is stated or last year's is not at hand."""

    figure: KeyFigure
    now: Figure | None
    before: Figure | None
    complete: bool  # nothing of this year's is still blank

    @property
    def change(self) -> Figure | None:
        """Return this year's less last year's, where both are known and this year's is complete."""
        if self.now is None or self.before is None or not self.complete:
            return None
        return self.now - self.before


def compared(report: Report, last_year: Report | None) -> tuple[Compared, ...]:
    """Return the key figures shown, in the form's order."""
    return tuple(
        Compared(
            figure,
            _sum(report, figure),
            _sum(last_year, figure) if last_year and _complete(last_year, figure) else None,
            _complete(report, figure),
        )
        for figure in report.form.key_figures
        if figure.show
    )


def _sum(report: Report, figure: KeyFigure) -> Figure | None:
    known = [value for key in figure.cells if (value := report.figure(key)) is not None]
    return sum(known) if known else None


def _complete(report: Report, figure: KeyFigure) -> bool:
    """Tell whether every part is a final number."""
    return all(report.complete(key) and report.figure(key) is not None for key in figure.cells)

"""All checks after one key: reports that hold, and reports in which much is wrong at once."""

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from random import Random

from core import paths, readers
from core.checks import run_all
from core.report import Entry, Report
from tests.bench.measure import Measured, Taken, Wanted, timed

CHANGED = "applications.granted.natural_person"
WANTED = Wanted(3)
SEEDS = 8  # random reports measured in turn


def sample(*, document: bool) -> Report:
    """The sample; of a document every total is stated, in the window none is."""
    report = readers.read(paths.sample_text()).to_report()
    totals = {key: report.value(key) if document else None for key in report.form.computed}
    report.write({key: None if value is None else Entry(value) for key, value in totals.items()})
    return report


def with_errors(columns: int, *, document: bool = False) -> Report:
    """The sample with one cell too large in each of so many columns of table 三."""
    report = sample(document=document)
    row = CHANGED.rpartition(".")[0]
    wrong = [key for key in report.form.typed if key.startswith(row)]
    return _written(report, {key: int(report.figure(key) or 0) + 3 for key in wrong[:columns]})


def all_wrong(*, document: bool = False) -> Report:
    """Every typed cell 2, so that every column fails."""
    report = sample(document=document)
    return _written(report, dict.fromkeys(report.form.typed, 2))


def damaged(seed: int, cells: int = 30, *, document: bool = False) -> Report:
    """The sample with random figures in so many cells."""
    report, chance = sample(document=document), Random(seed)  # noqa: S311  figures of an example
    among = list(report.form.cells) if document else list(report.form.typed)
    return _written(report, {key: chance.randrange(60) for key in chance.sample(among, cells)})


def half_filled(seed: int, *, document: bool = False) -> Report:
    """A report of which every other cell is filled, with any figure."""
    report, chance = sample(document=document), Random(seed)  # noqa: S311  figures of an example
    typed = report.form.typed
    blank = chance.sample(typed, len(typed) // 2)
    report.write(dict.fromkeys(blank))
    return _written(report, {key: chance.randrange(9) for key in typed if key not in blank})


def _written(report: Report, figures: Mapping[str, int]) -> Report:
    report.write({key: Entry(figure) for key, figure in figures.items()})
    return report


CASES: Mapping[str, Callable[[], list[Report]]] = {
    "a report that holds": lambda: [sample(document=False)],
    "one wrong cell": lambda: [with_errors(1)],
    "five wrong cells": lambda: [with_errors(5)],
    "every column wrong": lambda: [all_wrong()],
    "30 cells at random": lambda: [damaged(seed) for seed in range(SEEDS)],
    "half filled": lambda: [half_filled(seed) for seed in range(SEEDS)],
    "document, five wrong cells": lambda: [with_errors(5, document=True)],
    "document, every cell wrong": lambda: [all_wrong(document=True)],
    "document, 8 cells at random": lambda: [damaged(seed, 8, document=True) for seed in range(SEEDS)],
    "document, 30 cells at random": lambda: [damaged(seed, document=True) for seed in range(SEEDS)],
    "document, half filled": lambda: [half_filled(seed, document=True) for seed in range(SEEDS)],
}


def checked(reports: list[Report]) -> Measured:
    """A case: one cell of the next report gets another figure, then every check runs against last year."""
    turns: Iterator[tuple[int, Report]] = enumerate(cycle(reports))
    last_year = _written(sample(document=False), {CHANGED: 1})

    def run() -> Taken:
        turn, report = next(turns)
        report.write({CHANGED: Entry(turn % 89)})
        return timed(lambda: run_all(report, last_year, [CHANGED]))

    return run

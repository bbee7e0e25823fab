"""Print one table of speeds: each figure beside a floor or a peer, all in one run. Never fails on time."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench import checking, desk, documents, memory, painting, reading, report, starting, weight
from tests.bench.measure import Part, Row, interleaved

PER_PROCESS = 5  # calls in this process for each whole process
KEYS = 30  # typed for each whole process
FEWEST = 5  # runs of what is slow


def main(arguments: list[str]) -> int:
    """Measure everything, print the table, put it into the README where that is wished."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--repeats", type=int, default=9, help="of whole processes; of calls five times as many"
    )
    parser.add_argument("--markdown", action="store_true", help="print it as the README shows it")
    parser.add_argument("--readme", action="store_true", help="put it into the README, between its marks")
    wanted = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # it repeats what it does not support
    before = _load()
    with tempfile.TemporaryDirectory() as folder:
        parts = list(measured(Path(folder), wanted.repeats))
    busy = (*before, *_load())
    section = report.markdown(parts, busy)
    if wanted.readme:
        report.rewrite(section)
    said = section if wanted.markdown else f"{report.table(parts)}\n\n{report.how(busy)}"
    sys.stdout.write(f"{said}\n")
    return 0


def measured(folder: Path, repeats: int) -> Iterator[Part]:
    """Every part of the table; `folder` takes what the program writes."""
    env = starting.own_place(folder)
    few = max(min(FEWEST, repeats), repeats // 3)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    yield Part("From its start to its end", starting.rows(env, repeats))
    floors = painting.floors(PER_PROCESS * repeats)
    painting.dress(app)
    yield Part("In the window, the sample", painting.rows(folder, PER_PROCESS * repeats, floors))
    yield Part("In the window, the largest report", desk_rows(folder, KEYS * repeats))
    yield Part("Memory", [memory.row(folder, env, few, KEYS * repeats)], "MB")
    yield Part("All checks after one key", check_rows(PER_PROCESS * repeats))
    yield Part("Documents, warm", documents.warm_rows(folder, repeats))
    yield Part("Documents, whole processes", documents.process_rows(folder, env, repeats))
    yield Part("Documents beside LibreOffice", documents.office_rows(folder, env, few))
    yield Part("Reading", reading.rows(folder, repeats, few))
    yield Part("Size of the documents", documents.size_rows(folder), "kB")
    yield Part("Size of the program", weight.rows(), "MB")


def desk_rows(folder: Path, repeats: int) -> list[Row]:
    """What the editing desk takes beside bare widgets."""
    floors = desk.floors(repeats)
    with desk.desk(folder) as window:
        return desk.rows(window, repeats, floors)


def check_rows(repeats: int) -> list[Row]:
    """All checks after one key, where more and more is wrong, beside a report that holds."""
    took = interleaved({name: checking.checked(make()) for name, make in checking.CASES.items()}, repeats)
    holds, *others = took
    first = Row(holds, took[holds], wanted=checking.WANTED)
    return [first, *(Row(name, took[name], holds, took[holds], checking.WANTED) for name in others)]


def _load() -> tuple[float, ...]:
    return (os.getloadavg()[0],) if hasattr(os, "getloadavg") else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

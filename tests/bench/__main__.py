"""Print one table of speeds: each figure beside a floor measured in the same run. Never fails on time."""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.bench import checking, desk, documents, painting
from tests.bench.measure import Row, interleaved, process, table

SAMPLE = "resources/samples/xinzheng-2021.txt"


def main(arguments: list[str]) -> int:
    """Measure everything, print the table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--repeats", type=int, default=11, help="of whole processes; five times as many in process"
    )
    repeats = parser.parse_args(arguments).repeats
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # it repeats what it does not support
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(table(measure(Path(folder), repeats)) + "\n\n")
        for line in desk_lines(Path(folder), 40 * repeats):
            sys.stdout.write(line + "\n")
    return 0


def desk_lines(folder: Path, repeats: int) -> list[str]:
    """What the editing desk takes, line by line, and the memory after all of it."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    painting.dress(app)
    with desk.desk(folder) as window:
        lines = [str(one) for one in desk.measured(window, repeats)]
    return [*lines, f"memory of this process afterwards: {desk.memory():.0f} MB (wanted ≤ 200 MB)"]


def measure(folder: Path, repeats: int) -> list[Row]:
    """Every row of the table; `folder` takes what the programme writes."""
    env = own_place(folder)
    return [
        *process_rows(folder, env, repeats),
        *check_rows(5 * repeats),
        *screen_rows(folder, 5 * repeats),
        *documents.warm_rows(folder, repeats),
        *documents.office_rows(folder, env, max(1, repeats // 3)),
    ]


def own_place(folder: Path) -> Mapping[str, str]:
    """The environment of a person who has just come: nothing of theirs is read or written elsewhere."""
    places = {
        name: str(folder / name) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    }
    for place in places.values():
        Path(place).mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    bytecode = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}  # an installed program has it, too
    return {**kept, **places, **bytecode, "PYTHONWARNINGS": "ignore"}


def screen_rows(folder: Path, repeats: int) -> list[Row]:
    """Keys and repaints, in this process."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with painting.bare_grid() as grid:
        floors = interleaved({"key": painting.bare_key(grid), "paint": painting.bare_repaint(grid)}, repeats)
    painting.dress(app)
    with painting.table_three(folder) as page:
        ours = interleaved({"key": painting.our_key(page), "paint": painting.our_repaint(page)}, repeats)
    with painting.table_three(folder, all_wrong=True) as page:
        wrong = interleaved({"key": painting.our_key(page)}, repeats)
    one_item, painted = ("bare grid: one item", floors["key"]), ("bare grid painted anew", floors["paint"])
    return [
        Row("one key: checks and screen", ours["key"], *one_item, "≤ 8 ms"),
        Row("one key, every column wrong", wrong["key"], *one_item, ""),
        Row("table 三 painted anew", ours["paint"], *painted, "≤ 8 ms"),
    ]


def check_rows(repeats: int) -> list[Row]:
    """All checks after one key, where more and more is wrong, beside a report that holds."""
    took = interleaved({name: checking.checked(make()) for name, make in checking.CASES.items()}, repeats)
    floor = next(iter(took))
    return [Row(f"all checks: {name}", took[name], floor, took[floor], "≤ 3 ms") for name in took]


def process_rows(folder: Path, env: Mapping[str, str], repeats: int) -> list[Row]:
    """Whole runs of the programme, from its start to its end, each beside its floor."""
    cases = {
        "window": process("-m", "gui", "--sample", "--exit-after-paint", env=env),
        "bare window": process("-m", "tests.bench.bare_window", env=env),
        "export": process("-m", "core", "export", SAMPLE, "--to", "pdf", "--out", str(folder), env=env),
        "plain pdf": process("-m", "tests.bench.plain_pdf", str(folder / "plain.pdf"), env=env),
        "check": process("-m", "core", "check", SAMPLE, env=env, allowed=(0, 1)),
        "nothing": process("-c", "pass", env=env),
    }
    took = interleaved(cases, repeats)
    return [
        Row(
            "start to first painted window",
            took["window"],
            "bare window, one grid",
            took["bare window"],
            "≤ 2 ×",
        ),
        Row(
            "export of the sample's PDF",
            took["export"],
            "its text drawn plainly",
            took["plain pdf"],
            "≤ 500 ms",
        ),
        Row("check of the sample", took["check"], "Python doing nothing", took["nothing"], "≤ 300 ms"),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Whole runs of the program, from its start to its end, each beside its floor."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from core import paths
from tests.bench import weight
from tests.bench.measure import Row, Wanted, interleaved, process, program

PROGRAM = "gongkai-nianbao"
SHOWN = ("--sample", "--exit-after-paint")


def rows(env: Mapping[str, str], repeats: int) -> list[Row]:
    """The window from source and, where there is a bundle, out of it; a check on the command line."""
    cases = {
        "window": process("-m", "gui", *SHOWN, env=env),
        "bare": process("-m", "tests.bench.bare_window", env=env),
        "check": process("-m", "core", "check", str(paths.sample_text()), env=env, allowed=(0, 1)),
        "nothing": process("-c", "pass", env=env),
    }
    if bundled := _bundled():
        cases["bundle"] = program(str(bundled), *SHOWN, env=env)
    took = interleaved(cases, repeats)
    said = [
        Row("first painted window", took["window"], "bare window, one grid", took["bare"], Wanted(times=1.5))
    ]
    if bundled:
        said.append(
            Row(
                "first painted window of the bundle",
                took["bundle"],
                "from source",
                took["window"],
                Wanted(times=1.3),
            )
        )
    return [
        *said,
        Row("check of the sample", took["check"], "Python doing nothing", took["nothing"], Wanted(300)),
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
    return {**kept, **places, **bytecode, "USER": "clerk", "PYTHONWARNINGS": "ignore"}


def _bundled() -> Path | None:
    """The program of the newest bundle in dist/."""
    name = f"{PROGRAM}.exe" if sys.platform == "win32" else PROGRAM
    found = [path / name for path in weight.DIST.glob("*") if (path / name).is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)

"""What the window holds in memory after a day's work, and a bare window, each in a process of its own.

In the process of the other benches, what these have loaded and left behind would be counted, too. As a
programme (`python -m tests.bench.memory KEYS FOLDER`; without arguments for the bare window) it says how many
MB of the process are resident while the window is still open.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import psutil
from PySide6.QtWidgets import QApplication

from tests.bench.bare_window import bare_window
from tests.bench.measure import ROOT, Figure, Row, Wanted

MEGA = 1024 * 1024
AT_REST = 3000  # milliseconds until everything that was begun has ended


def row(folder: Path, env: Mapping[str, str], repeats: int, keys: int) -> Row:
    """The window after all of the desk's acts, beside a bare window that was shown."""
    ours = figure([measured(env, str(keys), str(_new(folder, number))) for number in range(repeats)])
    bare = figure([measured(env) for _ in range(repeats)])
    return Row("memory afterwards", ours, "a bare window's", bare, Wanted(200))


def measured(env: Mapping[str, str], *arguments: str) -> float:
    """What one process says of itself."""
    command = [sys.executable, "-m", "tests.bench.memory", *arguments]
    nothing = subprocess.DEVNULL
    done = subprocess.run(
        command, cwd=ROOT, env=dict(env), stdin=nothing, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stderr}")
    return float(done.stdout)


def figure(sizes: list[float]) -> Figure:
    """Sum up what several processes said."""
    return Figure(median(sizes), min(sizes), max(sizes), unit="MB", runs=len(sizes))


def resident() -> float:
    """The resident memory of this process, in MB."""
    return float(psutil.Process().memory_info().rss) / MEGA


def bare() -> float:
    """The memory with the bare window shown."""
    window, _ = bare_window()
    window.show()
    QApplication.processEvents()
    return resident()


def worked(app: QApplication, folder: Path, keys: int) -> float:
    """The memory after keys, pastes and every tab, with every page of the preview looked at."""
    from gui import style  # noqa: PLC0415 - the bare window has none of it
    from gui.app import load_translation  # noqa: PLC0415 - as above
    from tests.bench import desk, painting  # noqa: PLC0415 - as above

    painting.dress(app)
    with desk.desk(folder) as window:
        style.load_rare_font()  # this and the next as the program does behind its first painting
        load_translation()
        desk.key_in_text(window, keys)
        desk.key_in_table(window, keys)
        desk.paste(window, max(keys // 5, 3))
        desk.tabs(window, 2 * len(window.tabs.ids))
        desk.pages(window)
        desk.pause(AT_REST)
        return resident()


def _new(folder: Path, number: int) -> Path:
    place = folder / f"memory-{number}"
    place.mkdir()
    return place


def main(arguments: list[str]) -> int:
    """Say what one of the two holds."""
    app = QApplication([])
    held = worked(app, Path(arguments[1]), int(arguments[0])) if arguments else bare()
    sys.stdout.write(f"{held}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The whole program under strace: nothing leaves this PC, nothing listens, nothing is written elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

from core import export
from tests.core.processes import SAMPLE
from tests.reliability.figures import Figures, Gate, hold
from tests.reliability.test_disk_errors import absent

ROOT = Path(__file__).resolve().parents[2]
DRIVER = Path(__file__).with_name("desk_driver.py")
CHANGES = ("creat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "link")
FILES = ",".join(("open", "openat", "linkat", "symlink", *CHANGES))
STRACE = ("strace", "-f", "-y", "-qq", "-s", "4096", "-e", f"trace=network,{FILES}")
XVFB = ("xvfb-run", "-a", "-s", "-screen 0 1366x768x24 -nolisten tcp")

CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<words>.*)\) += (?P<result>-?\d+)")
PATH = re.compile(r'(?:<(?P<folder>[^>]*)>, )?"(?P<name>(?:[^"\\]|\\.)*)"')
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
DEVICES = ("/dev/", "/proc/")  # no files of a disk
COMPILED = "__pycache__"  # Python's own, where it runs the source: a bundle has none


class Seen(NamedTuple):
    """What a program did."""

    internet: tuple[str, ...]  # sockets and connections of the internet families
    listening: tuple[str, ...]
    written: tuple[Path, ...]  # files and folders opened for writing, made, moved or removed


def watched(trace: Path) -> Seen:
    """Read what strace wrote."""
    internet, listening, written = [], [], []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        found = CALL.match(line)
        if found is None or found["result"].startswith("-"):
            if found is not None and "AF_INET" in line and "connect(" in line:
                internet.append(line)
            continue
        if found["name"] in {"socket", "connect", "bind", "sendto"} and "AF_INET" in found["words"]:
            internet.append(line)
        elif found["name"] in {"listen", "accept", "accept4"}:
            listening.append(line)
        elif found["name"] in CHANGES or (found["name"].startswith("open") and WRITES.search(found["words"])):
            written += [
                _plain(f"{folder}/{name}" if folder and name[:1] != "/" else name)
                for folder, name in PATH.findall(found["words"])
                if name
            ]
    real = [name for name in written if name and not name.startswith(DEVICES) and COMPILED not in name]
    return Seen(tuple(internet), tuple(listening), tuple(Path(name) for name in dict.fromkeys(real)))


def _plain(name: str) -> str:
    r"""Return a path as strace shows it, ``\345\271\264``, as it is."""
    raw = re.sub(rb"\\([0-7]{1,3})", lambda found: bytes([int(found[1], 8)]), name.encode())
    return os.fsdecode(raw)


Ended = subprocess.CompletedProcess[str]


def watch(folder: Path, command: list[str | Path], *screen: str, **env: str) -> tuple[Seen, Ended]:
    """Run a program under strace, its home inside a folder; ``screen`` gives it one, unwatched."""
    trace = folder / "trace"
    home = folder / "home"
    for one in (home, folder / "tmp"):
        one.mkdir(exist_ok=True)
    mine = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_STATE_HOME": str(home / "state")}
    mine |= {"XDG_CACHE_HOME": str(home / "cache"), "XDG_CONFIG_HOME": str(home / "config")}
    mine |= {"TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*screen, *STRACE, "-o", trace, *command],
        cwd=ROOT,
        env={**os.environ, **mine, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return watched(trace), done


def judge(figures: Figures, what: str, seen: Seen, allowed: tuple[Path, ...]) -> None:
    """See that a program stayed at home."""
    figures.runs += 1
    figures.expect(not seen.internet, f"{what}: {seen.internet[:2]}")
    figures.expect(not seen.listening, f"{what}: {seen.listening[:2]}")
    strange = [path for path in seen.written if not any(path.is_relative_to(place) for place in allowed)]
    figures.expect(not strange, f"{what} wrote {[str(path) for path in strange[:5]]}")
    figures.expect(seen.written, f"{what}: nothing was seen to be written")
    figures.notes["files written"] = figures.notes.get("files written", 0.0) + len(seen.written)


def desk(figures: Figures, folder: Path, *screen: str, **env: str) -> None:
    """Let the window work by itself."""
    out = folder / "导出"
    out.mkdir()
    seen, done = watch(folder, [sys.executable, DRIVER, out], *screen, **env)
    what = f"the window on {env.get('QT_QPA_PLATFORM', 'a screen')}"
    figures.expect(done.returncode == 0, f"{what}: {done.returncode} {done.stderr[-1500:]}")
    figures.expect("Traceback" not in done.stderr, f"{what}: {done.stderr[-1500:]}")
    kinds = {one.suffix[1:] for one in out.iterdir()}
    figures.expect(kinds >= {*export.formats(), "gknb"}, f"{what} wrote only {kinds}")
    judge(figures, what, seen, (out, folder / "home", folder / "tmp"))


def command_line(figures: Figures, folder: Path, *, full: bool) -> None:
    """Export without a window; in full also make a file and test oneself."""
    out, path = folder / "文件", folder / "文件" / "青石镇.gknb"
    out.mkdir()
    kinds = ",".join(export.formats())
    new = ("new", "--unit", "青石镇", "--year", "2025", "--out", path)
    more = (new, ("self-test",)) if full else ()
    for words in (("export", SAMPLE, "--to", kinds, "--out", out), *more):
        seen, done = watch(folder, [sys.executable, "-m", "core", *words])
        figures.expect(done.returncode == 0, f"{words[0]}: {done.stderr[-1500:]}")
        judge(figures, f"{words[0]} on the command line", seen, (out, folder / "home", folder / "tmp"))


def run(count: int, _seed: int) -> Figures:
    """Watch the window and the command line; on an X screen as well if ``count`` is more than one."""
    figures = Figures()
    if reason := absent():
        figures.broken.append(f"not run: {reason}")
        return figures
    with tempfile.TemporaryDirectory() as name:
        desk(figures, Path(name), QT_QPA_PLATFORM="offscreen")
    with tempfile.TemporaryDirectory() as name:
        command_line(figures, Path(name), full=count > 1)
    if count > 1 and shutil.which("xvfb-run"):
        with tempfile.TemporaryDirectory() as name:
            desk(figures, Path(name), *XVFB, QT_QPA_PLATFORM="xcb")
    return figures


GATES = (Gate("no network, nothing elsewhere", run, 1, 2, 4),)


@pytest.mark.skipif(bool(absent()), reason=f"NOBODY WATCHED THE NETWORK: {absent()}")
def test_nothing_leaves_this_pc_and_nothing_is_written_elsewhere() -> None:
    figures = run(1, 1)
    hold(figures)

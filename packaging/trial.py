"""Where smoke.py tries the built program: its archive unpacked, an empty home, a virtual screen with keys."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import bundle

ROOT = Path(__file__).resolve().parents[1]
NAME = "gongkai-nianbao"
SAMPLE = ROOT / "resources" / "samples" / "xinzheng-2021.txt"
ODD = "公开 年报＆#%😀"
NOBODY = 65534
LINUX = sys.platform.startswith("linux")


class Failed(Exception):  # noqa: N818 - a verdict, not an error of ours
    """What was tried did not come out as it should."""


class Skipped(Exception):  # noqa: N818 - as above
    """It could not be tried here; the words say what is missing."""


class Slower(Exception):  # noqa: N818 - as above
    """It came out as it should, but took long."""


class Trial:
    """One built program in a place of its own, and how it is started there."""

    def __init__(self, built: Path, place: Path) -> None:
        """Put the program where it is hard to run, and make an empty home."""
        self.built = built
        self.place = place
        self.home = place / "home"
        self.work = place / "work"
        for folder in (self.home, self.work):
            folder.mkdir()
        self.folder = place / ODD
        unpack(built, self.folder)
        shutil.copy2(SAMPLE, self.work / "样例 报告.txt")
        self.sandbox = sandbox()
        if self.sandbox:
            self.give(self.home, self.work, *self.work.iterdir())
        for path in [self.folder, *self.folder.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)

    def give(self, *paths: Path) -> None:
        """Give files to the user that the program runs as."""
        for path in paths if self.sandbox else ():
            os.chown(path, NOBODY, NOBODY)

    def environment(self) -> dict[str, str]:
        """Return what a person who has just come has: no variable of this machine's Python, no screen."""
        names = ("PATH", "LANG", "SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "NUMBER_OF_PROCESSORS")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        homes = ("HOME",) if LINUX else ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
        places = {name: str(self.home) for name in homes}
        places |= {name: str(self.work) for name in (("TMPDIR",) if LINUX else ("TMP", "TEMP"))}
        return {**kept, **places, "QT_QPA_PLATFORM": "offscreen"}

    def command(self, *words: str, program: str = "") -> list[str]:
        """Return the command that runs the program with some words."""
        name = program or (NAME if LINUX else f"{NAME}-cli.exe")
        return [*self.sandbox, str(self.folder / name), *words]

    def run(self, *words: str, wanted: tuple[int, ...] = (0,)) -> str:
        """Run the program to its end; return its standard output."""
        return finished(self.command(*words), self.environment(), self.work, wanted)


def unpack(built: Path, target: Path) -> None:
    """Unpack the archive that is handed over; without one take the folder it would be made of."""
    archive = bundle.archive_of(built)
    if not archive.is_file():
        shutil.copytree(built, target, symlinks=True)
        return
    inside = target.with_name("unpacked")
    if archive.suffix == ".zip":
        shutil.unpack_archive(archive, inside)
    else:
        shutil.unpack_archive(archive, inside, filter="data")
    (inside / built.name).rename(target)
    inside.rmdir()


def finished(
    command: Sequence[str], env: dict[str, str], folder: Path, wanted: tuple[int, ...] = (0,)
) -> str:
    """Run a command; return its standard output, or raise with everything it said."""
    done = subprocess.run(
        command, env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False
    )
    said, errors = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    if done.returncode not in wanted:
        message = f"{' '.join(command)}\nended with {done.returncode}\n{said}\n{errors}"
        raise Failed(message)
    return said


def sandbox() -> list[str]:
    """Return what takes network and rights away from a command; empty where this user may not."""
    if not LINUX or os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("setpriv"):
        return []
    words = ["unshare", "--net", "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    words += ["--no-new-privs", "--bounding-set=-all"]
    works = subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    return words if works else []


def window() -> str:
    """The program with the window."""
    return NAME if LINUX else f"{NAME}.exe"


def need(*programs: str) -> None:
    """Raise ``Skipped`` where one of the programs that a trial needs is missing."""
    if missing := [name for name in programs if not shutil.which(name)]:
        raise Skipped(f"not installed here: {', '.join(missing)}")


def shell(trial: Trial, env: dict[str, str], script: Path) -> None:
    """Run one of the bundle's scripts as the person who got it."""
    finished([*trial.sandbox, "sh", str(script)], env, trial.work)


@contextlib.contextmanager
def at_home(trial: Trial, name: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Give an empty home that belongs to the person who runs the program, and an environment with it."""
    home = trial.place / name
    home.mkdir()
    trial.give(home)
    yield home, {**trial.environment(), "HOME": str(home)}


class Desk:
    """A window on a virtual screen, with a keyboard."""

    def __init__(
        self, program: subprocess.Popen[bytes], env: dict[str, str], place: Path, title: str
    ) -> None:
        """Wait for the window whose title has some words in it."""
        self.program = program
        self.env = env
        self.place = place
        until(lambda: bool(self.windows(title)), f"no window called {title}")
        self.window = self.windows(title)[-1]

    def windows(self, title: str) -> list[str]:
        """Return the numbers of the windows whose title has some words in it."""
        words = ["xdotool", "search", "--onlyvisible", "--name", title]
        return finished(words, self.env, self.place, (0, 1)).split()

    def keys(self, *words: str) -> None:
        """Press keys, or type, a moment after what was before."""
        time.sleep(1)
        finished(["xdotool", "windowfocus", self.window, *words], self.env, self.place)

    def loaded(self) -> str:
        """Return the names of the libraries that the program has loaded by now."""
        return Path(f"/proc/{self.program.pid}/maps").read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def started(trial: Trial, file: Path, unit: str) -> Iterator[Desk]:
    """Start the window over a new unit file; it must stand afterwards, and have complained of nothing."""
    need("Xvfb", "xdotool")
    trial.run("new", "--unit", unit, "--year", "2025", "--out", str(file))
    with screen() as display:
        env = {**trial.environment(), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = trial.command(str(file), program=window())
        program = subprocess.Popen(command, env=env, cwd=trial.work, stderr=subprocess.PIPE)
        try:
            yield Desk(program, env, trial.place, unit)
            if program.poll() is not None:
                raise Failed(f"the window ended with {program.returncode}")
        finally:
            program.kill()
            _, errors = program.communicate()
    if b"Traceback" in errors:
        raise Failed(errors.decode(errors="replace"))


def until(holds: Callable[[], bool], otherwise: str, seconds: float = 15.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise Failed(otherwise)
        time.sleep(0.3)


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """Give a virtual screen."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def remove(place: Path) -> None:
    """Take the place of a trial away, with everything in it that could not be written."""
    for path in [place, *place.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o700)
    shutil.rmtree(place)

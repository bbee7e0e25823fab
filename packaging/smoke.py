"""Runs the built program as a person would, and holds it against a run from source.

.venv/bin/python packaging/smoke.py [FOLDER]     (else the newest folder in dist/)

From a folder with Chinese and odd signs in its name that cannot be written, with an empty home, without a
network, as a user without rights where that can be had. Prints a line for everything tried; 1 if one failed.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NAME = "gongkai-nianbao"
SAMPLE = ROOT / "resources" / "samples" / "xinzheng-2021.txt"
ODD = "公开 年报＆#%😀"
NOBODY = 65534
FLOOR = (2, 36)  # the C library of Debian 12, where releases are built
FROZEN_START = 1.3  # times a start from source, warm
FORMATS = ("pdf", "xlsx", "docx", "html", "json")
TYPED = "77"
LINUX = sys.platform.startswith("linux")


class Failed(Exception):  # noqa: N818 - a verdict, not an error of ours
    """What was tried did not come out as it should."""


class Trial:
    """One built program in a place of its own, and how it is started there."""

    def __init__(self, bundle: Path, place: Path) -> None:
        """Put the program where it is hard to run, and make an empty home."""
        self.place = place
        self.home = place / "home"
        self.work = place / "work"
        for folder in (self.home, self.work):
            folder.mkdir()
        self.folder = place / ODD
        shutil.copytree(bundle, self.folder, symlinks=True)
        shutil.copy2(SAMPLE, self.work / "样例 报告.txt")
        self.sandbox = sandbox()
        if self.sandbox:
            for path in (self.home, self.work, *self.work.iterdir()):
                os.chown(path, NOBODY, NOBODY)
        for path in [self.folder, *self.folder.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)

    def environment(self) -> dict[str, str]:
        """Return what a person who has just come has: no variable of this machine's Python, no screen."""
        kept = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG", "DISPLAY") if name in os.environ
        }
        kept.pop("DISPLAY", None)
        return {**kept, "HOME": str(self.home), "TMPDIR": str(self.work), "QT_QPA_PLATFORM": "offscreen"}

    def command(self, *words: str, program: str = "") -> list[str]:
        """Return the command that runs the program with some words."""
        name = program or (NAME if LINUX else f"{NAME}-cli.exe")
        return [*self.sandbox, str(self.folder / name), *words]

    def run(self, *words: str, wanted: tuple[int, ...] = (0,)) -> str:
        """Run the program to its end; return its standard output."""
        return finished(self.command(*words), self.environment(), self.work, wanted)


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
    works = subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    return words if works else []


# ---- what is tried


def tests_itself(trial: Trial) -> str:
    """The built-in self-test passes."""
    lines = trial.run("self-test").splitlines()
    if any(line.startswith("✗") for line in lines):
        raise Failed("\n".join(lines))
    return f"{sum(line.startswith('✓') for line in lines)} items"


def says_the_same(trial: Trial) -> str:
    """Reading, checking and every document are the same as from source, byte for byte."""
    env = {**os.environ, "HOME": str(trial.place), "QT_QPA_PLATFORM": "offscreen"}
    source = [sys.executable, "-m", "core"]
    sample = str(trial.work / "样例 报告.txt")
    for words in (("--version",), ("read", sample, "--json"), ("check", sample, "--json")):
        ours = trial.run(*words, wanted=(0, 1))
        if ours != finished([*source, *words], env, ROOT, (0, 1)):
            raise Failed(f"{words[0]} says something else than from source")
    frozen, plain = trial.work / "导出 甲", trial.place / "plain"
    wanted = ",".join(FORMATS)
    trial.run("export", sample, "--to", wanted, "--out", str(frozen))
    finished([*source, "export", sample, "--to", wanted, "--out", str(plain)], env, ROOT)
    names = sorted(file.name for file in plain.iterdir())
    if names != sorted(file.name for file in frozen.iterdir()) or len(names) != len(FORMATS):
        raise Failed(f"other documents than from source: {names}")
    differing = [name for name in names if (plain / name).read_bytes() != (frozen / name).read_bytes()]
    if differing:
        raise Failed(f"not byte for byte as from source: {differing}")
    return f"{len(names)} documents, {sum((frozen / name).stat().st_size for name in names) // 1000} kB"


def makes_a_draft(trial: Trial) -> str:
    """A draft for signing is written, too."""
    out = trial.work / "送审"
    trial.run("export", str(trial.work / "样例 报告.txt"), "--to", "pdf", "--draft", "--out", str(out))
    drafts = list(out.glob("*.pdf"))
    if len(drafts) != 1:
        raise Failed(f"{len(drafts)} files")
    return drafts[0].name


def starts_a_file(trial: Trial) -> str:
    """`new` starts a unit file that can be read."""
    file = trial.work / "青石镇.gknb"
    trial.run("new", "--unit", "青石镇人民政府", "--year", "2025", "--out", str(file))
    told = json.loads(trial.run("read", str(file), "--json"))
    if (told["unit"], told["year"]) != ("青石镇人民政府", 2025):
        raise Failed(str(told)[:200])
    return file.name


def opens_a_window(trial: Trial) -> str:
    """The window paints itself on the sample, without a screen."""
    finished(
        trial.command("--sample", "--exit-after-paint", program=window()), trial.environment(), trial.work
    )
    return "offscreen"


def takes_keys(trial: Trial) -> str:
    """On a real (virtual) screen a figure is typed into the third part, and is in the file soon after."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        return "SKIPPED: Xvfb or xdotool is missing"
    file = trial.work / "键入.gknb"
    trial.run("new", "--unit", "白石乡人民政府", "--year", "2025", "--out", str(file))
    with screen() as display:
        env = {**trial.environment(), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        program = subprocess.Popen(
            trial.command(str(file), program=window()), env=env, cwd=trial.work, stderr=subprocess.PIPE
        )
        try:
            find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "白石乡"]
            number = finished(find, env, trial.place).split()[-1]
            for keys in (["key", "ctrl+4"], ["type", TYPED], ["key", "Return"]):
                time.sleep(1)
                finished(["xdotool", "windowfocus", number, *keys], env, trial.place)
            until(lambda: _typed(trial, file), f"{TYPED} did not reach the file")
            if program.poll() is not None:
                raise Failed(f"the window ended with {program.returncode}")
        finally:
            program.kill()
            _, errors = program.communicate()
    if b"Traceback" in errors:
        raise Failed(errors.decode(errors="replace"))
    return f"{TYPED} typed, saved, read back while the window was open"


def installs_itself(trial: Trial) -> str:
    """The installer makes the program known to this user's desktop, and takes it away again."""
    if not LINUX:
        return "SKIPPED: only on Linux"
    home = trial.place / "另一个 家"
    home.mkdir()
    env = {**trial.environment(), "HOME": str(home)}
    finished(["sh", str(trial.folder / "install.sh")], env, trial.place)
    data = home / ".local" / "share"
    entry = (data / "applications" / f"{NAME}.desktop").read_text(encoding="utf-8")
    program = data / f"{NAME}-app" / NAME
    if f'Exec="{program}" %f' not in entry:
        raise Failed(entry)
    linked = home / ".local" / "bin" / NAME
    finished([str(linked), "self-test"], env, trial.place)
    finished(["sh", str(data / f"{NAME}-app" / "install.sh")], env, trial.place)  # over itself
    finished(["sh", str(trial.folder / "install.sh")], env, trial.place)  # over an older one
    if shutil.which("desktop-file-validate"):
        finished(["desktop-file-validate", str(data / "applications" / f"{NAME}.desktop")], env, trial.place)
    finished(["sh", str(trial.folder / "uninstall.sh")], env, trial.place)
    if program.exists() or linked.is_symlink():
        raise Failed("something is left after uninstalling")
    return "installed, run, installed over itself, removed"


def needs_no_newer_system(trial: Trial) -> str:
    """Nothing in the bundle wants a newer C library than the one stated."""
    if not LINUX or not shutil.which("objdump"):
        return "SKIPPED: only on Linux with objdump"
    highest, which = (0, 0), Path()
    for file in trial.folder.rglob("*"):
        if file.is_symlink() or not file.is_file() or file.open("rb").read(4) != b"\x7fELF":
            continue
        said = subprocess.run(["objdump", "-T", str(file)], capture_output=True, check=False).stdout.decode()
        for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", said):
            if (int(major), int(minor)) > highest:
                highest, which = (int(major), int(minor)), file
    if not (0, 0) < highest <= FLOOR:
        raise Failed(f"{which} needs glibc {highest}")
    return f"glibc {highest[0]}.{highest[1]} ({which.name})"


def starts_quickly(trial: Trial) -> str:
    """A frozen start takes little longer than one from source; both warm, in turn."""
    env = trial.environment()
    words = ("--sample", "--exit-after-paint")
    cases = {
        "frozen": trial.command(*words, program=window()),
        "source": [*trial.sandbox, sys.executable, "-m", "gui", *words],
    }
    if trial.sandbox and not readable_by_all(Path(sys.executable).resolve()):
        cases = {name: command[len(trial.sandbox) :] for name, command in cases.items()}
    took: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(8):
        for name, command in cases.items():
            begun = time.perf_counter()
            finished(command, env, ROOT if name == "source" else trial.work)
            if turn:
                took[name].append(time.perf_counter() - begun)
    frozen, source = (statistics.median(took[name]) for name in ("frozen", "source"))
    said = f"{1000 * frozen:.0f} ms, {frozen / source:.2f} × from source"
    return said if frozen <= FROZEN_START * source else f"{said}: SLOWER than {FROZEN_START} ×"


TRIALS: tuple[Callable[[Trial], str], ...] = (
    tests_itself,
    says_the_same,
    makes_a_draft,
    starts_a_file,
    opens_a_window,
    takes_keys,
    installs_itself,
    needs_no_newer_system,
    starts_quickly,
)


# ---- inside


def window() -> str:
    """The program with the window."""
    return NAME if LINUX else f"{NAME}.exe"


def _typed(trial: Trial, file: Path) -> bool:
    cells = json.loads(trial.run("read", str(file), "--json"))["cells"]
    return int(TYPED) in cells.values()


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


def readable_by_all(path: Path) -> bool:
    """Tell whether everybody may read a file, through every folder above it."""
    return all(folder.stat().st_mode & 0o005 for folder in (path, *path.parents))


def newest() -> Path:
    """Return the folder that was built last."""
    built = [path for path in (ROOT / "dist").glob(f"{NAME}-*") if path.is_dir()]
    if not built:
        sys.exit("nothing is built yet: python3 packaging/dev.py build")
    return max(built, key=lambda path: path.stat().st_mtime)


def main(arguments: list[str]) -> int:
    """Try everything; print a line each."""
    bundle = Path(arguments[0]).resolve() if arguments else newest()
    failed = 0
    place = Path(tempfile.mkdtemp(prefix="smoke-"))
    place.chmod(0o755)
    try:
        trial = Trial(bundle, place)
        where = "without network or rights" if trial.sandbox else "with this user's network and rights"
        print(f"{bundle.name}, {where}", flush=True)
        for attempt in TRIALS:
            begun = time.monotonic()
            try:
                sign, said = "ok", attempt(trial)
            except Failed as error:
                sign, said, failed = "FAILED", str(error), failed + 1
            except (OSError, ValueError, subprocess.SubprocessError):
                sign, said, failed = "FAILED", traceback.format_exc(), failed + 1
            print(f"{sign:7}{attempt.__name__:24}{time.monotonic() - begun:6.1f} s  {said}", flush=True)
    finally:
        for path in [place / ODD, *(place / ODD).rglob("*")]:
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
        shutil.rmtree(place)
    print(f"{len(TRIALS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

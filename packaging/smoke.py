"""Runs the built program as a person would, and holds it against a run from source.

.venv/bin/python packaging/smoke.py [--strict] [--release] [FOLDER]     (else the one in dist/)

Unpacked from the archive that is handed over, in a folder with Chinese and odd signs in its name that cannot
be written, with an empty home, without a network, as a user without rights where that can be had. Prints a
line for everything tried; 1 if one failed. `--strict`: 1 as well if something could not be tried;
`--release`: nothing is tried but a bundle of the system that releases are built on. Nothing fails on time:
what is slow is said, at the end once more.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import bundle  # first: it lets our own packages be found
import notices
from trial import (
    LINUX,
    NAME,
    ROOT,
    SAMPLE,
    Failed,
    Skipped,
    Slower,
    Trial,
    at_home,
    finished,
    need,
    remove,
    shell,
    started,
    until,
    window,
)

from core import guide
from core.writers.pdf import booklet

FROZEN_START = 1.3  # times a start from source, warm
FORMATS = ("pdf", "xlsx", "docx", "html", "json")
READ_BACK = (".xlsx", ".json")  # what the program writes and reads
PRIVATE = (
    "申请人身份证号11010519491231002X，银行卡号6222021234567890128。"  # invented, with right check digits
)
TYPED = "77"
COPIED = "<html><body><table><tr><td>3<td>1</tr><tr><td>2<td>0</tr></table></body></html>"
PASTED = [3, 1, 2, 0]
# Files and folders that THIRD-PARTY.txt sends its reader to.
NAMED = {
    notices.RECIPE,
    "_internal/stdnum/luhn.py",
    "_internal/PySide6",
    "_internal/shiboken6",
    "LICENSE.txt",
}
MIME = "application/x-gongkai-nianbao"
# Folders with what comes from the system that the bundle was built on; what is in others comes from wheels.
OF_ITS_SYSTEM = ("_internal", "lib-dynload")


# ---- what is tried


def is_shut_in(trial: Trial) -> str:
    """The program is tried without network and rights, from a folder that it cannot write into."""
    if not trial.sandbox:
        raise Skipped("only root can take network and rights away (unshare, setpriv)")
    where = {"folder": trial.folder, "work": trial.work}
    asked = [f'test -w "{path}"; echo "{name} $?"' for name, path in where.items()]
    said = finished([*trial.sandbox, "sh", "-c", "; ".join(asked)], trial.environment(), trial.work)
    if said.split() != ["folder", "1", "work", "0"]:
        raise Failed(said)
    return "no network, no rights, a folder that cannot be written"


def brings_its_papers(trial: Trial) -> str:
    """Guide, licences and installer lie beside the program; all of it is as small as it has to be."""
    archive = bundle.archive_of(trial.built)
    if not archive.is_file():
        raise Skipped(f"{archive.name} is missing")
    for name, which in bundle.GUIDES.items():
        if (trial.folder / name).read_bytes() != booklet.write(
            guide.load(which), page_each=which == guide.QUICK
        ):
            raise Failed(f"{name} is not what the program writes")
    notice = (trial.folder / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    libraries = (*notices.starter(), *notices.shipped())
    if unnamed := [one.name for one in libraries if f"{one.name} {one.version}" not in notice]:
        raise Failed(f"THIRD-PARTY.txt does not name {unnamed}")
    inside = bundle.HERE / ("linux" if LINUX else "windows") / "inside"
    wanted = {str(path.relative_to(inside)) for path in inside.rglob("*")}
    if missing := [name for name in sorted(wanted | NAMED) if not (trial.folder / name).exists()]:
        raise Failed(f"missing: {missing}")
    size = archive.stat().st_size / 1e6
    if size > bundle.MOST_PACKED:
        raise Failed(f"{size:.1f} MB, more than {bundle.MOST_PACKED}")
    return f"{len(bundle.GUIDES)} guides as PDF, licences, installer; {size:.1f} MB to hand over"


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
    private = trial.work / "隐私.txt"
    private.write_text(f"{SAMPLE.read_text(encoding='utf-8')}\n{PRIVATE}\n", encoding="utf-8")
    asked = (("--version",), *((name, sample, "--json") for name in ("read", "check")))
    for words in (*asked, ("check", str(private), "--json")):
        ours = trial.run(*words, wanted=(0, 1))
        if ours != finished([*source, *words], env, ROOT, (0, 1)):
            raise Failed(f"{' '.join(words)} says something else than from source")
    if "002X" not in ours or "0128" not in ours:
        raise Failed("an identity number and a bank card in the text are not seen")
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
    cells = json.loads(trial.run("read", sample, "--json"))["cells"]
    for name in (name for name in names if name.endswith(READ_BACK)):
        words = ("read", str(frozen / name), "--json")
        ours = trial.run(*words)
        if ours != finished([*source, *words], env, ROOT):
            raise Failed(f"reads {name} in another way than from source")
        if json.loads(ours)["cells"] != cells:
            raise Failed(f"{name} read back has other figures than the sample")
    size = sum((frozen / name).stat().st_size for name in names) // 1000
    return f"{len(names)} documents, {size} kB; {' and '.join(READ_BACK)} read back"


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
    file = trial.work / "键入.gknb"
    with started(trial, file, "白石乡人民政府") as desk:
        desk.keys("key", "ctrl+4")
        desk.keys("type", TYPED)
        desk.keys("key", "Return")
        until(lambda: int(TYPED) in _cells(trial, file), f"{TYPED} did not reach the file")
    return f"{TYPED} typed, saved, read back while the window was open"


def takes_a_block(trial: Trial) -> str:
    """A block that a spreadsheet has put on the clipboard, as HTML, is pasted into the third part."""
    need("xclip")
    file = trial.work / "粘贴.gknb"
    copied = trial.work / "copied.html"
    copied.write_text(COPIED, encoding="utf-8")
    with started(trial, file, "青川镇人民政府") as desk:
        holding = ["xclip", "-selection", "clipboard", "-t", "text/html", "-i", str(copied), "-quiet"]
        clip = subprocess.Popen(holding, env=desk.env, stderr=subprocess.DEVNULL)
        try:
            desk.keys("key", "ctrl+4")
            desk.keys("key", "ctrl+v")
            until(lambda: _cells(trial, file) == PASTED, "what was pasted did not reach the file")
        finally:
            clip.kill()
            clip.wait()
    return f"{len(PASTED)} figures pasted from HTML, saved, read back"


def shows_pages_and_guide(trial: Trial) -> str:
    """The preview draws pages, and F1 pressed twice opens the guide in a window of its own."""
    file = trial.work / "预览.gknb"
    with started(trial, file, "柳河乡人民政府") as desk:
        desk.keys("key", "ctrl+8")
        until(lambda: "libpdfium" in desk.loaded(), "the preview has drawn nothing")
        desk.keys("key", "F1")
        desk.keys("key", "F1")
        until(lambda: bool(desk.windows(guide.load().title)), "no window with the guide")
    return "pages drawn, guide opened"


def installs_itself(trial: Trial) -> str:
    """Without rights, from a folder that cannot be written, installer and uninstaller work; twice."""
    with at_home(trial, "另一个 家") as (home, env):
        data = home / ".local" / "share"
        linked, program = home / ".local" / "bin" / NAME, data / f"{NAME}-app" / NAME
        left = set()
        for _ in range(2):
            shell(trial, env, trial.folder / "install.sh")
            entry = (data / "applications" / f"{NAME}.desktop").read_text(encoding="utf-8")
            if f'Exec="{program}" %f' not in entry:
                raise Failed(entry)
            finished([*trial.sandbox, str(linked), "self-test"], env, trial.work)
            shell(trial, env, data / f"{NAME}-app" / "install.sh")  # over itself
            shell(trial, env, trial.folder / "install.sh")  # over an older one
            if (here := sorted(path.name for path in data.glob(f"{NAME}-app*"))) != [f"{NAME}-app"]:
                raise Failed(f"left after installing over an older one: {here}")
            shell(trial, env, data / f"{NAME}-app" / "uninstall.sh")  # of the installed one
            left |= {path.name for path in home.rglob("*") if NAME in path.name and path.name != NAME}
            if left or program.exists() or linked.is_symlink():
                raise Failed(f"left after uninstalling: {left}")
    return "installed, run, installed over itself and over an older one, removed; twice"


def is_known_to_the_desktop(trial: Trial) -> str:
    """After installing, a unit file is of our kind and opened by us; after uninstalling no longer."""
    need("gio", "update-mime-database", "update-desktop-database", "desktop-file-validate")
    file = trial.work / "种类.gknb"
    trial.run("new", "--unit", "石桥乡人民政府", "--year", "2025", "--out", str(file))
    with at_home(trial, "桌面 家") as (home, env):

        def known() -> tuple[bool, bool]:
            asked = [*trial.sandbox, "gio", "info", "-a", "standard::content-type", str(file)]
            kind = MIME in finished(asked, env, trial.work)
            by = finished([*trial.sandbox, "gio", "mime", MIME], env, trial.work, (0, 1))
            return kind, f"{NAME}.desktop" in by

        shell(trial, env, trial.folder / "install.sh")
        entry = home / ".local" / "share" / "applications" / f"{NAME}.desktop"
        finished(["desktop-file-validate", str(entry)], env, trial.place)
        if known() != (True, True):
            raise Failed(f"installed, but (kind, program) is {known()}")
        shell(trial, env, trial.folder / "uninstall.sh")
        if known() != (False, False):
            raise Failed(f"uninstalled, but (kind, program) is {known()}")
    return f"{MIME}, opened by {NAME}.desktop"


def needs_no_newer_system(trial: Trial) -> str:
    """Nothing wants a newer C library than stated; what a bundle for trial has of its system, than there."""
    need("objdump")
    system, library = bundle.built_on(trial.folder)
    release = bundle.is_release(trial.folder)
    highest, which = (0, 0), Path()
    for file in filter(is_program, trial.folder.rglob("*")):
        said = subprocess.run(["objdump", "-T", str(file)], capture_output=True, check=False).stdout.decode()
        versions = [(int(one), int(two)) for one, two in re.findall(r"GLIBC_(\d+)\.(\d+)", said)]
        wants = max(versions, default=(0, 0))
        if wants > (library if file.parent.name in OF_ITS_SYSTEM and not release else bundle.OLDEST_GLIBC):
            raise Failed(f"{file} needs glibc {wants}; built on {system}")
        highest, which = max((highest, which), (wants, file))
    if highest == (0, 0):
        raise Failed("nothing was found that needs a C library")
    kind = "a release" if release else f"for trial: a release is built on {bundle.BUILT_ON}"
    return f"glibc {highest[0]}.{highest[1]} ({which.name}); built on {system}, {kind}"


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
    if frozen > FROZEN_START * source:
        raise Slower(f"{said}, wanted at most {FROZEN_START} ×")
    return said


TRIALS: tuple[Callable[[Trial], str], ...] = (
    brings_its_papers,
    tests_itself,
    says_the_same,
    makes_a_draft,
    starts_a_file,
    opens_a_window,
    starts_quickly,
)
ON_LINUX: tuple[Callable[[Trial], str], ...] = (  # what the others lack: shut in, a virtual screen, a shell
    is_shut_in,
    takes_keys,
    takes_a_block,
    shows_pages_and_guide,
    installs_itself,
    is_known_to_the_desktop,
    needs_no_newer_system,
)


# ---- inside


def _cells(trial: Trial, file: Path) -> list[object]:
    cells = json.loads(trial.run("read", str(file), "--json"))["cells"]
    return [value for value in cells.values() if value is not None]


def readable_by_all(path: Path) -> bool:
    """Tell whether everybody may read a file, through every folder above it."""
    return all(folder.stat().st_mode & 0o005 for folder in (path, *path.parents))


def is_program(file: Path) -> bool:
    """Tell whether a file is a program or a library, and not just a link to one."""
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def built(*, strict: bool) -> Path:
    """Return the folder in dist/; it has to be of this source, or that is at least said."""
    folder = bundle.DIST / bundle.NAME
    if not folder.is_dir():
        sys.exit("nothing is built yet: python3 packaging/dev.py build")
    if not bundle.is_current():
        print("dist/ is of another source, or half made: python3 packaging/dev.py build", flush=True)
        if strict:
            sys.exit(1)
    return folder


def main(arguments: list[str]) -> int:
    """Try everything; print a line each."""
    strict = "--strict" in arguments
    folders = [word for word in arguments if not word.startswith("-")]
    folder = Path(folders[0]).resolve() if folders else built(strict=strict)
    if "--release" in arguments and not bundle.is_release(folder):
        print(
            f"{folder.name} is for trial, not of {bundle.BUILT_ON}: python3 packaging/dev.py build --oldest"
        )
        return 1
    place = Path(tempfile.mkdtemp(prefix="smoke-"))
    place.chmod(0o755)
    try:
        print(folder.name, flush=True)
        trial = Trial(folder, place)
        results = [tried(attempt, trial) for attempt in (*TRIALS, *(ON_LINUX if LINUX else ()))]
    finally:
        remove(place)
    return verdict(results, strict=strict)


def tried(attempt: Callable[[Trial], str], trial: Trial) -> tuple[str, str, str]:
    """Try one thing, print a line; return how it came out, its name and what is to be said of it."""
    begun = time.monotonic()
    try:
        sign, said = "ok", attempt(trial)
    except Failed as error:
        sign, said = "FAILED", str(error)
    except Skipped as error:
        sign, said = "SKIPPED", str(error)
    except Slower as error:
        sign, said = "SLOWER", str(error)
    except (OSError, ValueError, subprocess.SubprocessError):
        sign, said = "FAILED", traceback.format_exc()
    print(f"{sign:9}{attempt.__name__:25}{time.monotonic() - begun:6.1f} s  {said}", flush=True)
    return sign, attempt.__name__, said


def verdict(results: Sequence[tuple[str, str, str]], *, strict: bool) -> int:
    """Print how many came out in which way, and what was not as wished once more; return the exit status."""
    for sign, name, said in results:
        if sign != "ok":
            print(f"{sign}: {name}: {said.strip().splitlines()[-1] if said.strip() else ''}")
    count = {way: sum(sign == way for sign, _, _ in results) for way in ("ok", "SLOWER", "SKIPPED", "FAILED")}
    skipped = (
        f"{count['SKIPPED']} skipped{', which strictly is a failure' if strict and count['SKIPPED'] else ''}"
    )
    passed = count["ok"] + count["SLOWER"]
    print(
        f"{passed} passed ({count['SLOWER']} of them slower than wanted), {skipped}, {count['FAILED']} failed"
    )
    if not LINUX:
        print(f"not tried on this system: {', '.join(attempt.__name__ for attempt in ON_LINUX)}")
    return 1 if count["FAILED"] or (strict and count["SKIPPED"]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

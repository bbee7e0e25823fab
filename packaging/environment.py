"""Makes the environment the program runs in: a Python, its libraries, and what the system must bring.

Called by `dev.py` only when something is missing. Standard library only; runs on any Python 3.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

LOCK = Path(__file__).resolve().parent / "requirements.lock"
APT_INSTALL = "apt-get install --no-install-recommends"

WINDOWS = sys.platform == "win32"
OLDEST, NEWEST = (3, 11), (3, 13)
NAMES = ("python3.13", "python3.12", "python3.11", "python3", "python")

# What Qt loads from a Debian system, and the package that brings it: without the first six not even
# a picture can be drawn, the others are for a window on X11.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}

# Programs that some tests compare with or draw on; a test that misses its program says so and is skipped.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "pdftotext": "poppler-utils",
    "zbarimg": "zbar-tools",
    "convert": "imagemagick",
    "strace": "strace",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "desktop-file-validate": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
    "gio": "libglib2.0-bin",
    "objdump": "binutils",
    "soffice": "libreoffice-writer libreoffice-calc",
    "chromium": "chromium",
}


def prepare(venv: Path, python: Path, *, need_window: bool) -> None:
    """Bring the environment to what the lock file says; ends with a sentence where that cannot be.

    `need_window`: missing libraries of Qt are then fatal, else only said.
    """
    drawable = have_packages(venv, python, need_window=need_window)
    stamp = venv / "made-from.lock"
    if not (python.exists() and stamp.exists() and stamp.read_bytes() == LOCK.read_bytes()):
        install_libraries(make_venv(venv, python))
        stamp.write_bytes(LOCK.read_bytes())
    if drawable:
        (venv / "libraries-found").write_text("Qt found what it loads from the system.\n", encoding="utf-8")


def have_packages(venv: Path, python: Path, *, need_window: bool) -> bool:
    """See to it that the system has what set-up and Qt need; says what is missing, ends if that is fatal."""
    for_python, for_qt = missing_python_packages(venv, python), missing_qt_packages()
    if for_python or for_qt:
        install_packages(for_python + for_qt)
        for_python, for_qt = missing_python_packages(venv, python), missing_qt_packages()
    if for_python or for_qt:
        what = "、".join(
            words
            for words, lacking in (("Python 的 venv 和 pip", for_python), ("显示窗口要用的库", for_qt))
            if lacking
        )
        chinese = f"系统缺少：{what}。请让管理员执行：\n  {APT_INSTALL} {' '.join(for_python + for_qt)}"
        english = "The system lacks the packages named above: install them and run again."
        if for_python or need_window:
            give_up(chinese, english)
        say(chinese, english)
    return not for_qt


def install_libraries(pip: list[str]) -> None:
    """Install exactly what the lock file names."""
    say("正在安装程序要用的库（约 200 MB，只有第一次需要）……", "Installing libraries (first start only) …")
    options = ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check", "--no-input"]
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    if not works([*pip, "install", *options, *quiet, "-r", str(LOCK)]):
        give_up(
            "安装没有成功，原因见上。请检查网络（或公司的软件源设置），再运行一次。",
            "Installation failed, see above. Check the network or the package index settings and run again.",
        )


def missing_python_packages(venv: Path, python: Path) -> list[str]:
    """The Debian packages without which no environment can be made; none where it stands already."""
    base = "" if has_pip(python) else base_python(venv)
    if not base or has_module(base, "ensurepip") or has_module(base, "pip"):
        return []
    return ["python3-venv", "python3-pip"]


def make_venv(venv: Path, python: Path) -> list[str]:
    """Make the environment where it is missing or broken; returns the command that is its pip."""
    if has_pip(python):
        return [str(python), "-m", "pip"]
    base = base_python(venv)
    own_pip = has_module(base, "ensurepip")
    say(f"正在建立运行环境：{venv}", f"Making the environment with {base}")
    if not works([base, "-m", "venv", "--clear", *([] if own_pip else ["--without-pip"]), str(venv)]):
        give_up("运行环境没有建成，原因见上。", "The environment could not be made, see above.")
    return [str(python), "-m", "pip"] if own_pip else [base, "-m", "pip", "--python", str(python)]


def has_pip(python: Path) -> bool:
    """Whether the environment stands: its Python starts, is of a suitable version and has pip."""
    return suits(str(python)) and has_module(str(python), "pip")


def base_python(venv: Path) -> str:
    """A Python the libraries have wheels for: this one, else one on PATH; one that has venv comes first."""
    found = [sys.executable, *filter(None, map(shutil.which, NAMES)), *known_to_launcher()]
    able = [path for path in dict.fromkeys(found) if venv not in Path(path).parents and suits(path)]
    if not able:
        give_up(
            "没有找到合适的 Python（需要 3.11、3.12 或 3.13）。请先安装，再运行一次。",
            "No suitable Python found (3.11, 3.12 or 3.13 is needed). Install one and run again.",
        )
    return next((path for path in able if has_module(path, "ensurepip")), able[0])


def known_to_launcher() -> list[str]:
    """The suitable Pythons that Windows' launcher `py` knows: none of them need be on PATH."""
    if not (WINDOWS and shutil.which("py")):
        return []
    newest_first = range(NEWEST[1], OLDEST[1] - 1, -1)
    asked = [["py", f"-3.{minor}", "-c", "import sys; print(sys.executable)"] for minor in newest_first]
    return list(filter(None, map(answer, asked)))


def answer(command: list[str]) -> str:
    """What a command prints, empty where it does not exist or fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},  # a folder may have any name
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode(errors="replace").strip()


def suits(python: str) -> bool:
    """Whether this Python starts and is of a version that all libraries have wheels for."""
    version = answer([python, "-c", "import sys; print(list(sys.version_info[:2]))"])
    return bool(version) and OLDEST <= tuple(json.loads(version)) <= NEWEST


def has_module(python: str, module: str) -> bool:
    """Whether this Python can import the module."""
    return works([python, "-c", f"import {module}"], quiet=True)


def missing_qt_packages() -> list[str]:
    """The Debian packages whose library cannot be loaded here; elsewhere the wheels bring all."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in QT_LIBRARIES.items() if not loads(library)]


def loads(library: str) -> bool:
    """Whether the system has this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_test_tools() -> None:
    """Install the programs some tests use, where that is allowed; else say which are missing."""
    if not sys.platform.startswith("linux"):
        return
    if missing := missing_tools():
        install_packages(missing)
    if missing := missing_tools():
        say(
            f"缺少 {'、'.join(missing)}，用到它们的测试会跳过。",
            f"Tests that use these are skipped: {APT_INSTALL} {' '.join(missing)}",
        )


def missing_tools() -> list[str]:
    """The packages of the programs that some tests use and this system lacks."""
    return [
        package
        for program, packages in TEST_TOOLS.items()
        if not shutil.which(program)
        for package in packages.split()
    ]


def install_packages(packages: list[str]) -> None:
    """Install Debian packages where this person may; the caller looks whether it helped."""
    apt = apt_get()
    if not apt:
        return
    say(f"正在安装系统软件包：{' '.join(packages)}", "Installing system packages")
    install = [*apt, "install", "--yes", "--no-install-recommends", "-qq", *packages]
    if not works(install, quiet=True):  # lists of packages may be missing or old
        works([*apt, "update", "-qq"])
        works(install)


def apt_get() -> list[str]:
    """The command that installs packages without asking, empty where there is none or it is not allowed."""
    if not shutil.which("apt-get"):
        return []
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return command
    return ["sudo", "-n", *command] if works(["sudo", "-n", "true"], quiet=True) else []


def works(command: list[str], *, quiet: bool = False) -> bool:
    """Run a command that gets no input; whether it exists and succeeded."""
    sink = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, check=False)
    except OSError:
        return False
    return done.returncode == 0


def say(chinese: str, english: str) -> None:
    """Tell the person, in both languages, at once."""
    print(f"{chinese}\n  {english}", flush=True)


def give_up(chinese: str, english: str) -> NoReturn:
    """End with a sentence that says what to do."""
    say(chinese, english)
    sys.exit(1)

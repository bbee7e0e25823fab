"""Chinese typed as a clerk types it: pinyin, by the desktop's input method, on a virtual screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds for anything that is waited for
TOOLS = ("Xvfb", "xdotool", "dbus-daemon", "dbus-send")
DATA = Path("/usr/share")
NEEDED = {  # programs and files of an input method with pinyin
    "fcitx5": ((*TOOLS, "fcitx5"), DATA / "fcitx5" / "inputmethod" / "pinyin.conf"),
    "ibus": ((*TOOLS, "ibus-daemon", "ibus"), DATA / "ibus" / "component" / "libpinyin.xml"),
}
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=pinyin
[GroupOrder]
0=Default
"""
UNIT = "白石乡"
OVERVIEW = "ctrl+2"  # the tab of the first section


class Desk:
    """A screen, a session bus and an input method, for one person with an empty home."""

    def __init__(self, home: Path, running: ExitStack) -> None:
        self.home = home
        self.running = running
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.env = {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "NO_AT_BRIDGE": "1"}
        self.env["QT_QPA_PLATFORM"] = "xcb"
        self.env["DISPLAY"] = f":{self.start('Xvfb', '-displayfd', '1', '-screen', '0', '1366x768x24')}"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.start(
            "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"
        )

    def start(self, *command: str, says: bool = True) -> str:
        """Start what runs until the end of the test; return its first line."""
        out: int | IO[bytes] = subprocess.PIPE if says else (self.home / "said.txt").open("ab")
        one = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL)
        self.running.callback(_end, one)
        if one.stdout is None:
            assert not isinstance(out, int)
            out.close()
            return ""
        return one.stdout.readline().decode().strip()

    def call(self, *command: str) -> str:
        """Run something to its end; return what it said, nothing where it failed."""
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, timeout=60, check=False)
        return done.stdout.decode() if done.returncode == 0 else ""

    def pinyin_of_ibus(self) -> bool:
        """Choose pinyin and tell whether ibus has taken it; its answer to the choice itself says nothing."""
        self.call("ibus", "engine", "libpinyin")
        return "libpinyin" in self.call("ibus", "engine")

    def serves(self, name: str) -> bool:
        """Tell whether somebody answers to a name on the session bus."""
        ask = ("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/")
        return "boolean true" in self.call(*ask, "org.freedesktop.DBus.NameHasOwner", f"string:{name}")

    def window(self) -> str:
        """Return the number of the program's window, nothing before it is there."""
        found = self.call("xdotool", "search", "--onlyvisible", "--name", UNIT).split()
        return found[-1] if found else ""

    def press(self, *words: str) -> None:
        """Let keys be pressed in the program's window."""
        self.call("xdotool", "windowfocus", "--sync", self.window(), *words)
        time.sleep(0.4)

    def overview(self, file: Path) -> str:
        """Return what the first section of a unit file holds by now."""
        said = self.call(sys.executable, "-m", "core", "read", str(file), "--json")
        return str(json.loads(said)["texts"]["overview"])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


@contextmanager
def desk(home: Path, method: str) -> Iterator[Desk]:
    """Give a desk with an input method; skips loudly where that is not installed."""
    programs, table = NEEDED[method]
    missing = [name for name in programs if not shutil.which(name)]
    if missing or not table.is_file():
        pytest.skip(f"NO {method.upper()} WITH PINYIN HERE: {missing or table} is missing, nothing was typed")
    with ExitStack() as running:
        yield Desk(home, running)


def until(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def with_fcitx5(here: Desk) -> None:
    """Start fcitx5 as a desktop does, and set the variables that Debian's im-config sets for it."""
    folder = here.home / ".config" / "fcitx5"
    folder.mkdir(parents=True)
    (folder / "profile").write_text(PROFILE, encoding="utf-8")
    here.start("fcitx5", says=False)
    until(lambda: here.serves("org.freedesktop.portal.IBus"), "fcitx5 does not run")
    here.env |= {"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}


def with_ibus(here: Desk) -> None:
    """Start ibus as a desktop does, and set the variables that Debian's im-config sets for it."""
    here.env["GSETTINGS_BACKEND"] = "memory"
    here.start("ibus-daemon", "--panel", "disable", "--xim", says=False)
    until(here.pinyin_of_ibus, "ibus does not run")
    here.env |= {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}


@pytest.mark.parametrize(
    ("method", "begin"), [("fcitx5", with_fcitx5), ("ibus", with_ibus)], ids=["fcitx5", "ibus"]
)
def test_pinyin_becomes_chinese_in_the_file(
    tmp_path: Path, method: str, begin: Callable[[Desk], None]
) -> None:
    with desk(tmp_path, method) as here:
        begin(here)
        file = tmp_path / "file.gknb"
        python = (sys.executable, "-m")
        here.call(*python, "core", "new", "--unit", UNIT, "--year", "2025", "--out", str(file))
        here.start(*python, "gui", str(file), says=False)
        until(here.window, "the program shows no window")

        def typed() -> bool:
            here.press("key", OVERVIEW)
            here.press("type", "--delay", "60", "nihao")
            here.press("key", "space")
            time.sleep(2)  # until it is saved
            return "你好" in here.overview(file)

        until(
            typed, "what was typed did not reach the file"
        )  # a window takes keys some time after it is seen

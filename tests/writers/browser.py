"""Chromium without a screen, as a judge of pages: it fetches nothing, and keeps nothing behind."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = "chromium"
ABSENT = f"{PROGRAM} is not installed: no page was tried in a browser"
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
)
LONGEST = 120  # seconds until a browser counts as hung


class Browser:
    """A browser with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def dom(self, page: str) -> str:
        """A page's elements after its scripts have run, in a window of 1280 pixels."""
        return self._run(
            page, "--window-size=1280,1600", "--virtual-time-budget=60000", "--dump-dom"
        ).decode()

    def paper(self, page: str) -> bytes:
        """A page as it is printed."""
        target = self._folder / "printed.pdf"
        self._run(page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
        return target.read_bytes()

    def _run(self, page: str, *asked: str) -> bytes:
        file = self._folder / "page.html"
        file.write_text(page, encoding="utf-8")
        home = self._folder / "profile"
        command = [PROGRAM, *QUIET, f"--user-data-dir={home}", *asked, file.as_uri()]
        surroundings = {**os.environ, "HOME": str(self._folder), "XDG_CONFIG_HOME": str(home)}
        done = subprocess.run(command, check=True, capture_output=True, env=surroundings, timeout=LONGEST)
        return done.stdout


def opened(folder: Path) -> Browser:
    """A browser that works in a folder; skips the test loudly where there is none."""
    if shutil.which(PROGRAM) is None:
        pytest.skip(ABSENT)
    return Browser(folder)

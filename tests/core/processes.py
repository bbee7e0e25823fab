"""The program as a process of its own, started as a person starts it, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "xinzheng-2021.txt"


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it said; both streams must be UTF-8."""

    status: int
    out: str
    err: str


def run(home: Path, *words: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run ``python -m core`` with the words behind it."""
    return python(home, "-m", "core", *words, stdin=stdin, env=env)


def python(home: Path, *words: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run this Python in the project's folder, without any user's settings."""
    places = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=ROOT,
        input=stdin,
        env={**os.environ, **places, **(env or {})},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

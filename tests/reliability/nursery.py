"""Programs to be killed, many of them: one process that has everything imported and forks one a time.

The parent asks with a line ``{"work": "module:function", "words": [...], "said": FILE}`` and is told the new
process's number; the child calls ``function(*words)`` and what it says with ``say`` stands in the file, also
after a ``SIGKILL``. Not a fork of the test's own process: that one has threads and a screen.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRELOADED = (  # with what a session loads only when it needs it: a child is not to be killed while it loads
    *("core.session", "core.export", "core.backup", "core.backup.frozen", "core.workcopy", "core.checks"),
    *("platformdirs", "getpass", "tests.reliability.victims"),
)
SAID = 3  # the child's file


def say(line: str) -> None:
    """Tell the parent one line, in one call, from whichever thread."""
    os.write(SAID, f"{line}\n".encode())


class Child:
    """A program under way."""

    def __init__(self, nursery: Nursery, pid: int, said: Path) -> None:
        self._nursery, self.pid, self._said = nursery, pid, said

    def lines(self) -> list[str]:
        """Return the whole lines it has said so far."""
        return self._said.read_text().splitlines()

    def wait_for(self, line: str, patience: float = 60.0) -> None:
        """Wait until it has said a line."""
        end = time.monotonic() + patience
        while line not in self.lines():
            assert time.monotonic() < end, f"never said {line!r}: {self.lines()[-3:]}"
            time.sleep(0.001)

    def wait_for_some(self, word: str, times: int, patience: float = 60.0) -> None:
        """Wait until it has said lines that begin with a word so often; however slow the machine is."""
        end = time.monotonic() + patience
        while sum(line.startswith(word) for line in self.lines()) < times:
            assert time.monotonic() < end, f"did not say {word!r} {times} times: {self.lines()[-3:]}"
            time.sleep(0.001)

    def kill(self) -> list[str]:
        """Kill it, see it dead, and return what it has said."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> list[str]:
        """Wait for its end and return what it has said; a bug in it is raised here."""
        status = self._nursery.ask({"wait": self.pid})
        lines = self.lines()
        self._said.unlink()
        assert status in (0, -signal.SIGKILL), f"ended with {status}: " + "\n".join(lines[-40:])
        return lines


class Nursery:
    """The process that forks the others."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._folder, self._number = folder, 0
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            cwd=ROOT,
            env={**os.environ, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, work: Callable[..., None], *words: object) -> Child:
        """Start a program that calls a function of a module with some words."""
        self._number += 1
        said = self._folder / f"said-{self._number}"
        said.touch()
        pid = self.ask(
            {
                "work": f"{work.__module__}:{work.__name__}",
                "words": [os.fspath(word) if isinstance(word, Path) else word for word in words],
                "said": os.fspath(said),
            }
        )
        return Child(self, pid, said)

    def ask(self, what: dict[str, object]) -> int:
        """Send one request and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(what)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=20)


@contextlib.contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """Give a nursery whose children have their home in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Nursery(folder, {"XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state")})
    try:
        yield made
    finally:
        made.close()


def _become(work: str, words: list[object], said: str) -> None:
    """Be the child; never returns."""
    status = 1
    try:
        handle = os.open(said, os.O_WRONLY | os.O_APPEND)
        os.dup2(handle, SAID)
        module, _, name = work.partition(":")
        getattr(importlib.import_module(module), name)(*words)
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it was, the parent is told
        say(traceback.format_exc())
    finally:
        os._exit(status)


def _serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if not answer:
                _become(asked["work"], asked["words"], asked["said"])
        os.write(1, f"{answer}\n".encode())


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(ROOT))
    for one in PRELOADED:
        importlib.import_module(one)
    _serve()

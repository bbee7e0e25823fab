"""The child that reads: started, asked, watched, and ended when it costs too much."""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

from core import windows
from core.errors import ReadingFailed, Refused, TooLarge
from core.importing import limits, wire
from core.importing.limits import Trouble, Watch
from core.readers import Preview, shown_name

WORD = "_read-child"  # to a frozen program: be the child (core.__main__)
_ROOT = Path(__file__).resolve().parents[2]
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from core.importing.child import main; main()"
_LOOK = 0.1  # seconds between two looks at the child
_PIECE = 1 << 16  # bytes taken from the child at once
_PIECES = 64  # waiting to be taken in; then the child waits
_MOST = 500  # documents for one child
_BY_LAUNCHER = windows.HERE and sys.prefix != sys.base_prefix
_AGAIN = "请用 Word、Excel 或 WPS 打开它，另存一份再试；还不行就全选复制，粘贴到记事本，存成 .txt 文件再试。"
_LESS = "请关闭一些别的程序，再试一次。"
_NO_CHILD = "没有读取：读文件要另起一个进程，这台电脑现在起不了。"
_NOT_READY = "没有读取：这台电脑现在太忙，读文件的另一个进程一直没有准备好。"
_SENTENCES = {
    Trouble.SLOW: f"读了 {limits.WALL:.0f} 秒还没有读完，已经停止。",
    Trouble.STUCK: "读到一半读不下去，已经停止。",
    Trouble.RESULT: "里面的内容比任何一份年报都多，没有读取。",
    Trouble.MEMORY: "展开后太大，读取它需要的内存太多，已经停止。",
}


class _Stopped(Exception):  # noqa: N818 - turned into a refusal before anybody sees it
    """The child was ended; the argument is the trouble."""


class _Gone(Exception):  # noqa: N818 - as above
    """The child ended by itself; the argument is its exit code."""


class Worker:
    """Reads documents in a child process, one after another; a new child takes the place of a dead one.

    ``longest`` is the longest time in seconds that any reading went without moving, ``most`` the most memory
    in bytes a child was seen to take, ``children`` how many were started.
    """

    def __init__(self, most: int = _MOST) -> None:
        """Start nothing yet; ``most`` documents are read by one child."""
        self._most = most
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self.longest = 0.0
        self.most = 0
        self.children = 0

    def start(self) -> None:
        """Start a child unless one is alive."""
        with self._lock:
            self._alive()

    def read(self, name: str, data: bytes) -> Preview:
        """Return what a document's bytes hold.

        Raises the refusals of the readers, ``TooLarge`` for what takes too much memory, and ``ReadingFailed``
        for everything else that becomes of a reading.
        """
        try:
            with self._lock:
                line = self._asked(name, data)
            return wire.understood(line)
        except wire.Broken as broken:
            raise _refusal(name, broken.args[0]) from broken
        except _Stopped as stopped:
            raise _stopped(name, stopped.args[0]) from stopped
        except _Gone as gone:
            raise _refusal(name, "") from gone

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            if self._child is not None:
                self._child.end()
                self._child = None

    def _alive(self) -> _Child:
        if self._child is not None and (not self._child.alive or self._child.read >= self._most):
            self._child.end()
            self._child = None
        if self._child is None:
            try:
                self._child = _Child()
            except OSError as reason:  # no memory, too many processes, a program file that may not be run
                raise ReadingFailed(_NO_CHILD, _LESS) from reason
            self.children += 1
        return self._child

    def _asked(self, name: str, data: bytes) -> bytes:
        child = self._alive()
        try:
            return self._answer(child, name, data)
        except _Gone as gone:
            if gone.args[0] != 0 or child.moved:
                raise
        return self._answer(self._alive(), name, data)  # it had retired, unasked, a moment ago

    def _answer(self, child: _Child, name: str, data: bytes) -> bytes:
        try:
            return child.ask(name, data)
        except (_Stopped, _Gone):
            child.end()
            raise
        finally:
            self.longest = max(self.longest, child.longest)
            self.most = max(self.most, child.most)


class _Child:
    """One process: its pipes and what it has cost."""

    def __init__(self) -> None:
        self.read = 0  # documents
        self.ready = False
        self.moved = False  # since it was last asked
        self.longest = 0.0
        self.most = 0
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=_ROOT,
            env=surroundings(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._pieces: queue.Queue[bytes] = queue.Queue(_PIECES)
        self._said = b""
        self._pump = threading.Thread(target=self._take, name="import", daemon=True)
        self._pump.start()
        atexit.register(self.end)

    @property
    def alive(self) -> bool:
        """Tell whether the process still runs."""
        return self._process.poll() is None

    def ask(self, name: str, data: bytes) -> bytes:
        """Return the line with which the child answers; raises ``_Stopped`` or ``_Gone``."""
        self.moved = False
        self.read += 1
        feed = threading.Thread(target=self._give, args=(wire.asked(name, data),), daemon=True)
        feed.start()
        answered = False
        try:
            line = self._watched()
            answered = True
        finally:
            if answered:
                feed.join(_LOOK)
            if feed.is_alive():
                self._process.kill()  # what it has not taken in by now it may never take in
            feed.join()
        return line

    def _watched(self) -> bytes:
        now = time.monotonic()
        watch = Watch(now, now, self._cost()[0] if self.ready else None, self.ready)
        while True:
            line = self._line(_LOOK)
            now = time.monotonic()
            if line is None:
                cost, memory = self._cost()
                self.most = max(self.most, memory)
                if trouble := watch.trouble(now, cost, memory):
                    raise _Stopped(trouble)
                continue
            self.moved = True
            if line == wire.READY:
                self.ready = True
                watch.begin(now)
                continue
            self.longest = max(self.longest, now - watch.moved)
            if line != wire.MOVED:
                return line
            watch.move(now, self._cost()[0])

    def _line(self, seconds: float) -> bytes | None:
        """Return the next line; None where none came within so many seconds."""
        until = time.monotonic() + seconds
        while b"\n" not in self._said:
            try:
                piece = self._pieces.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                return None
            if not piece:
                raise _Gone(self._process.wait())
            self._said += piece
            if len(self._said) > limits.RESULT:
                raise _Stopped(Trouble.RESULT)
        line, _, self._said = self._said.partition(b"\n")
        return line

    def _cost(self) -> tuple[float, int]:
        """Return the processor seconds and the bytes of memory the child has taken; zero once it is gone.

        On Windows the Python of an environment only starts another one, which does the work.
        """
        import psutil  # noqa: PLC0415 - most documents are read before anybody looks

        cost, memory = 0.0, 0
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self._process.pid)
            for one in (process, *(process.children() if _BY_LAUNCHER else ())):
                times = one.cpu_times()
                cost, memory = cost + times.user + times.system, memory + one.memory_info().rss
        return cost, memory

    def _take(self) -> None:
        """Take in what the child says; nothing is the end."""
        out = self._process.stdout
        assert out is not None
        while piece := os.read(out.fileno(), _PIECE):
            self._pieces.put(piece)
        self._pieces.put(b"")

    def _give(self, question: bytes) -> None:
        into = self._process.stdin
        assert into is not None
        with contextlib.suppress(OSError):  # a child that died says so by its silence
            left = memoryview(question)
            while left:
                left = left[into.write(left) or 0 :]

    def end(self) -> None:
        """End the process and close the pipes."""
        atexit.unregister(self.end)
        self._process.kill()
        while self._pump.is_alive():  # it may wait for somebody who takes what it has
            with contextlib.suppress(queue.Empty):
                self._pieces.get(timeout=_LOOK)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()


def command() -> list[str]:
    """Return how the child is started: the frozen program by its word, else Python with nothing but our code.

    ``-I`` keeps out the user's own packages, start files and environment.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD]
    return [sys.executable, "-I", "-X", "utf8", "-c", _CODE, os.fspath(_ROOT)]


def surroundings() -> dict[str, str]:
    """Return the environment of the child: nothing of the user's, only what Windows cannot do without."""
    return {name: os.environ[name] for name in ("SYSTEMROOT", "SystemRoot", "WINDIR") if name in os.environ}


def _stopped(name: str, trouble: Trouble) -> Refused:
    if trouble is Trouble.START:
        return ReadingFailed(_NOT_READY, _LESS)
    kind = TooLarge if trouble in {Trouble.MEMORY, Trouble.RESULT} else ReadingFailed
    hint = "请确认选对了文件。" if kind is TooLarge else _AGAIN
    return kind(f"{shown_name(name)}{_SENTENCES[trouble]}", hint)


def _refusal(name: str, fault: str) -> Refused:
    """Return the refusal for a reading that broke; ``fault`` is the kind of the exception, if it told."""
    if fault == MemoryError.__name__:
        return _stopped(name, Trouble.MEMORY)
    if fault == OverflowError.__name__:
        return _stopped(name, Trouble.RESULT)
    return ReadingFailed(f"{shown_name(name)}读不了：文件已损坏，或者不是它的后缀所说的格式。", _AGAIN)

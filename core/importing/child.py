"""The other side of the wall: a process that reads documents given to it on standard input.

Started by ``reading.Worker``, never by a person. It limits itself before the first foreign byte, opens no
file but the program's own, no connection and no process, and says nothing but its answers. Here and in the
check runner alone every exception is caught: what a stranger's file does to a library is told as one fact.
"""

from __future__ import annotations

import mimetypes
import os
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from core import formfile, readers
from core.errors import Refused
from core.importing import limits, wire

IDLE = 60.0  # seconds without a document after which the process ends; the next one gets another


def _rooms() -> tuple[str, ...]:
    """Return where the program lies: Python, our files, and the frozen program, whose code is in itself."""
    places = {sys.prefix, sys.base_prefix, getattr(sys, "_MEIPASS", ""), str(Path(__file__).parents[2])}
    return tuple(os.path.realpath(place) for place in {*places, sys.executable} if place)


_ROOMS = _rooms()
_REACHING = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")
_CHANGING = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate")
_READING = {"r", "rb", "br", "rt", None}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def main() -> None:
    """Be the process that reads, until standard input ends."""
    answers = _only_for_answers()
    limits.restrain()
    mimetypes.knownfiles.clear()  # openpyxl asks for the types of files: no need to read the system's list
    for form_id in formfile.form_ids():
        formfile.load(form_id)
    sys.addaudithook(_stay_inside)
    _Child(sys.stdin.buffer, answers).serve()


def _only_for_answers() -> BinaryIO:
    """Return standard output for answers alone; what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _stay_inside(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what no reader does: reach out, start something, change a file, open one that is not ours."""
    if event.startswith(_REACHING + _CHANGING):
        raise PermissionError(event)
    if event == "open":
        path, mode, flags = arguments
        ours = isinstance(path, str | bytes) and os.path.realpath(os.fsdecode(path)).startswith(_ROOMS)
        writes = mode not in _READING or (isinstance(flags, int) and flags & _WRITING)
        if not isinstance(path, int) and (writes or not ours):
            raise PermissionError(event)


class _Child:
    """One document after another; meanwhile signs that the reading moves."""

    def __init__(self, questions: BinaryIO, answers: BinaryIO) -> None:
        self._questions = questions
        self._answers = answers
        self._lock = threading.Lock()  # one line at a time
        self._reading = False
        self._since = time.monotonic()
        self._reader = threading.get_ident()

    def serve(self) -> None:
        """Answer until nothing more is asked."""
        threading.Thread(target=self._beat, daemon=True).start()
        self._say(wire.READY + b"\n")
        while line := self._questions.readline():
            name, size = wire.question(line)
            data = self._questions.read(size)
            limits.before_document(time.process_time())
            self._since, self._reading = time.monotonic(), True
            said = _answer(name, data)
            self._since, self._reading = time.monotonic(), False
            self._say(said)

    def _beat(self) -> None:
        """Show that the reading moves, as long as it does; end a process that nobody needs any more."""
        before: object = None
        while True:
            time.sleep(limits.BEAT)
            if not self._reading:
                if time.monotonic() - self._since > IDLE:
                    os._exit(0)
                continue
            frame = sys._current_frames()[self._reader]  # noqa: SLF001 - the documented name
            here = (frame.f_code, frame.f_lasti, frame.f_lineno, _depth(frame))
            if here != before:
                before = here
                self._say(wire.MOVED + b"\n")

    def _say(self, line: bytes) -> None:
        with self._lock:
            left = memoryview(line)
            while left:
                left = left[self._answers.write(left) :]


def _depth(frame: object) -> int:
    depth = 0
    while frame is not None:
        frame, depth = getattr(frame, "f_back", None), depth + 1
    return depth


def _answer(name: str, data: bytes) -> bytes:
    """Return what is to be said about one document."""
    try:
        said = wire.answer(readers.read_bytes(name, data))
    except Refused as refused:
        return wire.refusal(refused)
    except Exception as error:  # noqa: BLE001 - the wall: whatever a stranger's file does to a library ends here
        return wire.fault(error)
    return said if len(said) <= limits.RESULT else wire.fault(OverflowError())

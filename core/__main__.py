"""The command line: ``python -m core read | check | claims | export | new | self-test``, or ``--version``.

Thin: the commands live in ``core.commands``. This is the one place that prints, and the boundary of the
process: a refusal is one sentence and exit code 2, a bug of ours one sentence and exit code 70.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn, TextIO

from core import faults
from core.causes import known_cause
from core.commands import CANNOT, FAULT, INTERRUPTED, Command, Voice, arguments
from core.errors import Refused

GARBAGE = 100_000  # new objects before garbage is looked for: a short process makes little
READ_CHILD = "_read-child"  # a frozen program's word for reading strangers' documents (core.importing)
UNIT_FILE = ".gknb"
_NO_READER = {errno.EPIPE, errno.EINVAL}  # Windows says the second


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command (None: the process's own arguments); return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        wanted = arguments.parse(words)
        if wanted.file and not wanted.file.lower().endswith(UNIT_FILE):
            from core import importing

            importing.start()  # a second process gets ready while this one loads the command
        return COMMANDS[wanted.command](wanted.command)(wanted, Voice(say, note))
    except Refused as refusal:
        note(str(refusal))
        return CANNOT


def _reading(name: str) -> Command:
    from core.commands import reading

    return {"read": reading.read, "check": reading.check, "claims": reading.claims}[name]


def _making(name: str) -> Command:
    from core.commands import making

    return {"export": making.export, "new": making.new}[name]


def _selftest(_name: str) -> Command:
    from core.commands import selftest

    return selftest.run


COMMANDS = {  # each is imported when it is asked for
    "read": _reading,
    "check": _reading,
    "claims": _reading,
    "export": _making,
    "new": _making,
    "self-test": _selftest,
}


def say(text: str) -> None:
    """Print a result on standard output at once; who reads no further needs no more."""
    _print(text, sys.stdout)


def note(sentence: str) -> None:
    """Print one sentence about the result on standard error."""
    _print(" ".join(sentence.splitlines()), sys.stderr)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(text, file=stream, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else the end of the process fails too
        if error.errno in _NO_READER:
            return
        if (refusal := known_cause(error, Path("标准输出"), writing=True)) is None:
            raise
        raise refusal from error


def _on_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End the process after an exception nobody expected: nothing is caught, only told."""
    if issubclass(kind, KeyboardInterrupt):
        note("已中断。")
        raise SystemExit(INTERRUPTED)
    note(faults.sentence(kind, error, trace))
    raise SystemExit(FAULT)


def start() -> NoReturn:
    """Be the process: carry out its arguments and end it with the exit code, whatever happens."""
    if sys.argv[1:] == [READ_CHILD]:
        from core.importing import child

        child.main()
        sys.exit()
    gc.set_threshold(GARBAGE)
    sys.excepthook = _on_fault
    faults.log_to_file()
    status = main()
    gc.freeze()  # the system takes all memory back at once; to look through it takes a tenth of an export
    sys.exit(status)


if __name__ == "__main__":
    start()

"""The commands without a screen: each takes its arguments and a voice, and returns the exit code.

``core.__main__`` prints; nothing here does. Modules are imported when their command runs, so that ``check``
starts no writer and no database.

::

    arguments   what may be asked, in Chinese
    opening     FILE → report, from a unit file, a document or standard input
    reading     read, check, claims
    making      export, new
    selftest    self-test
    show        reports and findings as aligned text
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

DONE = 0
ERRORS_FOUND = 1
CANNOT = 2
FAULT = 70
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Voice:
    """How a command speaks: results go one way, everything said about them the other."""

    say: Callable[[str], None]  # standard output, whole lines
    note: Callable[[str], None]  # standard error, one sentence


@dataclass  # no slots: argparse keeps its own notes in it
class Wanted:
    """What was asked for: the command and everything behind it; what is absent is empty."""

    command: str = ""
    file: str = ""
    year: str = ""
    json: bool = False
    last_year: str = ""
    form: str = ""
    to: str = ""
    out: str = ""
    draft: bool = False
    charts: bool = False
    blank: bool = False
    unit: str = ""


Command = Callable[[Wanted, Voice], int]

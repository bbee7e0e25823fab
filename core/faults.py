"""Our own bugs: one sentence for the person, everything else in the log file (HOUSE.md 6).

The log may be sent to a stranger, so nothing a person wrote gets into it: of an exception only its kind and
the lines of code it passed through, of a place on the disk only where in the program it is, of a record only
its fixed words. ``Scrubbed`` is the one place where that is decided.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from core import paths

OURS = ("core", "gui", "__main__")
LEFT_OUT = "…"
DEEPEST = 8  # causes of causes that are told
LIBRARIES = "site-packages"
_ROOT = Path(__file__).resolve().parents[1]


class Scrubbed(logging.Formatter):
    """Formats records without anything that may come from a report, a path, a user or a PC."""

    def format(self, record: logging.LogRecord) -> str:
        """Return level, name and fixed words of a record, and where its exception came from."""
        told = f"{record.levelname} {record.name} {_fixed(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            told = f"{told}\n{where(record.exc_info[1])}"
        return told


class LogFile(logging.Handler):
    """Writes to the log file, which is looked for only when there is something to write."""

    def emit(self, record: logging.LogRecord) -> None:
        """Append one record; where even that fails, the record is lost rather than shown to the person."""
        keep(self.format(record))


def log_to_file() -> None:
    """Send what the program logs to the log file and nowhere else; once is enough."""
    if any(isinstance(one, LogFile) for one in logging.getLogger().handlers):
        return
    handler = LogFile()
    handler.setFormatter(Scrubbed())
    logging.getLogger().addHandler(handler)


def where(error: BaseException, trace: TracebackType | None = None) -> str:
    """Return the kinds of an exception and its causes, and the lines of code they passed through.

    What the exceptions say is left out: it may be what a person wrote. ``trace`` is taken where the exception
    has none of its own.
    """
    told = [*_chain(error)]
    parts = [_one(one, one.__traceback__ or (trace if one is error else None)) for one in reversed(told)]
    return "\n".join(parts)


def sentence(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Write an unexpected exception to the log file; return what the person is told."""
    assert isinstance(error, kind)
    file = keep(where(error, trace))
    so = f"详情已写入“{file}”" if file else f"详情无法写入“{paths.log_file()}”"
    return f"程序出错了，不是您用错了；{so}，请把它交给程序的维护人员。"


def keep(text: str) -> Path | None:
    """Append a text with the time to the log file; None where it cannot be written."""
    file = paths.log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{dt.datetime.now().astimezone().isoformat(timespec='seconds')} {text}\n")
    except OSError:
        return None
    return file


def _fixed(record: logging.LogRecord) -> str:
    """Return a record's words with its arguments left out; those of a library may hold anything."""
    if record.name.partition(".")[0] not in OURS or not isinstance(record.msg, str):
        return LEFT_OUT
    given = record.args if isinstance(record.args, tuple) else (record.args,)
    kinds = [type(one).__name__ if isinstance(one, BaseException) else LEFT_OUT for one in given]
    return " ".join([record.msg, *kinds]) if record.args else record.msg


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, what caused it, and so on."""
    known: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in known and len(known) < DEEPEST:
        known.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _one(error: BaseException, trace: TracebackType | None) -> str:
    lines = [_frame(one) for one in traceback.extract_tb(trace)]
    return "".join([*traceback.StackSummary.from_list(lines).format(), type(error).__qualname__])


def _frame(one: traceback.FrameSummary) -> traceback.FrameSummary:
    """Return a step of the way with its line of code, where that is the program's own."""
    file = _short(one.filename)
    line = one.line if Path(file).parts[0] in OURS else ""
    return traceback.FrameSummary(file, one.lineno, one.name, lookup_line=False, line=line)


def _short(name: str) -> str:
    """Return where in the program or its libraries a file of code lies, without the folders above."""
    file = Path(name)
    if not file.is_absolute():
        return name
    if file.is_relative_to(_ROOT) and LIBRARIES not in file.parts:
        return file.relative_to(_ROOT).as_posix()
    after = file.parts.index(LIBRARIES) + 1 if LIBRARIES in file.parts else -1
    return Path(*file.parts[after:]).as_posix()

"""Our own bugs: one sentence for the person, everything else in the log file (HOUSE.md 6)."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from pathlib import Path
from types import TracebackType

from core import paths


class LogFile(logging.Handler):
    """Writes to the log file, which is looked for only when there is something to write."""

    def emit(self, record: logging.LogRecord) -> None:
        """Append one record; where even that fails, the record is lost rather than shown to the person."""
        keep(self.format(record))


def log_to_file() -> None:
    """Send what the program logs to the log file and nowhere else."""
    handler = LogFile()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


def sentence(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Write an unexpected exception to the log file; return what the person is told."""
    details = "".join(traceback.format_exception(kind, error, trace))
    file = keep(details)
    where = f"详情已写入“{file}”" if file else f"详情无法写入“{paths.log_file()}”"
    return f"程序出错了，不是您用错了；{where}，请把它交给程序的维护人员。"


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

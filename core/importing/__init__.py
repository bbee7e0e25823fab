"""Documents of strangers, read in a process of their own: the way in for whatever this program did not write.

``readers`` does the reading; here it happens in a child process with limits on memory, processor, time and
result, which opens no file and no connection and can be killed (RELIABILITY.md, fact 6). Whatever becomes of
the child, the caller gets a ``Preview`` or one sentence.

::

    reading   one child at a time, kept for the next document, replaced when it dies
    wire      what is said between the two processes
    limits    when a child is stopped, and why
    child     the other side of the wall
"""

from __future__ import annotations

from pathlib import Path

from core import readers
from core.importing.reading import Worker
from core.readers import Preview

__all__ = ["Preview", "Worker", "close", "read", "read_bytes", "start"]

_worker = Worker()


def start() -> None:
    """Start the child before the document is at hand, so that both are ready at the same time."""
    _worker.start()


def read(path: Path) -> Preview:
    """Recognise the report in a file, as ``readers.read`` does; raises its refusals and ``ReadingFailed``.

    Only this side touches the file system; the child gets bytes.
    """
    return read_bytes(path.name, readers.load(path))


def read_bytes(name: str, data: bytes) -> Preview:
    """Recognise the report in a document's bytes; ``name`` is the file's name, ``-`` for standard input."""
    readers.demand(name, data)
    return _worker.read(name, data)


def close() -> None:
    """End the child; the next document starts another."""
    _worker.close()

"""Readers: one file per format; each turns a document's bytes into a ``Preview``.

A reader registers itself with ``@reader``. The formats are listed here by name, so that a frozen program
holds them too; each is imported on first use, because the libraries behind some of them are slow to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import ModuleType

from core.causes import known_cause, shown
from core.errors import NotBuiltYet, TooLarge, WrongArgument
from core.readers.preview import Doubt, Preview, Source

__all__ = ["MAX_BYTES", "Doubt", "Preview", "Reader", "Source", "find", "read", "read_bytes", "reader"]

MAX_BYTES = 20 * 1024 * 1024  # no annual report comes near; more is refused before it is looked at

Read = Callable[[str, bytes], Preview]  # file name, content


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: the suffixes it is known by, and how its bytes are read."""

    name: str
    suffixes: tuple[str, ...]  # lower case, with the dot
    read: Read  # raises NotAReport, NotText, NotBuiltYet and others of ``core.errors``


_registry: dict[str, Reader] = {}


def reader(name: str, suffixes: tuple[str, ...]) -> Callable[[Read], Read]:
    """Register the decorated function as the reader of a format; ``ValueError`` if it is taken."""

    def register(read_document: Read) -> Read:
        taken = {suffix for known in _registry.values() for suffix in known.suffixes}
        if name in _registry or taken & set(suffixes):
            message = f"two readers for {name} {suffixes}"
            raise ValueError(message)
        _registry[name] = Reader(name, suffixes, read_document)
        return read_document

    return register


def _load_text() -> ModuleType:
    from core.readers import text  # noqa: PLC0415 - a start without import needs no reader

    return text


def _load_json() -> ModuleType:
    from core.readers import jsonfile  # noqa: PLC0415 - as above

    return jsonfile


def _load_xlsx() -> ModuleType:
    from core.readers import xlsx  # noqa: PLC0415 - as above; openpyxl is slow to load

    return xlsx


_FORMATS: dict[str, Callable[[], ModuleType]] = {  # every reader file stands here
    "text": _load_text,
    "json": _load_json,
    "xlsx": _load_xlsx,
}
_SUFFIXES = {".txt": "text", ".md": "text", ".json": "json", ".xlsx": "xlsx", ".xlsm": "xlsx"}
_STDIN = "标准输入"  # what a report read from ``-`` has as its file name
_LATER = {
    ".html": "网页",
    ".htm": "网页",
    ".mht": "网页",
    ".docx": "文档",
    ".doc": "文档",
    ".wps": "文档",
    ".pdf": "文件",
    ".xls": "工作簿",
}


def formats() -> tuple[str, ...]:
    """Return the names of the formats this version reads; ``LookupError`` if the program holds none."""
    if not _FORMATS:
        message = "no reader in this program"
        raise LookupError(message)
    return tuple(_FORMATS)


def find(name: str) -> Reader:
    """Return the reader of a format by its name.

    Raises ``WrongArgument`` for a name nobody has, ``LookupError`` if a listed file registers no reader.
    """
    if name not in formats():
        raise WrongArgument(f"没有“{name}”这种导入格式。")
    if name not in _registry:
        _FORMATS[name]()
    if name not in _registry:
        message = f"no reader registered itself as {name}"
        raise LookupError(message)
    return _registry[name]


def read(path: Path) -> Preview:
    """Recognise the report in a file, in whatever format its suffix says; an unknown one is tried as text.

    For files of our own; a stranger's is read by ``core.importing``, in a process that may break. Raises
    ``FileMissing``, ``FileNotReadable`` and others of ``core.causes``, ``TooLarge``, ``NotBuiltYet``,
    ``NotText``, ``NotAReport``; the sentence names the file where the cause lies in the file system.
    """
    return read_bytes(path.name, load(path))


def load(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than is read; raises what ``read`` raises about files."""
    _suffix_reader(path.name)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        if (refusal := known_cause(error, path)) is None:
            raise
        raise refusal from error


def read_bytes(name: str, data: bytes) -> Preview:
    """Recognise the report in a document's bytes; ``name`` is the file's name, ``-`` for standard input.

    Raises what ``read`` raises, except the refusals about files.
    """
    return find(demand(name, data)).read(_STDIN if name == "-" else name, data)


def demand(name: str, data: bytes) -> str:
    """Return the name of the reader for a document; ``NotBuiltYet`` and ``TooLarge`` where none reads it."""
    chosen = _suffix_reader(name)
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"{shown_name(name)}超过 {MAX_BYTES // 1024 // 1024} MB，不像一份年报，没有读取。",
            "请确认选对了文件。",
        )
    return chosen


def shown_name(name: str) -> str:
    """Return a document's name as it can be shown."""
    return shown(Path(_STDIN if name == "-" else name))


def _suffix_reader(name: str) -> str:
    """Return the name of the reader for a file name; ``NotBuiltYet`` for a format to come."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _LATER:
        raise NotBuiltYet(
            f"这个版本还不能读取 {suffix} 格式的{_LATER[suffix]}。",
            "请打开它，全选并复制，粘贴到记事本，存成文本文件（.txt）后再导入。",
        )
    return _SUFFIXES.get(suffix, "text")

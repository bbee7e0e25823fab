"""Writers: one file per format; each receives the neutral document and only draws.

A writer registers itself with ``@writer``. The formats are listed here by name, so that a frozen program
holds them too; each is imported on first use, because the libraries behind them are slow to load.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import NamedTuple

from core import paths
from core.errors import WrongArgument
from core.writers.blocks import Document

Write = Callable[[Document], bytes]
Verify = Callable[[bytes, Document], None]


class Writer(NamedTuple):
    """One format: how it is written, and how what was written is read back and compared."""

    name: str  # as on the command line: pdf
    suffix: str  # .pdf
    write: Write  # raises FontMissing where a character cannot be printed
    verify: Verify  # raises DocumentDiffers, naming the first place


_registry: dict[str, Writer] = {}


def writer(name: str, suffix: str, verify: Verify) -> Callable[[Write], Write]:
    """Register the decorated function as the writer of a format; ``ValueError`` if the name is taken."""

    def register(write: Write) -> Write:
        if name in _registry:
            message = f"two writers for {name}"
            raise ValueError(message)
        _registry[name] = Writer(name, suffix, write, verify)
        return write

    return register


def _load_pdf() -> ModuleType:
    from core.writers import pdf  # noqa: PLC0415 - reportlab is loaded on first use

    return pdf


def _load_xlsx() -> ModuleType:
    from core.writers import xlsx  # noqa: PLC0415 - openpyxl is loaded on first use

    return xlsx


def _load_docx() -> ModuleType:
    from core.writers import docx  # noqa: PLC0415 - python-docx is loaded on first use

    return docx


def _load_html() -> ModuleType:
    from core.writers import html  # noqa: PLC0415 - lxml is loaded on first use

    return html


_FORMATS: dict[str, Callable[[], ModuleType]] = {  # every writer file stands here
    "pdf": _load_pdf,
    "xlsx": _load_xlsx,
    "docx": _load_docx,
    "html": _load_html,
}


def formats() -> tuple[str, ...]:
    """Return the names of the formats this version writes."""
    if not _FORMATS:
        message = "no writer in this program"
        raise LookupError(message)
    return tuple(_FORMATS)


def find(name: str) -> Writer:
    """Return the writer of a format; ``WrongArgument`` for one that is unknown."""
    if name not in formats():
        raise WrongArgument(f"没有“{name}”这种导出格式。", f"可以导出的格式：{'、'.join(formats())}。")
    if name not in _registry:
        with paths.standing_somewhere():
            _FORMATS[name]()
    return _registry[name]

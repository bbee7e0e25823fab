"""The house as the tests in this folder see it: its files, and the syntax trees of its code."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What tools leave behind and git ignores.
LEFT_BEHIND = {".git", ".venv", "build", "dist", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, as a path from its root."""
    return tuple(sorted(_walk()))


def _walk() -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in LEFT_BEHIND and not _is_cache(name)]
        yield from (Path(folder, name).relative_to(ROOT) for name in names if not name.endswith(".pyc"))


def _is_cache(name: str) -> bool:
    return name.startswith(".") and (name.endswith("_cache") or name == ".hypothesis")


def code(*folders: str) -> tuple[Path, ...]:
    """The Python files below these top-level folders."""
    return tuple(path for path in files() if path.suffix == ".py" and path.parts[0] in folders)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of one file of the project."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), str(path))

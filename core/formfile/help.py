"""Help texts for rows, columns and sections out of ``help.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.form import Help, Helps, Part
from core.formfile.node import Node


def read_helps(file: Node, rows: Iterable[str], columns: Iterable[str], sections: Iterable[str]) -> Helps:
    """Read the help for rows and columns (``table.id``) and sections; refuse help for anything else."""
    found = Helps(
        _part(file, "rows", "行", rows),
        _part(file, "columns", "列", columns),
        _part(file, "sections", "部分", sections),
    )
    file.close()
    return found


def _part(file: Node, key: str, what: str, names: Iterable[str]) -> Mapping[str, Help]:
    part = file.node(key, f"[{key}]", required=False)
    found = {name: _help(part, name, what) for name in names}
    part.close()
    return found


def _help(part: Node, name: str, what: str) -> Help:
    node = part.node(name, f"{what} {name}", required=False)
    text = Help(
        counts=node.text("counts", ""),
        excludes=node.text("excludes", ""),
        article=node.text("article", ""),
        mistake=node.text("mistake", ""),
        ours=_ours(node),
    )
    node.close()
    return text


def _ours(node: Node) -> frozenset[Part]:
    """Read which parts are our own reading; refuse a part that is not written."""
    names = node.texts("ours")
    for name in names:
        if name not in tuple(Part) or not node.text(name, ""):
            raise node.broken(f"“ours”里的“{name}”没有对应的文字")
    return frozenset(Part(name) for name in names)

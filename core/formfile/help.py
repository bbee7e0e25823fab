"""Help texts for rows, columns and sections out of ``help.toml``."""

from __future__ import annotations

from core.form import Help, Part
from core.formfile.node import Node


class Helps:
    """The help texts by table and row or column, or by section; refuses those nobody asked for."""

    def __init__(self, file: Node, rows: Node, columns: Node, sections: Node) -> None:
        """Take the three parts of the file."""
        self._file = file
        self._rows = rows
        self._columns = columns
        self._sections = sections

    def row(self, table: str, row: str) -> Help:
        """Return the help for a row, empty where none is written."""
        return _help(self._rows, f"{table}.{row}", "行")

    def column(self, table: str, column: str) -> Help:
        """Return the help for a column, empty where none is written."""
        return _help(self._columns, f"{table}.{column}", "列")

    def section(self, section: str) -> Help:
        """Return the help for a section, empty where none is written."""
        return _help(self._sections, section, "部分")

    def close(self) -> None:
        """Refuse help for rows, columns and sections that do not exist."""
        for part in (self._rows, self._columns, self._sections, self._file):
            part.close()


def read_help(file: Node) -> Helps:
    """Open the help file; texts are read as rows, columns and sections ask for them."""
    rows, columns, sections = (
        file.node(name, f"[{name}]", required=False) for name in ("rows", "columns", "sections")
    )
    return Helps(file, rows, columns, sections)


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

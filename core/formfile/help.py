"""Help texts for rows and columns out of ``help.toml``."""

from __future__ import annotations

from core.form import Help
from core.formfile.node import Node


class Helps:
    """The help texts by table and row or column; refuses those nobody asked for."""

    def __init__(self, rows: Node, columns: Node) -> None:
        """Take the two halves of the file."""
        self._rows = rows
        self._columns = columns

    def row(self, table: str, row: str) -> Help:
        """Return the help for a row, empty where none is written."""
        return _help(self._rows, f"{table}.{row}", "行")

    def column(self, table: str, column: str) -> Help:
        """Return the help for a column, empty where none is written."""
        return _help(self._columns, f"{table}.{column}", "列")

    def close(self) -> None:
        """Refuse help for rows and columns that do not exist."""
        self._rows.close()
        self._columns.close()


def read_help(file: Node) -> Helps:
    """Open the help file; texts are read as rows and columns ask for them."""
    return Helps(
        file.node("rows", "[rows]", required=False), file.node("columns", "[columns]", required=False)
    )


def _help(half: Node, name: str, what: str) -> Help:
    node = half.node(name, f"{what} {name}", required=False)
    text = Help(
        counts=node.text("counts", ""),
        excludes=node.text("excludes", ""),
        article=node.text("article", ""),
        mistake=node.text("mistake", ""),
        ours=node.flag("ours", default=False),
    )
    node.close()
    return text

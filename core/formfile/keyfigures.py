"""The few figures that sum a year up, out of ``form.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core.form import Cell, KeyFigure, Table
from core.formfile.node import Node

_WHOLE_ROW = "*"


def read_key_figures(form: Node, tables: Iterable[Table]) -> tuple[KeyFigure, ...]:
    """Read the key figures in their order and hold them against the cells there are."""
    cells = {key: cell for table in tables for key, cell in table.cells.items()}
    found: dict[str, KeyFigure] = {}
    for node in form.nodes("key_figures", "第 {} 个主要数据"):
        figure = _key_figure(node, cells)
        if figure.name in found:
            raise node.broken(f"主要数据“{figure.name}”出现了两次")
        found[figure.name] = figure
    return tuple(found.values())


def _key_figure(node: Node, cells: Mapping[str, Cell]) -> KeyFigure:
    name = node.text("name")
    added = tuple(_spelled_out(node, node.texts("cells"), cells))
    if not added:
        raise node.broken("“cells”不能是空的")
    if len({(cells[key].kind, cells[key].unit) for key in added}) > 1:
        raise node.broken("“cells”里的数字单位不同，不能相加")
    figure = KeyFigure(
        name=name,
        short=node.text("short", "") or name,
        unit=node.text("unit", ""),
        cells=added,
        ask=tuple(_spelled_out(node, node.texts("ask"), cells)) or added,
        show=node.flag("show", default=True),
    )
    node.close()
    return figure


def _spelled_out(node: Node, names: Iterable[str], cells: Mapping[str, Cell]) -> Iterator[str]:
    """Yield the keys meant; ``table.row.*`` means every typed cell of the row."""
    for name in names:
        head, _, column = name.rpartition(".")
        if column == _WHOLE_ROW:
            meant = [key for key, cell in cells.items() if f"{cell.table}.{cell.row.id}" == head]
            keys = [key for key in meant if not cells[key].computed]
        else:
            keys = [name] if name in cells else []
        if not keys:
            raise node.broken(f"没有数字 {name}")
        yield from keys

"""Sections, tables, blocks, rows and columns out of ``form.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from core.form import Block, Column, Row, Section
from core.formfile.node import Node
from core.values import Kind

_NUMERAL = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+\.")


class TableSpec:
    """A table as ``form.toml`` describes it, before its grid is known."""

    def __init__(self, table_id: str, name: str, blocks: tuple[Block, ...]) -> None:
        """Keep what is described."""
        self.id = table_id
        self.name = name
        self.blocks = blocks

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Return all rows by id, in order."""
        return {row.id: row for block in self.blocks for row in block.rows}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """Return all columns by id, in order."""
        return {column.id: column for block in self.blocks for column in block.columns}

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the printed labels of all rows and columns."""
        rows = tuple(row.label for row in self.rows.values())
        return (*rows, *(column.label for column in self.columns.values()))

    @cached_property
    def crossings(self) -> dict[str, tuple[str, ...]]:
        """Return, for every row, the ids of the columns it is crossed with."""
        return {
            row.id: tuple(column.id for column in block.columns)
            for block in self.blocks
            for row in block.rows
        }


def read_section(node: Node) -> Section:
    """Read one of the parts of the report."""
    section_id = node.id()
    node.place += f" {section_id}"
    section = Section(
        id=section_id,
        heading=node.text("heading"),
        tab=node.text("tab"),
        kind=node.choice("kind", ("text", "table")),
        aliases=node.texts("aliases"),
        outline=node.texts("outline"),
        hint=node.text("hint", ""),
        may_be_none=node.flag("may_be_none", default=True),
        fees=node.text("fees", ""),
    )
    node.close()
    return section


def read_table(node: Node) -> TableSpec:
    """Read one table with its columns and blocks, and prove its sums and carry-over."""
    table_id = node.id()
    node.place += f" {table_id}"
    columns: dict[str, Column] = {}
    for place in node.nodes("columns", "的第 {} 列"):
        column = _column(place)
        if column.id in columns:
            raise place.broken("这一列出现了两次")
        columns[column.id] = column
    rows: dict[str, Row] = {}
    blocks = tuple(_block(place, columns, rows) for place in node.nodes("blocks", "的第 {} 块"))
    spec = TableSpec(table_id, node.text("name"), blocks)
    _prove(node, spec, columns)
    node.close()
    return spec


def _column(node: Node) -> Column:
    column_id = node.id()
    node.place = _named(node.place, "列", column_id)
    column = Column(
        id=column_id,
        label=node.text("label"),
        name=node.text("name"),
        kind=Kind(node.choice("kind", tuple(Kind), Kind.COUNT)),
        unit=node.text("unit", ""),
        sum_of=node.texts("sum_of"),
        aliases=node.texts("aliases"),
    )
    node.close()
    return column


def _block(node: Node, columns: Mapping[str, Column], seen: dict[str, Row]) -> Block:
    """Read one block; ``seen`` gathers the rows of all blocks of the table."""
    chosen = node.texts("columns")
    for name in chosen:
        if name not in columns:
            raise node.broken(f"没有名为 {name} 的列")
    rows = []
    for place in node.nodes("rows", "的第 {} 行"):
        row = _row(place)
        if row.id in seen:
            raise place.broken("这一行出现了两次")
        seen[row.id] = row
        rows.append(row)
    if not rows or not chosen:
        raise node.broken("没有行或没有列")
    block = Block(
        rows=tuple(rows), columns=tuple(columns[name] for name in chosen), caption=node.text("caption", "")
    )
    node.close()
    return block


def _row(node: Node) -> Row:
    row_id = node.id(dotted=True)
    node.place = _named(node.place, "行", row_id)
    label, group, name = node.text("label"), node.text("group", ""), node.text("name")
    row = Row(
        id=row_id,
        label=label,
        name=name,
        group=group,
        place=node.text("place", "") or f"{_numeral(group)}{_numeral(label)}{name}",
        sum_of=node.texts("sum_of"),
        carry_from=node.text("carry_from", ""),
        aliases=node.texts("aliases"),
    )
    node.close()
    return row


def _named(place: str, what: str, name: str) -> str:
    """Turn ``第 3 张表 applications 的第 1 块 的第 24 行`` into ``第 3 张表 applications 的行 total``."""
    return f"{place.partition(' 的第')[0]} 的{what} {name}"


def _numeral(label: str) -> str:
    match = _NUMERAL.match(label)
    return match[0] if match else ""


def _prove(node: Node, spec: TableSpec, columns: Mapping[str, Column]) -> None:
    """Hold sums and carry-over against the rows and columns there are."""
    if not spec.blocks:
        raise node.broken("没有任何一块")
    for name in columns.keys() - spec.columns.keys():
        raise node.broken(f"列 {name} 没有用在任何一块里")
    for block in spec.blocks:
        _prove_sums(node, "行", {row.id: row.sum_of for row in block.rows})
        _prove_sums(node, "列", {column.id: column.sum_of for column in block.columns})
        known = {row.id for row in block.rows}
        for row in block.rows:
            if row.carry_from and row.carry_from not in known:
                raise node.broken(f"上年数取自 {row.carry_from}，同一块里没有这一行", f"的行 {row.id}")


def _prove_sums(node: Node, what: str, sums: Mapping[str, Iterable[str]]) -> None:
    """Refuse sums of unknown parts and sums that contain themselves."""
    for name, parts in sums.items():
        for part in parts:
            if part not in sums:
                raise node.broken(f"合计里的 {part} 在同一块里没有", f"的{what} {name}")
    for name in sums:
        waiting, reached = list(sums[name]), set[str]()
        while waiting:
            part = waiting.pop()
            if part == name:
                raise node.broken("合计绕回了自己", f"的{what} {name}")
            if part not in reached:
                reached.add(part)
                waiting += sums[part]

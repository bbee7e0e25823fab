"""The printed grid of each table out of ``layout.toml``; proves that the cells tile it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.errors import FormBroken
from core.form import Grid, Layout, Placed, Role
from core.formfile.node import Node
from core.formfile.tables import TableSpec
from core.keys import cell as cell_key

_OPTIONS = re.compile(r"(.*?)\{(left|center|right|vertical)\}")
_LEFT, _ABOVE = "<", "^"
_MERGED = (_LEFT, _ABOVE)
_ALONE = ("", *_MERGED, "=", "*", "$", "%")  # says nothing by itself where a cell begins


class _Box(NamedTuple):
    row: int
    column: int
    rows: int
    columns: int


def _fills(box: _Box, places: list[tuple[int, int]]) -> bool:
    """Tell whether different places make up the whole of a rectangle."""
    inside = all(
        box.row <= row < box.row + box.rows and box.column <= column < box.column + box.columns
        for row, column in places
    )
    return inside and box.rows * box.columns == len(places)


def read_layout(file: Node, specs: list[TableSpec]) -> dict[str, Layout]:
    """Read the grids of all tables, and refuse what nobody asked for."""
    layouts = {spec.id: _Reader(file.node(spec.id, f"表 {spec.id}"), spec).read() for spec in specs}
    file.close()
    return layouts


class _Reader:
    """Reads the grid of one table, line by line."""

    def __init__(self, node: Node, spec: TableSpec) -> None:
        """Take the settings and cut the lines into cells."""
        self.node = node
        self.spec = spec
        self.widths = node.wholes("widths")
        self.heading_rows = node.whole("heading_rows")
        self.heading_columns = node.whole("heading_columns")
        self.label_align = node.choice("label_align", ("left", "center", "right"), "center")
        lines = node.text("grid").strip().splitlines()
        self.lines = [[token.strip() for token in line.split("|")] for line in lines]

    def read(self) -> Layout:
        """Return the grid after proving that it tiles and that everything is printed."""
        self.node.close()
        self._prove_shape()
        placed = tuple(self._placed(box) for box in self._boxes())
        self._prove_figures(placed)
        self._prove_labels(placed)
        grid = Grid(
            rows=len(self.lines),
            columns=len(self.widths),
            placed=placed,
            heading_rows=self.heading_rows,
            heading_columns=self.heading_columns,
            widths=self.widths,
        )
        return Layout(grid, {cell.key: cell for cell in placed if cell.key})

    def _prove_shape(self) -> None:
        """Refuse lines that are too long or short, empty cells and headings beyond the grid."""
        for number, line in enumerate(self.lines, start=1):
            if len(line) != len(self.widths):
                raise self.node.broken(f"第 {number} 行有 {len(line)} 格，应当有 {len(self.widths)} 格")
            if "" in line:
                raise self.node.broken(f"第 {number} 行第 {line.index('') + 1} 格是空洞")
        if not 0 <= self.heading_rows < len(self.lines):
            raise self.node.broken("“heading_rows”超出了表格")
        if not 0 <= self.heading_columns < len(self.widths):
            raise self.node.broken("“heading_columns”超出了表格")

    def _boxes(self) -> Iterator[_Box]:
        """Return the rectangle of every cell; refuse marks that leave the grid or make no rectangle."""
        covered: dict[tuple[int, int], list[tuple[int, int]]] = {}
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for row, line in enumerate(self.lines):
            for column, text in enumerate(line):
                here = (row, column)
                if text not in _MERGED:
                    owners[here], covered[here] = here, [here]
                    continue
                beside = (row, column - 1) if text == _LEFT else (row - 1, column)
                if beside not in owners:
                    raise self._broken_at(row, column, "伸出了表格的边")
                owners[here] = owners[beside]
                covered[owners[here]].append(here)
        for (row, column), places in covered.items():
            last_row, last_column = places[-1]
            box = _Box(row, column, 1 + last_row - row, 1 + last_column - column)
            if len(places) > 1 and not _fills(box, places):
                raise self._broken_at(row, column, "与别的格重叠，合并后不是长方形")
            yield box

    def _placed(self, box: _Box) -> Placed:
        token = self.lines[box.row][box.column]
        align, vertical = "", False
        while token.endswith("}") and (match := _OPTIONS.fullmatch(token)):
            token = match[1].strip()
            vertical = vertical or match[2] == "vertical"
            align = align if match[2] == "vertical" else match[2]
        if token in _ALONE:
            raise self._broken_at(box.row, box.column, f"“{self.lines[box.row][box.column]}”少了内容")
        text, key, role = self._meaning(token, box)
        usual = {Role.CAPTION: "left", Role.LABEL: self.label_align}.get(role, "center")
        return Placed(
            row=box.row,
            column=box.column,
            row_span=box.rows,
            column_span=box.columns,
            text=text,
            key=key,
            role=role,
            vertical=vertical,
            align=align or ("center" if vertical else usual),
        )

    def _meaning(self, token: str, box: _Box) -> tuple[str, str, Role]:
        """Return (text, key, role) of what is written in a cell."""
        mark, name = token[0], token[1:].strip()
        beside = Role.HEADING if box.row < self.heading_rows else Role.LABEL
        if mark == "#":
            return "", self._figure(name, box), Role.VALUE
        if mark == "$":
            return self._label(name, box), "", beside
        if mark == "%":
            if name not in self.spec.columns:
                raise self._broken_at(box.row, box.column, f"没有名为 {name} 的列")
            return self.spec.columns[name].label, "", Role.HEADING
        if mark in "=*":
            return name, "", Role.CAPTION if mark == "=" else Role.HEADING
        return token, "", beside

    def _label(self, name: str, box: _Box) -> str:
        if name not in self.spec.rows:
            raise self._broken_at(box.row, box.column, f"没有名为 {name} 的行")
        return self.spec.rows[name].label

    def _figure(self, name: str, box: _Box) -> str:
        """Return the key of ``#row.column``, or of a bare ``#``: the next figure of the row in this line."""
        if name:
            row, _, column = name.rpartition(".")
        else:
            before = self.lines[box.row][: box.column]
            named = [text[1:].partition("{")[0].strip() for text in before if text[0] == "$"]
            row = named[-1] if named else ""
            columns = self.spec.crossings.get(row, ())[before.count("#") :]
            column = columns[0] if columns else ""
        if column not in self.spec.crossings.get(row, ()):
            raise self._broken_at(box.row, box.column, "这里没有对应的数字")
        return cell_key(self.spec.id, row, column)

    def _prove_figures(self, placed: tuple[Placed, ...]) -> None:
        """Demand that every figure is placed exactly once."""
        seen: set[str] = set()
        for cell in placed:
            if cell.key in seen:
                raise self._broken_at(cell.row, cell.column, f"数字 {cell.key} 放了两次")
            seen |= {cell.key} - {""}
        for row, columns in self.spec.crossings.items():
            for column in columns:
                if (key := cell_key(self.spec.id, row, column)) not in seen:
                    raise self.node.broken(f"数字 {key} 没有位置")

    def _prove_labels(self, placed: tuple[Placed, ...]) -> None:
        """Demand that every label of ``form.toml`` is printed."""
        printed = {cell.text for cell in placed}
        for block in self.spec.blocks:
            labels = [
                block.caption,
                *(column.label for column in block.columns),
                *(text for row in block.rows for text in (row.group, row.label)),
            ]
            for label in labels:
                if label and label not in printed:
                    raise self.node.broken(f"“{label}”没有印在表格里")

    def _broken_at(self, row: int, column: int, what: str) -> FormBroken:
        return self.node.broken(f"第 {row + 1} 行第 {column + 1} 格{what}")

"""Every grid tiles its rectangle; a grid that does not is refused, never drawn wrong."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import formfile, paths
from core.errors import FormBroken
from core.form import FormDef, Grid

Boxes = list[tuple[int, int, int, int]]  # row, column, row span, column span


def assert_tiles(grid: Grid) -> None:
    """Every square of the rectangle belongs to exactly one placed cell."""
    squares = [
        (row, column)
        for cell in grid.placed
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(squares) == [(row, column) for row in range(grid.rows) for column in range(grid.columns)]


def assert_complete(form: FormDef) -> None:
    for table in form.tables:
        assert_tiles(table.grid)
        assert len(table.grid.widths) == table.grid.columns
        assert sorted(cell.key for cell in table.grid.placed if cell.key) == sorted(table.cells)
        assert {key: cell.key for key, cell in table.placement.items()} == {key: key for key in table.cells}
        assert all(bool(cell.key) != bool(cell.text) for cell in table.grid.placed)


def test_the_shipped_grids_tile_and_place_every_figure_once(form: FormDef) -> None:
    assert_complete(form)


def test_no_merged_cell_crosses_the_edge_of_the_headings(form: FormDef) -> None:
    for table in form.tables:
        top, left = table.grid.heading_rows, table.grid.heading_columns
        for cell in table.grid.placed:
            assert cell.row >= top or cell.row + cell.row_span <= top
            assert cell.column >= left or cell.column + cell.column_span <= left or cell.key == ""


def cut(draw: random.Random, rows: int, columns: int, row: int = 0, column: int = 0) -> Boxes:
    """Cut a rectangle into smaller ones, at random."""
    if rows * columns == 1 or draw.random() < 0.2:
        return [(row, column, rows, columns)]
    if rows > 1 and (columns == 1 or draw.random() < 0.5):
        at = draw.randrange(1, rows)
        return cut(draw, at, columns, row, column) + cut(draw, rows - at, columns, row + at, column)
    at = draw.randrange(1, columns)
    return cut(draw, rows, at, row, column) + cut(draw, rows, columns - at, row, column + at)


def written(boxes: Boxes, rows: int, columns: int, draw: random.Random) -> list[list[str]]:
    """Write boxes the way layout.toml does; inside a box either mark is right."""
    lines = [[""] * columns for _ in range(rows)]
    for number, (row, column, high, wide) in enumerate(boxes):
        for r in range(row, row + high):
            for c in range(column, column + wide):
                marks = (["<"] if c > column else []) + (["^"] if r > row else [])
                lines[r][c] = draw.choice(marks) if marks else f"text {number}"
    return lines


def load_with_grid(lines: list[list[str]], folder: Path) -> Grid:
    """Load a form with one table: one figure in the last line, under the grid given."""
    columns = len(lines[0])
    form = folder / "drawn"
    form.mkdir()
    figure = " | ".join(["$r", "#", *["<"] * columns])
    head = " | ".join(["%c", *["<"] * (columns + 1)])
    body = "\n".join(" | ".join(["side", "<", *line]) for line in lines)
    (form / "form.toml").write_text(
        """
        name = "n"
        source = "s"
        first_year = 1
        title = "{unit}{year}"
        sections = [{id = "t", kind = "table", heading = "h", tab = "t"}]
        [[tables]]
        id = "t"
        name = "n"
        columns = [{id = "c", label = "C", name = "c"}]
        [[tables.blocks]]
        columns = ["c"]
        rows = [{id = "r", label = "R", name = "r"}]
        """,
        "utf-8",
    )
    (form / "layout.toml").write_text(
        f"[t]\nwidths = {[1] * (columns + 2)}\nheading_rows = 0\nheading_columns = 0\n"
        f"grid = '''\n{head}\n{body}\n{figure}\n'''\n",
        "utf-8",
    )
    (form / "checks.toml").write_text("", "utf-8")
    (form / "help.toml").write_text("", "utf-8")
    return formfile.load("drawn", folder).table("t").grid


@settings(max_examples=60, deadline=None)
@given(rows=st.integers(1, 6), columns=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_any_tiling_comes_back_as_it_was_written(rows: int, columns: int, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - an example, not a secret
    boxes = cut(draw, rows, columns)
    with TemporaryDirectory() as folder:
        grid = load_with_grid(written(boxes, rows, columns, draw), Path(folder))
    assert_tiles(grid)
    inner = {
        (cell.row - 1, cell.column - 2, cell.row_span, cell.column_span)
        for cell in grid.placed
        if cell.text.startswith("text")
    }
    assert inner == set(boxes)


def load_or_refusal(folder: Path) -> tuple[FormDef | None, str]:
    try:
        return formfile.load("2021", folder), ""
    except FormBroken as refusal:
        return None, refusal.message


@settings(max_examples=80, deadline=None)
@given(table=st.integers(0, 2), seed=st.integers(0, 10**6), mark=st.sampled_from(["<", "^", "#", "", "x"]))
def test_one_wrong_mark_is_refused_or_still_tiles(table: int, seed: int, mark: str) -> None:
    draw = random.Random(seed)  # noqa: S311 - an example, not a secret
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(paths.forms_dir() / "2021", folder / "2021")
        path = folder / "2021" / "layout.toml"
        parts = path.read_text("utf-8").split("'''")
        lines = parts[1 + 2 * table].strip("\n").splitlines()
        at = draw.randrange(len(lines))
        cells = lines[at].split("|")
        cells[draw.randrange(len(cells))] = mark
        lines[at] = "|".join(cells)
        parts[1 + 2 * table] = "\n" + "\n".join(lines) + "\n"
        path.write_text("'''".join(parts), "utf-8")
        form, said = load_or_refusal(folder)
    assert (form is None) == said.startswith("表单文件 2021/layout.toml 表 ")
    if form is not None:
        assert_complete(form)


def test_the_tiling_test_itself_sees_a_hole(form: FormDef) -> None:
    grid = form.table("disputes").grid
    broken = Grid(grid.rows, grid.columns, grid.placed[1:], 0, 0, grid.widths)
    with pytest.raises(AssertionError):
        assert_tiles(broken)

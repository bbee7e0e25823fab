"""A form nobody has seen yet takes pastes too: rows, columns and sums come from its data."""

from pathlib import Path

import pytest

from core import formfile, pasting
from core.form import FormDef
from core.pasting import Placement
from core.report import Entry, Report
from core.session import blank_report
from tests.forms import invented
from tests.pasting.clips import A, excel, numbers, tsv


@pytest.fixture
def form(tmp_path: Path) -> FormDef:
    return formfile.load(invented.ID, invented.build(tmp_path))


def put(form: FormDef, rows: list[list[str]], *, text: bool = False) -> Placement:
    table = form.table("applications")
    clip = pasting.read("", tsv(rows)) if text else pasting.read(excel(rows), "")
    return pasting.place(blank_report("某镇", form.first_year, form), table, clip, next(iter(table.cells)))


@pytest.mark.parametrize("columns", [8, 7], ids=["with total", "typed only"])
def test_a_block_of_its_own_width_fills_it(form: FormDef, columns: int) -> None:
    block = numbers(25, columns)
    placed = put(form, block, text=True)
    assert placed.values[A + "new_received.partnership"] == 3
    assert len(placed.values) == 24 * 7
    assert not placed.left


def test_its_own_labels_are_known_and_the_old_ones_are_not(form: FormDef) -> None:
    rows = [["", "自然人", "合伙企业"], ["（一）全部公开", "3", "1"], ["（一）予以公开", "4", "2"]]
    placed = put(form, rows)
    assert placed.values == {A + "granted.natural_person": 3, A + "granted.partnership": 1}
    assert [one.text for one in placed.left] == ["4\t2"]


def test_its_table_copied_comes_back_whole(form: FormDef) -> None:
    table = form.table("applications")
    blank = blank_report("某镇", form.first_year, form)
    typed = [key for key, cell in table.cells.items() if not cell.computed]
    full = Report(form, form.first_year, {key: Entry(number) for number, key in enumerate(typed)})
    for report, values in ((full, dict(zip(typed, range(len(typed)), strict=True))), (blank, {})):
        copied = pasting.copy_table(report, table)
        clip = pasting.read(copied.html, copied.text)
        placed = pasting.place(blank, table, clip, next(iter(table.cells)))
        assert placed.values == values
        assert not placed.untold

"""Movement and spans follow the grid that the form prints."""

import pytest
from PySide6.QtWidgets import QApplication

from core import formfile
from core.form import Table
from gui.tables.labels import lines
from gui.tables.letters import Letters
from gui.tables.measure import measures
from gui.tables.plan import Plan

FORM = formfile.load("2021")
TABLES = [pytest.param(table, id=table.id) for table in FORM.tables]


def plan(table_id: str) -> Plan:
    return Plan(FORM.table(table_id))


@pytest.mark.parametrize("table", TABLES)
def test_every_place_of_the_body_belongs_to_one_cell_and_every_figure_has_a_place(table: Table) -> None:
    one = Plan(table)
    covered = {
        place: one.owner(place) for place in ((r, c) for r in range(one.rows) for c in range(one.columns))
    }
    assert set(covered.values()) == set(one.body)
    assert set(one.place_of) == set(table.cells)


@pytest.mark.parametrize("table", TABLES)
def test_tab_visits_every_typed_figure_once_and_then_stops(table: Table) -> None:
    one = Plan(table)
    place = one.first()
    visited = [one.key(place)]
    while (following := one.next_typed(place, 1)) is not None:
        place = following
        visited.append(one.key(place))
    assert sorted(visited) == sorted(key for key, cell in table.cells.items() if not cell.computed)
    assert one.next_typed(one.first(), -1) is None


def test_down_from_a_figure_passes_captions_and_headings() -> None:
    two = plan("disclosure")
    below = two.vertical(two.place_of["disclosure.normative.valid"], 1)
    assert below is not None
    assert two.key(below) == "disclosure.licence.decisions"


def test_enter_passes_the_computed_total_and_stops_at_the_foot() -> None:
    three = plan("applications")
    last_part = three.place_of["applications.other.other.natural_person"]
    below = three.vertical(last_part, 1, typed=True)
    assert below is not None
    assert three.key(below) == "applications.carried_forward.natural_person"
    assert three.vertical(below, 1, typed=True) is None


def test_an_arrow_enters_computed_cells_and_stops_at_the_edge() -> None:
    three = plan("applications")
    right = three.horizontal(three.place_of["applications.granted.other"], 1)
    assert right is not None
    assert three.key(right) == "applications.granted.total"
    assert three.horizontal(right, 1) is None


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("percent", [80, 100, 150, 200])
@pytest.mark.parametrize(("width", "height"), [(940, 480), (1500, 800)])
@pytest.mark.parametrize("table", TABLES)
def test_every_label_has_room_at_every_zoom(table: Table, width: int, height: int, percent: int) -> None:
    one = Plan(table)
    letters = Letters(QApplication.font(), percent / 100)
    room = measures(one, letters, width, height)
    rows = (*room.headings, *room.rows)
    for cell in table.grid.placed:
        if not cell.text or cell.vertical:
            continue
        wide = sum(room.columns[cell.column : cell.column + cell.column_span]) - 2 * letters.pad
        high = sum(rows[cell.row : cell.row + cell.row_span])
        broken = lines(cell, wide, letters)
        assert "".join(broken) == cell.text
        assert letters.height(broken) <= high, cell.text
        assert max(letters.label_bold.width(line) for line in broken) <= max(wide, letters.em * 2), cell.text
        assert not [line for line in broken if line[0] in "，。、）”"], cell.text


@pytest.mark.usefixtures("dressed")
def test_all_of_table_three_is_as_wide_as_its_room_on_a_small_screen() -> None:
    room = measures(plan("applications"), Letters(QApplication.font()), 946, 480)
    assert sum(room.columns) == 946


@pytest.mark.usefixtures("dressed")
def test_headings_break_between_words_of_two_characters() -> None:
    three = plan("applications")
    letters = Letters(QApplication.font())
    broken = {cell.text: lines(cell, 66, letters) for cell in three.above}
    assert broken["社会公益组织"] == ("社会公益", "组织")
    assert broken["自然人"] == ("自然人",)

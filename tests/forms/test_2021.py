"""The 2021 form holds what contract and notice say: keys, orders, labels, sums, carry-over, checks."""

from __future__ import annotations

from collections import Counter

import pytest

from core.form import FormDef, Role
from core.rules import Relation
from core.values import Kind
from tests.forms.printed_2021 import COLUMNS, HEADINGS, PRINTED, ROWS, TABS

OUTCOMES = ROWS["applications"][2:23]


def test_has_200_cells_of_which_34_are_computed_and_166_typed(form: FormDef) -> None:
    assert (len(form.cells), len(form.computed), len(form.typed)) == (200, 34, 166)


@pytest.mark.parametrize(
    ("table", "cells", "computed"), [("disclosure", 10, 0), ("applications", 175, 31), ("disputes", 15, 3)]
)
def test_each_table_has_its_cells(form: FormDef, table: str, cells: int, computed: int) -> None:
    found = form.table(table).cells
    assert len(found) == cells
    assert sum(cell.computed for cell in found.values()) == computed


def test_keys_stand_in_the_order_of_the_contract(form: FormDef) -> None:
    expected = [
        f"{table}.{row}.{column}"
        for table, rows in ROWS.items()
        for row in rows
        for column in COLUMNS[row if table == "disclosure" else table]
    ]
    assert list(form.cells) == expected


@pytest.mark.parametrize("table", PRINTED)
def test_every_table_prints_its_texts_verbatim_in_reading_order(form: FormDef, table: str) -> None:
    assert [cell.text for cell in form.table(table).grid.placed if cell.text] == PRINTED[table]


def test_sections_have_the_official_headings_and_the_short_tabs(form: FormDef) -> None:
    assert [section.heading for section in form.sections] == HEADINGS
    assert [section.tab for section in form.sections] == TABS
    assert form.texts == ("preamble", "overview", "problems", "other_matters")
    assert [table.title for table in form.tables] == HEADINGS[1:4]
    assert [section.id for section in form.sections if not section.may_be_none] == ["problems"]


def test_outline_and_hint_are_those_of_the_notice(form: FormDef) -> None:
    overview, *_, other = form.sections
    assert overview.outline == ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
    assert other.hint == "（文字描述，收取信息处理费情况在此处报告。）"


def test_the_title_follows_the_official_pattern(form: FormDef) -> None:
    assert form.title("青石镇人民政府", 2025) == "青石镇人民政府2025年政府信息公开工作年度报告"


def test_total_adds_up_the_21_outcomes_and_the_total_column_six_applicants(form: FormDef) -> None:
    assert form.cells["applications.total.research"].parts == tuple(
        f"applications.{row}.research" for row in OUTCOMES
    )
    six = COLUMNS["applications"][:6]
    assert form.cells["applications.granted.total"].parts == tuple(
        f"applications.granted.{column}" for column in six
    )
    assert form.cells["disputes.direct_suit.total"].parts == tuple(
        f"disputes.direct_suit.{column}" for column in COLUMNS["disputes"][:4]
    )


def test_where_row_and_column_are_sums_the_row_is_added_up(form: FormDef) -> None:
    six = COLUMNS["applications"][:6]
    assert form.cells["applications.total.total"].parts == tuple(
        f"applications.total.{column}" for column in six
    )
    assert len(form.leaves("applications.total.total")) == 126


def test_carried_in_repeats_last_years_carried_forward(form: FormDef) -> None:
    carried = {key: cell.carry_from for key, cell in form.cells.items() if cell.carry_from}
    assert carried == {
        f"applications.carried_in.{column}": f"applications.carried_forward.{column}"
        for column in COLUMNS["applications"]
    }


def test_only_the_fee_is_money_in_wan_yuan(form: FormDef) -> None:
    money = {key: cell.unit for key, cell in form.cells.items() if cell.kind is not Kind.COUNT}
    assert money == {"disclosure.fees.amount": "万元"}
    assert {cell.unit for cell in form.cells.values() if cell.kind is Kind.COUNT} == {""}


def test_equations_are_spelled_out_for_every_column_row_and_group(form: FormDef) -> None:
    counts = Counter(equation.code for equation in form.equations)
    assert counts == {"A01": 7, "A02": 7, "A03": 25, "B01": 3, "D02": 2}
    assert {equation.level for equation in form.equations} == {"error"}
    assert all(set(equation.keys) <= set(form.cells) for equation in form.equations)


def test_equations_say_which_cells_stand_on_which_side(form: FormDef) -> None:
    found = {(equation.code, equation.place): equation for equation in form.equations}
    balance = found["A01", "自然人列"]
    assert [term.key.split(".")[1] for term in balance.left] == ["new_received", "carried_in"]
    assert [term.key.split(".")[1] for term in balance.right] == ["total", "carried_forward"]
    assert [term.key for term in found["A02", "其他列"].left] == [
        f"applications.{row}.other" for row in OUTCOMES
    ]
    assert [term.key for term in found["A03", "（七）总计行"].left] == [
        f"applications.total.{column}" for column in COLUMNS["applications"][:6]
    ]
    assert [term.key.split(".")[2] for term in found["B01", "行政复议"].left] == COLUMNS["disputes"][:4]
    stock = found["D02", "行政规范性文件"]
    assert [(term.key.split(".")[2], term.sign) for term in stock.left] == [
        ("valid", 1),
        ("made", -1),
        ("repealed", 1),
    ]
    assert (stock.right, stock.relation) == ((), Relation.AT_LEAST)


def test_short_names_tell_the_rows_of_a_table_apart(form: FormDef) -> None:
    for table in form.tables:
        rows = [row for block in table.blocks for row in block.rows]
        assert len({row.name for row in rows}) == len(rows)
        assert len({row.place for row in rows}) == len(rows)
        for block in table.blocks:
            assert len({column.name for column in block.columns}) == len(block.columns)
    assert form.cells["applications.carried_forward.natural_person"].name == "结转下年·自然人"


def test_grids_have_the_official_size_and_headings(form: FormDef) -> None:
    sizes = {
        table.id: (table.grid.rows, table.grid.columns, table.grid.heading_rows, table.grid.heading_columns)
        for table in form.tables
    }
    assert sizes == {"disclosure": (14, 4, 0, 0), "applications": (28, 10, 3, 3), "disputes": (4, 15, 3, 0)}


def test_the_outcome_heading_is_vertical_and_22_rows_high(form: FormDef) -> None:
    (vertical,) = [cell for cell in form.table("applications").grid.placed if cell.vertical]
    assert (vertical.text, vertical.row_span, vertical.role) == ("三、本年度办理结果", 22, Role.LABEL)


def test_captions_are_full_width_lines_of_table_two(form: FormDef) -> None:
    captions = [cell for table in form.tables for cell in table.grid.placed if cell.role is Role.CAPTION]
    assert [cell.text for cell in captions] == [block.caption for block in form.table("disclosure").blocks]
    assert {(cell.column_span, cell.align) for cell in captions} == {(4, "left")}


def test_no_alias_is_the_label_or_alias_of_another_row_or_column(form: FormDef) -> None:
    for table in form.tables:
        rows = {row.id: (row.group, row.label, row.aliases) for block in table.blocks for row in block.rows}
        columns = {column.id: (column.label, column.aliases) for b in table.blocks for column in b.columns}
        names = [(group, name) for group, label, aliases in rows.values() for name in (label, *aliases)]
        assert len(set(names)) == len(names)
        headings = [name for label, aliases in columns.values() for name in (label, *aliases)]
        assert len(set(headings)) == len(headings)


def test_places_of_checks_are_spelled_out(form: FormDef) -> None:
    checks = {check.code: check for check in form.checks}
    assert checks["A04"].cell("handled") == "applications.total.total"
    columns = [column.id for column in form.table("applications").blocks[0].columns if not column.sum_of]
    assert checks["Y02"].cells["places"] == tuple(f"applications.carried_in.{column}" for column in columns)
    groups = ("review", "direct_suit", "suit_after_review")
    assert checks["B06"].cells["pending"] == tuple(f"disputes.{group}.pending" for group in groups)
    assert checks["B06"].cells["total"] == tuple(f"disputes.{group}.total" for group in groups)
    assert checks["D01"].cells["valid"] == ("disclosure.rules.valid", "disclosure.normative.valid")
    both = {**form.table("applications").cells, **form.table("disputes").cells}
    assert checks["Y03"].cells["places"] == tuple(both)
    assert checks["B04"].limits == {"since": 2024}
    assert checks["B05"].section("section") == "problems"

"""The key figures of a form: what they add up, what is asked for from paper, how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import formfile
from core.errors import FormBroken
from core.form import FormDef
from core.key_figures import compared
from core.report import Entry, Report
from tests.forms import invented
from tests.forms.conftest import Edit

A = "applications."
NORMATIVE = 'cells = ["disclosure.normative.valid"]'


def filled(form: FormDef, figures: dict[str, int], year: int = 2025) -> Report:
    return Report(form, year, {key: Entry(value) for key, value in figures.items()})


def test_five_are_shown_and_two_more_are_asked_for(form: FormDef) -> None:
    assert [figure.short for figure in form.key_figures if figure.show] == [
        "新收申请",
        "办结",
        "结转下年度",
        "复议诉讼",
        "规范性文件",
    ]
    assert [figure.name for figure in form.key_figures if not figure.show] == [
        "现行有效规章",
        "行政许可、处罚、强制决定",
    ]
    assert {figure.unit for figure in form.key_figures} == {"件"}


def test_carried_forward_is_asked_for_column_by_column(form: FormDef) -> None:
    asked = [key for figure in form.key_figures for key in figure.ask]
    columns = [column.id for column in form.table("applications").blocks[0].columns if not column.sum_of]
    assert [key for key in asked if "carried_forward" in key] == [f"{A}carried_forward.{c}" for c in columns]
    assert {f"{A}new_received.total", f"{A}total.total", "disclosure.rules.valid"} <= set(asked)
    assert len(asked) == len(set(asked)) == 16


def test_another_form_asks_for_its_own_columns(tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    asked = [key for figure in form.key_figures for key in figure.ask]
    assert f"{A}carried_forward.partnership" in asked


def test_figures_stand_beside_last_years(form: FormDef) -> None:
    now = filled(form, dict.fromkeys(form.typed, 0) | {f"{A}new_received.research": 7})
    before = filled(form, {f"{A}new_received.total": 5, "disclosure.normative.valid": 3}, 2024)
    received, handled, *_, normative = compared(now, before)
    assert (received.now, received.before, received.change, received.complete) == (7, 5, 2, True)
    assert (handled.now, handled.before, handled.change) == (0, None, None)
    assert (normative.now, normative.before, normative.change) == (0, 3, -3)


def test_a_half_filled_sum_has_no_difference(form: FormDef) -> None:
    received, handled, *_ = compared(filled(form, {f"{A}new_received.research": 7}), None)
    assert (received.now, received.complete, received.change, received.before) == (7, False, None, None)
    assert (handled.now, handled.complete) == (None, False)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ('cells = ["disclosure.normative.valued"]', "没有数字 disclosure.normative.valued"),
        ('cells = ["disclosure.norms.*"]', "没有数字 disclosure.norms.*"),
        ("cells = []", "“cells”不能是空的"),
        (
            'cells = ["disclosure.normative.valid", "disclosure.fees.amount"]',
            "“cells”里的数字单位不同，不能相加",
        ),
        (f"{NORMATIVE}\nshown = true", "不认识“shown”"),
    ],
)
def test_a_wrong_key_figure_is_refused_with_its_place(edit: Edit, new: str, words: str) -> None:
    with pytest.raises(FormBroken) as refusal:
        formfile.load("2021", edit("form.toml", NORMATIVE, new))
    assert str(refusal.value).startswith(f"表单文件 2021/form.toml 第 5 个主要数据：{words}")


def test_a_name_that_stands_twice_is_refused(edit: Edit) -> None:
    with pytest.raises(FormBroken, match="主要数据“办结”出现了两次"):
        formfile.load("2021", edit("form.toml", 'name = "现行有效规章"', 'name = "办结"'))

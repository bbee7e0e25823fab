"""The card of key figures beside last year's."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core import formfile
from core.report import Entry, Report
from gui.comparison_card import ComparisonCard
from tests.forms import invented

FORM = formfile.load("2021")
A = "applications."
ZEROS = dict.fromkeys(FORM.typed, 0)


def report(figures: dict[str, int], year: int = FORM.first_year) -> Report:
    return Report(FORM, year, {key: Entry(value) for key, value in figures.items()})


@pytest.fixture
def card(qtbot: QtBot) -> ComparisonCard:
    made = ComparisonCard()
    qtbot.addWidget(made)
    made.resize(330, 200)
    return made


def said(card: ComparisonCard) -> list[str]:
    return [figure.accessibleName() for figure in card.figures]


def test_the_year_is_set_beside_the_one_before(card: ComparisonCard) -> None:
    now = report(
        ZEROS | {f"{A}new_received.research": 7, f"{A}granted.research": 7, "disputes.review.other": 0}
    )
    last = report(ZEROS | {f"{A}new_received.other": 5, f"{A}granted.other": 7, "disputes.review.other": 2})
    card.show_report(now, last)
    assert said(card) == [
        "新收申请 7（上年 5，+2）",
        "办结 7（上年 7）",
        "结转下年度 0（上年 0）",
        "复议诉讼 0（上年 2，−2）",
        "规范性文件 0（上年 0）",
    ]
    assert not card.add.isVisibleTo(card)


def test_what_is_not_filled_in_is_not_compared(card: ComparisonCard) -> None:
    card.show_report(report({f"{A}new_received.research": 7}), report({f"{A}new_received.total": 5}))
    assert said(card)[:2] == ["新收申请 7（未填全，上年 5）", "办结 未填"]


def test_without_last_year_it_offers_to_add_it(card: ComparisonCard) -> None:
    card.show_report(report(ZEROS), None)
    assert said(card)[0] == "新收申请 0"
    assert card.add.isVisibleTo(card)
    assert not card.isHidden()


def test_nothing_filled_in_is_nothing_to_show(card: ComparisonCard) -> None:
    card.show_report(report({}), None)
    assert card.isHidden()


def test_another_form_brings_its_own_key_figures(card: ComparisonCard, tmp_path: Path) -> None:
    form = formfile.load(invented.ID, invented.build(tmp_path))
    card.show_report(Report(form, form.first_year, {key: Entry(1) for key in form.typed}), None)
    assert len(card.figures) == sum(figure.show for figure in form.key_figures)

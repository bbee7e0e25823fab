"""The fee fields: what they mean as numbers, and what is said of them beside the table."""

from decimal import Decimal

import pytest

from core import formfile
from core.findings import Level
from core.narrative import fees
from core.report import Entry, Report
from core.values import Raw, Value

AMOUNT = "disclosure.fees.amount"


def report_of(notices: str = "", notified: str = "", received: str = "", amount: str = "") -> Report:
    report = Report(formfile.load("2021"), 2025)
    texts = dict(zip(fees.KEYS, (notices, notified, received), strict=True))
    report.write({key: Entry(text) for key, text in texts.items() if text})
    if amount:
        report.write({AMOUNT: Entry(Decimal(amount))})
    return report


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("3", 3),
        ("３ 件", 3),
        ("1.5", Raw("1.5")),
        ("-1", Raw("-1")),
        ("两件", Raw("两件")),
    ],
)
def test_notices_are_counted(text: str, value: Value) -> None:
    assert fees.value(report_of(notices=text), fees.NOTICES) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("270", Decimal(270)),
        ("1,080 元", Decimal(1080)),
        ("270.50", Decimal("270.5")),
        ("0.0270万元", Decimal(270)),
        ("270.555", Raw("270.555")),
        ("约270", Raw("约270")),
        ("270件", Raw("270件")),
        ("-5", Raw("-5")),
    ],
)
def test_amounts_are_in_yuan(text: str, value: Value) -> None:
    assert fees.value(report_of(received=text), fees.RECEIVED) == value


def test_what_is_no_number_is_said_beside_its_field() -> None:
    report = report_of("若干", "270", "二百七")
    assert [fees.trouble(report, key) for key in fees.KEYS] == [
        "不是件数，应填整数",
        "",
        "不是金额，应填以元为单位的数字",
    ]


def only(report: Report) -> fees.Remark:
    (remark,) = fees.remarks(report, AMOUNT)
    return remark


def test_what_was_received_is_set_beside_the_table() -> None:
    remark = only(report_of("1", "270", "270", "0.5"))
    assert remark == fees.Remark(Level.HINT, "实收 270 元 = 0.027 万元，表二收费金额为 0.5 万元。")


def test_more_received_than_the_tables_amount_wants_another_look() -> None:
    remark = only(report_of("1", "2000", "2000", "0"))
    assert remark.level is Level.EXPLAIN
    assert remark.text.startswith("实收 2000 元 = 0.2 万元，表二收费金额为 0 万元：请核对。")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("３００.5", "300.5"),
        ("1,080 元", "1080"),
        ("0.0270万元", "270"),
        ("三百", "三百"),
        ("", ""),
    ],
)
def test_a_figure_is_written_plainly_and_what_is_none_as_it_was_typed(text: str, plain: str) -> None:
    assert fees.normalised(report_of(notified=text), fees.NOTIFIED) == plain


def test_the_same_to_the_yuan_is_fine() -> None:
    assert only(report_of("1", "270", "270", "0.027")).level is Level.HINT


def test_a_blank_amount_in_the_table_is_said_and_nothing_is_concluded() -> None:
    remark = only(report_of("1", "270", "270"))
    assert remark == fees.Remark(Level.HINT, "实收 270 元 = 0.027 万元，表二收费金额还没有填。")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("1", "200", "270"), "实收金额比通知金额多"),
        (("0", "270", "0"), "收费通知是 0 件，却有金额"),
        (("1", "0", "0"), "通知金额却是 0 元"),
    ],
)
def test_fields_that_do_not_go_together_are_named(fields: tuple[str, str, str], words: str) -> None:
    said = [remark for remark in fees.remarks(report_of(*fields, "1"), AMOUNT) if words in remark.text]
    assert [remark.level for remark in said] == [Level.EXPLAIN]


def test_empty_fields_say_nothing() -> None:
    assert fees.remarks(report_of(amount="0.5"), AMOUNT) == ()

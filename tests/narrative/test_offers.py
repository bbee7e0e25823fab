"""Sentences offered while writing: only what the figures support, never what a blank might mean."""

from pathlib import Path

import pytest

from core import formfile, keys, paths, readers
from core.errors import FormBroken
from core.narrative import offers
from core.report import Entry, Report
from core.session import blank_report
from core.values import Value
from tests.forms import invented

ROW = "applications.{}.natural_person"
ZERO_ONE = (
    "2025年，本机关未收到政府信息公开申请，无上年结转申请；未发生因政府信息公开引起的行政复议、行政诉讼。"
)
NO_FEE = "2025年，本机关未收取政府信息公开信息处理费。"


def report_of(figures: dict[str, Value] | None = None, fields: dict[str, str] | None = None) -> Report:
    """A report of 2025 in which every cell is 0 but those given; a value None is a blank."""
    report = blank_report("青石镇人民政府", 2025, formfile.load("2021"))
    report.write(dict.fromkeys(report.form.typed, Entry(0)))
    report.write({key: None if value is None else Entry(value) for key, value in (figures or {}).items()})
    report.write({key: Entry(text) for key, text in (fields or {}).items()})
    return report


def said(report: Report, section: str = "overview") -> list[str]:
    return [offer.text for offer in offers.for_section(report, section)]


def test_the_zero_path_offers_its_two_sentences() -> None:
    found = offers.for_zero(report_of())
    assert [(offer.section, offer.text) for offer in found] == [
        ("overview", ZERO_ONE),
        ("other_matters", NO_FEE),
    ]


@pytest.mark.parametrize(
    "figures",
    [
        {ROW.format("new_received"): None},
        {ROW.format("carried_in"): 1},
        {"disputes.review.pending": None},
        {"disputes.direct_suit.upheld": 2},
    ],
    ids=["a blank", "carried in", "a blank dispute", "a suit"],
)
def test_without_all_its_zeros_the_zero_sentence_is_not_offered(figures: dict[str, Value]) -> None:
    assert ZERO_ONE not in [offer.text for offer in offers.for_zero(report_of(figures))]
    assert ZERO_ONE not in said(report_of(figures))


def test_a_blank_report_supports_no_sentence_of_the_tables() -> None:
    blank = blank_report("青石镇人民政府", 2025, formfile.load("2021"))
    assert said(blank) == said(blank, "problems") == said(blank, "other_matters") == []
    assert offers.for_zero(blank) == ()
    assert "办理结果" in offers.waiting(blank, "overview")


def test_only_outcomes_that_are_not_zero_are_listed() -> None:
    figures: dict[str, Value] = {
        ROW.format("new_received"): 6,
        ROW.format("carried_in"): 1,
        ROW.format("granted"): 2,
        ROW.format("denied.internal_affairs"): 1,
        ROW.format("denied.process_information"): 1,
        ROW.format("unable.not_held"): 1,
        ROW.format("carried_forward"): 2,
    }
    assert said(report_of(figures))[-4:] == [
        "2025年，本机关收到政府信息公开申请6件，上年结转申请1件。",
        "全年办结政府信息公开申请5件，其中予以公开2件，不予公开2件，无法提供1件。",
        "结转下年度继续办理的政府信息公开申请2件。",
        "2025年，未发生因政府信息公开引起的行政复议、行政诉讼。",
    ]


def test_one_blank_outcome_takes_the_whole_sentence_away() -> None:
    figures: dict[str, Value] = {ROW.format("granted"): 2, "applications.other.other.research": None}
    report = report_of(figures)
    assert not any("其中" in text for text in said(report))
    assert "办理结果" in offers.waiting(report, "overview")


@pytest.mark.parametrize(
    ("figures", "sentences"),
    [
        (
            {"disputes.review.upheld": 1, "disputes.review.pending": 2},
            ["行政复议3件，其中结果维持1件，尚未审结2件", "未发生因政府信息公开引起的行政诉讼"],
        ),
        (
            {"disputes.direct_suit.upheld": 1, "disputes.suit_after_review.upheld": 1},
            ["行政诉讼2件，其中结果维持2件", "未发生因政府信息公开引起的行政复议。"],
        ),
    ],
)
def test_disputes_are_counted_as_the_table_counts_them(
    figures: dict[str, Value], sentences: list[str]
) -> None:
    found = "".join(said(report_of(figures)))
    assert [sentence for sentence in sentences if sentence not in found] == []


def test_what_was_put_right_belongs_into_the_section_on_problems() -> None:
    assert said(report_of({"disputes.review.corrected": 1}), "problems") == [
        "2025年，因政府信息公开引起的行政复议中，结果纠正1件。"
    ]
    assert said(report_of(), "problems") == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            ("1", "270", "270"),
            "2025年，本机关共发出信息处理费收费通知1件，通知金额270元，实际收取270元。",
        ),
        (("2件", "３００元", "0"), "2025年，本机关共发出信息处理费收费通知2件，通知金额300元，实际收取0元。"),
        (("0", "0", "0"), NO_FEE),
    ],
)
def test_the_fee_fields_feed_their_sentence(fields: tuple[str, str, str], sentence: str) -> None:
    stated = {f"fee.{name}": text for name, text in zip(keys.FEE_FIELDS, fields, strict=True)}
    report = report_of({ROW.format("new_received"): 1}, stated)
    assert said(report, "other_matters") == [sentence]


@pytest.mark.parametrize("notices", ["1", "若干"])
def test_a_fee_that_was_noticed_or_is_unclear_contradicts_the_zero_sentence(notices: str) -> None:
    assert said(report_of(fields={"fee.notices": notices}), "other_matters") == []


def test_fields_of_the_cover_are_named_only_where_they_are_filled_in() -> None:
    report = report_of(fields={"unit.address": "青石路1号", "unit.telephone": "0370-1234567"})
    assert "如对本报告有疑问，请与青石镇人民政府联系（地址：青石路1号，电话：0370-1234567）。" in said(
        report, "preamble"
    )
    assert not any("如对本报告有疑问" in text for text in said(report_of(), "preamble"))


def test_the_preambles_sentence_lists_every_section_of_the_form() -> None:
    report = report_of()
    (listed,) = [text for text in said(report, "preamble") if "组成" in text]
    assert [one.heading for one in report.form.sections if one.heading.partition("、")[2] not in listed] == []


def test_every_figure_of_an_offered_sentence_is_a_figure_of_its_sources() -> None:
    report = readers.read(paths.sample_text()).to_report()
    for offer in offers.for_section(report, "overview"):
        assert {key for key in offer.sources if key in report.form.cells}, offer
        assert offer.key == keys.text("overview")


def test_a_sentence_that_stands_there_is_not_added_again() -> None:
    report = report_of(
        fields={"text.overview": f"甲。\n{ZERO_ONE[:9]} {ZERO_ONE[9:]}", "text.other_matters": "无。"}
    )
    found = offers.for_zero(report)
    assert [offers.stands_in(offer, report.text(offer.section)) for offer in found] == [True, False]
    assert offers.added(report, found) == {"text.other_matters": f"无。\n{NO_FEE}"}
    assert offers.added(report_of(), found)["text.overview"] == ZERO_ONE


@pytest.mark.parametrize(
    ("text", "caret", "place"),
    [
        ("", 0, (0, "")),
        ("甲。乙。", 2, (2, "")),
        ("甲。乙。", 1, (4, "")),
        ("（一）主动公开", 3, (7, "\n")),
        ("甲。\n\n乙", 3, (3, "")),
        ("（一）甲\n乙。", 2, (4, "\n")),
    ],
)
def test_a_sentence_never_breaks_another(text: str, caret: int, place: tuple[int, str]) -> None:
    assert offers.place_for(text, caret) == place


def broken(tmp_path: Path, text: str) -> str:
    forms = invented.build(tmp_path)
    (forms / invented.ID / "sentences.toml").write_text(text, "utf-8")
    with pytest.raises(FormBroken) as refusal:
        formfile.load(invented.ID, forms)
    return str(refusal.value)


HEAD = '[[sentences]]\nsection = "overview"\nname = "甲"\n'


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('text = "甲"\nwhen = "乙"', "第 1 句 甲：不认识“when”"),
        ('text = "{applications.nothing.total}"', "没有数字 applications.nothing.total"),
        ('text = "甲"\nzero = ["fee.all"]', "没有数字 fee.all"),
        ('text = "甲{year"', "花括号不成对"),
        ('text = "甲{list}"', "要么都有，要么都没有"),
    ],
)
def test_a_sentence_that_names_what_is_not_there_is_refused(tmp_path: Path, lines: str, said: str) -> None:
    assert said in broken(tmp_path, HEAD + lines)


def test_a_sentence_for_a_table_is_refused(tmp_path: Path) -> None:
    assert "“section”只能是" in broken(tmp_path, HEAD.replace("overview", "applications") + 'text = "甲"')


def test_fees_that_no_table_has_are_refused(tmp_path: Path) -> None:
    forms = invented.build(tmp_path)
    file = forms / invented.ID / "form.toml"
    file.write_text(
        file.read_text("utf-8").replace('fees = "disclosure.fees.amount"', 'fees = "x.y.z"'), "utf-8"
    )
    with pytest.raises(FormBroken, match="部分 other_matters 的“fees”"):
        formfile.load(invented.ID, forms)


def test_a_form_may_have_no_sentences(tmp_path: Path) -> None:
    forms = invented.build(tmp_path)
    (forms / invented.ID / "sentences.toml").unlink()
    form = formfile.load(invented.ID, forms)
    assert offers.for_zero(Report(form, 2099)) == ()

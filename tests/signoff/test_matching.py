"""核对纸质稿: what a code from a paper says of the report in front."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core import checkcode, keys, past, signoff
from core.errors import WrongArgument
from core.report import Entry, Report
from core.signoff import Draft, DraftState, PaperKind, check_paper, scanned
from tests.writers import specimens

NEW = "applications.new_received.natural_person"
AT = "2022-01-12T10:40:00+08:00"


def with_figure(figure: int) -> Report:
    report = specimens.sample()
    report.write({NEW: Entry(figure)})
    return report


def draft(number: int, report: Report, *, signed: bool = False) -> Draft:
    made = Draft(number, checkcode.VERSION, checkcode.body(report), AT)
    if not signed:
        return made
    return Draft(
        number,
        made.version,
        made.canonical,
        AT,
        state=DraftState.SIGNED,
        signed_by="王建国",
        signed_on="2022-01-28",
    )


def as_typed(code: str) -> str:
    return code.lower().replace("-", "　").replace("0", "o")


def as_scanned(one: Draft) -> str:
    return "".join(scanned.text(one.hash, one.number, 2021, "新郑市人民政府办公室"))


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
WAYS: dict[str, Callable[[Draft], str]] = {
    "as printed": lambda one: f"校验码 {one.code}",
    "as people type": lambda one: as_typed(one.code),
    "the QR code": as_scanned,
    "a scanner whose letters came wide": lambda one: as_scanned(one).translate(WIDE),
    "a scanner without Chinese": lambda one: as_scanned(one).encode("ascii", "ignore").decode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_paper_of_what_stands_now_is_the_same(way: str) -> None:
    report = with_figure(48)
    one = draft(1, report)
    found = check_paper([one], report, WAYS[way](one))
    assert (found.kind, found.title, found.code) == (PaperKind.SAME, "一致", one.code)
    assert found.draft == one
    assert found.difference is None


@pytest.mark.parametrize("way", WAYS)
def test_the_paper_of_the_newest_draft_differs_once_the_report_was_changed(way: str) -> None:
    one = draft(1, with_figure(48))
    found = check_paper([one], with_figure(49), WAYS[way](one))
    assert (found.kind, found.title) == (PaperKind.DIFFERS, "不一致")
    assert found.difference is not None
    assert found.difference.summary == "表三 1 格"
    assert "表三 1 格" in found.words


def test_an_older_draft_is_said_to_be_replaced_with_what_differs() -> None:
    drafts = [draft(1, with_figure(47)), draft(2, with_figure(48)), draft(3, with_figure(49))]
    found = check_paper(drafts, with_figure(49), drafts[1].code)
    assert (found.kind, found.title) == (PaperKind.REPLACED, "第 2 稿（已被第 3 稿取代）")
    assert found.difference is not None
    assert [(cell.before, cell.after) for cell in found.difference.cells if cell.counts] == [(48, 49)]


def test_an_older_draft_that_says_what_stands_now_is_told_so() -> None:
    drafts = [draft(1, with_figure(47)), draft(2, with_figure(48))]
    found = check_paper(drafts, with_figure(47), drafts[0].code)
    assert found.kind is PaperKind.REPLACED
    assert "与现在的报告相同" in found.words


def test_of_two_drafts_that_say_the_same_the_newer_one_is_meant() -> None:
    drafts = [draft(1, with_figure(48)), draft(2, with_figure(49)), draft(3, with_figure(48))]
    found = check_paper(drafts, with_figure(48), drafts[0].code)
    assert (found.kind, found.draft) == (PaperKind.SAME, drafts[2])


def test_who_signed_is_said() -> None:
    one = draft(1, with_figure(48), signed=True)
    for report in (with_figure(48), with_figure(49)):
        assert "王建国 2022年1月28日签发" in check_paper([one], report, one.code).words


def test_the_code_of_another_report_is_no_code_of_this_one() -> None:
    report = with_figure(48)
    stranger = draft(1, specimens.zeros())
    found = check_paper([draft(1, report)], report, stranger.code)
    assert (found.kind, found.draft) == (PaperKind.UNKNOWN, None)
    assert "2021" in found.words
    assert "签名" not in found.words + found.title


def test_a_scanned_paper_of_another_report_says_which_it_is() -> None:
    stranger = draft(3, specimens.zeros())
    found = check_paper([], with_figure(48), "".join(scanned.text(stranger.hash, 3, 2020, "青石镇人民政府")))
    assert found.kind is PaperKind.UNKNOWN
    assert "“青石镇人民政府 2020年 第3稿”" in found.words


def test_a_paper_of_what_stands_now_that_no_file_keeps_is_the_same_and_not_registered() -> None:
    report = with_figure(48)
    found = check_paper([], report, checkcode.code(report))
    assert (found.kind, found.draft) == (PaperKind.SAME, None)
    assert "没有登记" in found.words


def test_a_scanned_paper_is_judged_by_the_whole_hash_not_by_the_short_code() -> None:
    report = with_figure(48)
    one = draft(1, report)
    other = one.hash[:16] + "".join("0" if digit != "0" else "1" for digit in one.hash[16:])
    assert checkcode.of_hash(other) == one.code
    assert check_paper([one], report, other.upper()).kind is PaperKind.UNKNOWN


@pytest.mark.parametrize("group", [1, 2, 3])
def test_a_mistyped_group_is_named(group: int) -> None:
    report = with_figure(48)
    one = draft(1, report)
    parts = one.code.split("-")
    first = "A" if parts[group - 1][0] != "A" else "B"
    parts[group - 1] = first + parts[group - 1][1:]
    with pytest.raises(WrongArgument, match=f"第 {group} 组“{parts[group - 1]}”与第 1 稿") as caught:
        check_paper([one], report, "-".join(parts))
    assert caught.value.hint


def test_two_mistyped_groups_are_a_code_that_was_copied_wrongly() -> None:
    report = with_figure(48)
    one = draft(1, report)
    parts = one.code.split("-")
    wrong = "-".join(["ZZZZ" if parts[0] != "ZZZZ" else "YYYY", "2222", *parts[2:]])
    if checkcode.check_character(wrong.replace("-", "")[:12]) == wrong[-1]:
        wrong = f"{wrong[:-1]}{'2' if wrong[-1] != '2' else '3'}"
    with pytest.raises(WrongArgument, match="抄错"):
        check_paper([one], report, wrong)


def test_a_paper_of_a_draft_with_other_words_names_the_text() -> None:
    before, now = with_figure(48), with_figure(48)
    now.write({keys.text("problems"): Entry("一句。")})
    found = check_paper([draft(1, before)], now, checkcode.code(before))
    assert found.difference is not None
    assert [text.name for text in found.difference.texts] == ["问题与改进"]


def test_the_text_of_the_qr_code_is_short_and_holds_everything() -> None:
    digest = "0123456789abcdef" * 4
    words, packed = scanned.text(digest, 12, 2025, "双江拉祜族佤族布朗族傣族自治县沙河乡人民政府办公室")
    assert (
        words
        == f"校验码{checkcode.of_hash(digest)} 第12稿 2025年 双江拉祜族佤族布朗族傣族自治县沙河乡人民政府办… "
    )
    assert packed == digest.upper()
    read = scanned.read(words + packed)
    assert (read.code, read.digest) == (checkcode.of_hash(digest), digest)
    assert read.about == "双江拉祜族佤族布朗族傣族自治县沙河乡人民政府办… 2025年 第12稿"


def test_the_chain_is_a_setting_of_the_unit_outside_the_code() -> None:
    report = with_figure(48)
    before = checkcode.code(report)
    assert [role.name for role in signoff.chain(report)] == list(signoff.DEFAULT_CHAIN)
    changes = signoff.chain_changes(["拟稿", " 党政办·复核 ", "", "镇长签发"])
    assert changes == {keys.CHAIN: "拟稿·党政办 复核·镇长签发"}
    report.write({key: Entry(words) for key, words in changes.items()})
    assert [role.name for role in signoff.chain(report)] == ["拟稿", "党政办 复核", "镇长签发"]
    assert checkcode.code(report) == before
    assert signoff.chain_changes(signoff.DEFAULT_CHAIN) == {keys.CHAIN: ""}
    assert signoff.chain_changes([]) == {keys.CHAIN: ""}
    assert signoff.chain(past.next_report(report, report.form, 2022)) == signoff.chain(report)

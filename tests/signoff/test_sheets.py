"""核对单, 审签单, 备注: what stands on them, and that the first is one page whatever the year was like."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from core import checks, compare, keys
from core.checked import honest_line
from core.findings import Finding, Level, Verdict
from core.report import Entry, Report
from core.signoff import chain, chain_changes
from core.signoff.sheets import Subject, check_sheet, conclusion, notes_sheet, signing_sheet
from core.writers import pdf
from core.writers.blocks import PAGES, Document, Slip, SlipTable, Title
from core.writers.pdf.pages import page_pieces
from tests.writers import specimens

AT = dt.datetime(2022, 1, 12, 10, 40, tzinfo=dt.UTC)
NEW = "applications.new_received.natural_person"
LONG = "自然人列：新收 48 + 结转 0 = 48，办理总计 50 + 结转下年 0 = 50，相差 2；" * 6


def finding(code: str, level: Level, *, waiting: bool = False, words: str | None = None) -> Finding:
    return Finding(
        code,
        level,
        f"{code} 的一句话，本年 3，上年 21。",
        waiting=waiting,
        explanation=words,
        settled=words is not None,
    )


def subject(report: Report, verdict: Verdict | None = None, before: Report | None = None) -> Subject:
    last_year = specimens.zeros()
    last_year.year -= 1
    difference = compare.compare(report.form, before.entries, report.entries) if before else None
    return Subject(report, verdict or checks.run_all(report), last_year, 2 if before else 1, AT, difference)


def words(slip: Slip) -> list[str]:
    return list(slip.texts())


def pages(slip: Slip) -> int:
    """How many pages a slip takes in the PDF."""
    document = Document("标题", "青石镇", 2021, "2021", (Title("标题"),), slips=(slip,))
    return len(page_pieces(pdf.write(document))) - 1


def table(slip: Slip, title: str) -> list[list[str]]:
    found = next(block for block in slip.blocks if isinstance(block, SlipTable) and block.title == title)
    return [[cell.text for cell in row] for row in found.rows]


def test_the_check_sheet_says_draft_time_verdict_figures_and_what_was_checked() -> None:
    report = specimens.sample()
    found = words(check_sheet(subject(report)))
    assert found[:3] == [
        "新郑市人民政府办公室2021年政府信息公开工作年度报告核对单",
        f"第 1 稿　2022年1月12日 10:40 打印　共 {PAGES} 页",
        "结论：可以送审（必须修改 0，须说明 0）",
    ]
    assert honest_line(report, checks.run_all(report)) in found
    assert "这是第 1 稿，没有上一稿可比。" in found


def test_five_key_figures_stand_beside_last_years_with_the_change() -> None:
    report = specimens.sample()
    assert table(check_sheet(subject(report)), "主要数据") == [
        ["主要数据", "2021 年", "2020 年", "增减"],
        ["本年新收申请（件）", "48", "0", "+48"],
        ["办结（件）", "50", "0", "+50"],
        ["结转下年度（件）", "0", "0", "0"],
        ["行政复议、诉讼（件）", "3", "0", "+3"],
        ["现行有效行政规范性文件（件）", "24", "0", "+24"],
    ]


def test_without_last_years_report_and_with_blanks_no_change_is_invented() -> None:
    report = specimens.sample()
    report.write({NEW: None, "applications.new_received.total": None, "disclosure.normative.valid": None})
    rows = table(check_sheet(Subject(report, checks.run_all(report), None, 1, AT, None)), "主要数据")
    assert rows[1] == ["本年新收申请（件）", "0（未填完）", "—", "—"]
    assert rows[5] == ["现行有效行政规范性文件（件）", "未填", "—", "—"]


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ([], "可以送审（必须修改 0，须说明 0）"),
        ([finding("B04", Level.HINT), finding("Y01", Level.UNKNOWN)], "可以送审（必须修改 0，须说明 0）"),
        ([finding("N05", Level.EXPLAIN, words="并入。")], "可以送审（必须修改 0，须说明 1 已全部说明）"),
        ([finding("N05", Level.EXPLAIN)], "还不能签发（必须修改 0，须说明 1，其中 1 项没有说明）"),
        ([finding("A01", Level.ERROR)], "还不能签发（必须修改 1，须说明 0）"),
        (
            [finding("C05", Level.ERROR, waiting=True)],
            "还不能签发（必须修改 0，没有填完 1 处，须说明 0）",
        ),
        ([finding("T01", Level.FAULT)], "还不能签发（必须修改 1，须说明 0）"),
    ],
)
def test_the_verdict_is_one_line(findings: list[Finding], said: str) -> None:
    assert conclusion(Verdict(tuple(findings))) == f"结论：{said}"


def test_open_findings_come_first_each_with_its_explanation() -> None:
    verdict = Verdict(
        (
            finding("N05", Level.EXPLAIN, words="重复申请 1 件\n并入无法提供。"),
            finding("D03", Level.EXPLAIN),
            finding("A01", Level.ERROR),
            finding("C05", Level.ERROR, waiting=True),
            finding("B04", Level.HINT),
        )
    )
    rows = table(check_sheet(subject(specimens.sample(), verdict)), "须说明的事项")
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("D03", "还没有说明"),
        ("A01", "必须修改"),
        ("C05", "还没有填"),
        ("N05", "重复申请 1 件 并入无法提供。"),
    ]


def test_an_explanation_for_other_figures_says_so() -> None:
    old = Finding("N05", Level.EXPLAIN, "一句。", explanation="并入。", settled=False)
    rows = table(check_sheet(subject(specimens.sample(), Verdict((old,)))), "须说明的事项")
    assert rows[1][2] == "（数值已变，须重看）并入。"


def test_what_changed_since_the_draft_before_is_one_paragraph() -> None:
    before, now = specimens.sample(), specimens.sample()
    held = "applications.unable.not_held.natural_person"
    now.write(
        {
            held: Entry(29),
            NEW: Entry(47),
            keys.text("overview"): Entry(f"{now.text('overview')}\n新的一句。"),
            "unit.address": Entry("中街1号"),
        }
    )
    found = words(check_sheet(subject(now, before=before)))
    said = found[found.index("与第 1 稿相比") + 1]
    assert said == (
        "表三 2 格：新收·自然人 48 → 47；本机关不掌握·自然人 30 → 29。"
        "总体情况 1 句：增加“新的一句”。单位信息 1 处。"
    )


PROSE = "本年共培训18次。受理申请48件，均按期答复。\n下一步加强培训。"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (PROSE.replace("48", "47"), "总体情况 1 句：“受理申请48件”改为“受理申请47件”。"),
        (PROSE.replace("按期", "依法"), "总体情况 1 句：“均按期答复”改为“均依法答复”。"),
        (PROSE.replace("本年共培训18次。", ""), "总体情况 1 句：删去“本年共培训18次”。"),
        (PROSE.replace("加强", "继续加强"), "总体情况 1 句：“下一步加强培训”改为“下一步继续加强培训”。"),
        (PROSE.replace("\n", ""), "总体情况分段。"),
        (f"{PROSE}{'很长的一句话' * 9}。", f"总体情况 1 句：增加“{'很长的一句话' * 5}很长…”。"),
    ],
)
def test_changed_sentences_are_quoted_with_the_words_around(now: str, said: str) -> None:
    before, after = specimens.sample(), specimens.sample()
    for report, text in ((before, PROSE), (after, now)):
        report.write({keys.text("overview"): Entry(text)})
    found = words(check_sheet(subject(after, before=before)))
    assert found[found.index("与第 1 稿相比") + 1] == said


def test_a_quotation_is_cut_where_it_says_so_and_quotes_inside_are_single() -> None:
    before, after = specimens.sample(), specimens.sample()
    long = "全镇各村各站所的信息员共同参加“一网通办”培训18次并在会后全部通过了考核测试。"
    for report, text in ((before, long), (after, long.replace("18", "19"))):
        report.write({keys.text("overview"): Entry(text)})
    said = "“…‘一网通办’培训18次并在会后全部通…”改为“…‘一网通办’培训19次并在会后全部通…”。"
    assert words(check_sheet(subject(after, before=before)))[-3].endswith(said)


def test_of_many_changed_sentences_the_first_are_quoted() -> None:
    found = words(check_sheet(subject(specimens.crowded(), before=specimens.sample())))
    quoted = found[-3][found[-3].index("正文前的说明") :]
    assert 0 < quoted.count("增加") + quoted.count("改为") <= 4
    assert "”等。" in quoted


def test_many_changed_figures_are_counted_and_the_first_spelled_out() -> None:
    before, now = specimens.sample(), specimens.sample()
    now.write({key: Entry(7) for key in now.form.typed if key.startswith("applications.denied")})
    found = words(check_sheet(subject(now, before=before)))
    said = found[found.index("与第 1 稿相比") + 1]
    assert said.startswith("表三 48 格：")
    assert said.endswith("等。")
    assert said.count("→") == 6


def test_nothing_changed_is_said() -> None:
    assert "内容没有改动。" in words(check_sheet(subject(specimens.sample(), before=specimens.sample())))


@pytest.mark.parametrize("seed", range(8))
def test_the_check_sheet_is_one_page_and_counts_what_does_not_fit(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    report = (specimens.sample, specimens.crowded)[seed % 2]()
    before = (specimens.sample, specimens.crowded)[seed // 2 % 2]()
    before.write({key: Entry(chance.randrange(10**9)) for key in before.form.typed[: 40 * (seed % 3)]})
    size = (0, 3, 9, 60)[seed % 4]
    findings = [
        Finding(
            f"N{number:02}",
            Level.EXPLAIN,
            LONG[: chance.randrange(10, len(LONG))],
            explanation=LONG[chance.randrange(5) : chance.randrange(5, len(LONG))],
            settled=True,
        )
        for number in range(size)
    ]
    slip = check_sheet(
        subject(report, Verdict(tuple(findings), {f"N{n:02}": "pass" for n in range(60)}), before)
    )
    assert pages(slip) == 1
    listed = sum(text.startswith("N") and len(text) == 3 for text in words(slip))
    said = next((text for text in words(slip) if "没有列出" in text), "")
    assert (f" {size - listed} 项" in said) if listed < size else not said
    assert size == 0 or listed > 0 or "共有" in said


def test_the_sheet_for_signing_follows_the_units_chain() -> None:
    report = specimens.sample()
    report.write({key: Entry(text) for key, text in chain_changes(["拟稿", "保密审查", "镇长签发"]).items()})
    slip = signing_sheet(report.title, chain(report), "李明")
    rows = table(slip, "审签单")
    assert [row[0] for row in rows] == ["标　题", "拟稿人", "保密审查", "镇长签发", "备　注"]
    assert rows[1][1] == "李明"
    assert "□ 可以公开" in rows[2][1]
    assert "电子签名" not in "".join(words(slip))


@pytest.mark.parametrize("count", [1, 6, 10])
def test_the_sheet_for_signing_is_one_page_for_any_chain(count: int) -> None:
    report = specimens.crowded()
    names = [f"第{number}位领导审核签字" for number in range(count)]
    report.write({key: Entry(text) for key, text in chain_changes(names).items()})
    assert len(chain(report)) == count
    assert pages(signing_sheet(report.title, chain(report))) == 1


def test_notes_are_listed_with_the_sentence_they_are_about() -> None:
    report = specimens.sample()
    assert notes_sheet(report) is None
    sentence = report.text("problems").partition("。")[0] + "。"
    report.write(
        {
            keys.note(NEW): Entry("来自司法所 1月8日\n电话"),
            keys.note("text.problems.abc"): Entry(f"镇长口述\n〔原句〕{sentence}"),
        }
    )
    slip = notes_sheet(report)
    assert slip is not None
    assert table(slip, "附：备注")[1:] == [
        ["表三 新收·自然人", "来自司法所 1月8日 电话", ""],
        ["问题与改进", "镇长口述", sentence],
    ]


def test_very_long_notes_go_on_over_pages_and_read_back() -> None:
    report = specimens.sample()
    typed = list(report.form.typed)[:40]
    report.write({keys.note(key): Entry("来自司法所电话记录，" * 60) for key in typed})
    slip = notes_sheet(report)
    assert slip is not None
    document = Document("标题", "青石镇", 2021, "2021", (Title("标题"),), annex=(slip,))
    data = pdf.write(document)
    pdf.verify(data, document)
    assert len(page_pieces(data)) > 5


def test_the_sign_for_the_number_of_pages_is_nobodys_to_type() -> None:
    verdict = Verdict((finding("N05", Level.EXPLAIN, words=f"共 {PAGES} 件"),))
    rows = table(check_sheet(subject(specimens.sample(), verdict)), "须说明的事项")
    assert rows[1][2] == "共 □ 件"

"""The commands as a person or another program uses them: what they say, where, with which exit code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from core import VERSION, readers
from core.__main__ import main
from core.commands import show
from core.export import file_name
from core.report import Report
from core.session import Session
from core.store import Store
from tests.checks.filled import SAMPLE as FIGURES
from tests.checks.filled import blank, state
from tests.checks.filled import report as filled
from tests.core.processes import ROOT, SAMPLE, python, run

UNIT = "青石镇人民政府"
TYPED = "applications.new_received.natural_person"


def unit_file(path: Path, report: Report) -> Path:
    Session.create(path, report).close()
    return path


def with_unit(report: Report) -> Report:
    return readers.read_bytes("a.json", json.dumps({**report.to_json(), "unit": UNIT}).encode()).to_report()


# ---- read


def test_read_gives_the_sample_as_data_and_nothing_else(tmp_path: Path) -> None:
    ended = run(tmp_path, "read", SAMPLE, "--json")
    content = json.loads(ended.out)
    assert (ended.status, ended.err) == (0, "")
    assert list(content) == [
        *("format", "form", "unit", "unit_kind", "year", "title"),
        *("cells", "texts", "notes", "explanations", "doubts"),
    ]
    assert (content["unit"], content["year"]) == ("新郑市人民政府办公室", 2021)
    assert content["cells"][TYPED] == 48
    assert content["cells"]["disclosure.fees.amount"] == "0"
    assert len(content["cells"]) == 200


def test_what_read_gives_is_read_again_as_the_same(tmp_path: Path) -> None:
    first = run(tmp_path, "read", SAMPLE, "--json").out
    (tmp_path / "again.json").write_text(first, encoding="utf-8")
    assert run(tmp_path, "read", tmp_path / "again.json", "--json").out == first
    assert run(tmp_path, "read", "-", "--json", stdin=first.encode()).out == first


def test_the_sample_is_read_as_the_person_who_published_it_meant_it(
    tmp_path: Path, shared_reports: Path
) -> None:
    meant = json.loads((shared_reports / "xinzheng-2021.expected.json").read_text(encoding="utf-8"))
    content = json.loads(run(tmp_path, "read", SAMPLE, "--json").out)
    assert {key: content[key] for key in ("title", "unit", "year", "form", "cells")} == (
        {key: meant[key] for key in ("title", "unit", "year", "form", "cells")}
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_from_a_file_and_from_standard_input_in_each_encoding(
    tmp_path: Path, encoding: str
) -> None:
    data = SAMPLE.read_text(encoding="utf-8").encode(encoding)
    (tmp_path / "报告 1.txt").write_bytes(data)
    from_file = json.loads(run(tmp_path, "read", tmp_path / "报告 1.txt", "--json").out)
    from_input = json.loads(run(tmp_path, "read", "-", "--json", stdin=data).out)
    assert from_file == from_input
    assert from_file["cells"][TYPED] == 48


def test_read_shows_tables_with_their_figures_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(SAMPLE)]) == 0
    lines = capsys.readouterr().out.splitlines()
    table = lines[lines.index("三、收到和处理政府信息公开申请情况") + 1 :][:26]
    assert {show.width(line) for line in table} == {show.width(table[0])}
    assert re.fullmatch(r" +自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计", table[0])
    assert re.fullmatch(r"  一、新收 +48 +0 +0 +0 +0 +0 +48", table[1])
    assert lines[:3] == [
        "新郑市人民政府办公室2021年政府信息公开工作年度报告",
        "单位：新郑市人民政府办公室",
        "年份：2021",
    ]
    assert lines[-1] == "没有存疑之处。"


def test_a_blank_a_stray_input_and_an_unfinished_total_are_shown_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = json.loads(json.dumps(with_unit(filled(FIGURES)).to_json()))
    content["cells"] |= {
        "disputes.review.upheld": None,
        "disputes.review.total": None,
        "disputes.review.other": "若干",
    }
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    assert main(["read", str(tmp_path / "a.json")]) == 0
    out = capsys.readouterr().out
    assert re.search(r"行政复议 +空 +0 +若干 +0 +未齐\n", out)


def test_doubts_are_shown_by_the_name_of_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doubt = {"place": TYPED, "source": "line 149", "text": "这个数看不清。"}
    content = {**with_unit(filled(FIGURES)).to_json(), "doubts": [doubt]}
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    assert main(["read", str(tmp_path / "a.json")]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "存疑 1 处：",
        "  · 表三“新收·自然人”：这个数看不清。（第 149 行）",
    ]


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("applications.not_processed.duplicate", "表三“重复申请”一行："),
        ("disclosure.rules", "表二“规章”一行："),
        ("applications", "表三："),
        ("overview", "一、总体情况："),
        ("unit", "单位："),
        ("year", "年份："),
        ("applications.martians", ""),
        ("colour", ""),
    ],
)
def test_a_doubt_about_a_row_or_a_table_is_named_and_a_key_never_shown(
    place: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        **with_unit(filled(FIGURES)).to_json(),
        "doubts": [{"place": place, "source": "", "text": "请核对。"}],
    }
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    assert main(["read", str(tmp_path / "a.json")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"  · {named}请核对。"


def test_a_unit_file_shows_its_newest_year_or_the_one_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.gknb"
    for year in ("2023", "2022"):
        assert main(["new", "--unit", UNIT, "--year", year, "--out", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}\n{path}\n"
    assert main(["read", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2023
    assert main(["read", str(path), "--json", "--year", "2022"]) == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2022
    assert main(["read", str(path), "--year", "2021"]) == 2
    assert capsys.readouterr().err == "“a.gknb”里没有 2021 年的报告。里面有的年份：2022、2023。\n"


def test_a_unit_file_gives_the_printed_figures_with_its_totals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = with_unit(blank(filled(FIGURES), ["disputes.review.upheld"]))
    path = unit_file(tmp_path / "a.gknb", report)
    assert main(["read", str(path), "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content == report.to_json() | {"doubts": []}
    assert content["cells"]["applications.total.total"] == 50
    assert content["cells"]["disputes.review.total"] is None


def test_a_file_open_in_a_window_is_read_and_the_saved_state_is_named(tmp_path: Path) -> None:
    path = unit_file(tmp_path / "a.gknb", with_unit(filled(FIGURES)))
    with Store.open(path) as window:
        saved = window.saved_at
        ended = run(tmp_path, "read", path, "--json")
    assert ended.status == 0
    assert json.loads(ended.out)["cells"][TYPED] == 48
    assert ended.err == f"“a.gknb”正在别处打开，这里用的是 {saved:%Y-%m-%d %H:%M:%S} 保存的内容。\n"
    assert run(tmp_path, "read", path, "--json").err == ""
    assert [file.name for file in tmp_path.glob("a.gknb*")] == ["a.gknb"]


# ---- check


def test_check_of_the_sample_finds_nothing_to_mend_and_ends_with_0(tmp_path: Path) -> None:
    ended = run(tmp_path, "check", SAMPLE, "--json")
    content = json.loads(ended.out)
    assert (ended.status, ended.err) == (0, "")
    assert list(content) == ["form", "verdict", "counts", "findings", "numbers"]
    assert (content["verdict"], content["numbers"]) == ("hint", [])
    missing, hint = [finding for finding in content["findings"] if finding["follows"] is None]
    assert missing["level"] == "unknown"
    assert missing["title"].startswith("缺少上年报告：")
    assert (hint["level"], hint["title"]) == ("hint", "没有写到政府信息管理")
    assert content["counts"]["checks_run"] == len(content["counts"]["codes"]) > 10
    assert set(content["counts"]["codes"].values()) == {"pass", "unknown", "hint"}


def test_check_of_a_wrong_report_ends_with_1_and_says_how_to_mend_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = state(filled(FIGURES, totals=True), {"applications.granted.natural_person": 13})
    path = unit_file(tmp_path / "a.gknb", with_unit(wrong))
    assert main(["check", str(path), "--json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert content["verdict"] == "error"
    errors = [finding for finding in content["findings"] if finding["level"] == "error"]
    (leading,) = [finding for finding in errors if finding["follows"] is None]
    assert {"cell": "applications.granted.natural_person", "value": 12} in leading["suggestions"]
    assert content["counts"]["error"] == 1
    folded = [finding for finding in content["findings"] if finding["follows"] is not None]
    assert content["counts"]["folded"] == len(folded) > 0

    assert main(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert "\n必须修改 1 项\n  1. " in out
    assert f"\n     {leading['text']}\n" in out
    assert re.search(r"\n     建议：.*表三“予以公开·自然人”改为 12[，\n]", out)
    assert out.count("       随之：") == len(folded)
    assert re.search(
        r"\n已核对 \d+ 项：通过 \d+，必须修改 \d+，程序出错 0，须说明 \d+，无法判断 \d+，提示 \d+。", out
    )
    assert out.endswith("\n结论：有必须修改的问题。\n")


def test_only_what_is_checked_counts_for_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {**with_unit(filled(FIGURES)).to_json(), "doubts": [{"place": "", "source": "", "text": "？"}]}
    (tmp_path / "a.json").write_text(json.dumps(content), encoding="utf-8")
    assert main(["check", str(tmp_path / "a.json"), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["verdict"] == "hint"
    assert said.err == "读取时有 1 处存疑，用 read 命令可以看到。\n"


def test_last_year_must_be_the_year_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {**with_unit(filled(FIGURES)).to_json(), "year": 2020}
    (tmp_path / "before.json").write_text(json.dumps(before), encoding="utf-8")
    assert main(["check", str(SAMPLE), "--last-year", str(tmp_path / "before.json")]) == 0
    assert capsys.readouterr().err == ""
    assert main(["check", str(SAMPLE), "--last-year", str(SAMPLE)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "“xinzheng-2021.txt”是 2021 年的报告，不是上年（2020 年）的。请选择上年的报告。\n"


# ---- export and new


def test_export_writes_each_format_and_prints_where(tmp_path: Path) -> None:
    ended = run(tmp_path, "export", SAMPLE, "--to", "pdf,xlsx，json", "--out", tmp_path / "写出")
    stem = "新郑市人民政府办公室2021年政府信息公开工作年度报告"
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        str(tmp_path / "写出" / f"{stem}.{kind}") for kind in ("pdf", "xlsx", "json")
    ]
    written = (tmp_path / "写出" / f"{stem}.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(run(tmp_path, "read", SAMPLE, "--json").out)


def test_export_writes_a_report_with_errors_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = with_unit(blank(filled(FIGURES), ["disputes.review.upheld"]))
    path = unit_file(tmp_path / "a.gknb", report)
    assert main(["export", str(path), "--to", "json", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{tmp_path / file_name(report, '.json')}\n"
    assert said.err == "这份报告还有 1 项必须修改的问题，已照原样写出，用 check 命令可以看到。\n"


def test_new_adds_a_year_for_the_same_unit_and_refuses_anything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "青石 镇.gknb")
    assert main(["new", "--unit", UNIT, "--year", "2022", "--out", path]) == 0
    assert main(["new", "--unit", f" {UNIT} ", "--year", "2023", "--out", path]) == 0
    capsys.readouterr()
    before = Path(path).read_bytes()
    assert main(["new", "--unit", UNIT, "--year", "2023", "--out", path]) == 2
    assert "已经有 2023 年的报告" in capsys.readouterr().err
    assert main(["new", "--unit", "白水镇人民政府", "--year", "2024", "--out", path]) == 2
    assert f"是“{UNIT}”的文件，没有改动" in capsys.readouterr().err
    assert Path(path).read_bytes() == before
    with Store.open(Path(path)) as store:
        assert [(info.year, info.form) for info in store.reports()] == [(2023, "2021"), (2022, "2021")]


def test_what_new_makes_is_what_the_window_opens(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    assert run(tmp_path, "new", "--unit", UNIT, "--year", "2024", "--out", path).out == f"{path}\n"
    session = Session.open(path)
    assert (session.report.unit_name, session.report.year) == (UNIT, 2024)
    assert len(session.report.blanks()) == 166
    session.close()


# ---- the process


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "gbk"},
    ],
)
def test_chinese_comes_out_whatever_the_system_speaks(tmp_path: Path, env: dict[str, str]) -> None:
    ended = run(tmp_path, "read", SAMPLE, env=env)
    assert ended.out.startswith("新郑市人民政府办公室2021年")
    assert run(tmp_path, "read", "absent.txt", env=env).err.startswith("找不到文件“absent.txt”")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a shell's pipe")
def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "core", "read", SAMPLE],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, "HOME": str(tmp_path)},
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_finds_no_room_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "core", "read", SAMPLE],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "HOME": str(tmp_path)},
            check=False,
        )
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert done.stderr.decode().startswith("磁盘空间不足")


BUG = (
    "import sys, core.__main__ as m; m.COMMANDS['read'] = lambda name: {}[name]; sys.argv[1:] = ['read', 'x']"
)


def test_a_bug_of_ours_is_one_sentence_and_the_rest_is_in_the_log(tmp_path: Path) -> None:
    ended = python(tmp_path, "-c", f"{BUG}; m.start()")
    assert (ended.status, ended.out) == (70, "")
    assert re.fullmatch(r"程序出错了，[^\n]*详情已写入“[^”]+\.log”[^\n]*\n", ended.err)
    (log,) = tmp_path.rglob("*.log")
    assert "KeyError" in log.read_text(encoding="utf-8")
    assert str(log) in ended.err


def test_a_bug_is_told_even_where_no_log_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    ended = python(tmp_path, "-c", f"{BUG}; m.start()")
    assert ended.status == 70
    assert re.fullmatch(r"程序出错了，[^\n]*无法写入[^\n]*\n", ended.err)


CRASHING_CHECK = """
import sys, core.__main__ as m
from core import checks
checks.REGISTRY.rules["blank"] = checks.registry.Rule("blank", lambda *_: 1 / 0)
sys.argv[1:] = ["check", sys.argv[1], "--json"]
m.start()
"""


def test_a_check_that_crashes_is_a_finding_and_nothing_is_printed_past_the_data(tmp_path: Path) -> None:
    ended = python(tmp_path, "-c", CRASHING_CHECK, SAMPLE)
    content = json.loads(ended.out)
    assert (ended.status, ended.err) == (1, "")
    assert (content["verdict"], content["counts"]["fault"]) == ("error", 1)
    (log,) = tmp_path.rglob("*.log")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr() == (f"公开年报 {VERSION}\n", "")


@pytest.mark.parametrize("module", ["core", "gui"])
def test_both_programs_say_their_version_without_a_screen(tmp_path: Path, module: str) -> None:
    ended = python(tmp_path, "-m", module, "--version")
    assert (ended.status, ended.out, ended.err) == (0, f"公开年报 {VERSION}\n", "")


@pytest.mark.parametrize(
    "words", [["--help"], *([name, "-h"] for name in ("read", "check", "export", "new"))]
)
def test_the_help_is_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：python -m core")
    assert "显示这份说明" in out
    for english in ("usage", "show this", "options:", "positional"):
        assert english not in out

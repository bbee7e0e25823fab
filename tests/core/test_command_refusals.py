"""Bad input and wrong words: one Chinese sentence that says what is wrong, exit code 2, nothing else."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from core.__main__ import main
from core.dbfile import open_alone
from core.session import Session, blank_report
from core.store import Store
from tests.core.processes import SAMPLE, run

UNIT = "青石镇人民政府"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def unit_file(path: Path) -> Path:
    Session.create(path, blank_report(UNIT, 2023)).close()
    return path


def truncated(path: Path) -> None:
    data = unit_file(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def damaged(path: Path) -> None:
    data = unit_file(path).read_bytes()
    path.write_bytes(data.replace(UNIT.encode(), "白水镇人民政府".encode()))


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t(a)")
    connection.close()


def newer(path: Path) -> None:
    unit_file(path)
    connection = open_alone(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def no_report(path: Path) -> None:
    Store.create(path, UNIT).close()


def unknown_form(path: Path) -> None:
    with Store.create(path, UNIT) as store:
        store.add_report(2099, "2099", ())


def sample_as_json(path: Path) -> None:
    main(["export", str(SAMPLE), "--to", "json", "--out", str(path.parent / "made")])
    (made,) = (path.parent / "made").iterdir()
    path.write_bytes(made.read_bytes()[:-40])


FILES: dict[str, tuple[str, Callable[[Path], object] | None, str]] = {
    "missing": ("没有.txt", None, "找不到文件"),
    "missing unit file": ("没有.gknb", None, "找不到文件"),
    "in a missing folder": ("没有/a.txt", None, "文件夹"),
    "a folder": ("目录", Path.mkdir, "是文件夹"),
    "a folder called so": ("目录.gknb", Path.mkdir, "是文件夹，不是文件"),
    "empty text": ("a.txt", Path.touch, "空"),
    "empty unit file": ("a.gknb", Path.touch, "是空文件"),
    "empty data": ("a.json", Path.touch, "空"),
    "binary": ("a.txt", lambda path: path.write_bytes(bytes(range(256)) * 9), "a.txt"),
    "a picture": ("a.txt", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64)), "图片"),
    "no report": (
        "a.txt",
        lambda path: path.write_text("今天天气不错。\n" * 9, encoding="utf-8"),
        "不像一份年度报告",
    ),
    "truncated unit file": ("a.gknb", truncated, "已损坏"),
    "altered unit file": ("a.gknb", damaged, "已损坏"),
    "text called unit file": (
        "a.gknb",
        lambda path: path.write_text("x" * 5000, encoding="utf-8"),
        "不是本程序",
    ),
    "another program's database": ("a.gknb", foreign, "请选择本程序建立的年报文件。"),
    "another program's database, renamed": ("a.txt", foreign, "不是本程序的年报文件"),
    "from a newer version": ("a.gknb", newer, "更新版本"),
    "unit file without a report": ("a.gknb", no_report, "没有报告"),
    "a form nobody has": ("a.gknb", unknown_form, "没有这张表单"),
    "data cut off": ("a.json", sample_as_json, "不是完整的数据文件"),
    "data of another kind": (
        "a.json",
        lambda path: path.write_text('{"a": 1}', encoding="utf-8"),
        "不是本程序",
    ),
    "a format to come": ("a.docx", lambda path: path.write_bytes(b"PK\x03\x04"), "还不能读取"),
    "too large": ("a.txt", lambda path: path.write_bytes(b"1" * 21_000_000), "超过 20 MB"),
}


def refused(said: str, words: str) -> None:
    assert words in said
    assert said.endswith("\n")
    assert said.count("\n") == 1
    assert CHINESE.search(said)
    for never in ("Traceback", "Error", "Errno", "None"):
        assert never not in said


@pytest.mark.parametrize("command", [["read"], ["check"], ["check", "--json"], ["export"]], ids="-".join)
@pytest.mark.parametrize("case", FILES)
def test_what_cannot_be_read_is_one_sentence(
    tmp_path: Path, case: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, words = FILES[case]
    path = tmp_path / name
    if make is not None:
        make(path)
        capsys.readouterr()
    more = ["--to", "json", "--out", str(tmp_path / "out")] if command == ["export"] else []
    assert main([*command, str(path), *more]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    refused(said.err, words)
    assert not (tmp_path / "out").exists()


WORDS: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "缺少：命令"),
    "an unknown command": (["原样"], "没有“原样”这个命令"),
    "no file": (["read"], "缺少：文件"),
    "a file without a name": (["read", ""], "没有写报告文件的名称"),
    "a file of spaces": (["check", " ", "--json"], "没有写报告文件的名称"),
    "two options missing": (["export", "a.txt"], "缺少：--to、--out。"),
    "a folder that cannot be": (
        ["export", str(SAMPLE), "--to", "json", "--out", "/proc/没有"],
        "文件夹“/proc/没有”建不了",
    ),
    "year one": (["new", "--unit", "x", "--year", "0001", "--out", "a.gknb"], "年份“0001”不对"),
    "the year before": (["new", "--unit", "x", "--year", "1899", "--out", "a.gknb"], "年份“1899”不对"),
    "two files": (["read", "a", "b"], "不认识这个参数：b"),
    "an unknown option": (["read", "a", "--jsn"], "不认识这个参数：--jsn"),
    "an option cut short": (["check", "a", "--last"], "不认识这个参数：--last"),
    "an option without its text": (["check", "a", "--last-year"], "--last-year 后面缺少内容"),
    "a switch with a text": (["check", "a", "--json=yes"], "--json 后面不跟内容"),
    "a year in words": (["read", str(SAMPLE), "--year", "去年"], "年份“去年”不对"),
    "a year of two digits": (["read", str(SAMPLE), "--year", "21"], "年份“21”不对"),
    "a year with a sign": (["read", str(SAMPLE), "--year=-999"], "年份“-999”不对"),
    "another year": (["read", str(SAMPLE), "--year", "2020"], "是 2021 年的报告，不是 2020 年的"),
    "no last year": (["check", str(SAMPLE), "--last-year", "没有.txt"], "找不到文件"),
    "claims": (["claims", "-", "--json"], "还不能"),
    "claims with everything": (["claims", "a.txt", "--form", "2021", "--year", "2021"], "还不能"),
    "no format": (["export", str(SAMPLE), "--to", ",", "--out", "x"], "没有说要导出哪种格式"),
    "a format nobody knows": (["export", str(SAMPLE), "--to", "pdf,exe", "--out", "x"], "没有“exe”这种"),
    "no folder": (["export", str(SAMPLE), "--to", "json", "--out", " "], "哪个文件夹"),
    "no unit": (["new", "--unit", " 　", "--year", "2023", "--out", "a.gknb"], "单位"),
    "an odd unit": (["new", "--unit", "青\x07石", "--year", "2023", "--out", "a.gknb"], "字符"),
    "no year": (["new", "--unit", "x", "--year", "", "--out", "a.gknb"], "没有写年份"),
    "a year before all forms": (["new", "--unit", "x", "--year", "1999", "--out", "a.gknb"], "1999年"),
    "another ending": (["new", "--unit", "x", "--year", "2023", "--out", "a.txt"], ".gknb 结尾"),
    "no place": (["new", "--unit", "x", "--year", "2023", "--out", ""], ".gknb 结尾"),
    "a missing folder": (["new", "--unit", "x", "--year", "2023", "--out", "没有/a.gknb"], "文件夹"),
}


@pytest.mark.parametrize("case", WORDS)
def test_what_cannot_be_asked_is_one_sentence(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words, sentence = WORDS[case]
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    refused(said.err, sentence)
    assert list(tmp_path.iterdir()) == []


def test_the_process_ends_with_2_and_says_the_same(tmp_path: Path) -> None:
    for words in (
        ["read", "没有.txt"],
        ["check", "没有.gknb", "--json"],
        ["export"],
        ["没有"],
        ["claims", "-"],
    ):
        ended = run(tmp_path, *words)
        assert (ended.status, ended.out) == (2, ""), words
        refused(ended.err, "")
    empty = run(tmp_path, "check", "-")
    assert (empty.status, empty.out) == (2, "")
    refused(empty.err, "标准输入是空的")
    assert list(tmp_path.rglob("*.log")) == []


def test_a_file_in_place_of_the_folder_and_a_locked_file_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    assert main(["export", str(SAMPLE), "--to", "json", "--out", str(tmp_path / "out")]) == 2
    refused(capsys.readouterr().err, "是一个文件，不是文件夹")
    assert main(["export", str(SAMPLE), "--to", "json", "--out", str(tmp_path / "out" / "a")]) == 2
    refused(capsys.readouterr().err, "out")
    path = unit_file(tmp_path / "a.gknb")
    with Store.open(path):
        ended = run(tmp_path, "new", "--unit", UNIT, "--year", "2024", "--out", path)
    assert (ended.status, ended.out) == (2, "")
    refused(ended.err, "正被另一个窗口")


def test_a_name_with_a_line_break_in_it_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "两\n行.txt"]) == 2
    refused(capsys.readouterr().err, "两 行.txt")


def test_a_refusal_under_json_leaves_standard_output_to_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"format": 2}), encoding="utf-8")
    assert main(["read", str(tmp_path / "a.json"), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    refused(said.err, "格式版本是“2”")

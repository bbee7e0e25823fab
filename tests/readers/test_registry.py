"""Which reader reads what; formats to come, foreign files and unreadable places, each in one sentence."""

from __future__ import annotations

import html
import random
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from core import paths, readers
from core.errors import (
    FileMissing,
    FormMissing,
    NotAReport,
    NotBuiltYet,
    NotOurFile,
    NotText,
    Refused,
    TooLarge,
    WrongArgument,
)

SAMPLE = paths.resources() / "samples" / "xinzheng-2021.txt"
TEXT = SAMPLE.read_text("utf-8")


def packed(folder: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(f"{folder}a.xml", "<a/>")
    return data.getvalue()


@pytest.fixture
def registry() -> Iterator[dict[str, readers.Reader]]:
    """The registry, put back as it was."""
    before = dict(readers._registry)
    yield readers._registry
    readers._registry.clear()
    readers._registry.update(before)


def test_every_listed_format_has_its_reader_and_every_suffix_a_format() -> None:
    for name in readers.formats():
        assert readers.find(name).name == name
    for suffix, name in readers._SUFFIXES.items():
        assert suffix in readers.find(name).suffixes


def test_two_readers_of_one_name_or_one_suffix_are_a_fault(registry: dict[str, readers.Reader]) -> None:
    readers.find("text")
    for name, suffixes in (("text", (".new",)), ("new", (".txt",))):
        with pytest.raises(ValueError, match="two readers"):
            readers.reader(name, suffixes)(readers.find("text").read)
    assert "new" not in registry


def test_a_program_without_readers_says_so_and_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_FORMATS", {})
    with pytest.raises(LookupError, match="no reader"):
        readers.read(SAMPLE)


def test_an_unknown_format_name_is_a_wrong_argument() -> None:
    with pytest.raises(WrongArgument, match="没有“odt”这种导入格式"):
        readers.find("odt")


@pytest.mark.parametrize("suffix", [".docx", ".PDF", ".html", ".htm", ".doc", ".wps", ".xls"])
def test_a_format_to_come_is_named_before_the_file_is_touched(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(NotBuiltYet, match=f"还不能读取 {suffix.lower()} 格式"):
        readers.read(tmp_path / f"年报{suffix}")


@pytest.mark.parametrize("name", ["年报.txt", "年报.MD", "年报", "年报.log", "-"])
def test_text_under_any_name_is_read_as_text(name: str) -> None:
    assert len(readers.read_bytes(name, SAMPLE.read_bytes()).sources) == 203


def test_standard_input_is_called_so_where_values_came_from() -> None:
    preview = readers.read_bytes("-", SAMPLE.read_bytes())
    assert preview.name == "标准输入"


@pytest.mark.parametrize(
    ("data", "refusal", "words"),
    [
        (b"", NotAReport, "是空文件"),
        (" \n\u3000\n\ufeff".encode(), NotAReport, "只有空白"),
        ("规章\x00\x00".encode(), NotText, "不属于文字的内容"),
        (b"\x81\xff\xfe\x00\x80", NotText, "编码无法识别"),
        (b"\xef\xbb\xbf\xff\xff", NotText, "编码无法识别"),
        (b"SQLite format 3\x00" + bytes(84), NotText, "实际是数据库文件"),
        (packed("word/"), NotText, "实际是 Word 文档"),
        (packed("xl/"), NotText, "实际是 Excel 工作簿"),
        (packed("other/"), NotText, "实际是压缩文件"),
        (b"%PDF-1.7\n", NotText, "实际是 PDF 文件"),
        (b"\x89PNG\r\n\x1a\n\x00", NotText, "实际是图片"),
        (b"BM\x10\x00\x00\x00\x00\x00\x00\x00", NotText, "实际是图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotText, "实际是旧版 Word"),
        ("<!DOCTYPE html><html>一、总体情况".encode(), NotText, "实际是网页文件"),
        ("BM 型设备采购通知".encode(), NotAReport, "不像一份年度报告"),
        ("关于召开会议的通知\n一、会议时间\n二、会议地点\n四、要求\n".encode(), NotAReport, "统计表格"),
        (b'{"cells": {}}', NotAReport, "没有找到年度报告的标题"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_report_is_refused_in_one_sentence(
    data: bytes, refusal: type[Refused], words: str
) -> None:
    with pytest.raises(refusal) as caught:
        readers.read_bytes("年报.txt", data)
    assert words in str(caught.value)
    assert caught.value.message.startswith("“年报.txt”")
    assert caught.value.hint


def test_more_than_twenty_megabytes_is_no_report(tmp_path: Path) -> None:
    huge = tmp_path / "大.txt"
    with huge.open("wb") as file:
        file.truncate(readers.MAX_BYTES + 1)
    with pytest.raises(TooLarge, match="超过 20 MB"):
        readers.read(huge)


@pytest.mark.parametrize("text", ["一、今天公开\n" * 30_000, "字" * 1_000_001])
def test_more_words_than_any_report_has_are_not_searched(text: str) -> None:
    with pytest.raises(TooLarge, match="比任何一份年报都多"):
        readers.read_bytes("年报.txt", text.encode())


@pytest.mark.parametrize("seed", range(8))
def test_scrambled_text_is_read_or_refused_but_never_a_fault(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - examples, no secrets
    text = list(TEXT)
    for _ in range(40):
        at = rng.randrange(len(text))
        text[at : at + rng.randrange(30)] = rng.choices(
            "一二三、（）\n\t|/ 0159年总计其他公开—.", k=rng.randrange(5)
        )
    with suppress(Refused):
        preview = readers.read_bytes("年报.txt", "".join(text).encode())
        assert set(preview.cells) == set(preview.form.cells)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="找不到文件"):
        readers.read(tmp_path / "没有.txt")
    with pytest.raises(NotOurFile, match="是文件夹"):
        readers.read(tmp_path)


def test_a_file_in_an_odd_place_is_read(tmp_path: Path) -> None:
    odd = tmp_path / "年报 ＆#%😀" / "新 郑（定稿）.txt"
    odd.parent.mkdir()
    odd.write_bytes(SAMPLE.read_bytes())
    assert readers.read(odd).name == odd.name


def test_a_report_without_any_year_is_refused() -> None:
    text = TEXT.replace("新郑市人民政府办公室2021年政府信息公开工作年度报告", "").replace("2021年", "今年")
    with pytest.raises(NotAReport, match="没有找到报告的年份"):
        readers.read_bytes("年报.txt", text.encode())


def test_tables_of_another_form_are_refused_and_the_known_forms_named() -> None:
    text = (
        TEXT.replace("本年制发件数 本年废止件数 现行有效件数", "本年新制作数量 本年新公开数量 对外公开总数量")
        .replace("本年处理决定数量", "上一年项目数量 本年增/减 处理决定数量")
        .replace("本年收费金额（单位：万元，保留4位小数）", "上一年项目数量 本年增/减")
    )
    with pytest.raises(FormMissing, match="这个版本只能读取：2021年格式"):
        readers.read_bytes("年报.txt", text.encode())


def test_the_published_report_in_the_older_form_is_refused_as_such(shared_reports: Path) -> None:
    page = (shared_reports / "shanghai-office-2019.html").read_bytes()
    with pytest.raises(NotText, match="实际是网页文件"):
        readers.read_bytes("网页.txt", page)
    rows = re.sub(r"(?i)</(?:tr|p|div)>", "\n", re.sub(r"(?i)</td>", "\t", page.decode()))
    words = html.unescape(re.sub(r"<[^>]*>", "", rows))
    with pytest.raises(FormMissing, match="不是本程序认识的格式"):
        readers.read_bytes("网页.txt", words.encode())

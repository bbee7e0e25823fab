"""Documents on disk: whole, read back, named for people, refused in one sentence."""

import errno
import json
import os
from pathlib import Path

import pytest

from core import export as exporting
from core import safefile, writers
from core.canonical import Json
from core.errors import (
    DiskFull,
    DocumentDiffers,
    FileExists,
    FileLocked,
    FolderReadOnly,
    OddCharacter,
    WrongArgument,
)
from core.export import export, file_name, formats
from core.writers import Writer, layout, xlsx
from tests.writers.workbooks import APPLICATIONS, FORM, TEXTS, report

STEM = "青石镇人民政府2021年政府信息公开工作年度报告"


def test_the_documents_are_named_for_unit_and_year_and_lie_in_the_order_asked(tmp_path: Path) -> None:
    paths = export(report(APPLICATIONS), tmp_path, ["json", "xlsx"])
    assert paths == (tmp_path / f"{STEM}.json", tmp_path / f"{STEM}.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{STEM}.json", f"{STEM}.xlsx"]


def test_the_workbook_on_disk_says_what_the_report_says(tmp_path: Path) -> None:
    written = report(APPLICATIONS)
    (path,) = export(written, tmp_path, ["xlsx"])
    xlsx.verify(path.read_bytes(), layout.build(written))
    assert path.read_bytes() == xlsx.write(layout.build(written))


def test_the_json_is_the_report_readable_for_people(tmp_path: Path) -> None:
    written = report({**APPLICATIONS, "disputes.review.upheld": "", "disputes.review.pending": "12a"})
    (path,) = export(written, tmp_path, ["json"])
    text = path.read_text(encoding="utf-8")
    content = json.loads(text)
    assert content == written.to_json()
    assert content["cells"]["disputes.review.upheld"] is None
    assert content["cells"]["disputes.review.pending"] == "12a"
    assert content["cells"]["disputes.review.total"] is None
    assert content["cells"]["disclosure.fees.amount"] == "12345.6789"
    assert '\n "unit": "青石镇人民政府",\n' in text


def test_a_format_named_twice_is_written_once(tmp_path: Path) -> None:
    assert len(export(report(), tmp_path, ["json", "json"])) == 1


@pytest.mark.parametrize("name", ["中文 空格", "a＆b#c%d", "😀", "深/更深/最深"])
def test_a_missing_folder_is_made_whatever_its_name(tmp_path: Path, name: str) -> None:
    (path,) = export(report(), tmp_path / name, ["json"])
    assert path.parent == tmp_path / name
    assert path.is_file()


@pytest.mark.parametrize(
    ("unit", "start"),
    [
        ("", "未命名单位2021年"),
        ("  青石镇 ", "青石镇2021年"),
        ('青/石\\镇:*?"<>|', "青／石＼镇：＊？＂＜＞｜2021年"),
        ("青石\n镇\x00\u202e", "青石镇2021年"),
        ("...", "未命名单位2021年"),
        ("青石镇...", "青石镇2021年"),
        ("CON", "CON2021年"),
        ("𠮷野镇😀", "𠮷野镇😀2021年"),
    ],
)
def test_a_units_name_becomes_a_files_name_every_system_can_store(unit: str, start: str) -> None:
    assert file_name(report(unit=unit), ".pdf") == f"{start}政府信息公开工作年度报告.pdf"


def test_a_units_name_too_long_for_a_file_is_cut_and_says_so() -> None:
    name = file_name(report(unit="青石镇" * 100), ".xlsx")
    assert len(name.encode()) <= 200
    assert name.startswith("青石镇青石镇")
    assert name.endswith("…2021年政府信息公开工作年度报告.xlsx")


def test_an_unknown_format_is_refused_with_the_ones_there_are(tmp_path: Path) -> None:
    with pytest.raises(WrongArgument, match="没有“doc”这种导出格式。") as refused:
        export(report(), tmp_path / "new", ["json", "doc"])
    assert refused.value.hint == f"可以导出的格式：{'、'.join(formats())}。"
    assert not (tmp_path / "new").exists()


def test_no_format_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongArgument, match="没有说要导出哪种格式"):
        export(report(), tmp_path, [])


def test_an_older_document_is_replaced(tmp_path: Path) -> None:
    (path,) = export(report(), tmp_path, ["json"])
    export(report(APPLICATIONS), tmp_path, ["json"])
    assert json.loads(path.read_text(encoding="utf-8"))["cells"]["disputes.review.upheld"] == 1


def test_an_older_document_stays_if_it_must_not_be_replaced(tmp_path: Path) -> None:
    (path,) = export(report(), tmp_path, ["xlsx"])
    before = path.read_bytes()
    with pytest.raises(FileExists, match="已经存在，没有改动"):
        export(report(APPLICATIONS), tmp_path, ["json", "xlsx"], overwrite=False)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(WrongArgument, match="是一个文件，不是文件夹"):
        export(report(), tmp_path / "文件", ["json"])


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(FolderReadOnly, match="只能读取"):
        export(report(), tmp_path / "new", ["json"])


def test_a_full_disk_leaves_the_old_document_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = export(report(), tmp_path, ["xlsx"])
    before = path.read_bytes()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskFull, match="磁盘空间不足"):
        export(report(APPLICATIONS), tmp_path, ["xlsx"])
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_if_a_later_format_fails_the_sentence_names_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(path: Path, data: bytes) -> None:
        if path.suffix == ".xlsx":
            raise DiskFull("磁盘空间不足。", "请清理磁盘。")
        safefile.safe_write(path, data)

    monkeypatch.setattr(exporting, "safe_write", once)
    with pytest.raises(DiskFull) as refused:
        export(report(), tmp_path, ["json", "xlsx"])
    assert str(refused.value) == f"磁盘空间不足。此前已写好：{STEM}.json。请清理磁盘。"
    assert [path.name for path in tmp_path.iterdir()] == [f"{STEM}.json"]


def test_a_document_open_in_another_program_is_said_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = export(report(), tmp_path, ["xlsx"])
    before = path.read_bytes()

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "held", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(
        FileLocked, match="正被别的程序打开（例如 Excel 或 WPS），没有替换。请先关闭它，再导出。"
    ):
        export(report(APPLICATIONS), tmp_path, ["xlsx"])
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_gives_back_something_else_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(path: Path, data: bytes) -> None:
        path.write_bytes(data[:-1])

    monkeypatch.setattr(exporting, "safe_write", torn)
    with pytest.raises(DocumentDiffers, match="读回来不一样"):
        export(report(), tmp_path, ["json"])


def test_a_document_that_does_not_say_what_the_report_says_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = layout.build(report(APPLICATIONS))
    wrong = Writer("xlsx", ".xlsx", lambda _: xlsx.write(other), xlsx.verify)
    monkeypatch.setattr(writers, "find", lambda _: wrong)
    with pytest.raises(DocumentDiffers, match="规范性文件·制发是“4”，报告中是“0”"):
        export(report(), tmp_path, ["xlsx", "json"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("cells", "texts", "named"),
    [(APPLICATIONS, TEXTS, "规范性文件·制发"), ({}, {**TEXTS, "problems": "没有问题。"}, "文字")],
)
def test_a_layout_that_does_not_say_what_the_report_says_is_noticed(
    cells: dict[str, str], texts: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = layout.build(report(cells, texts=texts))
    monkeypatch.setattr(layout, "build", lambda _: other)
    with pytest.raises(DocumentDiffers, match=named):
        export(report(), Path("never-made"), ["xlsx"])
    assert not Path("never-made").exists()


def test_half_a_character_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(OddCharacter, match="“本年公开”后面有一个坏字符"):
        export(report(texts={**TEXTS, "overview": "本年公开\ud800"}), tmp_path, ["json"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"cells": {"disputes.review.upheld": 1}}, "“行政复议·结果维持”"),
        ({"unit": "白水镇"}, "单位"),
        ({"texts": {"overview": "别的"}}, "“一、总体情况”"),
        ({"notes": {"a": "别的"}}, "有一处"),
    ],
)
def test_a_data_file_that_differs_is_said_by_the_name_on_the_form(
    changed: dict[str, Json], named: str
) -> None:
    meant: dict[str, Json] = {
        "cells": {"disputes.review.upheld": 2},
        "unit": "青石镇",
        "texts": {"overview": "一"},
        "notes": {"a": "一"},
    }
    with pytest.raises(DocumentDiffers, match=f"写好的数据文件中，{named}与报告不一致。"):
        exporting._compare("", {**meant, **changed}, meant, FORM)

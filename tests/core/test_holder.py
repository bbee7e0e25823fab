"""Who has a document open: said beside it, gone with it, and never in anybody's way."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from core import VERSION, holder
from core.errors import FileHeld, FileLocked
from core.holder import Holder
from core.store import Store
from tests.core.steps import typed

NOW = dt.datetime.fromisoformat("2031-01-28T16:00:00+08:00").astimezone()


def put(path: Path, **said: object) -> None:
    """Leave another program's side file beside ``path``."""
    told = {"user": "张三", "computer": "PC-2", "pid": 77, "since": "2031-01-28T10:32:00+08:00"}
    told |= {"program": "0.1.0", "token": "abc"} | said
    holder.side_file(path).write_text(json.dumps(told), "utf-8")


def test_an_open_document_says_who_has_it_and_a_closed_one_nothing(tmp_path: Path) -> None:
    path = tmp_path / "青石镇.gknb"
    claim = holder.claim(path)
    found = holder.read(path)
    assert found is not None
    assert (found.user, found.computer, found.pid) == (holder.user(), holder.computer(), os.getpid())
    assert (found.program, found.on_this_computer, found.alive) == (VERSION, True, True)
    assert holder.side_file(path).name == ".青石镇.gknb.使用中"
    claim.release()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_program_left_is_kept_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    put(path)
    claim = holder.claim(path)
    assert claim.left is not None
    assert claim.left.user == "张三"
    assert holder.read(path) == claim.mine
    assert holder.claim(path).left == claim.mine
    claim.release()
    assert holder.side_file(path).exists(), "the later one's"


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    claim = holder.claim(tmp_path / "没有" / "a.gknb")
    assert (claim.left, claim.written) == (None, False)
    claim.release()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 5000,
        '{"user": 1}',
        '{"user": "x"}',
        '{"user": "\\ud800", "computer": "", "pid": 1, "since": "", "program": "", "token": ""}',
        '{"user": "a\\nb", "computer": "", "pid": 1, "since": "", "program": "", "token": ""}',
    ],
)
def test_what_cannot_be_understood_says_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.gknb"
    holder.side_file(path).write_text(text, "utf-8")
    assert holder.read(path) is None
    holder.side_file(path).write_bytes(b"\xff\xfe\x00" * 10)
    assert holder.read(path) is None


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ("2031-01-28T10:32:00+08:00", "今天 10:32"),
        ("2031-01-27T23:05:00+08:00", "昨天 23:05"),
        ("2031-01-08T07:00:00+08:00", "1月8日 7:00"),
        ("2030-01-08T07:00:00+08:00", "2030年1月8日 7:00"),
        ("2031-01-30T07:00:00+08:00", "1月30日 7:00"),  # that PC's clock is ahead
        ("何时", ""),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="Windows cannot be told another time zone")
def test_since_when_in_words(monkeypatch: pytest.MonkeyPatch, since: str, words: str) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    import time  # noqa: PLC0415 - for this zone alone

    time.tzset()
    try:
        now = dt.datetime.fromisoformat("2031-01-28T16:00:00+08:00").astimezone()
        assert Holder("张三", "PC-2", 7, since, "0.1.0").when(now) == words
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "正被 张三 在电脑 PC-2 上使用（自 "),
        ({"user": ""}, "正在电脑 PC-2 上使用（自 "),
        ({"since": ""}, "正被 张三 在电脑 PC-2 上使用。"),
        ({"computer": ""}, "正被 张三使用（自 "),
        ({"computer": "", "user": ""}, "正被另一个窗口或另一台电脑使用。"),
    ],
)
def test_a_locked_file_names_its_holder(tmp_path: Path, said: dict[str, str], sentence: str) -> None:
    path = tmp_path / "青石镇.gknb"
    put(path, **said)
    refusal = holder.named(FileLocked("“青石镇.gknb”正被另一个窗口或另一台电脑使用。", "请稍后。"), path, NOW)
    assert sentence in refusal.message
    assert refusal.hint == "请稍后。"


def test_a_dead_program_of_this_computer_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    put(path, computer=holder.computer(), pid=2**22 + 1)
    plain = FileLocked("正被另一个窗口使用。")
    assert holder.named(plain, path) is plain
    held = FileHeld("张三也开着。")
    put(path)
    assert holder.named(held, path) is held


def test_the_store_s_refusal_names_the_holder_too(tmp_path: Path) -> None:
    path = tmp_path / "a.gknb"
    with Store.create(path, "青石镇") as store:
        store.add_report(2031, "2099", [typed(1, 1)])
        claim = holder.claim(path)
        with pytest.raises(
            FileLocked, match=rf"a.gknb”正被 {holder.user()} 在本机使用（自 今天 \d+:\d\d 起）"
        ):
            Store.open(path)
        other = Store.create(tmp_path / "b.gknb", "青石镇")
        with other, pytest.raises(FileLocked, match="在本机使用"):
            other.copy_to(path)
        claim.release()

"""A bug anywhere in the program, with everything marked that a person wrote: the log names none of it."""

from __future__ import annotations

import getpass
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import __main__ as command_line
from core import faults, holder, paths
from core.session import Session, blank_report

MARKS = ("李秀兰", "410181199001011234", "73918264", "金牛镇", "拒不公开的秘密", "lixiulan@example.org")
BROKEN = (  # where a bug is put, one after the other
    "core.readers.text.read",
    "core.formfile.load",
    "core.checks.run_all",
    "core.export.draw",
    "core.safefile._write_new",
    "core.store.Store.entries",
    "core.seal.verify",
    "core.dbfile.snapshot",
    "core.report.Report.to_json",
    "core.values.parse",
    "core.values.show",
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A unit file and a text in which everything that can be written is marked."""
    place = tmp_path / "李秀兰 lixiulan@example.org"
    place.mkdir()
    session = Session.create(place / "金牛镇.gknb", blank_report("金牛镇人民政府", 2031))
    session.apply({"applications.new_received.natural_person": 73918264}, "李秀兰改的")
    session.apply({"text.overview": "拒不公开的秘密，410181199001011234。"}, "填写")
    session.close()
    text = "金牛镇人民政府2031年政府信息公开工作年度报告\n一、总体情况\n李秀兰 73918264 拒不公开的秘密。\n"
    (place / "金牛镇.txt").write_text(text, "utf-8")
    yield place
    shutil.rmtree(place)


def failing(*words: object, **names: object) -> object:
    """Be the bug: say everything one was given."""
    message = f"{MARKS} {words} {names}"
    try:
        return int(message)
    except ValueError as error:
        raise KeyError(message, *map(str, words)) from error


def put_bug(patch: pytest.MonkeyPatch, target: str) -> bool:
    """Put the bug where a function of the program is; False where this version has none of that name."""
    try:
        patch.setattr(target, failing)
    except (AttributeError, ImportError):
        return False
    return True


def test_no_bug_anywhere_tells_the_log_what_a_person_wrote(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(holder, "user", lambda: "李秀兰")
    out = str(tmp_path / "导出")
    commands = (
        ["export", str(folder / "金牛镇.gknb"), "--to", "json", "--out", out],
        ["read", str(folder / "金牛镇.txt")],
    )
    happened = 0
    for target in BROKEN:
        with monkeypatch.context() as patch:
            if not put_bug(patch, target):
                continue
            for words in commands:
                try:
                    command_line.main(words)
                except Exception as error:  # noqa: BLE001 - the boundary of our own bugs
                    faults.sentence(type(error), error, error.__traceback__)
                    happened += 1
    capsys.readouterr()
    told = paths.log_file().read_text(encoding="utf-8")
    assert happened >= len(BROKEN) / 2
    personal = (*MARKS, getpass.getuser() + "/", platform.node(), str(tmp_path), str(Path.home()))
    assert [word for word in personal if word in told] == []
    assert "KeyError" in told
    assert 'File "core/' in told

"""The unit file: what is written is what is read, and nobody else is in it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from core import dbfile, migrations
from core.errors import (
    FileDamaged,
    FileExists,
    FileMissing,
    FileNewer,
    NotOurFile,
    Refused,
    YearExists,
)
from core.history import Change, Step, StepKind
from core.report import PASTED, TYPED, Entry, Origin, OriginKind
from core.store import ReportInfo, Store, read_copy
from core.values import Raw
from tests.core.steps import AT, CELL, imported, outcome, typed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "青石镇.gknb"


def elsewhere(work: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Do something with the file in another process: ``work`` sees it as ``path``."""
    lines = (
        "from pathlib import Path",
        "from core.errors import Refused",
        "from core.store import Store, read_copy",
        f"path = Path({os.fspath(path)!r})",
        work,
    )
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def refusal_elsewhere(path: Path) -> str:
    work = "try: Store.open(path).close()\nexcept Refused as refusal: print(type(refusal).__name__, refusal)"
    done = elsewhere(work, path)
    assert done.stderr == ""
    return done.stdout


def test_everything_written_is_there_after_reopening(path: Path) -> None:
    first = imported(1, {CELL: 3, "text.overview": "一、总体情况\n第二段 😀𠀀"})
    more = {
        "disclosure.fees.amount": Entry(Decimal("1.2345"), PASTED),
        "applications.carried_in.other": Entry(Raw("12a"), TYPED),
        "note.applications.carried_in.other": Entry("来自司法所 1月8日 电话"),
        "explain.A01|x": Entry("已核实", Origin(OriginKind.CARRIED, "上年")),
        "report.title": Entry("青石镇年度报告"),
    }
    second = Step(2, 2, StepKind.DO, "粘贴", AT, tuple(Change(k, None, v) for k, v in more.items()))
    with Store.create(path, "青石镇人民政府") as store:
        report = store.add_report(2031, "2099", [first])
        store.append(report, [second], more)
        before = store.entries(report), store.trail(report), store.generation
    with Store.open(path) as store:
        assert store.unit == "青石镇人民政府"
        assert store.reports() == (ReportInfo(report, 2031, "2099", "青石镇年度报告"),)
        assert (store.entries(report), store.trail(report), store.generation) == before
        assert store.entries(report) == {**outcome(first), **more}
        assert store.last_seq(report) == 2


def test_none_deletes_an_entry_and_the_journal_keeps_it(path: Path) -> None:
    with Store.create(path, "x") as store:
        report = store.add_report(2031, "2099", [typed(1, 5)])
        store.append(report, [typed(2, None, before=5)], {CELL: None})
        assert store.entries(report) == {}
        assert [step.label for step in store.trail(report)] == ["填写 5", "填写 None"]


def test_years_are_listed_newest_first_and_are_there_once(path: Path) -> None:
    with Store.create(path, "x") as store:
        for year in (2030, 2032, 2031):
            store.add_report(year, "2099", [])
        with pytest.raises(YearExists, match="2031"):
            store.add_report(2031, "2099", [])
        assert [info.year for info in store.reports()] == [2032, 2031, 2030]


def test_no_side_file_stays_once_closed_and_none_holds_old_content_while_open(path: Path) -> None:
    with Store.create(path, "x") as store:
        store.append(store.add_report(2031, "2099", [typed(1, 5)]), [typed(2, 6)], {CELL: Entry(6)})
        assert all(other.stat().st_size == 0 for other in path.parent.iterdir() if other != path)
    assert list(path.parent.iterdir()) == [path]


def test_the_file_is_opened_with_the_safe_settings(path: Path) -> None:
    wanted = {
        "locking_mode": "exclusive",
        "journal_mode": "truncate",
        "synchronous": 3,  # EXTRA
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "secure_delete": 1,
        "temp_store": 2,  # MEMORY
        "application_id": 0x474B4E42,
        "user_version": 1,
    }
    with Store.create(path, "x") as store:
        found = {name: store._db.execute(f"PRAGMA {name}").fetchone() for name in wanted}
    assert {name: row[0] if row else 0 for name, row in found.items()} == wanted


def test_a_second_program_is_refused_at_once_and_the_first_can_still_save(path: Path) -> None:
    with Store.create(path, "x") as store:
        said = refusal_elsewhere(path)
        assert said.startswith("FileLocked")
        assert "正被另一个窗口或另一台电脑使用" in said
        report = store.add_report(2031, "2099", [typed(1, 5)])
        assert store.last_seq(report) == 1
    assert refusal_elsewhere(path) == ""


def test_looking_into_the_file_in_the_same_program_does_not_drop_its_lock(path: Path, tmp_path: Path) -> None:
    with Store.create(path, "x") as store:
        dbfile.look(path)
        with read_copy(path) as copy:
            assert copy.unit == "x"
        with pytest.raises(Refused, match="正被"):
            Store.open(path)
        store.copy_to(tmp_path / "copy.gknb")
        assert refusal_elsewhere(path).startswith("FileLocked")


@pytest.mark.parametrize("name", ["青 石#镇%41？.gknb", "a&b;c=d'\".gknb", "😀.gknb", "x" * 250])
def test_odd_names_are_ordinary_names(tmp_path: Path, name: str) -> None:
    place = tmp_path / "中 文＆#%"
    place.mkdir()
    with Store.create(place / name, "x"):
        pass
    with Store.open(place / name) as store:
        assert store.unit == "x"
    assert [other.name for other in place.iterdir()] == [name]


def test_create_never_replaces_what_stands_there(path: Path) -> None:
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExists, match="已经存在"):
        Store.create(path, "x")
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(path.parent.iterdir()) == [path]


def test_create_in_a_folder_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="文件夹"):
        Store.create(tmp_path / "gone" / "a.gknb", "x")


def test_a_file_that_is_not_there_is_missing(path: Path) -> None:
    with pytest.raises(FileMissing, match="找不到文件"):
        Store.open(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(5000), "年报正文".encode() * 900, b"x"])
def test_another_programs_file_is_not_ours(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotOurFile, match="不是本程序的年报文件"):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_foreign_database_is_not_ours_and_stays_as_it_was(path: Path) -> None:
    foreign = sqlite3.connect(path)
    foreign.execute("PRAGMA journal_mode = WAL")
    foreign.execute("CREATE TABLE t(a)")
    foreign.close()
    before = path.read_bytes()
    with pytest.raises(NotOurFile):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(NotOurFile, match="不是文件"):
        Store.open(tmp_path)


def test_an_empty_file_is_damaged(path: Path) -> None:
    path.touch()
    with pytest.raises(FileDamaged):
        Store.open(path)


def test_a_newer_file_is_refused_and_stays_as_it_was(path: Path) -> None:
    Store.create(path, "x").close()
    change = sqlite3.connect(path)
    change.execute(f"PRAGMA user_version = {migrations.newest() + 1}")
    change.close()
    before = path.read_bytes()
    with pytest.raises(FileNewer, match="请升级程序"):
        Store.open(path)
    assert path.read_bytes() == before


def test_every_version_has_its_migration() -> None:
    assert len(migrations.MIGRATIONS) == migrations.newest() - 1


def test_a_step_out_of_order_is_our_bug_and_writes_nothing(path: Path) -> None:
    with Store.create(path, "x") as store:
        report = store.add_report(2031, "2099", [typed(1, 5)])
        with pytest.raises(AssertionError):
            store.append(report, [typed(3, 6)], {CELL: Entry(6)})
        assert store.last_seq(report) == 1
        store.append(report, [typed(2, 7)], {CELL: Entry(7)})
    with Store.open(path) as store:
        assert store.entries(report) == {CELL: Entry(7)}


def test_saving_and_opening_are_quick_enough_to_go_unnoticed(path: Path) -> None:
    """Generous limits, against a change that makes either slower by an order of magnitude."""
    cells = {f"applications.row{i}.total": i for i in range(200)} | {"text.overview": "字" * 4000}
    with Store.create(path, "x") as store:
        for year in range(2027, 2032):
            report = store.add_report(year, "2099", [imported(1, cells)])
        start = time.perf_counter()
        for seq in range(2, 102):
            store.append(report, [typed(seq, seq)], {CELL: Entry(seq)})
        append = (time.perf_counter() - start) / 100
    start = time.perf_counter()
    with Store.open(path) as store:
        assert len(store.reports()) == 5
        opening = time.perf_counter() - start
    assert append < 0.05
    assert opening < 0.5

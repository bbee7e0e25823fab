"""资料体检 says what it looked at, and each thing that can be wrong is seen and told with what to do."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from core import checks, checkup, formfile, paths, upkeep
from core.backup import Reason
from core.checkup import Item, State, Subject
from core.desk import Place
from core.errors import DiskFull, FileNewer
from core.findings import Verdict
from core.media import Medium
from core.report import Report
from core.session import Session, blank_report
from tests.core.test_store_damage import reseal

CELL = "applications.new_received.natural_person"
TOTAL = "applications.new_received.total"


@pytest.fixture(autouse=True)
def _no_backup_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not put one on the shelf in the middle of a test."""
    monkeypatch.setattr(upkeep, "SETTLED", 1e6)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two years, some work, a backup."""
    opened = Session.create(tmp_path / "青石镇.gknb", blank_report("青石镇人民政府", 2030))
    opened.add_year(blank_report("青石镇人民政府", 2031))
    opened.apply({CELL: 5}, "填写")
    opened.flush()
    back_up(opened)
    yield opened
    opened.close()


def back_up(session: Session) -> Path:
    taken = session._saver.call(lambda store: session._shelf.take(store, Reason.TIMED))
    assert taken is not None
    return taken.path


def quick(session: Session) -> Subject:
    """What there is to examine; the program itself is examined by its own tests."""
    return checkup.subject(session)


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the program, which takes a second."""
    monkeypatch.setattr(checkup, "_program", lambda: iter(()))


def found(about: Subject | None, now: dt.datetime | None = None) -> dict[str, Item]:
    items = list(checkup.examine(about, now))
    assert len({item.name for item in items}) == len(items)
    for item in items:
        assert bool(item.hint) == (item.state is not State.OK), item
    return {item.name: item for item in items}


def forge(path: Path, *statements: str, sealed: bool = True) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        if sealed:
            reseal(connection)


def test_all_is_well_and_every_item_says_what_was_looked_at(session: Session) -> None:
    items = found(checkup.subject(session))
    assert {item.state for item in items.values()} == {State.OK}
    assert {name: items[name].words for name in list(items)[:7]} == {
        "最近的修改": "都已写入文件",
        "年报文件的内容": "2 个年份、3 项内容，与校验值一致",
        "年报文件的结构": "完整",
        "2031 年的修改历史": "2 步首尾相连",
        "2031 年的内容与历史": "从头重做一遍，得到同样的内容",
        "2030 年的修改历史": "1 步首尾相连",
        "2030 年的内容与历史": "从头重做一遍，得到同样的内容",
    }
    assert [*items][7:] == [
        "电脑的日期和时间",
        "备份",
        "2031 年的合计",
        "年报文件的位置",
        "年报文件所在的磁盘",
        "备份所在的磁盘",
        "程序的表单",
        "程序的字体",
        "程序的核对规则",
    ]
    assert items["备份"].words.startswith("1 份，每份都打开核对过；最近一份存的是 ")
    assert items["程序的核对规则"].words == "示例报告改坏 10 处，全部查出"
    assert checkup.summary(items.values()) == "共检查 16 项：全部查过，没有发现问题。"


def test_the_summary_counts_what_is_bad_and_what_to_look_at() -> None:
    items = [Item("甲", State.OK, ""), Item("乙", State.BAD, "", "x"), Item("丙", State.ATTENTION, "", "x")]
    assert checkup.summary(items) == "共检查 3 项：1 项有问题，1 项请留意；其余都查过、没有发现问题。"


def test_without_a_document_only_the_program_is_examined() -> None:
    assert [*found(None)] == ["备份所在的磁盘", "程序的表单", "程序的字体", "程序的核对规则"]


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    path = tmp_path / "b.gknb"
    session = Session.create(path, blank_report("青石镇人民政府", 2030))
    session.add_year(blank_report("青石镇人民政府", 2031))
    session.apply({CELL: 5}, "填写")
    session.close()
    return path


class Case(NamedTuple):
    name: str
    state: State
    words: str
    hint: str


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(
    ("statement", "cases"),
    [
        (
            "UPDATE entry SET value = '6' WHERE key LIKE '%natural_person'",
            [Case("2031 年的内容与历史", State.BAD, "从头重做一遍，1 项内容不同", "备份与恢复")],
        ),
        (
            "UPDATE journal SET step_group = 9 WHERE report = 1",
            [
                Case("2030 年的修改历史", State.BAD, "有步骤被改动或丢失", "备份与恢复"),
                Case("2030 年的内容与历史", State.BAD, "修改历史不完整", "备份与恢复"),
            ],
        ),
    ],
)
def test_what_does_not_agree_with_its_history_is_seen(
    two_years: Path, statement: str, cases: Sequence[Case]
) -> None:
    forge(two_years, statement)
    with contextlib.closing(Session.open(two_years)) as session:
        items = found(quick(session))
    bad = {name: item for name, item in items.items() if item.state is not State.OK}
    assert [*bad] == [case.name for case in cases]
    for case in cases:
        item = bad[case.name]
        assert (item.state, case.words in item.words, case.hint in item.hint) == (case.state, True, True)


@pytest.mark.usefixtures("no_program")
def test_a_file_that_was_damaged_while_open_is_seen(session: Session) -> None:
    about = quick(session)
    data = bytearray(session.path.read_bytes())
    place = data.find("青石镇人民政府".encode())
    data[place : place + 3] = "白".encode()
    damaged = session.path.with_name("damaged.gknb")
    damaged.write_bytes(data)
    items = found(replace(about, work=damaged))
    assert items["年报文件的内容"].state is State.BAD
    assert "与校验值不符" in items["年报文件的内容"].words
    assert "2031 年的修改历史" not in items
    gone = found(replace(about, work=damaged.with_name("gone.gknb")))
    assert "找不到" in gone["年报文件的内容"].words


def test_an_index_that_does_not_agree_is_seen(two_years: Path) -> None:
    with contextlib.closing(sqlite3.connect(two_years, isolation_level=None)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_journal_1'"
        ).fetchone()
    data = bytearray(two_years.read_bytes())
    page = slice((root - 1) * 4096, root * 4096)
    data[page] = data[page].replace(b"\x01", b"\x02", 1)
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(bytes(data))
        item = checkup._structure(copy)
    assert item == (
        "年报文件的结构",
        State.BAD,
        "有损坏，现有内容还读得出来",
        "请马上另存副本，或用“备份与恢复”恢复完好的一份。",
    )


@pytest.mark.usefixtures("no_program")
def test_a_cleared_history_is_told_and_is_no_fault(session: Session) -> None:
    session.forget([2])
    items = found(quick(session))
    assert items["2031 年的修改历史"].words == "3 步首尾相连，其中 1 步的内容按您的要求清除了"
    assert items["2031 年的内容与历史"].state is State.OK
    assert "不能从头重做" in items["2031 年的内容与历史"].words


@pytest.mark.usefixtures("no_program")
def test_what_could_not_be_saved_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise DiskFull("磁盘空间不足，没有写入。", "请清理磁盘。")

    monkeypatch.setattr(session, "flush", full)
    item = found(quick(session))["最近的修改"]
    assert item == ("最近的修改", State.BAD, "磁盘空间不足，没有写入。", "请清理磁盘。")


@pytest.mark.usefixtures("no_program")
def test_totals_that_differ_are_told_by_name(session: Session) -> None:
    session.apply({TOTAL: 7}, "填写")
    item = found(quick(session))["2031 年的合计"]
    assert (item.state, item.words) == (State.OK, "34 个合计重新计算，结果一致")  # a part is blank
    session.confirm_zeros()
    session.apply({TOTAL: 7}, "填写")
    item = found(quick(session))["2031 年的合计"]
    assert (item.state, item.words) == (
        State.ATTENTION,
        "表三 新收·总计填的数与重新计算的不同",
    )
    about = quick(session)
    item = found(replace(about, shown={**about.shown, CELL: 99}))["2031 年的合计"]
    assert item.state is State.BAD


FAILURE = DiskFull("U 盘满了。", "请清理 U 盘。")


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(
    ("place", "state", "words"),
    [
        (Place(Medium.FIXED), State.OK, "在本机磁盘上"),
        (Place(Medium.REMOVABLE), State.OK, "在 U 盘上，修改都已写回"),
        (Place(Medium.SHARE, pending=True), State.ATTENTION, "在共享盘上，修改在本机，还没有写回"),
        (Place(Medium.REMOVABLE, failure=FAILURE), State.ATTENTION, "在 U 盘上，还没有写回：U 盘满了。"),
        (Place(Medium.READ_ONLY), State.ATTENTION, "在只读位置上，修改只存在本机"),
        (Place(Medium.SHARE, warning="张三也开着。"), State.ATTENTION, "在共享盘上；张三也开着。"),
    ],
)
def test_the_place_is_told(session: Session, place: Place, state: State, words: str) -> None:
    item = found(replace(quick(session), place=place))["年报文件的位置"]
    assert (item.state, item.words) == (state, words)


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize(
    ("free", "state", "words"),
    [
        (5 << 30, State.OK, "还有 5.0 GB 可用"),
        (50 << 20, State.ATTENTION, "快满了，还有 50 MB 可用"),
        (2 << 20, State.BAD, "几乎满了，还有 2 MB 可用"),
    ],
)
def test_little_room_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch, free: int, state: State, words: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, free))
    items = found(quick(session))
    for name in ("年报文件所在的磁盘", "备份所在的磁盘"):
        assert (items[name].state, items[name].words) == (state, words)


@pytest.mark.usefixtures("no_program")
def test_a_medium_that_does_not_answer_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> None:
        raise OSError(5, "x")

    about = quick(session)
    monkeypatch.setattr(shutil, "disk_usage", gone)
    assert found(about)["年报文件所在的磁盘"].state is State.BAD


@pytest.mark.usefixtures("no_program")
def test_a_clock_before_the_last_edit_is_told(session: Session) -> None:
    past = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)
    item = found(quick(session), past)["电脑的日期和时间"]
    assert item.state is State.ATTENTION
    assert item.words.startswith("现在是1999年1月1日 0:00，早于最近一次保存的")


@pytest.mark.usefixtures("no_program")
def test_damaged_and_missing_backups_are_told(session: Session) -> None:
    session.apply({CELL: 6}, "填写")
    session.flush()
    damaged = back_up(session)
    damaged.write_bytes(damaged.read_bytes()[:5000])
    items = found(quick(session))
    assert items["备份"].words.startswith("1 份，")
    assert items["损坏的备份"].state is State.ATTENTION
    assert items["损坏的备份"].words == "1 份：这份备份已损坏，不能使用。"
    shutil.rmtree(session._shelf.folder)
    item = found(quick(session))["备份"]
    assert (item.state, item.words) == (State.ATTENTION, "还没有完好的备份")


def test_a_newer_file_is_told_as_such(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "_program", lambda: iter(()))
    newer = FileNewer("是用更新版本的程序保存的，只能看，不能改。", "请升级程序后再改。")
    items = found(replace(quick(session), only_reading=newer))
    assert items["年报文件"] == ("年报文件", State.ATTENTION, newer.message, newer.hint)
    assert "年报文件的内容" not in items


# ---- the program


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program's data that may be damaged."""
    folder = tmp_path / "resources"
    for name in ("samples", "fonts", "forms"):
        shutil.copytree(paths.resources() / name, folder / name)
    monkeypatch.setattr(paths, "resources", lambda: folder)
    return folder


def break_form(resources: Path) -> None:
    file = next((resources / "forms").glob("*/checks.toml"))
    file.write_text(file.read_text("utf-8").replace("error", "eror", 1), "utf-8")


def garble_form(resources: Path) -> None:
    next((resources / "forms").glob("*/form.toml")).write_bytes(b"\xff\xfe\x00")


def lose_forms(resources: Path) -> None:
    shutil.rmtree(resources / "forms")


def break_font(resources: Path) -> None:
    (resources / "fonts" / "GKHei-Bold.ttf").write_bytes(b"no font")


def lose_fonts(resources: Path) -> None:
    (resources / "fonts" / "fonts.toml").unlink()


def lose_sample(resources: Path) -> None:
    next((resources / "samples").glob("*.txt")).unlink()


@pytest.mark.parametrize(
    ("spoil", "examine", "words"),
    [
        (break_form, checkup._forms, "checks.toml"),
        (garble_form, checkup._forms, ""),
        (lose_forms, checkup._forms, "一张也没有"),
        (break_font, checkup._fonts, "不见了或已损坏"),
        (lose_fonts, checkup._fonts, "字体清单读不出来"),
        (lose_sample, checkup._checks, "示例报告不见了"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_damaged_program_is_told(
    own_resources: Path, spoil: Callable[[Path], None], examine: Callable[[], Item], words: str
) -> None:
    formfile.newest()
    assert examine().state is State.OK
    spoil(own_resources)
    item = examine()
    assert (item.state, item.hint) == (State.BAD, "请重新安装程序；年报文件不受影响。")
    assert words in item.words


def test_checks_that_see_nothing_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(*_: Report | Sequence[str] | None) -> Verdict:
        return Verdict(())

    monkeypatch.setattr(checks, "run_all", blind)
    item = checkup._checks()
    assert item.state is State.BAD
    assert "一行的合计写错、一格填错" in item.words


# ---- in the window


@pytest.mark.usefixtures("no_program")
def test_it_runs_beside_the_work_and_can_be_left_half_way(session: Session) -> None:
    about = quick(session)
    items: list[Item] = []
    thread = threading.Thread(target=lambda: items.extend(checkup.examine(about)))
    thread.start()
    for value in range(20):
        session.apply({CELL: value + 100}, "填写")
        session.flush()
    thread.join()
    assert {item.state for item in items} == {State.OK}
    half = checkup.examine(quick(session))
    assert isinstance(half, Iterator)
    next(half)
    next(half)
    half.close()  # type: ignore[attr-defined]
    session.apply({CELL: 1}, "填写")
    session.flush()

"""资料体检: is the file whole, can it be restored, is the program itself in order, said in plain words.

Every item says what was examined and what was found; where nothing is wrong it says so, so that silence
means checked. Nothing is changed. ``subject`` is taken in the window's thread; ``examine`` runs on any thread
and can be left between two items.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from core import dbfile, formfile, paths, seal
from core.backup import Shelf
from core.causes import damaged
from core.clearing import is_gap
from core.commands import selftest
from core.desk import Place
from core.errors import Refused
from core.history import replayed
from core.media import Medium
from core.places import cell_name
from core.report import Entry, Report
from core.session import Session
from core.store import steadily

LITTLE = 100 << 20  # bytes free: with less, somebody should tidy up
NOTHING = 10 << 20  # and with less, saving and backups may fail any moment
_NAMED = 5  # cells that are named in one sentence
_RESTORE = "请用“备份与恢复”恢复完好的一份。"
_REINSTALL = "请重新安装程序；年报文件不受影响。"


class State(StrEnum):
    """How an item stands."""

    OK = "ok"
    ATTENTION = "attention"  # works, but somebody should look
    BAD = "bad"


class Item(NamedTuple):
    """One thing that was examined."""

    name: str  # what was examined: 2026 年的修改历史
    state: State
    words: str  # what was found: 128 步首尾相连
    hint: str = ""  # what to do; empty if all is well


@dataclass(frozen=True)
class Subject:
    """What is examined: an open document as it stands at one moment."""

    path: Path  # that the person knows
    work: Path  # where the work is done: the file itself, or a local copy
    file_id: str
    place: Place
    unsaved: Refused | None  # why something is not in the file
    only_reading: Refused | None  # of a newer version's file
    report: Report  # in front
    shown: Mapping[str, int | Decimal] = field(repr=False)  # the figures that the window shows of it


def subject(session: Session) -> Subject:
    """Return what there is to examine of an open document; what is open is saved first, as far as it goes."""
    unsaved: Refused | None = None
    if session.only_reading is None:
        try:
            session.flush()
        except Refused as refusal:
            unsaved = refusal
    report = session.report
    return Subject(
        session.path,
        session.work_path,
        session.file_id,
        session.place,
        unsaved,
        session.only_reading,
        Report(report.form, report.year, report.entries),
        dict(report.figures),
    )


def examine(about: Subject | None, now: dt.datetime | None = None) -> Iterator[Item]:
    """Yield every item as soon as it is examined; without a document only the program itself."""
    if about is not None:
        here = now or dt.datetime.now().astimezone()
        if about.only_reading is None:
            yield from _file(about, here)
            yield from _backups(about)
        else:
            yield Item("年报文件", State.ATTENTION, about.only_reading.message, about.only_reading.hint)
        yield _totals(about)
        yield _place(about)
        yield _room("年报文件所在的磁盘", about.path)
    yield _room("备份所在的磁盘", paths.backups())
    yield from _program()


def summary(items: Iterable[Item]) -> str:
    """Return one sentence for the end: how many items, how many of each state, and what silence means."""
    states = [item.state for item in items]
    bad, look = states.count(State.BAD), states.count(State.ATTENTION)
    found = "，".join(f"{count} 项{words}" for count, words in ((bad, "有问题"), (look, "请留意")) if count)
    said = f"{found}；其余都查过、没有发现问题。" if found else "全部查过，没有发现问题。"
    return f"共检查 {len(states)} 项：{said}"


# ---- the file


def _file(about: Subject, now: dt.datetime) -> Iterator[Item]:
    """Examine a copy of the file in memory, as it lies on the medium now."""
    yield _saved(about)
    name = "年报文件的内容"
    try:
        with contextlib.closing(steadily(lambda: _copied(about.work))) as copy:
            state = seal.state(copy)
            count = copy.execute("SELECT count(*) FROM entry").fetchone()[0]
            years = copy.execute("SELECT id, year, form FROM report ORDER BY year DESC").fetchall()
            yield Item(name, State.OK, f"{len(years)} 个年份、{count} 项内容，与校验值一致")
            yield _structure(copy)
            for report, year, _ in years:
                yield _history(copy, report, year)
                yield _replay(copy, report, year)
            yield _clock(dt.datetime.fromisoformat(state.saved_at), now)
    except Refused as refusal:
        yield Item(name, State.BAD, refusal.message, _RESTORE)


def _copied(path: Path) -> sqlite3.Connection:
    """Return the file's pages, the content hash verified; raises refusals."""
    dbfile.look(path)
    with dbfile.refusing(path):
        copy = dbfile.snapshot(path)
        try:
            seal.verify(copy, thorough=False)
        except seal.Broken as error:
            copy.close()
            raise damaged(path) from error
    return copy


def _saved(about: Subject) -> Item:
    if about.unsaved is None:
        return Item("最近的修改", State.OK, "都已写入文件")
    return Item("最近的修改", State.BAD, about.unsaved.message, about.unsaved.hint)


def _structure(copy: sqlite3.Connection) -> Item:
    found = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if found == ("ok",):
        return Item("年报文件的结构", State.OK, "完整")
    return Item(
        "年报文件的结构", State.BAD, "有损坏，现有内容还读得出来", f"请马上另存副本，或{_RESTORE[1:]}"
    )


def _history(copy: sqlite3.Connection, report: int, year: int) -> Item:
    name = f"{year} 年的修改历史"
    try:
        steps = seal.trail(copy, report)
    except seal.Broken:
        return Item(name, State.BAD, "与校验值不符，有步骤被改动或丢失", f"报告内容仍可使用；{_RESTORE}")
    gone = sum(step.cleared for step in steps)
    more = f"，其中 {gone} 步的内容按您的要求清除了" if gone else ""
    return Item(name, State.OK, f"{len(steps)} 步首尾相连{more}")


def _replay(copy: sqlite3.Connection, report: int, year: int) -> Item:
    """Do every step of a journal again, and hold what comes out against what the file says."""
    name = f"{year} 年的内容与历史"
    try:
        steps, entries = seal.trail(copy, report), seal.entries(copy, report)
        if any(map(is_gap, steps)):
            return Item(name, State.OK, "清除过历史内容，不能从头重做；内容本身与校验值一致")
        again = replayed(steps)
    except (seal.Broken, ValueError):
        return Item(name, State.BAD, "修改历史不完整，不能从头重做", _RESTORE)
    if again == entries:
        return Item(name, State.OK, "从头重做一遍，得到同样的内容")
    return Item(name, State.BAD, f"从头重做一遍，{_unlike(again, entries)} 项内容不同", _RESTORE)


def _unlike(one: Mapping[str, Entry], other: Mapping[str, Entry]) -> int:
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())


def _clock(saved: dt.datetime, now: dt.datetime) -> Item:
    if now >= saved:
        return Item("电脑的日期和时间", State.OK, f"{_moment(now)}，晚于最近一次保存")
    words = f"现在是{_moment(now)}，早于最近一次保存的{_moment(saved)}"
    return Item(
        "电脑的日期和时间", State.ATTENTION, words, "请核对电脑的日期和时间，否则成文日期和期限会算错。"
    )


def _moment(at: dt.datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {at.hour}:{at.minute:02}"


# ---- what is shown, where it lies, and its backups


def _totals(about: Subject) -> Item:
    """Add everything up anew; and hold the totals that a person or a document states against that."""
    report, name = about.report, f"{about.report.year} 年的合计"
    fresh = dict(Report(report.form, report.year, report.entries).figures)
    if fresh != about.shown:
        return Item(name, State.BAD, "窗口里的合计与重新计算的不一致", "请关闭窗口后重新打开这份文件。")
    unlike = [
        key
        for key in report.form.computed
        if report.stated(key) is not None
        and report.derived(key).complete
        and report.stated(key) != report.derived(key).value
    ]
    if not unlike:
        return Item(name, State.OK, f"{len(report.form.computed)} 个合计重新计算，结果一致")
    named = "、".join(cell_name(report.form, key) for key in unlike[:_NAMED])
    more = f"等 {len(unlike)} 格" if len(unlike) > _NAMED else ""
    words = f"{named}{more}填的数与重新计算的不同"
    return Item(name, State.ATTENTION, words, "请在核对结果里逐条处理。")


def _place(about: Subject) -> Item:
    place, name = about.place, "年报文件的位置"
    where = place.medium.words
    words = f"在{' ' if where[0].isascii() else ''}{where}上"
    if place.failure is not None:
        return Item(
            name, State.ATTENTION, f"{words}，还没有写回：{place.failure.message}", place.failure.hint
        )
    if place.pending:
        return Item(name, State.ATTENTION, f"{words}，修改在本机，还没有写回", "请稍等，或点“现在写回”。")
    if place.medium is Medium.READ_ONLY:
        return Item(name, State.ATTENTION, f"{words}，修改只存在本机", "要交给别人，请用“另存副本”。")
    if place.warning:
        return Item(name, State.ATTENTION, f"{words}；{place.warning}", "请与对方说好由谁来填。")
    more = "" if place.medium is Medium.FIXED else "，修改都已写回"
    return Item(name, State.OK, f"{words}{more}")


def _room(name: str, place: Path) -> Item:
    folder = next((one for one in (place, *place.parents) if one.is_dir()), None)
    try:
        free = shutil.disk_usage(folder or Path.cwd()).free
    except OSError:
        return Item(name, State.BAD, "读不到", "请检查 U 盘或共享盘是否还连着。")
    words = f"还有 {_size(free)} 可用"
    if free < NOTHING:
        return Item(name, State.BAD, f"几乎满了，{words}", "请马上清理磁盘，否则存不进去。")
    if free < LITTLE:
        return Item(name, State.ATTENTION, f"快满了，{words}", "请清理磁盘。")
    return Item(name, State.OK, words)


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count >> 20} MB"


def _backups(about: Subject) -> Iterator[Item]:
    found = Shelf(about.file_id).list()
    good = [backup for backup in found if not backup.damaged]
    damaged = [backup for backup in found if backup.damaged]
    if good:
        newest = good[0]
        words = f"{len(good)} 份，每份都打开核对过；最近一份存的是 {newest.when} 的内容"
        yield Item("备份", State.OK, words)
    else:
        hint = "打开几秒后、关闭时会自动做；一直没有的话，请检查磁盘和用户文件夹的权限。"
        yield Item("备份", State.ATTENTION, "还没有完好的备份", hint)
    if damaged:
        words = f"{len(damaged)} 份：{damaged[0].trouble}"
        yield Item(
            "损坏的备份", State.ATTENTION, words, "不会用它们恢复；好的备份都在，磁盘可能有坏道，请留意。"
        )


# ---- the program


def _program() -> Iterator[Item]:
    yield _forms()
    yield _fonts()
    yield _checks()


def _forms() -> Item:
    ids = formfile.form_ids()
    try:
        for form_id in ids:
            formfile.load_anew(form_id)
    except (Refused, OSError, ValueError) as error:
        said = error.message if isinstance(error, Refused) else "表单文件读不出来。"
        return Item("程序的表单", State.BAD, said, _REINSTALL)
    if not ids:
        return Item("程序的表单", State.BAD, "一张也没有", _REINSTALL)
    return Item("程序的表单", State.OK, f"{len(ids)} 套，都读得出来、前后一致")


def _fonts() -> Item:
    try:
        tried = list(selftest.fonts(paths.resources() / "fonts"))
    except (OSError, ValueError, KeyError):
        return Item("程序的字体", State.BAD, "字体清单读不出来", _REINSTALL)
    wrong = [name for name, words in tried if words]
    if wrong:
        return Item("程序的字体", State.BAD, f"{'、'.join(wrong)}不见了或已损坏", _REINSTALL)
    return Item("程序的字体", State.OK, f"{len(tried)} 个，内容都完整")


def _checks() -> Item:
    """Break the built-in sample in every way and demand that the checks see it."""
    name = "程序的核对规则"
    try:
        selftest.sample()
        wrong = [broken.words for broken in selftest.BROKEN if selftest.missed(broken)]
    except Refused as refusal:
        return Item(name, State.BAD, refusal.message, _REINSTALL)
    if wrong:
        return Item(name, State.BAD, f"示例报告改坏后没有全部查出：{'、'.join(wrong)}", _REINSTALL)
    return Item(name, State.OK, f"示例报告改坏 {len(selftest.BROKEN)} 处，全部查出")

"""``self-test``: the program proves on its own sample that it reads, catches, writes and keeps.

Opens the built-in sample, breaks it in ten ways and demands that each is caught under the right code, writes
every format and reads it back, keeps a unit file through closing and undo, and looks at the fonts.
"""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from core import checks, export, paths, readers
from core.commands import DONE, ERRORS_FOUND, Voice, Wanted
from core.errors import FileMissing, Refused
from core.findings import Level
from core.report import Entry, Report
from core.saver import Saver
from core.session import Session, first_steps
from core.store import Store
from core.values import Raw

SAMPLE = "xinzheng-*.txt"


@dataclass(frozen=True, slots=True)
class Broken:
    """One way to break the sample: which cells get which values, and the code that must say so."""

    words: str
    code: str
    values: Mapping[str, int | Decimal | Raw | None]


BROKEN = (
    Broken("一行的合计写错", "A03", {"applications.granted.total": 15}),
    Broken("一格填错", "A02", {"applications.granted.natural_person": 13}),
    Broken("结转下年填错", "A01", {"applications.carried_forward.natural_person": 7}),
    Broken("表四的合计写错", "B01", {"disputes.review.total": 4}),
    Broken(
        "现行有效比制发还少",
        "D02",
        {
            "disclosure.normative.made": 11,
            "disclosure.normative.repealed": 2,
            "disclosure.normative.valid": 3,
        },
    ),
    Broken("漏填一格", "C05", {"disputes.review.upheld": None}),
    Broken("填的不是数", "C01", {"applications.granted.research": Raw("12a")}),
    Broken("填了负数", "C02", {"applications.granted.research": -1}),
    Broken("件数带小数", "C03", {"applications.granted.research": Decimal("1.5")}),
    Broken("金额多于四位小数", "C04", {"disclosure.fees.amount": Decimal("1.23456")}),
)
CELL = "disputes.review.upheld"
Item = tuple[str, str]  # what was tried, what went wrong (empty: nothing)


def run(_wanted: Wanted, voice: Voice) -> int:
    """Say one line per item; ``ERRORS_FOUND`` if one went wrong."""
    failed = tried = 0
    for words, wrong in items():
        tried += 1
        failed += bool(wrong)
        voice.say(f"✕ {words}：{wrong}" if wrong else f"✓ {words}")
    voice.say(f"自检 {tried} 项，{'全部通过' if not failed else f'{failed} 项没有通过'}。")
    return ERRORS_FOUND if failed else DONE


def items() -> Iterator[Item]:
    """Yield every item as it is done; without a readable sample the rest cannot be tried."""
    try:
        report = sample()
    except Refused as refusal:
        yield "读取内置的示例报告", str(refusal)
    else:
        yield "读取内置的示例报告", ""
        yield "示例报告没有算术错误", _errors(report)
        for broken in BROKEN:
            yield f"示例改坏后能查出：{broken.words}（{broken.code}）", missed(broken)
        with tempfile.TemporaryDirectory(prefix="gongkai-nianbao-") as folder:
            for name in export.formats():
                yield (
                    f"写出 {name} 并读回核对",
                    _tried(partial(_written, report, Path(folder), name)),
                )
            yield "年报文件存盘、重开、撤销", _tried(partial(_kept, report, Path(folder) / "self-test.gknb"))
            yield "使用手册完整，可以存成 PDF", _tried(partial(_printed, Path(folder)))
    for name, words in fonts(paths.resources() / "fonts"):
        yield f"字体 {name}", words


def _printed(folder: Path) -> str:
    """Write guide and quick start, each read back."""
    from core import guide  # noqa: PLC0415 - only here
    from core.writers.pdf import booklet  # noqa: PLC0415 - reportlab is loaded on first use

    for name in (guide.GUIDE, guide.QUICK):
        booklet.save(name, folder / f"{name}.pdf")
    return ""


def sample() -> Report:
    """Return the built-in sample, read as any other text; ``FileMissing`` if the program has lost it."""
    file = next((paths.resources() / "samples").glob(SAMPLE), None)
    if file is None:
        raise FileMissing("程序自带的示例报告不见了。", "请重新安装程序。")
    return readers.read(file).to_report()


def _errors(report: Report) -> str:
    found = [one for one in checks.run_all(report).findings if one.level in {Level.ERROR, Level.FAULT}]
    return "".join(one.text for one in found)


def missed(broken: Broken) -> str:
    """Break a fresh sample; return what is wrong with what the checks then say."""
    report = sample()
    report.write({key: None if value is None else Entry(value) for key, value in broken.values.items()})
    verdict = checks.run_all(report)
    codes = {finding.code for finding in verdict.findings}
    if broken.code in codes and verdict.verdict == "error":
        return ""
    return f"没有查出，只报了{'、'.join(sorted(codes))}" if codes else "没有查出"


def _tried(action: Callable[[], str]) -> str:
    try:
        return action()
    except Refused as refusal:
        return str(refusal)


def _written(report: Report, folder: Path, name: str) -> str:
    (path,) = export.export(report, folder, [name])
    return "" if path.stat().st_size else "写出的文件是空的"


def _kept(report: Report, path: Path) -> str:
    """Make a unit file, edit, close, reopen, undo, close, reopen: at each point the right value stands."""
    before = report.stated(CELL)
    Store.create(path, report.unit_name, (report.year, report.form.id, first_steps(report, "自检"))).close()
    with closing(_session(path)) as session:
        session.apply({CELL: 8}, "自检")
    with closing(_session(path)) as session:
        edited = session.report.stated(CELL)
        session.undo()
    with closing(_session(path)) as session:
        after, same = session.report.stated(CELL), session.report.content() == report.content()
    if edited != 8 or after != before or not same:  # noqa: PLR2004 - the value applied above
        return "重开后的内容与关闭前不同"
    return ""


def _session(path: Path) -> Session:
    """Open the file alone: no backup of a trial lies among the person's own."""
    return Session(Saver(partial(Store.open, path), lambda _: None))


def fonts(folder: Path) -> Iterator[Item]:
    """Yield each font of the list and whether its file is the one that belongs to the program."""
    listed = tomllib.loads((folder / "fonts.toml").read_text(encoding="utf-8"))["font"]
    for font in listed:
        name, file = f"{font['family']} {font['style']}", folder / str(font["file"])
        if not file.is_file():
            yield name, "文件不见了，请重新安装程序"
        elif hashlib.sha256(file.read_bytes()).hexdigest() != font["sha256"]:
            yield name, "文件已损坏，请重新安装程序"
        else:
            yield name, ""

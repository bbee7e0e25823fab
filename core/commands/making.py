"""``export`` and ``new``: documents and unit files on disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core import checks, oddities
from core.causes import shown
from core.commands import DONE, Voice, Wanted, opening
from core.errors import OddCharacter, OtherUnit, WrongArgument
from core.findings import Level

if TYPE_CHECKING:
    from core.signoff.pack import Paper


def export(wanted: Wanted, voice: Voice) -> int:
    """Write the documents, also of a report with errors, and say where they are."""
    if not wanted.out.strip():
        raise WrongArgument("没有说写到哪个文件夹。", "请在 --out 后面写文件夹的名称。")
    names = [name.strip().lower() for name in wanted.to.replace("，", ",").split(",") if name.strip()]
    year = opening.year_of(wanted.year)
    from core import export as exporting  # noqa: PLC0415 - ``new`` needs no writer

    exporting.load(names)  # while another process reads the document
    found = opening.opened(wanted.file, year)
    if wanted.blank:
        return _blank(wanted, names, found, voice)
    paper = _paper(found, charts=wanted.charts) if wanted.draft else None
    extras = exporting.Extras(paper, wanted.charts, found.last_year)
    written = exporting.export(found.report, Path(wanted.out), names, extras)
    for path in written:
        voice.say(str(path))
    for sentence in _about_draft(extras.paper, exporting.without_draft(names)):
        voice.note(sentence)
    if wanted.charts and (bare := [name for name in names if name not in exporting.WITH_CHARTS]):
        voice.note(f"{'、'.join(bare)} 里放不下数据图解，已略去。")
    if found.remark:
        voice.note(found.remark)
    if found.doubts:
        voice.note(f"读取时有 {len(found.doubts)} 处存疑，用 read 命令可以看到。")
    verdict = checks.run_all(found.report, found.last_year)
    if errors := verdict.count(Level.ERROR) + verdict.count(Level.FAULT):
        voice.note(f"这份报告还有 {errors} 项必须修改的问题，已照原样写出，用 check 命令可以看到。")
    return DONE


def _blank(wanted: Wanted, names: list[str], found: opening.Opened, voice: Voice) -> int:
    """Write a form to fill in for the report's unit and year."""
    from core import export as exporting  # noqa: PLC0415 - as above

    if set(names) != {"xlsx"} or wanted.draft or wanted.charts:
        raise WrongArgument("空白填报表只有 Excel 格式，不带送审稿和图解。", "请写 --to xlsx --blank。")
    voice.say(str(exporting.blank_form(found.report, Path(wanted.out))))
    if found.remark:
        voice.note(found.remark)
    return DONE


def _paper(found: opening.Opened, *, charts: bool) -> Paper:
    """Return the draft that is printed: the file's newest if it says the same, else the next, kept nowhere.

    Nothing is written into a unit file from here; what is to be signed is made in the window.
    """
    from core import signoff  # noqa: PLC0415 - only drafts need it
    from core.signoff import pack  # noqa: PLC0415 - as above

    now = dt.datetime.now().astimezone()
    draft = signoff.present(found.drafts, found.report) or pack.unregistered(found.report, found.drafts, now)
    printing = pack.Printing(now, charts=charts)
    return pack.paper(draft, pack.Now(found.report, found.last_year, found.drafts), printing)


def _about_draft(paper: Paper | None, plain: tuple[str, ...]) -> Iterator[str]:
    """Yield what must be said about a draft that was printed."""
    if paper is None:
        return
    if plain:
        yield f"{'、'.join(plain)} 里没有送审标记和校验码，已照报告原样写出。"
    if not paper.draft.head:
        yield f"这份{paper.draft.name}没有登记在年报文件里；要送领导签发，请在窗口里送审打印。"


def new(wanted: Wanted, voice: Voice) -> int:
    """Start an empty report in a new unit file, or in the file of the same unit."""
    from core.session import blank_report, first_steps  # noqa: PLC0415 - with the database
    from core.store import Store  # noqa: PLC0415 - with the database

    tidy = _tidy(wanted.unit)
    name = " ".join(tidy.text.split())
    if not name:
        raise WrongArgument("没有写单位名称。", "请在 --unit 后面写单位全称。")
    year = opening.year_of(wanted.year)
    if year is None:
        raise WrongArgument("没有写年份。", "请在 --year 后面写四位数字的年份。")
    path = Path(wanted.out)
    if path.suffix.lower() != opening.SUFFIX:
        raise WrongArgument(f"{shown(path)}不是年报文件的名称。", f"文件名要以 {opening.SUFFIX} 结尾。")
    report = blank_report(name, year)
    steps = first_steps(report, "新建报告")
    first = (year, report.form.id, steps)
    if path.exists():
        with Store.open(path) as store:
            if store.unit != name:
                raise OtherUnit(f"{shown(path)}是“{store.unit}”的文件，没有改动。", "请换一个文件名。")
            store.add_report(*first)
    else:
        Store.create(path, name, first).close()
    voice.say(str(path))
    if tidy.words:
        voice.note(f"单位名称中{tidy.words}。")
    return DONE


def _tidy(unit: str) -> oddities.Cleaned:
    try:
        return oddities.clean(unit, one_line=True)
    except OddCharacter as refusal:
        raise OddCharacter(f"单位名称中，{refusal.message}", "请删去后再试。") from refusal

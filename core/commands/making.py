"""``export`` and ``new``: documents and unit files on disk."""

from __future__ import annotations

from pathlib import Path

from core import checks, oddities
from core.causes import shown
from core.commands import DONE, Voice, Wanted, opening
from core.errors import NotBuiltYet, OddCharacter, OtherUnit, WrongArgument
from core.findings import Level


def export(wanted: Wanted, voice: Voice) -> int:
    """Write the documents, also of a report with errors, and say where they are."""
    if wanted.draft:
        raise NotBuiltYet("这个版本还不能加“送审稿”字样和签发页。", "请去掉 --draft 再导出。")
    if not wanted.out.strip():
        raise WrongArgument("没有说写到哪个文件夹。", "请在 --out 后面写文件夹的名称。")
    names = [name.strip().lower() for name in wanted.to.replace("，", ",").split(",") if name.strip()]
    found = opening.opened(wanted.file, opening.year_of(wanted.year))
    from core import export as exporting  # noqa: PLC0415 - writers are loaded when a file can be read

    written = exporting.export(found.report, Path(wanted.out), names)
    for path in written:
        voice.say(str(path))
    if found.remark:
        voice.note(found.remark)
    if found.doubts:
        voice.note(f"读取时有 {len(found.doubts)} 处存疑，用 read 命令可以看到。")
    verdict = checks.run_all(found.report, found.last_year)
    if errors := verdict.count(Level.ERROR) + verdict.count(Level.FAULT):
        voice.note(f"这份报告还有 {errors} 项必须修改的问题，已照原样写出，用 check 命令可以看到。")
    return DONE


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

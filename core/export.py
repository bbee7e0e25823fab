"""Documents on disk: drawn, read back, compared, then written whole; success is told only after that.

Every format is drawn and compared with the report before the first file is touched, so that only the disk can
still fail; then each file is written whole or not at all and read back from the disk byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import keys, readers, writers
from core.canonical import Json
from core.causes import known_cause, shown
from core.errors import (
    DocumentDiffers,
    FileExists,
    FileLocked,
    FolderReadOnly,
    OddCharacter,
    Refused,
    WrongArgument,
)
from core.form import FormDef
from core.report import Report
from core.safefile import safe_write
from core.values import show
from core.writers import layout
from core.writers.blocks import Document, Paragraph

if TYPE_CHECKING:
    from core.signoff.pack import Paper

JSON = "json"
BLANK_FORM = "（空白填报表）.xlsx"  # how the name of a form to fill in ends
_FAULT = "这是程序的错误，没有写出任何文件；请先导出数据文件保存内容。"
_PARTS = {
    "unit": "单位",
    "unit_kind": "单位类型",
    "year": "年份",
    "title": "标题",
    "form": "表单",
    "preamble": "正文前的说明",
}
NO_UNIT = "未命名单位"
NAME_BYTES = 200  # of a file's name in UTF-8; systems allow 255, and a person adds 第2稿

# What Windows does not allow in a name, as the same sign in full width.
_WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in '<>:"/\\|?*'})
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


WITH_DRAFT = frozenset({"pdf"})  # what can be edited on would soon show a 校验码 that is no longer its own
WITH_CHARTS = frozenset({"pdf", "html"})


@dataclass(frozen=True, slots=True)
class Extras:
    """What is drawn beside the report, where the format can hold it."""

    paper: Paper | None = None  # a draft: slips, foot, watermark, and what it says
    charts: bool = False  # 数据图解; a draft has its own wish (``signoff.pack.Printing``)
    last_year: Report | None = None  # for the charts
    before: Callable[[str], object] = (
        str  # told of each format before it is drawn; may raise: nothing is written
    )


NOTHING = Extras()


@dataclass(frozen=True, slots=True)
class _Drawn:
    path: Path
    data: bytes


def formats() -> tuple[str, ...]:
    """Return the names of the formats this version writes."""
    return (*writers.formats(), JSON)


def load(names: Sequence[str]) -> None:
    """Load the libraries behind some formats; names of no format are left for ``export`` to refuse."""
    for name in set(names).intersection(writers.formats()):
        writers.find(name)


def export(
    report: Report, folder: Path, names: Sequence[str], extras: Extras = NOTHING, *, overwrite: bool = True
) -> tuple[Path, ...]:
    """Write the report's documents into a folder (made if missing); return their paths in the order asked.

    Raises ``WrongArgument`` for a format, ``FontMissing``, ``OddCharacter`` or
    ``DocumentDiffers`` where a document cannot say what the report says, all before any file is touched;
    ``FileExists`` if ``overwrite`` is not wished; the refusals of ``safe_write`` for the disk, which then
    name the files already written.
    """
    wanted = tuple(dict.fromkeys(names))
    if not wanted:
        raise WrongArgument("没有说要导出哪种格式。", _known())
    _know(wanted)
    said = extras.paper.report if extras.paper else report
    documents = {name: document_for(report, name, extras) for name in wanted if name != JSON}
    for document in documents.values():
        _agree(said, document)
    drawn: list[_Drawn] = []
    for name in wanted:
        extras.before(name)
        data = _bytes(said, documents.get(name), name)
        drawn.append(_Drawn(folder / name_of(report, name, extras), data))
    _make(folder)
    if not overwrite and (taken := next((one.path for one in drawn if one.path.exists()), None)):
        raise FileExists(f"{shown(taken)}已经存在，没有改动。", "请换一个文件夹，或同意替换它。")
    written: list[Path] = []
    for one in drawn:
        try:
            _write(one)
        except Refused as refusal:
            if written:
                raise _with_written(refusal, written) from refusal
            raise
        written.append(one.path)
    return tuple(written)


def blank_form(report: Report, folder: Path, *, overwrite: bool = True) -> Path:
    """Write the Excel form that somebody else fills in, for a report's unit, year and form; return its path.

    Figures and texts are left out. Raises what ``export`` raises.
    """
    from core.writers import xlsx  # noqa: PLC0415 - openpyxl is loaded on first use

    kept = {key: entry for key in (keys.UNIT_NAME, keys.UNIT_KIND) if (entry := report.entry(key))}
    blank = Report(report.form, report.year, kept)
    document = layout.build(blank)
    data = xlsx.write_blank(document, report.form)
    xlsx.verify_blank(data, document)
    _make(folder)
    path = folder / file_name(blank, BLANK_FORM)
    if not overwrite and path.exists():
        raise FileExists(f"{shown(path)}已经存在，没有改动。", "请换一个文件夹，或同意替换它。")
    _write(_Drawn(path, data))
    return path


def document_for(report: Report, name: str, extras: Extras = NOTHING) -> Document:
    """Return what the writer of a format draws; what the format cannot hold is left out."""
    paper = extras.paper
    if paper and name in WITH_DRAFT:
        return paper.document
    said = paper.report if paper else report
    document = layout.build(said)
    if extras.charts and name in WITH_CHARTS:
        from core.writers import charts  # noqa: PLC0415 - only where they are wanted

        document = document._replace(blocks=(*document.blocks, *charts.annex(said, extras.last_year)))
    return document


def name_of(report: Report, name: str, extras: Extras = NOTHING) -> str:
    """Return the name of a format's file: of a draft ``…（第2稿）.pdf`` where the format holds drafts."""
    paper = extras.paper
    if paper and name in WITH_DRAFT:
        return file_name(paper.report, f"{paper.suffix}.{name}")
    return file_name(report, f".{name}")


def without_draft(names: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that hold no draft: no slips, no 校验码, no watermark."""
    return tuple(name for name in dict.fromkeys(names) if name not in WITH_DRAFT)


def _bytes(report: Report, document: Document | None, name: str) -> bytes:
    return _json(report) if document is None else draw(report, document, name)


def draw(report: Report, document: Document, name: str) -> bytes:
    """Return one document's bytes, read back and compared with the report.

    ``document`` is the report as ``layout.build`` gives it.
    """
    if name == JSON:
        return _json(report)
    writer = writers.find(name)
    data = writer.write(document)
    writer.verify(data, document)
    return data


def file_name(report: Report, suffix: str) -> str:
    """Return ``〈unit〉〈year〉年政府信息公开工作年度报告`` with a suffix, as every system can store it.

    Signs that Windows forbids become full width, invisible ones vanish; too long a unit's name is cut.
    """
    unit = _INVISIBLE.sub("", report.unit_name).translate(_WIDE).strip(" .　")
    unit = " ".join(unit.split()) or NO_UNIT
    while len(_named(report, unit, suffix).encode()) > NAME_BYTES and len(unit) > 1:
        unit = f"{unit.removesuffix('…')[:-1]}…"
    return _named(report, unit, suffix)


def _named(report: Report, unit: str, suffix: str) -> str:
    return f"{report.form.title(unit, report.year).translate(_WIDE)}{suffix}"


def _known() -> str:
    return f"可以导出的格式：{'、'.join(formats())}。"


def _know(names: Sequence[str]) -> None:
    """Refuse a format that does not exist before anything is drawn."""
    for name in names:
        if name != JSON:
            try:
                writers.find(name)
            except WrongArgument as refusal:
                raise WrongArgument(refusal.message, _known()) from refusal


def _agree(report: Report, document: Document) -> None:
    """Raise ``DocumentDiffers`` unless the document that all writers draw says what the report says.

    Compares every figure, and of the words every letter and digit; punctuation and spaces may be tidied.
    """
    cells = document.cells()
    for key, cell in report.form.cells.items():
        meant = report.value(key) if report.complete(key) else None
        if (
            key not in cells
            or cells[key].value != meant
            or _letters(cells[key].text) != _letters(show(meant))
        ):
            raise DocumentDiffers(f"排好的文件中，“{cell.name}”与报告不一致。", _FAULT)
    blocks = [block for block in document.blocks if isinstance(block, Paragraph)]
    stands = _letters("".join(block.text for block in blocks))
    if stands != _letters("".join(report.text(section) for section in report.form.texts)):
        raise DocumentDiffers("排好的文件中，文字与报告不一致。", _FAULT)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _json(report: Report) -> bytes:
    content = report.to_json()
    try:
        data = f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()
    except UnicodeEncodeError as reason:
        near = reason.object[max(0, reason.start - 8) : reason.start]
        near = _INVISIBLE.sub("", near.rpartition('"')[2])
        raise OddCharacter(f"“{near}”后面有一个坏字符，写不进文件。", "请删去这个字再导出。") from reason
    stands = {**readers.find(JSON).read(file_name(report, f".{JSON}"), data).to_json(), "doubts": []}
    _compare("", _plain(stands), _plain(content), report.form)
    return data


def _plain(content: Json) -> Json:
    plain: Json = json.loads(json.dumps(content))
    return plain


def _compare(place: str, stands: Json, meant: Json, form: FormDef) -> None:
    """Raise ``DocumentDiffers`` at the first place where two readings of JSON are not the same."""
    if isinstance(stands, dict) and isinstance(meant, dict) and stands.keys() == meant.keys():
        for key in meant:
            _compare(key, stands[key], meant[key], form)
    elif stands != meant or type(stands) is not type(meant):
        names = {**_PARTS, **{section.id: f"“{section.heading}”" for section in form.sections}}
        names |= {key: f"“{cell.name}”" for key, cell in form.cells.items()}
        name = names.get(place, "有一处")
        raise DocumentDiffers(f"写好的数据文件中，{name}与报告不一致。", "请重新导出。")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as reason:
        raise WrongArgument(f"{shown(folder)}是一个文件，不是文件夹。", "请选择一个文件夹。") from reason
    except FileNotFoundError as reason:  # a place that holds no folders, or whose medium is gone
        raise FolderReadOnly(f"文件夹{shown(folder)}建不了。", "请换一个位置。") from reason
    except OSError as reason:
        if (refusal := known_cause(reason, folder, writing=True)) is None:
            raise
        raise refusal from reason


def _write(one: _Drawn) -> None:
    """Write one file and read it back from the disk."""
    try:
        safe_write(one.path, one.data)
    except (FolderReadOnly, FileLocked) as refusal:
        if isinstance(refusal, FileLocked) or _in_use(refusal):
            raise FileLocked(
                f"{shown(one.path)}正被别的程序打开（例如 Excel 或 WPS），没有替换。", "请先关闭它，再导出。"
            ) from refusal
        raise
    if _read(one.path) != one.data:
        raise DocumentDiffers(f"写好的{shown(one.path)}读回来不一样。", "磁盘可能已损坏，请换一个位置导出。")


def _in_use(refusal: Refused) -> bool:
    """Tell whether only the last step failed, taking the name of an existing file: then that file is held."""
    cause = refusal.__cause__
    return isinstance(cause, OSError) and cause.filename2 is not None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as reason:
        if (refusal := known_cause(reason, path)) is None:
            raise
        raise refusal from reason


def _with_written(refusal: Refused, written: Sequence[Path]) -> Refused:
    """Return the refusal, saying which files of the same request are already there."""
    done = "、".join(path.name for path in written)
    return type(refusal)(f"{refusal.message}此前已写好：{done}。", refusal.hint)

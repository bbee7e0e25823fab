"""The program's own data file: the shape of ``read --json`` (CONTRACT.md 3), read back exactly.

What is not of that shape is refused with its place. What names something the form does not have becomes a
doubt, so that nothing is dropped in silence.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Mapping

from core import formfile, keys, oddities
from core.errors import NotAReport, NotText, OddCharacter
from core.form import FormDef
from core.readers import reader
from core.readers.preview import Doubt, Preview
from core.report import FIRST_YEAR, JSON_FORMAT, LAST_YEAR
from core.values import MAX_DIGITS, Value, from_json

_PARTS = ("format", "form", "unit", "unit_kind", "year", "title")
_LISTS = ("cells", "texts", "notes", "explanations", "doubts")
_NAMES = {
    "unit": "单位",
    "unit_kind": "单位类型",
    "title": "标题",
    "cells": "表格数字",
    "texts": "文字部分",
    "notes": "备注",
    "explanations": "说明",
}
_LONGEST = 40  # characters of a stray value quoted in a sentence
_HINT = "请选择本程序导出的数据文件（.json），或改正后再读取。"


class _Written(str):
    """A number kept as it was written: a fraction, one with an exponent or too many digits, or NaN."""

    __slots__ = ()


@reader("json", (".json",))
def read_json(name: str, data: bytes) -> Preview:
    """Read a report from the program's own data file; every figure as it stands there.

    Raises ``NotText``, ``NotAReport`` for anything of another shape, ``OddCharacter``.
    """
    content = _parsed(name, _decoded(name, data))
    if not isinstance(content, dict):
        raise _wrong(name, "最外层", "一组有名称的内容", content)
    return _Content(name, content).preview()


def _decoded(name: str, data: bytes) -> str:
    """Return the text: by its mark at the start, else UTF-8, else GB18030."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    marked = [encoding for mark, encoding in marks if data.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText(f"{_file(name)}不是文字文件，无法读取。", _HINT)


def _parsed(name: str, text: str) -> object:
    if not text.strip():
        raise NotAReport(f"{_file(name)}是空的，里面没有内容。", _HINT)
    try:
        return json.loads(
            text,
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_Written,
            parse_constant=_Written,
        )
    except _TwiceError as twice:
        raise NotAReport(
            f"{_file(name)}里“{_brief(twice.args[0])}”出现了两次，不知道以哪个为准。", _HINT
        ) from twice
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 个字符处"
        raise NotAReport(f"{_file(name)}不是完整的数据文件，{place}读不下去。", _HINT) from error
    except RecursionError as error:
        raise NotAReport(f"{_file(name)}一层套一层，层数太多，不是年报数据。", _HINT) from error


class _TwiceError(ValueError):
    """A name stands twice in one group; the argument is the name."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found


def _whole(digits: str) -> int | _Written:
    return int(digits) if len(digits.lstrip("-")) <= MAX_DIGITS else _Written(digits)


class _Content:
    """The parts of one data file, each asked for by its name; what is odd is refused or doubted."""

    def __init__(self, name: str, content: Mapping[str, object]) -> None:
        self._name = name
        self._content = content
        self._doubts: list[Doubt] = []

    def preview(self) -> Preview:
        """Return everything that was recognised."""
        self._right_format()
        form, unit, year = self._form(), self._text("unit"), self._year()
        for other in sorted(self._content.keys() - {*_PARTS, *_LISTS}):
            self._doubt(other, f"不认识“{_brief(other)}”这一部分，没有读入。")
        return Preview(
            form=form,
            unit=unit,
            year=year,
            title=self._text("title") or form.title(unit, year),
            name=self._name,
            cells=self._cells(form),
            texts=self._texts(form),
            unit_kind=self._unit_kind(),
            notes=self._notes(form),
            explanations=self._strings("explanations", lambda _, number: f"第 {number} 条说明"),
            doubts=(*self._given_doubts(), *self._doubts),
        )

    def _right_format(self) -> None:
        if "format" not in self._content:
            raise NotAReport(f"{_file(self._name)}不是本程序的年报数据，没有注明格式版本。", _HINT)
        version = self._content["format"]
        if type(version) is not int:
            raise _wrong(self._name, "格式版本", f"数字 {JSON_FORMAT}", version)
        if version != JSON_FORMAT:
            raise NotAReport(
                f"{_file(self._name)}的格式版本是“{_brief(version)}”，本程序只读版本 {JSON_FORMAT}。",
                "请升级程序，或用本程序重新导出。",
            )

    def _form(self) -> FormDef:
        name = self._content.get("form")
        known = formfile.form_ids()
        if type(name) is not str or name not in known:
            raise NotAReport(
                f"{_file(self._name)}用的表单格式是“{_brief(name)}”，本程序没有。",
                f"现有的表单格式：{'、'.join(known)}。",
            )
        return formfile.load(name)

    def _year(self) -> int:
        year = self._content.get("year")
        if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
            raise _wrong(self._name, "年份", f" {FIRST_YEAR} 到 {LAST_YEAR} 的数字", year)
        return year

    def _unit_kind(self) -> str | None:
        kind = self._text("unit_kind")
        if kind and kind not in keys.UNIT_KINDS:
            self._doubt("unit_kind", f"单位类型“{_brief(kind)}”不在{'、'.join(keys.UNIT_KINDS)}之中。")
        return kind or None

    def _cells(self, form: FormDef) -> dict[str, Value]:
        given = self._group("cells")
        for key in sorted(given.keys() - form.cells.keys()):
            self._doubt(key, f"表单里没有名为“{_brief(key)}”的格子，它的内容“{_brief(given[key])}”没有读入。")
        if missing := form.cells.keys() - given.keys():
            self._doubt("", f"数据里缺少 {len(missing)} 格，按空白读入。")
        return {key: self._value(form, key, given.get(key)) for key in form.cells}

    def _value(self, form: FormDef, key: str, given: object) -> Value:
        cell = form.cells[key]
        place = _cell_name(form, key)
        if isinstance(given, bool) or not (given is None or isinstance(given, int | str)):
            raise _wrong(self._name, place, "数、文字或空值", given)
        if isinstance(given, str):
            given = self._tidy(place, given)
        return from_json(given, cell.kind, cell.unit)

    def _texts(self, form: FormDef) -> dict[str, str]:
        headings = {section.id: f"“{section.heading}”" for section in form.sections}
        headings["preamble"] = "正文前的说明"
        given = self._strings("texts", lambda key, number: headings.get(key, f"第 {number} 段文字"))
        for section in sorted(given.keys() - set(form.texts)):
            words = _brief(given[section])
            self._doubt(section, f"表单里没有名为“{_brief(section)}”的文字部分，“{words}”没有读入。")
        return {section: given.get(section, "") for section in form.texts}

    def _notes(self, form: FormDef) -> dict[str, str]:

        def name(key: str, number: int) -> str:
            return f"{_cell_name(form, key)}的备注" if key in form.cells else f"第 {number} 条备注"

        notes = self._strings("notes", name)
        texts = {keys.text(section) for section in form.texts}  # of a sentence: text.<section>.<id>
        strange = [key for key in notes if key not in form.cells and key.rpartition(".")[0] not in texts]
        for key in sorted(strange):
            self._doubt(key, f"备注写给“{_brief(key)}”，表单里没有这一格。")
        return notes

    def _given_doubts(self) -> list[Doubt]:
        given = self._content.get("doubts")
        if not isinstance(given, list | None):
            raise _wrong(self._name, "存疑", "一个列表", given)
        found = []
        for number, doubt in enumerate(given or [], 1):
            place = f"第 {number} 条存疑"
            if not isinstance(doubt, dict):
                raise _wrong(self._name, place, "一组有名称的内容", doubt)
            parts = (self._checked(place, doubt.get(part)) for part in ("place", "source", "text"))
            found.append(Doubt(*parts))
        return found

    def _strings(self, part: str, name: Callable[[str, int], str]) -> dict[str, str]:
        """Return the texts of a part; ``name`` gives the Chinese name of a key and its number from 1."""
        texts = {}
        for number, (key, text) in enumerate(self._group(part).items(), 1):
            texts[key] = self._checked(name(key, number), text)
            self._refuse(f"第 {number} 条{_NAMES[part]}的名称", key)
        return {key: text for key, text in texts.items() if text}

    def _group(self, part: str) -> Mapping[str, object]:
        given = self._content.get(part)
        if given is None and part != "cells":
            return {}
        if not isinstance(given, dict):
            raise _wrong(self._name, _NAMES[part], "一组有名称的内容", given)
        return given

    def _text(self, part: str) -> str:
        return self._checked(_NAMES[part], self._content.get(part))

    def _checked(self, place: str, given: object) -> str:
        """Return a text as it may be kept; null is empty."""
        if given is None:
            return ""
        if type(given) is not str:
            raise _wrong(self._name, place, "文字", given)
        return self._tidy(place, given)

    def _refuse(self, place: str, name: str) -> None:
        """Raise ``OddCharacter`` for a name with characters that no name has."""
        if self._cleaned(place, name).words:
            raise OddCharacter(f"{_file(self._name)}里{place}有看不见的字符，不能使用。", "请删去后再读取。")

    def _tidy(self, place: str, given: str) -> str:
        """Return a text as it may be kept; what was taken out of it is a doubt."""
        found = self._cleaned(place, given)
        if found.words:
            self._doubt("", f"{place}中{found.words}。")
        return found.text

    def _cleaned(self, place: str, given: str) -> oddities.Cleaned:
        try:
            return oddities.clean(given)
        except OddCharacter as refusal:
            message = f"{_file(self._name)}里{place}的{refusal.message}"
            raise OddCharacter(message, "请删去后再读取。") from refusal

    def _doubt(self, place: str, text: str) -> None:
        self._doubts.append(Doubt(place, "", text))


def _wrong(name: str, place: str, wanted: str, given: object) -> NotAReport:
    words = "这样的文字" if type(given) is str else ""
    return NotAReport(f"{_file(name)}里{place}应当是{wanted}，现在是“{_brief(given)}”{words}。", _HINT)


def _cell_name(form: FormDef, key: str) -> str:
    cell = form.cells[key]
    return f"{form.table(cell.table).name}“{cell.name}”"


def _file(name: str) -> str:
    return f"“{name}”"


def _brief(given: object) -> str:
    """Return a stray value on one line and not too long, as it can be shown."""
    if given is None:
        return "空值"
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"

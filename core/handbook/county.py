"""The county's own help: a file of the same shape as ``help.toml`` that replaces or adds parts.

It lies in the user's own folder as ``说明-<form>.toml`` and is written by people in Notepad: every refusal
names the line, and a file that is wrong anywhere is not used at all.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from core import paths, safefile
from core.causes import known_cause, shown
from core.errors import CountyHelpBroken, FolderReadOnly
from core.form import FormDef, Help, Part
from core.handbook.topics import LABELS, Kind, Name, Topic

LARGEST = 1_000_000  # bytes; ten times what the standard texts take

_OURS = "ours"
_AT = re.compile(r"\(at line (\d+)")
_HEADER = re.compile(r"\s*\[")
_HINT = "现在显示的是程序自带的说明；改好后请点“重新读取”。"
_QUOTES = "写法不对，或同一项写了两次（引号、方括号、等号都要用英文的）"
_HOW = """\
县里补充的说明，用于{name}（{source}）。

怎样用：去掉要改的那一行前面的“# ”，改引号里的文字，保存，再到程序里点“重新读取”。
没有改的各项，仍然显示程序自带的文字。不要改方括号里的名称；引号要用英文的引号。
各项的名称：{parts}。
只供参考、不作为要求的，另加一行，写明是哪几项：ours = ["counts"]
"""


def file_of(form_id: str, folder: Path | None = None) -> Path:
    """Return where the county's file for a form lies, by default in the user's own folder."""
    return (folder or paths.user_data()) / f"说明-{form_id}.toml"


def read(path: Path, known: Sequence[Topic]) -> dict[Name, Help]:
    """Return what the county wrote, by topic; nothing where there is no file.

    Raises ``CountyHelpBroken`` with file and line when anything in it is wrong.
    """
    text = _text(path)
    return {} if text is None else _Reading(path.name, text).helps({topic.name for topic in known})


def merged(standard: Help, county: Help | None) -> Help:
    """Return the standard help with the parts the county wrote put in their place."""
    if county is None:
        return standard
    written = frozenset(part for part, _ in county.written)
    texts = {**dict(standard.written), **dict(county.written)}
    return _help(texts, (standard.ours - written) | county.ours, written)


def write_template(form: FormDef, known: Sequence[Topic], folder: Path | None = None) -> Path:
    """Make the county's file with the present texts as comments and return its path.

    A file that is there stays untouched. Raises the refusals of ``safefile.safe_write``.
    """
    path = file_of(form.id, folder)
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise FolderReadOnly(f"{shown(path.parent)}不是文件夹，县里的说明文件放不进去。") from error
    except OSError as error:
        if (refusal := known_cause(error, path.parent, writing=True)) is None:
            raise
        raise refusal from error
    lines = template(form, known).replace("\n", "\r\n")  # Notepad of older systems needs both, and the mark
    safefile.safe_write(path, lines.encode("utf-8-sig"))
    return path


def template(form: FormDef, known: Sequence[Topic]) -> str:
    """Return the text of a county file in which every present text is a comment."""
    parts = "，".join(f"{part.value} 是{LABELS[part]}" for part in Part)
    how = _HOW.format(name=form.name, source=form.source, parts=parts)
    blocks = [_comment(how)]
    for place, group in groupby(known, key=lambda topic: topic.place):
        if place:
            blocks.append(_comment(f"—— {place}"))
        blocks += [_block(topic) for topic in group]
    return "\n".join(blocks)


def _help(texts: Mapping[Part, str], ours: frozenset[Part], county: frozenset[Part]) -> Help:
    counts, excludes, article, mistake = (texts.get(part, "") for part in Part)
    return Help(counts, excludes, article, mistake, ours, county)


def _block(topic: Topic) -> str:
    kind, name = topic.name
    texts = dict(topic.help.written)
    lines = [f'[{kind.value}."{name}"]  # {topic.title}']
    lines += [f"# {part.value} = {json.dumps(texts.get(part, ''), ensure_ascii=False)}" for part in Part]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.rstrip("\n").split("\n"))


def _text(path: Path) -> str | None:
    """Return the file's text, decoded by its mark, else as UTF-8, else as GB18030; None without a file."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError:
        raise _refusal(path.name, 0, "文件读不出来") from None
    if len(data) > LARGEST:
        raise _refusal(path.name, 0, "文件太大，不像是说明")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise _refusal(path.name, 0, "不是文字文件，请用记事本另存为 UTF-8")


class _Reading:
    """One county file being read, which knows the line of whatever it refuses."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._lines = text.split("\n")
        try:
            self._data: dict[str, object] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = _AT.search(str(error))
            raise _refusal(file, int(at[1]) if at else len(self._lines), _QUOTES) from None
        except RecursionError:
            raise _refusal(file, 0, _QUOTES) from None

    def helps(self, known: set[Name]) -> dict[Name, Help]:
        """Return the help by topic; refuses topics the form does not have."""
        found: dict[Name, Help] = {}
        for half, entries in self._data.items():
            if half not in tuple(Kind) or not isinstance(entries, Mapping):
                raise self._broken(f"“{half}”不在任何一个方括号名称的下面", half)
            for name, parts in entries.items():
                topic = (Kind(half), name)
                if topic not in known:
                    raise self._broken(f"表单里没有“{name}”，名称不能改，两边要有英文的引号", half, name)
                if not isinstance(parts, Mapping):
                    raise self._broken(f'“{name}”下面应当是“名称 = "文字"”', half, name)
                found[topic] = self._help(half, name, parts)
        return found

    def _help(self, half: str, name: str, parts: Mapping[str, object]) -> Help:
        texts = dict(self._text(half, name, part, text) for part, text in parts.items() if part != _OURS)
        ours = parts.get(_OURS, [])
        if not isinstance(ours, list) or any(not texts.get(part) for part in ours):
            raise self._broken(f'“{_OURS}”里只能写这里有文字的项，如 ["counts"]', half, name, _OURS)
        return _help(texts, frozenset(map(Part, ours)), frozenset())

    def _text(self, half: str, name: str, part: str, text: object) -> tuple[Part, str]:
        if part not in tuple(Part):
            raise self._broken(f"不认识“{part}”，只能是 {'、'.join(Part)}、{_OURS}", half, name, part)
        if not isinstance(text, str):
            raise self._broken(f"“{part}”后面应当是引号里的文字", half, name, part)
        return Part(part), "".join(filter(str.isprintable, " ".join(text.split())))

    def _broken(self, what: str, *names: str) -> CountyHelpBroken:
        return _refusal(self._file, self._line(names), what)

    def _line(self, names: Sequence[str]) -> int:
        """Return the line, from 1, of the last of some names, each sought from the one before on."""
        at = 0
        for name in names:
            exact, loose = (rf"(?<!\w){re.escape(name)}(?!{after})" for after in (r"[\w.]", r"\w"))
            places = [
                line for line in range(at, len(self._lines)) if re.search(loose, _head(self._lines[line]))
            ]
            at = next(
                (line for line in places if re.search(exact, _head(self._lines[line]))), (places or [at])[0]
            )
        return at + 1


def _head(line: str) -> str:
    """Return what names something in a line: a header, or what stands before the sign of equality."""
    if line.lstrip().startswith("#"):
        return ""
    return line if _HEADER.match(line) else line.partition("=")[0]


def _refusal(file: str, line: int, what: str) -> CountyHelpBroken:
    where = f"县里的说明文件“{file}”" + (f"第 {line} 行" if line else "")
    return CountyHelpBroken(f"{where}：{what}。", _HINT)

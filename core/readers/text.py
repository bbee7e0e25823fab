"""Plain text: reports copied out of web pages, PDF files and Word, or kept as text."""

from __future__ import annotations

import re
from pathlib import PurePath

from core.errors import TooLarge
from core.readers import reader
from core.readers.decode import decode
from core.readers.lines import Line, is_rule, split_cells
from core.readers.preview import Doubt, Preview
from core.readers.recognise import recognise

_HEADING_MARK = re.compile(r"^\s*#{1,6}\s+|^\s*>\s?")
_MOST_CHARACTERS, _MOST_LINES = 1_000_000, 6_000  # a county's report has some 10,000 and 1,000
_STRESS = re.compile(r"\*\*|__|\\(?=[.\-_*#()\[\]])")


@reader("text", (".txt", ".md"))
def read_text(name: str, data: bytes) -> Preview:
    """Read a report from text in UTF-8, UTF-16 (with its mark) or GB18030; figures keep their line numbers.

    Raises ``NotText`` for anything that is no text, ``TooLarge`` for one longer than any report,
    ``NotAReport`` and ``FormMissing`` as ``recognise`` does.
    """
    text, removed = decode(name, data)
    if len(text) > _MOST_CHARACTERS or text.count("\n") > _MOST_LINES:
        raise TooLarge(f"“{name}”里的文字比任何一份年报都多，没有读取。", "请确认选对了文件。")
    marked_up = PurePath(name).suffix.lower() == ".md"
    lines = [
        _line(number, line, marked_up=marked_up)
        for number, line in enumerate(_outdented(text.split("\n")), 1)
    ]
    doubts = [Doubt("", "", f"文件里有 {removed} 个看不见的字符，已经去掉。")] if removed else []
    return recognise(name, lines, doubts)


def _outdented(lines: list[str]) -> list[str]:
    """Return the lines without the blanks with which every one of them begins."""
    written = [line for line in lines if line.strip()]
    first = min(written, key=len, default="")
    indent = first[: len(first) - len(first.lstrip())]
    while indent and not all(line.startswith(indent) for line in written):
        indent = indent[:-1]
    return [line.removeprefix(indent) for line in lines]


def _line(number: int, text: str, *, marked_up: bool) -> Line:
    if is_rule(text):
        return Line(number, "")
    if marked_up:
        text = _STRESS.sub("", _HEADING_MARK.sub("", text))
    return Line(number, text.replace("\u00a0", " "), split_cells(text))

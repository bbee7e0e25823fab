"""What blurs a report's own lines: headings run into prose, torn labels, signature, annex, a web page's foot.

Nothing is dropped here in silence: what is taken off is handed back, and the caller says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.form import FormDef
from core.readers.labels import squash
from core.readers.lines import Kind, Line, Piece, fold

_DATE = re.compile(
    r"\(?[\d零〇○一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日\)?"
)
_UNIT = re.compile(r"[\u3400-\u9fff()·]{3,40}")
_FOOT = re.compile(
    r"[^。]{0,40}(?:扫一扫|打印|关闭|分享|主办|承办|版权所有|ICP备|公网安备|标识码|网站地图"
    r"|上一[篇页条]|下一[篇页条]|相关(?:链接|阅读|附件|文档)|责任编辑|点击下载)[^。]{0,80}"
)
_ANNEX = re.compile(r"(?:附[件录]?\d*:?)?数据图解")
_DIGIT_INSIDE = re.compile(r"\D\d+\D")
_LINES_OF_A_FOOT = 15
_QUOTED = 24  # characters of a document shown in a sentence


def split_headings(form: FormDef, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with every heading on a line of its own, also also out of prose."""
    names = [name for section in form.sections for name in (section.heading, *section.aliases)]
    spaced = (
        "".join(rf"{re.escape(mark)}\s*" for mark in fold(name)) for name in sorted(names, key=len)[::-1]
    )
    heading = re.compile(rf"(?:^|(?<=[\s。）)；;]))(?:{'|'.join(spaced)})(?=$|(?<=\s)|[(（]一|\d{{4}}\s*年)")
    return [part for line in lines for part in _parts(line, heading)]


def _parts(line: Line, heading: re.Pattern[str]) -> list[Line]:
    if line.cells is not None or "、" not in line.text:
        return [line]
    text = fold(line.text)
    if len(text) != len(line.text):  # folding moved the characters: offsets would lie
        return [line]
    cuts = sorted({at for found in heading.finditer(text) for at in found.span()} - {0, len(text)})
    if not cuts or not line.text[: cuts[0]].strip():
        cuts = [cut for cut in cuts if line.text[:cut].strip()]
    ends = [*cuts, len(line.text)]
    parts = [line.text[start:end] for start, end in zip([0, *cuts], ends, strict=True)]
    return [Line(line.number, part, None, line.where) for part in parts if part.strip()] or [line]


def rejoined(found: Sequence[Piece], headings: Iterable[str]) -> list[Piece]:
    """Return the pieces, a number inside one of the squashed headings (保留 4 位小数) made words again."""
    inside = [heading for heading in headings if _DIGIT_INSIDE.search(heading)]
    result = list(found)
    for index in range(1, len(result) - 1):
        before, piece, after = result[index - 1 : index + 2]
        if piece.kind is not Kind.FIGURE or not (before.word and after.word):
            continue
        joined = squash(before.text)[-2:] + piece.text + squash(after.text)[:2]
        if any(joined in heading for heading in inside):
            result[index] = Piece(piece.text, Kind.WORDS, piece.line)
    return result


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a report's last text: the lines that are its own, those that are not, and who signed."""

    kept: list[Line]
    dropped: list[Line]
    unit: str


def ending(lines: Sequence[Line]) -> Ending:
    """Take the signature with its date, a web page's foot and the annex 数据图解 off the end of a text."""
    end = _foot(lines[: _annex(lines)])
    dated = [at for at in range(end) if _DATE.fullmatch(_bare(lines[at]))]
    unit = ""
    if dated:
        end = dated[-1]
        above = next((at for at in range(end - 1, -1, -1) if not lines[at].blank), None)
        if above is not None and _UNIT.fullmatch(_bare(lines[above])):
            end, unit = above, _bare(lines[above])
    dropped = [line for line in lines[end:] if not line.blank]
    return Ending(list(lines[:end]), dropped, unit)


def _annex(lines: Sequence[Line]) -> int:
    """Return where the annex of charts begins, which repeats figures of the tables."""
    return next((at for at, line in enumerate(lines) if _ANNEX.fullmatch(_bare(line))), len(lines))


def _foot(lines: Sequence[Line]) -> int:
    """Return where the foot of a web page begins: behind the last line that is none of its words."""
    end = len(lines)
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _LINES_OF_A_FOOT), -1):
        if not lines[at].blank and not _FOOT.fullmatch(_bare(lines[at])):
            break
        end = at
    return end


def _bare(line: Line) -> str:
    return "".join(fold(line.text).split())


def brief(text: str) -> str:
    """Return a line as it can be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"

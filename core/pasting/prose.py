"""What was copied as prose: its paragraphs and nothing else, and a sentence on what was left behind.

The words are those of the copied plain text; HTML is read where there is no plain text, or where there are
tables, whose rows become lines. Numbers are never changed, nor are blanks inside a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import oddities
from core.errors import OddCharacter, TooLarge
from core.oddities import BOX

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_CHARACTERS = 200_000  # of text; no report is nearly as long
MOST_HTML = 20_000_000
_BREAKS = str.maketrans(
    {"\v": "\n", "\f": "\n", "\x1e": "-", "\x1f": "\u00ad"}  # Word's line ends, pages and hyphens
)
_OBJECT = "\ufffc"
_HINT = "复制的内容还在剪贴板里，请在原来的文件里删去这个字符，再复制一次。"
_NUMBERED = re.compile(
    r"^(\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[(（]?\d+[.．、)）]))\t+"
)
_TABS = re.compile(r"\t+")
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])")
_BLANKS = re.compile(r"[ \t\r\n]+")
_ROW, _CELL = {"tr"}, {"td", "th"}
_BREAKING = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "caption", "section", "article", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "pre", "header", "footer", "hr", "center"),
}
_SILENT = {"script", "style", "template", "title", "head", "noscript", "del", "xml", "textarea", "select"}
_PICTURES = {"img", "picture", "svg", "object", "embed", "video", "canvas"}
_PLAIN = {"html", "head", "body", "meta", "title", "p", "div", "br"}
_DRESS = {"style", "class", "align", "color", "face", "size"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*(?:all|screen)|visibility\s*:\s*hidden"
    r"|mso-element\s*:\s*(?:comment|footnote|endnote)|mso-(?:footnote|endnote)-id"
    r"|mso-special-character\s*:\s*comment"
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """Paragraphs separated by one line feed, and what was left behind to get them."""

    text: str
    pictures: int = 0
    tables: int = 0  # turned into lines
    formats: bool = False
    unseen: int = 0  # characters without width
    directions: int = 0  # characters that turn the direction of writing
    halves: int = 0  # half characters, now boxes

    @property
    def notice(self) -> str:
        """Return the sentence that says what was dropped; empty if nothing was."""
        dropped = [
            f"{self.pictures} 张图片" if self.pictures else "",
            "格式" if self.formats else "",
            f"{self.unseen} 个看不见的字符" if self.unseen else "",
            f"{self.directions} 个改变书写方向的控制字符" if self.directions else "",
        ]
        said = [
            f"去掉了{_listed([part for part in dropped if part])}" if any(dropped) else "",
            f"{self.tables} 个表格改成了每行一段" if self.tables else "",
            f"{self.halves} 个残缺的字符换成了“{BOX}”" if self.halves else "",
        ]
        if not any(said):
            return ""
        return "，".join(["已按纯文字粘贴", *(part for part in said if part)])


def _listed(parts: list[str]) -> str:
    """Return things one after the other; a number stands apart from the word before it."""
    apart = [f" {part}" if part[0].isdigit() else part for part in parts]
    return apart[0] if len(apart) == 1 else f"{'、'.join(apart[:-1])}和{apart[-1]}"


def read(html: str, text: str) -> Pasted:
    """Return what was copied as paragraphs.

    Raises ``TooLarge`` for more than any report holds, ``OddCharacter`` for a control character.
    """
    if len(text) > MOST_CHARACTERS or len(html) > MOST_HTML:
        raise TooLarge("复制的内容比整篇报告还长，没有粘贴。", "请只选中要用的那一段再复制。")
    root = _parsed(html)
    if root is None:
        return _cleaned(text)
    tables = sum(1 for _ in root.iter("table"))
    from_html = bool(tables) or not text.strip()
    words = "\n".join(_lines(root)) if from_html else text
    if len(words) > MOST_CHARACTERS:
        raise TooLarge("复制的内容比整篇报告还长，没有粘贴。", "请只选中要用的那一段再复制。")
    return _cleaned(words, sum(1 for _ in root.iter(*_PICTURES)), tables, formats=_dressed(root))


def _parsed(html: str) -> _Element | None:
    if "<" not in html:
        return None
    from lxml import etree  # noqa: PLC0415 - only pasting needs it, and only with HTML

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but a comment, for example
        return None


def _dressed(root: _Element) -> bool:
    """Tell whether there was any formatting to lose."""
    return any(
        isinstance(part.tag, str) and (part.tag not in _PLAIN | _PICTURES or bool(_DRESS & set(part.keys())))
        for part in root.iter()
    )


def _cleaned(text: str, pictures: int = 0, tables: int = 0, *, formats: bool = False) -> Pasted:
    try:
        tidy = oddities.clean(text.rstrip("\x00").translate(_BREAKS))
    except OddCharacter as refusal:
        raise OddCharacter(f"没有粘贴：复制的文字中，{refusal.message}", _HINT) from refusal
    objects, lines = text.count(_OBJECT), tidy.text.split("\n")
    shown = (_TABS.sub(" ", _NUMBERED.sub(r"\1", line)).strip() for line in lines)
    return Pasted(
        unicodedata.normalize("NFC", "\n".join(line for line in shown if line)),
        max(pictures, objects),
        tables,
        formats=formats,
        unseen=tidy.unseen - objects,
        directions=tidy.directions,
        halves=tidy.halves,
    )


def _lines(part: _Element) -> Iterator[str]:
    """Yield the lines HTML shows; a table's row is one line."""
    pieces: list[str] = []
    _collect(part, pieces, in_row=False)
    yield from "".join(pieces).split("\n")


def _collect(part: _Element, pieces: list[str], *, in_row: bool) -> None:
    tag = part.tag if isinstance(part.tag, str) else ""
    if tag in _SILENT or _is_hidden(part):
        return
    if tag in _ROW:
        pieces.append("\n" + " ".join(_cells(part)) + "\n")
        return
    broken = " " if in_row else "\n"
    if tag in _BREAKING or tag == "br":
        pieces.append(broken)
    pieces.append(_words(part.text, keep=tag == "pre"))
    for inner in part:
        _collect(inner, pieces, in_row=in_row)
        pieces.append(_words(inner.tail, keep=tag == "pre"))
    if tag in _BREAKING:
        pieces.append(broken)


def _cells(row: _Element) -> Iterator[str]:
    for cell in row:
        if cell.tag in _CELL and not _is_hidden(cell):
            pieces: list[str] = []
            _collect(cell, pieces, in_row=True)
            if text := _BLANKS.sub(" ", "".join(pieces)).strip():
                yield text


def _words(text: str | None, *, keep: bool) -> str:
    """Return what a piece of HTML text shows; a line end between Chinese characters is none."""
    if not text or keep:
        return text or ""
    return _BLANKS.sub(" ", _WRAPPED.sub("", text))


def _is_hidden(part: _Element) -> bool:
    return part.get("hidden") is not None or _HIDDEN.search((part.get("style") or "").lower()) is not None

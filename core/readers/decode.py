"""Bytes to text: which encoding, which line ends, and what a file really is that only calls itself text."""

from __future__ import annotations

import codecs
import re
import unicodedata

from core.errors import NotAReport, NotText

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ("utf-8", "gb18030")
_MAGIC = (  # how files of other kinds begin, and what they are called
    (b"SQLite format 3\x00", "数据库文件（可能是本程序的年报文件 .gknb）"),
    (b"PK\x03\x04", "压缩文件"),
    (b"PK\x05\x06", "压缩文件"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、Excel 或 WPS 文件"),
    (b"%PDF-", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音像文件"),
    (b"{\\rtf", "写字板（RTF）文件"),
    (b"Rar!", "压缩文件"),
    (b"7z\xbc\xaf", "压缩文件"),
    (b"\x1f\x8b", "压缩文件"),
    (b"\x7fELF", "程序文件"),
)
_SHORT_MAGIC = ((b"BM", "图片"), (b"MZ", "程序文件"))  # a text may begin so too, but it has no zero bytes
_PACKED = ((b"word/", "Word 文档"), (b"xl/", "Excel 工作簿"), (b"ppt/", "演示文稿"))  # inside a packed file
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|body|meta|div|table|p|h\d|\?xml)\b", re.IGNORECASE)
_HINT = "请打开它，全选并复制，粘贴到记事本，存成文本文件（.txt）后再导入。"
_BREAKS = re.compile("\r\n|[\r\v\u0085\u2028\u2029]")
_FEED = re.compile(r"(^|\n)\f+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ufffc\ufdd0-\ufdef]"
)


def decode(name: str, data: bytes) -> tuple[str, int]:
    """Return a text with plain line ends, and how many invisible characters were taken out of it.

    Raises ``NotText`` for another kind of file or no known encoding, ``NotAReport`` for an empty one.
    """
    if not data:
        raise NotAReport(f"“{name}”是空文件，里面没有任何内容。", "请确认选对了文件。")
    _refuse_other_kinds(name, data)
    text = _decoded(name, data)
    if "\x00" in text:
        raise NotText(f"“{name}”里有不属于文字的内容，不是文本文件。", _HINT)
    text = _FEED.sub(r"\1", _BREAKS.sub("\n", text)).replace("\f", "\n")
    clean, removed = _INVISIBLE.subn("", text)
    if not clean.strip():
        raise NotAReport(f"“{name}”里没有文字，只有空白。", "请确认选对了文件。")
    return unicodedata.normalize("NFC", clean), removed


def _refuse_other_kinds(name: str, data: bytes) -> None:
    magics = _MAGIC if b"\x00" not in data[:64] else _MAGIC + _SHORT_MAGIC
    kind = next((what for magic, what in magics if data.startswith(magic)), "")
    if data.startswith(b"PK"):
        kind = next((what for part, what in _PACKED if part in data), kind)
    if not kind and _WEB_PAGE.match(data):
        kind = "网页文件"
    if kind:
        space = " " if kind[0].isascii() else ""
        raise NotText(f"“{name}”不是文本文件，实际是{space}{kind}。", _HINT)


def _decoded(name: str, data: bytes) -> str:
    """Decode by the mark at the start, else strictly as UTF-8, else as GB18030."""
    for encoding in [known for mark, known in _MARKED if data.startswith(mark)] or _UNMARKED:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotText(
        f"“{name}”的文字编码无法识别，读出来会是乱码。", "请用记事本打开它，另存为“UTF-8”编码后再导入。"
    )

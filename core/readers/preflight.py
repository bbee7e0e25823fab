"""A packed document (Excel, Word) before any library sees it: how large it is, what is in it, what is hidden.

Everything is refused that no office program writes and that breaks or misleads those who read it: parts that
unpack to too much, names that lead out of the file, declarations that fetch or multiply text
(RELIABILITY.md, "Strange files cannot hurt").
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from core.errors import NotText, StrangePackage, TooLarge

MOST_ENTRIES = 2_000
MOST_OF_ONE = 50 * 1024 * 1024  # bytes, unpacked
MOST_OF_ALL = 100 * 1024 * 1024
MOST_RATIO = 200  # bytes unpacked from one; text seldom packs better than 20
_SMALL = 64 * 1024  # bytes: what unpacks to no more may be packed however well
_ENTRY = b"PK\x01\x02"  # begins the entry of one part in the list at the end of the file
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a password makes of a new one
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LOCKED = 0x1  # flag of an encrypted part
_DRIVE = re.compile(r"[A-Za-z]:")
_XML = (".xml", ".rels", ".vml")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # of an encoding, at the start of a part
_DECLARED = (b"<!doctype", b"<!entity")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"}
_CROWDED = f"里装了超过 {MOST_ENTRIES} 个部件，不像一份年报，没有读取。"
_RIGHT_FILE = "请确认选对了文件。"
_OFFICE = "请用 Excel、Word 或 WPS 打开它，另存一份后再导入。"
_DAMAGED = "文件已损坏或没有复制完整，请用原来的程序打开它，另存一份后再导入。"


def opened(name: str, data: bytes) -> zipfile.ZipFile:
    """Return a packed document whose every part may be unpacked and parsed.

    Raises ``NotText`` for a file that is no such document, ``TooLarge``, and ``StrangePackage``.
    """
    if data.startswith(_OLD_OFFICE):
        words = "设有打开密码，或者是旧版格式，读不了。"
        raise NotText(f"“{name}”{words}", "请用 Excel、Word 或 WPS 打开它，去掉密码，另存为新格式后再导入。")
    if not data.startswith(b"PK"):
        raise NotText(f"“{name}”的内容与后缀不符，读不了。", _OFFICE)
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise TooLarge(f"“{name}”{_CROWDED}", _RIGHT_FILE)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _weigh(name, package.infolist())
        for info in package.infolist():
            _declares_nothing(name, info.filename.lower().endswith(_XML), package.read(info))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as reason:
        raise StrangePackage(f"“{name}”打不开。", _DAMAGED) from reason
    return package


def _weigh(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the list of parts says, before anything is unpacked."""
    if len(parts) > MOST_ENTRIES:
        raise TooLarge(f"“{name}”{_CROWDED}", _RIGHT_FILE)
    if any(part.flag_bits & _LOCKED for part in parts):
        raise StrangePackage(f"“{name}”是加了密的，读不了。", "请去掉密码，另存一份后再导入。")
    if any(part.compress_type not in _METHODS for part in parts):
        raise StrangePackage(f"“{name}”的压缩方式不是办公软件用的，没有读取。", _OFFICE)
    _named_well(name, [part.orig_filename for part in parts])
    most = max((part.file_size for part in parts), default=0)
    if most > MOST_OF_ONE or sum(part.file_size for part in parts) > MOST_OF_ALL:
        raise TooLarge(f"“{name}”展开后太大，不像一份年报，没有读取。", _RIGHT_FILE)
    if any(part.file_size > _SMALL and part.file_size > MOST_RATIO * part.compress_size for part in parts):
        raise StrangePackage(f"“{name}”里有压得异常小、展开异常大的内容，没有读取。", _OFFICE)


def _named_well(name: str, parts: Iterable[str]) -> None:
    """Refuse names that lead out of the package, cannot be read, or stand twice."""
    seen: set[str] = set()
    for part in parts:
        path = part.replace("\\", "/")
        if path.startswith("/") or _DRIVE.match(path) or "\x00" in path or ".." in path.split("/"):
            raise StrangePackage(f"“{name}”里有名称可疑的部件，没有读取。", _OFFICE)
        if path.casefold() in seen:
            raise StrangePackage(f"“{name}”里有两个同名的部件，不知道以哪个为准，没有读取。", _OFFICE)
        seen.add(path.casefold())


def _declares_nothing(name: str, is_xml: bool, part: bytes) -> None:  # noqa: FBT001 - told by its name
    """Refuse XML that declares a document type or an entity, or an encoding in which one could hide.

    Whatever its width, the encoding leaves the letters of a declaration bare once zero bytes are gone; the
    standard allows UTF-8 and UTF-16 (ECMA-376 part 2, 9.1.3).
    """
    for mark in _MARKS:
        part = part.removeprefix(mark)
    bare = part.replace(b"\x00", b"") if b"\x00" in part[:64] else part
    if not bare.lstrip().startswith(b"<"):
        if is_xml:
            raise StrangePackage(f"“{name}”打不开。", _DAMAGED)
        return  # a picture or another part that nobody parses
    low = bare.lower()
    said = _ENCODING.match(bare[:200])
    if any(word in low for word in _DECLARED) or (said and said[1].lower() not in _ENCODINGS):
        raise StrangePackage(f"“{name}”里有办公软件不会写的声明，可能有害，没有读取。", _OFFICE)

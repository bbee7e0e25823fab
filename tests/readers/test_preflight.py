"""A packed document before any library sees it: what no office program writes is refused in one sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.errors import NotText, Refused, StrangePackage, TooLarge
from core.readers import preflight

XML = b'<?xml version="1.0" encoding="UTF-8"?><a>1</a>'
DECLARED = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return data.getvalue()


def test_an_ordinary_package_is_opened() -> None:
    data = packed({"a.xml": XML, "media/b.png": b"\x89PNG<!DOCTYPE", "c.xml": "<a>一</a>".encode("utf-16")})
    assert preflight.opened("a.xlsx", data).namelist() == ["a.xml", "media/b.png", "c.xml"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
@pytest.mark.parametrize(
    "words", [DECLARED, DECLARED.replace("<!DOCTYPE", "  \n <!doctype"), "<a/><!ENTITY x>"]
)
def test_a_declaration_is_refused_in_every_encoding(encoding: str, words: str) -> None:
    with pytest.raises(StrangePackage, match=r"“a.xlsx”里有办公软件不会写的声明"):
        preflight.opened("a.xlsx", packed({"xl/a.xml": words.encode(encoding)}))


def test_an_encoding_in_which_a_declaration_could_hide_is_refused() -> None:
    for encoding in ("UTF-7", "cp037", "GBK"):
        part = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
        with pytest.raises(StrangePackage, match="声明"):
            preflight.opened("a.xlsx", packed({"xl/a.xml": part}))
    with pytest.raises(StrangePackage, match="打不开"):
        preflight.opened("a.xlsx", packed({"xl/a.xml": "<a/>".encode("cp037")}))


@pytest.mark.parametrize("name", ["/a", "../a", "a/../b", "a\\..\\b", "C:\\a", "c:a", "\\a"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(StrangePackage, match="名称可疑"):
        preflight.opened("a.xlsx", packed({"xl/a.xml": XML, name: b"x"}))


def test_a_name_with_a_zero_byte_is_refused() -> None:
    data = packed({"xl/aXb.xml": XML}).replace(b"xl/aXb", b"xl/a\x00b")
    with pytest.raises(StrangePackage, match=r"名称可疑|打不开"):
        preflight.opened("a.xlsx", data)


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(StrangePackage, match="两个同名"):
        preflight.opened("a.xlsx", packed({"xl/a.xml": XML, "XL/A.xml": XML}))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(packed({"xl/a.xml": XML}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(StrangePackage, match="加了密"):
        preflight.opened("a.xlsx", bytes(data))


def test_another_way_of_packing_is_refused() -> None:
    with pytest.raises(StrangePackage, match="压缩方式"):
        preflight.opened("a.xlsx", packed({"xl/a.xml": XML}, zipfile.ZIP_BZIP2))


@pytest.mark.parametrize(
    ("parts", "kind", "said"),
    [
        ({f"a{number}": b"" for number in range(preflight.MOST_ENTRIES + 1)}, TooLarge, "2000 个部件"),
        ({"a.xml": b"<a>" + b" " * 300_000}, StrangePackage, "压得异常小"),
        ({"a": b"0123456789abcdef" * 6_000_000}, StrangePackage, "压得异常小"),
    ],
)
def test_too_many_parts_and_parts_that_unpack_to_too_much(
    parts: dict[str, bytes], kind: type[Refused], said: str
) -> None:
    if len(parts) == 1 and len(next(iter(parts.values()))) > preflight.MOST_OF_ONE:
        kind, said = TooLarge, "展开后太大"
    with pytest.raises(kind, match=said):
        preflight.opened("a.xlsx", packed(parts))


def test_parts_that_are_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "MOST_OF_ALL", 100)
    with pytest.raises(TooLarge, match="展开后太大"):
        preflight.opened("a.xlsx", packed({"a.xml": b"<a>" + b"x" * 60, "b.xml": b"<a>" + b"y" * 60}))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "打开密码"),
        (b"%PDF-1.7", "与后缀不符"),
        (b"", "与后缀不符"),
    ],
)
def test_what_is_no_package_is_said(data: bytes, said: str) -> None:
    with pytest.raises(NotText, match=said):
        preflight.opened("a.xlsx", data)


def test_every_cut_off_package_is_refused() -> None:
    data = packed({"a.xml": XML, "b.xml": XML})
    for length in range(2, len(data)):
        with pytest.raises(StrangePackage, match="打不开"):
            preflight.opened("a.xlsx", data[:length])


def test_a_size_that_lies_is_noticed() -> None:
    data = bytearray(packed({"a.xml": XML}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (5).to_bytes(4, "little")
    with pytest.raises(StrangePackage, match="打不开"):
        preflight.opened("a.xlsx", bytes(data))

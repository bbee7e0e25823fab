"""Documents spoilt in every way that a stranger, a bad stick or a hostile hand spoils them."""

from __future__ import annotations

import copy
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator

Change = Callable[[random.Random, bytes], bytes]
Parts = dict[str, bytes]
PartsChange = Callable[[random.Random, Parts], None]

BOMB = b"0" * 4_000_000
ODD = [
    "\x00",
    "\ufeff",
    "\u202e",
    "\ud83d\ude00",
    "²",
    "①",
    "５",
    "—",
    "／",
    "\u3000",
    "\t",
    "|",
    "。",
    "%",
    "<",
]


def _size(chance: random.Random, small: int, large: int) -> int:
    """Return the large size one time in ten."""
    return large if chance.random() < 0.1 else small


# Any bytes.


def flip_bits(chance: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def cut_off(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def cut_out(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 4000) :]


def splice(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    at = chance.randrange(len(data))
    return data[:at] + data[start : min(end, start + 20_000)] + data[at:]


def noise(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice((1, 16, 4096))) + data[at:]


def repeat(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    piece = data[at : at + chance.randrange(1, 40)]
    return data[:at] + piece * chance.choice((10, 1000, 5000)) + data[at:]


BYTES: tuple[Change, ...] = (flip_bits, cut_off, cut_out, splice, noise, repeat)


# Text.


def _lines(change: Callable[[random.Random, list[str]], None]) -> Change:
    def changed(chance: random.Random, data: bytes) -> bytes:
        lines = data.decode("utf-8", "replace").split("\n")
        change(chance, lines)
        return "\n".join(lines).encode("utf-8", "surrogatepass")

    changed.__name__ = change.__name__
    return changed


@_lines
def shuffle_lines(chance: random.Random, lines: list[str]) -> None:
    chance.shuffle(lines)


@_lines
def odd_characters(chance: random.Random, lines: list[str]) -> None:
    for _ in range(30):
        at = chance.randrange(len(lines))
        lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)] + chance.choice(ODD) + lines[at]


@_lines
def long_line(chance: random.Random, lines: list[str]) -> None:
    piece = chance.choice(("1", "9 ", "（一）", "1.", "\t", "|", "第", "，", "本年新收"))
    lines.insert(chance.randrange(len(lines)), piece * _size(chance, 2_000, 200_000))


@_lines
def many_lines(chance: random.Random, lines: list[str]) -> None:
    lines[chance.randrange(len(lines)) :] = [chance.choice(lines)] * chance.choice(
        (_size(chance, 500, 5_000), 30_000)
    )


@_lines
def many_figures(chance: random.Random, lines: list[str]) -> None:
    for at in range(0, len(lines), 3):
        lines[at] += "".join(f" {chance.randrange(10 ** chance.randrange(1, 15))}" for _ in range(9))


def other_encoding(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "gb18030", "utf-16-le", "utf-32", "big5")), "replace")


TEXT: tuple[Change, ...] = (
    *(shuffle_lines, odd_characters, long_line, many_lines, many_figures, other_encoding),
)


# JSON.


def _places(content: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if path:
        yield path
    found = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    for key, value in found:
        yield from _places(value, (*path, key))


def wrong_values(chance: random.Random, data: bytes) -> bytes:
    content = json.loads(data)
    values: list[object] = [
        None,
        True,
        -1,
        1e308,
        10**400,
        [],
        {},
        [[]],
        "x" * 100_000,
        "\ud800",
        "=1+1",
        0.1,
        "²",
    ]
    for _ in range(chance.choice((1, 5, 50))):
        path = chance.choice(list(_places(content)))
        holder = content
        for key in path[:-1]:
            holder = holder[key]
        if chance.random() < 0.3 and isinstance(holder, dict):
            holder[chance.choice(ODD) + "x"] = holder.pop(path[-1])
        else:
            holder[path[-1]] = copy.deepcopy(chance.choice(values))  # one and the same could hold itself
    return json.dumps(content).encode()


def deep(chance: random.Random, data: bytes) -> bytes:
    depth = chance.choice((500, 20_000, 500_000))
    opening, closing = chance.choice((("[", "]"), ('{"cells":', "}")))
    nested = (opening * depth + "1" + closing * depth).encode()
    at = data.index(b":") + 1
    return data[:at] + nested + data[data.index(b",") :]


def long_number(chance: random.Random, data: bytes) -> bytes:
    digits = b"9" * chance.choice((10, 5_000, 1_000_000))
    return data.replace(b'"applications.total.total": ', b'"applications.total.total": ' + digits, 1)


def twice(_chance: random.Random, data: bytes) -> bytes:
    return data.replace(b'"year"', b'"unit"', 1)


JSON: tuple[Change, ...] = (wrong_values, wrong_values, deep, long_number, twice)


# Packed files: their parts, and the packing itself.


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return result.getvalue()


def _parts(change: PartsChange) -> Change:
    def changed(chance: random.Random, data: bytes) -> bytes:
        parts = unpacked(data)
        change(chance, parts)
        return packed(parts)

    changed.__name__ = change.__name__
    return changed


def _sheet(chance: random.Random, parts: Parts) -> str:
    return chance.choice([name for name in parts if name.startswith("xl/worksheets/sheet")])


def _insert(before: bytes, piece: bytes, behind: bytes, many: int) -> PartsChange:
    """Put a piece so often behind the last row of a sheet, one time in ten, else a tenth as often."""

    def insert(chance: random.Random, parts: Parts) -> None:
        name, times = _sheet(chance, parts), _size(chance, max(1, many // 10), many)
        row = before + piece * times + (behind or piece.replace(b"<", b"</") * times)
        parts[name] = parts[name].replace(b"</sheetData>", row + b"</sheetData>")

    return insert


@_parts
def mangle_part(chance: random.Random, parts: Parts) -> None:
    name = chance.choice(list(parts))
    for _ in range(chance.choice((1, 3))):
        if parts[name]:
            parts[name] = chance.choice(BYTES)(chance, parts[name])


@_parts
def drop_part(chance: random.Random, parts: Parts) -> None:
    del parts[chance.choice(list(parts))]


@_parts
def swap_parts(chance: random.Random, parts: Parts) -> None:
    one, other = chance.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]


@_parts
def entity_bomb(chance: random.Random, parts: Parts) -> None:
    name = _sheet(chance, parts)
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = parts[name].decode().replace("<worksheet", head + "<worksheet", 1).replace("<v>", "<v>&l8;&f;", 3)
    parts[name] = text.encode(chance.choice(("utf-8", "utf-16", "utf-16-be")))


@_parts
def other_words(chance: random.Random, parts: Parts) -> None:
    name = chance.choice(list(parts))
    pairs = [
        (b't="s"', b't="e"'), (b"<v>", b"<v>9"), (b"<v>", b"<v>-"), (b"<v>", b"<v>1e999"),
        (b' s="', b' s="9'),
        (b' r="', b' r="X'), (b"<f>", b"<f>=cmd|"), (b"$", b"$$"), (b"sheetId", b"sheetid"),
        (b"xmlns", b"xmlnz"),
        (b'count="', b'count="-'), (b"<v>", b"<v>" + b"9" * 6000), (b"!$", b"!#REF"), (b"UTF-8", b"UTF-7"),
        (b"rId", b"rIdd"), (b't="str"', b't="inlineStr"'), (b"</v>", b"</v><v>2</v>"),
        (b"<row ", b"<row a='1' "),
    ]  # fmt: skip
    old, new = chance.choice(pairs)
    parts[name] = parts[name].replace(old, new, chance.choice((1, 1000)))


@_parts
def far_names(chance: random.Random, parts: Parts) -> None:
    far = chance.choice((b"$XFD$1048576", b"$A$1:$XFD$1048576", b"$A:$A", b"#REF!", b"$D$5,$E$6", b"$ZZZZ$0"))
    book = parts["xl/workbook.xml"]
    for _ in range(chance.choice((1, 50))):
        start = book.index(b"!$", chance.randrange(book.index(b"!$") + 1, len(book) - 4000)) + 1
        book = book[:start] + far + book[book.index(b"<", start) :]
    parts["xl/workbook.xml"] = book


far_cell = _parts(_insert(b"", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', b" ", 1))
wild_rows = _parts(_insert(b'<row r="-5"><c r="A0"><v>1</v></c></row>', b'<row r="99999999999"/>', b" ", 1))
wide_row = _parts(_insert(b'<row r="900">', b'<c t="s"><v>1</v></c>', b"</row>", 30_000))
many_rows = _parts(_insert(b"", b"<row><c><v>1</v></c></row>", b" ", 30_000))
deep_part = _parts(_insert(b"", b"<row>", b"", 20_000))
deeper_part = _parts(_insert(b"", b"<x>", b"", 300_000))


@_parts
def huge_string(chance: random.Random, parts: Parts) -> None:
    size = chance.choice((100_000, 1_000_000, 4_000_000))
    text = chance.randbytes(size // 2).hex().encode()
    name = _sheet(chance, parts)
    parts[name] = parts[name].replace(b"<v>", b"<v>" + text, 1).replace(b"<t>", b"<t>" + text, 1)


@_parts
def bomb(chance: random.Random, parts: Parts) -> None:
    parts[chance.choice(["xl/media/a.bin", "xl/sharedStrings.xml", "docProps/app.xml"])] = BOMB


@_parts
def crowd(_chance: random.Random, parts: Parts) -> None:
    parts.update({f"xl/a{number}": b"" for number in range(2_001)})


@_parts
def strange_names(chance: random.Random, parts: Parts) -> None:
    parts[chance.choice(("../../evil", "/etc/passwd", "C:\\x", "a\\..\\b", "XL/WORKBOOK.XML", "a\x00b"))] = (
        b"x"
    )


def lie(chance: random.Random, data: bytes) -> bytes:
    """Change what the list of parts says: sizes, methods, flags, places."""
    made = bytearray(data)
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        if chance.random() < 0.3:
            at = start + chance.choice((8, 10, 16, 20, 24, 28, 30, 42))
            made[at] = chance.randrange(256)
        start += 4
    return bytes(made)


XLSX: tuple[Change, ...] = (
    *(mangle_part, mangle_part, mangle_part, other_words, other_words, other_words, drop_part, swap_parts),
    *(entity_bomb, far_names, far_cell, wild_rows, wide_row, many_rows, deep_part, deeper_part),
    *(huge_string, bomb, crowd, strange_names, lie, lie),
)


def mangled(own: tuple[Change, ...], data: bytes, seed: int) -> tuple[str, bytes]:
    """Return a spoilt copy and what was done to it; the same seed does the same."""
    chance = random.Random(seed)  # noqa: S311 - the same faults again, for whoever looks for one
    change = chance.choice((*own, *own, *BYTES))
    return change.__name__, change(chance, data)

"""The bundled fonts are the built ones, draw what a report needs, and carry their licences."""

import hashlib
import string
import struct
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication
from reportlab.pdfbase.ttfonts import TTFontFile

from core.errors import FontMissing
from core.session import blank_report
from core.writers import find, layout

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONTS = RESOURCES / "fonts"
ROLES = ["title", "body", "hei", "hei_bold", "kai", "fallback"]
MEGABYTE = 1_000_000

CHINESE_PUNCTUATION = "、。，；：？！（）《》〈〉“”‘’〔〕【】…—·％／　"
SIGNS = "①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢ─│┌┐└┘├┤┬┴┼×÷±≠≤≥○●□→←↑↓℃￥¥※"
MARKS_OF_THE_WINDOW = "✓✔✗✕⚠−△▲▼"
PLACES_OF = ("counties", "towns", "villages")
NOT_A_CHARACTER = 0xFFFF  # ends a cmap; reportlab lists it


@dataclass(frozen=True)
class Block:
    """One block of fonts.toml; a key more or less than these is an error."""

    role: str
    file: str
    family: str
    style: str
    weight: int
    source_package: str
    source_kind: str
    source_version: str
    source_sha256: str
    source_file: str
    licence: str
    licence_file: str
    sha256: str
    bytes: int
    glyphs: int
    characters: int
    digit_widths: list[int]
    changes: list[str]

    @property
    def path(self) -> Path:
        return FONTS / self.file


BLOCKS = [
    Block(**block) for block in tomllib.loads((FONTS / "fonts.toml").read_text(encoding="utf-8"))["font"]
]
BY_ROLE = {block.role: block for block in BLOCKS}


def gb2312_hanzi() -> str:
    pairs = (bytes((lead, trail)) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def standard_8105() -> str:
    return "".join((FONTS / "characters-8105.txt").read_text(encoding="utf-8").split())


@cache
def font(role: str) -> TTFontFile:
    return TTFontFile(str(BY_ROLE[role].path))


@cache
def places() -> dict[str, str]:
    """The rare characters of place names, each with its place."""
    listed = tomllib.loads((FONTS / "place-names.toml").read_text(encoding="utf-8"))
    return {sign: place for group in PLACES_OF for sign, place in listed[group].items()}


def gaps() -> str:
    """Those that are known to be in no font that prints them."""
    return str(tomllib.loads((FONTS / "place-names.toml").read_text(encoding="utf-8"))["gaps"])


def rare_place_names() -> str:
    """Those that can be printed."""
    return "".join(sign for sign in places() if sign not in gaps())


def missing(role: str, text: str) -> str:
    drawn = font(role).charToGlyph
    return "".join(character for character in text if ord(character) not in drawn)


def tables(role: str) -> set[str]:
    data = BY_ROLE[role].path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    return {data[start : start + 4].decode("ascii") for start in range(12, 12 + 16 * count, 16)}


def test_every_role_has_one_font() -> None:
    assert [block.role for block in BLOCKS] == ROLES


def test_every_font_file_is_named_and_every_named_file_exists() -> None:
    assert sorted(path.name for path in FONTS.glob("*.ttf")) == sorted(block.file for block in BLOCKS)


@pytest.mark.parametrize("role", ROLES)
def test_the_file_is_the_one_that_was_built(role: str) -> None:
    data = BY_ROLE[role].path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == BY_ROLE[role].sha256
    assert len(data) == BY_ROLE[role].bytes


def test_the_whole_set_is_at_most_30_megabytes() -> None:
    files = [path for path in FONTS.rglob("*") if path.is_file()]
    assert len(files) > len(ROLES)
    assert sum(path.stat().st_size for path in files) <= 30 * MEGABYTE


@pytest.mark.parametrize("role", ROLES)
def test_outlines_are_truetype_because_reportlab_refuses_the_other_kind(role: str) -> None:
    assert "glyf" in tables(role)
    assert not {"CFF ", "CFF2", "fvar"} & tables(role)


@pytest.mark.parametrize("role", ROLES)
def test_numbers_of_glyphs_and_characters_are_as_stated(role: str) -> None:
    assert font(role).numGlyphs == BY_ROLE[role].glyphs
    assert len(set(font(role).charToGlyph) - {NOT_A_CHARACTER}) == BY_ROLE[role].characters


@pytest.mark.parametrize("role", ROLES)
def test_every_font_draws_gb2312_and_the_punctuation_of_a_report(role: str) -> None:
    wanted = gb2312_hanzi() + CHINESE_PUNCTUATION + SIGNS + string.printable[:95]
    assert len(gb2312_hanzi()) == 6763
    assert missing(role, wanted) == ""


@pytest.mark.parametrize("role", ROLES)
def test_every_font_draws_every_word_of_the_official_forms(role: str) -> None:
    forms = sorted((RESOURCES / "forms").glob("*/form.toml"))
    assert forms
    text = "".join(path.read_text(encoding="utf-8") for path in forms)
    lines = "".join(line for line in text.splitlines() if not line.startswith("#"))
    assert missing(role, lines) == ""


def test_the_list_of_standard_characters_is_whole() -> None:
    text = standard_8105()
    assert len(text) == len(set(text)) == 8105
    assert text.startswith("一乙二十丁厂七卜八人")
    assert sum(ord(character) > 0xFFFF for character in text) == 196


def test_each_rare_character_is_rare_and_stands_in_the_name_of_its_place() -> None:
    assert len(places()) > 100
    assert [sign for sign, place in places().items() if len(sign) != 1 or sign not in place] == []
    assert set(places()) & set(gb2312_hanzi()) == set()
    assert set(gaps()) <= set(places())


@pytest.mark.parametrize("role", ["title", "hei", "hei_bold", "kai", "fallback"])
def test_these_fonts_draw_the_8105_standard_characters(role: str) -> None:
    assert missing(role, standard_8105()) == ""


def test_the_gaps_among_the_place_names_are_those_that_are_named() -> None:
    """One more: a font lost it. One less: it can be printed now, and the list may say so."""
    assert missing("fallback", "".join(places())) == gaps()


@pytest.mark.parametrize(
    ("role", "lacks"), [("title", ""), ("hei", ""), ("hei_bold", ""), ("kai", "䃥㟓䩐"), ("fallback", "")]
)
def test_these_fonts_draw_the_rare_place_names_themselves(role: str, lacks: str) -> None:
    assert missing(role, rare_place_names()) == lacks
    assert missing("fallback", lacks) == ""


def test_what_fangsong_lacks_the_fallback_draws() -> None:
    lacking = missing("body", standard_8105() + rare_place_names() + MARKS_OF_THE_WINDOW)
    assert set(rare_place_names()) <= set(lacking)
    assert missing("fallback", lacking) == ""


@pytest.mark.parametrize("sign", gaps())
def test_a_place_that_cannot_be_printed_is_refused_by_its_character(sign: str) -> None:
    unit = f"{places()[sign]}村民委员会"
    document = layout.build(blank_report(unit, 2025))
    with pytest.raises(FontMissing, match=f"标题中的“{sign}”没有字体可以印出来"):
        find("pdf").write(document)


def test_the_fallback_draws_all_of_gbk() -> None:
    assert missing("fallback", "".join(map(chr, range(0x4E00, 0x9FA6)))) == ""


@pytest.mark.parametrize("role", ["hei", "hei_bold", "fallback"])
def test_the_fonts_of_the_window_draw_its_marks(role: str) -> None:
    assert missing(role, MARKS_OF_THE_WINDOW) == ""


@pytest.mark.parametrize("role", ROLES)
def test_a_dash_and_the_quotation_marks_are_as_wide_as_a_character(role: str) -> None:
    widths = {mark: font(role).charWidths[ord(mark)] for mark in "—“”‘’…，。、《》（）〔〕"}
    assert set(widths.values()) == {1000}, widths


@pytest.mark.parametrize("role", ["body", "hei", "hei_bold", "kai"])
def test_digits_are_equally_wide_so_that_columns_of_figures_align(role: str) -> None:
    widths = {font(role).charWidths[ord(digit)] for digit in string.digits}
    assert len(widths) == 1
    assert BY_ROLE[role].digit_widths == [pytest.approx(width) for width in widths]


@pytest.mark.parametrize("role", ROLES)
def test_the_licence_lies_beside_the_font_and_the_notice_names_both(role: str) -> None:
    notice = (FONTS / "NOTICE.md").read_text(encoding="utf-8")
    licence = (FONTS / BY_ROLE[role].licence_file).read_text(encoding="utf-8")
    assert BY_ROLE[role].file in notice
    assert BY_ROLE[role].licence_file in notice
    title = "SIL OPEN FONT LICENSE" if role != "body" else "GNU GENERAL PUBLIC LICENSE"
    assert title in licence


def test_the_fangsong_licence_has_the_exception_for_documents() -> None:
    text = " ".join((FONTS / BY_ROLE["body"].licence_file).read_text(encoding="utf-8").split())
    assert "if you create a document which uses this font, and embed this font" in text


def test_the_reserved_names_of_the_kai_source_are_nowhere_in_the_font() -> None:
    data = BY_ROLE["kai"].path.read_bytes()
    for name in ("LXGW", "霞鹜", "Lxgw"):
        assert name.encode("utf-16-be") not in data
        assert name.encode("utf-8") not in data


@pytest.mark.parametrize("role", ROLES)
def test_embedding_is_not_restricted(role: str) -> None:
    data = BY_ROLE[role].path.read_bytes()
    start = data.index(b"OS/2", 0, 512)
    (offset,) = struct.unpack_from(">L", data, start + 8)
    (embedding,) = struct.unpack_from(">H", data, offset + 8)
    assert embedding == 0


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("qapp")
def test_qt_finds_the_font_under_its_own_name_as_a_chinese_one(role: str) -> None:
    handle = QFontDatabase.addApplicationFont(str(BY_ROLE[role].path))
    try:
        family = BY_ROLE[role].family
        assert QFontDatabase.applicationFontFamilies(handle) == [family]
        assert QFontDatabase.WritingSystem.SimplifiedChinese in QFontDatabase.writingSystems(family)
    finally:
        QFontDatabase.removeApplicationFont(handle)


def test_qt_takes_the_real_bold_of_the_window_font(qapp: QApplication) -> None:
    handles = [QFontDatabase.addApplicationFont(str(BY_ROLE[role].path)) for role in ("hei", "hei_bold")]
    try:
        assert qapp is not None
        bold = QFont("GK Hei", 40)
        bold.setBold(True)
        assert QFontInfo(bold).family() == "GK Hei"
        assert QFontInfo(bold).weight() == QFont.Weight.Bold
        digits = {round(QFontMetricsF(bold).horizontalAdvance(digit), 3) for digit in string.digits}
        assert len(digits) == 1
    finally:
        for handle in handles:
            QFontDatabase.removeApplicationFont(handle)

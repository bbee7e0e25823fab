"""Fonts that are missing or damaged, and characters that no font has: said before anything is written."""

import io
import os
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace
from reportlab.pdfgen.canvas import Canvas

from core import paths
from core.errors import FontMissing
from core.export import export
from core.writers import fonts, pdf
from core.writers.pdf.face import Face
from core.writers.pdf.pages import page_pieces
from tests.writers.workbooks import document, report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's fonts, where a test may spoil them."""
    copied = tmp_path / "resources" / "fonts"
    shutil.copytree(paths.resources() / "fonts", copied)
    monkeypatch.setattr(fonts, "folder", lambda: copied)
    return copied


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:100_000])


def one_byte_wrong(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def no_font_at_all(file: Path) -> None:
    file.write_text("not a font")


@pytest.mark.parametrize("spoil", [cut_short, one_byte_wrong, no_font_at_all])
def test_a_damaged_font_is_named(folder: Path, spoil: Callable[[Path], None]) -> None:
    spoil(folder / "GKFangSong-Regular.ttf")
    with pytest.raises(FontMissing) as refused:
        pdf.write(document())
    assert str(refused.value) == "字体文件“GKFangSong-Regular.ttf”已损坏。请重新安装本程序。"


def test_a_missing_font_is_named(folder: Path) -> None:
    (folder / "GKHei-Regular.ttf").unlink()
    with pytest.raises(FontMissing) as refused:
        pdf.write(document())
    assert str(refused.value) == "字体文件“GKHei-Regular.ttf”缺失或读不出来。请重新安装本程序。"


@pytest.mark.parametrize("content", ["", "[[font]]\nrole = 1", "\x00", "font = 1"])
def test_a_damaged_list_of_fonts_is_named(folder: Path, content: str) -> None:
    (folder / "fonts.toml").write_text(content)
    with pytest.raises(FontMissing, match=r"字体清单“fonts\.toml”"):
        pdf.write(document())


def test_the_fallback_is_not_even_read_where_no_character_needs_it(folder: Path) -> None:
    (folder / "GKSong-Regular.ttf").unlink()
    assert pdf.write(document()).startswith(b"%PDF")
    with pytest.raises(FontMissing, match=r"GKSong-Regular\.ttf"):
        pdf.write(document(texts={"overview": "堃"}))


@pytest.mark.parametrize(
    ("texts", "unit", "sentence"),
    [
        ({"overview": "公开🙂次"}, "青石镇", "“一、总体情况”一节中的“🙂”没有字体可以印出来。"),
        ({"preamble": "公开🙂次"}, "青石镇", "开头部分中的“🙂”没有字体可以印出来。"),
        (
            {"problems": "\U0002a6a5和🙂和🙂"},
            "青石镇",
            "“五、存在的主要问题及改进情况”一节中的“\U0002a6a5”、“🙂”没有字体可以印出来。",
        ),
        ({}, "🙂镇", "标题中的“🙂”没有字体可以印出来。"),
    ],
)
def test_characters_that_no_font_has_are_named_with_their_place(
    texts: dict[str, str], unit: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(FontMissing) as refused:
        export(report(texts=texts, unit=unit), tmp_path / "out", ["json", "pdf"])
    assert refused.value.message == sentence
    assert refused.value.hint == "请换成别的写法再导出。"
    assert not (tmp_path / "out").exists()


def test_a_character_typed_into_a_table_is_named_with_its_cell() -> None:
    key = "applications.granted.natural_person"
    with pytest.raises(FontMissing, match="三、收到和处理政府信息公开申请情况中“予以公开·自然人”的“🙂”"):
        pdf.write(document({key: "🙂"}))


def test_a_sign_that_only_chooses_a_shape_does_not_hinder_printing() -> None:
    assert pdf.write(document(texts={"overview": "葛\U000e0100城①\ufe0e"})).startswith(b"%PDF")


def test_others_may_draw_with_the_same_face_in_the_same_process(tmp_path: Path) -> None:
    ours = pdf.write(document())
    file = fonts.folder() / "GKFangSong-Regular.ttf"
    registerFont(TTFont("drawn by another", str(file)))
    canvas = Canvas(str(tmp_path / "other.pdf"))
    canvas.setFont("drawn by another", 16)
    canvas.drawString(79, 737, "政府信息公开")
    canvas.save()
    assert "政府信息公开" in "".join(
        piece.text for page in page_pieces((tmp_path / "other.pdf").read_bytes()) for piece in page
    )
    assert pdf.write(document()) == ours


@pytest.mark.parametrize("role", ["title", "body", "hei", "hei_bold", "kai", "fallback"])
def test_a_face_read_in_parts_is_the_face_that_the_library_reads(role: str) -> None:
    data = fonts.data(fonts.folder(), role)
    ours, theirs = Face(data), TTFontFace(io.BytesIO(data[:]))
    for name in ("charToGlyph", "defaultWidth", "bbox", "flags", "ascent", "capHeight", "stemV", "filename"):
        assert getattr(ours, name) == getattr(theirs, name)
    for name in ("hmetrics", "glyphPos"):
        expected = getattr(theirs, name)
        assert [getattr(ours, name)[number] for number in range(len(expected))] == expected
    assert {code: ours.getCharWidth(code) for code in theirs.charWidths} == theirs.charWidths
    assert ours.getCharWidth(0xFFFF) == theirs.getCharWidth(0xFFFF)
    subset = sorted(theirs.charToGlyph)[::40]
    assert ours.makeSubset(subset) == theirs.makeSubset(subset)


def test_of_a_font_only_what_is_asked_for_is_kept() -> None:
    data = fonts.data(fonts.folder(), "body")
    tracemalloc.start()
    try:
        Face(data).makeSubset([ord(character) for character in "政府信息公开工作年度报告"])
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < most < len(data) / 2


def test_a_font_s_bytes_are_those_of_its_file(folder: Path) -> None:
    data = fonts.data(folder, "hei")
    whole = (folder / "GKHei-Regular.ttf").read_bytes()
    assert len(data) == len(whole)
    assert (data[0:4], data[100:90], data[-4:], data[3], data[-1]) == (
        whole[:4],
        b"",
        whole[-4:],
        whole[3],
        whole[-1],
    )
    with pytest.raises(IndexError):
        data[len(whole)]


@pytest.mark.parametrize("spoil", [cut_short, one_byte_wrong, no_font_at_all])
def test_a_font_that_is_damaged_after_its_first_use_is_named(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    pdf.write(document())
    spoil(folder / "GKFangSong-Regular.ttf")
    with pytest.raises(FontMissing, match=r"字体文件“GKFangSong-Regular\.ttf”已损坏。"):
        pdf.write(document())


def test_a_font_that_is_gone_after_its_first_use_is_named(folder: Path) -> None:
    before = pdf.write(document())
    file = folder / "GKFangSong-Regular.ttf"
    away = file.rename(folder / "away")
    with pytest.raises(FontMissing, match=r"字体文件“GKFangSong-Regular\.ttf”缺失或读不出来。"):
        pdf.write(document())
    away.rename(file)
    assert pdf.write(document()) == before


def test_a_font_put_there_anew_is_proved_and_used(folder: Path) -> None:
    before = pdf.write(document())
    file = folder / "GKFangSong-Regular.ttf"
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)
    os.utime(file, (1, 1))
    assert pdf.write(document()) == before


def test_no_font_stays_open_behind_a_document(folder: Path) -> None:
    pdf.write(document())
    opened = {Path(one.path) for one in psutil.Process().open_files()}
    assert not [file for file in opened if file.parent == folder]

"""Fonts that are missing or damaged, and characters that no font has: said before anything is written."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

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


@pytest.mark.parametrize("role", ["title", "body", "fallback"])
def test_a_face_read_at_once_is_the_face_that_the_library_reads(role: str) -> None:
    data = fonts.read(fonts.folder(), role)
    ours, theirs = Face(io.BytesIO(data)), TTFontFace(io.BytesIO(data))
    for name in ("hmetrics", "glyphPos", "charToGlyph", "charWidths", "defaultWidth", "bbox", "flags"):
        assert getattr(ours, name) == getattr(theirs, name)

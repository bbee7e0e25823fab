"""Guide and quick start on paper: fonts in the file, every word, every picture, pages as promised."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from core import guide, paths
from core.errors import DocumentDiffers, FileMissing
from core.guide import Picture, Table, Text, markup
from core.writers.page import HEIGHT, PAGE_HEIGHT, TOP
from core.writers.pdf import booklet, raster
from core.writers.pdf.pages import page_images, page_pieces
from tests.house.tree import ROOT
from tests.writers.pdfs import text_of

MOST = 3_000_000  # bytes
PAGES = range(12, 41)
FILLED = 0.75  # of a page, before a picture that does not fit begins the next one
WORDS, SMALLEST = 10.5 * 96 / 72, 5.99  # pixels of the words in a picture of the window; points on paper


@functools.cache
def written(name: str) -> bytes:
    data = booklet.write(guide.load(name), page_each=name == guide.QUICK)
    booklet.verify(data, guide.load(name))
    return data


def test_the_quick_start_is_one_sheet() -> None:
    assert len(text_of(written(guide.QUICK))) == 2


def test_the_guide_is_a_booklet_of_a_reasonable_size() -> None:
    assert len(text_of(written(guide.GUIDE))) in PAGES
    assert len(written(guide.GUIDE)) < MOST


def test_no_page_before_the_last_is_left_half_empty() -> None:
    pages = page_pieces(written(guide.GUIDE))[1:-1]  # without the contents
    ends = [max(PAGE_HEIGHT - piece.bottom for piece in page[:-1]) for page in pages]
    filled = [(end - TOP) / HEIGHT for end in ends]
    assert len(filled) > 10
    assert {number: share for number, share in enumerate(filled, 2) if not FILLED < share < 1.01} == {}


@pytest.mark.parametrize("name", [guide.GUIDE, guide.QUICK])
def test_the_words_in_every_picture_are_large_enough_to_be_read_on_paper(name: str) -> None:
    widths = {
        block.file: raster.read(guide.picture_file(block.file)).width
        for chapter in guide.load(name).chapters
        for block in chapter.blocks
        if isinstance(block, Picture)
    }
    assert widths
    document = pypdfium2.PdfDocument(written(name))
    shown = [box(one) for page in document for one in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])]
    document.close()
    sizes = {
        file: WORDS * width / pixels for (file, pixels), width in zip(widths.items(), shown, strict=True)
    }
    assert {file: size for file, size in sizes.items() if size < SMALLEST} == {}


def box(picture: pypdfium2.PdfObject) -> float:
    """The width of a picture on its page, in points."""
    left, _, right, _ = picture.get_bounds()
    return float(right - left)


def test_what_follows_a_picture_without_room_fills_the_page_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = Picture("checkup.png", "体检的结果")
    words = [markup.spans(f"第{number}段，{'公开年报' * 30}。") for number in range(9)]
    before, behind = [Text(spans) for spans in words[:5]], [Text(spans) for spans in words[5:]]
    table = Table(
        (1, 1), ((markup.spans("甲"), markup.spans("乙")), (markup.spans("丙"), markup.spans("丁")))
    )
    heading = guide.Heading("后面的标题")
    blocks: tuple[guide.Block, ...] = (*before, picture, behind[0], heading, *behind[1:], table)
    book = guide.Guide("手册", (guide.Chapter("one", "一章", blocks),))
    data = booklet.write(book)
    booklet.verify(data, book)
    _, first, second, *_ = text_of(data)
    assert heading.words in first
    assert second.index("体检的结果") < second.index("甲")
    assert "".join(second.split()).startswith("体检的结果")
    monkeypatch.setattr(booklet._Booklet, "_fitting", lambda *_given: [])
    assert heading.words not in text_of(booklet.write(book))[1]


@pytest.mark.parametrize("name", [guide.GUIDE, guide.QUICK])
def test_every_font_is_in_the_file(name: str) -> None:
    fonts = re.findall(rb"/FontDescriptor \d+ 0 R", written(name))
    assert len(fonts) == written(name).count(b"/FontFile2") > 2
    assert b"/Type1" not in written(name)


@pytest.mark.parametrize("name", [guide.GUIDE, guide.QUICK])
def test_every_picture_stands_in_the_file_once_and_is_seen(name: str) -> None:
    named = [
        block.file
        for chapter in guide.load(name).chapters
        for block in chapter.blocks
        if isinstance(block, Picture)
    ]
    document = pypdfium2.PdfDocument(written(name))
    shown = sum(len(list(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))) for page in document)
    document.close()
    assert shown == len(named)
    assert written(name).count(b"/Subtype /Image") == len(set(named))
    coloured = any(
        len(set(image.data[at::97])) > 40 for image in page_images(written(name), 40) for at in (0,)
    )
    assert coloured


def test_the_chapters_are_in_the_outline() -> None:
    document = pypdfium2.PdfDocument(written(guide.GUIDE))
    titles = [item.get_title() for item in document.get_toc()]
    document.close()
    assert titles == [chapter.title for chapter in guide.load().chapters]


def test_the_contents_name_the_page_on_which_each_chapter_begins() -> None:
    pages = text_of(written(guide.GUIDE))
    for number, chapter in enumerate(guide.load().chapters, 1):
        found = re.search(rf"^{number}\s+{re.escape(chapter.title)}[\s·]*(\d+)\s*$", pages[0], re.MULTILINE)
        assert found, chapter.title
        assert f"{number}　{chapter.title}" in pages[int(found[1]) - 1]


def test_the_same_guide_gives_the_same_file() -> None:
    assert booklet.write(guide.load(guide.QUICK), page_each=True) == written(guide.QUICK)


def test_a_text_that_is_not_there_is_noticed() -> None:
    book = guide.load(guide.QUICK)
    chapter = book.chapters[0]
    other = book._replace(chapters=(chapter._replace(title="别的题目"), *book.chapters[1:]))
    with pytest.raises(DocumentDiffers):
        booklet.verify(written(guide.QUICK), other)


def test_no_text_reaches_over_the_edge() -> None:
    for name in (guide.GUIDE, guide.QUICK):
        for image in page_images(written(name), 30):
            rows = [
                image.data[row * image.stride : row * image.stride + image.width * 3]
                for row in range(image.height)
            ]
            edge = int(image.width * 24 / 210) * 3
            assert all(row[-edge:].count(255) == edge for row in rows)
            assert all(row[:edge].count(255) == edge for row in rows)


def test_it_is_written_without_a_picture_library(tmp_path: Path) -> None:
    target = tmp_path / "手册.pdf"
    script = (
        "import sys; from pathlib import Path; from core.writers.pdf import booklet; "
        "booklet.save('guide', Path(sys.argv[1])); import PIL; assert 'stubs' in PIL.__file__"
    )
    path = os.pathsep.join(map(str, (ROOT / "packaging" / "stubs", ROOT)))
    environment = {**os.environ, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", script, str(target)], env=environment, check=True)
    assert target.read_bytes() == written(guide.GUIDE)


def test_another_kind_of_picture_is_refused(tmp_path: Path) -> None:
    icon = ROOT / "resources" / "icons" / "app-48.png"
    with pytest.raises(ValueError, match="app-48"):
        raster.read(icon)
    (tmp_path / "x.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match="x"):
        raster.read(tmp_path / "x.png")


def test_a_part_that_is_lost_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(FileMissing):
        guide.load.__wrapped__(guide.GUIDE)
    with pytest.raises(FileMissing, match="使用手册不完整"):
        booklet._raster(Picture("window.png", "窗口"))

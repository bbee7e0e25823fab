"""The file: what is embedded, what it says of itself, how its pages are numbered; the same every time."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest

from core import readers
from core.export import export
from core.values import show
from core.writers import pdf
from tests.writers.pdfs import REPORTS, document, text_of, written
from tests.writers.workbooks import document as of

NAMES = list(REPORTS)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    assert pdf.write(document(name)) == written(name)


@pytest.mark.parametrize(("name", "pages"), [("sample", 6), ("zeros", 3)])
def test_a_report_has_as_many_pages_as_it_needs(name: str, pages: int) -> None:
    assert len(text_of(written(name))) == pages


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_an_embedded_subset_that_can_be_copied_from(name: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(written(name))
    listed = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    rows = [re.split(r"\s{2,}|\s(?=CID|yes|no)", row) for row in listed.splitlines()[2:]]
    assert {row[0].split("+")[1] for row in rows} >= {
        "GKSongBlack-Regular",
        "GKHei-Regular",
        "GKFangSong-Regular",
    }
    for row in rows:
        assert row[0].startswith("AAAAAA+GK"), "a font of another maker"
        assert "yes yes yes" in " ".join(row), "not embedded, not a subset, or no map to characters"


@pytest.mark.parametrize("name", NAMES)
def test_no_page_refers_to_a_font_that_is_not_in_the_file(name: str) -> None:
    assert b"Helvetica" not in written(name)
    assert b"/Type1" not in written(name)


def test_the_fallback_is_embedded_only_where_a_character_needs_it() -> None:
    assert b"+GKSong-Regular" not in written("sample")
    assert b"+GKSong-Regular" in written("crowded")


def test_the_file_says_title_and_unit_and_nothing_of_person_or_computer() -> None:
    data = written("sample")
    about = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert about["Title"] == "新郑市人民政府办公室2021年政府信息公开工作年度报告"
    assert about["Author"] == "新郑市人民政府办公室"
    assert about["Creator"] == about["Producer"] == "公开年报"
    assert about["CreationDate"] == about["ModDate"] == "D:20220101000000+08'00'"
    assert not re.search(rb"/(?:home|root|tmp|work|usr)/|localhost", data)


def test_the_six_sections_stand_beside_the_pages() -> None:
    outline = [mark.get_title() for mark in pypdfium2.PdfDocument(written("sample")).get_toc()]
    assert outline == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_a4_and_ends_with_its_number_on_the_outer_side(name: str) -> None:
    pages = pypdfium2.PdfDocument(written(name))
    for number, page in enumerate(pages, 1):
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.01)
        text = page.get_textpage()
        assert text.get_text_range().rstrip().endswith(f"— {number} —")
        left, bottom, right, top = list(page.get_objects())[-1].get_bounds()
        outer = right - 595.28 / 2 if number % 2 else 595.28 / 2 - left
        assert outer > 150
        assert (bottom + top) / 2 == pytest.approx((35 - 7) * 72 / 25.4, abs=1)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_outside_the_text_area_but_the_page_number(name: str) -> None:
    point = 72 / 25.4
    for page in pypdfium2.PdfDocument(written(name)):
        for thing in list(page.get_objects())[:-1]:
            left, bottom, right, top = thing.get_bounds()
            assert left >= 28 * point - 1.5
            assert right <= (210 - 26) * point + 3
            assert bottom >= 35 * point - 1.5
            assert top <= (297 - 37) * point + 1.5


@pytest.mark.parametrize("name", NAMES)
def test_text_copied_from_the_pages_reads_back_as_the_same_report(name: str) -> None:
    report = REPORTS[name]()
    copied = "\n".join(text_of(written(name)))
    found = readers.read_bytes("copied.txt", copied.encode())
    assert {key: show(value) for key, value in found.cells.items()} == {
        key: show(report.value(key)) for key in report.form.cells
    }
    assert found.year == report.year
    assert report.unit_name.endswith(found.unit)  # of a title in three lines the reader takes two
    assert name == "crowded" or found.unit == report.unit_name


def test_characters_outside_the_first_plane_can_be_copied() -> None:
    characters = "堃𠅤𬭊𫖳"
    data = pdf.write(of(texts={"overview": f"姓名{characters}。"}))
    assert f"姓名{characters}。" in "".join(text_of(data)).replace("\n", "")


def test_signs_copied_are_the_signs_written() -> None:
    signs = "①②Ⅰ×÷±≥≤№℃‰§…—·“”‘’《》〈〉【】〔〕％＋－＝＜＞～￥$%&'()*+,-./:;<=>?@[]^_`{|}~éü"
    written_document = of(texts={"overview": f"符号{signs}完"})
    data = pdf.write(written_document)
    pdf.verify(data, written_document)
    assert "符号" in text_of(data)[0]


def test_a_text_that_looks_like_markup_or_a_file_is_printed_as_it_stands() -> None:
    texts = {"overview": '<b>粗</b>&amp;<img src="/etc/hostname"/>(a) \\) Tj ET'}
    data = pdf.write(of(texts=texts))
    pdf.verify(data, of(texts=texts))
    assert '<imgsrc="/etc/hostname"/>' in re.sub(r"\s", "", "".join(text_of(data)))


def test_a_blank_report_prints_its_headings_and_empty_tables() -> None:
    blank = of(zeros=False, texts={}, unit="")
    data = pdf.write(blank)
    pdf.verify(data, blank)
    assert "六、其他需要报告的事项" in "".join(text_of(data))


def test_an_export_writes_the_file_and_tells_where(tmp_path: Path) -> None:
    (path,) = export(REPORTS["zeros"](), tmp_path, ["pdf"])
    assert path.read_bytes() == written("zeros")
    assert path.name == "青石镇人民政府2021年政府信息公开工作年度报告.pdf"


def test_a_picture_of_every_page_can_be_had_at_any_resolution() -> None:
    images = list(pdf.page_images(written("zeros"), 72))
    assert [(image.width, image.height) for image in images] == [(596, 842)] * 3
    for image in images:
        assert len(image.data) == image.stride * image.height
        assert min(image.data) < 64
        assert max(image.data) > 250
    assert next(pdf.page_images(written("zeros"), 144)).width == pytest.approx(1191, abs=1)


def test_two_threads_may_write_and_draw_at_once() -> None:
    with ThreadPoolExecutor(2) as threads:
        files = [threads.submit(pdf.write, document(name)) for name in NAMES * 2]
        drawn = [threads.submit(list, pdf.page_images(written("zeros"), 40)) for _ in range(4)]
        assert [file.result() for file in files] == [written(name) for name in NAMES * 2]
        assert all(images.result() == drawn[0].result() for images in drawn)

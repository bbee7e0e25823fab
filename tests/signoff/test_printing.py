"""The paper of a draft: its foot, QR code and watermark on every page, the report beneath as it always is."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from core import checkcode, keys
from core.__main__ import main
from core.errors import DocumentDiffers
from core.export import Extras, export, without_draft
from core.report import Entry
from core.session import Session
from core.signoff import Draft, DraftState, scanned
from core.signoff.pack import NO_RECORD, Now, Paper, Printing, paper, unregistered
from core.writers import layout, pdf
from core.writers.page import HEIGHT, MM, PAGE_HEIGHT, TOP
from core.writers.pdf.pages import Piece, page_pieces
from tests.core.processes import SAMPLE
from tests.writers import specimens
from tests.writers.pdfs import text_of, written

AT = dt.datetime(2022, 1, 12, 10, 40, tzinfo=dt.UTC)
NEW = "applications.new_received.natural_person"
BELOW = PAGE_HEIGHT - TOP - HEIGHT - 10 * MM  # the foot lies below this, the page number above it


def printed(name: str, *, signed: bool = False, notes: bool = False, charts: bool = False) -> Paper:
    report = specimens.REPORTS[name]()
    draft = unregistered(report, (), AT)
    head = "a" * 64
    draft = Draft(2, draft.version, draft.canonical, draft.at, "李明", head)
    if signed:
        draft = draft.signing("王建国", dt.date(2022, 1, 28))
    if notes:
        report.write({keys.note(NEW): Entry("来自司法所 1月8日 电话")})
    return paper(draft, Now(report, None, (draft,)), Printing(AT, notes=notes, charts=charts))


@functools.cache
def drawn(name: str, *, signed: bool = False) -> bytes:
    document = printed(name, signed=signed).document
    data = pdf.write(document)
    pdf.verify(data, document)
    return data


@pytest.mark.parametrize("name", specimens.REPORTS)
def test_every_page_says_code_record_draft_and_page(name: str) -> None:
    texts = text_of(drawn(name))
    code = checkcode.code(specimens.REPORTS[name]())
    record = checkcode.short("a" * 64)
    for number, text in enumerate(texts, 1):
        said = "".join(text.split())
        assert f"校验码{code}（不是电子签名）" in said
        assert f"修改记录{record}第2稿第{number}/{len(texts)}页" in said
        assert said.count("电子签名") == 1
        assert f"—{number}—" in said


@pytest.mark.parametrize("name", ["sample", "crowded"])
def test_the_pages_of_the_report_are_set_as_without_a_draft(name: str) -> None:
    def inside(page: list[Piece]) -> list[tuple[str, float, float]]:
        found = [piece for piece in page if piece.top > PAGE_HEIGHT - TOP - HEIGHT]
        return [(piece.text, round(piece.left, 1), round(piece.bottom, 1)) for piece in found]

    plain = [inside(page) for page in page_pieces(written(name))]
    assert [inside(page) for page in page_pieces(drawn(name))][2:] == plain


def test_the_foot_stands_below_the_page_number_and_on_the_paper() -> None:
    for page in page_pieces(drawn("sample")):
        foot = [piece for piece in page if piece.top < BELOW]
        assert "".join("".join(piece.text for piece in foot).split()).startswith("校验码")
        assert min(piece.bottom for piece in foot) > 7 * MM


def test_the_watermark_is_seen_and_never_copied() -> None:
    with_mark, without = drawn("sample"), drawn("sample", signed=True)
    assert all("稿\n审" not in text and "送审稿" not in text for text in text_of(with_mark))
    assert greys(with_mark) > greys(without) + 3000


def greys(data: bytes) -> int:
    """How many points of the last page are the watermark's light grey."""
    document = pypdfium2.PdfDocument(data)
    try:
        picture = document[len(document) - 1].render(scale=1, grayscale=True)
        return bytes(picture.buffer).count(237)
    finally:
        document.close()


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="NO QR READER HERE: zbarimg (zbar-tools) is missing")
@pytest.mark.parametrize("name", ["sample", "crowded"])
def test_the_qr_code_of_a_page_can_be_scanned_from_paper(name: str, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(drawn(name))
    document[2].render(scale=200 / 72).to_pil().convert("L").save(tmp_path / "page.png")
    document.close()
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "page.png")], capture_output=True, check=True
    ).stdout.decode()
    report = specimens.REPORTS[name]()
    assert scanned.read(read).digest == checkcode.full(report)
    assert read.startswith(f"校验码{checkcode.code(report)} 第2稿 2021年 {report.unit_name[:10]}")


def test_the_same_draft_printed_at_the_same_time_is_the_same_file() -> None:
    assert pdf.write(printed("sample").document) == drawn("sample")


def test_a_signed_draft_prints_the_report_alone_without_a_watermark_with_the_same_code() -> None:
    one = printed("sample", signed=True)
    assert (one.document.slips, one.suffix) == ((), "（签发稿）")
    assert one.document.stamp is not None
    assert one.document.stamp.watermark == ""
    texts = ["".join(text.split()) for text in text_of(drawn("sample", signed=True))]
    assert len(texts) == len(text_of(written("sample")))
    assert all("第2稿（签发稿）" in text and one.draft.code in text for text in texts)


def test_notes_and_charts_come_behind_the_report_where_they_are_wanted() -> None:
    one = printed("sample", notes=True, charts=True)
    data = pdf.write(one.document)
    pdf.verify(data, one.document)
    texts = text_of(data)
    assert "来自司法所" in texts[-1]
    assert "数据图解" in texts[-2]


def test_the_outline_leads_to_the_slips_and_the_sections() -> None:
    document = pypdfium2.PdfDocument(drawn("sample"))
    titles = [entry.get_title() for entry in document.get_toc()]
    document.close()
    assert titles[:3] == ["核对单", "审签单", "一、总体情况"]
    assert len(titles) == 8


def test_an_older_draft_printed_again_says_what_it_said() -> None:
    report = specimens.sample()
    old = unregistered(report, (), AT)
    report.write({NEW: Entry(49)})
    new = unregistered(report, (old,), AT)
    again = paper(old, Now(report, None, (old, new)), Printing(AT))
    assert again.report.value(NEW) == 48
    assert again.document.stamp is not None
    assert again.document.stamp.code == old.code
    data = pdf.write(again.document)
    pdf.verify(data, again.document)


@pytest.mark.parametrize("part", [{"code": "XXXX"}, {"record": "XXXX"}, {"draft": "第 3 稿"}], ids=str)
def test_another_foot_than_the_drafts_own_is_noticed(part: dict[str, Any]) -> None:
    document = printed("sample").document
    assert document.stamp is not None
    other = document._replace(stamp=document.stamp._replace(**part))
    with pytest.raises(DocumentDiffers, match="第 1 页的页脚"):
        pdf.verify(drawn("sample"), other)


def test_another_slip_than_was_printed_is_noticed() -> None:
    document = printed("sample").document
    check, signing = document.slips
    with pytest.raises(DocumentDiffers, match="审签单"):
        pdf.verify(drawn("sample"), document._replace(slips=(signing, check)))


# ---- on disk


def test_a_draft_is_named_by_its_number_and_other_formats_stay_as_they_are(tmp_path: Path) -> None:
    one = printed("sample")
    stem = "新郑市人民政府办公室2021年政府信息公开工作年度报告"
    paths = export(one.report, tmp_path, ["pdf", "json"], Extras(one))
    assert [path.name for path in paths] == [f"{stem}（第2稿）.pdf", f"{stem}.json"]
    assert paths[0].read_bytes() == drawn("sample")
    assert without_draft(["pdf", "json", "xlsx", "json"]) == ("json", "xlsx")


def test_the_command_line_prints_a_draft_of_any_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(SAMPLE), "--to", "pdf,json", "--draft", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert "（第1稿）.pdf" in said.out
    assert "没有登记" in said.err
    assert "json 里没有送审标记" in said.err
    (path,) = tmp_path.glob("*.pdf")
    assert NO_RECORD in text_of(path.read_bytes())[0]


def test_the_command_line_prints_the_newest_draft_of_a_unit_file_and_writes_nothing_into_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "新郑市.gknb"
    session = Session.create(path, specimens.sample())
    draft = session.make_draft()
    session.close()
    before = path.read_bytes()
    ask = ["export", str(path), "--to", "pdf", "--draft", "--out", str(tmp_path / "out")]
    assert main(ask) == 0
    assert "没有登记" not in capsys.readouterr().err
    (made,) = (tmp_path / "out").glob("*（第1稿）.pdf")
    assert draft.record in text_of(made.read_bytes())[0]
    session = Session.open(path)
    session.apply({NEW: 49}, "改")
    session.close()
    changed = path.read_bytes()
    assert main(ask) == 0
    assert "第 2 稿没有登记" in capsys.readouterr().err
    (made,) = (tmp_path / "out").glob("*（第2稿）.pdf")
    assert "与第1稿相比" in "".join(text_of(made.read_bytes())[0].split())
    assert before != changed == path.read_bytes()


def test_a_session_hands_out_a_paper_that_any_thread_may_draw(tmp_path: Path) -> None:
    session = Session.create(tmp_path / "新郑市.gknb", specimens.sample())
    session.make_draft("李明")
    one = session.paper(1)
    session.close()
    data = pdf.write(one.document)
    pdf.verify(data, one.document)
    assert one.draft.state is DraftState.SENT
    assert layout.build(one.report).blocks == one.document.blocks

"""A year is data: an invented form, made by editing files, runs from empty report to documents read back."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from pytestqt.qtbot import QtBot

from core import export, formfile, session
from core.checks import run_all
from core.findings import Level
from core.form import FormDef
from core.report import Entry, Report
from core.session import Session
from gui import style
from gui.bridge import Bridge
from gui.pages.table import TablePage
from tests.forms import invented

NAME = "青石镇人民政府"
FIGURES = {
    "applications.new_received.natural_person": 5,
    "applications.new_received.partnership": 2,
    "applications.granted.natural_person": 4,
    "applications.granted.partnership": 2,
    "applications.carried_forward.natural_person": 1,
    "disputes.review.upheld": 1,
    "disputes.review.pending": 3,
    "disclosure.normative.made": 2,
    "disclosure.normative.valid": 7,
}
TEXTS = {
    "text.overview": "全年新收申请7件。",
    "text.problems": "宣传不够，已改进。",
    "text.other_matters": "无。",
}
TOTALS = {
    "applications.new_received.total": 7,
    "applications.total.partnership": 2,
    "applications.total.total": 6,
    "disputes.review.total": 1,  # without the 3 pending ones: this form's sum is another
}


@pytest.fixture
def form_2099(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormDef:
    """The invented form, found by the whole program beside the real ones."""
    folder = invented.build(tmp_path)
    monkeypatch.setattr("core.paths.forms_dir", lambda: folder)
    return formfile.load(invented.ID)


@pytest.fixture
def filled(form_2099: FormDef, tmp_path: Path) -> Iterator[Session]:
    """A report of the invented year in a unit file, filled through the door."""
    report = session.blank_report(NAME, form_2099.first_year)
    open_session = Session.create(tmp_path / "青石镇.gknb", report)
    open_session.apply({**FIGURES, **TEXTS}, "填写")
    open_session.confirm_zeros()
    yield open_session
    open_session.close()


def test_it_has_its_own_cells_sums_and_equations(form_2099: FormDef) -> None:
    assert (len(form_2099.cells), len(form_2099.computed)) == (225, 35)
    assert form_2099.cells["applications.granted.partnership"].name == "全部公开·合伙企业"
    assert len(form_2099.cells["applications.granted.total"].parts) == 7
    assert len(form_2099.cells["disputes.review.total"].parts) == 3
    places = [equation.place for equation in form_2099.equations if equation.code == "A01"]
    assert places[2] == "合伙企业列"
    assert form_2099.table("applications").grid.columns == 11


def test_reports_get_the_form_of_their_year(form_2099: FormDef) -> None:
    assert formfile.newest() is form_2099
    assert formfile.for_year(2099) is form_2099
    assert formfile.for_year(2098).id == max(set(formfile.form_ids()) - {invented.ID})


def test_its_totals_are_its_own_and_nothing_is_wrong(filled: Session) -> None:
    assert {key: filled.report.value(key) for key in TOTALS} == TOTALS
    assert [finding.code for finding in filled.verdict.findings] == ["Y91"]
    assert filled.verdict.findings[0].level is Level.UNKNOWN


def test_one_wrong_figure_in_the_new_column_gives_one_message_about_it(filled: Session) -> None:
    filled.apply({"applications.granted.partnership": 3}, "改错一格")
    finding = filled.verdict.leading[0]
    assert finding.code == "A01"
    assert "合伙企业" in finding.text
    assert "applications.granted.partnership" in {suggestion.cell for suggestion in finding.suggestions}
    filled.undo()
    assert filled.verdict.verdict == "hint"


def test_it_runs_the_checks_it_declares_under_its_own_names_and_no_others(filled: Session) -> None:
    declared = {"C01", "C02", "C03", "C04", "C05", "C10", "A91", "Y91"}
    assert set(filled.verdict.codes) == declared | {"A01", "A02", "A03", "B01", "D02"}
    filled.apply(
        {"applications.granted.partnership": 4, "applications.new_received.partnership": 4}, "合伙企业"
    )
    (large,) = [finding for finding in filled.verdict.leading if finding.code == "A91"]
    assert large.level is Level.EXPLAIN
    assert large.text.startswith("“（一）全部公开”")
    before = Report(filled.report.form, filled.report.year - 1)
    before.write({key: Entry(0) for key in before.form.typed})
    before.write({"applications.carried_forward.partnership": Entry(3)})
    differs = next(one for one in run_all(filled.report, before).findings if one.code == "Y91")
    assert differs.level is Level.EXPLAIN
    assert differs.text == "合伙企业列：上年结转 0，上年报告的结转下年是 3，相差 3，请核对或说明。"


def test_the_unit_file_comes_back_in_its_form(filled: Session) -> None:
    filled.flush()
    filled.close()
    again = Session.open(filled.path)
    assert again.report.form.id == invented.ID
    assert again.report.content() == filled.report.content()
    assert again.undo_label.startswith("其余未填项全部确认为 0")
    again.close()


def test_json_holds_every_cell_of_the_form(filled: Session, tmp_path: Path) -> None:
    (path,) = export.export(filled.report, tmp_path / "out", ["json"])
    content = json.loads(path.read_text("utf-8"))
    assert (content["form"], content["year"], content["unit"]) == (invented.ID, 2099, NAME)
    assert list(content["cells"]) == list(filled.report.form.cells)
    assert {key: content["cells"][key] for key in FIGURES | TOTALS} == FIGURES | TOTALS


def test_the_workbook_draws_the_form_and_adds_up_its_way(filled: Session, tmp_path: Path) -> None:
    (path,) = export.export(filled.report, tmp_path / "out", ["xlsx"])
    book = openpyxl.load_workbook(path)
    texts = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line}
    assert {"合伙企业", "（一）全部公开"} <= texts
    assert "（一）予以公开" not in texts
    name = book.defined_names["applications.granted.partnership"]
    ((sheet, place),) = name.destinations
    assert book[sheet][place.replace("$", "")].value == 2


@pytest.mark.skipif(
    importlib.util.find_spec("core.writers.pdf") is None, reason="the PDF writer is not built yet"
)
def test_the_pdf_prints_the_renamed_row_and_the_new_column(filled: Session, tmp_path: Path) -> None:
    (path,) = export.export(filled.report, tmp_path / "out", ["pdf"])
    with pdfium.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = "".join("".join(pages).split())
    assert "（一）全部公开" in text
    assert "合伙企业" in text
    assert "（一）予以公开" not in text


def test_the_window_shows_and_edits_the_new_column(filled: Session, qtbot: QtBot) -> None:
    style.load_fonts()
    page = TablePage(Bridge(filled), filled.report.form.table("applications"))
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    assert page.model.columnCount() == 8
    page.show_key("applications.granted.partnership")
    index = page.view.currentIndex()
    assert index.data() == "2"
    assert page.model.setData(index, "1")
    assert filled.report.value("applications.granted.total") == 5
    assert page.model.index_of("applications.granted.total").data() == "5"

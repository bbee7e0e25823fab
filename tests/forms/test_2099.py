"""A year is data: an invented form, made by editing files, runs from empty report to documents read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import formfile
from core.form import FormDef
from tests.forms import invented


@pytest.fixture
def form_2099(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormDef:
    """The invented form, found by the whole program beside the real ones."""
    folder = invented.build(tmp_path)
    monkeypatch.setattr("core.paths.forms_dir", lambda: folder)
    return formfile.load(invented.ID)


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
    assert formfile.for_year(2098).id == "2021"

"""Steps, last year's sheet and the bar over the invented form: nothing on them knows a year or a table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import formfile, keys
from core.form import FormDef
from core.session import Session, blank_report
from gui.bridge import Bridge
from gui.pages.cover import CoverPage
from tests.forms import invented
from tests.gui.conftest import UNIT, press, write

FORWARD = "applications.carried_forward.partnership"  # a column that only the invented form has


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormDef:
    made = formfile.load(invented.ID, invented.build(tmp_path))
    monkeypatch.setattr(formfile, "form_ids", lambda: (invented.ID,))
    monkeypatch.setattr(formfile, "load", lambda _form_id, **_: made)
    return made


@pytest.fixture
def page(form: FormDef, tmp_path: Path, qtbot: QtBot) -> Iterator[CoverPage]:
    session = Session.create(tmp_path / "x.gknb", blank_report(UNIT, form.first_year, form))
    made = CoverPage(Bridge(session))
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    session.close()


def test_the_new_column_is_asked_for_from_paper_and_carried_over(page: CoverPage) -> None:
    session = page._bridge.session
    sheet = page.show_last_year()
    sheet.show_key(keys.before(FORWARD))
    field = sheet.paper.fields[FORWARD]
    assert field.hasFocus()
    write(field, "3")
    press(field, Qt.Key.Key_Return)
    sheet.carry.fill.click()
    assert session.report.value("applications.carried_in.partnership") == 3


def test_the_steps_count_the_cells_of_this_form(page: CoverPage, form: FormDef) -> None:
    assert f"未填 {len(form.typed)} 格" in page.ladder.rows["filling"].words.text()
    zeros = sum(len(page._bridge.session.report.blanks(table)) for table in form.nothing_received)
    assert f"{zeros} 格" in page.ladder.nothing.said.text()

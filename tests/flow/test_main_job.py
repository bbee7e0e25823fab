"""The main job in the real window: open the sample, edit, see what does not add up, mend it, export."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import readers
from core.session import Session
from gui import start
from gui.bridge import Bridge
from gui.dialogs.export import ExportDialog
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.settings import Settings
from gui.window import Window
from tests.gui.conftest import press, write

NOT_HELD = "applications.unable.not_held.natural_person"
WAIT = 30_000  # milliseconds


def test_from_the_sample_to_the_documents(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(Bridge(start.sample(tmp_path)), Settings(tmp_path / "settings.json"))
    qtbot.addWidget(window)
    window.show_first()
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    session = window.bridge.session
    assert session.verdict.verdict == "hint"  # last year is missing, nothing is wrong

    window.go(NOT_HELD)
    page = window.stack.currentWidget()
    assert isinstance(page, TablePage)
    for digit in "31":
        write(QApplication.focusWidget() or page.view, digit)
    press(QApplication.focusWidget() or page.view, Qt.Key.Key_Return)
    assert session.report.value("applications.unable.not_held.total") == 31
    assert session.verdict.leading[0].code == "A01"
    assert window.tabs.state("applications").words == "必须修改 1"

    press(window, Qt.Key.Key_F8)
    card = window.panel.cards[session.verdict.leading[0].id]
    assert "31 → 30" in card.buttons[0].text()
    card.buttons[0].click()
    assert session.verdict.verdict == "hint"  # last year is missing, nothing is wrong

    window.go("text.other_matters")
    text = window.stack.currentWidget()
    assert isinstance(text, TextPage)
    before = session.report.text("other_matters")
    write(text.editor, "OK")
    assert "OK" in session.report.text("other_matters")
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.report.text("other_matters") == before

    folder = tmp_path / "导出"
    folder.mkdir()
    monkeypatch.setattr(ExportDialog, "exec", lambda _dialog: 1)
    window.settings.remember("export_folder", str(folder))
    window.actions_by_id["export"].trigger()
    qtbot.waitUntil(lambda: window.notice.text.startswith("✓  已导出"), timeout=WAIT)
    written = {path.suffix: path for path in folder.iterdir()}
    assert set(written) == {".docx", ".pdf", ".xlsx", ".html", ".json"}
    read_back = readers.read(written[".json"]).to_report()
    assert all(read_back.value(key) == session.report.value(key) for key in session.report.form.cells)
    names = load_workbook(written[".xlsx"]).defined_names
    assert set(session.report.form.cells) <= set(names)

    path = session.path
    window.close()
    again = Session.open(path)
    assert again.report.value(NOT_HELD) == 30
    assert again.undo_label == "按建议修改 本机关不掌握·自然人"
    again.close()
